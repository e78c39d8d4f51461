"""What is left on a stand-in's phone when it is over: it says so and changes nothing."""

import re
from collections.abc import Iterable
from typing import Any

from bot.desk import Desk
from bot.errors_absence import StandingInOver

_NUMBERED = re.compile(r"#(\d{1,12}):")


def refuse_if_over(desk: Desk, contacts: Iterable[int]) -> None:
    """Contacts of somebody for whom one stood in once, and doesn't now."""
    for number in contacts:
        contact = desk.work.contacts.any(number)
        if contact is None or desk.scope.admits(contact.owner):
            continue
        owner = desk.work.members.get(contact.owner)
        if desk.turn.member.id in owner.stood_in:
            raise StandingInOver(owner)


def named(args: dict[str, Any]) -> list[int]:
    """The contacts that a button is about."""
    found = [int(number) for number in _NUMBERED.findall(str(args.get("line", "")))]
    return [*found, *([args["contact"]] if isinstance(args.get("contact"), int) else [])]

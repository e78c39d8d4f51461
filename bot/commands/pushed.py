"""Pushes already on the phone: they say when what they remind of is gone, and read again as before when it is back (R5)."""

from collections.abc import Iterable

from bot.desk import Desk
from bot.turn import Edit
from bot.views import pushes
from bot.views.pushes import Item
from domain.holdback import Message as Bundle
from storage.outbox import Message
from storage.reminders import DueReminder
from storage.work import Change

UNDONE = "hinfällig: Eintrag zurückgenommen"
RESTORED = "hinfällig: Eintrag steht wieder"
MERGED = "hinfällig: Kontakt zusammengeführt"
_WITHDRAWN = tuple(f"</s>\n{why}" for why in (UNDONE, RESTORED, MERGED))


def withdrawn(desk: Desk, changes: Iterable[Change], why: str = UNDONE) -> tuple[Edit, ...]:
    """One that reminded of several stays as long as one of them is open."""
    gone = dict.fromkeys(push for change in changes for push in change.withdrawn)
    known = (desk.work.outbox.message(push) for push in gone if not desk.work.reminders.of_push(push))
    return tuple(
        Edit(push.id, f"<s>{push.body['text']}</s>\n{why}")
        for push in known
        if push and push.body and not _is_withdrawn(push) and push.id != _pressed(desk)
    )


def again(desk: Desk, changes: Iterable[Change]) -> tuple[Edit, ...]:
    """What had been struck is open again."""
    rung = dict.fromkeys(push for change in changes for push in desk.work.reminders.pushes(change.contact.id))
    known = (desk.work.outbox.message(push) for push in rung)
    struck = [push for push in known if push and _is_withdrawn(push) and push.id != _pressed(desk)]
    return tuple(_anew(desk, push, desk.work.reminders.of_push(push.id)) for push in struck)


def _is_withdrawn(push: Message) -> bool:
    return bool(push.body) and str((push.body or {})["text"]).endswith(_WITHDRAWN)


def _anew(desk: Desk, push: Message, open_: list[DueReminder]) -> Edit:
    items = tuple(Item(one, desk.work.contacts.listed(one.contact)) for one in open_)
    reader = desk.work.members.by_telegram(push.chat) or desk.work.members.get(open_[0].owner)
    said = pushes.message(desk.work, Bundle(items), now=desk.turn.now, reader=reader)
    return Edit(push.id, said.text, said.buttons)


def _pressed(desk: Desk) -> int | None:
    return desk.turn.pressed.id if desk.turn.pressed else None

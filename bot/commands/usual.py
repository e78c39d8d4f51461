"""Amounts and goods for a tap: what this contact bought before, then what the rep sells most nowadays."""

import re

from bot.commands.reading import money_in, past
from bot.desk import Desk
from bot.turn import Refusal
from bot.views import words
from storage.usual import Bought

MOST = 6
_CONTACT = re.compile(r"/\S+ #(\d+):\s*(.*)", re.DOTALL)


def usual(desk: Desk, line: str) -> list[tuple[str, str]]:
    """Labels, and what each adds to a waiting line that lacks its amount."""
    waits = _CONTACT.fullmatch(line)
    if waits is None:
        return []
    theirs = desk.work.usual.by_contact(int(waits[1]), most=MOST)
    mine = desk.work.usual.by_rep(desk.turn.member.id, most=MOST)
    told = [_only_amount(b) if waits[2].strip() else _whole(b) for b in (*theirs, *mine) if _reads(desk, b)]
    return list(dict.fromkeys(told))[:MOST]


def _only_amount(bought: Bought) -> tuple[str, str]:
    """The goods stand in the line already."""
    said = words.money(bought.money)
    return said, said


def _whole(bought: Bought) -> tuple[str, str]:
    said = f"{words.money(bought.money)} {bought.product}".strip()
    return said[:40], said


def _reads(desk: Desk, bought: Bought) -> bool:
    """Whether it is read again as what it was: goods may have dates and figures in their names."""
    phrase = _whole(bought)[1]
    try:
        said = past(desk, phrase, what="", example="")
        paid = money_in(said.blanked)
    except Refusal:
        return False
    if paid is None or said.when is not None or paid.minor != bought.money.minor:
        return False
    return paid.rest(said.blanked) == bought.product

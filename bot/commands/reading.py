"""Dates, amounts and texts out of a line's content; what can't be read is refused, never guessed."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from bot.desk import Desk
from bot.errors import (
    AmountOutOfRange,
    AmountUnreadable,
    DateUnreadable,
    InTheFuture,
    InThePast,
    NotYours,
    TooLong,
)
from bot.errors_pieces import TooLongAgo
from domain import amounts
from domain.amounts import Amount
from domain.bygone import OLDEST, is_bygone
from domain.contact import Contact
from domain.phrases import DateAmbiguous, DateImpossible, Found, Lean, When, find_when, local_moment
from domain.phrases import DateUnreadable as Unreadable

LONGEST_TEXT = 2000


def tapped(desk: Desk, args: dict[str, Any]) -> Contact:
    """A button's contact, if it is still in sight."""
    return in_sight(desk, args["contact"])


def in_sight(desk: Desk, number: int) -> Contact:
    contact = desk.work.contacts.get(number, scope=desk.scope)
    if contact is None:
        raise NotYours
    return contact


@dataclass(frozen=True, slots=True)
class Content:
    """What a line says besides its contact: when (and until when), and the words left over.

    `blanked` is the line as long as before, blank where the date stood; `phrase` is the date as typed.
    """

    when: When | None
    text: str
    blanked: str
    ends: time | None = None
    phrase: str = ""

    @classmethod
    def of(cls, content: str, found: Found | None) -> "Content":
        if found is None:
            return cls(None, content, content)
        phrase = content[found.start : found.end]
        return cls(found.when, found.rest(content), found.blanked(content), found.ends, phrase)


def past(desk: Desk, content: str, *, what: str, example: str) -> Content:
    """Something that happened: dates resolve into the past, the future is refused."""
    found = _found(desk, content, Lean.PAST, example)
    if found and _ahead(desk, found.when):
        raise InTheFuture(_shown(desk, found.when), what, example, _phrase(found, content))
    if found and is_bygone(found.when.day):
        raise TooLongAgo(found.when.day, OLDEST, what, example, _phrase(found, content))
    return Content.of(content, found)


def ahead(desk: Desk, content: str, *, what: str, example: str) -> Content:
    """Something to do: dates resolve into the future, the past is refused."""
    found = _found(desk, content, Lean.FUTURE, example)
    if found and _behind(desk, found.when):
        raise InThePast(_shown(desk, found.when), what, example, _phrase(found, content))
    return Content.of(content, found)


def _found(desk: Desk, content: str, lean: Lean, example: str) -> Found | None:
    try:
        return find_when(content, now=desk.typed, lean=lean)
    except DateImpossible as error:
        raise DateUnreadable(error.phrase, "impossible", example) from error
    except DateAmbiguous as error:
        raise DateUnreadable(error.phrase, "ambiguous", example) from error
    except Unreadable as error:
        raise DateUnreadable(error.phrase, "unclear", example) from error


def _ahead(desk: Desk, when: When) -> bool:
    timed = when.at is not None and local_moment(when, desk.rhythm.zone) > desk.turn.typed_at
    return when.day > desk.today or timed


def _behind(desk: Desk, when: When) -> bool:
    timed = when.at is not None and local_moment(when, desk.rhythm.zone) <= desk.turn.typed_at
    return when.day < desk.today or timed


def _phrase(found: Found, content: str) -> str:
    return content[found.start : found.end]


def _shown(desk: Desk, when: When) -> datetime:
    return datetime.combine(when.day, when.at or time(0), desk.rhythm.zone)


def money_in(blanked: str) -> Amount | None:
    """The amount in a line whose date is blanked out."""
    try:
        return amounts.find_amount(blanked)
    except amounts.AmountOutOfRange as error:
        raise AmountOutOfRange(error.phrase, error.minor) from error
    except amounts.AmountUnclear as error:
        raise AmountUnreadable(error.phrase) from error


def bounded(text: str, what: str, most: int = LONGEST_TEXT) -> str:
    """Text that fits; longer one is refused with its length, never cut silently."""
    if len(text) > most:
        raise TooLong(what, most, len(text))
    return text.strip()

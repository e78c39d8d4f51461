"""What can be wrong with a line: facts. `bot/views/refusals.py` has a German sentence for each."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.commands.registry import Command
from bot.turn import Refusal
from storage.contacts import Listed


@dataclass(eq=False)
class NothingTyped(Refusal):
    """An empty message: a picture, a sticker, a voice note."""


@dataclass(eq=False)
class NoCommand(Refusal):
    text: str


@dataclass(eq=False)
class UnknownCommand(Refusal):
    word: str
    nearest: Command | None
    rest: str = ""


@dataclass(eq=False)
class LeadsOnly(Refusal):
    command: str


@dataclass(eq=False)
class ContactMissing(Refusal):
    """A command that needs a contact came without one; `line` has `{}` where it goes."""

    line: str
    recent: list[Listed]


@dataclass(eq=False)
class ContactAmbiguous(Refusal):
    query: str
    line: str
    found: list[Listed]
    more: bool


@dataclass(eq=False)
class ContactUnsure(Refusal):
    """Found only by allowing for a typing error: never taken without asking."""

    query: str
    line: str
    found: list[Listed]


@dataclass(eq=False)
class ContactUnknown(Refusal):
    query: str
    line: str
    creatable: bool = True


@dataclass(eq=False)
class NumberUnknown(Refusal):
    number: str


@dataclass(eq=False)
class NameMissing(Refusal):
    """`/neu` without a usable name."""

    typed: str = ""


@dataclass(eq=False)
class TooLong(Refusal):
    what: str
    most: int
    length: int


@dataclass(eq=False)
class DateUnreadable(Refusal):
    """An impossible or ambiguous date. `why`: impossible, ambiguous, unclear."""

    phrase: str
    why: str
    example: str
    line: str = ""


@dataclass(eq=False)
class InTheFuture(Refusal):
    """Something that is said to have happened, but lies ahead."""

    when: date | datetime
    what: str
    example: str
    phrase: str = ""
    line: str = ""


@dataclass(eq=False)
class InThePast(Refusal):
    when: date | datetime
    what: str
    example: str
    phrase: str = ""
    line: str = ""


@dataclass(eq=False)
class TooFarAhead(Refusal):
    """R4: a reminder is put off by a year at most."""

    furthest: date
    example: str
    phrase: str = ""
    line: str = ""


@dataclass(eq=False)
class AmountMissing(Refusal):
    line: str
    who: str
    recent: list[str] = field(default_factory=list)


@dataclass(eq=False)
class AmountUnreadable(Refusal):
    phrase: str
    line: str = ""


@dataclass(eq=False)
class AmountOutOfRange(Refusal):
    phrase: str
    minor: int
    line: str = ""


Misread = DateUnreadable | InTheFuture | InThePast | TooFarAhead | AmountUnreadable | AmountOutOfRange
"""One `phrase` of a line doesn't fit; `line` is the line without it, to be completed by an answer."""


@dataclass(eq=False)
class WhenMissing(Refusal):
    """An appointment or step without a date; `line` is completed by a tap or an answer."""

    line: str
    who: str
    what: str


@dataclass(eq=False)
class TextMissing(Refusal):
    line: str
    who: str
    what: str


@dataclass(eq=False)
class StatusUnknown(Refusal):
    word: str
    who: str


@dataclass(eq=False)
class ReasonMissing(Refusal):
    line: str
    status: str
    who: str


@dataclass(eq=False)
class NothingToUndo(Refusal):
    pass


@dataclass(eq=False)
class TooLateToUndo(Refusal):
    pass


@dataclass(eq=False)
class AlreadyUndone(Refusal):
    pass


@dataclass(eq=False)
class OthersHangOn(Refusal):
    """A contact's creation can't be undone while other entries stand on it."""

    contact: str
    others: list[str]


@dataclass(eq=False)
class NoAppointment(Refusal):
    who: str
    number: int


@dataclass(eq=False)
class NotYours(Refusal):
    """A button's contact is out of sight: removed, handed over, undone."""

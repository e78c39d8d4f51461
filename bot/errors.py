"""What can be wrong with a line: facts. `bot/views/refusals.py` has a German sentence for each."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.commands.registry import Command
from bot.turn import Refusal
from domain.events import Money
from storage.contacts import Listed


@dataclass(eq=False)
class NothingTyped(Refusal):
    """A message with nothing in it that could be kept; `other` is Telegram's name for what it is."""

    other: str = ""


@dataclass(eq=False)
class FileMissing(Refusal):
    """`/anhang` without a file."""

    who: str


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
    """`elsewhere`: whom the line names further on, and how it reads then."""

    query: str
    line: str
    creatable: bool = True
    elsewhere: list[Listed] = field(default_factory=list)
    otherwise: str = ""


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


class Misread(Refusal):
    """A phrase of the line doesn't fit; `line` is the line without it, so that an answer can complete it."""

    phrase: str
    line: str = ""
    command: str = ""


@dataclass(eq=False)
class DateUnreadable(Misread):
    """An impossible or ambiguous date. `why`: impossible, ambiguous, unclear."""

    phrase: str
    why: str
    example: str


@dataclass(eq=False)
class InTheFuture(Misread):
    """Something that is said to have happened, but lies ahead."""

    when: date | datetime
    what: str
    example: str
    phrase: str


@dataclass(eq=False)
class InThePast(Misread):
    when: date | datetime
    what: str
    example: str
    phrase: str


@dataclass(eq=False)
class TooFarAhead(Misread):
    """R4: a reminder is put off by a year at most."""

    furthest: date
    example: str
    phrase: str


@dataclass(eq=False)
class AmountMissing(Refusal):
    """`said` is what the line holds instead of an amount; `usual`: what a tap may add to it, and its label."""

    line: str
    who: str
    said: str = ""
    usual: list[tuple[str, str]] = field(default_factory=list)


@dataclass(eq=False)
class AmountUnreadable(Misread):
    phrase: str


@dataclass(eq=False)
class AmountOutOfRange(Misread):
    phrase: str
    minor: int


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
    """`line` goes on with a status; `reason`: what was said besides."""

    word: str
    who: str
    line: str
    reason: str = ""


@dataclass(eq=False)
class ReasonMissing(Refusal):
    line: str
    status: str
    who: str


@dataclass(eq=False)
class NothingToUndo(Refusal):
    pass


@dataclass(eq=False)
class StillIncomplete(Refusal):
    """An edited line that only leads to a question: it can't take the place of what it stored."""


@dataclass(eq=False)
class StepGone(Refusal):
    """A button for a step that was settled or replaced meanwhile."""


@dataclass(eq=False)
class NotParked(Refusal):
    who: str


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
    colleagues: bool = False


@dataclass(eq=False)
class NoAppointment(Refusal):
    who: str
    number: int


@dataclass(eq=False)
class NotYours(Refusal):
    """A button's contact is out of sight: removed, handed over, undone."""


@dataclass(eq=False)
class FilterUnknown(Refusal):
    """`/liste` with a word that is neither a status nor a known filter."""

    wanted: str
    word: str


@dataclass(eq=False)
class ReturnTooMuch(Misread):
    """More is given back than the purchase has left."""

    phrase: str
    who: str
    asked: Money
    left: Money | None
    what: str


@dataclass(eq=False)
class NothingBought(Refusal):
    who: str
    product: str


@dataclass(eq=False)
class ReturnTooEarly(Refusal):
    """Dated before anything was bought; both days in words."""

    who: str
    returned: str
    bought: str


@dataclass(eq=False)
class WishUnreadable(Refusal):
    """`/einstellungen` with something that can't be read."""

    typed: str

"""What can be wrong with changing and merging records: facts. The sentences stand in bot/views/refusals_record.py."""

from dataclasses import dataclass
from datetime import date

from bot.turn import Refusal
from domain.record import Field
from storage.contacts import Listed


@dataclass(eq=False)
class FieldUnknown(Refusal):
    """`/aendern` with a word that names no field; `note` is the line as a note."""

    word: str
    who: str
    note: str


@dataclass(eq=False)
class FieldUnreadable(Refusal):
    """A value that its field can't have; `line` waits for another one."""

    field: Field
    typed: str
    who: str
    line: str


@dataclass(eq=False)
class NameNeeded(Refusal):
    """A contact without a name would never be found again."""

    line: str
    who: str


@dataclass(eq=False)
class MergePartnerMissing(Refusal):
    """`/zusammenfuehren` with one contact; `line` has `{}`'s place for the other."""

    who: str
    line: str
    likely: list[Listed]


@dataclass(eq=False)
class MergePartnerUnknown(Refusal):
    query: str
    line: str


@dataclass(eq=False)
class MergeTooMany(Refusal):
    """Three names; `first` merges the first two."""

    first: str


@dataclass(eq=False)
class MergeWithItself(Refusal):
    who: str
    number: int
    merged: int | None = None  # another number that was merged into it before


@dataclass(eq=False)
class MergeLeadsOnly(Refusal):
    """Contacts in different hands are merged by leads."""

    one: str
    other: str


@dataclass(eq=False)
class MergeGone(Refusal):
    """A button of a merge whose contacts aren't what they were: merged meanwhile, taken apart, out of sight."""


@dataclass(eq=False)
class MergedAway(Refusal):
    """An entry of a contact that was merged into another one since."""

    who: str
    survivor: int


@dataclass(eq=False)
class MergedOver(Refusal):
    """A merge on which a later one stands: it comes apart first."""

    who: str
    later: int  # its turn
    told: str


@dataclass(eq=False)
class MergeTooOld(Refusal):
    who: str
    on: date

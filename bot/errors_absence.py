"""What can be wrong with an absence: facts, as in bot/errors.py; the sentences are in refusals_absence.py."""

from dataclasses import dataclass
from datetime import date

from bot.turn import Refusal
from domain.absence import Absence
from storage.members import Member


@dataclass(eq=False)
class AbsenceUnclear(Refusal):
    """Neither an end nor how long. `day`: a single day was said, it may be the last or the only one."""

    typed: str
    day: date | None


@dataclass(eq=False)
class AbsenceOver(Refusal):
    last: date


@dataclass(eq=False)
class AbsenceTooLong(Refusal):
    first: date
    last: date


@dataclass(eq=False)
class StandInUnknown(Refusal):
    """Nobody is called so; `line` has `{}` where the name goes."""

    typed: str
    known: tuple[Member, ...]
    line: str


@dataclass(eq=False)
class StandInAmbiguous(Refusal):
    typed: str
    found: tuple[Member, ...]
    line: str


class StandInYourself(Refusal):
    """Who is away stands in for nobody, least of all there."""


@dataclass(eq=False)
class StandInRemoved(Refusal):
    who: Member


@dataclass(eq=False)
class StandInUnreachable(Refusal):
    who: Member


@dataclass(eq=False)
class StandInAway(Refusal):
    """Is away in that time, too."""

    who: Member
    away: Absence


@dataclass(eq=False)
class StandingInOver(Refusal):
    """A button, or an entry to be undone, from when one stood in."""

    owner: Member

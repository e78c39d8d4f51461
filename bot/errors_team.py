"""What can be wrong with the team's doings: facts, as in bot/errors.py; the sentences are in refusals_team.py."""

from dataclasses import dataclass

from bot.turn import Refusal
from storage.members import Member


@dataclass(eq=False)
class ColleagueUnknown(Refusal):
    """Nobody of the team is called so; `line` has `{}` where the name goes."""

    typed: str
    known: tuple[Member, ...]
    line: str


@dataclass(eq=False)
class ColleagueAmbiguous(Refusal):
    typed: str
    found: tuple[Member, ...]
    line: str


@dataclass(eq=False)
class LastLead(Refusal):
    """Without this one nobody would lead."""

    who: str


@dataclass(eq=False)
class TeamMoved(Refusal):
    """A button that shows a member as they are no more."""

    who: str


class InviteGone(Refusal):
    """Used, over, or withdrawn already."""


class HandoverUnclear(Refusal):
    """A handover without saying whose to whom."""


@dataclass(eq=False)
class GiverUnknown(Refusal):
    """Neither a member nor a contact; `line` has `{}` where it goes."""

    typed: str
    line: str


@dataclass(eq=False)
class GiverAmbiguous(Refusal):
    """A member and a contact are called so."""

    typed: str
    member: Member
    taker: str


@dataclass(eq=False)
class TakerGone(Refusal):
    who: str


@dataclass(eq=False)
class HandoverEmpty(Refusal):
    giver: str
    taker: str


@dataclass(eq=False)
class HandoverToSelf(Refusal):
    who: str


@dataclass(eq=False)
class HandoverExtra(Refusal):
    """One contact, and words behind the taker."""

    typed: str
    line: str


class HandoverTooOld(Refusal):
    """After thirty days nothing goes back by a tap."""

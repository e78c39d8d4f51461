"""Who recruited whom: no self, no circles, and what it brings (V11, §7)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from domain.status import Status


@dataclass(frozen=True, slots=True)
class OwnReferral(Exception):
    contact: int


@dataclass(frozen=True, slots=True)
class AlreadyReferred(Exception):
    """Only one can have recruited someone."""

    contact: int
    by: int


@dataclass(frozen=True, slots=True)
class ReferralCircle(Exception):
    """`chain` leads from who was to recruit back over its own recruiters to the one recruited."""

    chain: tuple[int, ...]


class Referral(NamedTuple):
    """`giver` recruited `taker`. `rewarded`: a reward was promised; `reacted`: the taker reacted since."""

    giver: int
    taker: int
    day: date
    rewarded: bool = False
    reacted: bool = False
    event: int | None = None


def check(giver: int, taker: int, *, recruiter_of: Mapping[int, int]) -> None:
    """Raises OwnReferral, AlreadyReferred, ReferralCircle; `recruiter_of` names every taker's giver."""
    if giver == taker:
        raise OwnReferral(giver)
    known = recruiter_of.get(taker)
    if known is not None and known != giver:
        raise AlreadyReferred(taker, known)
    chain = tuple(ancestors(giver, recruiter_of))
    if taker in chain:
        raise ReferralCircle((giver, *chain[: chain.index(taker) + 1]))


def closing(one: int, other: int, *, recruiter_of: Mapping[int, int]) -> tuple[tuple[int, int], ...]:
    """Links from giver to taker that would lead in a circle, or to oneself, once both contacts are one."""
    both = {one, other}
    links = ((recruiter_of[taker], taker) for taker in (one, other) if taker in recruiter_of)
    return tuple(link for link in links if not both.isdisjoint({link[0], *ancestors(link[0], recruiter_of)}))


def ancestors(contact: int, recruiter_of: Mapping[int, int]) -> Iterator[int]:
    """Who recruited this one, who recruited that one, and so on; stored circles end it."""
    seen = {contact}
    above = recruiter_of.get(contact)
    while above is not None and above not in seen:
        yield above
        seen.add(above)
        above = recruiter_of.get(above)


def reward_due(referral: Referral, *, status: Status) -> bool:
    """A promised one: as soon as the taker is EK."""
    return referral.rewarded and status in {Status.EK, Status.SK}

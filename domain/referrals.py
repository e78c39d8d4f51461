"""Who recruited whom: no self, no circles, and what it brings (V11, §7)."""

from collections.abc import Iterable, Iterator, Mapping
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


class Conversion(NamedTuple):
    """So many of `n` bought at least once."""

    bought: int
    n: int

    @property
    def share(self) -> float:
        return self.bought / self.n if self.n else 0.0


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


def value(giver: int, *, recruiter_of: Mapping[int, int], revenue: Mapping[int, int]) -> int:
    """Sum the revenue of those recruited directly, to be shown beside the giver's own."""
    return sum(revenue.get(taker, 0) for taker, by in recruiter_of.items() if by == giver)


def conversions(
    statuses: Iterable[tuple[int, Status]], *, recruiter_of: Mapping[int, int]
) -> tuple[Conversion, Conversion]:
    """EK rate of the referred and of the others, each with n."""
    counts = {True: [0, 0], False: [0, 0]}
    for contact, status in statuses:
        group = counts[contact in recruiter_of]
        group[0] += status in {Status.EK, Status.SK}
        group[1] += 1
    return Conversion(*counts[True]), Conversion(*counts[False])

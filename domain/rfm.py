"""What a customer's purchase occasions come to: recency, frequency, money, own rhythm (§4)."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import ceil, sqrt
from typing import NamedTuple

from domain.purchases import Occasion

QUARTER = 91  # S [002]: four quarters of 13 weeks, counted back from today
YEAR = 4 * QUARTER
_SATURDAY = 6  # of date.isoweekday
_FOR_A_CYCLE = 3  # §4: the own interval needs so many occasions …
_FOR_A_CV = 3  # … and its variation so many intervals


class Spent(NamedTuple):
    """One occasion; `minor`: what was kept, in minor units of the team's currency."""

    day: date
    minor: int = 0


@dataclass(frozen=True, slots=True)
class Buying:
    """One customer. `recent` reaches a year back at least; `cycle`, `cv`: median and variation of own intervals.

    Nothing here changes by the clock alone, so all of it can be stored; `cycle` and `cv` are None below 3
    occasions and 3 intervals.
    """

    n: int = 0
    first: date | None = None
    last: date | None = None
    cycle: float | None = None
    cv: float | None = None
    revenue: int = 0
    weekend: int = 0  # occasions on a Saturday or Sunday
    recent: tuple[Spent, ...] = ()


class Year(NamedTuple):
    """What the clock makes of it: days since the last purchase, quarters of 4 with one, revenue of 364 days."""

    r: int
    q: int
    revenue: int


def buying(occasions: Sequence[Spent], *, today: date) -> Buying:
    """Sum up one customer's occasions, oldest first; what comes after today hasn't happened yet."""
    if occasions and occasions[-1].day > today:
        occasions = [spent for spent in occasions if spent.day <= today]
    if not occasions:
        return Buying()
    numbers = [spent.day.toordinal() for spent in occasions]
    gaps = [later - earlier for earlier, later in pairwise(numbers)]
    begin = bisect_right(numbers, today.toordinal() - YEAR)
    return Buying(
        n=len(occasions),
        first=occasions[0].day,
        last=occasions[-1].day,
        cycle=median(gaps) if len(occasions) >= _FOR_A_CYCLE else None,
        cv=variation(gaps) if len(gaps) >= _FOR_A_CV else None,
        revenue=sum(spent.minor for spent in occasions),
        weekend=sum(number % 7 in {_SATURDAY, 0} for number in numbers),  # day 1 was a Monday
        recent=tuple(occasions[begin:]),
    )


def spent(occasions: Iterable[Occasion], currency: str) -> list[Spent]:
    """Say what was kept per occasion; another currency counts as occasion only (§1)."""
    return [
        Spent(
            o.day,
            sum([p.paid.minor - p.returned for p in o.purchases if p.paid and p.paid.currency == currency]),
        )
        for o in occasions
    ]


def year(found: Buying, *, today: date) -> Year:
    """Take ages 0–90, 91–181, 182–272, 273–363 as the quarters; nobody asks it of one who never bought."""
    if found.last is None:
        return Year(0, 0, 0)
    now, quarters, revenue = today.toordinal(), set(), 0
    for day, minor in found.recent:
        age = now - day.toordinal()
        if 0 <= age < YEAR:
            quarters.add(age // QUARTER)
            revenue += minor
    return Year(now - found.last.toordinal(), len(quarters), revenue)


def next_step(found: Buying, *, today: date) -> date | None:
    """When `q` or the year's revenue next change by the clock alone: an occasion grows into the next quarter."""
    now, soonest = today.toordinal(), None
    for day, _ in found.recent:
        begun = day.toordinal()
        grown = begun + QUARTER * max(1, (now - begun) // QUARTER + 1)
        if grown <= begun + YEAR and (soonest is None or grown < soonest):
            soonest = grown
    return None if soonest is None else date.fromordinal(soonest)


def median(gaps: Sequence[int]) -> float:
    """Half days stay half days: the rules multiply it."""
    ordered, middle = sorted(gaps), len(gaps) // 2
    return ordered[middle] if len(gaps) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def variation(gaps: Sequence[int]) -> float:
    """Sample standard deviation ÷ mean; the sums are whole numbers, so equal gaps give exactly 0."""
    n, total = len(gaps), sum(gaps)
    squares = sum(gap * gap for gap in gaps)
    return sqrt((squares * n - total * total) / (n * (n - 1))) * n / total


def top(share: float, n: int) -> int:
    """⌈share · n⌉ as written: 0.07 · 100 is 7, not 8."""
    return ceil(exactly(share) * n)


@cache
def exactly(share: float) -> Fraction:
    """A share of the settings as it is written there."""
    return Fraction(str(share))

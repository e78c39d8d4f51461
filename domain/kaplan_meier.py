"""Kaplan–Meier in whole numbers: how many it has happened to by a day, those out of sight respected (W1)."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple


class Spell(NamedTuple):
    """So many people, watched for `days`: then it happened, or they went out of sight (censored)."""

    days: int
    happened: bool
    people: int = 1


@dataclass(frozen=True, slots=True)
class Steps:
    """F(t) as fractions: after `days[i]` the share `waiting[i] / of[i]` still waits.

    Whole numbers, because "the first day with F(t) ≥ p·F(H)" is decided by ties in a small shop,
    and rounding would move it by months.
    """

    days: tuple[int, ...]
    waiting: tuple[int, ...]
    of: tuple[int, ...]

    def share(self, day: int) -> float:
        """F(day): the share it has happened to by then."""
        last = bisect_right(self.days, day) - 1
        return (self.of[last] - self.waiting[last]) / self.of[last] if last >= 0 else 0.0

    def quantile(self, part: Fraction, *, by: int) -> int | None:
        """The first day t with F(t) ≥ part · F(by); None where nothing happened by then."""
        seen = bisect_right(self.days, by)
        if not seen:
            return None
        whole, happened = self.of[seen - 1], self.of[seen - 1] - self.waiting[seen - 1]

        def reached(place: int) -> bool:
            so_far = self.of[place] - self.waiting[place]
            return so_far * whole * part.denominator >= happened * self.of[place] * part.numerator

        return self.days[bisect_left(range(seen), x=True, key=reached)]


def kaplan_meier(spells: Iterable[Spell], *, until: int) -> Steps:
    """Draw the curve up to the day `until`; who goes out of sight on a day was still there when it happened."""
    happened, left = Counter[int](), Counter[int]()
    for days, seen, people in spells:
        left[days] += people
        if seen:
            happened[days] += people
    at_risk, steps = left.total(), []
    waiting = of = 1
    for day in sorted(day for day in left if day <= until):
        if happened[day]:
            waiting, of = waiting * (at_risk - happened[day]), of * at_risk
            steps.append((day, waiting, of))
        at_risk -= left[day]
    return Steps(*(tuple(column) for column in zip(*steps, strict=True))) if steps else Steps((), (), ())

"""20/80: who makes the revenue. ABC classes and what they rest on (Q5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate
from typing import Generic, TypeVar

from domain.rfm import exactly, top
from domain.rules import Rules

Who = TypeVar("Who", int, str)
TOP = 0.2  # S: the 20 of 20/80
MOST = 0.8  # … and its 80


class Class(StrEnum):
    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True)
class Customer(Generic[Who]):
    """A line of the list: `share` of all revenue, `so_far` with everybody above."""

    who: Who
    minor: int
    class_: Class
    share: float
    so_far: float


@dataclass(frozen=True, slots=True)
class Pareto(Generic[Who]):
    """`customers`: by revenue, the largest first. `for_most`: so many make 80 % of `revenue`."""

    customers: tuple[Customer[Who], ...]
    revenue: int
    share_of_top: float
    for_most: int
    large: tuple[Customer[Who], ...]  # each more than 25 % of revenue

    @property
    def share_for_most(self) -> float:
        return self.for_most / len(self.customers) if self.customers else 0.0

    def size(self, class_: Class) -> int:
        return sum(customer.class_ is class_ for customer in self.customers)


@dataclass(frozen=True, slots=True)
class Concentration:
    """`for_most` of `n` customers make 80 % of the revenue; the first fifth makes `share_of_top` of it."""

    n: int
    revenue: int
    share_of_top: float
    for_most: int

    @property
    def share_for_most(self) -> float:
        return self.for_most / self.n if self.n else 0.0


def begins(today: date, *, rules: Rules) -> date:
    """The first day whose revenue counts; today is the last of the 365."""
    return today - timedelta(days=min(rules.pareto_days, today.toordinal()) - 1)


def pareto(revenues: Iterable[tuple[Who, int]], *, rules: Rules) -> Pareto[Who]:
    """Rank who bought in the period; who has the same revenue stands in the order of their keys."""
    ranked = sorted(revenues, key=lambda pair: (-pair[1], pair[0]))
    sums = list(accumulate((minor for _, minor in ranked), initial=0))
    total = sums[-1]
    cuts = exactly(rules.pareto_a) * total, exactly(rules.pareto_b) * total
    customers = tuple(
        Customer(who, minor, _class(before, *cuts), _part(minor, total), _part(before + minor, total))
        for (who, minor), before in zip(ranked, sums, strict=False)
    )
    large = exactly(rules.pareto_large)
    return Pareto(
        customers,
        total,
        _part(sums[top(TOP, len(ranked))], total),
        _needed(sums, total),
        tuple(c for c in customers if total and c.minor > large * total),
    )


def concentration(minors: Iterable[int]) -> Concentration:
    """Say the same of all history without naming anybody."""
    sums = list(accumulate(sorted(minors, reverse=True), initial=0))
    n, total = len(sums) - 1, sums[-1]
    return Concentration(n, total, _part(sums[top(TOP, n)], total), _needed(sums, total))


def _class(before: int, a: Fraction, b: Fraction) -> Class:
    """Who crosses a cut still belongs to the class above it; without any revenue all are C."""
    return Class.A if before < a else Class.B if before < b else Class.C


def _needed(sums: Sequence[int], total: int) -> int:
    most = exactly(MOST) * total
    return next((count for count, reached in enumerate(sums) if reached >= most), 0)


def _part(minor: int, total: int) -> float:
    return minor / total if total else 0.0

"""How many second purchases to expect, with a range that holds what comes four times out of five (§12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, sqrt
from statistics import NormalDist

from domain.outlook import Outlook

SURE = 0.8  # of the time what comes lies within the range
EXACT = 300  # people; the sum of more is as good as normal


@dataclass(frozen=True, slots=True)
class Forecast:
    """`expected` of `n` waiting first buyers come back within `days`; `low` to `high` in 80 of 100 cases."""

    days: int
    expected: float
    low: int
    high: int
    n: int


def forecast(outlook: Outlook, waiting: Iterable[tuple[int, int]], *, days: int) -> Forecast | None:
    """Of (days waited, people); None where nothing was measured yet, or nobody waits."""
    if not outlook.shares:
        return None
    groups = [(outlook.chance(waited, days), people) for waited, people in waiting if people > 0]
    n = sum(people for _, people in groups)
    if not n:
        return None
    expected = sum(chance * people for chance, people in groups)
    low, high = _exact(groups) if n <= EXACT else _normal(groups, expected)
    return Forecast(days, expected, low, min(high, n), n)


def _exact(groups: Iterable[tuple[float, int]]) -> tuple[int, int]:
    """The distribution of a sum of independent yes-or-no's, one after the other."""
    shares = [1.0]
    for chance, people in groups:
        for _ in range(people):
            shares = [
                a * (1 - chance) + b * chance for a, b in zip([*shares, 0.0], [0.0, *shares], strict=True)
            ]
    tail = (1 - SURE) / 2
    return _first_above(shares, tail), _first_above(shares, 1 - tail)


def _first_above(shares: Iterable[float], share: float) -> int:
    reached, last = 0.0, 0
    for last, part in enumerate(shares):
        reached += part
        if reached >= share - 1e-12:
            return last
    return last


def _normal(groups: Iterable[tuple[float, int]], expected: float) -> tuple[int, int]:
    spread = sqrt(sum(people * chance * (1 - chance) for chance, people in groups))
    reach = NormalDist().inv_cdf(1 - (1 - SURE) / 2) * spread
    return max(0, floor(expected - reach + 0.5)), floor(expected + reach + 0.5)

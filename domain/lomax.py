"""A law of two numbers for the wait until the second purchase, fitted by maximum likelihood (W2, Schätzung).

F(t) = 1 − (α / (α + t))^r: every buyer has a rate of their own, gamma-distributed over all of them.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, exp, expm1, log, log1p, sqrt

from domain.kaplan_meier import Spell

# α between a tenth of a day and 2,700 years: at the upper end it is as good as the exponential law
LOWEST, HIGHEST = log(0.1), log(1e6)
GRID = 17
GOLDEN = (sqrt(5) - 1) / 2
EXACT = 1e-6  # of log α; the likelihood is flat around its top
ROUNDING = 1e-9  # days


@dataclass(frozen=True, slots=True)
class Lomax:
    """α in days, r without unit."""

    alpha: float
    r: float

    def share(self, day: float) -> float:
        """F(day): the share that is back by then."""
        return -expm1(-self.r * log1p(max(0.0, day) / self.alpha))

    def quantile(self, part: Fraction, *, by: int) -> int:
        """The first whole day t with F(t) ≥ part · F(by): among those who come back within `by` days (W1)."""
        wanted = float(part) * self.share(by)
        day = self.alpha * expm1(-log1p(-wanted) / self.r)
        return min(max(1, ceil(day - ROUNDING)), by)


def fit(spells: Iterable[Spell]) -> Lomax | None:
    """Find the likeliest law, those still out of sight respected; None where nobody came back.

    For a given α the best r is known, so one number is searched for: over a grid, because the likelihood
    may be flat or highest at either end, then by golden section.
    """
    watched = Counter[int]()
    back = Counter[int]()
    for days, seen, people in spells:
        watched[days] += people
        if seen and days > 0:
            back[days] += people
    returned = back.total()
    if not returned:
        return None

    def likelihood(log_alpha: float) -> float:
        alpha = exp(log_alpha)
        r = returned / _exposure(watched, alpha)
        return returned * (log(r) - log_alpha) - _exposure(back, alpha)

    alpha = exp(_highest(likelihood))
    return Lomax(alpha, returned / _exposure(watched, alpha))


def _exposure(people: Counter[int], alpha: float) -> float:
    return sum(count * log1p(days / alpha) for days, count in people.items())


def _highest(of: Callable[[float], float]) -> float:
    """Where it is highest."""
    step = (HIGHEST - LOWEST) / (GRID - 1)
    best = max((LOWEST + place * step for place in range(GRID)), key=of)
    low, high = max(LOWEST, best - step), min(HIGHEST, best + step)
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = of(left), of(right)
    while high - low > EXACT:
        if at_left < at_right:
            low, left, at_left = left, right, at_right
            at_right = of(right := low + GOLDEN * (high - low))
        else:
            high, right, at_right = right, left, at_left
            at_left = of(left := high - GOLDEN * (high - low))
    return (low + high) / 2

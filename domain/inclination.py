"""Kaufneigung: how likely someone is to buy, as a count of purchase occasions that fades with time (§4).

Measured against BG/NBD in tests/load/inclination_goal.py: it ranks next-period buyers as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import exp2, log2

from domain.rules import Rules

_ANCHOR = date(2000, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Inclination:
    """`value` as of `day`, the day of the last occasion: it halves every half-life from there."""

    value: float = 0.0
    day: date | None = None

    def bought(self, day: date, *, rules: Rules) -> "Inclination":
        """Add an occasion in O(1), backdated or not: the order doesn't matter but for rounding."""
        if self.day is None:
            return Inclination(1.0, day)
        gap = (day - self.day).days
        if gap >= 0:
            return Inclination(self.value * _faded(gap, rules) + 1, day)
        return Inclination(self.value + _faded(-gap, rules), self.day)

    def on(self, today: date, *, rules: Rules) -> float:
        """Purchases as fresh as today's that it is worth."""
        return 0.0 if self.day is None else self.value * _faded((today - self.day).days, rules)

    def level(self, *, rules: Rules) -> float | None:
        """Give a number that ranks customers alike on any day, so a stored column can be sorted by it; None: never."""
        if self.day is None:
            return None
        return log2(self.value) + (self.day.toordinal() - _ANCHOR) / max(1, rules.inclination_half_life)


def inclination(days: Iterable[date], *, rules: Rules) -> Inclination:
    """Count anew, as after a void or a return: what was added isn't taken out of the float again."""
    value, before, half_life = 0.0, None, max(1, rules.inclination_half_life)
    for day in sorted(days):
        gap = 0 if before is None else (day - before).days
        value = value * exp2(max(-1000.0, -gap / half_life)) + 1
        before = day
    return Inclination(value, before)


def _faded(days: int, rules: Rules) -> float:
    exponent = -days / max(1, rules.inclination_half_life)
    return exp2(max(-1000.0, min(1000.0, exponent)))  # centuries: neither zero nor infinite

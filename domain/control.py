"""Do window reminders bring anything? Some are kept back at random, and both groups compared (W6a)."""

from dataclasses import dataclass
from hashlib import sha256
from math import sqrt
from statistics import NormalDist

from domain.rules import Rules

SURE = 0.05  # two-sided, as for any experiment (V9) …
POWER = 0.80  # … and how likely a real difference is seen
_NORMAL = NormalDist()


def kept_back(purchase: int, *, salt: str, share: float) -> bool:
    """Draw a purchase: always the same answer for the same salt, so a rebuild agrees.

    Its two reminders, at W50 and W80, share the lot. A larger share keeps whom a smaller one kept.
    """
    drawn = int.from_bytes(sha256(f"{salt}:{purchase}".encode()).digest()[:8])
    return drawn < share * 2**64


@dataclass(frozen=True, slots=True)
class Group:
    """`back` of `n` bought again within the time."""

    n: int = 0
    back: int = 0

    @property
    def share(self) -> float:
        return self.back / self.n if self.n else 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """First buyers whose window reminder rang, and those it was kept back from, all watched `days` days after it."""

    reminded: Group
    kept: Group
    days: int

    @property
    def points(self) -> float:
        """How much more of the reminded came back, in percentage points."""
        return 100 * (self.reminded.share - self.kept.share)

    @property
    def p(self) -> float:
        """Two-proportion test, two-sided: how likely chance alone makes a difference like this."""
        error = self._error()
        if not error:
            return 1.0
        return 2 * _NORMAL.cdf(-abs(self.reminded.share - self.kept.share) / error)

    @property
    def significant(self) -> bool:
        return self.p < SURE

    def decidable(self, rules: Rules) -> bool:
        """Whether there are enough to see a difference of the size that matters; before that it isn't judged.

        The size is set beforehand, not read off the data, so a lucky week decides nothing.
        """
        if not (self.reminded.n and self.kept.n):
            return False
        pooled = (self.reminded.back + self.kept.back + 1) / (self.reminded.n + self.kept.n + 2)
        error = sqrt(pooled * (1 - pooled) * (1 / self.reminded.n + 1 / self.kept.n))
        seen = (_NORMAL.inv_cdf(1 - SURE / 2) + _NORMAL.inv_cdf(POWER)) * error
        return seen <= rules.control_points

    def _error(self) -> float:
        n, kept = self.reminded.n, self.kept.n
        if not (n and kept):
            return 0.0
        pooled = (self.reminded.back + self.kept.back) / (n + kept)
        return sqrt(pooled * (1 - pooled) * (1 / n + 1 / kept))

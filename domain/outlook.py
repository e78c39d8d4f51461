"""What the measured window lets a team expect: second purchases to come, and who never comes back (§12, W6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.first_buyers import Counts
from domain.kaplan_meier import kaplan_meier
from domain.rules import Rules
from domain.window import Level, Window

PLANNED_NEVER = 20  # per cent, W6: a fifth of one-time buyers never returns [002]
OWN_FROM = 20  # W6: own data replace the plan from so many first buyers on …
OLDER_THAN = 365  # … whose first purchase is so many days ago


@dataclass(frozen=True, slots=True)
class Outlook:
    """As of `day`. `shares`: F(0) … F(horizon), none unless gemessen; `never_back` of `old` first buyers."""

    day: date
    shares: tuple[float, ...]
    old: int
    never_back: int

    def expected(self, waiting: Iterable[tuple[int, int]], *, within: int = 28) -> float | None:
        """Second purchases to come `within` days, of (days waited, people); None without a measured curve."""
        if not self.shares:
            return None
        return sum(people * self._chance(days, within) for days, people in waiting)

    def _chance(self, days: int, within: int) -> float:
        """Of those who still wait after so many days, the share that comes back soon."""
        now, then = self._share(days), self._share(days + within)
        return (then - now) / (1 - now) if now < 1 else 0.0

    def _share(self, days: int) -> float:
        return self.shares[max(0, min(days, len(self.shares) - 1))]

    @property
    def percent_never(self) -> int | None:
        """The team's own figure beside the planned one; None while there are too few."""
        return round(100 * self.never_back / self.old) if self.old >= OWN_FROM else None


def outlook(counts: Counts, window: Window, *, today: date, rules: Rules) -> Outlook:
    """Read it off the same counts as the window."""
    shares: tuple[float, ...] = ()
    if window.level is Level.MEASURED:
        curve = kaplan_meier(counts.spells(today=today, since=window.since), until=rules.horizon)
        shares = tuple(curve.share(day) for day in range(rules.horizon + 1))
    old, never = _old(counts, today)
    return Outlook(today, shares, old, never)


def _old(counts: Counts, today: date) -> tuple[int, int]:
    """First buyers watched for a year, and those of them who didn't come back within it."""
    old = never = 0
    for (first, back, gone), people in counts.table.items():
        if (today - first).days > OLDER_THAN and (gone is None or gone > OLDER_THAN):
            old += people
            never += people if back is None or back > OLDER_THAN else 0
    return old, never

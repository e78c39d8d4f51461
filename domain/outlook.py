"""What the measured window lets a team expect: second purchases to come, and who never comes back (§12, W6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.control import Comparison
from domain.first_buyers import Counts
from domain.kaplan_meier import kaplan_meier
from domain.lomax import Lomax
from domain.window import Level, Window

PLANNED_NEVER = 20  # per cent, W6: a fifth of one-time buyers never returns [002]
PLANNED_DEFECTION = 18  # per cent a year, W6: customers who leave at the first chance [002]; another base
OWN_FROM = 20  # W6: own data replace the plan from so many first buyers on …
OLDER_THAN = 365  # … whose first purchase is so many days ago


@dataclass(frozen=True, slots=True)
class Outlook:
    """As of `day`. `shares`: F(0) … F(horizon), none at Standardwert; `never_back` of `old` first buyers.

    `defected` of `customers`: who had bought at least twice a year ago, and not since. `comparison`: W6a.
    """

    day: date
    shares: tuple[float, ...]
    old: int
    never_back: int
    customers: int = 0
    defected: int = 0
    comparison: Comparison | None = None

    def expected(self, waiting: Iterable[tuple[int, int]], *, within: int = 28) -> float | None:
        """Second purchases to come `within` days, of (days waited, people); None at Standardwert."""
        if not self.shares:
            return None
        return sum(people * self.chance(days, within) for days, people in waiting)

    def chance(self, days: int, within: int) -> float:
        """Of those who still wait after so many days, the share that comes back soon."""
        now, then = self._share(days), self._share(days + within)
        return (then - now) / (1 - now) if now < 1 else 0.0

    def _share(self, days: int) -> float:
        return self.shares[max(0, min(days, len(self.shares) - 1))]

    @property
    def percent_never(self) -> int | None:
        """The team's own figure beside the planned one; None while there are too few."""
        return round(100 * self.never_back / self.old) if self.old >= OWN_FROM else None

    @property
    def percent_defected(self) -> int | None:
        """The same of regular customers in a year; never mixed with the other (W6)."""
        return round(100 * self.defected / self.customers) if self.customers >= OWN_FROM else None


def outlook(counts: Counts, window: Window, *, today: date) -> Outlook:
    """Read it off the same counts as the window."""
    shares: tuple[float, ...] = ()
    if window.law is not None:
        law = Lomax(*window.law)
        shares = tuple(law.share(day) for day in range(window.horizon + 1))
    elif window.level is Level.MEASURED:
        steps = kaplan_meier(counts.spells(today=today, since=window.since), until=window.horizon)
        shares = tuple(steps.share(day) for day in range(window.horizon + 1))
    old, never = _old(counts, today)
    return Outlook(today, shares, old, never)


def _old(counts: Counts, today: date) -> tuple[int, int]:
    """First buyers watched for a year, and those of them who didn't come back within it."""
    old = never = 0
    for (first, back, gone, _), people in counts.table.items():
        if (today - first).days > OLDER_THAN and (gone is None or gone > OLDER_THAN):
            old += people
            never += people if back is None or back > OLDER_THAN else 0
    return old, never

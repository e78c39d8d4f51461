"""The second-purchase window: when most first buyers have bought again, and how sure that is (W1, W2)."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from domain.first_buyers import Changes, Counts, FirstBuyer, change_of
from domain.kaplan_meier import Curve, Spell, kaplan_meier
from domain.rules import Rules

__all__ = [
    "Changes",
    "Counts",
    "FirstBuyer",
    "Level",
    "Place",
    "Window",
    "change_of",
    "measure",
    "window_place",
]


class Level(StrEnum):
    """How sure it is (W2); the word is always shown."""

    DEFAULT = "Standardwert"
    MEASURED = "gemessen"


class Place(StrEnum):
    """Where a buyer with one purchase stands, as in A1–A3."""

    BEFORE = "before"
    NEAR = "near"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Window:
    """As of `day`: of those who come back within `horizon` days, so many per cent have by day w….

    `n` first buyers, `returned` of them seen to buy again; `since`: only first purchases from that day on
    counted, None = all. The shares are Kaplan–Meier's at any level: at Standardwert as good as n, 0 without any.
    """

    day: date
    level: Level
    w50: int
    w60: int | None  # no default of ours for these two: None at Standardwert
    w80: int
    w90: int | None
    n: int
    returned: int
    share_returned_by_horizon: float
    horizon: int
    since: date | None

    @property
    def not_back_by_horizon(self) -> float:
        return 1 - self.share_returned_by_horizon

    @property
    def percent_returned(self) -> int:
        return round(100 * self.share_returned_by_horizon)


def measure(counts: Counts, *, today: date, rules: Rules) -> Window:
    """Measure on the first purchases of the last months where they alone suffice, else on all (W1)."""
    since = _months_before(today, rules.window_months)
    if since is not None:
        recent = _measured(counts, today, since, rules)
        if recent.level is Level.MEASURED:
            return recent
    return _measured(counts, today, None, rules)


def window_place(days_since: int, window: Window) -> Place:
    """W50 itself is still before, W80 still near (A1–A3)."""
    if days_since <= window.w50:
        return Place.BEFORE
    return Place.NEAR if days_since <= window.w80 else Place.OVER


def _measured(counts: Counts, today: date, since: date | None, rules: Rules) -> Window:
    spells = tuple(counts.spells(today=today, since=since))
    curve = kaplan_meier(spells, until=rules.horizon)
    quantiles = _quantiles(curve, rules) if _enough(counts, spells, today, since, rules) else None
    w50, w60, w80, w90 = quantiles or (rules.default_w50, None, rules.default_w80, None)
    return Window(
        day=today,
        level=Level.MEASURED if quantiles else Level.DEFAULT,
        w50=w50,
        w60=w60,
        w80=w80,
        w90=w90,
        n=_people(spells),
        returned=_returned(spells),
        share_returned_by_horizon=curve.share(rules.horizon),
        horizon=rules.horizon,
        since=since,
    )


def _quantiles(curve: Curve, rules: Rules) -> tuple[int, int, int, int] | None:
    """None where all second purchases came after the horizon."""
    w50, w60, w80, w90 = (curve.quantile(Fraction(p, 100), by=rules.horizon) for p in (50, 60, 80, 90))
    if w50 is None or w60 is None or w80 is None or w90 is None:
        return None
    return w50, w60, w80, w90


def _enough(counts: Counts, spells: Sequence[Spell], today: date, since: date | None, rules: Rules) -> bool:
    """W2. The estimate between Standardwert and gemessen isn't built: there the Standardwert stands."""
    n = _people(spells)
    if n < max(1, rules.window_min_first, rules.measured_min_first):
        return False
    if _returned(spells) < rules.window_min_second:
        return False
    part, horizon = rules.measured_followed_part, max(1, rules.horizon)
    return counts.followed(part, horizon, today=today, since=since) / n >= rules.measured_followed_share


def _people(spells: Sequence[Spell]) -> int:
    return sum(spell.people for spell in spells)


def _returned(spells: Sequence[Spell]) -> int:
    return sum(spell.people for spell in spells if spell.happened)


def _months_before(day: date, months: int) -> date | None:
    """The same day so many months ago, or the month's last; None = no such limit (0 months, or before year 1)."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if not months or year < 1:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

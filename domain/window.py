"""The second-purchase window: when most first buyers have bought again, and how sure that is (W1, W2)."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from domain.first_buyers import Changes, Counts, FirstBuyer, change_of, product_key, products_of
from domain.kaplan_meier import Spell, Steps, kaplan_meier
from domain.lomax import Lomax, fit
from domain.profile import Profile
from domain.rules import Rules

__all__ = [
    "Changes",
    "Counts",
    "FirstBuyer",
    "Level",
    "Place",
    "Window",
    "by_product",
    "change_of",
    "changed",
    "measure",
    "own_window",
    "window_place",
]


class Level(StrEnum):
    """How sure it is (W2); the word is always shown."""

    DEFAULT = "Standardwert"
    ESTIMATED = "Schätzung"
    MEASURED = "gemessen"


class Place(StrEnum):
    """Where a buyer with one purchase stands, as in A1–A3."""

    BEFORE = "before"
    NEAR = "near"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Window:
    """As of `day`: of those who come back within `horizon` days, so many per cent have by day w….

    `n` first buyers, `returned` of them seen to buy again, `waiting` still to be seen; `since`: only first
    purchases from that day on counted, None = all. `share_returned_by_horizon` is the fitted law's at Schätzung,
    else Kaplan–Meier's: at Standardwert as good as n, 0 without any. `law`: α and r, at Schätzung only.
    `product`: whose first buyers it is about (W3); "" = the team's.
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
    law: tuple[float, float] | None = None
    product: str = ""
    waiting: int = 0

    @property
    def not_back_by_horizon(self) -> float:
        return 1 - self.share_returned_by_horizon

    @property
    def percent_returned(self) -> int:
        return round(100 * self.share_returned_by_horizon)


def measure(counts: Counts, *, today: date, rules: Rules, product: str = "") -> Window:
    """Measure on the first purchases of the last months where they alone are gemessen, else on all (W1)."""
    since = _months_before(today, rules.window_months)
    if since is not None:
        recent = _measured(counts, today, since, rules, product)
        if recent.level is Level.MEASURED:
            return recent
    return _measured(counts, today, None, rules, product)


def by_product(windows: Iterable[Window]) -> dict[str, Window]:
    """Found by the folded name."""
    return {product_key(window.product): window for window in windows}


def own_window(profile: Profile, windows: Mapping[str, Window]) -> Window | None:
    """W3: the window of what a first buyer began with; of several products that of the most first buyers.

    None where no product of theirs has one, and for a regular customer, whose rhythm goes by the team's (§4).
    """
    if len(profile.occasions) != 1 or not windows:
        return None
    keys = map(product_key, products_of(profile.occasions[0]))
    own = (windows[key] for key in keys if key in windows)
    return max(own, key=lambda window: window.n, default=None)


def changed(before: Iterable[Window], after: Iterable[Window]) -> bool:
    """Whether anybody's day moves."""
    return {_days(window) for window in before} != {_days(window) for window in after}


def _days(window: Window) -> tuple[str, int, int]:
    return product_key(window.product), window.w50, window.w80


def window_place(days_since: int, window: Window) -> Place:
    """W50 itself is still before, W80 still near (A1–A3)."""
    if days_since <= window.w50:
        return Place.BEFORE
    return Place.NEAR if days_since <= window.w80 else Place.OVER


def _measured(counts: Counts, today: date, since: date | None, rules: Rules, product: str) -> Window:
    spells = tuple(counts.spells(today=today, since=since))
    steps = kaplan_meier(spells, until=rules.horizon)
    level = _level(counts, spells, today, since, rules)
    # of the last months alone only gemessen is wanted
    law = fit(spells) if level is Level.ESTIMATED and since is None else None
    marks = _marks(law or steps, rules.horizon) if level is not Level.DEFAULT else None
    w50, w60, w80, w90 = marks or (rules.default_w50, None, rules.default_w80, None)
    return Window(
        day=today,
        level=level if marks else Level.DEFAULT,
        w50=w50,
        w60=w60,
        w80=w80,
        w90=w90,
        n=_people(spells),
        returned=_returned(spells),
        share_returned_by_horizon=(law or steps).share(rules.horizon),
        horizon=rules.horizon,
        since=since,
        law=(law.alpha, law.r) if law else None,
        product=product,
        waiting=counts.waiting(today=today, since=since),
    )


def _marks(law: Steps | Lomax, horizon: int) -> tuple[int, int, int, int] | None:
    """None where all second purchases came after the horizon."""
    w50, w60, w80, w90 = (law.quantile(Fraction(p, 100), by=horizon) for p in (50, 60, 80, 90))
    if w50 is None or w60 is None or w80 is None or w90 is None:
        return None
    return w50, w60, w80, w90


def _level(counts: Counts, spells: Sequence[Spell], today: date, since: date | None, rules: Rules) -> Level:
    """W2: how many there must be, and how long they must have been followed."""
    n = _people(spells)
    if n < max(1, rules.window_min_first) or _returned(spells) < max(1, rules.window_min_second):
        return Level.DEFAULT
    part, horizon = rules.measured_followed_part, max(1, rules.horizon)
    followed = counts.followed(part, horizon, today=today, since=since)
    enough = n >= rules.measured_min_first and followed / n >= rules.measured_followed_share
    return Level.MEASURED if enough else Level.ESTIMATED


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

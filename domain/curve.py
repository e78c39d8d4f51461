"""The second-purchase curve as a picture or a table shows it: share back by day, who is still watched, the marks."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from domain.first_buyers import Counts
from domain.kaplan_meier import kaplan_meier
from domain.lomax import Lomax
from domain.window import Level, Window

RISK_DAYS = (0, 30, 60, 91, 182, 365)


@dataclass(frozen=True, slots=True)
class Curve:
    """All that a picture of the window needs: plain numbers, `asdict` of it is JSON.

    From `days[i]` on the share `shares[i]` of the first buyers has bought again: a staircase that begins at
    (0, 0.0), as far as anybody was watched (Kaplan–Meier). `estimate[t]` is the fitted law's share by day
    t = 0 … horizon; empty unless the level is Schätzung. `at_risk`: (day, how many were still watched then and
    hadn't bought again). `w50`, `w80`: the marks in use; `level`: the word to write beside them.
    """

    level: Level
    n: int
    returned: int
    waiting: int
    horizon: int
    w50: int
    w80: int
    days: tuple[int, ...]
    shares: tuple[float, ...]
    at_risk: tuple[tuple[int, int], ...]
    estimate: tuple[float, ...] = ()
    product: str = ""


def curve(counts: Counts, window: Window, *, today: date) -> Curve:
    """Draw the counts a window was measured on."""
    spells = tuple(counts.spells(today=today, since=window.since))
    steps = kaplan_meier(spells, until=window.horizon)
    watched = sorted((spell.days, spell.people) for spell in spells)
    return Curve(
        level=window.level,
        n=window.n,
        returned=window.returned,
        waiting=window.waiting,
        horizon=window.horizon,
        w50=window.w50,
        w80=window.w80,
        days=(0, *steps.days),
        shares=(0.0, *(steps.share(day) for day in steps.days)),
        at_risk=tuple((day, _watched(watched, day)) for day in RISK_DAYS if day <= window.horizon),
        estimate=_estimate(window),
        product=window.product,
    )


def _watched(spells: list[tuple[int, int]], day: int) -> int:
    """Who leaves on a day was still there that day."""
    return sum(people for _, people in spells[bisect_left(spells, (day, 0)) :])


def _estimate(window: Window) -> tuple[float, ...]:
    if window.law is None:
        return ()
    law = Lomax(*window.law)
    return tuple(law.share(day) for day in range(window.horizon + 1))

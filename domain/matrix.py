"""The activity matrix: recency × frequency, groups A0–A6 with the numbers that decided (§4)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from heapq import nlargest
from math import floor

from domain.rfm import Buying, Year, next_step, top, year
from domain.rules import Rules
from domain.window import Window


class Group(StrEnum):
    NO_BUYER = "A0"
    NEWCOMER = "A1"
    SECOND_DUE = "A2"
    ONE_TIME = "A3"
    LOST = "A4"
    VIP = "A5"
    GROWING = "A6"


class Tag(StrEnum):
    """What is added to A6."""

    ENDANGERED = "endangered"
    IRREGULAR = "irregular"


@dataclass(frozen=True, slots=True)
class TeamFigures:
    """What one customer is measured by; `vip_cut`: least revenue of the year of its top 20 %, None without buyers."""

    w50: int
    w80: int
    vip_cut: int | None = None


@dataclass(frozen=True, slots=True)
class Grouping:
    """The first rule that matched (`group` is its id) and the numbers it compared."""

    group: Group
    tags: frozenset[Tag] = frozenset()
    numbers: tuple[tuple[str, float], ...] = ()

    @property
    def rule(self) -> str:
        return self.group.value

    def number(self, name: str) -> float | None:
        return next((value for key, value in self.numbers if key == name), None)

    @property
    def outcome(self) -> tuple[Group, frozenset[Tag]]:
        return self.group, self.tags


_NOBODY = Grouping(Group.NO_BUYER, numbers=(("n", 0),))


def team_figures(window: Window, revenues: Iterable[int], *, rules: Rules) -> TeamFigures:
    """`revenues`: of the year, of every customer who bought in it."""
    return TeamFigures(window.w50, window.w80, vip_cut(revenues, rules=rules))


def vip_cut(revenues: Iterable[int], *, rules: Rules) -> int | None:
    """Rank ≤ ⌈0.2 · N⌉, ties in: the revenue of the last one who is in."""
    found = list(revenues)
    best = nlargest(top(rules.vip_share, len(found)), found)
    return best[-1] if best else None


def grouping(found: Buying, *, team: TeamFigures, today: date, rules: Rules) -> Grouping:
    if not found.n:
        return _NOBODY
    seen = year(found, today=today)
    if found.n == 1:
        return _single(seen.r, team)
    return _several(found, seen, team, rules)


def _single(r: int, team: TeamFigures) -> Grouping:
    group = Group.NEWCOMER if r <= team.w50 else Group.SECOND_DUE if r <= team.w80 else Group.ONE_TIME
    return Grouping(group, numbers=(("n", 1), ("r", r), ("w50", team.w50), ("w80", team.w80)))


def _several(found: Buying, seen: Year, team: TeamFigures, rules: Rules) -> Grouping:
    cycle = _cycle(found, team)
    lost, vip = _lost_after(cycle, rules), _vip_until(cycle, rules)
    numbers = (("n", found.n), ("r", seen.r), ("cycle", cycle))
    if seen.r > lost:
        return Grouping(Group.LOST, numbers=(*numbers, ("lost_after", lost)))
    if seen.q >= rules.vip_quarters and seen.r <= vip and _on_top(seen, team):
        cut = team.vip_cut or 0
        more = (("q", seen.q), ("vip_until", vip), ("revenue", seen.revenue), ("vip_cut", cut))
        return Grouping(Group.VIP, numbers=(*numbers, *more))
    return _growing(found, seen, cycle, rules)


def _growing(found: Buying, seen: Year, cycle: float, rules: Rules) -> Grouping:
    endangered, tags = rules.endangered_cycles * cycle, set[Tag]()
    numbers = [("n", found.n), ("r", seen.r), ("cycle", cycle), ("endangered_after", endangered)]
    if seen.r > endangered:
        tags.add(Tag.ENDANGERED)
    if found.cv is not None:
        numbers += [("cv", found.cv), ("irregular_from", rules.irregular_cv)]
        if found.cv > rules.irregular_cv:
            tags.add(Tag.IRREGULAR)
    return Grouping(Group.GROWING, frozenset(tags), tuple(numbers))


def _on_top(seen: Year, team: TeamFigures) -> bool:
    return team.vip_cut is not None and seen.revenue >= team.vip_cut


def _cycle(found: Buying, team: TeamFigures) -> float:
    """Two occasions make one interval, which is no rhythm yet."""
    return team.w80 if found.cycle is None else found.cycle


def _lost_after(cycle: float, rules: Rules) -> float:
    return min(rules.lost_days_most, max(rules.lost_days_least, rules.lost_cycles * cycle))


def _vip_until(cycle: float, rules: Rules) -> float:
    return max(rules.vip_days, rules.vip_cycles * cycle)


def _thresholds(found: Buying, last: date, team: TeamFigures, rules: Rules) -> Iterator[date]:
    """First days after each number of days that a rule compares r with."""
    cycle = _cycle(found, team)
    compared = (
        (team.w50, team.w80)
        if found.n == 1
        else (_lost_after(cycle, rules), _vip_until(cycle, rules), rules.endangered_cycles * cycle)
    )
    room = (date.max - last).days
    return (last + timedelta(days=floor(days) + 1) for days in compared if days < room)


def next_look(found: Buying, *, team: TeamFigures, today: date, rules: Rules) -> date | None:
    """The next day on which the clock may change the group, its tags or the figures of the year; None = never."""
    if found.last is None:
        return None
    days = [day for day in _thresholds(found, found.last, team, rules) if day > today]
    if (grown := next_step(found, today=today)) is not None:
        days.append(grown)
    return min(days, default=None)

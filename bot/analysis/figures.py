"""The figures of a file: window, matrix, ABC, premium tags, what purchases alone say about the psychotype."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date

from bot.analysis.customers import Customers
from bot.analysis.ledger import MASK, SHIFT
from domain.curve import Curve, curve
from domain.evidence import Axis, Habits, ledger
from domain.matrix import Group, Grouping, Tag, TeamFigures, grouping, team_figures
from domain.pareto import Class, Concentration, begins, concentration, pareto
from domain.premium import Premium, PremiumFigures, factor, labels, may_be_royal, mean, per_year, royals
from domain.psychotype import Side, side
from domain.rfm import YEAR, Buying
from domain.rules import Rules
from domain.window import Counts, FirstBuyer, Window, measure

Progress = Callable[
    [str, int], AbstractContextManager[Callable[[int], None]]
]  # what, how much → tell how far


@dataclass(frozen=True, slots=True)
class Large:
    """A customer who makes more than 25 % of the revenue."""

    customer: str
    share: float


@dataclass(slots=True)
class Findings:
    """As of a day. `overall`: the window on all first purchases; `window`: on those of the last months, if enough."""

    as_of: date
    customers: int
    occasions: int
    window: Window
    overall: Window
    curve: Curve
    team: TeamFigures
    whole: Concentration
    abc: Counter[Class]
    abc_revenue: int
    abc_share_top: float
    large: tuple[Large, ...]
    groups: Counter[Group] = field(default_factory=Counter)
    tags: Counter[Tag] = field(default_factory=Counter)
    horizons: Counter[Side | None] = field(default_factory=Counter)
    premium: Counter[Premium] = field(default_factory=Counter)
    factor: float | None = None


class Analysis:
    """One day's look at all customers: first what has to be known of all, then each, then the tags."""

    def __init__(self, customers: Customers, *, rules: Rules, weekends: bool, progress: Progress) -> None:
        self._customers, self._rules, self._progress = customers, rules, progress
        self._today, self._weekends = customers.as_of, weekends
        self._buyers: Counter[FirstBuyer] = Counter()
        self._revenue: dict[str, int] = {}
        self._of_year: list[int] = []
        self._of_period: list[tuple[str, int]] = []
        self._occasions = 0
        self._eligible: list[tuple[str, float]] = []
        self._impulsive: list[str] = []

    def findings(self) -> Findings:
        self._survey()
        found = self._measured()
        mean_per_year = mean(self._grouped(found))
        chosen = royals(self._eligible, rules=self._rules)
        self._label(found, PremiumFigures(chosen, mean_per_year, sells_at_weekends=self._weekends))
        return found

    def _survey(self) -> None:
        today = self._today.toordinal()
        year = (today - YEAR + 1) << SHIFT
        period = begins(self._today, rules=self._rules).toordinal() << SHIFT
        for key, packed in self._each("Rechne Umsätze"):
            if not packed:
                continue
            self._occasions += len(packed)
            days = packed[0] >> SHIFT, packed[1] >> SHIFT if len(packed) > 1 else None
            self._buyers[FirstBuyer(date.fromordinal(days[0]), days[1] and days[1] - days[0])] += 1
            self._revenue[key] = sum(one & MASK for one in packed)
            if packed[-1] >= year:
                self._of_year.append(sum(one & MASK for one in packed if one >= year))
            if packed[-1] >= period:
                self._of_period.append((key, sum(one & MASK for one in packed if one >= period)))

    def _measured(self) -> Findings:
        counts, rules = Counts.of(self._buyers.items()), self._rules
        window = measure(counts, today=self._today, rules=rules)
        classes = pareto(self._of_period, rules=rules)
        return Findings(
            as_of=self._today,
            customers=len(self._customers.held),
            occasions=self._occasions,
            window=window,
            overall=measure(counts, today=self._today, rules=replace(rules, window_months=0)),
            curve=curve(counts, window, today=self._today),
            team=team_figures(window, self._of_year, rules=rules),
            whole=concentration(self._revenue.values()),
            abc=Counter(customer.class_ for customer in classes.customers),
            abc_revenue=classes.revenue,
            abc_share_top=classes.share_of_top,
            large=tuple(Large(customer.who, customer.share) for customer in classes.large),
        )

    def _grouped(self, found: Findings) -> Iterator[float]:
        """Yield the revenue per year of each buyer, counting groups and horizons on the way."""
        for key, _ in self._each("Ordne Kunden ein"):
            bought = self._customers.buying(key)
            group = grouping(bought, team=found.team, today=self._today, rules=self._rules)
            found.groups[group.group] += 1
            found.tags.update(group.tags)
            found.horizons[self._horizon(bought, group)] += 1
            if bought.n:
                yield self._rated(key, bought, group)

    def _rated(self, key: str, bought: Buying, group: Grouping) -> float:
        rate = per_year(bought, today=self._today)
        if may_be_royal(bought, group.group, today=self._today, rules=self._rules):
            self._eligible.append((key, rate))
        if bought.cv is not None and bought.cv > self._rules.irregular_cv:
            self._impulsive.append(key)
        return rate

    def _horizon(self, bought: Buying, group: Grouping) -> Side | None:
        """Ask the ledger for what purchases alone say; closeness they never tell (§6)."""
        lines = ledger(bought, group, Habits(), (), today=self._today, rules=self._rules)
        return side(Axis.HORIZON, lines, today=self._today, rules=self._rules)

    def _label(self, found: Findings, team: PremiumFigures) -> None:
        tagged = set[str]()
        for key in sorted({*self._impulsive, *map(str, team.royals)}):
            bought = self._customers.buying(key)
            given = labels(key, bought, team=team, today=self._today, rules=self._rules)
            found.premium.update(label.tag for label in given)
            tagged |= {key for _ in given}
        found.factor = factor(self._revenue, frozenset(tagged))

    def _each(self, what: str) -> Iterator[tuple[str, "array[int]"]]:
        with self._progress(what, len(self._customers.held)) as tell:
            yield from self._customers.each(tell)

"""What customers' purchases come to: kept beside each contact, and the team's figures they are measured by."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    select,
    update,
)

from domain import rfm
from domain.customer import Customer
from domain.events import Kind, Money
from domain.matrix import Group, TeamFigures
from domain.pareto import Class
from domain.premium import PremiumFigures, royals
from domain.rfm import top
from domain.rules import Rules
from storage.days import DaysBetween
from storage.filters import within
from storage.groups import endangered, group, irregular, recency
from storage.prepared import Prepared, inserting
from storage.tables import metadata
from storage.words import Scope

CONTACT = metadata.tables["contact"]
EVENT = metadata.tables["event"]
MOVEMENT = metadata.tables["movement"]
BACK = EVENT.alias()
FACT = "team"
COUNTED_YEAR = rfm.YEAR  # `year_revenue` is of ages below it
YEAR = 365  # a customer of exactly one year has one customer-year
TIES = 30  # more than the Royals there can be, so that equal ones are told apart exactly

FIGURES = (
    "first_bought", "revenue", "cycle", "cv", "year_revenue", "quarters", "inclination", "place", "look_on",
)  # fmt: skip
_KEEP = Prepared(
    update(CONTACT)
    .where(CONTACT.c.id == bindparam("b_id"))
    .values({name: bindparam(f"b_{name}") for name in FIGURES})
)
_NAMES = tuple(f"b_{name}" for name in FIGURES)
_MOVED = inserting(MOVEMENT, "contact", "day", "before", "after")


@dataclass(frozen=True, slots=True)
class Team:
    """The stored summary of the whole team, as of `day`; nothing fresher leaks into what is derived by it."""

    day: date | None = None
    vip_cut: int | None = None
    royals: frozenset[int] = frozenset()
    mean_per_year: float = 0.0
    customers: int = 0
    a_from: int | None = None  # least revenue of the year of an A customer …
    b_from: int | None = None  # … and of a B customer (Q5)

    def class_of(self, year_revenue: int) -> Class | None:
        if year_revenue <= 0 or self.a_from is None or self.b_from is None:
            return None
        return Class.A if year_revenue >= self.a_from else Class.B if year_revenue >= self.b_from else Class.C


@dataclass(frozen=True, slots=True)
class Movement:
    """A contact that changed its activity group; `before`, `after` as kept beside it (`A6!` is endangered)."""

    contact: int
    name: str
    revenue: int
    before: str
    after: str


class Customers:
    def __init__(
        self,
        connection: Connection,
        recall: Callable[[str], str | None],
        remember: Callable[[str, str], None],
        *,
        currency: str,
    ) -> None:
        self._connection = connection
        self._currency = currency
        self._recall, self._remember = recall, remember
        self._team: Team | None = None

    def team(self) -> Team:
        """As of the last measuring; before the first one nobody stands out."""
        if self._team is None:
            stored = self._recall(FACT)
            self._team = _team(stored) if stored else Team()
        return self._team

    def keep(self, contact: int, found: Customer) -> None:
        """Write a contact's figures beside it."""
        self.keep_all([(contact, figures(found))])

    def keep_all(self, found: Iterable[tuple[int, tuple[Any, ...]]]) -> None:
        """The same of many, as `figures` says them."""
        rows = ({"b_id": contact, **dict(zip(_NAMES, row, strict=True))} for contact, row in found)
        _KEEP.many(self._connection, rows)

    def moved(self, contact: int, before: str, after: str, *, day: date) -> None:
        """Note that the activity group changed."""
        _MOVED.run(self._connection, contact=contact, day=day, before=before, after=after)

    def moved_all(self, movements: Iterable[tuple[int, str, str, date]]) -> None:
        """The same of many: contact, before, after, day."""
        names = ("contact", "before", "after", "day")
        _MOVED.many(self._connection, [dict(zip(names, row, strict=True)) for row in movements])

    def places(self, contacts: Sequence[int]) -> dict[int, str]:
        """The groups as last recorded."""
        query = select(CONTACT.c.id, CONTACT.c.place).where(CONTACT.c.id.in_(contacts))
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def to_look_at(self, *, today: date, most: int = 200) -> list[int]:
        """Contacts whose figures the clock has changed."""
        query = select(CONTACT.c.id).where(CONTACT.c.look_on <= today).order_by(CONTACT.c.look_on).limit(most)
        return [row[0] for row in self._connection.execute(query)]

    def take(self, found: Team) -> Team:
        """Keep what was measured."""
        self._team = found
        self._remember(FACT, _text(found))
        return found

    def measured(self, team: TeamFigures, *, today: date, rules: Rules) -> Team:
        """Measure the team's cuts and ranks anew, from the figures beside the contacts."""
        cut = self._vip_cut(rules)
        measured = TeamFigures(team.w50, team.w80, cut)
        best = self._royals(measured, today, rules)
        customers, mean = self._mean(today)
        a_from, b_from = self._classes(rules)
        return Team(today, cut, best, mean, customers, a_from, b_from)

    def _vip_cut(self, rules: Rules) -> int | None:
        """The year's revenue of the last customer among its top 20 %, ties in."""
        active = and_(~CONTACT.c.hidden, CONTACT.c.quarters > 0)
        n = self._connection.execute(select(func.count()).select_from(CONTACT).where(active)).scalar_one()
        if not n:
            return None
        ranked = select(CONTACT.c.year_revenue).where(active).order_by(CONTACT.c.year_revenue.desc())
        return int(self._connection.execute(ranked.offset(top(rules.vip_share, n) - 1).limit(1)).scalar_one())

    def _classes(self, rules: Rules) -> tuple[int | None, int | None]:
        """Where A and B end: who crosses a cut still belongs to the class above it (Q5)."""
        active = and_(~CONTACT.c.hidden, CONTACT.c.year_revenue > 0)
        total = self._connection.execute(select(func.sum(CONTACT.c.year_revenue)).where(active)).scalar_one()
        order = (CONTACT.c.year_revenue.desc(), CONTACT.c.id)
        up_to = func.sum(CONTACT.c.year_revenue).over(order_by=order, rows=(None, 0))
        ranked = select(CONTACT.c.year_revenue, (up_to - CONTACT.c.year_revenue).label("above")).where(active)
        above = ranked.subquery()

        def least(share: float) -> int | None:
            query = select(func.min(above.c.year_revenue)).where(above.c.above < share * float(total or 0))
            found: int | None = self._connection.execute(query).scalar_one()
            return found

        return least(rules.pareto_a), least(rules.pareto_b)

    def class_of(self, contact: int) -> Class | None:
        """A, B or C by the revenue of the year; None where there was none."""
        query = select(CONTACT.c.year_revenue).where(CONTACT.c.id == contact)
        return self.team().class_of(self._connection.execute(query).scalar_one())

    def ranked(self, *, scope: Scope, today: date, days: int) -> list[tuple[int, int]]:
        """Customers in sight and what they brought in so many days up to today (at least a year of 364), > 0."""
        year = select(CONTACT.c.id, CONTACT.c.year_revenue).where(
            ~CONTACT.c.hidden, within(scope), CONTACT.c.quarters > 0
        )
        found: dict[int, int] = {row[0]: row[1] for row in self._connection.execute(year)}
        begin, end = today - timedelta(days=days - 1), today - timedelta(days=COUNTED_YEAR)
        for contact, minor in self._older(scope, begin, end) if begin <= end else ():
            found[contact] = found.get(contact, 0) + minor
        return [(contact, minor) for contact, minor in found.items() if minor > 0]

    def _older(self, scope: Scope, begin: date, end: date) -> list[tuple[int, int]]:
        """What was bought on these days and kept, both included."""
        back = select(func.coalesce(func.sum(BACK.c.amount), 0)).where(
            BACK.c.refers_to == EVENT.c.id, BACK.c.kind == Kind.RETURN.value, BACK.c.voided_at.is_(None)
        )
        query = (
            select(EVENT.c.contact, func.sum(EVENT.c.amount - back.scalar_subquery()))
            .join(CONTACT, CONTACT.c.id == EVENT.c.contact)
            .where(
                EVENT.c.kind == Kind.PURCHASE.value, EVENT.c.voided_at.is_(None), EVENT.c.amount.is_not(None),
                EVENT.c.day >= begin, EVENT.c.day <= end, ~CONTACT.c.hidden, within(scope),
                EVENT.c.currency == self._currency,
            )
            .group_by(EVENT.c.contact)
        )  # fmt: skip
        return [(row[0], int(row[1])) for row in self._connection.execute(query)]

    def by_place(
        self, team: TeamFigures, *, scope: Scope, today: date, rules: Rules
    ) -> list[tuple[str, bool, bool, int, int]]:
        """Group, endangered, irregular; how many customers in sight are so, and what they brought, minor units."""
        kinds: list[ColumnElement[Any]] = [
            kind(team, today=today, rules=rules) for kind in (group, endangered, irregular)
        ]
        named = [kind.label(f"kind{place}") for place, kind in enumerate(kinds)]
        query = select(*named, func.count(), func.sum(CONTACT.c.revenue)).where(
            ~CONTACT.c.hidden, within(scope)
        )
        rows = self._connection.execute(query.group_by(*named))
        return [(row[0], bool(row[1]), bool(row[2]), row[3], int(row[4])) for row in rows]

    def cells(
        self, *, scope: Scope, today: date, days: Sequence[int], times: Sequence[int]
    ) -> dict[tuple[int, int], tuple[int, int]]:
        """(recency, frequency) → (customers, revenue): classes by the upper ends `days` and lower ends `times`."""
        r = recency(today)
        column = case(*((r <= most, place) for place, most in enumerate(days)), else_=len(days)).label(
            "column"
        )
        row = case(
            *((CONTACT.c.occasions >= least, place) for place, least in enumerate(times)), else_=len(times)
        ).label("row")
        query = (
            select(column, row, func.count(), func.sum(CONTACT.c.revenue))
            .where(~CONTACT.c.hidden, within(scope), CONTACT.c.occasions > 0)
            .group_by(column, row)
        )
        return {(found[0], found[1]): (found[2], int(found[3])) for found in self._connection.execute(query)}

    def movements(self, *, scope: Scope, since: date) -> list[Movement]:
        """Who changed the group since a day (that day included): from where first, to where last; by revenue."""
        query = (
            select(MOVEMENT.c.contact, MOVEMENT.c.before, MOVEMENT.c.after, CONTACT.c.name, CONTACT.c.revenue)
            .join(CONTACT, CONTACT.c.id == MOVEMENT.c.contact)
            .where(MOVEMENT.c.day >= since, ~CONTACT.c.hidden, within(scope))
            .order_by(CONTACT.c.revenue.desc(), MOVEMENT.c.contact, MOVEMENT.c.id)
        )
        found: dict[int, Movement] = {}
        for contact, before, after, name, revenue in self._connection.execute(query):
            first = found.get(contact)
            found[contact] = Movement(contact, name, revenue, first.before if first else before, after)
        return [one for one in found.values() if one.before != one.after]

    def foreign(self, *, scope: Scope, since: date | None = None) -> list[Money]:
        """What was bought and kept in other currencies than the team's: named apart, never converted (§1)."""
        sign = case((EVENT.c.kind == Kind.RETURN.value, -1), else_=1)
        undone = exists().where(BACK.c.id == EVENT.c.refers_to, BACK.c.voided_at.is_not(None))
        query = (
            select(func.sum(EVENT.c.amount * sign), EVENT.c.currency)
            .join(CONTACT, CONTACT.c.id == EVENT.c.contact)
            .where(
                EVENT.c.kind.in_((Kind.PURCHASE.value, Kind.RETURN.value)),
                EVENT.c.currency != self._currency,
                EVENT.c.voided_at.is_(None),
                ~undone,
                ~CONTACT.c.hidden,
                within(scope),
                *([EVENT.c.day >= since] if since else []),
            )
            .group_by(EVENT.c.currency)
            .order_by(EVENT.c.currency)
        )
        return [Money(int(row[0]), row[1]) for row in self._connection.execute(query)]

    def irregular(self, *, scope: Scope, rules: Rules, most: int) -> list[int]:
        """Customers in sight who buy irregularly, those with the most revenue first (§7)."""
        query = select(CONTACT.c.id).where(
            ~CONTACT.c.hidden,
            within(scope),
            CONTACT.c.occasions >= rules.impulse_purchases,
            CONTACT.c.cv > rules.irregular_cv,
        )
        rows = self._connection.execute(query.order_by(CONTACT.c.revenue.desc(), CONTACT.c.id).limit(most))
        return [row[0] for row in rows]

    def revenues(self, contacts: Iterable[int]) -> list[int]:
        """What each customer of these brought, minor units."""
        query = select(CONTACT.c.revenue).where(CONTACT.c.id.in_(list(contacts)), CONTACT.c.occasions > 0)
        return [row[0] for row in self._connection.execute(query)]

    def mean_revenue(self, *, scope: Scope) -> float:
        """What a customer in sight has brought on average, minor units."""
        query = select(func.avg(CONTACT.c.revenue)).where(
            ~CONTACT.c.hidden, within(scope), CONTACT.c.occasions > 0
        )
        return float(self._connection.execute(query).scalar_one() or 0)

    def _royals(self, team: TeamFigures, today: date, rules: Rules) -> frozenset[int]:
        eligible = and_(
            ~CONTACT.c.hidden,
            CONTACT.c.occasions >= rules.royal_purchases,
            CONTACT.c.first_bought <= today - timedelta(days=rules.royal_days),
            group(team, today=today, rules=rules) != Group.LOST.value,
        )
        n = self._connection.execute(select(func.count()).select_from(CONTACT).where(eligible)).scalar_one()
        days = DaysBetween(CONTACT.c.first_bought, bindparam("b_today", today, CONTACT.c.first_bought.type))
        rate = CONTACT.c.revenue * float(YEAR) / case((days < YEAR, YEAR), else_=days)
        wanted = (
            select(CONTACT.c.id, CONTACT.c.revenue, days).where(eligible).order_by(rate.desc(), CONTACT.c.id)
        )
        rows = self._connection.execute(wanted.limit(rules.royal_most + TIES))
        rated = [(int(row[0]), row[1] * YEAR / max(YEAR, row[2])) for row in rows]
        return royals(rated, of=n, rules=rules)

    def _mean(self, today: date) -> tuple[int, float]:
        """How many customers there are, and their mean revenue per customer-year."""
        days = DaysBetween(CONTACT.c.first_bought, bindparam("b_today", today, CONTACT.c.first_bought.type))
        rate = CONTACT.c.revenue * cast(YEAR, Float) / case((days < YEAR, YEAR), else_=days)
        query = select(func.count(), func.avg(rate)).where(~CONTACT.c.hidden, CONTACT.c.occasions > 0)
        n, mean = self._connection.execute(query).one()
        return n, float(mean or 0)


def figures_for(team: Team, window: tuple[int, int]) -> TeamFigures:
    """What one customer is grouped by: the window's W50 and W80, the cut of the year."""
    return TeamFigures(*window, team.vip_cut)


def premium_figures(team: Team, *, sells_at_weekends: bool) -> PremiumFigures:
    return PremiumFigures(team.royals, team.mean_per_year, sells_at_weekends)


def figures(found: Customer) -> tuple[Any, ...]:
    """A contact's figures in the order of `FIGURES`."""
    bought = found.buying
    return (
        bought.first, bought.revenue, bought.cycle, bought.cv, found.year_revenue, found.quarters, found.inclination,
        found.place, found.look_on,
    )  # fmt: skip


def _text(team: Team) -> str:
    facts = asdict(team) | {
        "day": team.day.isoformat() if team.day else None,
        "royals": sorted(team.royals),
    }
    return json.dumps(facts)


def _team(stored: str) -> Team:
    facts = json.loads(stored)
    return Team(
        date.fromisoformat(facts["day"]) if facts["day"] else None,
        facts["vip_cut"],
        frozenset(facts["royals"]),
        facts["mean_per_year"],
        facts["customers"],
        facts["a_from"],
        facts["b_from"],
    )

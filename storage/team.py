"""The team's figures that customers are measured by: cuts, ranks and means, from what is kept beside them."""

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import Connection, Float, and_, bindparam, case, cast, func, select

from domain.matrix import Group, TeamFigures
from domain.pareto import Class
from domain.premium import PremiumFigures, royals
from domain.rfm import top
from domain.rules import Rules
from storage.days import DaysBetween
from storage.groups import group
from storage.tables import metadata

CONTACT = metadata.tables["contact"]
YEAR = 365  # a customer of exactly one year has one customer-year
TIES = 30  # more than the Royals there can be, so that equal ones are told apart exactly


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


def measured(connection: Connection, team: TeamFigures, *, today: date, rules: Rules) -> Team:
    """Measure the team's cuts and ranks anew, from the figures beside the contacts."""
    cut = _vip_cut(connection, rules)
    measured = TeamFigures(team.w50, team.w80, cut)
    best = _royals(connection, measured, today, rules)
    customers, mean = _mean(connection, today)
    a_from, b_from = _classes(connection, rules)
    return Team(today, cut, best, mean, customers, a_from, b_from)


def _vip_cut(connection: Connection, rules: Rules) -> int | None:
    """The year's revenue of the last customer among its top 20 %, ties in."""
    active = and_(~CONTACT.c.hidden, CONTACT.c.quarters > 0)
    n = connection.execute(select(func.count()).select_from(CONTACT).where(active)).scalar_one()
    if not n:
        return None
    ranked = select(CONTACT.c.year_revenue).where(active).order_by(CONTACT.c.year_revenue.desc())
    return int(connection.execute(ranked.offset(top(rules.vip_share, n) - 1).limit(1)).scalar_one())


def _classes(connection: Connection, rules: Rules) -> tuple[int | None, int | None]:
    """Where A and B end: who crosses a cut still belongs to the class above it (Q5)."""
    active = and_(~CONTACT.c.hidden, CONTACT.c.year_revenue > 0)
    total = connection.execute(select(func.sum(CONTACT.c.year_revenue)).where(active)).scalar_one()
    order = (CONTACT.c.year_revenue.desc(), CONTACT.c.id)
    up_to = func.sum(CONTACT.c.year_revenue).over(order_by=order, rows=(None, 0))
    ranked = select(CONTACT.c.year_revenue, (up_to - CONTACT.c.year_revenue).label("above")).where(active)
    above = ranked.subquery()

    def least(share: float) -> int | None:
        query = select(func.min(above.c.year_revenue)).where(above.c.above < share * float(total or 0))
        found: int | None = connection.execute(query).scalar_one()
        return found

    return least(rules.pareto_a), least(rules.pareto_b)


def _royals(connection: Connection, team: TeamFigures, today: date, rules: Rules) -> frozenset[int]:
    eligible = and_(
        ~CONTACT.c.hidden,
        CONTACT.c.occasions >= rules.royal_purchases,
        CONTACT.c.first_bought <= today - timedelta(days=rules.royal_days),
        group(team, today=today, rules=rules) != Group.LOST.value,
    )
    n = connection.execute(select(func.count()).select_from(CONTACT).where(eligible)).scalar_one()
    days = DaysBetween(CONTACT.c.first_bought, bindparam("b_today", today, CONTACT.c.first_bought.type))
    rate = CONTACT.c.revenue * float(YEAR) / case((days < YEAR, YEAR), else_=days)
    wanted = select(CONTACT.c.id, CONTACT.c.revenue, days).where(eligible).order_by(rate.desc(), CONTACT.c.id)
    rows = connection.execute(wanted.limit(rules.royal_most + TIES))
    rated = [(int(row[0]), row[1] * YEAR / max(YEAR, row[2])) for row in rows]
    return royals(rated, of=n, rules=rules)


def _mean(connection: Connection, today: date) -> tuple[int, float]:
    """How many customers there are, and their mean revenue per customer-year."""
    days = DaysBetween(CONTACT.c.first_bought, bindparam("b_today", today, CONTACT.c.first_bought.type))
    rate = CONTACT.c.revenue * cast(YEAR, Float) / case((days < YEAR, YEAR), else_=days)
    query = select(func.count(), func.avg(rate)).where(~CONTACT.c.hidden, CONTACT.c.occasions > 0)
    n, mean = connection.execute(query).one()
    return n, float(mean or 0)


def figures_for(team: Team, window: tuple[int, int]) -> TeamFigures:
    """What one customer is grouped by: the window's W50 and W80, the cut of the year."""
    return TeamFigures(*window, team.vip_cut)


def premium_figures(team: Team, *, sells_at_weekends: bool) -> PremiumFigures:
    return PremiumFigures(team.royals, team.mean_per_year, sells_at_weekends)


def written(team: Team) -> str:
    facts = asdict(team) | {
        "day": team.day.isoformat() if team.day else None,
        "royals": sorted(team.royals),
    }
    return json.dumps(facts)


@lru_cache(maxsize=4)
def read(stored: str) -> Team:
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

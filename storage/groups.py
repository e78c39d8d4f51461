"""Activity groups as SQL over the figures beside each contact: the same rules as domain/matrix.py, which a test holds.

Groups hang on the team's window and rank cut, so they are compared when asked, never stored for lists.
"""

from datetime import date

from sqlalchemy import ColumnElement, Float, and_, bindparam, case, cast, func, literal

from domain.matrix import Group, TeamFigures
from domain.rules import Rules
from storage.days import DaysBetween
from storage.tables import metadata

CONTACT = metadata.tables["contact"]


def recency(today: date) -> ColumnElement[int]:
    """Days since the last purchase."""
    return DaysBetween(CONTACT.c.last_bought, bindparam(None, today, CONTACT.c.last_bought.type))


def group(team: TeamFigures, *, today: date, rules: Rules) -> ColumnElement[str]:
    """The group's id of a contact; quarters and the year's revenue are as of its last look."""
    n, r = CONTACT.c.occasions, recency(today)
    vip = and_(
        CONTACT.c.quarters >= rules.vip_quarters,
        r <= _most(float(rules.vip_days), rules.vip_cycles * _cycle(team)),
        CONTACT.c.year_revenue >= (team.vip_cut or 0) if team.vip_cut is not None else literal(value=False),
    )
    return case(
        (n == 0, Group.NO_BUYER.value),
        (and_(n == 1, r <= team.w50), Group.NEWCOMER.value),
        (and_(n == 1, r <= team.w80), Group.SECOND_DUE.value),
        (n == 1, Group.ONE_TIME.value),
        (r > lost_after(team, rules), Group.LOST.value),
        (vip, Group.VIP.value),
        else_=Group.GROWING.value,
    )


def endangered(team: TeamFigures, *, today: date, rules: Rules) -> ColumnElement[bool]:
    """The tag *gefährdet*, of those in A6."""
    grown = group(team, today=today, rules=rules) == Group.GROWING.value
    return and_(grown, recency(today) > rules.endangered_cycles * _cycle(team))


def irregular(team: TeamFigures, *, today: date, rules: Rules) -> ColumnElement[bool]:
    """The tag *unregelmäßig*, of those in A6."""
    return and_(
        group(team, today=today, rules=rules) == Group.GROWING.value, CONTACT.c.cv > rules.irregular_cv
    )


def lost_after(team: TeamFigures, rules: Rules) -> ColumnElement[float]:
    """Days of silence after which one with two occasions and more is lost."""
    silent = _most(float(rules.lost_days_least), rules.lost_cycles * _cycle(team))
    return case((silent > rules.lost_days_most, float(rules.lost_days_most)), else_=silent)


def _cycle(team: TeamFigures) -> ColumnElement[float]:
    return func.coalesce(CONTACT.c.cycle, cast(literal(float(team.w80)), Float))


def _most(least: float, other: ColumnElement[float]) -> ColumnElement[float]:
    return case((other > least, other), else_=least)

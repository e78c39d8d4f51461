"""Customers who bought at least twice and then no more: the team's own figure beside the planned 18 % (W6)."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, or_, select

from domain.events import Kind
from storage.tables import metadata

CONTACT = metadata.tables["contact"]
EVENT = metadata.tables["event"]
YEAR = timedelta(days=365)


def defection(connection: Connection, *, today: date) -> tuple[int, int]:
    """Regular customers of a year ago (two purchase days, one of them in the year before), and who left since.

    A customer who left: no purchase for the whole year. Another base than first buyers, never mixed with them.
    """
    then = today - YEAR
    regular = (
        select(EVENT.c.contact)
        .where(EVENT.c.kind == Kind.PURCHASE, EVENT.c.voided_at.is_(None), EVENT.c.day <= then, ~given_back())
        .group_by(EVENT.c.contact)
        .having(and_(func.count(EVENT.c.day.distinct()) > 1, func.max(EVENT.c.day) > then - YEAR))
    )
    gone = case((CONTACT.c.last_bought <= then, 1), else_=0)
    query = select(func.count(), func.coalesce(func.sum(gone), 0)).where(
        CONTACT.c.id.in_(regular), CONTACT.c.last_bought.is_not(None), ~CONTACT.c.hidden
    )
    customers, left = connection.execute(query).one()
    return int(customers), int(left)


def given_back() -> ColumnElement[bool]:
    """Returned in full: the same as `domain.purchases.returned_in_full`, which a test holds."""
    back = EVENT.alias()
    same = case((back.c.currency == EVENT.c.currency, back.c.amount), else_=0)
    returns = select(literal(1)).where(
        back.c.kind == Kind.RETURN, back.c.refers_to == EVENT.c.id, back.c.voided_at.is_(None)
    )
    everything = func.count() > func.count(back.c.amount)  # one without an amount gives all back
    enough = func.sum(same) >= EVENT.c.amount
    return returns.group_by(back.c.refers_to).having(or_(everything, enough)).exists()

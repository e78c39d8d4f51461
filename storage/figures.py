"""What a week came to: counts and sums for the digest, of one owner or of the team."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select, true

from domain.events import Kind, Money
from storage.tables import metadata

CONTACT = metadata.tables["contact"]
EVENT = metadata.tables["event"]


@dataclass(frozen=True, slots=True)
class Week:
    """Revenue in minor units per currency: the last seven days, and the weekly mean of the four weeks before."""

    revenue: tuple[Money, ...]
    purchases: int
    before: tuple[Money, ...]
    grades: int
    low_grades: int


class Figures:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def reached(self, owner: int | None, *, since: date) -> dict[str, int]:
        """How many contacts stand since then on the rung they stand on now (new addresses left out)."""
        return self._count(CONTACT.c.status, owner, CONTACT.c.since >= since, CONTACT.c.status != "ZA")

    def by_status(self, owner: int | None) -> dict[str, int]:
        return self._count(CONTACT.c.status, owner)

    def _count(self, column: Any, owner: int | None, *conditions: ColumnElement[bool]) -> dict[str, int]:
        query = (
            select(column, func.count()).where(~CONTACT.c.hidden, _of(owner), *conditions).group_by(column)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def parked(self, owner: int | None) -> int:
        query = (
            select(func.count()).select_from(CONTACT).where(CONTACT.c.parked, ~CONTACT.c.hidden, _of(owner))
        )
        return int(self._connection.execute(query).scalar_one())

    def due(self, owner: int | None, *, until: date) -> tuple[int, int]:
        """How many next steps are due until then, and how many of them were due before today's week."""
        begin = until - timedelta(days=6)
        overdue = func.coalesce(func.sum(case((CONTACT.c.step_day < begin, 1), else_=0)), 0)
        query = select(func.count(), overdue).where(
            CONTACT.c.step_day <= until, ~CONTACT.c.hidden, _of(owner)
        )
        total, late = self._connection.execute(query).one()
        return int(total), int(late)

    def in_window(self, owner: int | None, *, first: date, last: date) -> int:
        """First buyers whose only purchase fell into these days."""
        query = (
            select(func.count())
            .select_from(CONTACT)
            .where(
                CONTACT.c.occasions == 1,
                CONTACT.c.last_bought.between(first, last),
                ~CONTACT.c.hidden,
                _of(owner),
            )
        )
        return int(self._connection.execute(query).scalar_one())

    def week(self, owner: int | None, *, today: date) -> Week:
        """The seven days before today, beside the four weeks before them."""
        begin, earlier = today - timedelta(days=7), today - timedelta(days=35)
        revenue, purchases = self._revenue(owner, begin, today)
        before, _ = self._revenue(owner, earlier, begin)
        grades = self._grades(owner, begin, today)
        weekly = tuple(Money(money.minor // 4, money.currency) for money in before)
        return Week(
            revenue, purchases, weekly, sum(grades.values()), sum(grades.get(low, 0) for low in ("1", "2"))
        )

    def _revenue(self, owner: int | None, begin: date, end: date) -> tuple[tuple[Money, ...], int]:
        """Purchases less returns from `begin` up to but without `end`."""
        signed = case((EVENT.c.kind == Kind.RETURN, -EVENT.c.amount), else_=EVENT.c.amount)
        bought = func.sum(case((EVENT.c.kind == Kind.PURCHASE, 1), else_=0))
        query = (
            select(EVENT.c.currency, func.sum(signed), bought)
            .join(CONTACT, CONTACT.c.id == EVENT.c.contact)
            .where(EVENT.c.kind.in_((Kind.PURCHASE, Kind.RETURN)), *_standing(owner, begin, end))
            .group_by(EVENT.c.currency)
            .order_by(func.sum(signed).desc())
        )
        rows = self._connection.execute(query).all()
        return tuple(Money(int(total), currency) for currency, total, _ in rows), sum(
            int(row[2]) for row in rows
        )

    def _grades(self, owner: int | None, begin: date, end: date) -> dict[str, int]:
        query = (
            select(EVENT.c.detail, func.count())
            .join(CONTACT, CONTACT.c.id == EVENT.c.contact)
            .where(EVENT.c.kind == Kind.SATISFACTION, EVENT.c.detail != "", *_standing(owner, begin, end))
            .group_by(EVENT.c.detail)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}


def _of(owner: int | None) -> ColumnElement[bool]:
    return true() if owner is None else CONTACT.c.owner == owner


def _standing(owner: int | None, begin: date, end: date) -> tuple[ColumnElement[bool], ...]:
    return EVENT.c.voided_at.is_(None), EVENT.c.day >= begin, EVENT.c.day < end, ~CONTACT.c.hidden, _of(owner)

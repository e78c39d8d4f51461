"""What customers bought, summed up by the database: for pictures, lists and the 20/80 rule."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, exists, func, select

from domain import rfm
from domain.events import Kind, Money
from domain.matrix import TeamFigures
from domain.rules import Rules
from storage.filters import within
from storage.groups import endangered, group, irregular, recency
from storage.tables import metadata
from storage.words import Scope

CONTACT = metadata.tables["contact"]
EVENT = metadata.tables["event"]
BACK = EVENT.alias()
COUNTED_YEAR = rfm.YEAR  # `year_revenue` is of ages below it


class Turnover:
    def __init__(self, connection: Connection, *, currency: str) -> None:
        self._connection = connection
        self._currency = currency

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

"""What a week came to: counts, sums and a few names for the digest, of one owner or of the team (owner None)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, exists, func, or_, select, true

from domain.events import Kind, Money
from domain.status import Status
from storage.tables import metadata
from storage.trends import Trends

CONTACT = metadata.tables["contact"]
EVENT = metadata.tables["event"]
MEMBER = metadata.tables["member"]
WEEK = timedelta(days=7)
WEEKS_BEFORE = 4
_GIVEN_BACK = EVENT.alias()
_TRADE = (
    EVENT.c.kind.in_((Kind.PURCHASE, Kind.RETURN)),
    EVENT.c.amount.is_not(None),
    # what was given back of a purchase that was undone is nobody's loss
    ~exists().where(_GIVEN_BACK.c.id == EVENT.c.refers_to, _GIVEN_BACK.c.voided_at.is_not(None)),
)


@dataclass(frozen=True, slots=True)
class Named:
    """How many contacts there are, and the first few of them by number and name."""

    count: int
    first: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Week:
    """Revenue in minor units per currency: of seven days, and the weekly mean of the four weeks before."""

    revenue: tuple[Money, ...]
    purchases: int
    before: tuple[Money, ...]
    purchases_before: int
    grades: int
    low_grades: int


class Figures:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.trends = Trends(connection)

    def reached(self, owner: int | None, *, begin: date, end: date) -> dict[str, int]:
        """How many contacts stand on which rung since these days, new addresses left out; `end` doesn't count."""
        since = (CONTACT.c.since >= begin, CONTACT.c.since < end)
        return self._count(CONTACT.c.status, owner, *since, CONTACT.c.status != Status.ZA.value)

    def maybe_fallen(self, owner: int | None, *, begin: date, end: date) -> list[int]:
        """Contacts that may have come down to where they stand: a return, or a status set by hand, is dated so."""
        why = (EVENT.c.contact == CONTACT.c.id, EVENT.c.kind.in_((Kind.RETURN, Kind.STATUS)))
        dated = (EVENT.c.voided_at.is_(None), EVENT.c.day >= begin, EVENT.c.day < end)
        query = select(CONTACT.c.id).where(
            CONTACT.c.since >= begin, CONTACT.c.since < end, ~CONTACT.c.hidden, _of(owner), exists().where(*why, *dated)
        )  # fmt: skip
        return [row[0] for row in self._connection.execute(query.order_by(CONTACT.c.id))]

    def by_status(self, owner: int | None) -> dict[str, int]:
        return self._count(CONTACT.c.status, owner)

    def _count(self, column: Any, owner: int | None, *conditions: ColumnElement[bool]) -> dict[str, int]:
        query = (
            select(column, func.count()).where(~CONTACT.c.hidden, _of(owner), *conditions).group_by(column)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def parked(self, owner: int | None) -> int:
        query = select(func.count()).where(CONTACT.c.parked, ~CONTACT.c.hidden, _of(owner))
        return int(self._connection.execute(query).scalar_one())

    def due(self, owner: int | None, *, today: date, until: date) -> tuple[int, int]:
        """How many next steps are due up to and with `until`, and how many of them before today."""
        overdue = func.coalesce(func.sum(case((CONTACT.c.step_day < today, 1), else_=0)), 0)
        query = select(func.count(), overdue).where(
            CONTACT.c.step_day <= until, ~CONTACT.c.hidden, _of(owner)
        )
        total, late = self._connection.execute(query).one()
        return int(total), int(late)

    def late_by_member(self, *, today: date) -> list[tuple[str, int]]:
        """Whose next steps are overdue, and how many; most first."""
        return self._by_member(CONTACT.c.step_day < today)

    def unarranged(self, owner: int | None, *, now: datetime, most: int) -> Named:
        """KI without an appointment to come, the longest waiting first (§2)."""
        return self._named(_unarranged(owner, now), CONTACT.c.since, most)

    def unarranged_by_member(self, *, now: datetime) -> list[tuple[str, int]]:
        return self._by_member(*_unarranged(None, now))

    def _by_member(self, *conditions: ColumnElement[bool]) -> list[tuple[str, int]]:
        number = func.count()
        query = (
            select(MEMBER.c.name, number)
            .join(CONTACT, CONTACT.c.owner == MEMBER.c.id)
            .where(~CONTACT.c.hidden, *conditions)
            .group_by(MEMBER.c.id, MEMBER.c.name)
            .order_by(number.desc(), MEMBER.c.id)
        )
        return [(name, int(count)) for name, count in self._connection.execute(query)]

    def in_window(self, owner: int | None, *, first: date, last: date, most: int = 0) -> Named:
        """First buyers whose only purchase fell into these days; the youngest, who buy likeliest, first (§4)."""
        bought = (CONTACT.c.occasions == 1, CONTACT.c.last_bought.between(first, last), ~CONTACT.c.parked)
        return self._named((*bought, _of(owner)), CONTACT.c.last_bought.desc(), most)

    def _named(self, conditions: tuple[ColumnElement[bool], ...], order: Any, most: int) -> Named:
        wanted = (*conditions, ~CONTACT.c.hidden)
        count = self._connection.execute(select(func.count()).select_from(CONTACT).where(*wanted))
        total = int(count.scalar_one())
        if not (total and most):
            return Named(total)
        query = select(CONTACT.c.id, CONTACT.c.name).where(*wanted).order_by(order, CONTACT.c.id).limit(most)
        return Named(total, tuple((number, name) for number, name in self._connection.execute(query)))

    def waiting(self, owner: int | None) -> list[tuple[date, int]]:
        """First buyers who haven't come back, by the day of their purchase."""
        query = (
            select(CONTACT.c.last_bought, func.count())
            .where(CONTACT.c.occasions == 1, ~CONTACT.c.hidden, _of(owner))
            .group_by(CONTACT.c.last_bought)
        )
        return [(day, int(people)) for day, people in self._connection.execute(query)]

    def second_purchases(self, owner: int | None, *, begin: date, end: date) -> int:
        """Contacts whose second occasion came on these days; who came a third time since isn't seen."""
        came = (CONTACT.c.occasions == 2, CONTACT.c.last_bought >= begin, CONTACT.c.last_bought < end)  # noqa: PLR2004
        query = select(func.count()).where(*came, ~CONTACT.c.hidden, _of(owner))
        return int(self._connection.execute(query).scalar_one())

    def week(self, owner: int | None, *, begin: date) -> Week:
        """The seven days from `begin` on, beside the four weeks before them."""
        end, earlier = begin + WEEK, begin - WEEKS_BEFORE * WEEK
        revenue, purchases = self._revenue(owner, begin, end)
        before, bought_before = self._revenue(owner, earlier, begin)
        weekly = tuple(Money(round(money.minor / WEEKS_BEFORE), money.currency) for money in before)
        grades = self._grades(owner, begin, end)
        low = sum(grades.get(grade, 0) for grade in ("1", "2"))
        return Week(revenue, purchases, weekly, bought_before, sum(grades.values()), low)

    def _revenue(self, owner: int | None, begin: date, end: date) -> tuple[tuple[Money, ...], int]:
        """Purchases less returns from `begin` up to but without `end`."""
        signed = case((EVENT.c.kind == Kind.RETURN, -EVENT.c.amount), else_=EVENT.c.amount)
        bought = func.sum(case((EVENT.c.kind == Kind.PURCHASE, 1), else_=0))
        query = (
            select(EVENT.c.currency, func.sum(signed), bought)
            .join(CONTACT, CONTACT.c.id == EVENT.c.contact)
            .where(*_TRADE, *_standing(owner, begin, end))
            .group_by(EVENT.c.currency)
            .order_by(func.sum(signed).desc(), EVENT.c.currency)
        )
        rows = self._connection.execute(query).all()
        revenue = tuple(Money(int(total), currency) for currency, total, _ in rows)
        return revenue, sum(int(purchases) for _, _, purchases in rows)

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


def _unarranged(owner: int | None, now: datetime) -> tuple[ColumnElement[bool], ...]:
    none_to_come = or_(CONTACT.c.appointment_at.is_(None), CONTACT.c.appointment_at <= now)
    return CONTACT.c.status == Status.KI.value, none_to_come, ~CONTACT.c.parked, _of(owner)


def _standing(owner: int | None, begin: date, end: date) -> tuple[ColumnElement[bool], ...]:
    return EVENT.c.voided_at.is_(None), EVENT.c.day >= begin, EVENT.c.day < end, ~CONTACT.c.hidden, _of(owner)

"""Whose evidence and whose answers to look at next: a rep's own contacts, a few at a time (§6, Q3)."""

from datetime import date

from sqlalchemy import Connection, and_, exists, false, func, or_, select

from domain.events import Kind
from domain.status import Status
from storage.tables import metadata

CONTACT = metadata.tables["contact"]
EVENT = metadata.tables["event"]
_STANDS = EVENT.c.voided_at.is_(None)
_NEWER = EVENT.alias()
_GROUNDS = (Kind.HINT.value, Kind.TYPE.value)


class Noted:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def typed(self, *, owner: int, most: int) -> list[int]:
        """Contacts with something a type could rest on, those most likely to buy first."""
        hinted = exists().where(EVENT.c.contact == CONTACT.c.id, EVENT.c.kind.in_(_GROUNDS), _STANDS)
        query = select(CONTACT.c.id).where(
            CONTACT.c.owner == owner, ~CONTACT.c.hidden, or_(CONTACT.c.occasions > 0, hinted)
        )
        ordered = query.order_by(CONTACT.c.inclination.desc().nulls_last(), CONTACT.c.id)
        return [row[0] for row in self._connection.execute(ordered.limit(most))]

    def longest_answered(self, *, owner: int, most: int) -> list[int]:
        """Contacts that aren't put back, by the age of the oldest answer that still counts."""
        newest = (
            select(EVENT.c.contact, func.max(EVENT.c.day).label("day"))
            .join(CONTACT, CONTACT.c.id == EVENT.c.contact)
            .where(
                EVENT.c.kind == Kind.QUALIFIED.value, _STANDS,
                CONTACT.c.owner == owner, ~CONTACT.c.hidden, ~CONTACT.c.parked,
            )
            .group_by(EVENT.c.contact, EVENT.c.detail)
            .subquery()
        )  # fmt: skip
        query = select(newest.c.contact).group_by(newest.c.contact)
        ordered = query.order_by(func.min(newest.c.day), newest.c.contact).limit(most)
        return [row[0] for row in self._connection.execute(ordered)]

    def aged(self, *, owner: int, first_by: date, by: date, a_from: int | None, most: int) -> list[int]:
        """Contacts whose newest answer to a criterion has aged, the oldest answers first.

        `first_by`: the last day that counts as aged for a KI or an A customer (`a_from`: least revenue of the year).
        """
        newer = exists().where(
            _NEWER.c.contact == EVENT.c.contact, _NEWER.c.kind == EVENT.c.kind, _NEWER.c.detail == EVENT.c.detail,
            _NEWER.c.day > EVENT.c.day, _NEWER.c.voided_at.is_(None),
        )  # fmt: skip
        best = CONTACT.c.year_revenue >= a_from if a_from is not None else false()
        sooner = and_(EVENT.c.day <= first_by, or_(CONTACT.c.status == Status.KI.value, best))
        query = (
            select(EVENT.c.contact)
            .join(CONTACT, CONTACT.c.id == EVENT.c.contact)
            .where(
                EVENT.c.kind == Kind.QUALIFIED.value, EVENT.c.day <= max(first_by, by), _STANDS,
                CONTACT.c.owner == owner, ~CONTACT.c.hidden, ~CONTACT.c.parked,
                or_(EVENT.c.day <= by, sooner), ~newer,
            )
            .group_by(EVENT.c.contact)
            .order_by(func.min(EVENT.c.day), EVENT.c.contact)
        )  # fmt: skip
        return [row[0] for row in self._connection.execute(query.limit(most))]

    def answered_on(self, day: date, *, rep: int) -> int:
        """How many answers a rep has noted for this day."""
        query = select(func.count()).where(
            EVENT.c.kind == Kind.QUALIFIED.value, EVENT.c.day == day, EVENT.c.rep == rep, _STANDS
        )
        return int(self._connection.execute(query).scalar_one())

    def unanswered(self, *, owner: int, most: int) -> list[int]:
        """KI of whom nothing was answered yet, the longest ones first."""
        answered = exists().where(
            EVENT.c.contact == CONTACT.c.id, EVENT.c.kind == Kind.QUALIFIED.value, _STANDS
        )
        query = select(CONTACT.c.id).where(
            CONTACT.c.owner == owner, ~CONTACT.c.hidden, ~CONTACT.c.parked,
            CONTACT.c.status == Status.KI.value, ~answered,
        )  # fmt: skip
        return [
            row[0]
            for row in self._connection.execute(query.order_by(CONTACT.c.since, CONTACT.c.id).limit(most))
        ]

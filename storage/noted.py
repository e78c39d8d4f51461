"""Whose evidence and whose answers to look at next: a rep's own contacts, a few at a time (§6, Q3)."""

from sqlalchemy import Connection, exists, func, or_, select

from domain.events import Kind
from domain.status import Status
from storage.tables import metadata

CONTACT = metadata.tables["contact"]
EVENT = metadata.tables["event"]
_STANDS = EVENT.c.voided_at.is_(None)
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

"""What the pictures of a team's work are drawn from: sums by the database, never a list of all contacts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, exists, func, select, true

from domain.events import Kind
from domain.status import Status
from storage.filters import within
from storage.tables import metadata
from storage.words import Scope

CONTACT = metadata.tables["contact"]
EVENT = metadata.tables["event"]
_UNDONE = EVENT.alias()


@dataclass(frozen=True, slots=True)
class DayOfTrade:
    """What was sold, or given back, on a day in one currency."""

    day: date
    currency: str
    returned: bool
    minor: int
    entries: int


class Trends:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def standing(self, scope: Scope, *, since: datetime | None = None) -> dict[str, int]:
        """How many contacts stand on each rung, of all or of those entered since."""
        counted = (
            select(CONTACT.c.status, func.count())
            .where(~CONTACT.c.hidden, within(scope), _entered(since))
            .group_by(CONTACT.c.status)
        )
        return {row[0]: row[1] for row in self._connection.execute(counted)}

    def climbers(self, scope: Scope, *, of: int, most: int, since: datetime | None = None) -> list[int]:
        """Contacts who have left ZA; of more than `most` an even choice by their numbers, whoever they are."""
        every = -(-of // most) or 1
        chosen = CONTACT.c.id % every == 0 if every > 1 else true()
        climbed = CONTACT.c.status.in_([status.value for status in Status if status is not Status.ZA])
        query = select(CONTACT.c.id).where(~CONTACT.c.hidden, climbed, within(scope), _entered(since), chosen)
        return [row[0] for row in self._connection.execute(query.order_by(CONTACT.c.id).limit(2 * most))]

    def trade(self, scope: Scope, spans: Sequence[tuple[date, date]]) -> list[DayOfTrade]:
        """Purchases and returns that stand, day by day; a span ends before its second day."""
        return [found for begin, end in spans for found in self._trade(scope, begin, end)]

    def _trade(self, scope: Scope, begin: date, end: date) -> list[DayOfTrade]:
        kinds = EVENT.c.kind.in_((Kind.PURCHASE, Kind.RETURN))
        undone = exists().where(_UNDONE.c.id == EVENT.c.refers_to, _UNDONE.c.voided_at.is_not(None))
        stands = (EVENT.c.voided_at.is_(None), EVENT.c.amount.is_not(None), ~undone, ~CONTACT.c.hidden)
        query = (
            select(EVENT.c.day, EVENT.c.currency, EVENT.c.kind, func.sum(EVENT.c.amount), func.count())
            .join(CONTACT, CONTACT.c.id == EVENT.c.contact)
            .where(kinds, EVENT.c.day >= begin, EVENT.c.day < end, *stands, within(scope))
            .group_by(EVENT.c.day, EVENT.c.currency, EVENT.c.kind)
            .order_by(EVENT.c.day)
        )
        return [
            DayOfTrade(day, currency, kind == Kind.RETURN, int(minor), int(entries))
            for day, currency, kind, minor, entries in self._connection.execute(query)
        ]


def _entered(since: datetime | None) -> ColumnElement[bool]:
    return true() if since is None else CONTACT.c.created_at >= since

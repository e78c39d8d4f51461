"""Secret calendar addresses: one a member, only the hash of its code is kept."""

import hashlib
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from domain.events import Kind
from storage.prepared import Prepared
from storage.tables import metadata

FEED = metadata.tables["feed"]
EVENT = metadata.tables["event"]
CONTACT = metadata.tables["contact"]
MEMBER = metadata.tables["member"]

_WHOSE = Prepared(
    select(FEED.c.member)
    .join(MEMBER, MEMBER.c.id == FEED.c.member)
    .where(FEED.c.code_hash == bindparam("b_hash"), ~MEMBER.c.removed)
)


class Feeds:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open(self, member: int, code: str, *, now: datetime) -> None:
        """Keep a fresh code; the one before is void."""
        self.close(member)
        row = {"code_hash": _hash(code), "member": member, "created_at": now}
        self._connection.execute(insert(FEED), row)

    def close(self, member: int) -> bool:
        """Returns whether there was an address."""
        gone = self._connection.execute(delete(FEED).where(FEED.c.member == member))
        return bool(gone.rowcount)

    def since(self, member: int) -> datetime | None:
        """Since when a member has the address."""
        found: datetime | None = self._connection.execute(
            select(FEED.c.created_at).where(FEED.c.member == member)
        ).scalar()
        return found

    def whose(self, code: str) -> int | None:
        """The member an address belongs to. The index compares hashes: how long it takes tells nothing of a code."""
        found: int | None = _WHOSE.scalar(self._connection, b_hash=_hash(code))
        return found

    def with_appointments(self, owner: int, *, since: date, most: int) -> list[int]:
        """The owner's contacts with an appointment arranged for this day or later, the latest arranged first."""
        arranged = EVENT.c.kind.in_((Kind.APPOINTMENT.value, Kind.MOVED.value))
        query = (
            select(EVENT.c.contact)
            .join(CONTACT, CONTACT.c.id == EVENT.c.contact)
            .where(CONTACT.c.owner == owner, ~CONTACT.c.hidden, arranged, EVENT.c.due_day >= since)
            .group_by(EVENT.c.contact)
            .order_by(func.max(EVENT.c.due_day).desc(), EVENT.c.contact)
            .limit(most)
        )
        return [row[0] for row in self._connection.execute(query)]


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()

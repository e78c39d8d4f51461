"""Weekly digests as due rows: the next one of each member waits, one per ISO week."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, select, update

from storage.inserts import adding
from storage.tables import metadata

DIGEST = metadata.tables["digest"]
MEMBER = metadata.tables["member"]


@dataclass(frozen=True, slots=True)
class DueDigest:
    member: int
    week: str
    due_at: datetime


class Digests:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def unscheduled(self) -> list[int]:
        """Members for whom no digest waits."""
        waits = and_(DIGEST.c.member == MEMBER.c.id, ~DIGEST.c.done)
        query = (
            select(MEMBER.c.id).outerjoin(DIGEST, waits).where(DIGEST.c.member.is_(None), ~MEMBER.c.removed)
        )
        return [row[0] for row in self._connection.execute(query.order_by(MEMBER.c.id))]

    def schedule(self, member: int, week: str, due_at: datetime) -> bool:
        """Whether this week's digest was still to be scheduled."""
        row = {"member": member, "week": week, "due_at": due_at, "done": False}
        return bool(adding(self._connection, DIGEST, "member,week").run(self._connection, **row))

    def due(self, *, now: datetime) -> list[DueDigest]:
        query = (
            select(DIGEST.c.member, DIGEST.c.week, DIGEST.c.due_at)
            .where(~DIGEST.c.done, DIGEST.c.due_at <= now)
            .order_by(DIGEST.c.due_at, DIGEST.c.member)
            .with_for_update(skip_locked=True)
        )
        return [DueDigest(*row) for row in self._connection.execute(query)]

    def done(self, digest: DueDigest) -> None:
        chosen = and_(DIGEST.c.member == digest.member, DIGEST.c.week == digest.week)
        self._connection.execute(update(DIGEST).where(chosen).values(done=True))

    def put_off(self, digest: DueDigest, *, until: datetime) -> None:
        chosen = and_(DIGEST.c.member == digest.member, DIGEST.c.week == digest.week)
        self._connection.execute(update(DIGEST).where(chosen).values(due_at=until))

    def reschedule(self, member: int) -> None:
        """The member's rhythm changed: what waits is scheduled anew at the next tick."""
        self._connection.execute(delete(DIGEST).where(DIGEST.c.member == member, ~DIGEST.c.done))

    def next_moment(self) -> datetime | None:
        found: datetime | None = self._connection.execute(
            select(func.min(DIGEST.c.due_at)).where(~DIGEST.c.done)
        ).scalar()
        return found

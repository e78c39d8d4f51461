"""Work too long for a turn, as rows: taken in order, resumable at its cursor."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.prepared import Prepared
from storage.tables import metadata

JOB = metadata.tables["job"]


class JobState(IntEnum):
    OPEN = 0
    DONE = 1
    FAILED = 2


@dataclass(frozen=True, slots=True)
class Job:
    """`args` stay as they were given, `cursor` says how far it got; `message`: the outbox row that shows it."""

    id: int
    kind: str
    rep: int
    message: int | None
    created_at: datetime
    args: dict[str, Any]
    cursor: dict[str, Any] | None


_JOB = select(JOB.c.id, JOB.c.kind, JOB.c.rep, JOB.c.message, JOB.c.created_at, JOB.c.args, JOB.c.cursor)
_NEXT = Prepared(_JOB.where(JOB.c.state == JobState.OPEN).order_by(JOB.c.id).limit(1))


class Jobs:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.queued = False  # whether this transaction has added one

    def add(self, kind: str, *, rep: int, now: datetime, message: int | None = None, **args: Any) -> int:
        """Queue a job of a member. Returns its number."""
        row = {
            "kind": kind, "rep": rep, "message": message, "created_at": now, "state": JobState.OPEN, "args": args,
        }  # fmt: skip
        self.queued = True
        return int(self._connection.execute(insert(JOB).values(row).returning(JOB.c.id)).scalar_one())

    def next(self) -> Job | None:
        """The oldest that isn't done."""
        found = _NEXT.first(self._connection)
        return Job(*found) if found else None

    def get(self, number: int) -> Job | None:
        found = self._connection.execute(_JOB.where(JOB.c.id == number)).first()
        return Job(*found) if found else None

    def open_of(self, **args: Any) -> list[Job]:
        """Those not yet done that were given these arguments."""
        found = (Job(*row) for row in self._connection.execute(_JOB.where(JOB.c.state == JobState.OPEN)))
        return [job for job in found if args.items() <= job.args.items()]

    def advance(self, number: int, cursor: dict[str, Any]) -> None:
        """Written with what was done: after a kill the job goes on here."""
        self._connection.execute(update(JOB).where(JOB.c.id == number).values(cursor=cursor))

    def finish(self, number: int, *, failed: bool = False) -> None:
        state = JobState.FAILED if failed else JobState.DONE
        self._connection.execute(
            update(JOB).where(JOB.c.id == bindparam("b_id")).values(state=state), {"b_id": number}
        )

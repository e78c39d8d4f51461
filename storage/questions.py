"""Questions that wait for a tap or an answer; they survive a restart and expire after 24 h."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select

from storage.prepared import Prepared, inserting
from storage.tables import metadata

QUESTION = metadata.tables["question"]
KEEP = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Question:
    """`message` is the outbox row that asks; `line` what was typed, at `typed_at`."""

    message: int
    rep: int
    line: str
    typed_at: datetime


_BY_MESSAGE = Prepared(
    select(QUESTION.c.message, QUESTION.c.rep, QUESTION.c.line, QUESTION.c.typed_at).where(
        QUESTION.c.message == bindparam("b_message")
    )
)
_EXPIRED = (
    select(QUESTION.c.message, QUESTION.c.rep, QUESTION.c.line, QUESTION.c.typed_at)
    .where(QUESTION.c.expires_at <= bindparam("b_now"))
    .order_by(QUESTION.c.expires_at, QUESTION.c.message)
    .limit(100)
    .with_for_update(skip_locked=True)
)
_LATEST = Prepared(
    select(QUESTION.c.message, QUESTION.c.rep, QUESTION.c.line, QUESTION.c.typed_at)
    .where(QUESTION.c.rep == bindparam("b_rep"), QUESTION.c.expires_at > bindparam("b_now"))
    .order_by(QUESTION.c.expires_at.desc(), QUESTION.c.message.desc())
    .limit(1)
)
_WAITING = Prepared(
    select(QUESTION.c.message, QUESTION.c.rep, QUESTION.c.line, QUESTION.c.typed_at)
    .where(QUESTION.c.rep == bindparam("b_rep"), QUESTION.c.expires_at > bindparam("b_now"))
    .order_by(QUESTION.c.expires_at.desc(), QUESTION.c.message.desc())
)
_ADD = inserting(QUESTION, "message", "rep", "line", "typed_at", "expires_at")
_DROP = Prepared(delete(QUESTION).where(QUESTION.c.message == bindparam("b_message")))


class Questions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(self, message: int, *, rep: int, line: str, typed_at: datetime, now: datetime) -> None:
        row = {"message": message, "rep": rep, "line": line, "typed_at": typed_at, "expires_at": now + KEEP}
        _ADD.run(self._connection, **row)

    def of(self, message: int) -> Question | None:
        row = _BY_MESSAGE.first(self._connection, b_message=message)
        return Question(*row) if row else None

    def latest(self, rep: int, *, now: datetime) -> Question | None:
        """The newest question to a member that still waits."""
        row = _LATEST.first(self._connection, b_rep=rep, b_now=now)
        return Question(*row) if row else None

    def waiting(self, rep: int, *, now: datetime) -> list[Question]:
        """All questions to a member that still wait, the newest first."""
        return [Question(*row) for row in _WAITING.all(self._connection, b_rep=rep, b_now=now)]

    def settle(self, message: int) -> None:
        _DROP.run(self._connection, b_message=message)

    def expired(self, *, now: datetime) -> list[Question]:
        return [Question(*row) for row in self._connection.execute(_EXPIRED, {"b_now": now})]

    def next_expiry(self) -> datetime | None:
        found: datetime | None = self._connection.execute(
            select(QUESTION.c.expires_at).order_by(QUESTION.c.expires_at).limit(1)
        ).scalar()
        return found

"""Messages that are withdrawn before they go out; what they were to remind of is owed again."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, null, select, update

from storage.agenda import Progress
from storage.outbox import State
from storage.tables import metadata

OUTBOX = metadata.tables["outbox"]
REMINDER = metadata.tables["reminder"]
AT_ONCE = 500
T = TypeVar("T")


def withdraw(connection: Connection, which: ColumnElement[bool], *, now: datetime) -> None:
    """A row stays, so that its number is never another message's; what it said doesn't."""
    waiting = select(OUTBOX.c.id).where(OUTBOX.c.state == State.WAITING, which).with_for_update()
    for part in parts([row[0] for row in connection.execute(waiting)]):
        gone = update(OUTBOX).where(OUTBOX.c.id.in_(part))
        connection.execute(gone.values(state=State.WITHDRAWN, body=None, actions=None))
        reminded = update(REMINDER).where(REMINDER.c.push.in_(part))
        open_ = reminded.where(REMINDER.c.state == Progress.PUSHED)
        connection.execute(open_.values(state=Progress.WAITING, push_at=now))
        connection.execute(reminded.values(push=null(), pushed_at=null()))


def parts(numbers: Sequence[T], at_once: int = AT_ONCE) -> Iterator[Sequence[T]]:
    """A database takes only so many values at a time."""
    return (numbers[begin : begin + at_once] for begin in range(0, len(numbers), at_once))

"""What is to be said: written in the turn's commit, sent later, never said without being saved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update

from storage.prepared import Prepared, inserting
from storage.tables import metadata

OUTBOX = metadata.tables["outbox"]


class Lane(IntEnum):
    """Across chats replies come before pushes, pushes before digests, and nobody's digest waits for pictures."""

    REPLY = 0
    PUSH = 1
    DIGEST = 2
    PICTURE = 3


class State(IntEnum):
    """A push is SENDING before its request is written; what then got no answer is UNCLEAR."""

    WAITING = 0
    SENDING = 1
    SENT = 2
    UNCLEAR = 3
    FAILED = 4
    WITHDRAWN = 5


@dataclass(frozen=True, slots=True)
class Parcel:
    """One outbox row. `edits` names the row whose message is to be changed; `target` that row's message id."""

    id: int
    chat: int
    lane: int
    version: int
    edits: int | None
    message: int | None
    body: dict[str, Any]
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message of ours as a tap or a reply finds it again."""

    id: int
    chat: int
    version: int
    message: int | None
    contact: int | None
    created_at: datetime
    body: dict[str, Any] | None
    actions: list[Any] = field(default_factory=list)


_target = OUTBOX.alias("target")
_WAITING_ROWS = (
    select(
        OUTBOX.c.id,
        OUTBOX.c.chat,
        OUTBOX.c.lane,
        OUTBOX.c.version,
        OUTBOX.c.edits,
        OUTBOX.c.message,
        OUTBOX.c.body,
        _target.c.message.label("target"),
    )
    .select_from(OUTBOX.outerjoin(_target, _target.c.id == OUTBOX.c.edits))
    .where(OUTBOX.c.state == State.WAITING)
    .order_by(OUTBOX.c.lane, OUTBOX.c.id)
    .limit(bindparam("most"))
)
_WAITING = Prepared(_WAITING_ROWS)
_WAITING_BESIDES = _WAITING_ROWS.where(OUTBOX.c.id.not_in(bindparam("besides", expanding=True)))
_ADD = inserting(
    OUTBOX,
    "chat",
    "lane",
    "state",
    "version",
    "edits",
    "contact",
    "created_at",
    "body",
    "actions",
    returning="id",
)
_MESSAGE = select(
    OUTBOX.c.id,
    OUTBOX.c.chat,
    OUTBOX.c.version,
    OUTBOX.c.message,
    OUTBOX.c.contact,
    OUTBOX.c.created_at,
    OUTBOX.c.body,
    OUTBOX.c.actions,
)
_BY_ID = Prepared(_MESSAGE.where(OUTBOX.c.id == bindparam("b_id")))
_BY_MESSAGE = _MESSAGE.where(
    OUTBOX.c.chat == bindparam("b_chat"), OUTBOX.c.message == bindparam("b_message"), OUTBOX.c.edits.is_(None)
)
_STATE = Prepared(
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("b_id"), OUTBOX.c.state != State.WITHDRAWN)
    .values(state=bindparam("b_state"))
)
_STANDS = Prepared(
    select(OUTBOX.c.id).where(OUTBOX.c.id == bindparam("b_id"), OUTBOX.c.state != State.WITHDRAWN)
)
_SENT = Prepared(
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("b_id"))
    .values(state=State.SENT, message=bindparam("b_message"), sent_at=bindparam("b_at"))
)
_WAITING_EDIT = Prepared(
    select(OUTBOX.c.id).where(OUTBOX.c.edits == bindparam("b_id"), OUTBOX.c.state == State.WAITING)
)
_REWORD = (
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("b_id"))
    .values(body=bindparam("b_body"), version=OUTBOX.c.version + 1)
)
_REARM = Prepared(
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("b_id"))
    .values(actions=bindparam("b_actions"), body=bindparam("b_body"), version=OUTBOX.c.version + 1)
)
_LEARN = Prepared(
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("b_id"))
    .values(message=bindparam("b_message"), state=State.SENT)
)


class Outbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        chat: int,
        body: dict[str, Any],
        *,
        now: datetime,
        lane: Lane = Lane.REPLY,
        actions: list[Any] | None = None,
        contact: int | None = None,
        edits: int | None = None,
    ) -> int:
        """A message to be sent. Returns its row's id, which is how buttons and edits name it."""
        row = {
            "chat": chat,
            "lane": lane,
            "state": State.WAITING,
            "version": 0,
            "edits": edits,
            "contact": contact,
            "created_at": now,
            "body": body,
            "actions": actions,
        }
        return int(_ADD.scalar(self._connection, **row))

    def edit(
        self, target: Message, body: dict[str, Any], *, now: datetime, actions: list[Any] | None
    ) -> None:
        """Change a message: its row at once (unsent, it goes out new), the phone's copy by an edit; the last counts.

        The body carries the version its buttons answer to, so that a tap on an older copy is seen as stale.
        """
        body = {**body, "version": target.version + 1}
        _REARM.run(self._connection, b_id=target.id, b_actions=actions, b_body=body)
        waiting = _WAITING_EDIT.scalar(self._connection, b_id=target.id)
        if waiting is None:
            self.add(target.chat, body, now=now, edits=target.id)
        else:
            self._connection.execute(_REWORD, {"b_id": waiting, "b_body": body})

    def message(self, row: int) -> Message | None:
        found = _BY_ID.first(self._connection, b_id=row)
        return Message(*found) if found else None

    def by_message(self, chat: int, message: int) -> Message | None:
        """The row of a message id Telegram gave us."""
        found = self._connection.execute(_BY_MESSAGE, {"b_chat": chat, "b_message": message}).first()
        return Message(*found) if found else None

    def learn(self, row: int, message: int) -> None:
        """A tap proves that a message arrived and tells which of its copies is looked at."""
        _LEARN.run(self._connection, b_id=row, b_message=message)

    def waiting(self, *, most: int, besides: Collection[int] = ()) -> list[Parcel]:
        """What is to be sent next. `besides`: rows that aren't ready, and are no reason to overlook others."""
        if not besides:
            return [Parcel(*row) for row in _WAITING.all(self._connection, most=most)]
        given = {"most": most, "besides": list(besides)}
        return [Parcel(*row) for row in self._connection.execute(_WAITING_BESIDES, given)]

    def mark(self, rows: Sequence[int], state: State) -> None:
        _STATE.many(self._connection, [{"b_id": row, "b_state": state} for row in rows])

    def stands(self, row: int) -> bool:
        """Whether it wasn't withdrawn since it was fetched."""
        return _STANDS.scalar(self._connection, b_id=row) is not None

    def sent(self, parcels: Sequence[tuple[Parcel, int | None]], *, at: datetime) -> None:
        """Note what Telegram accepted; an edit that was reworded while on its way stays waiting."""
        current = self._versions([parcel.id for parcel, _ in parcels if parcel.edits is not None])
        rows = [
            {"b_id": parcel.id, "b_message": message, "b_at": at}
            for parcel, message in parcels
            if parcel.edits is None or current.get(parcel.id) == parcel.version
        ]
        if rows:
            _SENT.many(self._connection, rows)
        moved = [
            (parcel.edits, message) for parcel, message in parcels if parcel.edits is not None and message
        ]
        for target, message in moved:  # the message was gone: the new one takes its place
            self.learn(target, message)

    def _versions(self, rows: list[int]) -> dict[int, int]:
        if not rows:
            return {}
        found = self._connection.execute(select(OUTBOX.c.id, OUTBOX.c.version).where(OUTBOX.c.id.in_(rows)))
        return dict(found.all())

    def recover(self, *, besides: Collection[int] = ()) -> int:
        """A push whose request was under way when its sender died is unclear; replies simply go again.

        `besides`: rows that are in the asking sender's own hands.
        """
        dead = OUTBOX.c.state == State.SENDING, OUTBOX.c.id.not_in(besides)
        result = self._connection.execute(update(OUTBOX).where(*dead).values(state=State.UNCLEAR))
        return int(result.rowcount)

    def counts(self) -> dict[int, int]:
        """How many rows are waiting, on their way, unclear or failed."""
        open_states = OUTBOX.c.state.in_((State.WAITING, State.SENDING, State.UNCLEAR, State.FAILED))
        found = self._connection.execute(
            select(OUTBOX.c.state, func.count()).where(open_states).group_by(OUTBOX.c.state)
        )
        return dict(found.all())

    def settle_unclear(self, *, now: datetime, hours: int = 24) -> None:
        """An unclear push counts as delivered after a day."""
        old = OUTBOX.c.created_at < now - timedelta(hours=hours)
        self._connection.execute(
            update(OUTBOX).where(OUTBOX.c.state == State.UNCLEAR, old).values(state=State.SENT)
        )

    def tidy(self, *, now: datetime, keep_bodies_days: int = 7, keep_rows_days: int = 30) -> None:
        """Sent rows lose their bodies after a week and go after a month."""
        settled = OUTBOX.c.state.in_((State.SENT, State.FAILED, State.WITHDRAWN))
        week, month = now - timedelta(days=keep_bodies_days), now - timedelta(days=keep_rows_days)
        self._connection.execute(
            update(OUTBOX)
            .where(settled, OUTBOX.c.created_at < week, OUTBOX.c.body.is_not(None))
            .values(body=None)
        )
        stale = or_(OUTBOX.c.edits.is_not(None), OUTBOX.c.created_at < month)
        self._connection.execute(delete(OUTBOX).where(settled, OUTBOX.c.created_at < week, stale))

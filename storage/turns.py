"""Turns that stored something: the unit of undo, and who did what when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, select, update

from storage.prepared import Prepared, inserting
from storage.tables import metadata

TURN = metadata.tables["turn"]
UNDOABLE = timedelta(hours=24)
NOT_UNDONE = (  # these are no entries, or have a way back of their own
    "undo", "keep", "start", "einladen", "einstellungen", "export", "kalender", "import", "import_revert",
    "urlaub", "übergabe",
)  # fmt: skip

TEAM = "team "  # what a lead did with the team, and whose number it was: `team remove 3`
_UNDOABLE_KIND = and_(TURN.c.what.not_in(NOT_UNDONE), ~TURN.c.what.startswith(TEAM))


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """`what` names the command; `reply` the outbox row of its answer; `chat`/`message` the line that was typed."""

    id: int
    rep: int
    at: datetime
    typed_at: datetime
    what: str
    contact: int | None
    chat: int | None
    message: int | None
    reply: int | None
    undone_at: datetime | None


_TURN = select(
    TURN.c.id, TURN.c.rep, TURN.c.at, TURN.c.typed_at, TURN.c.what, TURN.c.contact, TURN.c.chat, TURN.c.message,
    TURN.c.reply, TURN.c.undone_at,
)  # fmt: skip
_LAST = (
    _TURN.where(
        TURN.c.rep == bindparam("b_rep"),
        TURN.c.undone_at.is_(None),
        TURN.c.at > bindparam("b_since"),
        _UNDOABLE_KIND,
    )
    .order_by(TURN.c.id.desc())
    .limit(1)
)
_BY_MESSAGE = _TURN.where(
    TURN.c.chat == bindparam("b_chat"),
    TURN.c.message == bindparam("b_message"),
    _UNDOABLE_KIND,
).order_by(TURN.c.id.desc())
_BEGIN = inserting(TURN, "rep", "at", "typed_at", "what", "chat", "message", returning="id")
_REPLY = Prepared(update(TURN).where(TURN.c.id == bindparam("b_id")).values(reply=bindparam("b_reply")))
_UNDONE = update(TURN).where(TURN.c.id == bindparam("b_id")).values(undone_at=bindparam("b_at"))
_CONTACT = Prepared(update(TURN).where(TURN.c.id == bindparam("b_id")).values(contact=bindparam("b_contact")))


class Turns:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(
        self, rep: int, what: str, *, now: datetime, typed_at: datetime, chat: int | None, message: int | None
    ) -> int:
        """A turn that is about to store something."""
        return int(
            _BEGIN.scalar(
                self._connection, rep=rep, at=now, typed_at=typed_at, what=what, chat=chat, message=message
            )
        )

    def concerns(self, turn: int, contact: int) -> None:
        _CONTACT.run(self._connection, b_id=turn, b_contact=contact)

    def answered(self, turn: int, reply: int) -> None:
        _REPLY.run(self._connection, b_id=turn, b_reply=reply)

    def get(self, turn: int) -> StoredTurn | None:
        row = self._connection.execute(_TURN.where(TURN.c.id == turn)).first()
        return _stored(row)

    def last(self, rep: int, *, now: datetime) -> StoredTurn | None:
        """A member's newest turn of the last 24 h that stands."""
        row = self._connection.execute(_LAST, {"b_rep": rep, "b_since": now - UNDOABLE}).first()
        return _stored(row)

    def by_message(self, chat: int, message: int) -> StoredTurn | None:
        """What a typed line stored, for its correction."""
        row = self._connection.execute(_BY_MESSAGE, {"b_chat": chat, "b_message": message}).first()
        return _stored(row)

    def undone(self, turn: int, *, at: datetime | None) -> None:
        self._connection.execute(_UNDONE, {"b_id": turn, "b_at": at})


def _stored(row: Any) -> StoredTurn | None:
    return StoredTurn(*row) if row else None

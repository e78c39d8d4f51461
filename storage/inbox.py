"""Raw updates: stored before they are confirmed, done in the commit of their turn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Connection,
    Text,
    bindparam,
    delete,
    func,
    select,
    type_coerce,
    update,
)

from storage import locks
from storage.columns import from_text
from storage.inserts import insert_new
from storage.prepared import Prepared
from storage.tables import metadata

INBOX = metadata.tables["inbox"]
OPEN, DONE, PARKED = 0, 1, 2
CHATS_AT_ONCE = 8  # so many one process takes of a shared inbox; the rest is for the others
LOOK_AHEAD = 1000  # rows among which it looks for chats that nobody is at work on
LONGEST_WAIT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Letter:
    """An update as Telegram sent it, waiting for its turn. Most that are fetched wait for a later commit."""

    seq: int
    update: int
    chat: int
    received_at: datetime
    raw: str

    @property
    def body(self) -> Any:
        """What is in it, read anew each time it is asked for."""
        return from_text(self.raw)


_rest = INBOX.alias("rest")
_RESTING = select(_rest.c.chat).where(
    _rest.c.state == OPEN,
    _rest.c.not_before > bindparam("now"),
    _rest.c.not_before <= bindparam("latest"),  # later only where the clock was set back
)
_DUE = INBOX.c.state == OPEN, INBOX.c.chat.not_in(_RESTING)  # a chat rests as a whole, else its order is lost
_LETTERS = (
    select(INBOX.c.seq, INBOX.c.update_id, INBOX.c.chat, INBOX.c.received_at, type_coerce(INBOX.c.body, Text))
    .where(*_DUE)
    .order_by(INBOX.c.seq)
    .limit(bindparam("most"))
)
_OPEN = Prepared(_LETTERS)
_OPEN_OF = Prepared(_LETTERS.where(INBOX.c.chat == func.any(bindparam("chats", type_=ARRAY(BigInteger)))))

_ahead = select(INBOX.c.seq, INBOX.c.chat).where(*_DUE).order_by(INBOX.c.seq).limit(LOOK_AHEAD).subquery()
_by_age = select(_ahead.c.chat).group_by(_ahead.c.chat).order_by(func.min(_ahead.c.seq))
_chats = _by_age.cte("chats").prefix_with(
    "MATERIALIZED"
)  # so that no more chats are asked, and locked, than needed
_CLAIM = Prepared(select(_chats.c.chat).where(locks.free(_chats.c.chat)).limit(CHATS_AT_ONCE))
_DONE = Prepared(update(INBOX).where(INBOX.c.seq == bindparam("b_seq")).values(state=DONE, error=None))
_FORGET = update(INBOX).where(INBOX.c.seq == bindparam("b_seq")).values(state=DONE, body=None)
_PARK = (
    update(INBOX).where(INBOX.c.seq == bindparam("b_seq")).values(state=PARKED, error=bindparam("b_error"))
)
_WAIT = (
    update(INBOX)
    .where(INBOX.c.chat == bindparam("b_chat"), INBOX.c.state == OPEN)
    .values(not_before=bindparam("b_until"))
)
_COUNT = select(INBOX.c.state, func.count()).where(INBOX.c.state != DONE).group_by(INBOX.c.state)


class Inbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def store(self, updates: Iterable[tuple[int, int, dict[str, Any]]], *, received_at: datetime) -> int:
        """Keep raw updates (update id, chat, body); known ids are dropped. Returns how many were given."""
        rows = [
            {"update_id": number, "chat": chat, "body": body, "received_at": received_at, "state": OPEN}
            for number, chat, body in updates
        ]
        if rows:
            self._connection.execute(insert_new(self._connection, INBOX, "update_id"), rows)
        return len(rows)

    def waiting(self, *, now: datetime, most: int) -> list[Letter]:
        """Open updates in the order they came; until the commit their chats are ours alone."""
        moments = {"now": now, "latest": now + LONGEST_WAIT}
        if not locks.shared(self._connection):
            return [Letter(*row) for row in _OPEN.all(self._connection, most=most, **moments)]
        chats = [row[0] for row in _CLAIM.all(self._connection, **moments)]
        if not chats:
            return []
        # What another process did to these chats before we had them, only a statement begun now sees for sure.
        return [Letter(*row) for row in _OPEN_OF.all(self._connection, most=most, chats=chats, **moments)]

    def recover(self) -> None:
        """At start nobody waits: who counted their lines is gone, and later lines mustn't overtake theirs."""
        self._connection.execute(
            update(INBOX)
            .where(INBOX.c.state == OPEN, INBOX.c.not_before.is_not(None))
            .values(not_before=None)
        )

    def done(self, seqs: Sequence[int]) -> None:
        _DONE.many(self._connection, [{"b_seq": seq} for seq in seqs])

    def forget(self, seq: int) -> None:
        """Done, and nothing of what was said is kept: strangers and groups."""
        self._connection.execute(_FORGET, {"b_seq": seq})

    def park(self, seq: int, error: str, *, keep: bool) -> None:
        """Set aside for a person to look at, `keep`: with its body; never retried by itself."""
        statement = _PARK if keep else _PARK.values(body=None)
        self._connection.execute(statement, {"b_seq": seq, "b_error": error})

    def wait(self, chat: int, *, until: datetime) -> None:
        """All of this chat waits its minute (rate limit), in order."""
        self._connection.execute(_WAIT, {"b_chat": chat, "b_until": until})

    def counts(self) -> dict[int, int]:
        return dict(self._connection.execute(_COUNT).all())

    def tidy(self, *, now: datetime, keep_bodies_days: int = 7, keep_rows_days: int = 30) -> None:
        """Bodies and ids go after a week (Telegram draws new ids after a quiet one), rows after a month."""
        week, month = now - timedelta(days=keep_bodies_days), now - timedelta(days=keep_rows_days)
        settled = INBOX.c.state != OPEN
        self._connection.execute(
            update(INBOX).where(settled, INBOX.c.received_at < week).values(body=None, update_id=None)
        )
        self._connection.execute(delete(INBOX).where(settled, INBOX.c.received_at < month))

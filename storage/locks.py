"""Who may do what while several processes share one PostgreSQL database; SQLite has one writer and needs none of it.

A chat's lock lasts for a transaction, a role's for a connection: nobody who died holds any.
"""

from enum import IntEnum

from sqlalchemy import ColumnElement, Connection, Integer, bindparam, func, select

from storage.prepared import Prepared

OURS = 1312899912  # "NACH": our pairs among a database's advisory locks; a chat is one big number and no pair
SCHEMA = 0
COUNTS = 5  # after the roles


class Role(IntEnum):
    """What exactly one process does at a time."""

    POLLER = 1
    SENDER = 2
    TICKER = 3
    LABOURER = 4


_PAIR = bindparam("ours", OURS, Integer), bindparam("what", type_=Integer)
_TAKE = Prepared(select(func.pg_try_advisory_lock(*_PAIR)))
_ALONE = Prepared(select(func.pg_advisory_xact_lock(*_PAIR)))
_TOGETHER = Prepared(select(func.pg_advisory_xact_lock_shared(*_PAIR)))


def shared(connection: Connection) -> bool:
    """Whether other processes may be at work on the same database."""
    return connection.dialect.name == "postgresql"


def take(connection: Connection, role: Role) -> bool:
    """Take a role that nobody has, for as long as the connection lives. Whoever has it doesn't ask again."""
    return not shared(connection) or bool(_TAKE.scalar(connection, what=role))


def alone_with_schema(connection: Connection) -> None:
    """Wait until no other process changes the schema; until the end of the transaction none will."""
    if shared(connection):
        _ALONE.scalar(connection, what=SCHEMA)


def count(connection: Connection, *, alone: bool = False) -> None:
    """Wait until nobody counts first buyers anew, or – `alone` – adds any up; until the end of the transaction."""
    if shared(connection):
        (_ALONE if alone else _TOGETHER).scalar(connection, what=COUNTS)


def free(chat: ColumnElement[int]) -> ColumnElement[bool]:
    """A condition that takes the chat as it is asked: true if no other transaction has it (PostgreSQL only)."""
    return func.pg_try_advisory_xact_lock(chat)

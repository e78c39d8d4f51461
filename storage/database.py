"""The engine and the one transaction: BEGIN IMMEDIATE for every writer, one writing connection."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import StaticPool

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA cache_size=-32000",
    "PRAGMA temp_store=MEMORY",
)

OUTAGES = (
    "locked", "busy", "full", "disk i/o", "readonly", "unable to open", "closed", "terminat", "shutting down",
    "connect",
)  # fmt: skip


class StoreUnavailable(Exception):
    """Locked, full or lost: no handler's fault; nothing was committed, the work stays open."""


def address(url: str) -> URL:
    """A database URL with the drivers we ship: sqlite and psycopg."""
    parsed = make_url(url)
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername == "postgresql" else parsed


def connect(url: str) -> Engine:
    """An engine for `sqlite:///file`, `sqlite://` (in memory) or `postgresql://…`."""
    parsed = address(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    in_memory = parsed.database in {None, "", ":memory:"}
    if not in_memory:
        _private(Path(str(parsed.database)))
    engine = create_engine(
        parsed,
        connect_args={"check_same_thread": False},
        **({"poolclass": StaticPool} if in_memory else {}),
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _private(file: Path) -> None:
    """Only the owner reads the customers: the file is created 0600 before SQLite opens it."""
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin_immediate(connection: Connection) -> None:
    """SQLAlchemy's deferred BEGIN loses writes between processes; a writer takes its lock at once."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """One unit of work: commits at its end, rolls back on any error."""
    try:
        with connection.begin():
            yield
    except Exception as error:
        if is_outage(error):
            if getattr(error, "connection_invalidated", False):
                connection.invalidate()
            raise StoreUnavailable(str(error)) from error
        raise


def is_outage(error: BaseException) -> bool:
    """Whether the database itself failed, not the statement: locked, full, lost."""
    if getattr(error, "connection_invalidated", False):
        return True
    words = str(getattr(error, "orig", error)).lower()
    operational = any(
        kind.__name__ == "OperationalError" for kind in type(error).__mro__
    )  # of whatever driver
    return operational and any(word in words for word in OUTAGES)


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """What a failing handler wrote goes, what stood before stays. Cheaper than SQLAlchemy's nested transaction."""
    cursor = connection.connection.cursor()
    cursor.execute("SAVEPOINT turn")
    try:
        yield
    except BaseException as error:
        try:
            cursor.execute("ROLLBACK TO SAVEPOINT turn")
            cursor.execute("RELEASE SAVEPOINT turn")
        except Exception as gone:  # noqa: BLE001 – a full or lost database has taken all back, the savepoint too
            raise StoreUnavailable(f"{error} ({gone})") from error
        raise
    cursor.execute("RELEASE SAVEPOINT turn")

"""A second, reading look at the database: one snapshot for as long as it takes, holding up nobody who writes."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from storage.database import address, connect

AT_ONCE = 2000  # rows in memory


class NoDatabase(Exception):
    """The file isn't there, or lies in another process's memory."""


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """A connection that sees the database as it was when it was opened; raises NoDatabase."""
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            yield connection.execution_options(yield_per=AT_ONCE)
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    parsed = address(url)
    if parsed.get_backend_name() != "sqlite":
        return connect(url).execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    file = Path(str(parsed.database))
    if parsed.database in {None, "", ":memory:"} or not file.is_file():
        raise NoDatabase(str(file))
    return _snapshots(file)


def _snapshots(file: Path) -> Engine:
    """SQLite's WAL lets a reader stay at its moment; our writing engine would take the lock at once."""

    def opened() -> sqlite3.Connection:
        # Not mode=ro: who reads last clears away the -wal and -shm, a pure reader can't.
        uri = f"file:{quote(str(file.resolve()))}?mode=rw"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5)
        with closing(connection.cursor()) as cursor:
            cursor.execute("PRAGMA query_only=ON")
        return connection

    engine = create_engine("sqlite://", creator=opened, poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")

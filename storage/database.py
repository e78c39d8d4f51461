"""The engine and the one transaction, on SQLite and PostgreSQL: one writing connection a process."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool, StaticPool

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA cache_size=-32000",
    "PRAGMA temp_store=MEMORY",
)

# Failover within 10 s: both ends notice within five that the other is no more. What an operator writes into the
# URL wins on our end.
LINK = {
    "application_name": "nachfass",
    "connect_timeout": "5",
    "keepalives_idle": "2",
    "keepalives_interval": "1",
    "keepalives_count": "3",
    "tcp_user_timeout": "5000",
}
SESSION = (
    "SET default_transaction_isolation = 'read committed'",  # a claim is seen by the next statement
    "SET plan_cache_mode = force_custom_plan",  # indexes of open rows serve only who knows the state asked for
    "SET idle_in_transaction_session_timeout = '60s'",  # a process that hangs lets go of its locks
    "SET tcp_keepalives_idle = 2",
    "SET tcp_keepalives_interval = 1",
    "SET tcp_keepalives_count = 3",
    "SET tcp_user_timeout = 5000",
)

OUTAGES = (
    "locked", "busy", "full", "disk i/o", "readonly", "unable to open", "closed", "terminat", "shutting down",
    "connect",
)  # fmt: skip


READS = "nachfass_reads"  # an option of connections that only read
PATIENCE, IMPATIENT = "nachfass_patience", 20  # ms; the usual one is among the pragmas
READ_ONLY = "25006"  # a server that became a standby under our hands


class StoreUnavailable(Exception):
    """Locked, full or lost: no handler's fault; nothing was committed, the work stays open."""


class DriverMissing(Exception):
    """PostgreSQL's driver is an extra."""


def address(url: str) -> URL:
    """A database URL with the drivers we ship: sqlite and psycopg."""
    parsed = make_url(url)
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername == "postgresql" else parsed


def connect(url: str) -> Engine:
    """An engine for `sqlite:///file`, `sqlite://` (in memory) or `postgresql://…`."""
    parsed = address(url)
    if parsed.get_backend_name() != "sqlite":
        return _connect_to_server(parsed)
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


def _connect_to_server(parsed: URL) -> Engine:
    try:
        linked = parsed.update_query_dict({key: LINK[key] for key in LINK.keys() - parsed.query.keys()})
        engine = create_engine(linked, poolclass=NullPool, hide_parameters=True)
    except ModuleNotFoundError as missing:
        raise DriverMissing("pip install 'nachfass[postgres]'") from missing
    event.listen(engine, "connect", _prepare_session)
    event.listen(engine, "begin", _begin_reading)
    return engine


def _begin_reading(connection: Connection) -> None:
    """What is read aside is of one moment, as it is on SQLite, and writes nothing."""
    if connection.get_execution_options().get(READS):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _prepare_session(connection: Any, _record: object) -> None:
    connection.execute("; ".join(SESSION))
    connection.commit()


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
    if connection.get_execution_options().get(READS):
        connection.exec_driver_sql("BEGIN")
        return
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except Exception:
        _be_impatient(connection)
        raise
    if (usual := connection.info.pop(PATIENCE, None)) is not None:
        connection.connection.cursor().execute(f"PRAGMA busy_timeout={usual}")


def _be_impatient(connection: Connection) -> None:
    """Who waited in vain for a lock doesn't hold up the event loop for as long again: it asks now and then."""
    if PATIENCE not in connection.info:
        cursor = connection.connection.cursor()
        connection.info[PATIENCE] = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout={min(IMPATIENT, connection.info[PATIENCE])}")


def opened(engine: Engine) -> Connection:
    """A connection; raises StoreUnavailable where there is none to be had."""
    try:
        return engine.connect()
    except Exception as error:
        if is_outage(error):
            raise StoreUnavailable(_said(error)) from error
        raise


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """One unit of work: commits at its end, rolls back on any error. A connection that is lost is invalidated."""
    try:
        with connection.begin():
            yield
    except Exception as error:
        if not (isinstance(error, StoreUnavailable) or is_outage(error)):
            raise
        if _is_lost(connection, error):
            connection.invalidate()
        raise StoreUnavailable(_said(error)) from error


def is_outage(error: BaseException) -> bool:
    """Whether the database itself failed, not the statement: locked, full, lost."""
    if getattr(error, "connection_invalidated", False):
        return True
    cause = getattr(error, "orig", None) or error
    operational = any(
        kind.__name__ == "OperationalError" for kind in type(cause).__mro__
    )  # of whatever driver
    if hasattr(
        cause, "sqlstate"
    ):  # PostgreSQL says it in many languages, but its operational errors are just these
        return operational or cause.sqlstate == READ_ONLY
    return operational and any(word in str(cause).lower() for word in OUTAGES)


def _is_lost(connection: Connection, error: BaseException) -> bool:
    if connection.invalidated or getattr(error, "connection_invalidated", False):
        return True
    return bool(getattr(connection.connection.dbapi_connection, "closed", False))


def _said(error: BaseException) -> str:
    """The driver's words alone, in a line: SQLAlchemy adds the statement, PostgreSQL good advice."""
    return str(getattr(error, "orig", None) or error).strip().partition("\n")[0]


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """What a failing handler wrote goes, what stood before stays. Cheaper than SQLAlchemy's nested transaction."""
    execute: Any = connection.connection.dbapi_connection.execute  # type: ignore[union-attr]  # both drivers have it
    execute("SAVEPOINT turn")
    try:
        yield
    except BaseException as error:
        try:
            execute("ROLLBACK TO SAVEPOINT turn")
            execute("RELEASE SAVEPOINT turn")
        except Exception as gone:  # noqa: BLE001 – a full or lost database has taken all back, the savepoint too
            raise StoreUnavailable(f"{error} ({gone})") from error
        raise
    execute("RELEASE SAVEPOINT turn")

"""The database: opened and migrated, and the units of work on its one writing connection."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, Engine
from sqlalchemy.pool import StaticPool

from storage import locks
from storage.database import READS, StoreUnavailable, connect, opened, transaction
from storage.policy import Policy
from storage.unit import NOBODY, Change, Work

__all__ = ["NOBODY", "Change", "Policy", "Store", "Work"]


class Store:
    """The database: opens it, migrates it, hands out units of work on its one writing connection."""

    def __init__(self, url: str, policy: Policy) -> None:
        self.url = url
        self.engine: Engine = connect(url)
        self._policy = policy
        self._connection: Connection | None = None
        self._roles: set[locks.Role] = set()  # held by the connection, and lost with it
        self.shared = self.engine.dialect.name == "postgresql"  # other processes may be at work on it

    def prepare(self) -> None:
        """Bring the schema to today's revision; a fresh one is made at once."""
        from storage.migrate import prepare  # noqa: PLC0415 – Alembic is loaded only when there is work

        prepare(self.engine)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One transaction."""
        with self._transaction() as connection:
            work = Work(connection, self._policy)
            yield work
            work.write()

    def hurry(self) -> None:
        """From here on no commit waits for the disk: of what can be made again a power cut may take the last bit."""
        with self._transaction() as connection:
            raw = connection.connection
            if self.shared:
                connection.exec_driver_sql("SET synchronous_commit = off")
        if not self.shared:
            raw.cursor().execute("PRAGMA synchronous=NORMAL")

    @property
    def has_aside(self) -> bool:
        """A database in memory is its one connection."""
        return not isinstance(self.engine.pool, StaticPool)

    @contextmanager
    def aside(self) -> Iterator[Work]:
        """Reads beside the turns, in a thread of its own, what takes longer than a turn may wait. Writes nothing."""
        if not self.has_aside:
            with self.work() as work:
                yield work
            return
        with opened(self.engine).execution_options(**{READS: True}) as connection, transaction(connection):
            yield Work(connection, self._policy)

    def lead(self, role: locks.Role) -> bool:
        """Whether this process has the role; one that nobody has it takes."""
        if not self.leads(role):
            with self._transaction() as connection:
                if locks.take(connection, role):
                    self._roles.add(role)
        return self.leads(role)

    def leads(self, role: locks.Role) -> bool:
        """Whether this process has the role, as far as it knows: until the next transaction fails."""
        return role in self._roles or not self.shared

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        if self._connection is None or self._connection.closed:
            self._connection = opened(self.engine)
        try:
            with transaction(self._connection):
                yield self._connection
        except StoreUnavailable:
            if self._connection.invalidated:
                self._let_go()
            raise

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        self._roles.clear()
        if connection is not None:
            with suppress(Exception):  # it may be broken
                connection.close()

    def close(self) -> None:
        self._let_go()
        self.engine.dispose()

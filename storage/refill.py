"""The rows of an archive into an empty database, as they are; what is derived of them comes after."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from storage.archive_lines import ArchiveBroken, End, Row, parsed
from storage.archived import TABLES, fillings, values
from storage.backup import NotEmpty
from storage.database import is_outage
from storage.inserts import upsert
from storage.migrate import HEAD
from storage.outbox import State
from storage.tables import metadata

AT_ONCE = 1000  # rows a statement
TAKEN = ("member", "contact", "turn", "event")  # with rows in one of these a database is no empty one
REMINDER = metadata.tables["reminder"]
OUTBOX = metadata.tables["outbox"]


class Refill:
    """Within the transaction of a restore: nothing of a broken archive stays."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def fill(
        self,
        lines: Iterable[str],
        *,
        now: datetime,
        derive: Callable[[int], None],
    ) -> dict[str, int]:
        """`derive` is called, with how many contacts there are, when all that it derives from is there; the reminders
        it plans give way to those kept.

        Returns how many rows each table got; raises NotEmpty, ArchiveForeign, ArchiveNewer, ArchiveBroken.
        """
        self._refuse_data()
        derived = False
        counted: dict[str, int] = {}
        for batch in _batches(parsed(lines, HEAD)):
            first = batch[0]
            if not derived and _name(first) in {REMINDER.name, ""}:
                self._derive(partial(derive, counted.get("contact", 0)), first.line)
                derived = True
            if isinstance(first, End):
                self._finish(first, counted, now)
                break
            self._put(batch, counted)
        return counted

    def _derive(self, derive: Callable[[], None], line: int) -> None:
        try:
            derive()
        except (ValueError, LookupError, TypeError, AttributeError) as error:  # a kind or code there isn't
            raise ArchiveBroken(line, f"die Zeilen davor ergeben keinen Sinn ({error})") from error
        self._connection.execute(delete(REMINDER))

    def _refuse_data(self) -> None:
        for name in TAKEN:
            if self._connection.execute(select(metadata.tables[name]).limit(1)).first() is not None:
                raise NotEmpty(name)

    def _put(self, batch: Sequence[Row | End], counted: dict[str, int]) -> None:
        name, line = _name(batch[0]), batch[0].line
        if name not in TABLES:
            raise ArchiveBroken(line, f"keine Tabelle „{name}“")
        rows = [_stored(row) for row in batch if isinstance(row, Row)]
        table = metadata.tables[name]
        with _broken_at(line):
            self._connection.execute(
                upsert(self._connection, table, "name") if name == "fact" else insert(table), rows
            )
        counted[name] = counted.get(name, 0) + len(rows)

    def _finish(self, end: End, counted: dict[str, int], now: datetime) -> None:
        """Complete, and every new number comes after those there are."""
        if {name: count for name, count in end.rows.items() if count} != counted:
            raise ArchiveBroken(end.line, "es fehlen Zeilen")
        self._reserve(end.outbox, now)
        if self._connection.dialect.name == "postgresql":
            for table in (*map(metadata.tables.__getitem__, TABLES), OUTBOX):
                if "id" in table.c:
                    self._go_on(table)

    def _reserve(self, last: int, now: datetime) -> None:
        """Messages of before name outbox rows below this number; a button of theirs is to find none."""
        highest = self._connection.execute(select(func.max(OUTBOX.c.id))).scalar() or 0
        if last > highest:
            row = {"id": last, "chat": 0, "lane": 0, "state": State.SENT, "version": 0, "created_at": now}
            self._connection.execute(insert(OUTBOX), row)

    def _go_on(self, table: Table) -> None:
        """PostgreSQL counts apart from the rows."""
        query = text(
            f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name}"  # noqa: S608 – our own names
            " HAVING max(id) IS NOT NULL"
        )
        self._connection.execute(query)


def _name(found: Row | End) -> str:
    return found.table if isinstance(found, Row) else ""


def _batches(found: Iterable[Row | End]) -> Iterator[list[Row | End]]:
    """Rows of one table, so many at once."""
    for _, rows in groupby(found, key=_name):
        while batch := list(islice(rows, AT_ONCE)):
            yield batch


def _stored(row: Row) -> dict[str, Any]:
    """What goes into the table, each value of its column's kind."""
    facts = dict(row.facts)
    try:
        stored = {kind.name: kind.back(facts.pop(kind.name, kind.zero)) for kind in values(row.table)}
    except (TypeError, ValueError, OverflowError) as error:
        raise ArchiveBroken(row.line, f"unlesbarer Wert ({error})") from None
    if facts:
        raise ArchiveBroken(row.line, f"unbekannt: {', '.join(facts)}")
    return {**stored, **fillings(row.table)}


@contextmanager
def _broken_at(line: int) -> Iterator[None]:
    """What a database won't take of these rows: a number that names nothing, or one twice."""
    try:
        yield
    except (StatementError, OverflowError) as error:
        if isinstance(error, DBAPIError) and is_outage(error):
            raise
        raise ArchiveBroken(line, "die Zeilen ab hier passen nicht zueinander") from error

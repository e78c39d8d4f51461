"""The whole team's truth as one JSON document, a row a line, and the way back into an empty database.

What can be derived stays out and is derived anew; so do secrets, and what is bound to messages on phones: the inbox,
the outbox, open questions. Of the outbox only its last number goes along: a button of an old message must not meet
a new row of the same number. Of reminders all is kept: that one was pushed, or held back, no event tells.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, BinaryIO

from sqlalchemy import Connection, func, select

from storage import archive_lines as lines_of
from storage.archive_lines import ArchiveBroken, ArchiveForeign, ArchiveNewer
from storage.archived import TABLES, kept, rows_of, values
from storage.backup import NotEmpty
from storage.derived import count_on, derive
from storage.migrate import HEAD
from storage.tables import metadata
from storage.work import Store, Work

__all__ = [
    "ArchiveBroken", "ArchiveForeign", "ArchiveNewer", "NotEmpty", "restore_archive", "rows_in", "write_archive",
]  # fmt: skip

AT_ONCE = 1000  # rows a statement
OUTBOX = metadata.tables["outbox"]
Progress = Callable[[int], None]  # told how many rows are done


def _nobody(_done: int, _whole: int = 0) -> None:
    """Nobody watches."""


def rows_in(connection: Connection) -> int:
    """How many rows an archive will have."""
    tables = [(name, metadata.tables[name]) for name in TABLES]
    counts = (select(func.count()).select_from(table).where(*kept(name, table)) for name, table in tables)
    return sum(int(connection.execute(query).scalar_one()) for query in counts)


def write_archive(connection: Connection, out: BinaryIO, *, progress: Progress = _nobody) -> None:
    """Stream the document; the same state gives the same bytes. The connection should be a snapshot (`reading`)."""
    counted: dict[str, int] = {}
    out.write(lines_of.head(HEAD))
    for name in TABLES:
        for line in lines_of.table(name, _rows(connection, name), counted):
            out.write(line)
            if counted[name] % AT_ONCE == 0:
                progress(sum(counted.values()))
    last = connection.execute(select(func.coalesce(func.max(OUTBOX.c.id), 0))).scalar_one()
    out.write(lines_of.end(int(last), counted))
    progress(sum(counted.values()))


def _rows(connection: Connection, name: str) -> Iterator[dict[str, Any]]:
    """Each row's facts, without those that say nothing."""
    kinds = values(name)
    found = connection.execution_options(yield_per=AT_ONCE).execute(rows_of(name, connection))
    for row in found:
        yield {
            kind.name: kind.out(value) if kind.out else value
            for kind, value in zip(kinds, row, strict=True)
            if value != kind.zero
        }


def restore_archive(
    store: Store, lines: Iterable[str], now: datetime, *, derived: Callable[[int, int], None] = _nobody
) -> dict[str, int]:
    """An archive into an empty database, all or nothing. Returns how many rows each table got.

    `derived` is told of how many contacts, out of how many, all that is derived is there: that takes the longest.
    Raises NotEmpty, ArchiveForeign, ArchiveNewer, ArchiveBroken.
    """
    with store.work() as work:
        return work.archive.fill(lines, now=now, derive=partial(_derive_all, work, now, derived))


def _derive_all(work: Work, now: datetime, derived: Callable[[int, int], None], whole: int) -> None:
    last, done = 0, 0
    work.first_buyers.recount()
    while numbers := work.contacts.after(last, most=AT_ONCE):
        done += derive(work, numbers, now=now)
        _make_findable(work, numbers)
        work.write()
        last = numbers[-1]
        derived(done, whole)
    while count_on(work):
        pass


def _make_findable(work: Work, numbers: Iterable[int]) -> None:
    """By name, and by what was ever said of a contact."""
    for number in numbers:
        contact = work.contacts.any(number)
        if contact and not contact.hidden:
            work.contacts.words.index(contact)
        for event in work.events.history(number).events:
            if event.product or event.text or event.file:
                work.events.mentions.note(event)

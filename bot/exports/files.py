"""Every file there is to have: its name, what makes it, and for whom. The chat and the command line ask here."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.exports.cards import card
from bot.exports.sheets import write_csv, write_workbook
from bot.exports.tables import TABLES, Asked, Table, contacts, entries, purchases
from domain.events import Kind
from storage.archive import Progress, rows_in, write_archive
from storage.exports import Exports
from storage.words import Scope

T = TypeVar("T")
_EVERY = 500  # rows between two words to whoever watches


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: which file, of whose contacts (None: the team's), in whose zone. Goes to the child as JSON."""

    file: str
    owners: tuple[int, ...] | None
    zone: str
    team: bool

    @classmethod
    def of(cls, facts: dict[str, Any]) -> "Order":
        owners = facts["owners"]
        return cls(facts["file"], None if owners is None else tuple(owners), facts["zone"], facts["team"])

    def asked(self, connection: Connection) -> Asked:
        return Asked(Exports(connection), Scope(self.owners), ZoneInfo(self.zone), self.team)


class _Told:
    """Counts what passes, over all tables of a file."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._done = progress, 0

    def table(self, table: Table) -> Table:
        return replace(table, rows=self.each(table.rows))

    def each(self, items: Iterable[T]) -> Iterator[T]:
        for item in items:
            self._done += 1
            if self._done % _EVERY == 0:
                self._progress(self._done)
            yield item


def size_of(connection: Connection, order: Order) -> int:
    """How much there is to be told of while the file is written."""
    if order.file == "json":
        return rows_in(connection)
    asked = order.asked(connection)
    parts = {
        "contacts": asked.exports.count(asked.scope),
        "entries": asked.exports.count_entries(asked.scope),
        "purchases": asked.exports.count_entries(asked.scope, (Kind.PURCHASE,)),
    }
    return {"vcf": parts["contacts"], "xlsx": sum(parts.values()), **parts}[order.file]


Write = Callable[[Connection, Order, BinaryIO, Progress], None]


def _csv(table: str) -> Write:
    def write(connection: Connection, order: Order, out: BinaryIO, progress: Progress) -> None:
        write_csv(_Told(progress).table(TABLES[table](order.asked(connection))), out)

    return write


def _workbook(connection: Connection, order: Order, out: BinaryIO, progress: Progress) -> None:
    asked, told = order.asked(connection), _Told(progress)
    write_workbook(map(told.table, (contacts(asked), entries(asked), purchases(asked))), out)


def _cards(connection: Connection, order: Order, out: BinaryIO, progress: Progress) -> None:
    asked = order.asked(connection)
    out.writelines(_Told(progress).each(map(card, asked.exports.contacts(asked.scope))))


def _archive(connection: Connection, order: Order, out: BinaryIO, progress: Progress) -> None:
    if order.owners is not None or not order.team:
        raise PermissionError(order.file)
    write_archive(connection, out, progress=progress)


WRITERS: dict[str, Write] = {
    "contacts": _csv("contacts"),
    "entries": _csv("entries"),
    "purchases": _csv("purchases"),
    "xlsx": _workbook,
    "vcf": _cards,
    "json": _archive,
}

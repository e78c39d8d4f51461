"""Every file there is to have: its name, what makes it, and for whom. The chat and the command line ask here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.exports.cards import write_cards
from bot.exports.sheets import write_csv, write_workbook
from bot.exports.tables import TABLES, Asked, contacts, entries, purchases
from storage.archive import Progress, write_archive
from storage.exports import Exports
from storage.words import Scope


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


Write = Callable[[Connection, Order, BinaryIO, Progress], None]


def _csv(table: str) -> Write:
    def write(connection: Connection, order: Order, out: BinaryIO, _progress: Progress) -> None:
        write_csv(TABLES[table](order.asked(connection)), out)

    return write


def _workbook(connection: Connection, order: Order, out: BinaryIO, _progress: Progress) -> None:
    asked = order.asked(connection)
    write_workbook((contacts(asked), entries(asked), purchases(asked)), out)


def _cards(connection: Connection, order: Order, out: BinaryIO, _progress: Progress) -> None:
    write_cards(order.asked(connection), out)


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

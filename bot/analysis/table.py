"""A file of purchases as rows: the same files and headings that the import reads, of any size. Nothing is kept."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bot.analysis.cells import Unusable
from bot.errors_imports import FileBroken, FileEmpty, FileForeign, FileLocked, FileUnpacksTooLarge
from bot.imports.cleaning import cleaned
from bot.imports.delimited import Text
from bot.imports.headings import Extra, guessed, headings_at
from bot.imports.kinds import Kind, kind_of
from bot.imports.workbook import Workbook
from bot.why import why
from domain.record import Field

WANTED = "Schreib in die erste Zeile customer_id,date,amount (oder Kunde;Datum;Betrag)."
COMMA = ","
_SAMPLE = 60  # rows that are looked at to tell what a column is
_HEAD = 1 << 16  # bytes that tell what a file is
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # workbooks, told by all of them
_LARGEST_BOOK = 200_000_000  # bytes
_WHO = (Field.CUSTOMER_NO, Field.NAME, Extra.LAST, Extra.FIRST, Field.COMPANY, Field.EMAIL, Field.PHONE)
_NAMES = {"Kunde": _WHO, "Datum": (Extra.DAY,), "Betrag": (Extra.AMOUNT,)}
Tell = Callable[[int], None]
Rows = Iterator[tuple[int, list[str]]]


class Columns(NamedTuple):
    """`first`: the first name's, where the last one stands beside it."""

    customer: int
    day: int
    amount: int
    currency: int | None
    first: int | None


def _nobody(_done: int) -> None:
    """Nobody watches."""


class Table:
    """One file; `rows` reads it once. `point`: whether a table without an example has its cents behind a point."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: Callable[[Tell], Rows]
        size = _size(path)
        try:
            self._open(size)
        except tuple(_WHAT) as refused:
            raise Unusable(*_said(refused, path)) from None

    def _open(self, size: int) -> None:
        with self.path.open("rb") as file:
            head = file.read(_HEAD)
        packed = head.startswith(_PACKED)
        if packed and size > _LARGEST_BOOK:
            raise FileUnpacksTooLarge(self.path.name, _LARGEST_BOOK // 1_000_000)
        data = self.path.read_bytes() if packed else head
        kind = kind_of(data, self.path.name)
        if kind is Kind.CARDS:
            raise FileForeign(self.path.name, "eine Kontaktkarte ohne Käufe")
        if kind is Kind.WORKBOOK:
            self._of_book(Workbook(data, self.path.name))
        else:
            self._of_text(size)

    def _of_text(self, size: int) -> None:
        text = Text.of(lambda: self.path.open("rb"), self.path.name)
        self.size, self.point, self._read = size, text.delimiter == COMMA, text.rows
        self.columns, self._heading = _columns(_first(text.rows(_nobody)))

    def _of_book(self, book: Workbook) -> None:
        """The first sheet that tells of purchases."""
        sheets = book.sheets()
        if not sheets:
            raise FileEmpty(self.path.name)
        for sheet in sheets:
            self.size, self.point, self._read = book.height(sheet), False, _sheet(book, sheet)
            try:
                self.columns, self._heading = _columns(_first(self._read(_nobody)))
            except Unusable:
                if sheet == sheets[-1]:
                    raise
            else:
                return

    def rows(self, progress: Tell) -> Rows:
        """Yield number of the line and cells, headings and blank lines passed over; raises Unusable."""
        try:
            for line, row in self._read(progress):
                if row and line > self._heading:
                    yield line, row
        except FileBroken as broken:
            raise Unusable(*_said(broken, self.path)) from None


def _size(path: Path) -> int:
    try:
        if path.is_file():
            with path.open("rb") as file:
                if not file.read(1):
                    raise Unusable(f"{path.name} ist leer.", WANTED)
            return path.stat().st_size
    except OSError as error:
        raise Unusable(f"{path} lässt sich nicht lesen: {why(error)}.", "Prüf Pfad und Rechte.") from None
    raise Unusable(f"{path} gibt es nicht als Datei.", "Prüf den Pfad.")


_WHAT: dict[type[Exception], tuple[str, str]] = {
    FileEmpty: ("{name} ist leer.", WANTED),
    FileForeign: (
        "{name} ist keine Tabelle mit Käufen: {found}.",
        "Speichere die Tabelle als CSV oder .xlsx.",
    ),
    FileBroken: ("{name} ist nicht zu lesen: {detail}.", "Prüf dort die Anführungszeichen."),
    FileLocked: ("{name} ist mit einem Passwort geschützt.", "Speichere die Tabelle ohne Passwort."),
    FileUnpacksTooLarge: ("{name} ist als Arbeitsmappe zu groß.", "Speichere die Tabelle als CSV."),
}


def _said(refused: Exception, path: Path) -> tuple[str, str]:
    what, remedy = _WHAT[type(refused)]
    facts = {"found": "", "detail": "", **vars(refused), "name": path.name}
    return what.format(**facts), remedy


def _sheet(book: Workbook, sheet: str) -> Callable[[Tell], Rows]:
    def rows(progress: Tell) -> Rows:
        for line, row in enumerate(book.rows(sheet), 1):
            progress(line)
            yield line, row

    return rows


def _first(rows: Rows) -> list[tuple[int, list[str]]]:
    """The first rows that hold anything."""
    clean = ((line, [cleaned(cell) for cell in row]) for line, row in islice(rows, 10 * _SAMPLE))
    return list(islice(((line, row) for line, row in clean if any(row)), _SAMPLE))


def _columns(head: Sequence[tuple[int, list[str]]]) -> tuple[Columns, int]:
    """Which they are, and the line of the headings, 0 where there are none; raises Unusable."""
    rows = [row for _, row in head]
    at = headings_at(rows)
    width = max(map(len, rows), default=0)
    headings = [*(rows[at] if at is not None else []), *[""] * width][:width]
    found = guessed(headings, rows[at + 1 :] if at is not None else rows, named=at is not None)
    places = {meaning: place for place, meaning in enumerate(found) if meaning}
    if missing := [word for word, meanings in _NAMES.items() if not places.keys() & set(meanings)]:
        raise Unusable(f"In der ersten Zeile fehlt: {', '.join(missing)}.", WANTED)
    who = next(meaning for meaning in _WHO if meaning in places)
    first = places.get(Extra.FIRST) if who == Extra.LAST else None
    columns = Columns(places[who], places[Extra.DAY], places[Extra.AMOUNT], places.get(Extra.CURRENCY), first)
    return columns, head[at][0] if at is not None else 0

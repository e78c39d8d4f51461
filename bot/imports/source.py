"""A file as sheets of rows, whatever it is called: the one door to all formats. Blocking: for a thread."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot.errors_imports import FileEmpty, FileTooLarge, TooManyRows
from bot.imports import cards
from bot.imports.cleaning import cleaned
from bot.imports.delimited import Text
from bot.imports.kinds import Kind, kind_of
from bot.imports.workbook import Workbook

MEGABYTE = 1024 * 1024
MOST_COLUMNS = 200
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".vcf", ".vcard")


@dataclass(frozen=True, slots=True)
class Limits:
    """`[limits]`: megabytes of a file, rows of a table."""

    megabytes: int = 20
    rows: int = 100_000


class Source:
    """Raises what is wrong with the file as a refusal: at once, or while its rows are read."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        if len(data) > limits.megabytes * MEGABYTE:
            raise FileTooLarge(name, len(data) / MEGABYTE, limits.megabytes)
        self.name, self._limits = name, limits
        self._data, self.kind = data, kind_of(data, name)
        self._book = Workbook(data, name) if self.kind is Kind.WORKBOOK else None
        self.sheets = self._book.sheets() if self._book else [""]
        if not self.sheets:
            raise FileEmpty(name)

    def rows(self, sheet: str = "") -> Iterator[list[str]]:
        """Cleaned cells of every row that has any, its heading included; raises TooManyRows, FileEmpty."""
        count = 0
        for row in self._raw(sheet or self.sheets[0]):
            cells = [cleaned(cell) for cell in row[:MOST_COLUMNS]]
            if not any(cells):
                continue
            count += 1
            if count > self._limits.rows + 1:
                raise TooManyRows(self.name, self._limits.rows)
            yield cells
        if not count:
            raise FileEmpty(self.name)

    def _raw(self, sheet: str) -> Iterator[list[str]]:
        if self._book:
            return self._book.rows(sheet)
        if self.kind is Kind.CARDS:
            return cards.rows(self._data)
        return (row for _, row in self._text().rows())

    def _text(self) -> Text:
        return Text.of(lambda: io.BytesIO(self._data), self.name)


def taken(rows: Iterator[list[str]], most: int) -> list[list[str]]:
    """The next rows, at most so many."""
    return list(islice(rows, most))

"""Text tables: which encoding, which delimiter, then cells row by row. Nothing is kept: a file may have any size."""

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from typing import BinaryIO

from bot.errors_imports import FileBroken
from bot.imports.headings import LOOKED_AT, meaning_of

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DELIMITERS = (";", "\t", ",", "|")
_CHUNK = 1 << 20
_SAMPLE = 40  # lines
_LONGEST_SAMPLE = 200_000  # characters
_NAMED = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)  # Excel's own first line
_LONGEST_CELL = 1_000_000
_MOST_LINES = 200  # of one row: a quote that is never closed swallows the rest
_HOLES = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))  # no letters in cp1252, and frequent ones in cp850
_EVERY = 20_000  # rows between two words to whoever watches


def nobody(_done: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Text:
    """`opened`: the bytes from their beginning, each time; `told`: a first line says what divides cells."""

    opened: Callable[[], BinaryIO]
    name: str
    encoding: str
    delimiter: str
    told: bool
    strict: bool

    @classmethod
    def of(cls, opened: Callable[[], BinaryIO], name: str) -> "Text":
        """Goes through the file once; raises FileBroken."""
        encoding, quoted = _examined(opened)
        with opened() as raw, _reading(raw, encoding) as text:
            first = _NAMED.fullmatch(text.readline(_LONGEST_SAMPLE))
        delimiter = first[1] if first else ""
        draft = cls(opened, name, encoding, delimiter or _sniffed(opened, encoding), bool(first), strict=True)
        return draft if not quoted or draft._is_strict() else cls(*draft._facts, strict=False)

    @property
    def _facts(self) -> tuple[Callable[[], BinaryIO], str, str, str, bool]:
        return self.opened, self.name, self.encoding, self.delimiter, self.told

    def rows(self, progress: Callable[[int], None] = nobody) -> Iterator[tuple[int, list[str]]]:
        """Number of the line and cells of every row; `progress` is told the bytes. Raises FileBroken."""
        with self.opened() as raw, _reading(raw, self.encoding) as text:
            before = 0
            try:
                for count, (line, row) in enumerate(self._lines(text)):
                    if line - before > _MOST_LINES:
                        raise self._unclosed(before)
                    before = line
                    if count % _EVERY == 0:
                        progress(raw.tell())
                    yield line, row
            except csv.Error as error:
                raise self._unclosed(before) from error

    def _lines(self, text: TextIOWrapper) -> Iterator[tuple[int, list[str]]]:
        if self.told:
            text.readline()
        csv.field_size_limit(_LONGEST_CELL)
        reader = csv.reader(text, delimiter=self.delimiter, strict=self.strict)
        more = 1 if self.told else 0
        return ((reader.line_num + more, row) for row in reader)

    def _is_strict(self) -> bool:
        """Whether all quotes are as they should be; one that is never closed would swallow rows, so it is refused."""
        line = 0
        try:
            with self.opened() as raw, _reading(raw, self.encoding) as text:
                for line, _ in self._lines(text):  # noqa: B007 – where it was when it broke
                    pass
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise self._unclosed(line) from error
            return False
        return True

    def _unclosed(self, line: int) -> FileBroken:
        return FileBroken(self.name, f"ab Zeile {line + 1} ist ein Anführungszeichen nicht geschlossen")


def _reading(raw: BinaryIO, encoding: str) -> TextIOWrapper:
    return TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")


def _examined(opened: Callable[[], BinaryIO]) -> tuple[str, bool]:
    """The encoding, and whether there is any quote.

    UTF-8, UTF-16 by its mark, else cp1252, which was right on all files measured; cp850 where that can't be.
    """
    with opened() as raw:
        decoder, quoted = codecs.getincrementaldecoder("utf-8")(), False
        try:
            for place, chunk in enumerate(_chunks(raw)):
                if not place and chunk.startswith(_WIDE):
                    return "utf-16", True
                quoted = quoted or b'"' in chunk
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _guessed(opened), True
    return "utf-8-sig", quoted


def _guessed(opened: Callable[[], BinaryIO]) -> str:
    """A few damaged places in a file whose other umlauts are well: only the rows they stand in are lost."""
    broken, letters, holes = 0, 0, False
    with opened() as raw:
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        for chunk in _chunks(raw):
            text = decoder.decode(chunk)
            lost = text.count("\ufffd")
            broken, letters = broken + lost, letters + len(text) - lost - len(text.encode("ascii", "ignore"))
            holes = holes or any(hole in chunk for hole in _HOLES)
    if letters > 2 * broken:
        return "utf-8-sig"
    return "cp850" if holes else "cp1252"


def _chunks(raw: BinaryIO) -> Iterator[bytes]:
    while chunk := raw.read(_CHUNK):
        yield chunk


def _sniffed(opened: Callable[[], BinaryIO], encoding: str) -> str:
    """The delimiter that finds most headings, and cuts the first lines most evenly."""
    with opened() as raw, _reading(raw, encoding) as text:
        lines = [line for line in text.read(_LONGEST_SAMPLE).splitlines() if line.strip()][:_SAMPLE]
    return max(DELIMITERS, key=lambda delimiter: (_named(lines, delimiter), _evenness(lines, delimiter)))


def _named(lines: list[str], delimiter: str) -> int:
    """How many headings one of the first lines has; one alone may be chance."""
    try:
        rows = list(islice(csv.reader(lines, delimiter=delimiter), LOOKED_AT))
    except csv.Error:
        return 0
    found = max((len({meaning_of(cell.strip()) for cell in row} - {""}) for row in rows), default=0)
    return found if found > 1 else 0


def _evenness(lines: list[str], delimiter: str) -> tuple[float, int]:
    """Share of lines with the usual number of cells, none where that is one; then how many cells there are."""
    try:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return 0.0, 0
    usual = max(set(counts), key=lambda count: (counts.count(count), count), default=1)
    return (counts.count(usual) / len(counts), usual) if usual > 1 else (0.0, 0)

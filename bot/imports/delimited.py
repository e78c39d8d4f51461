"""Text tables: which encoding, which delimiter, then cells row by row."""

import csv
import io
import re
from collections.abc import Iterator

from bot.errors_imports import FileBroken

_WIDE = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = (";", "\t", ",", "|")
_SAMPLE = 40  # lines
_NAMED = re.compile(r"\Asep=(.)\r?\n", re.IGNORECASE)  # Excel's own first line
_LONGEST_CELL = 1_000_000
_MOST_LINES = 200  # of one row: a quote that is never closed swallows the rest


def decoded(data: bytes) -> str:
    """UTF-8, UTF-16 by its mark, else cp1252, which was right on all files measured; cp850 where that can't be."""
    if data.startswith(_WIDE):
        return data.decode("utf-16", errors="replace")
    text = data.decode("utf-8-sig", errors="replace")
    broken = text.count("\ufffd")
    if not broken or _mostly_utf8(text, broken):
        return text
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("cp850")


def _mostly_utf8(text: str, broken: int) -> bool:
    """A few damaged places in a file whose other umlauts are well: only the rows they stand in are lost."""
    return len(re.findall(r"[^\x00-\x7f\ufffd]", text)) > 2 * broken


def rows(text: str, name: str) -> Iterator[list[str]]:
    """The cells of each line; raises FileBroken."""
    delimiter = ""
    if named := _NAMED.match(text):
        delimiter, text = named[1], text[named.end() :]
    delimiter = delimiter or sniffed(text)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=_is_strict(text, delimiter, name)
    )
    before = 0
    try:
        for row in reader:
            if reader.line_num - before > _MOST_LINES:
                raise FileBroken(name, f"ab Zeile {before + 1} ist ein Anführungszeichen nicht geschlossen")
            before = reader.line_num
            yield row
    except csv.Error as error:
        raise FileBroken(
            name, f"ab Zeile {before + 1} ist ein Anführungszeichen nicht geschlossen"
        ) from error


def sniffed(text: str) -> str:
    """The delimiter that cuts the first lines most evenly."""
    lines = [line for line in text[:200_000].splitlines()[:_SAMPLE] if line.strip()]
    return max(_DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: list[str], delimiter: str) -> tuple[float, int]:
    """Share of lines with the usual number of cells, none where that is one; then how many cells there are."""
    try:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return 0.0, 0
    usual = max(set(counts), key=lambda count: (counts.count(count), count), default=1)
    return (counts.count(usual) / len(counts), usual) if usual > 1 else (0.0, 0)


def _is_strict(text: str, delimiter: str, name: str) -> bool:
    """Whether all quotes are as they should be; one that is never closed would swallow rows, so it is refused."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 0
    try:
        for _ in reader:
            line = reader.line_num
    except csv.Error as error:
        if "unexpected end" in str(error):
            what = f"ab Zeile {line + 1} ist ein Anführungszeichen nicht geschlossen"
            raise FileBroken(name, what) from error
        return False
    return True

"""Workbooks (.xlsx .xlsm .xls) by calamine: sheet by sheet, row by row, cells as text."""

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

from bot.errors_imports import FileBroken, FileLocked

_CENT = 1e-6


class Workbook:
    """Opened once; its rows may be asked for once per sheet."""

    def __init__(self, data: bytes, name: str) -> None:
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415 – only for imports

        self._name = name
        self._errors = (CalamineError, OSError, ValueError)
        try:
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        except PasswordError as error:
            raise FileLocked(name) from error
        except self._errors as error:
            raise FileBroken(name, "die Arbeitsmappe ist beschädigt") from error

    def sheets(self) -> list[str]:
        """Names of the sheets that hold anything."""
        return [name for name in self._book.sheet_names if self._sheet(name).total_height]

    def height(self, sheet: str) -> int:
        """How many rows there are, at most."""
        return int(self._sheet(sheet).total_height)

    def rows(self, sheet: str) -> Iterator[list[str]]:
        for row in self._sheet(sheet).iter_rows():
            yield [as_text(cell) for cell in row]

    def _sheet(self, name: str) -> Any:
        try:
            return self._book.get_sheet_by_name(name)
        except self._errors as error:
            raise FileBroken(self._name, f"das Blatt „{name}“ ist beschädigt") from error


def as_text(cell: Any) -> str:
    """A cell as a German would have typed it, so that amounts and days read the same from every format."""
    for kind, written in _WRITTEN:
        if isinstance(cell, kind):
            return written(cell)
    return "" if cell is None else str(cell)


def _number(value: float) -> str:
    if value.is_integer():
        return str(int(value))
    cents = round(value, 2)
    return f"{cents:.2f}".replace(".", ",") if abs(value - cents) < _CENT else repr(value).replace(".", ",")


def _moment(cell: datetime) -> str:
    return cell.date().isoformat() if cell.time() == time() else cell.strftime("%Y-%m-%d %H:%M")


_WRITTEN: tuple[tuple[type, Callable[[Any], str]], ...] = (  # a bool is an int, a datetime a date
    (str, str),
    (bool, lambda cell: "ja" if cell else "nein"),
    (float, _number),
    (datetime, _moment),
    (date, date.isoformat),
    (time, lambda cell: cell.strftime("%H:%M")),
)

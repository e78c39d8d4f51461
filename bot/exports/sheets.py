"""Tables as files: CSV as German spreadsheets want it, or a workbook with a sheet for each."""

import csv
import io
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from bot.exports.tables import Cell, Table

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LAST_ROW = 1_048_575  # of a sheet, counted from 0
LONGEST = 32_767  # characters a cell may have
WIDTH = 16


def write_csv(table: Table, out: BinaryIO) -> None:
    """UTF-8 with its mark, `;`, decimal comma, German dates."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", errors="replace", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.heads)
    writer.writerows([_text(cell) for cell in row] for row in table.rows)
    text.flush()
    text.detach()


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case date():
            return f"{cell:%d.%m.%Y}"
        case time():
            return f"{cell:%H:%M}"
        case Decimal():
            return f"{cell:.2f}".replace(".", ",")
        case _:
            return str(cell)


def write_workbook(tables: Iterable[Table], out: BinaryIO) -> None:
    """Dates are dates, amounts are numbers, and whatever a customer is called stays text."""
    import xlsxwriter  # noqa: PLC0415 – 45 ms that only a workbook pays

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        formats = _Formats(book)
        for table in tables:
            _fill(book, table, formats)


class _Formats:
    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.day = book.add_format({"num_format": "dd.mm.yyyy"})
        self.clock = book.add_format({"num_format": "hh:mm"})
        self.money = book.add_format({"num_format": "#,##0.00"})


def _fill(book: Any, table: Table, formats: _Formats) -> None:
    """A table too long for a sheet goes on in the next."""
    rows = iter(table.rows)
    number = 1
    while True:
        sheet = _sheet(book, table, number, formats)
        for place in range(1, LAST_ROW + 1):
            row = next(rows, None)
            if row is None:
                sheet.autofilter(0, 0, place - 1, len(table.heads) - 1)
                return
            _write(sheet, place, row, formats)
        if (row := next(rows, None)) is None:
            return
        rows, number = chain([row], rows), number + 1


def _sheet(book: Any, table: Table, number: int, formats: _Formats) -> "Worksheet":
    sheet: Worksheet = book.add_worksheet(table.name if number == 1 else f"{table.name} {number}")
    sheet.set_column(0, len(table.heads) - 1, WIDTH)
    sheet.freeze_panes(1, 0)
    for column, head in enumerate(table.heads):
        sheet.write_string(0, column, head, formats.head)
    return sheet


def _write(sheet: "Worksheet", place: int, row: list[Cell], formats: _Formats) -> None:
    for column, cell in enumerate(row):
        match cell:
            case None | "":
                pass
            case str():
                sheet.write_string(place, column, cell[:LONGEST])
            case date():
                sheet.write_datetime(place, column, cell, formats.day)
            case time():
                sheet.write_datetime(place, column, cell, formats.clock)
            case Decimal():
                sheet.write_number(place, column, cell, formats.money)
            case _:
                sheet.write_number(place, column, cell)

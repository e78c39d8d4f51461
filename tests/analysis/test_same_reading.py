"""What the import reads, the analysis reads alike: the same customers, days, amounts and currencies."""

from collections import Counter
from datetime import date

import pytest

from bot.analysis.ledger import MASK, SHIFT
from bot.analysis.ledger import Reader as Ledger
from bot.analysis.table import Table
from bot.imports.headings import guessed, headings_at
from bot.imports.money import mark_of
from bot.imports.row import Reader
from bot.imports.source import Limits, Source
from bot.imports.unread import Unread
from domain.record import Field
from tests.chat.workbooks import workbook

TODAY = date(2026, 3, 2)


def imported(data, name):
    """Who, day, minor units, currency of every purchase or return the import takes, and how many rows it refuses."""
    source = Source(data, name, Limits())
    rows = list(source.rows(next((sheet for sheet in source.sheets if sheet == "Käufe"), "")))
    at = headings_at(rows[:60])
    body = rows if at is None else rows[at + 1 :]
    heads = rows[at] if at is not None else [""] * len(rows[0])
    meanings = guessed(heads, body[:60], named=at is not None)
    marks = {}
    for place, cell in ((place, cell) for row in body for place, cell in enumerate(row)):
        if mark := mark_of(cell):
            marks[str(place)] = "".join({*marks.get(str(place), ""), mark})
    reader = Reader(meanings, today=TODAY, currency="", phone=lambda typed: typed, marks=marks)
    found, refused = Counter(), 0
    for cells in body:
        try:
            row = reader.read(cells)
        except Unread:
            refused += 1
        else:
            who = row.fields.get(Field.CUSTOMER_NO) or row.fields.get(Field.NAME)
            found[who, row.day, row.minor, row.currency] += 1
    return found, refused


def reckoned(path):
    trade = Ledger(Table(path), today=TODAY).read(lambda _done: None)
    found = Counter()
    for sign, shelves in ((1, trade.bought), (-1, trade.back)):
        for currency, shelf in shelves.items():
            for who, packed in shelf.items():
                found.update(
                    (who, date.fromordinal(one >> SHIFT), sign * (one & MASK), currency) for one in packed
                )
    return found, sum(trade.notes.unread.values())


PLAIN = "Kunde;Datum;Betrag\nJürgen Groß;03.11.2025;1.299,00\nÄnne Öz;2025-12-01;5\n"
FILES = {
    "plain": PLAIN.encode(),
    "told by its first line": ("sep=;\r\n" + PLAIN).encode(),
    "told by its first line, an odd delimiter": ("sep=#\n" + PLAIN.replace(";", "#")).encode(),
    "with a mark": PLAIN.encode("utf-8-sig"),
    "of Windows": PLAIN.encode("cp1252"),
    "of DOS": PLAIN.encode("cp850"),
    "wide": PLAIN.encode("utf-16"),
    "wide, the other way round": b"\xfe\xff" + PLAIN.encode("utf-16-be"),
    "damaged in one place": PLAIN.encode() + "Bert;1.1.2026;7\nMü".encode() + b"\xfcller;1.1.2026;8\n",
    "below a title": ("Käufe 2025\n\n" + PLAIN).encode(),
    "quotes in the middle": b'Kunde;Datum;Betrag\nMeier "GmbH" Co;03.11.2025;5\nBraun;"03.11.2025";"1.234,5"\n',
    "names in two columns": b"Vorname;Nachname;Datum;Betrag\nAnna;Meier;3.11.25;5,00\n",
    "a number and a name": b"Name;KdNr;Kaufdatum;Preis;Betrag\nAnna;7;3.11.2025;1,00;5,00\n",
    "a day called Tag": b"Kunde,Tag,Umsatz in EUR\nAnna,2025-11-03,5.50\n",
    "a currency beside": "Kunde;Datum;Betrag;Währung\nA;3.11.2025;5;€\nB;3.11.25;CHF 6;EUR\nC;3.11.25;7;Stk\n".encode(),
    "amounts of many kinds": (
        "Kunde;Datum;Betrag\nA;1.1.2026;1,3k\nB;1.1.2026;12,50-\nC;1.1.2026;1.299,-\nD;1.1.2026;1'299,50\n"
        "E;1.1.2026;5 Stk\nF;1.1.2026;-49,90 €\nG;1.1.2026;k.A.\nH;1.1.2026;1.234\nI;1.1.2026;12 50\n"
    ).encode(),
    "days of many kinds": (
        b"Kunde;Datum;Betrag\nA;3. November 2025;5\nB;46023;5\nC;20251103;5\nD;3.11.97;5\nE;14/3/2025;5\nF;3/4/2025;5\n"
        b"G;gestern;5\nH;31.12.1949;5\nI;1.1.1950;5\nJ;2025-11-03T14:05:00Z;5\nK;3.11.25, 14:05 Uhr;5\nL;31.2.2025;5\n"
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_text_is_read_alike(tmp_path, name):
    path = tmp_path / "bought.csv"
    path.write_bytes(FILES[name])
    found, refused = imported(FILES[name], path.name)
    assert found
    assert reckoned(path) == (found, refused)


def test_a_workbook_is_read_alike_by_the_sheet_that_tells_of_purchases(tmp_path):
    rows = [["Kunde", "Datum", "Betrag"], ["Anna", date(2025, 11, 3), 1299.5], ["Bert", "3.12.2025", -5]]
    data = workbook(Adressen=[["Name", "Ort"], ["Anna", "Köln"]], Käufe=rows)
    path = tmp_path / "bought.xlsx"
    path.write_bytes(data)
    found, refused = imported(data, path.name)
    assert found[("Anna", date(2025, 11, 3), 129950, "")] == 1
    assert reckoned(path) == (found, refused)


def test_what_is_left_out_of_the_sums_for_its_currency_is_told_to_programs_and_people(analysed):
    head = "Kunde;Datum;Betrag;Währung\n"
    rows = "a;2026-01-01;10,00;EUR\na;2026-02-01;200,50;CHF\nb;2026-02-01;-3;USD\nb;2026-01-01;7;USD"
    assert analysed(rows, head=head).facts["other_currencies"] == {"CHF": 200.5, "USD": 4.0}
    assert "Dazu CHF 200,50 und USD 4,00: zählt als Kauf" in analysed(rows, head=head, json=False).out
    assert analysed("a;2026-01-01;10,00;EUR", head=head).facts["other_currencies"] == {}

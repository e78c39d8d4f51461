"""A file of purchases as rows: which encoding, which delimiter, which column is which. Nothing is kept."""

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, NamedTuple

from bot.analysis.cells import Unusable
from domain.folding import folded, words

_CHUNK = 1 << 20
_EVERY = 20_000  # rows between two words to the progress bar
DELIMITERS = (";", ",", "\t", "|")
WANTED = "Schreib in die erste Zeile customer_id,date,amount (oder Kunde;Datum;Betrag)."
HEADINGS = {  # folded, without blanks and signs; the first that is there is taken
    "customer": (
        "customerid customernumber kundennr kundennummer kundenid kdnr debitor debitorennummer clientid "
        "contactid kontaktid customer kunde client kontakt contact kundenname name"
    ),
    "day": (
        "date datum kaufdatum bestelldatum rechnungsdatum belegdatum auftragsdatum invoicedate orderdate "
        "purchasedate zeitpunkt timestamp day tag"
    ),
    "amount": (
        "amount betrag umsatz summe gesamt gesamtbetrag rechnungsbetrag nettobetrag bruttobetrag netto brutto "
        "total revenue value wert"
    ),
    "currency": "currency wahrung wahrungscode waehrung",
}
_UNIT = re.compile(r"\s*(?:[(\[].*|\sin\s.*|\sEUR(?:O)?)$", re.IGNORECASE)  # `Betrag (EUR)`
_NAMES = {"customer": "Kunde", "day": "Datum", "amount": "Betrag"}


class Columns(NamedTuple):
    customer: int
    day: int
    amount: int
    currency: int | None

    @property
    def least(self) -> int:
        """A row has to have so many cells."""
        return max(self.customer, self.day, self.amount, self.currency or 0) + 1


class Table:
    """One file; `rows` reads it once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = _size(path)
        self.encoding = _encoding(path)
        with path.open("rb") as raw, self._text(raw) as text:
            self.delimiter, self.columns = _columns(text.readline())

    def rows(self, progress: Callable[[int], None]) -> Iterator[tuple[int, list[str]]]:
        """Yield number of the line and cells; blank lines are passed over."""
        with self.path.open("rb") as raw, self._text(raw) as text:
            reader = csv.reader(text, delimiter=self.delimiter, strict=True)
            next(reader)
            try:
                for count, row in enumerate(reader):
                    if count % _EVERY == 0:
                        progress(raw.tell())
                    if row:
                        yield reader.line_num, row
            except csv.Error:
                what = f"{self.path.name} ist ab Zeile {reader.line_num} nicht zu lesen."
                raise Unusable(what, "Prüf dort die Anführungszeichen.") from None

    def _text(self, raw: BinaryIO) -> TextIOWrapper:
        return TextIOWrapper(raw, encoding=self.encoding, errors="replace")  # cp1252 has holes


def _size(path: Path) -> int:
    try:
        if path.is_file():
            with path.open("rb") as file:
                if not file.read(1):
                    raise Unusable(f"{path.name} ist leer.", WANTED)
            return path.stat().st_size
    except OSError as error:
        raise Unusable(f"{path} lässt sich nicht lesen: {error.strerror}.", "Prüf Pfad und Rechte.") from None
    raise Unusable(f"{path} gibt es nicht als Datei.", "Prüf den Pfad.")


def _encoding(path: Path) -> str:
    """UTF-16 by its mark, else UTF-8 where all of it is, else what Windows writes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        start = file.read(_CHUNK)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if start.startswith(b"PK") or b"\0" in start:
            raise Unusable(f"{path.name} ist keine Textdatei.", "Speichere die Tabelle als CSV.")
        try:
            while start:
                decoder.decode(start)
                start = file.read(_CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _columns(line: str) -> tuple[str, Columns]:
    """Take the delimiter that finds all three; else say what is missing with the one that finds most."""
    found = [(delimiter, _named(line, delimiter)) for delimiter in DELIMITERS]
    delimiter, named = max(found, key=lambda pair: len(pair[1]))
    if missing := [word for key, word in _NAMES.items() if key not in named]:
        raise Unusable(f"In der ersten Zeile fehlt: {', '.join(missing)}.", WANTED)
    return delimiter, Columns(named["customer"], named["day"], named["amount"], named.get("currency"))


def _named(line: str, delimiter: str) -> dict[str, int]:
    try:
        heads = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a first line longer than any heading
        heads = []
    cells = ["".join(words(_UNIT.sub("", cell))) for cell in heads]
    hits = {key: [name for name in folded(names).split() if name in cells] for key, names in HEADINGS.items()}
    return {key: cells.index(names[0]) for key, names in hits.items() if names}

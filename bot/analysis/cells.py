"""How days and amounts are written in a file: German or ISO, comma or point."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from bot.settings import ConfigError

LARGEST = 10**11  # minor units: a milliard; more is a slip, and sums stay far from what a machine word holds
_REMEMBERED = 100_000  # different texts whose meaning is kept: files repeat themselves
_TIME = r"(?:[T ]\s*\d{1,2}[:.]\d{2}.*)?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_TIME}")
_PACKED = re.compile(r"(\d{4})(\d\d)(\d\d)")
_GERMAN = re.compile(rf"(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?(\d{{4}}|\d\d),?{_TIME}")
_FULL_YEAR = 4
_CURRENCIES = {"€": "EUR", "EURO": "EUR", "$": "USD", "£": "GBP", "FR.": "CHF", "SFR": "CHF", "SFR.": "CHF"}
_MONEY = re.compile(
    r"(?P<pre>[A-Za-z]{2,4}\.?|[€$£])?\s*(?P<sign>[-+−–]?)\s*(?P<pre2>[€$£])?\s*"
    r"(?P<body>\d[\d.,'’\s]*|[.,]\d+)(?P<after>[-−]?)\s*(?P<post>[A-Za-z]{3,4}|[€$£])?"
)
_GROUPED = {mark: re.compile(rf"\d{{1,3}}(?:\{mark}\d{{3}})+") for mark in ".,"}


class Unusable(ConfigError):
    """The file can't be analysed: one line what, one line what to do."""


class Unread(ValueError):
    """A cell that says nothing we understand: why, in German, and what it holds."""

    def __init__(self, reason: str, cell: str = "") -> None:
        super().__init__(reason, cell)
        self.reason, self.cell = reason, cell[:30]


class Cell(NamedTuple):
    """`minor` None: `text` may be read in two ways until the file shows which mark its cents follow."""

    minor: int | None
    currency: str = ""
    text: str = ""
    sign: int = 1


class Days(dict[str, int]):
    """Texts and their days as ordinals; raises Unread. A year of two digits is at most ten years ahead."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today

    def __missing__(self, text: str) -> int:
        found = self._read(text.strip())
        if len(self) < _REMEMBERED:
            self[text] = found
        return found

    def _read(self, text: str) -> int:
        if not text:
            raise Unread("ohne Datum")
        if iso := _ISO.fullmatch(text) or _PACKED.fullmatch(text):
            year, month, day = iso.groups()[:3]
        elif german := _GERMAN.fullmatch(text):
            day, month, year = german.groups()[:3]
        else:
            raise Unread("Datum unklar", text)
        try:
            return date(self._year(year), int(month), int(day)).toordinal()
        except ValueError:
            raise Unread("diesen Tag gibt es nicht", text) from None

    def _year(self, text: str) -> int:
        if len(text) == _FULL_YEAR:
            return int(text)
        century = self._today.year // 100 * 100
        year = century + int(text)
        return year if year <= self._today.year + 10 else year - 100


class Amounts(dict[str, Cell]):
    """Texts and their amounts; raises Unread. `1.234` waits for a cell that shows which mark the cents follow."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: set[str] = set()

    def __missing__(self, text: str) -> Cell:
        found = self._read(text.strip())
        if len(self) < _REMEMBERED:
            self[text] = found
        return found

    def settle(self, cell: Cell, otherwise: str) -> int:
        """Read what was unclear by the mark seen so far, else by `otherwise`; raises Unread where both were seen."""
        if len(self.marks) > 1:
            raise Unread("Betrag unklar (Tausender oder Nachkommastellen?)", cell.text)
        mark = next(iter(self.marks), otherwise)
        return cell.sign * _minor(*_parts(cell.text, mark))

    def _read(self, text: str) -> Cell:
        found = _MONEY.fullmatch(text)
        if found is None:
            raise Unread("Betrag unklar" if text else "ohne Betrag", text)
        sign = -1 if (found["sign"] + found["after"]).strip("+") else 1
        body = re.sub(r"['’\s]", "", found["body"])
        named = (found["pre"] or found["pre2"] or found["post"] or "").upper()
        currency = _CURRENCIES.get(named, named)
        mark = _decimal_mark(body)
        if mark == "?":
            return Cell(None, currency, body, sign)
        if mark:
            self.marks.add(mark)
        return Cell(sign * _minor(*_parts(body, mark)), currency)


def _decimal_mark(body: str) -> str:
    """Which of the two the cents follow; empty where there are neither cents nor thousands, ? where it is unclear."""
    if not (marks := set(body) & {".", ","}):
        return ""
    last = max(marks, key=body.rfind)
    whole, _, cents = body.rpartition(last)
    other = "," if last == "." else "."
    if len(marks) == 2:  # noqa: PLR2004 – both: the last one is
        return last
    if body.count(last) > 1:
        return other
    return "?" if len(cents) == 3 and whole.strip("0") and len(whole) < 4 else last  # noqa: PLR2004 – a group of thousands


def _parts(body: str, mark: str) -> tuple[str, str]:
    """Split into whole and cents; thousands have to be in groups of three."""
    whole, _, cents = body.partition(mark) if mark else (body, "", "")
    group = "," if mark == "." else "."
    if (group in whole and not _GROUPED[group].fullmatch(whole)) or not (cents or "0").isdecimal():
        raise Unread("Betrag unklar", body)
    plain = whole.replace(group, "") or "0"
    if not plain.isdecimal():
        raise Unread("Betrag unklar", body)
    return plain, cents


def _minor(whole: str, cents: str) -> int:
    minor = int(whole[:20]) * 100
    if len(cents) > 2:  # noqa: PLR2004 – tenths of a cent are rounded half up
        minor += int((Decimal(f"0.{cents}") * 100).to_integral_value(ROUND_HALF_UP))
    elif cents:
        minor += int(cents.ljust(2, "0"))
    if minor > LARGEST:
        raise Unread("Betrag über einer Milliarde", whole)
    return minor

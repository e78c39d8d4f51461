"""How amounts are written in files: comma or point before the cents, with or without a currency, less than nothing.

`1.234` is a thousand or a little more than one: the rest of its column shows which mark the cents follow.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import NamedTuple

from bot.imports.unread import NOTHING, Unread

LARGEST = 10**11  # minor units: a milliard; more is a slip, and sums stay far from what a machine word holds
_REMEMBERED = 100_000  # different texts whose meaning is kept: files repeat themselves
_LONGEST = 60  # characters
_NAMES = {
    "€": "EUR", "EURO": "EUR", "EUROS": "EUR", "$": "USD", "US$": "USD", "£": "GBP", "FR": "CHF", "FR.": "CHF",
    "SFR": "CHF", "SFR.": "CHF", "FRANKEN": "CHF",
}  # fmt: skip
_MONEY = re.compile(
    r"(?P<pre>[A-Za-z]{2,4}\.?|[€$£])?\s*(?P<sign>[-+−–]?)\s*(?P<pre2>[€$£])?\s*"
    r"(?P<body>\d[\d.,'’\s]*|[.,]\d+)(?P<after>[-−]?)\s*(?P<post>[A-Za-z]{3,4}|[€$£])?"
)
_BLANKS = re.compile(r"['’\s]")
_BY_THREE = re.compile(r"\d{1,3}(?:['’\s]\d{3})+(?:[.,]\d*)?\s*")
_GROUPED = {mark: re.compile(rf"\d{{1,3}}(?:\{mark}\d{{3}})+") for mark in ".,"}
_CENTS = re.compile(r"\D{0,6}\d[\d.,'’\s]*[.,]\d{1,2}[-−]?\D{0,6}")
_SIGNS = " .,-–—−€$£"


class Cell(NamedTuple):
    """`minor` None: `text` may be read in two ways until the column shows which mark its cents follow."""

    minor: int | None
    currency: str = ""
    text: str = ""
    sign: int = 1


class Amounts(dict[str, Cell]):
    """Texts and their amounts; raises Unread. `marks`: those that were seen before cents."""

    def __init__(self, marks: str = "") -> None:
        super().__init__()
        self.marks: set[str] = set(marks)

    def __missing__(self, text: str) -> Cell:
        found = self._read(text.strip())
        if len(self) < _REMEMBERED:
            self[text] = found
        return found

    def settle(self, cell: Cell, otherwise: str) -> int:
        """Read what was unclear by the mark seen so far, else by `otherwise`; raises Unread where both were seen."""
        if len(self.marks) > 1:
            raise Unread("amount_unclear", cell.text)
        mark = next(iter(self.marks), otherwise)
        return cell.sign * _minor(*_parts(cell.text, mark))

    def _read(self, text: str) -> Cell:
        if text.casefold() in NOTHING:
            raise Unread("no_amount")
        try:
            return self._figure(text)
        except Unread:
            if (spoken := _spoken(text)) is None:
                raise
            return spoken

    def _figure(self, text: str) -> Cell:
        found = _MONEY.fullmatch(text)
        if found is None or len(text) > _LONGEST:
            raise Unread("amount", text)
        sign = -1 if (found["sign"] + found["after"]).strip("+") else 1
        currency = currency_of(found["pre"] or found["pre2"] or found["post"] or "")
        body = _joined(found["body"])
        mark = _decimal_mark(body)
        if mark == "?":
            return Cell(None, currency, body, sign)
        minor = sign * _minor(*_parts(body, mark))
        if mark:
            self.marks.add(mark)
        return Cell(minor, currency)


def mark_of(cell: str) -> str:
    """Which mark its cents follow, where that is beyond doubt."""
    if not _CENTS.fullmatch(cell):
        return ""
    amounts = Amounts()
    try:
        amounts[cell]
    except Unread:
        return ""
    return next(iter(amounts.marks), "")


@cache
def currency_of(text: str) -> str:
    """Its code; empty where nothing is named; raises Unread: `5 Stk` is no money."""
    from babel.core import get_global  # noqa: PLC0415 – only where a file names one

    named = text.strip().upper()
    code = _NAMES.get(named, named)
    if code and code.casefold() not in NOTHING and code not in get_global("all_currencies"):
        raise Unread("currency", text)
    return "" if code.casefold() in NOTHING else code


def _joined(body: str) -> str:
    """Without blanks and apostrophes, which divide thousands and nothing else."""
    if body.isascii() and not (" " in body or "'" in body or "\t" in body):
        return body
    if _BLANKS.search(body.strip()) and not _BY_THREE.fullmatch(body):
        raise Unread("amount", body)
    return _BLANKS.sub("", body)


def _spoken(text: str) -> Cell | None:
    """As one would type it in the chat: `1,3k`, `1.299,-`."""
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return None
    from domain.amounts import AmountOutOfRange, AmountUnclear, find_amount  # noqa: PLC0415 – as in days.py

    try:
        found = find_amount(text)
    except AmountUnclear:
        return None
    except AmountOutOfRange as error:
        return None if abs(error.minor) > LARGEST or error.phrase.strip() != text else Cell(error.minor)
    if found is None or found.rest(text).strip(_SIGNS):
        return None
    return Cell(found.minor, found.currency or "")


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
        raise Unread("amount", body)
    plain = whole.replace(group, "") or "0"
    if not plain.isdecimal():
        raise Unread("amount", body)
    return plain, cents


def _minor(whole: str, cents: str) -> int:
    minor = int(whole[:20]) * 100
    if len(cents) > 2:  # noqa: PLR2004 – tenths of a cent are rounded half up
        minor += int((Decimal(f"0.{cents}") * 100).to_integral_value(ROUND_HALF_UP))
    elif cents:
        minor += int(cents.ljust(2, "0"))
    if minor > LARGEST:
        raise Unread("amount_large", whole)
    return minor

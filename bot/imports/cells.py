"""What stands in a cell: amounts, days, statuses. What can't be read is refused with its reason, never guessed."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from domain.amounts import AmountOutOfRange, AmountUnclear, find_amount
from domain.folding import folded
from domain.phrases import DateUnreadable, Lean, find_when
from domain.status import Status

NOTHING = {
    "",
    "-",
    "–",
    "—",
    "/",
    "k.a.",
    "ka",
    "k. a.",
    "n/a",
    "na",
    "null",
    "none",
    "keine",
    "unbekannt",
    "?",
    "#nv",
    "#n/a",
}
_PLAIN = re.compile(r"(\d{1,9})(?:[.,](\d{2}))?")
_TENTH = re.compile(r"(\d{1,9})[.,](\d)")
_GERMAN_DAY = re.compile(
    r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?:[ ,T]+(\d{1,2}):(\d{2})(?::\d{2})?(?: Uhr)?)?"
)
_ISO_DAY = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_SERIAL = re.compile(r"[2-6]\d{4}")  # a day as Excel counts: 1954 to 2091
_EXCEL = date(1899, 12, 30)
_OLDEST = 1970
_LONGEST = 60  # characters of a day or an amount
_SHORT_OLDEST = 70
_MAIL = re.compile(r"[^\s@,;<>\"']+@[^\s@,;<>\"']+\.[^\s@,;<>\"'.]{2,}")
_BRACKETED = re.compile(r".*<([^<>]+)>")
_DOUBTED = "\ufffd"
_NO = {
    "nein",
    "no",
    "n",
    "false",
    "falsch",
    "0",
    "geschaftlich",
    "b2b",
    "business",
    "firma",
    "gewerblich",
    "firmenkunde",
}
_YES = {
    "ja",
    "yes",
    "j",
    "y",
    "x",
    "true",
    "wahr",
    "1",
    "privat",
    "b2c",
    "privatkunde",
    "privatperson",
    "private",
}


class Unread(Exception):
    """Why a row can't be taken: `why` is a code with German words in bot/views/imports.py, `said` what stood there."""

    def __init__(self, why: str, said: str = "") -> None:
        super().__init__(why, said)
        self.why, self.said = why, said[:80]


def said(cell: str) -> str:
    """The cell, empty where it says that there is nothing; raises Unread where letters were lost."""
    if _DOUBTED in cell:
        raise Unread("letters", cell)
    return "" if cell.casefold() in NOTHING else cell


def amount(cell: str, currency: str) -> tuple[int, str]:
    """Minor units and currency; raises Unread: `12,34.56`, nothing, less than nothing, too much."""
    if found := _PLAIN.fullmatch(cell):
        minor = int(found[1]) * 100 + int(found[2] or 0)
    elif found := _TENTH.fullmatch(cell):
        minor = int(found[1]) * 100 + int(found[2]) * 10
    else:
        return _amount(cell, currency)
    return _in_range(minor, cell), currency


def _amount(cell: str, currency: str) -> tuple[int, str]:
    if len(cell) > _LONGEST:
        raise Unread("amount", cell)
    try:
        found = find_amount(cell)
    except AmountOutOfRange as error:
        raise Unread("amount_range", cell) from error
    except AmountUnclear as error:
        raise Unread("amount", cell) from error
    if found is None or re.search(r"[A-Za-zÄÖÜäöü]", found.rest(cell)):
        raise Unread("amount", cell)
    return _in_range(found.minor, cell), found.currency or currency


def _in_range(minor: int, cell: str) -> int:
    if not 0 < minor <= 10_000_000 * 100:
        raise Unread("amount_range", cell)
    return minor


@lru_cache(maxsize=4096)
def moment(cell: str, today: date) -> tuple[date, time | None]:
    """The day, and the time where there is one; raises Unread: 31.02., 03/04/2025, tomorrow."""
    day, at = _written(cell, today)
    if day > today:
        raise Unread("future", cell)
    if day.year < _OLDEST:
        raise Unread("ancient", cell)
    return day, at


def _written(cell: str, today: date) -> tuple[date, time | None]:
    if found := _GERMAN_DAY.fullmatch(cell):
        return _day(cell, found[3], found[2], found[1]), _time(cell, found[4], found[5])
    if found := _ISO_DAY.fullmatch(cell):
        return _day(cell, found[1], found[2], found[3]), _time(cell, found[4], found[5])
    if _SERIAL.fullmatch(cell):
        return _EXCEL + timedelta(days=int(cell)), None
    if found := _SLASHED.fullmatch(cell):
        return _slashed(cell, found[1], found[2], found[3]), None
    return _spoken(cell, today)


def _day(cell: str, year: str, month: str, day: str) -> date:
    century = 0 if len(year) > 2 else 1900 if int(year) >= _SHORT_OLDEST else 2000  # noqa: PLR2004 – `25`, `97`
    try:
        return date(century + int(year), int(month), int(day))
    except ValueError:
        raise Unread("date_impossible", cell) from None


def _time(cell: str, hour: str | None, minute: str | None) -> time | None:
    try:
        return time(int(hour), int(minute or 0)) if hour else None
    except ValueError:
        raise Unread("date_impossible", cell) from None


def _slashed(cell: str, one: str, two: str, year: str) -> date:
    """Day or month first: only where one of them can't be a month it is clear."""
    months = 12
    if int(one) <= months and int(two) <= months and one != two:
        raise Unread("date_ambiguous", cell)
    day, month = (two, one) if int(two) > months else (one, two)
    return _day(cell, year, month, day)


def _spoken(cell: str, today: date) -> tuple[date, time | None]:
    """`3. November 2025`, `3.11.`"""
    if len(cell) > _LONGEST:
        raise Unread("date", cell)
    try:
        found = find_when(cell, now=datetime.combine(today, time(12), UTC), lean=Lean.PAST)
    except DateUnreadable as error:
        raise Unread("date_impossible", cell) from error
    if found is None or found.rest(cell):
        raise Unread("date", cell)
    return found.when.day, None


def mail(cell: str) -> str:
    bracketed = _BRACKETED.fullmatch(cell)
    address = (bracketed[1] if bracketed else cell).removeprefix("mailto:").strip().casefold()
    if not _MAIL.fullmatch(address):
        raise Unread("mail", cell)
    return address


def private(cell: str) -> bool:
    word = folded(cell)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Unread("private", cell)


def flagged(cell: str) -> bool:
    """A discount: `ja`, `10 %`, `5,00`; nothing, `nein` and 0 are none."""
    word = folded(cell)
    return word not in _NO and not re.fullmatch(r"[0,.\s%€]+", cell)


CUSTOMER = "customer"  # EK or SK, by the purchases
_STATUSES = {
    Status.ZA.value: "za lead adresse zielgruppenadresse zielgruppe kalt cold neu new suspect prospekt",
    Status.II.value: "ii kontakt informationsinteressent contact warm info",
    Status.KI.value: "ki interessent kaufinteressent prospect interessentin hot heiss qualifiziert opportunity",
    Status.EK.value: "ek erstkaufer erstkunde neukunde",
    Status.SK.value: "sk stammkunde stammkundin regular",
    CUSTOMER: "kunde kundin customer client bestandskunde aktiverkunde",
}
_STATUS = {word: status for status, words in _STATUSES.items() for word in words.split()}


def status(cell: str) -> str:
    """A status' code, or `CUSTOMER`; raises Unread."""
    found = _STATUS.get(re.sub(r"[^a-z]", "", folded(cell)))
    if found is None:
        raise Unread("status", cell)
    return found

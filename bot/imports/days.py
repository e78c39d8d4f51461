"""How days are written in files: German, ISO, packed, as a spreadsheet counts them – one reading for all."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from bot.imports.unread import Unread
from domain.bygone import is_bygone

_TIME = (
    r"(?:,?[T ]\s*(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:[:.][0-5]\d(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp][Mm])?(?:Uhr|Z|UTC|[+-]\d\d:?\d\d)?)?"
)
_ISO = re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}}){_TIME}")
_GERMAN = re.compile(rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?(?P<year>\d{{4}}|\d\d){_TIME}")
_PACKED = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?P<hour>)(?P<minute>)(?P<half>)")
_WRITTEN = (_ISO, _GERMAN, _PACKED)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)")
_SERIAL = re.compile(r"[2-6]\d{4}")  # a day as Excel counts: 1954 to 2091
_NAMED = re.compile(r"\d{1,2}\.\s*[^\W\d_].*|\d{1,2}\.\s?\d{1,2}\.", re.DOTALL)  # `3. November 2025`, `3.11.`
_EXCEL = date(1899, 12, 30)
_MONTHS = 12
_FULL_YEAR = 4
_AHEAD = 10  # years a year of two digits may lie ahead
_LONGEST = 60  # characters


class Written(NamedTuple):
    """A day; hour and minute as they stand there, empty where there is no time."""

    day: date
    hour: str = ""
    minute: str = ""
    half: str = ""  # am or pm


def written(cell: str, today: date) -> Written:
    """Raises Unread: 31.02., 03/04/2025, before there were any customers. The future is the caller's business."""
    found = _found(cell, today)
    if is_bygone(found.day):
        raise Unread("ancient", cell)
    return found


def _found(cell: str, today: date) -> Written:
    for look in _WRITTEN:
        if found := look.fullmatch(cell):
            year, month, day, hour, minute, half = found.group(
                "year", "month", "day", "hour", "minute", "half"
            )
            return Written(_day(cell, year, month, day, today), hour or "", minute or "", half or "")
    if found := _SLASHED.fullmatch(cell):
        return Written(_slashed(cell, found[1], found[2], found[3], today))
    if _SERIAL.fullmatch(cell):
        return Written(_EXCEL + timedelta(days=int(cell)))
    return Written(_spoken(cell, today))


def _day(cell: str, year: str, month: str, day: str, today: date) -> date:
    try:
        return date(_year(year, today), int(month), int(day))
    except ValueError:
        raise Unread("date_impossible", cell) from None


def _year(text: str, today: date) -> int:
    if len(text) == _FULL_YEAR:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year if year <= today.year + _AHEAD else year - 100


def _slashed(cell: str, one: str, two: str, year: str, today: date) -> date:
    """Day or month first: only where one of them can't be a month it is clear."""
    if int(one) <= _MONTHS and int(two) <= _MONTHS and one != two:
        raise Unread("date_ambiguous", cell)
    day, month = (two, one) if int(two) > _MONTHS else (one, two)
    return _day(cell, year, month, day, today)


def _spoken(cell: str, today: date) -> date:
    """A day that names itself; `gestern` means another one each time a file is read."""
    if len(cell) > _LONGEST or not _NAMED.fullmatch(cell):
        raise Unread("date", cell)
    from domain.phrases import DateUnreadable, Lean, find_when  # noqa: PLC0415 – a quarter of a second, rarely needed

    try:
        found = find_when(cell, now=datetime.combine(today, time(12), UTC), lean=Lean.PAST)
    except DateUnreadable as error:
        raise Unread("date_impossible", cell) from error
    if found is None or found.rest(cell):
        raise Unread("date", cell)
    return found.when.day


@lru_cache(maxsize=4096)
def moment(cell: str, today: date) -> tuple[date, time | None]:
    """The day of something that happened, and its time where that is told; raises Unread."""
    found = written(cell, today)
    if found.day > today:
        raise Unread("future", cell)
    return found.day, _time(found)


def _time(found: Written) -> time | None:
    if not found.hour:
        return None
    hour, half = int(found.hour), found.half.lower()
    if half and hour <= _MONTHS:
        hour = hour % _MONTHS + (_MONTHS if half == "pm" else 0)
    return time(hour, int(found.minute))

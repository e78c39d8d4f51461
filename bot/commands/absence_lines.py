"""What a line behind `/urlaub` says: from when to when, and who stands in."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.errors_absence import AbsenceOver, AbsenceTooLong, AbsenceUnclear
from domain.absence import LONGEST
from domain.folding import folded
from domain.phrases import DateUnreadable, Lean, find_when

SINCE = timedelta(days=60)  # so long ago it may have begun
_DAY = timedelta(days=1)
_WITHOUT = re.compile(r"(?<!\w)(?:ohne|keine)\s+(?:eine\s+)?vertret\w*", re.IGNORECASE)
_MARKED = re.compile(r"(?<!\S)@(?P<who>\w[\w.-]*)")
_PERSON = re.compile(
    r"(?<!\w)(?:(?P<first>@?[^\W\d_][\w.-]*)\s+vertritt(?:\s+mich)?"
    r"|vertret\w*(?:\s+(?:durch|ist|macht|hat))?\s*:?\s+(?P<who>.+?)(?=\s+(?:bis|vom|ab)\s|$))",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"(?:(?:vom|von|ab|seit)\s+)?(?P<first>.+?)\s*(?:(?<!\w)bis(?:\s+(?:zum|einschließlich|inkl\.?))?\s+|[-–]\s*)"
    r"(?P<last>.+)",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"bis(?:\s+(?:zum|einschließlich|inkl\.?))?\s+(?P<last>.+)", re.IGNORECASE)
_LASTING = re.compile(
    r"(?:(?:(?:ab|vom|von)\s+)?(?!für\s)(?P<first>.+?)\s+)?(?:für\s+)?(?P<many>\d{1,3}|[a-zäöü]+)\s+(?P<what>wochen?|tage?)",
    re.IGNORECASE,
)
_ONE_DAY = re.compile(
    r"(?:(?:nur\s+)?(?:am|an)|nur)\s+(?P<day>.+)|(?P<near>heute|(?:über|ueber)?morgen)", re.IGNORECASE
)
_BARE = re.compile(r"(\d{1,2})\.?")
_DATED = re.compile(r"\d\.\s?(?:\d|[a-zä])", re.IGNORECASE)
_MANY = {"ein": 1, "eine": 1, "einen": 1, "zwei": 2, "drei": 3, "vier": 4, "funf": 5, "sechs": 6}


@dataclass(frozen=True, slots=True)
class Asked:
    """`stand_in` as typed, None where nothing is said of one; `without`: nobody is to."""

    first: date
    last: date
    stand_in: str | None
    without: bool


def read(line: str, typed: datetime) -> Asked:
    """`vom 3.8. bis 14.8. Vertretung Bert`. Raises AbsenceUnclear, AbsenceOver, AbsenceTooLong."""
    days, without = _WITHOUT.subn(" ", line)
    found = _PERSON.search(days) or _MARKED.search(days)
    who = None
    if found:
        who = (found.groupdict().get("first") or found["who"]).strip(" ,.;").removeprefix("@")
        days = f"{days[: found.start()]} {days[found.end() :]}"
    first, last = _days(" ".join(days.split()).strip(" ,;"), typed, line)
    today = typed.date()
    if last < today:
        raise AbsenceOver(last)
    if last - first >= LONGEST or first - today > LONGEST:
        raise AbsenceTooLong(first, last)
    return Asked(max(first, today), last, who, bool(without))


def _days(said: str, typed: datetime, line: str) -> tuple[date, date]:
    if found := _UNTIL.fullmatch(said):
        return typed.date(), _day(found["last"], typed, line)
    if found := _SPAN.fullmatch(said):
        return _span(found["first"], found["last"], typed, line)
    if (found := _LASTING.fullmatch(said)) and (many := _many(found["many"])):
        first = _day(found["first"], typed, line) if found["first"] else typed.date()
        return first, first + _DAY * (many * (7 if folded(found["what"]).startswith("woche") else 1) - 1)
    if found := _ONE_DAY.fullmatch(said):
        only = _day(found["day"] or found["near"], typed, line)
        return only, only
    raise AbsenceUnclear(line, _read(said, typed))


def _many(said: str) -> int:
    return int(said) if said.isdecimal() else _MANY.get(folded(said), 0)


def _span(begins: str, ends: str, typed: datetime, line: str) -> tuple[date, date]:
    """Behind a date of this year the same one isn't next year's: it has begun already."""
    last = _day(ends, typed, line)
    if bare := _BARE.fullmatch(begins):  # 3.–14.8.
        begins = f"{bare[1]}.{last.month}.{last.year}"
    first = _day(begins, typed, line)
    if last >= first:
        return first, last
    if not _DATED.search(ends):  # ab Montag bis Freitag
        return first, _day(ends, datetime.combine(first, time(0), typed.tzinfo), line)
    begun = _read(begins, typed, Lean.PAST)
    if begun is None or begun > last or typed.date() - begun > SINCE:
        raise AbsenceUnclear(line, None)
    return begun, last


def _day(said: str, typed: datetime, line: str) -> date:
    found = _read(said, typed)
    if found is None:
        raise AbsenceUnclear(line, None)
    return found


def _read(said: str, typed: datetime, lean: Lean = Lean.FUTURE) -> date | None:
    """A day and nothing else."""
    try:
        found = find_when(said, now=typed, lean=lean)
    except DateUnreadable:
        return None
    return found.when.day if found and not found.rest(said).strip(" .,;") else None

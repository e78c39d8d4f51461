"""Dates in figures: 3.11., 03.11.2026, 2026-11-03, 3. November, am 15."""

import re
from datetime import time

from domain.phrases.facts import DateAmbiguous, DateImpossible, DateNotUnderstood
from domain.phrases.said import Clock, Day, Line, OfMonth, OfYear, Rule, Saying, a_day, rule
from domain.phrases.words import (
    DAY_NAME,
    MEASURE,
    MONTH,
    TITLES,
    fold,
    month_of,
    one_of,
    said_before,
    spelled,
    word_before,
)

_LEAP_YEAR = 2024
_NEAR_YEARS = 5
_NO_DATE_AFTER = one_of("version v python release build kapitel ziffer abschnitt firmware ip") | TITLES
_ORDINAL = (
    "ersten|zweiten|dritten|vierten|fünften|sechsten|siebten|achten|neunten|zehnten|elften|zwölften"
    "|dreizehnten|vierzehnten|fünfzehnten"
)
_ORDINALS = [fold(word) for word in _ORDINAL.split("|")]
_NO_DAY = one_of(
    "mal tag stock etage versuch quartal woche anlauf stelle platz mahnung rate gesprach geschoss og mail "
    "anruf termin kontakt"
)
_LEADS = one_of("am bis zum ab vom seit den")
_CLOCK_FOLLOWS = re.compile(spelled(r"\s*,?_(?:um )?\d{1,2}(?::\d\d|_Uhr|h(?!\w))"), re.IGNORECASE)
_QUARTERS_OF_AN_HOUR = frozenset({0, 15, 30, 45})


def _several(match: re.Match[str], _: Line) -> Saying | None:
    raise DateAmbiguous(match[0])


def _foreign(match: re.Match[str], _: Line) -> Saying | None:
    raise DateNotUnderstood(match[0])


def _iso(match: re.Match[str], _: Line) -> Saying:
    return Day(a_day(int(match["y"]), int(match["m"]), int(match["d"]), match[0]))


def _year(said: str, line: Line) -> int:
    """Two digits: up to ten years ahead they belong to this century."""
    year = int(said.lstrip("'’ "))
    century = line.today.year // 100 * 100
    if len(said.lstrip("'’ ")) > 2:  # noqa: PLR2004 – two digits or four
        return year
    return century + year if century + year <= line.today.year + 10 else century + year - 100


def _day_of(dom: int, month: int, year: str | None, line: Line, phrase: str) -> Saying:
    if year:
        return Day(a_day(_year(year, line), month, dom, phrase))
    a_day(_LEAP_YEAR, month, dom, phrase)
    return OfYear(month, dom)


def _numeric(match: re.Match[str], line: Line) -> Saying | None:
    dom, month = int(match["d"]), int(match["m"])
    looks_like_a_date = dom and month and (month <= 12 or (month < 20 and dom <= 31))  # noqa: PLR2004 – else 3.50. or 1.99.
    if not looks_like_a_date or word_before(line.text, match.start()) in _NO_DATE_AFTER:
        return None
    if match["apart"] and abs(int(match["apart"]) - line.today.year) > _NEAR_YEARS:
        raise DateAmbiguous(match[0])  # "3.11. 2000 Wartung": year or amount?
    return _day_of(dom, month, match["y"] or match["apart"], line, match[0])


def _odd_year(match: re.Match[str], _: Line) -> Saying | None:
    if int(match["d"]) <= 31 and int(match["m"]) <= 12:  # noqa: PLR2004
        raise DateNotUnderstood(match[0])
    return None


def _named(match: re.Match[str], line: Line) -> Saying:
    dom = int(match["d"]) if match["d"] else _ORDINALS.index(fold(match["word"])) + 1
    return _day_of(dom, month_of(match["m"]), match["y"] or match["yy"], line, match[0])


def _ordinal(match: re.Match[str], line: Line) -> Saying | None:
    """Am 15.: but not "am 3. Tag", and "zum 3. Gespräch" counts something."""
    follows = line.text[match.end() :].split(maxsplit=1)
    noun = follows[0] if follows and follows[0][0].isupper() else ""
    if fold(noun).strip(".,") in _NO_DAY or (noun and fold(match["lead"]) in {"zum", "den", "vom"}):
        return None
    if not 1 <= int(match["d"]) <= 31:  # noqa: PLR2004
        raise DateImpossible(match[0])
    return OfMonth(int(match["d"]))


def _dotted(match: re.Match[str], line: Line) -> Saying | None:
    """3.11 or 14.30, bare: an amount unless the word before says that a date or a time is meant."""
    before, first, second = word_before(line.text, match.start()), int(match["a"]), int(match["b"])
    day_like = 1 <= first <= 31 and 1 <= second <= 12  # noqa: PLR2004
    clock_like = first < 24 and second < 60 and len(match["b"]) == 2  # noqa: PLR2004
    by_day = DAY_NAME.fullmatch(before) is not None
    if clock_like and (before in {"um", "gegen"} or (by_day and not day_like and line.ahead)):
        return Clock(time(first, second))
    meant_as_date = day_like and (by_day or before in _LEADS or _CLOCK_FOLLOWS.match(line.text, match.end()))
    if meant_as_date or (by_day and clock_like and 7 <= first <= 20 and second in _QUARTERS_OF_AN_HOUR):  # noqa: PLR2004
        raise DateNotUnderstood(_with_before(match, line))  # 3.11. or 3,11? "Mi 14.30 Porto": time or amount?
    return None


def _with_before(match: re.Match[str], line: Line) -> str:
    return f"{said_before(line.text, match.start())} {match[0]}".strip()


def _lone_number(match: re.Match[str], line: Line) -> Saying | None:
    """Di 14: the hour or the day? (Among things done it is an amount.)"""
    before, at_end = word_before(line.text, match.start()), not line.text[match.end() :].strip()
    hour_like = 1 <= int(match[0]) <= 31 if at_end else 7 <= int(match[0]) <= 20  # noqa: PLR2004
    if line.ahead and hour_like and DAY_NAME.fullmatch(before):
        raise DateNotUnderstood(_with_before(match, line))
    return None


_DM = r"(?<![:#+'’])(?<!\d[.,])(?P<d>\d{1,2})\._(?P<m>\d{1,2})\."
_JOINED = r"_(?:-|–|—|/|und|oder|bis(?: zum)?|\+|&)_"
RULES: tuple[Rule, ...] = (
    rule(rf"(?<![.,:#+])\d{{1,2}}\.{_JOINED}\d{{1,2}}\._(?:\d{{1,2}}\.|{MONTH})", _several),
    rule(r"(?<![-.])(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?:T(?=\d)|(?!\w|-))", _iso),
    rule(
        r"\d{1,2}[/-]\d{1,2}[/-](?:19|20)\d{2}(?!\w)|(?:19|20)\d{2}[/.]\d{1,2}[/.]\d{1,2}(?!\w)",
        _foreign,
    ),
    rule(rf"{_DM}(?P<y>['’]?\d{{2}}|(?:19|20)\d{{2}})(?!\w|\.\d|,\d|:\d|_Uhr)(?P<apart>)", _numeric),
    rule(rf"{_DM}(?P<y>) (?P<apart>(?:19|20)\d{{2}})(?!\w|[.,:]\d|_Uhr|_{MEASURE})", _numeric),
    rule(rf"{_DM}(?P<y>)(?P<apart>)(?!\d(?!\d?(?::\d\d|_Uhr)))(?!-\d)", _numeric),
    rule(rf"{_DM}\d{{3,}}(?!\w)", _odd_year),
    rule(
        rf"(?<![.,:#+])(?:(?P<d>\d{{1,2}})(?:\._|_(?!jan(?!u)|mai))|(?P<word>{_ORDINAL}) )(?P<m>{MONTH})"
        rf"(?:_(?P<y>(?:19|20)\d{{2}})(?!\w|[.,]\d|_{MEASURE})|_['’]?(?P<yy>\d{{2}})(?=\s*(?:$|,)))?",
        _named,
    ),
    rule(
        r"(?P<lead>am|bis zum|bis|zum|ab|vom|seit|den) "
        rf"(?P<d>\d{{1,2}})\.(?![\w.]|_\d{{1,2}}\.(?!\d)|_{MONTH})",
        _ordinal,
    ),
    rule(
        rf"(?<![.,:#+'’])(?P<a>\d{{1,2}})\.(?P<b>\d{{1,2}})(?!\w|\.|[,:]\d|_h(?!\w)|_Uhr|_{MEASURE})", _dotted
    ),
    rule(rf"\d{{1,2}}(?![\w.:/-]|,\d|_{MEASURE}|_(?:Uhr|und |oder ))", _lone_number),
)

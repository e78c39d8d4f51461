"""Dates in figures: 3.11., 03.11.2026, 2026-11-03, 3. November, am 15."""

import re

from domain.phrases.facts import DateAmbiguous, DateImpossible, DateNotUnderstood
from domain.phrases.said import Day, Line, OfMonth, OfYear, Rule, Saying, a_day, rule
from domain.phrases.words import (
    MEASURE,
    MONTH,
    ORDINALS,
    TITLES,
    WEEKDAY_NAMES,
    fold,
    month_of,
    one_of,
    word_before,
)

_LEAP_YEAR = 2024
_NEAR_YEARS = 5
_NO_DATE_AFTER = one_of("version v python release build kapitel ziffer abschnitt firmware ip") | TITLES
_ORDINALS = [fold(word) for word in ORDINALS.split("|")]
_NO_DAY = one_of(
    "mal tag stock etage versuch quartal woche anlauf stelle platz mahnung rate gesprach geschoss og mail "
    "anruf termin kontakt advent standort"
)
_NO_DAY_ENDS = ("tag", "termin", "versuch")  # am 1. Weihnachtstag


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
    if _counts(fold(noun).strip(".,")) or (noun and fold(match["lead"]) in {"zum", "den", "vom"}):
        return None
    if not 1 <= int(match["d"]) <= 31:  # noqa: PLR2004
        raise DateImpossible(match[0])
    return OfMonth(int(match["d"]))


def _counts(noun: str) -> bool:
    return noun in _NO_DAY or (noun.endswith(_NO_DAY_ENDS) and noun not in WEEKDAY_NAMES)


def _spelled_ordinal(match: re.Match[str], line: Line) -> Saying | None:
    """Am Ersten, am zwanzigsten; but "am ersten Messetag" and "zum ersten" count something."""
    follows = line.text[match.end() :].lstrip()
    if match["two"]:
        raise DateAmbiguous(match[0])
    if follows[:1].isupper() or (fold(match["lead"]).endswith("zum") and match["word"][0].islower()):
        return None
    return OfMonth(_ORDINALS.index(fold(match["word"])) + 1)


def _turned(match: re.Match[str], line: Line) -> Saying | None:
    """Nov 3, Mai 27: a day, a year, or a catalogue of May and something else?"""
    if line.ahead or line.text.strip() == match[0]:
        raise DateNotUnderstood(match[0])
    return None


_DM = r"(?<![:#+'’])(?<!\d[.,])(?P<d>\d{1,2})_\._(?P<m>\d{1,2})\."
_JOINED = r"_(?:-|–|—|/|und|oder|bis(?: zum)?|\+|&)_"
RULES: tuple[Rule, ...] = (
    rule(
        rf"(?<![.,:#+])\d{{1,2}}\.\d{{1,2}}\.(?:\d{{2}}|\d{{4}})?{_JOINED}\d{{1,2}}\._(?:\d|{MONTH})",
        _several,
    ),
    rule(rf"(?<![.,:#+])\d{{1,2}}\.{_JOINED}\d{{1,2}}\._(?:\d{{1,2}}\.|{MONTH})", _several),
    rule(
        rf"(?:am|vom|zum|bis|ab) \d{{1,2}}\.{_JOINED}(?:am |zum )?\d{{1,2}}\.?(?!\w|[.,:]\d|_{MEASURE})",
        _several,
    ),
    rule(r"(?<![-.])(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?:T(?=\d)|(?!\w|-))", _iso),
    rule(
        r"\d{1,2}[/-]\d{1,2}[/-](?:19|20)\d{2}(?!\w)|(?:19|20)\d{2}[/.]\d{1,2}[/.]\d{1,2}(?!\w)",
        _foreign,
    ),
    rule(rf"{_DM}(?P<y>['’]?\d{{2}}|(?:19|20)\d{{2}})(?!\w|\.\d|,\d|:\d|_Uhr)(?P<apart>)", _numeric),
    rule(rf"{_DM}(?P<y>) (?P<apart>(?:19|20)\d{{2}})(?!\w|[.,:]\d|_Uhr|_{MEASURE})", _numeric),
    rule(rf"{_DM}(?P<y>)(?P<apart>)(?!\d(?!\d?(?::\d\d|_Uhr)))(?!-\d)", _numeric),
    rule(rf"{_DM}\d{{3,}}(?!\w)", _odd_year),
    rule(rf"{MONTH} \d{{1,2}}(?:\.|st|nd|rd|th|)(?!\w|[.,:/]\d|_{MEASURE}|_Uhr|\._\d|\._{MONTH})", _turned),
    rule(
        rf"(?<![.,:#+])(?:(?P<d>\d{{1,2}})(?:(?:\.|te[nrs]?)_|_(?!jan(?!u)|mai))"
        rf"|(?P<word>{ORDINALS})[nr]? )(?P<m>{MONTH})"
        rf"(?:_(?P<y>(?:19|20)\d{{2}})(?!\w|[.,]\d|_{MEASURE})|_['’]?(?P<yy>\d{{2}})(?=\s*(?:$|,)))?",
        _named,
    ),
    rule(
        r"(?P<lead>am|bis zum|bis|zum|ab|vom|seit|den) "
        rf"(?P<d>\d{{1,2}})(?:\.|te[nr]?)(?![\w.]|_\d{{1,2}}\.(?!\d)|_{MONTH})(?: des Monats(?!\w))?",
        _ordinal,
    ),
    rule(
        rf"(?P<lead>am|bis zum|zum|(?:ab|seit)(?: dem)?) (?P<word>{ORDINALS})n(?!\w| {MONTH})(?: des Monats(?!\w))?"
        rf"(?P<two>_(?:oder|und|bis|/|-|–)_(?:{ORDINALS})n(?!\w))?",
        _spelled_ordinal,
    ),
)

"""Figures that are a date or a time only beside another word: am 3.11, Di 14, um 14.30, 3/11, 3. Novemver."""

import re
from datetime import time
from difflib import SequenceMatcher

from domain.phrases.facts import DateNotUnderstood
from domain.phrases.said import Clock, Line, Rule, Saying, rule
from domain.phrases.words import DAY_NAME, MEASURE, fold, one_of, said_before, spelled, word_before

_FEWEST_LETTERS, _ALIKE = 4, 0.8
_MONTH_NAMES = one_of("januar februar marz april mai juni juli august september oktober november dezember")
_LEADS = one_of("am bis zum ab vom seit den")
_CLOCK_FOLLOWS = re.compile(spelled(r"\s*,?_(?:um )?\d{1,2}(?::\d\d|_Uhr|h(?!\w))"), re.IGNORECASE)
_QUARTERS_OF_AN_HOUR = frozenset({0, 15, 30, 45})


def _misspelt_month(match: re.Match[str], _: Line) -> Saying | None:
    word = fold(match["m"])
    alike = max(SequenceMatcher(None, word, month).ratio() for month in _MONTH_NAMES)
    if len(word) >= _FEWEST_LETTERS and alike >= _ALIKE:
        raise DateNotUnderstood(match[0])
    return None


def _slashed(match: re.Match[str], line: Line) -> Saying | None:
    """3/11 may be a part of something; beside a day, a time or "am" it is meant as a date."""
    day_like = 1 <= int(match["a"]) <= 31 and 1 <= int(match["b"]) <= 12  # noqa: PLR2004
    before = word_before(line.text, match.start())
    meant = before in _LEADS or DAY_NAME.fullmatch(before) or _CLOCK_FOLLOWS.match(line.text, match.end())
    if day_like and match[0] != "24/7" and (meant or line.text.strip() == match[0]):
        raise DateNotUnderstood(_with_before(match, line))
    return None


def _half_a_clock(match: re.Match[str], line: Line) -> Saying | None:
    """Do 930, Do 14:5: a time nobody can be sure of."""
    digits = match[0].replace(":", "").zfill(4)
    before = word_before(line.text, match.start())
    beside = DAY_NAME.fullmatch(before) or (":" in match[0] and before in {"um", "ab", "gegen"})
    if line.ahead and beside and int(digits[:2]) < 24 and (":" in match[0] or digits[3] in "05"):  # noqa: PLR2004
        raise DateNotUnderstood(_with_before(match, line))
    return None


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


def _lone_span(match: re.Match[str], line: Line) -> Saying | None:
    """Di 10-11: hours or days?"""
    if line.ahead and DAY_NAME.fullmatch(word_before(line.text, match.start())):
        raise DateNotUnderstood(_with_before(match, line))
    return None


def _lone_number(match: re.Match[str], line: Line) -> Saying | None:
    """Di 14: the hour or the day? (Among things done it is an amount.)"""
    before, at_end = word_before(line.text, match.start()), not line.text[match.end() :].strip()
    hour_like = 1 <= int(match[0]) <= 31 if at_end else 7 <= int(match[0]) <= 20  # noqa: PLR2004
    if line.ahead and hour_like and DAY_NAME.fullmatch(before):
        raise DateNotUnderstood(_with_before(match, line))
    return None


RULES: tuple[Rule, ...] = (
    rule(r"(?<![.,:#+])\d{1,2}\._(?P<m>[a-zäöü]{4,10})(?!\w)", _misspelt_month),
    rule(r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(?!\w|[/.,]\d)", _slashed),
    rule(rf"(?:\d{{3,4}}|\d{{1,2}}:\d)(?!\w|[.,:/]\d|_{MEASURE}|_Uhr)", _half_a_clock),
    rule(
        rf"(?<![.,:#+'’])(?P<a>\d{{1,2}})\.(?P<b>\d{{1,2}})(?!\w|\.|[,:]\d|_h(?!\w)|_Uhr|_{MEASURE})", _dotted
    ),
    rule(rf"\d{{1,2}}_(?:-|–|bis)_\d{{1,2}}(?![\w.:/]|,\d|_{MEASURE}|_Uhr)", _lone_span),
    rule(rf"\d{{1,2}}(?![\w.:/-]|,\d|_{MEASURE}|_(?:Uhr|und |oder ))", _lone_number),
)

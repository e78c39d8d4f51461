"""Times of day: 14:00, 14 Uhr, 14.30 Uhr, halb drei, Viertel nach 3, um 3, mittags.

"um 3", "3 Uhr" and "halb drei" leave half a day open: they mean business hours, 7:30 to 19:30 (reps mean
15:00; the reply prints what was understood), unless a part of the day stands beside them. "3:00", "03 Uhr"
and from six o'clock on "7 Uhr" are literal.
"""

import re
from datetime import time

from domain.phrases.facts import DateAmbiguous, DateImpossible, DateNotUnderstood, Lean
from domain.phrases.said import Clock, Line, Part, Rule, Saying, rule
from domain.phrases.words import (
    DAY_NAME,
    HOUR_WORD,
    LATE_HOUR_WORD,
    MEASURE,
    MINUTE_WORD,
    PART,
    fold,
    number_of,
    one_of,
    word_before,
)

_NIGHT = 12
_NO_CLOCK_FROM = 30  # 80:20 is a ratio, 25:00 a mistake
_LATEST_VAGUE_HOUR = 5  # "3 Uhr" is the afternoon, "7 Uhr" the morning
_WORKDAY_FROM = 10  # a bare "8h" is a length, "14h" a time
_STANDS_AFTER = one_of("am gegen bis ab zum zu fruhen spaten")
_OFFSETS = {
    "viertelnach": 15,
    "viertelvor": -15,
    "dreiviertel": -15,
    "drei viertel": -15,
    "viertel": -45,
    "halb": -30,
}


def _at(hour: int, minute: int, phrase: str) -> time:
    if (hour, minute) == (24, 0):
        raise DateNotUnderstood(phrase)  # the end of which day?
    try:
        return time(hour, minute)
    except ValueError as impossible:
        raise DateImpossible(phrase) from impossible


def _clock(match: re.Match[str], _: Line) -> Saying | None:
    hour, minute = int(match["h"]), int(match["m"])
    return Clock(_at(hour, minute, match[0])) if hour < _NO_CLOCK_FROM else None


def _full_hour(match: re.Match[str], line: Line) -> Saying:
    """14 Uhr, drei Uhr, 14 Uhr 30; "12 Uhr 50 Wartung" may be an amount."""
    hour, minute = int(number_of(match["h"])), int(number_of(match["m"] or "0"))
    if (match["m"] or "").isdecimal() and line.lean is Lean.PAST and line.text[match.end() :].strip(" ,.!"):
        raise DateAmbiguous(match[0])
    return Clock(
        _at(hour, minute, match[0]), vague=1 <= hour <= _LATEST_VAGUE_HOUR and not match["h"].startswith("0")
    )


def _h(match: re.Match[str], line: Line) -> Saying | None:
    """14h; but "8h Schulung" is a length."""
    hour, before = int(match["h"]), word_before(line.text, match.start())
    by_day = before in {"um", "ab", "gegen", "bis"} or DAY_NAME.fullmatch(before)
    if hour > 23 or not (by_day or (hour >= _WORKDAY_FROM and match[0][-2].isdigit())):  # noqa: PLR2004
        return None
    return Clock(time(hour))


def _around(match: re.Match[str], line: Line) -> Saying | None:
    """Um 3, um drei. "gegen 3 Mitbewerber" counts something."""
    follows, lead = line.text[match.end() :].lstrip(), fold(match["lead"])
    if lead in {"ab", "bis"} and not (line.ahead and _DAY.fullmatch(word_before(line.text, match.start()))):
        return None
    if fold(match["lead"]).endswith("gegen") and follows[:1].isupper():
        return None
    hour = int(number_of(match["h"]))
    if hour >= _NO_CLOCK_FROM:
        return None
    return Clock(_at(hour, 0, match[0]), vague=1 <= hour <= 12 and not match["h"].startswith("0"))  # noqa: PLR2004


def _quarter(match: re.Match[str], _: Line) -> Saying | None:
    """Halb drei 2:30, Viertel nach 3 3:15, dreiviertel drei 2:45, viertel drei 2:15."""
    return _told(int(number_of(match["h"])), _OFFSETS["".join(fold(match["which"]).split())])


def _minutes(match: re.Match[str], _: Line) -> Saying | None:
    """Fünf vor zwölf, zehn nach drei, fünf vor halb drei."""
    count = int(number_of(match["n"])) * (-1 if fold(match["way"]) == "vor" else 1)
    return _told(int(number_of(match["h"])), count - (30 if match["half"] else 0))


def _told(hour: int, offset: int) -> Saying | None:
    if not 1 <= hour <= 12:  # noqa: PLR2004 – nobody says halb fünfzehn; "Viertel nach 15" is plain
        return Clock(time((hour * 60 + offset) // 60, offset % 60)) if 13 <= hour <= 23 else None  # noqa: PLR2004
    minutes = (hour * 60 + offset) % 720
    return Clock(time(minutes // 60, minutes % 60), vague=True)


def _span(match: re.Match[str], line: Line) -> Saying:
    """14:00-15:30, 10 bis 12 Uhr; between them is no appointment."""
    first, last = (_at(*_split(match[end]), match[0]) for end in ("a", "b"))
    vague = 1 <= first.hour <= _LATEST_VAGUE_HOUR and last.hour < _NIGHT and match["a"].isdecimal()
    if last <= first or word_before(line.text, match.start()) == "zwischen":
        raise DateAmbiguous(match[0])
    return Clock(first, vague and not match["a"].startswith("0"), last)


def _split(said: str) -> tuple[int, int]:
    hour, _, minute = said.replace(".", ":").partition(":")
    return int(hour), int(minute or 0)


def _choice(match: re.Match[str], _: Line) -> Saying | None:
    raise DateAmbiguous(match[0])


def _unclear(match: re.Match[str], _: Line) -> Saying | None:
    raise DateNotUnderstood(match[0])


def _part(match: re.Match[str], line: Line) -> Saying | None:
    """Mittags, abends stand alone; Abend and früh only beside a day or a clock, or after "am", "gegen"."""
    before, name = word_before(line.text, match.start()), fold(match[0])
    if before in {"guten", "schonen", "gute", "schone"}:
        return None
    adverb = name.endswith("s")
    alone = adverb or name == "mitternacht" or (before in _STANDS_AFTER and name != "fruh")
    return Part(name.rstrip("s"), loose=not alone)


_FREE = r"(?<![:#+])(?<!\d[.,])"  # not the end of a number
_C = r"\d{1,2}(?:[:.]\d{2})?"
_HOUR = rf"(?:\d{{1,2}}|{HOUR_WORD})(?!\w|[.,:]\d|_{MEASURE})"
_DAY = re.compile(rf"{DAY_NAME.pattern}|\d{{1,2}}\.\d{{1,2}}\.(?:\d{{2}}|\d{{4}})?")
_SAID = rf"(?:(?:{_C}|{HOUR_WORD}|{LATE_HOUR_WORD})_Uhr|\d{{1,2}}:\d{{2}})"
SPANS: tuple[Rule, ...] = (
    rule(
        rf"{_FREE}(?P<a>{_C})(?:_Uhr)?_(?:-|–|—|bis(?: um)?)_(?P<b>{_C})"
        r"(?:_(?:Uhr|h)(?!\w)|(?<=:\d\d)(?!\w|[.:]\d))",
        _span,
    ),
    rule(rf"{_FREE}{_C}(?:_Uhr)?_(?:und|oder|/)_(?:um )?{_C}_(?:Uhr|h)(?!\w)", _choice),
    rule(rf"um (?:\d{{1,2}}|{HOUR_WORD})_(?:und|oder|/|-|–|bis)_(?:um )?{_HOUR}", _choice),
)
RULES: tuple[Rule, ...] = (
    rule(
        rf"(?:kurz (?:vor|nach)|vor) (?:halb )?{_SAID}(?!\w)|kurz (?:vor|nach) (?:halb )?{_HOUR}"
        r"|kurz (?:vor|nach) Mittag(?!\w)|(?:vor|nach) dem Mittag(?!\w)",
        _unclear,
    ),
    rule(r"(?:um|gegen) (?:halb|(?:drei)?viertel)(?!\w| (?:vor|nach|\d))" + rf"(?! {_HOUR})", _unclear),
    rule(rf"{_FREE}{_C}(?:_p\.?m|a\.?m)(?!\w)", _unclear),
    rule(rf"{_FREE}(?P<h>\d{{1,2}})[:.,](?P<m>\d{{2}})_(?:Uhr|h)(?!\w)", _clock),
    rule(rf"{_FREE}(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?::[0-5]\d)?(?!\w|[:.,]\d)", _clock),
    rule(rf"{_FREE}(?P<h>\d{{1,2}})_h_(?P<m>\d{{2}})(?!\w)", _clock),
    rule(rf"{_FREE}(?P<h>\d{{2}})(?P<m>\d{{2}})_Uhr(?!\w)", _clock),
    rule(
        rf"{_FREE}(?P<h>\d{{1,2}}|{HOUR_WORD}|{LATE_HOUR_WORD})_Uhr"
        rf"(?:_(?P<m>\d{{2}}|{MINUTE_WORD})(?!\w|[.,:/]\d|\.|_{MEASURE})|(?!\w))",
        _full_hour,
    ),
    rule(rf"{_FREE}(?P<h>\d{{1,2}})_h(?!\w)", _h),
    rule(
        r"(?P<n>5|10|20|25|fünf|zehn|zwanzig|fünfundzwanzig)(?: Minuten)? (?P<way>vor|nach) "
        rf"(?P<half>halb )?(?P<h>{_HOUR})(?:_Uhr)?",
        _minutes,
    ),
    rule(rf"(?P<which>halb|drei_viertel|viertel(?: vor| nach)?) (?P<h>{_HOUR})(?:_Uhr(?!\w))?", _quarter),
    rule(
        rf"(?P<lead>um|(?:so )?gegen|Punkt|ab|bis) (?P<h>{_HOUR}(?!_Uhr| (?:vor|nach) (?:halb )?{_HOUR}))",
        _around,
    ),
    rule(rf"(?:{PART}|morgens|Mitternacht)(?!\w|-(?-i:[a-zäöü]))", _part),
)

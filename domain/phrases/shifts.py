"""Distances from now: in 3 Tagen, vor 2 Wochen, in einer Stunde, in einem halben Jahr."""

import re
from datetime import UTC, timedelta

from domain.phrases.facts import DateAmbiguous, DateImpossible, DateNotUnderstood
from domain.phrases.said import Line, Moment, Rule, Saying, Shift, rule
from domain.phrases.words import fold, number_of

_MINUTES = {"viertelstunde": 15, "dreiviertelstunde": 45, "stunde": 60, "std": 60, "h": 60, "min": 1}
_DAYS = {"wo": 7, "tag": 1}
_MONTHS = {"vierteljahr": 3, "halbjahr": 6, "dreivierteljahr": 9, "quartal": 3, "mon": 1, "jahr": 12}
_COUNT = (
    r"(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|zwanzig|dreißig|vierzig"
    r"|fünfundvierzig|sechzig|neunzig|hundert|anderthalb|eineinhalb|zweieinhalb|ein(?:e[mnr]?)?|['’]?ne[mr]|\d{1,4}(?:[.,]\d{1,2})?)"
)
_UNIT = (
    r"(?:sekunden?|minuten?|min\.?|dreiviertelstunden?|viertelstunden?|stunden?|std\.?|h|tag(?:en|e)?|wochen?|wo\.?|monat(?:en|e)?|mon\.?"
    r"|dreivierteljahr|vierteljahr|halbjahr|jahr(?:en|e)?|quartal(?:en|e)?|werktag(?:en|e)?|arbeitstag(?:en|e)?)(?!\w)"
)
_ABOUT = (
    r"(?:(?:ca\.?|circa|etwa|rund|genau|spätestens|frühestens|ungefähr|gut|knapp|fast|höchstens|maximal|mindestens"
    r"|so|schon) )?"
)
_HEAD = rf"(?P<way>in|vor|binnen|innerhalb(?: von)?|nach) {_ABOUT}"
_NO_COUNT = r"(?:[-−]_\d+|\d+ \d/\d|\d*_[½¼¾]|\d{5,}|(?:mehr|weniger) als \w+|über \w+)"
_AGO = r"(?:neulich|letztens|kürzlich|unlängst|vor (?:kurzem|längerem|langem|(?:einiger|langer|kurzer) Zeit))(?!\w)"


def _shift(match: re.Match[str], line: Line) -> Saying | None:
    if not (match["count"] or match["half"]):
        _uncounted(match)
        return None
    way = -1 if fold(match["way"]) == "vor" else 1
    unit = fold(match["unit"]).rstrip(".")
    count = way * (number_of(match["count"]) if match["count"] else 1) * (0.5 if match["half"] else 1)
    if minutes := _size(unit, _MINUTES):
        return _moment(round(count * minutes), line, match[0])
    days, months = count * _size(unit, _DAYS), count * _size(unit, _MONTHS)
    if not (days or months) or days % 1 or months % 1:
        raise DateNotUnderstood(match[0])  # "in 2 Werktagen", "in anderthalb Wochen"
    return Shift(int(days), int(months))


def _uncounted(match: re.Match[str]) -> None:
    """Vor Jahren: how many? "Lieferzeit in Tagen" and "nach Wochen" tell of something else."""
    if fold(match["way"]) == "vor":
        raise DateNotUnderstood(match[0])


def _ago(match: re.Match[str], line: Line) -> Saying | None:
    """Neulich: when? Among things to do, or amidst a line, it only tells of something."""
    outermost = not line.text[: match.start()].strip() or not line.text[match.end() :].strip(" .!")
    if outermost and not line.ahead:
        raise DateNotUnderstood(match[0])
    return None


def _size(unit: str, sizes: dict[str, int]) -> int:
    return next((size for name, size in sizes.items() if unit.startswith(name)), 0)


def _moment(minutes: int, line: Line, phrase: str) -> Saying:
    """Elapsed time, so it is added in UTC: an hour later is an hour later on DST nights too."""
    try:
        at = (line.now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(line.now.tzinfo)
    except OverflowError as beyond:
        raise DateImpossible(phrase) from beyond
    return Moment(at.replace(second=0, microsecond=0))


def _vague(match: re.Match[str], _: Line) -> Saying | None:
    raise DateNotUnderstood(match[0])


def _several(match: re.Match[str], _: Line) -> Saying | None:
    raise DateAmbiguous(match[0])


RULES: tuple[Rule, ...] = (
    rule(rf"{_HEAD}{_COUNT}_(?:-|–|bis|oder|und|,(?=\s))_{_COUNT}_{_UNIT}", _several),
    rule(rf"{_HEAD}{_NO_COUNT} {_UNIT}|im Laufe (?:de[rs]|dieser|nächster) \w+", _vague),
    rule(_AGO, _ago),
    rule(
        rf"{_HEAD}(?:(?:ein |den )?paar|einigen|wenigen|mehreren"
        rf"|den (?:nächsten|kommenden|letzten)(?: {_COUNT})?) {_UNIT}",
        _vague,
    ),
    rule(
        rf"nach {_COUNT}_{_UNIT}|{_COUNT} {_UNIT} (?:später|danach)(?!\w)", _vague
    ),  # counted from something else
    rule(rf"{_HEAD}(?P<count>{_COUNT}|)_(?P<half>halben? |)(?P<unit>{_UNIT})", _shift),
)

"""Days by name: heute, übermorgen, Mo … So, nächsten Di, am Wochenende – and people named like them."""

import re
from datetime import timedelta
from difflib import SequenceMatcher

from domain.phrases.facts import DateNotUnderstood
from domain.phrases.said import Day, Line, Part, Rule, Saying, Weekday, rule
from domain.phrases.words import (
    LEGAL_FORM,
    PART,
    SHORT_WEEKDAY,
    TITLES,
    TURN,
    WEEKDAY,
    WEEKDAY_NAMES,
    fold,
    one_of,
    turn_of,
    weekday_of,
    word_before,
)

_DAYS_ON = {"heute": 0, "heut": 0, "gestern": -1, "morgen": 1}
_SATURDAY = 5
_NEAR_DAYS = ("heute", "morgen", "gestern", "ubermorgen", "vorgestern")
_ALIKE = 0.83
_LETTERS = frozenset("".join(sorted(day)) for day in _NEAR_DAYS)
_ONE_SHORT = frozenset(
    day[:i] + day[i + 1 :] for day in ("gestern", "ubermorgen", "vorgestern") for i in range(len(day))
) - {"gesten"}  # gestures
_MORNING = Part("morgen", loose=True)  # "Di morgen", "heute Morgen", "am Morgen"
_SURE_AFTER = one_of("am bis ab zum seit auf den spatestens")
_DAY_PARTS_FOLLOW = one_of(
    "um fruh vormittag mittag mittags nachmittag nachmittags abend abends in nachste letzte ab"
)
# "am Morgen", "guten Morgen" and "mit Morgen telefoniert" are not tomorrow.
_NOT_TOMORROW_AFTER = one_of(
    "am der den dem des einen eines jeden guten gute schonen diesen dieser fruhen spaten"
)
_NAMED_AFTER = one_of("mit von bei an zu durch nach")
_BEFORE_MORNING = re.compile(rf"(?:heute?|(?:vor)*gestern|ubermorgen|{WEEKDAY}|{SHORT_WEEKDAY}\.?)")


def _dayword(match: re.Match[str], line: Line) -> Saying | None:
    said, word = match[0], fold(match[0])
    if word == "morgen" and (other := _other_morgen(said, line, match.start())):
        return other[0]
    further = word.count("uber") - word.count("vor")
    base = "morgen" if word.endswith("morgen") else "gestern" if word.endswith("gestern") else word
    return Day(line.today + timedelta(days=_DAYS_ON[base] + further))


def _other_morgen(said: str, line: Line, start: int) -> tuple[Part | None] | None:
    """Morgen as the morning or as a name; None when it is tomorrow."""
    before = word_before(line.text, start)
    if before in TITLES or (said[0].isupper() and before in _NAMED_AFTER):
        return (None,)
    if before in _NOT_TOMORROW_AFTER:
        return (None,) if before in {"guten", "gute", "schonen"} else (_MORNING,)
    if before != "so" and _BEFORE_MORNING.fullmatch(before):
        return (_MORNING,)
    return None


def _weekday(match: re.Match[str], line: Line) -> Saying | None:
    if word_before(line.text, match.start()) in TITLES or LEGAL_FORM.match(line.text, match.end()):
        return None
    return Weekday(weekday_of(match["wd"]), turn_of(match["turn"]) if match["turn"] else None)


def _repeated(match: re.Match[str], _: Line) -> Saying | None:
    raise DateNotUnderstood(match[0])


def _short(match: re.Match[str], line: Line) -> Saying | None:
    """Mo … So: capitalised, alone, after "am" or beside a time; "so schnell" and "Fr. Meier" are none."""
    day, before = Weekday(weekday_of(match["wd"])), word_before(line.text, match.start())
    follows = line.text[match.end() :].lstrip(" ,")
    if match["turn"]:
        return Weekday(day.number, turn_of(match["turn"]))
    alone = not line.text[: match.start()].strip() and not follows
    if match["wd"].lower() == "so" and not (alone or before == "am" or _is_sunday(match, follows)):
        return None
    if before in TITLES or (fold(match[0]) == "fr." and follows[:1].isupper()):
        return None
    at_an_end = not line.text[: match.start()].strip() or not follows.strip(" .!")
    return Weekday(day.number, sure=match["wd"][0].isupper() or at_an_end or before in _SURE_AFTER)


def _is_sunday(match: re.Match[str], follows: str) -> bool:
    """So: before a figure; or capitalised and not before a plain word ("So schnell wie möglich")."""
    if follows[:1].isdigit():
        return True
    plain = follows[:1].islower() and fold(follows.split(maxsplit=1)[0]).strip(".,") not in _DAY_PARTS_FOLLOW
    return match["wd"][0].isupper() and not plain


def _weekend(match: re.Match[str], _: Line) -> Saying:
    return Weekday(_SATURDAY, turn_of(match["turn"]) if match["turn"] else None)


def _misspelt(match: re.Match[str], _: Line) -> Saying | None:
    """Dienstg, Mitwoch: meant as a day, and not to be passed over beside a time."""
    if any(SequenceMatcher(None, fold(match[0]), day).ratio() >= _ALIKE for day in WEEKDAY_NAMES):
        raise DateNotUnderstood(match[0])
    return None


def _mistyped(match: re.Match[str], _: Line) -> Saying | None:
    """Moregn, gesern: the letters of a day in another order, or one short of a long word."""
    word = fold(match[0])
    if word not in _NEAR_DAYS and (word in _ONE_SHORT or "".join(sorted(word)) in _LETTERS):
        raise DateNotUnderstood(match[0])
    return None


# Cut short or in English, before a time: the day was meant.
_CUT = (
    r"(?:mon|tues?|wed|thu|thurs|fri|sat|sun|don|donn|donner|dien|dienst|mont|mitt|mittw|sams?|sonn?|tomorrow|today"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?-i:Die|Mit|Frei))"
)
_WHOLE = r"(?:(?!\w|-(?-i:[a-zäöü]))|(?=\d{1,2}:\d\d))"
RULES: tuple[Rule, ...] = (
    rule(rf"(?:(?:über)+morgen|morgen|heute?|(?:vor)*gestern){_WHOLE}", _dayword),
    rule(rf"(?:jede[nm]? (?:{WEEKDAY}|{SHORT_WEEKDAY})|{WEEKDAY}s)(?!\w)", _repeated),
    rule(rf"(?:(?P<turn>{TURN}) )?(?P<wd>{WEEKDAY})(?:{_WHOLE}|(?=(?:{PART}|morgens?)(?!\w)))", _weekday),
    rule(rf"(?:(?P<turn>{TURN}) )?(?P<wd>{SHORT_WEEKDAY})(?!['’]|\.\w?\.){_WHOLE}\.?", _short),
    rule(rf"(?:(?P<turn>{TURN})|am|übers|bis zum|bis|zum) Wochenende(?!\w)", _weekend),
    rule(r"(?:vor){2,}letzte[mnrs]? \w+", _repeated),
    rule(rf"{_CUT}\.?,? (?:um )?\d{{1,2}}(?:[:.]\d\d|_Uhr|_h)(?!\w)", _repeated),
    rule(r"(?:mo|di|mi|do|fr|sa|so)[a-z]{1,8}(?:g|ga|ch|hc|oc)(?!\w)", _misspelt),
    rule(r"[mghuüv][a-zü]{4,9}(?!\w)", _mistyped),
)

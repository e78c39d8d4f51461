"""Feasts with a fixed day, and times of the year that name none: im Sommer, nach Ostern, vor Mai."""

import re

from domain.phrases.facts import DateNotUnderstood
from domain.phrases.said import Line, OfYear, Rule, Saying, rule
from domain.phrases.words import MONTH, TURN, fold

_FIXED = {
    "silvester": (12, 31),
    "neujahr": (1, 1),
    "neujahrstag": (1, 1),
    "tag der arbeit": (5, 1),
    "tag der deutschen einheit": (10, 3),
    "reformationstag": (10, 31),
    "allerheiligen": (11, 1),
    "nikolaus": (12, 6),
    "nikolaustag": (12, 6),
    "heiligabend": (12, 24),
}
_LEADS = r"(?:an|am|zu|zum|im|vor|nach|bis(?: zu| zum| an)?|ab|seit|über)(?: den?| dem)?"
_MOVABLE = (
    r"(?:Gründonnerstag|Karfreitag|Karsamstag|Karwoche|Oster(?:samstag|sonntag|montag|woche)|Pfingst(?:sonntag|montag|woche)"
    r"|Christi Himmelfahrt|Fronleichnam|Rosenmontag|Faschingsdienstag|Aschermittwoch|Weiberfastnacht|Buß-_und Bettag"
    r"|Totensonntag|Volkstrauertag)(?!\w|-)"
)


def _season(match: re.Match[str], _: Line) -> Saying | None:
    raise DateNotUnderstood(match[0])


def _feast(match: re.Match[str], _: Line) -> Saying:
    return OfYear(*_FIXED[" ".join(fold(match["day"]).split())])


def _christmas(match: re.Match[str], _: Line) -> Saying:
    return OfYear(12, 25 if fold(match["n"])[0] in "1e" else 26)


def _year_of(match: re.Match[str], line: Line) -> Saying | None:
    """Sommer 2027, Q1 2027: among things done it is a catalogue."""
    if line.ahead:
        raise DateNotUnderstood(match[0])
    return None


RULES: tuple[Rule, ...] = (
    rule(
        r"(?:im|in den|während der|bis(?: zum)?|ab|nach|vor|seit|zu|an|über|nächste[nrs]?|letzte[nrs]?|kommende[nrs]?) "
        r"(?:Frühjahr|Frühling|Frühsommer|Sommer|Spätsommer|Herbst|Winter|Weihnachten|Ostern|Pfingsten|Karneval|Fasching"
        r"|Sommerferien|Herbstferien|Osterferien|Winterferien)(?!\w)",
        _season,
    ),
    rule(
        rf"(?:vor|nach)(?: dem)? {MONTH}|(?:im|des) neuen Jahre?s?(?!\w)|{TURN} (?:Werk|Arbeits|)Tag(?!\w)",
        _season,
    ),
    rule(
        r"(?:an|bis(?: zu| zum)?|zu|zum|ab|seit|am) (?P<day>Silvester|Neujahr|Nikolaus)(?!\w)",
        _feast,
    ),
    rule(
        r"(?P<day>Heiligabend|Allerheiligen|Tag der (?:Arbeit|Deutschen Einheit)|Reformationstag|Neujahrstag"
        r"|Nikolaustag)(?!\w|-)",
        _feast,
    ),
    rule(r"(?P<n>[12]\.|ersten?r?|zweiten?r?)_Weihnachts(?:feier)?tag(?!\w)", _christmas),
    rule(_MOVABLE, _season),
    rule(
        rf"zwischen den (?:Jahren|Feiertagen|Tagen)(?!\w)"
        rf"|{_LEADS} (?:Feiertagen?|Ferien|Vatertag|Muttertag|Himmelfahrt)(?!\w)"
        rf"|(?:(?:[1-4]\.|ersten?r?|zweiten?r?|dritten?r?|vierten?r?)_|{_LEADS} )Advent(?!\w|-)",
        _season,
    ),
    rule(r"(?:Frühjahr|Frühling|Sommer|Herbst|Winter|Ostern|Weihnachten|Q[1-4])_/?_20\d\d(?!\w)", _year_of),
)

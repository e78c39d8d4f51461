"""Feasts with a fixed day, and times of the year that name none: im Sommer, nach Ostern, vor Mai."""

import re

from domain.phrases.facts import DateNotUnderstood
from domain.phrases.said import Line, OfYear, Rule, Saying, rule
from domain.phrases.words import MONTH, TURN, fold

_FIXED = {"silvester": (12, 31), "neujahr": (1, 1), "heiligabend": (12, 24), "nikolaus": (12, 6)}


def _season(match: re.Match[str], _: Line) -> Saying | None:
    raise DateNotUnderstood(match[0])


def _feast(match: re.Match[str], _: Line) -> Saying:
    return OfYear(*_FIXED[fold(match["day"])])


RULES: tuple[Rule, ...] = (
    rule(
        r"(?:im|bis(?: zum)?|ab|nach|vor|seit|zu|an|über|nächste[nrs]?|letzte[nrs]?|kommende[nrs]?) "
        r"(?:Frühjahr|Frühling|Frühsommer|Sommer|Spätsommer|Herbst|Winter|Weihnachten|Ostern|Pfingsten|Karneval|Fasching"
        r"|Sommerferien|Herbstferien|Osterferien|Winterferien)(?!\w)",
        _season,
    ),
    rule(
        rf"(?:vor|nach)(?: dem)? {MONTH}|(?:im|des) neuen Jahre?s?(?!\w)|{TURN} (?:Werk|Arbeits|)Tag(?!\w)",
        _season,
    ),
    rule(
        r"(?:an|bis(?: zu| zum)?|zu|zum|ab|seit|am) (?P<day>Silvester|Neujahr|Heiligabend|Nikolaus)(?!\w)",
        _feast,
    ),
)

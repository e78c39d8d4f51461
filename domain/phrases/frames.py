"""Weeks, months, quarters and years: KW 48, nächste Woche, Ende November, bis Mai, Anfang nächsten Monats."""

import re
from calendar import monthrange
from datetime import date, timedelta

from domain.phrases.facts import DateAmbiguous, DateImpossible, DateNotUnderstood
from domain.phrases.said import Day, Frame, Line, OfMonth, OfYear, Rule, Saying, Weekday, rule
from domain.phrases.words import (
    EDGE,
    MEASURE,
    MONTH,
    SHORT_WEEKDAY,
    TITLES,
    TURN,
    WEEKDAY,
    fold,
    month_of,
    spelled,
    turn_of,
    word_before,
)

_WEEKDAY_AT = {"anfang": 0, "mitte": 2, "ende": 4}
_DOM_AT = {"anfang": 1, "mitte": 15, "ende": 0}
_QUARTERS = {"ersten": 1, "zweiten": 2, "dritten": 3, "vierten": 4}
_YEAR_FOLLOWS = re.compile(spelled(rf" {TURN} Jahr"), re.IGNORECASE)


def _edge_of(match: re.Match[str]) -> str:
    edge = fold(match.groupdict().get("edge") or "")
    return "anfang" if edge == "beginn" else edge


def _refuse_two(match: re.Match[str]) -> None:
    if match["two"] or match.groupdict().get("edges"):
        raise DateAmbiguous(match[0])


def _period(match: re.Match[str], line: Line) -> Saying | None:
    """Nächste Woche, Ende des Monats, Mitte nächsten Jahres: "des" leans, "dieses" says which."""
    _refuse_two(match)
    what, edge = fold(match["what"]).strip(".")[:4], _edge_of(match)
    if not match["turn"]:
        return _edge_of_some(edge, what, line) if edge else None
    turn = turn_of(match["turn"])
    first = _first_day(what, turn, line.today)
    if edge:
        return Day(_edge_in(edge, what, first))
    if what == "jahr" and not turn and "jahr" in match[0].lower():
        return Frame("year", first, vague=True)
    if what == "quar":
        return Day(first)
    return Frame({"woch": "week", "wo": "week", "mona": "month", "jahr": "year"}[what], first, vague=not turn)  # type: ignore[arg-type]


def _first_day(what: str, turn: int, today: date) -> date:
    if what.startswith("wo"):
        return today + timedelta(days=7 * turn - today.weekday())
    if what == "jahr":
        return date(today.year + turn, 1, 1)
    months = today.year * 12 + today.month - 1
    months = months + turn if what == "mona" else (months // 3 + turn) * 3
    return date(months // 12, months % 12 + 1, 1)


def _edge_in(edge: str, what: str, first: date) -> date:
    if what.startswith("wo"):
        return first + timedelta(days=_WEEKDAY_AT[edge])
    if edge == "anfang":
        return first
    months = {"mona": 1, "quar": 3, "jahr": 12}[what]
    if edge == "mitte":
        return first.replace(day=15) if what == "mona" else _middle(first, months)
    last = first.month + months - 1
    return date(first.year, last, monthrange(first.year, last)[1])


def _middle(first: date, months: int) -> date:
    """15th of a quarter's second month; 1 July."""
    return date(first.year, first.month + 1, 15) if months == 3 else date(first.year, 7, 1)  # noqa: PLR2004


def _edge_of_some(edge: str, what: str, line: Line) -> Saying:
    """Without "this" or "next" an edge leans like a bare date: the nearest one."""
    if what.startswith("wo"):
        return Weekday(_WEEKDAY_AT[edge])
    if what == "mona":
        return OfMonth(_DOM_AT[edge])
    if what == "jahr":
        return OfYear(*{"anfang": (1, 1), "mitte": (7, 1), "ende": (12, 31)}[edge])
    days = [_edge_in(edge, what, _first_day(what, turn, line.today)) for turn in (-1, 0, 1)]
    return Day(
        min(d for d in days if d >= line.today) if line.ahead else max(d for d in days if d <= line.today)
    )


def _compound(match: re.Match[str], line: Line) -> Saying:
    return _edge_of_some(_edge_of(match), fold(match["what"])[:4], line)


def _of_year(match: re.Match[str], _: Line) -> Saying:
    return Day(_edge_in(_edge_of(match), "jahr", date(int(match["y"]), 1, 1)))


def _month(match: re.Match[str], line: Line) -> Saying | None:
    """Bis Mai = its first day; Anfang 1st, Mitte 15th, Ende its last."""
    in_a_year = _YEAR_FOLLOWS.match(line.text, match.end())  # "Mai nächstes Jahr"
    alone = not (match["edge"] or match["lead"] or match["turn"] or match["y"] or in_a_year)
    if (alone and match[0].strip() != line.text.strip()) or word_before(line.text, match.start()) in TITLES:
        return None
    _refuse_two(match)
    month, dom = month_of(match["m"]), _DOM_AT[_edge_of(match)] if match["edge"] else 1
    if match["y"]:
        year = int(match["y"].lstrip("'’")) % 100 + 2000 if len(match["y"]) < 4 else int(match["y"])  # noqa: PLR2004
        return Day(date(year, month, dom or monthrange(year, month)[1]))
    return OfYear(month, dom, 0 if match["edge"] else 1, turn_of(match["turn"]) if match["turn"] else None)


def _month_in_figures(match: re.Match[str], _: Line) -> Saying:
    return Day(date(int(match["y"]), int(match["m"]), 1))


def _quarter(match: re.Match[str], _: Line) -> Saying:
    said = fold(match["q"]).split()[0]
    number = _QUARTERS.get(said) or int(re.sub("[^1-4]", "", said))
    edge = _edge_of(match)
    if match["y"]:
        first = date(int(match["y"]), number * 3 - 2, 1)
        return Day(_edge_in(edge, "quar", first)) if edge else Day(first)
    month, dom = {"mitte": (number * 3 - 1, 15), "ende": (number * 3, 0)}.get(edge, (number * 3 - 2, 1))
    return OfYear(month, dom, 0 if edge else 3)


def _unnamed(match: re.Match[str], _: Line) -> Saying | None:
    raise DateNotUnderstood(match[0])


def _week(match: re.Match[str], line: Line) -> Saying:
    """KW 48: its Monday, of the year the line leans to; the present week counts as both."""
    _refuse_two(match)
    monday = _monday_of(int(match["n"]), match["y"], line, match[0])
    if match["edge"]:
        return Day(monday + timedelta(days=_WEEKDAY_AT[_edge_of(match)]))
    return Frame("week", monday)


def _monday_of(number: int, year: str | None, line: Line, phrase: str) -> date:
    here = line.today.isocalendar().year
    this_monday = line.today - timedelta(days=line.today.weekday())
    mondays = []
    for candidate in [int(year)] if year else [here - 1, here, here + 1]:
        try:
            mondays.append(date.fromisocalendar(candidate, number, 1))
        except ValueError:
            continue  # no week 53 in that year
    if not year:
        mondays = [m for m in mondays if (m >= this_monday if line.ahead else m <= this_monday)]
    if not mondays:
        raise DateImpossible(phrase)
    return min(mondays) if line.ahead else max(mondays)


_PIECE = r"(?:hälfte|drittel|anfang|beginn|mitte|ende|wochen?)"
_NTH = r"(?:[1-5]\.|ersten?r?|zweiten?r?|dritten?r?|vierten?r?|letzten?r?)"
# Parts of a month or year that name no day: Novemberhälfte, im 1. Halbjahr, am ersten Montag im Mai.
_UNNAMED = (
    rf"(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|jahres|monats)-?{_PIECE}(?!\w)"
    rf"|{_NTH}_(?:Halbjahr|Jahreshälfte|Hälfte|Drittel)(?!\w)"
    rf"|{_NTH}_(?:{WEEKDAY}|{SHORT_WEEKDAY}|Werktag|Arbeitstag|Tag|Woche|Wochenende)(?: (?:im|des|in|vom))"
    rf" (?:(?:{TURN}) )?(?:{MONTH}|Monate?s?|Jahre?s?|Quartals?)(?!\w)"
)
_OR = r"_(?:/|-|–|bis|oder|und|\+)_"
_AT = rf"(?P<edge>{EDGE})"
_YEAR = rf"(?:(?: |_/_)(?P<y>(?:19|20)\d{{2}})(?!\w|[.,:]\d|_{MEASURE}))?"
_ANY = r"(?:(?:des|der|vom|im|in der) )?"
RULES: tuple[Rule, ...] = (
    rule(
        rf"(?:{_AT}(?P<two>{_OR}{EDGE})? )?{_ANY}(?:(?P<turn>{TURN}) )?"
        r"(?P<what>woche|wo\.?|monate?s?|quartale?s?|jahre?s?)(?!\w)",
        _period,
    ),
    rule(rf"(?P<what>monats|quartals|jahres){_AT}s?(?!\w)", _compound),
    rule(r"(?P<what>wochen)(?P<edge>anfang|beginn|mitte)(?!\w)", _compound),
    rule(_UNNAMED, _unnamed),
    rule(rf"{_AT} (?P<y>20\d{{2}})(?!\w|[.,:]\d)", _of_year),
    rule(
        rf"(?:{_AT}(?P<edges>{_OR}{EDGE})? (?:Monat )?|(?P<lead>im|bis(?: zum| im)?|ab|seit|vom) "
        rf"|(?P<turn>{TURN}) )?(?P<m>{MONTH})"
        rf"(?: (?P<y>(?:19|20)\d{{2}}(?!\w|[.,]\d)|['’]\d{{2}}(?!\w)))?(?P<two>{_OR}{MONTH})?",
        _month,
    ),
    rule(r"(?:im|in|bis|ab|seit) (?P<m>0?[1-9]|1[0-2])/(?P<y>20\d{2})(?!\w)", _month_in_figures),
    rule(
        rf"(?:{_AT} |(?:in|im|bis|ab|seit|zum)(?: zum)? )"
        rf"(?P<q>Q[1-4](?!\w)|(?:[1-4]\.|ersten|zweiten|dritten|vierten)_Quartal(?!\w)){_YEAR}",
        _quarter,
    ),
    rule(
        rf"(?:{_AT} (?:der )?)?(?:KW|Kalenderwoche)_(?P<n>\d{{1,2}})(?!\w|[:,]\d|\.\d){_YEAR}"
        rf"(?P<two>_(?:-|–|/|und|oder|bis|\+)_(?:KW_)?\d{{1,2}}(?!\w|[:.]|_Uhr))?",
        _week,
    ),
    rule(rf"(?:{_AT} (?:der )?)?(?P<n>\d{{1,2}})\._(?:KW|Kalenderwoche)(?!\w){_YEAR}(?P<two>)", _week),
)

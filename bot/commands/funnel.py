"""`/trichter`, `/umsatz` and [Bild]: the team's work, or one contact's way, as a picture."""

import re
from datetime import date, timedelta
from typing import Any

from bot.commands.reading import tapped
from bot.commands.registry import command, tap
from bot.desk import Desk
from bot.turn import Reply
from bot.views import pictures
from bot.views.pictures import WEEKS
from domain.climbs import climbs
from domain.status import RANK, advance
from storage.trends import DayOfTrade
from storage.words import Scope
from storage.work import Work

LOOKED_AT = 300  # contacts whose histories are read for the days from rung to rung
MONTHS = 12
YEAR = timedelta(days=365)
FEWEST_WEEKS, MOST_WEEKS = 2, 52  # more would lie beside themselves a year ago
WEEKS_OF_A_MONTH = 52 / 12
_LAST = r"(?:(?:die|der|in\s+den)\s+)?(?:letzte[nrs]?\s+)?"
_SPAN = re.compile(_LAST + r"(?P<number>\d{1,3})\s*(?P<unit>wochen?|w|monate?n?)", re.IGNORECASE)
_LAST_YEAR = re.compile(_LAST + r"(?:1\s+|ein\s+)?jahr(?:es)?", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:12\s*monate?n?|jahr)\b", re.IGNORECASE)


@command(
    "trichter",
    topic="Auswerten",
    does="wie viele auf welcher Stufe stehen, als Bild",
    examples=("/trichter", "/trichter 12 Monate", "/trichter letztes Jahr"),
)
def funnel(desk: Desk, rest: str) -> Reply:
    months = MONTHS if (read := _YEAR.search(rest)) else None
    since = desk.turn.now - YEAR if months else None
    trends = desk.work.figures.trends
    counts = trends.standing(desk.own, since=since)
    climbed = sum(count for code, count in counts.items() if code != "ZA")
    chosen = trends.climbers(desk.own, of=climbed, most=LOOKED_AT, since=since)
    drawn = pictures.funnel(desk, counts, _days(desk, chosen), months=months)
    return pictures.beside(drawn, "" if read else rest, "trichter", "/trichter", "/trichter 12 Monate")


def _days(desk: Desk, contacts: list[int]) -> list[list[float]]:
    """For each climb the days it took those who made it, rung by rung; jumps took no step of their own."""
    found: list[list[float]] = [[] for _ in range(len(RANK) - 1)]
    for number in contacts:
        moves = advance(desk.work.events.history(number), rules=desk.office.rules).moves
        for climb in climbs(moves):
            found[RANK[climb.to] - 1].append(climb.days)
    return found


@command(
    "umsatz",
    topic="Auswerten",
    does="Umsatz der letzten 26 Wochen, als Bild",
    examples=("/umsatz", "/umsatz 12 Wochen", "/umsatz 6 Monate"),
)
def revenue(desk: Desk, rest: str) -> Reply:
    weeks = _weeks(rest)
    today, span = desk.work.team_day(desk.turn.typed_at), weeks or WEEKS
    begin, found = weeks_of_trade(desk.work, desk.own, today, weeks=span)
    drawn = pictures.revenue(desk, found, begin, desk.office.currency, weeks=span)
    takes = ("/umsatz 12 Wochen", "/umsatz 6 Monate")
    return pictures.beside(drawn, "" if weeks else rest, "umsatz", *takes)


def _weeks(rest: str) -> int | None:
    """How many weeks a line asks for: from two to a year."""
    if _LAST_YEAR.fullmatch(rest.strip()):
        return MOST_WEEKS
    found = _SPAN.fullmatch(rest.strip())
    if found is None:
        return None
    number = int(found["number"])
    weeks = number if found["unit"].casefold().startswith("w") else round(number * WEEKS_OF_A_MONTH)
    return weeks if FEWEST_WEEKS <= weeks <= MOST_WEEKS else None


def weeks_of_trade(
    work: Work, scope: Scope, today: date, *, weeks: int = WEEKS
) -> tuple[date, list[DayOfTrade]]:
    """Weeks of the team's days, Monday to Sunday, the last one still running; and the same a year ago."""
    end = today + timedelta(days=7 - today.weekday())
    begin = end - timedelta(weeks=weeks)
    year_ago = timedelta(weeks=52)
    return begin, work.figures.trends.trade(scope, [(begin - year_ago, end - year_ago), (begin, end)])


@tap("timeline")
def timeline(desk: Desk, args: dict[str, Any]) -> Reply:
    contact = tapped(desk, args)
    history, profile, planned = desk.work.profile(contact)
    step = desk.work.step(profile, planned, now=desk.turn.now)
    return pictures.timeline(desk, contact, history, profile, step)

"""`/trichter`, `/umsatz` and [Bild]: the team's work, or one contact's way, as a picture."""

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from bot.commands.registry import command, tap
from bot.desk import Desk
from bot.errors import NotYours
from bot.turn import Reply
from bot.views import pictures
from bot.views.pictures import WEEKS
from domain.profile import fold
from domain.status import RANK, Move
from storage.trends import DayOfTrade
from storage.words import Scope
from storage.work import Work

LOOKED_AT = 300  # contacts whose histories are read for the days from rung to rung
MONTHS = 12
YEAR = timedelta(days=365)
_YEAR = re.compile(r"\b(?:12\s*monate?n?|jahr)\b", re.IGNORECASE)


@command(
    "trichter",
    topic="Auswerten",
    does="wie viele auf welcher Stufe stehen, als Bild",
    examples=("/trichter", "/trichter 12 Monate", "/trichter letztes Jahr"),
)
def funnel(desk: Desk, rest: str) -> Reply:
    months = MONTHS if _YEAR.search(rest) else None
    since = desk.turn.now - YEAR if months else None
    trends = desk.work.figures.trends
    counts = trends.standing(desk.scope, since=since)
    climbed = sum(count for code, count in counts.items() if code != "ZA")
    chosen = trends.climbers(desk.scope, of=climbed, most=LOOKED_AT, since=since)
    return pictures.funnel(desk, counts, _days(desk, chosen), months=months)


def _days(desk: Desk, contacts: list[int]) -> list[list[float]]:
    """For each climb the days it took those who made it, rung by rung; jumps took no step of their own."""
    found: list[list[float]] = [[] for _ in range(len(RANK) - 1)]
    for number in contacts:
        moves = fold(desk.work.events.history(number), rules=desk.office.rules).standing.moves
        for before, after in pairwise(moves):
            if _one_up(before, after):
                found[RANK[before.after]].append((after.day - before.day).days)
    return found


def _one_up(before: Move, after: Move) -> bool:
    return RANK[after.after] == RANK[before.after] + 1


@command(
    "umsatz",
    topic="Auswerten",
    does="Umsatz der letzten 26 Wochen, als Bild",
    examples=("/umsatz",),
)
def revenue(desk: Desk, _rest: str) -> Reply:
    begin, found = weeks_of_trade(desk.work, desk.scope, desk.work.team_day(desk.turn.typed_at))
    return pictures.revenue(desk, found, begin, desk.office.currency)


def weeks_of_trade(work: Work, scope: Scope, today: date) -> tuple[date, list[DayOfTrade]]:
    """Weeks of the team's days, Monday to Sunday, the last one still running; and the same a year ago."""
    end = today + timedelta(days=7 - today.weekday())
    begin = end - timedelta(weeks=WEEKS)
    year_ago = timedelta(weeks=52)
    return begin, work.figures.trends.trade(scope, [(begin - year_ago, end - year_ago), (begin, end)])


@tap("timeline")
def timeline(desk: Desk, args: dict[str, Any]) -> Reply:
    contact = desk.work.contacts.get(args["contact"], scope=desk.scope)
    if contact is None:
        raise NotYours
    history, profile, planned = desk.work.profile(contact)
    step = desk.work.step(profile, planned, now=desk.turn.now)
    return pictures.timeline(desk, contact, history, profile, step)

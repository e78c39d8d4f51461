"""`/quellen` and `/persona`: where customers come from, and what the regular ones have in common (V14, V15)."""

import re
from datetime import timedelta

from bot.commands.registry import command
from bot.desk import Desk
from bot.turn import Reply
from bot.views import origins as views
from bot.views.pictures import beside
from bot.views.words import shown
from domain.climbs import Climb, climbs
from domain.events import History
from domain.folding import folded
from domain.persona import criteria
from domain.status import advance
from storage.origins import MOST_SOURCES

TOUCHES = timedelta(days=365)
LOOKED_AT = 200  # contacts whose histories are read for the days per step
MOST_NAMED = 500  # sources that may be asked for by name
_LABEL = re.compile(r"^quelle\s+", re.IGNORECASE)


@command(
    "quellen",
    topic="Auswerten",
    does="welche Herkunft zu Käufen führt",
    examples=("/quellen", "/quellen Messe"),
)
def sources(desk: Desk, rest: str) -> Reply:
    """All sources, or one that is named."""
    rules, scope = desk.office.rules, desk.own
    today, origins = desk.work.team_day(desk.turn.now), desk.work.origins
    began = today.replace(day=1)
    before = (began - timedelta(days=1)).replace(day=1)
    found = origins.by_source(scope=scope, most=MOST_NAMED if rest else MOST_SOURCES)
    wanted = {name: counts for name, counts in found.items() if folded(name) == folded(_bare(rest))}
    facts = views.Sources(wanted or found, _climbs(desk, list(wanted)), origins.days_to_buy(scope=scope))
    if wanted:
        return views.of_source(desk, facts)
    touches = origins.answered(
        scope=scope, since=today - TOUCHES, today=today, within_days=rules.touch_answer_days
    )
    said = views.sources(desk, facts, touches, (before, *origins.lost(scope=scope, begin=before, end=began)))
    named = [f"/quellen {shown(name, most=30)}" for name in list(found)[:2]]
    return beside(said, rest, "quellen", *named) if named else said


def _bare(rest: str) -> str:
    return _LABEL.sub("", rest.strip())


def _climbs(desk: Desk, sources: list[str]) -> dict[str, list[Climb]]:
    """Of the contacts that came last from each source, how long every step took."""
    came = desk.work.origins.climbers(scope=desk.own, sources=sources, most=LOOKED_AT)
    events = desk.work.events.of_contacts(list(came))
    found: dict[str, list[Climb]] = {}
    for number, source in came.items():
        moves = advance(History.of(events[number]), rules=desk.office.rules).moves
        found.setdefault(source, []).extend(climbs(moves))
    return found


@command(
    "persona",
    topic="Auswerten",
    does="was Stammkunden gemeinsam haben",
    examples=("/persona",),
)
def persona(desk: Desk, rest: str) -> Reply:
    return beside(_persona(desk), rest, "persona")


def _persona(desk: Desk) -> Reply:
    origins, scope, rules = desk.work.origins, desk.own, desk.office.rules
    regulars, contacts = origins.people(scope=scope)
    if regulars < rules.persona_regulars:
        return views.too_few(regulars, rules)
    chosen = criteria(origins.traits(scope=scope), regulars=regulars, contacts=contacts, rules=rules)
    if not chosen:
        return views.nothing_in_common(regulars, rules)
    return views.persona(chosen, origins.fit(chosen, scope=scope), rules)

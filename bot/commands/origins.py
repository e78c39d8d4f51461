"""`/quellen` and `/persona`: where customers come from, and what the regular ones have in common (V14, V15)."""

from datetime import timedelta

from bot.commands.registry import command
from bot.desk import Desk
from bot.turn import Reply
from bot.views import origins as views
from domain.persona import criteria

TOUCHES = timedelta(days=365)


@command(
    "quellen",
    topic="Auswerten",
    does="welche Herkunft zu Käufen führt",
    examples=("/quellen",),
)
def sources(desk: Desk, _rest: str) -> Reply:
    rules, scope = desk.office.rules, desk.scope
    today, origins = desk.work.team_day(desk.turn.now), desk.work.origins
    began = today.replace(day=1)
    before = (began - timedelta(days=1)).replace(day=1)
    touches = origins.answered(
        scope=scope, since=today - TOUCHES, today=today, within_days=rules.touch_answer_days
    )
    return views.sources(
        desk,
        origins.by_source(scope=scope),
        origins.days_to_buy(scope=scope),
        touches,
        (before, *origins.lost(scope=scope, begin=before, end=began)),
    )


@command(
    "persona",
    topic="Auswerten",
    does="was Stammkunden gemeinsam haben",
    examples=("/persona",),
)
def persona(desk: Desk, _rest: str) -> Reply:
    origins, scope, rules = desk.work.origins, desk.scope, desk.office.rules
    regulars, contacts = origins.people(scope=scope)
    if regulars < rules.persona_regulars:
        return views.too_few(regulars, rules)
    chosen = criteria(origins.traits(scope=scope), regulars=regulars, contacts=contacts, rules=rules)
    if not chosen:
        return views.nothing_in_common(regulars, rules)
    return views.persona(chosen, origins.fit(chosen, scope=scope), rules)

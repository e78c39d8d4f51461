"""`/suche`: over everything a member may see, notes included; pages that turn in place."""

import re

from bot.commands.registry import command
from bot.commands.slips import Slips
from bot.desk import Desk
from bot.turn import Reply
from bot.views import found as views
from storage.finding import Finding, Found

_PAGE = re.compile(r"\s+seite\s+(\d{1,4})\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"#(\d{1,12}):?")
MOST_LETTERS = 120


@command(
    "suche",
    topic="Nachsehen",
    does="alles durchsuchen, auch Notizen",
    examples=("/suche Handball", "/suche 0171 23", "/suche Wartung Köln"),
)
def search(desk: Desk, rest: str) -> Reply:
    query, page = _paged(rest)
    if not query:
        return views.what()
    if numbered := _NUMBER.fullmatch(query):
        found, more = _numbered(desk, int(numbered[1])), False
    else:
        work = desk.work
        found, more = Finding(work.contacts, work.events.mentions, desk.scope).anywhere(query)
    if found:
        return views.page(desk, query, found, page, more=more)
    similar = [Found(listed) for listed in Slips(desk).similar(query)]
    return views.page(desk, query, similar, page, guessed=True) if similar else views.nothing(query)


def _paged(rest: str) -> tuple[str, int]:
    """What is looked for, and which page of it, the first being 0."""
    turned = _PAGE.search(rest)
    query = rest[: turned.start()] if turned else rest
    return " ".join(query.split())[:MOST_LETTERS], max(0, int(turned[1]) - 1) if turned else 0


def _numbered(desk: Desk, number: int) -> list[Found]:
    return [Found(listed) for listed in desk.work.contacts.many([number], scope=desk.scope)]

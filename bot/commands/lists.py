"""`/verlauf` and `/liste`: pages that turn in place."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.commands import filters
from bot.commands.look import contact_card
from bot.commands.registry import command, tap
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.turn import Reply
from bot.views import pages
from bot.views.pages import PAGE
from domain.events import Event
from domain.status import advance
from storage.turns import NOT_UNDONE, UNDOABLE


@command(
    "verlauf",
    topic="Nachsehen",
    does="alles zu einem Kontakt, neuestes zuerst",
    examples=("/verlauf Meier", "/verlauf #12", "/verlauf Meier Seite 2"),
)
def history(desk: Desk, rest: str) -> Reply:
    rest, page = pages.page_of(rest)
    contact, _ = contact_and_rest(desk, rest)
    told = desk.work.events.history(contact.id)
    events = list(reversed(told.events))
    page = min(page, max(0, len(events) - 1) // PAGE)
    shown = events[page * PAGE : (page + 1) * PAGE]
    moves = {move.event: move for move in advance(told, rules=desk.office.rules).moves[1:]}
    return pages.history(
        desk, contact, pages.Told(shown, moves, _undoable(desk, shown)), page, total=len(events)
    )


def _undoable(desk: Desk, events: Sequence[Event]) -> list[Event]:
    """Of each own entry that can still be taken back the first event shown."""
    fresh: dict[int, Event] = {}
    for event in events:
        mine = event.rep == desk.turn.member.id and event.voided is None
        if mine and desk.turn.now - event.logged_at <= UNDOABLE:
            fresh.setdefault(event.turn, event)
    stored = {number: desk.work.turns.get(number) for number in fresh}
    return [
        event for number, event in fresh.items() if (turn := stored[number]) and turn.what not in NOT_UNDONE
    ]


@command(
    "liste",
    topic="Nachsehen",
    does="Kontakte nach Status und Lage",
    examples=("/liste KI ohne Termin", "/liste überfällig", "/liste ZA Ort Köln"),
)
def listing(desk: Desk, rest: str) -> Reply:
    wanted, page = pages.page_of(rest)
    contacts, scope = desk.work.contacts, desk.scope
    if not wanted:
        return pages.overview(desk, contacts.by_status(scope=scope))
    asked: dict[str, Any] = {
        "chosen": filters.read(desk, wanted),
        "scope": scope,
        "now": desk.turn.now,
        "today": desk.today,
    }
    total = contacts.count_by(**asked)
    page = pages.within(page, total)
    found = contacts.listed_by(**asked, total=total, skip=page * PAGE, most=PAGE)
    return pages.contacts(desk, wanted, found, page, total)


@tap("open")
def opened(desk: Desk, args: dict[str, Any]) -> Reply:
    """A card off a list, as a message of its own: the list stays for the next tap."""
    return replace(contact_card(desk, f"#{args['contact']}:"), new=True)


@tap("listing")
def listed(desk: Desk, args: dict[str, Any]) -> Reply:
    return replace(listing(desk, args["wanted"]), new=True)

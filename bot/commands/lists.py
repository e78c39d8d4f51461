"""`/verlauf` and `/liste`: pages that turn in place."""

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


@command(
    "verlauf",
    topic="Nachsehen",
    does="alles zu einem Kontakt, neuestes zuerst",
    examples=("/verlauf Meier", "/verlauf #12", "/verlauf Meier Seite 2"),
)
def history(desk: Desk, rest: str) -> Reply:
    rest, page = pages.page_of(rest)
    contact, _ = contact_and_rest(desk, rest)
    events = list(reversed(desk.work.events.history(contact.id).events))
    page = min(page, max(0, len(events) - 1) // PAGE)
    shown = events[page * PAGE : (page + 1) * PAGE]
    return pages.history(desk, contact, shown, page, last=(page + 1) * PAGE >= len(events), total=len(events))


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

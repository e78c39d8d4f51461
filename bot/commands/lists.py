"""`/verlauf` and `/liste`: pages that turn in place."""

import re
from dataclasses import replace
from typing import Any

from bot.commands.look import contact_card
from bot.commands.registry import command, tap
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import FilterUnknown
from bot.turn import Reply
from bot.views import pages
from domain.folding import folded
from domain.planned import ReminderKind
from domain.status import Status
from storage.contacts import Filter

PAGE = 8
_PAGE = re.compile(r"\bseite\s+(\d{1,4})\s*$", re.IGNORECASE)


@command(
    "verlauf",
    topic="Nachsehen",
    does="alles zu einem Kontakt, neuestes zuerst",
    examples=("/verlauf Meier", "/verlauf #12", "/verlauf Meier Seite 2"),
)
def history(desk: Desk, rest: str) -> Reply:
    rest, page = _page(rest)
    contact, _ = contact_and_rest(desk, rest)
    events = list(reversed(desk.work.events.history(contact.id).events))
    page = _within(page, len(events))
    shown = events[page * PAGE : (page + 1) * PAGE]
    return pages.history(desk, contact, shown, page, last=(page + 1) * PAGE >= len(events), total=len(events))


def _page(rest: str) -> tuple[str, int]:
    found = _PAGE.search(rest)
    return (rest[: found.start()].strip(), max(0, int(found[1]) - 1)) if found else (rest.strip(), 0)


def _within(page: int, total: int) -> int:
    """A page that is there; behind the last one it is the last one."""
    return min(page, max(0, total - 1) // PAGE)


@command(
    "liste",
    topic="Nachsehen",
    does="Kontakte nach Status und Lage",
    examples=("/liste KI ohne Termin", "/liste überfällig", "/liste ohne Schritt"),
)
def listing(desk: Desk, rest: str) -> Reply:
    wanted, page = _page(rest)
    if not wanted:
        return pages.overview(desk, desk.work.contacts.by_status(scope=desk.scope))
    chosen = _filter(wanted)
    total = desk.work.contacts.count_by(chosen, scope=desk.scope, now=desk.turn.now, today=desk.today)
    page = _within(page, total)
    found = desk.work.contacts.listed_by(
        chosen, scope=desk.scope, now=desk.turn.now, today=desk.today, skip=page * PAGE, most=PAGE
    )
    return pages.contacts(desk, wanted, found, page, total)


@tap("open")
def opened(desk: Desk, args: dict[str, Any]) -> Reply:
    """A card off a list, as a message of its own: the list stays for the next tap."""
    return replace(contact_card(desk, f"#{args['contact']}:"), new=True)


@tap("listing")
def listed(desk: Desk, args: dict[str, Any]) -> Reply:
    return replace(listing(desk, args["wanted"]), new=True)


_PHRASES = {
    "ohne termin": {"no_appointment": True},
    "uberfallig": {"overdue": True},
    "ohne schritt": {"no_step": True},
    "zuruckgestellt": {"parked": True},
    "heute": {"due_today": True},
}
_STEPS = {"ergebnis fehlt": ReminderKind.RESULT_MISSING}


def _filter(wanted: str) -> Filter:
    """Status codes and the phrases above, in any order; anything else is refused with what there is."""
    left = folded(wanted)
    chosen: dict[str, object] = {}
    for phrase, meaning in _PHRASES.items():
        if phrase in left:
            chosen |= meaning
            left = left.replace(phrase, " ")
    for phrase, step in _STEPS.items():
        if phrase in left:
            chosen["step"] = step.value
            left = left.replace(phrase, " ")
    codes = [word.upper() for word in re.findall(r"\w+", left)]
    unknown = [code for code in codes if code not in set(Status)]
    if unknown:
        raise FilterUnknown(wanted, unknown[0].lower())
    return Filter(statuses=tuple(dict.fromkeys(codes)), **chosen)  # type: ignore[arg-type]  # each phrase names its field

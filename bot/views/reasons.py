"""Why a status changed, in German, with the rule's id, its events and its numbers."""

from collections.abc import Callable, Mapping
from datetime import date

from bot.views.eventwords import SIGNALS, brief
from bot.views.words import count, day, listing, shown
from domain.events import Event, Kind, Signal
from domain.profile import Profile
from domain.reasons import Reason
from domain.status import Move

Events = Mapping[int, Event]


def because(reason: Reason, events: Events, today: date) -> str:
    """`2 Reaktionen in 180 Tagen: 3.11. Web, heute Info (S3)`."""
    known = [events[number] for number in reason.events if number in events]
    words = _WORDS.get(reason.rule, _nothing_more)(reason, known, today)
    return f"{words} ({reason.rule})" if words else f"({reason.rule})"


def move(step: Move, events: Events, today: date) -> str:
    """`ZA → EK (II, KI übersprungen), weil …`; codes stay as they are."""
    before = f"{step.before} → " if step.before else ""
    skipped = f" ({', '.join(step.skipped)} übersprungen)" if step.skipped else ""
    return f"{before}<b>{step.after}</b>{skipped}, weil {because(step.reason, events, today)}"


def change(before: Profile, after: Profile, events: Events, today: date) -> str:
    """The line between what was stored and what comes next; empty where the status stayed."""
    if before.status is after.status:
        return ""
    last = after.standing.moves[-1]
    if _known(last, before) or last.after is not after.status:
        return f"{before.status} → <b>{after.status}</b>, weil der Eintrag nicht mehr zählt (S7)"
    if last.before is not before.status:
        return f"{before.status} → <b>{after.status}</b>, weil {because(last.reason, events, today)}"
    return move(last, events, today)


def _known(last: Move, before: Profile) -> bool:
    """It stood there already, if perhaps on another day: backdated evidence moves when a contact began."""
    return any((move.event, move.after) == (last.event, last.after) for move in before.standing.moves)


def moved_on(step: Move, today: date) -> str:
    """When a change happened, and when it was entered, if on another day."""
    entered = (
        f", eingetragen {day(step.logged_at.date(), today)}" if step.logged_at.date() != step.day else ""
    )
    return f"{day(step.day, today)}{entered}"


def _several(reason: Reason, known: list[Event], today: date) -> str:
    within = reason.number("within")
    each = ", ".join(brief(event, today=today) for event in known)
    return f"{count(len(known), 'Reaktion', 'Reaktionen')} in {within} Tagen: {each}"


def _signal(_reason: Reason, known: list[Event], today: date) -> str:
    event = known[0] if known else None
    if event is None:
        return "Kaufsignal"
    if event.kind is Kind.APPOINTMENT:
        return "Kaufsignal: Termin vereinbart"
    wish = SIGNALS[Signal(event.signal)] if event.signal else ""
    return f"Kaufsignal: {wish}, {day(event.day, today)}"


def _regular(_reason: Reason, known: list[Event], today: date) -> str:
    each = listing([brief(event, today=today) for event in known]) if known else ""
    products = _reason.number("products")
    return f"{products} Produkte: {each}" if products else f"{count(len(known), 'Kauf', 'Käufe')}: {each}"


def _by_hand(_reason: Reason, known: list[Event], _today: date) -> str:
    why = shown(known[0].text, most=200) if known and known[0].text else ""
    return f"von Hand gesetzt: {why}" if why else "von Hand gesetzt"


def _nothing_more(_reason: Reason, _known: list[Event], _today: date) -> str:
    return ""


_WORDS: dict[str, Callable[[Reason, list[Event], date], str]] = {
    "S1": lambda _r, k, t: f"angelegt {day(k[0].day, t)}" if k else "angelegt",
    "S2": lambda _r, k, t: "erste Reaktion: " + ", ".join(brief(e, today=t) for e in k),
    "S3": _several,
    "S4": _signal,
    "S5": lambda _r, k, t: "erster Kauf: " + ", ".join(brief(e, today=t) for e in k),
    "S6": _regular,
    "S7": lambda *_: "der Kauf ganz zurückgegeben ist",
    "S8": _by_hand,
}

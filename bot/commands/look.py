"""`/kontakt`, `/warum`, `/status`, `/heute`: look before you act."""

import re
from typing import Any

from bot.commands.reading import bounded
from bot.commands.registry import command, tap
from bot.commands.steps import done
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import ReasonMissing, StatusUnknown
from bot.turn import Button, Reply
from bot.views import card, recorded, steps, words
from domain.contact import Contact
from domain.events import Due, Kind
from domain.planned import ReminderKind
from domain.status import Status
from domain.urgency import urgency
from storage.contacts import Listed

PAGE = 8
_BECAUSE = re.compile(r"^(?:\s|[:,–-]|\bweil\b)+", re.IGNORECASE)


@command(
    "kontakt",
    topic="Nachsehen",
    does="Karte eines Kontakts",
    examples=("/kontakt Meier", "/kontakt #12", "/kontakt 0171 3920012"),
    menu=10,
)
def contact_card(desk: Desk, rest: str) -> Reply:
    contact, _ = contact_and_rest(desk, rest)
    desk.work.contacts.used(contact.id, now=desk.turn.now)
    history, profile, planned = desk.work.profile(contact)
    return card.card(desk, contact, history, profile, desk.work.step(profile, planned, now=desk.turn.now))


@command(
    "warum",
    topic="Nachsehen",
    does="jeder Statuswechsel mit Regel und Grund",
    examples=("/warum Meier", "/warum #12", "/warum Anna Meier"),
)
def why(desk: Desk, rest: str) -> Reply:
    contact, _ = contact_and_rest(desk, rest)
    history, profile, planned = desk.work.profile(contact)
    return card.why(desk, contact, history, profile, desk.work.step(profile, planned, now=desk.turn.now))


@command(
    "status",
    topic="Nachsehen",
    does="Status zeigen oder von Hand setzen",
    examples=("/status Meier", "/status Meier KI weil Budget bestätigt", "/status #12 SK weil alter Kunde"),
)
def status(desk: Desk, rest: str) -> Reply:
    contact, content = contact_and_rest(desk, rest)
    if not content:
        return why(desk, f"#{contact.id}")
    word, _, said = content.partition(" ")
    code = word.strip(",.:").upper()
    if code not in set(Status):
        raise StatusUnknown(word, words.name(contact))
    reason = _BECAUSE.sub("", said)
    if not reason:
        raise ReasonMissing(f"/status #{contact.id}: {code} weil", code, words.name(contact))
    return _set(desk, contact, code, bounded(reason, "Grund"))


def _set(desk: Desk, contact: Contact, code: str, reason: str) -> Reply:
    change = desk.record(contact, desk.event(Kind.STATUS, detail=code, text=reason))
    return recorded.recorded(desk, "Status gesetzt", f"{code}, weil {words.shown(reason)} (S8)", change)


@command(
    "heute",
    topic="Nachsehen",
    does="was heute dran ist",
    examples=("/heute",),
    menu=1,
)
def today(desk: Desk, _rest: str) -> Reply:
    """Overdue and due today, by Q6; always an answer."""
    due = desk.work.contacts.due(owner=desk.turn.member.id, until=desk.rhythm.local(desk.turn.now).date())
    ordered = sorted(due, key=_urgency)
    shown = [(item, _reason(desk, item)) for item in ordered[:PAGE]]
    return card.today(shown, len(ordered) - len(shown))


@tap("done_today")
def done_today(desk: Desk, args: dict[str, Any]) -> Reply:
    """The list stays where it is and goes on without what was done."""
    said = done(desk, args)
    rest = today(desk, "")
    undo = Button("Rückgängig", "undo", {"turn": desk.entry})
    return Reply(f"{said.text.splitlines()[0]}\n\n{rest.text}", (*rest.buttons, (undo,)))


def _urgency(item: Listed) -> tuple[object, ...]:
    return urgency(ReminderKind(item.step), Status(item.status), _due(item))


def _due(item: Listed) -> Due:
    assert item.step_day is not None  # noqa: S101 – listed because it is due
    return Due(item.step_day, item.step_at)


def _reason(desk: Desk, item: Listed) -> str:
    """The step, and since when it is due; a rep's own wording where there is one."""
    kind = ReminderKind(item.step)
    text = ""
    if kind is ReminderKind.OWN_STEP:
        _, profile, _ = desk.work.profile(item.contact)
        text = profile.own_step.text if profile.own_step else ""
    due = _due(item)
    late = (desk.today - due.day).days
    overdue = f"seit {words.count(late, 'Tag', 'Tagen')} überfällig"
    return f"{steps.words(kind, text)} – {overdue if late > 0 else steps.when(due, desk.today, desk.local)}"

"""[Kalender]: the appointment as an .ics file that updates and cancels what a calendar already has."""

import secrets
from datetime import datetime
from typing import Any

from bot.commands.reading import tapped
from bot.commands.registry import tap
from bot.desk import Desk
from bot.errors import NoAppointment
from bot.turn import Document, Reply
from bot.views import ics, words
from domain import folding
from domain.appointments import Appointment
from domain.contact import Contact
from domain.events import Event, History, Kind
from storage.work import Work

INSTALLATION = "installation"
LONGEST_NAME = 40


@tap("calendar")
def calendar(desk: Desk, args: dict[str, Any]) -> Reply:
    contact = tapped(desk, args)
    history, profile, _ = desk.work.profile(contact)
    told = told_of(history, args["event"])
    meant = next((a for a in profile.appointments if told and a.id == told[0].id), None)
    if meant is None or meant.start.at is None:
        raise NoAppointment(words.name(contact), contact.id)
    entry = entry_of(meant, contact, told, stamp=desk.turn.now)
    minutes = desk.office.rules.appointment_minutes
    content = ics.calendar_file(entry, installation=installation(desk.work), minutes=minutes)
    start = desk.local(meant.start.at)
    said = "Absage für den Kalender" if entry.cancelled else "Für den Kalender"
    text = f"{said}: {words.name(contact)}, {words.moment(start, desk.today)}"
    return Reply(text, contact=contact.id, document=Document(_file_name(contact, start), content))


def told_of(history: History, event: int) -> list[Event]:
    """An appointment and all that was ever changed about it, undone or not; `event` is any of these."""
    changes = [e for e in history.events if e.kind in {Kind.MOVED, Kind.CANCELLED} and e.refers_to]
    roots = {e.id: e.id for e in history.events if e.kind is Kind.APPOINTMENT}
    for change in sorted(changes, key=lambda e: e.id):
        if change.refers_to in roots:
            roots[change.id] = roots[change.refers_to]
    root = roots.get(event)
    found = [e for e in history.events if root is not None and roots.get(e.id) == root]
    return sorted(found, key=lambda e: e.id)


def entry_of(
    meant: Appointment, contact: Contact, told: list[Event], *, stamp: datetime | None = None
) -> ics.Entry:
    """What a calendar is to know of an appointment; an undone change is one more. `stamp` else: the last change."""
    changed = [event.voided.at if event.voided else event.logged_at for event in told]
    sequence = sum(2 if change.voided else 1 for change in told[1:])
    about = meant.arranged.text or told[0].text
    return ics.Entry(meant, contact, about, sequence, stamp or max(changed))


def _file_name(contact: Contact, start: datetime) -> str:
    name = "-".join(folding.words(contact.name))[:LONGEST_NAME].strip("-")
    return "-".join(part for part in ("termin", name, f"{start:%Y-%m-%d}") if part) + ".ics"


def installation(work: Work) -> str:
    """A random name of this installation, drawn once: UIDs of two bots never meet."""
    found = work.recall(INSTALLATION)
    if found is None:
        found = secrets.token_hex(8)
        work.remember(INSTALLATION, found)
    return found

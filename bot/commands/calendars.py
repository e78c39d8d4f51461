"""[Kalender]: the appointment as an .ics file that updates and cancels what a calendar already has."""

import secrets
from datetime import datetime
from typing import Any

from bot.commands.registry import tap
from bot.desk import Desk
from bot.errors import NoAppointment, NotYours
from bot.turn import Document, Reply
from bot.views import ics, words
from domain import folding
from domain.contact import Contact
from domain.events import Event, History, Kind
from storage.work import Work

INSTALLATION = "installation"
LONGEST_NAME = 40


@tap("calendar")
def calendar(desk: Desk, args: dict[str, Any]) -> Reply:
    contact = desk.work.contacts.get(args["contact"], scope=desk.scope)
    if contact is None:
        raise NotYours
    history, profile, _ = desk.work.profile(contact)
    told = _told_of(history, args["event"])
    meant = next((a for a in profile.appointments if told and a.id == told[0].id), None)
    if meant is None or meant.start.at is None:
        raise NoAppointment(words.name(contact), contact.id)
    cancelled = meant.answer is not None and meant.answer.kind is Kind.CANCELLED
    content = ics.calendar_file(
        meant,
        contact,
        about=meant.arranged.text or told[0].text,
        installation=_installation(desk.work),
        sequence=sum(2 if change.voided else 1 for change in told[1:]),  # an undone change is one more
        now=desk.turn.now,
        minutes=desk.office.rules.appointment_minutes,
    )
    start = desk.local(meant.start.at)
    said = "Absage für den Kalender" if cancelled else "Für den Kalender"
    text = f"{said}: {words.name(contact)}, {words.moment(start, desk.today)}"
    return Reply(text, contact=contact.id, document=Document(_file_name(contact, start), content))


def _told_of(history: History, event: int) -> list[Event]:
    """An appointment and all that was ever changed about it, undone or not; `event` is any of these."""
    changes = [e for e in history.events if e.kind in {Kind.MOVED, Kind.CANCELLED} and e.refers_to]
    roots = {e.id: e.id for e in history.events if e.kind is Kind.APPOINTMENT}
    for change in sorted(changes, key=lambda e: e.id):
        if change.refers_to in roots:
            roots[change.id] = roots[change.refers_to]
    root = roots.get(event)
    found = [e for e in history.events if root is not None and roots.get(e.id) == root]
    return sorted(found, key=lambda e: e.id)


def _file_name(contact: Contact, start: datetime) -> str:
    name = "-".join(folding.words(contact.name))[:LONGEST_NAME].strip("-")
    return "-".join(part for part in ("termin", name, f"{start:%Y-%m-%d}") if part) + ".ics"


def _installation(work: Work) -> str:
    """A random name of this installation, drawn once: UIDs of two bots never meet."""
    found = work.recall(INSTALLATION)
    if found is None:
        found = secrets.token_hex(8)
        work.remember(INSTALLATION, found)
    return found

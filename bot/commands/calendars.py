"""[Kalender]: the appointment as an .ics file that updates and cancels what a calendar already has."""

import secrets
from typing import Any

from bot.commands.registry import tap
from bot.desk import Desk
from bot.errors import NoAppointment, NotYours
from bot.turn import Document, Reply
from bot.views import ics, words
from domain.appointments import Appointment
from domain.events import Kind
from storage.work import Work

INSTALLATION = "installation"


@tap("calendar")
def calendar(desk: Desk, args: dict[str, Any]) -> Reply:
    contact = desk.work.contacts.get(args["contact"], scope=desk.scope)
    if contact is None:
        raise NotYours
    history, profile, _ = desk.work.profile(contact)
    meant = _meant(profile.appointments, args["event"])
    if meant is None or meant.start.at is None:
        raise NoAppointment(words.name(contact), contact.id)
    moves = sum(1 for event in history.standing(Kind.MOVED))
    content = ics.calendar_file(
        meant,
        contact,
        installation=_installation(desk.work),
        moves=moves,
        now=desk.turn.now,
        minutes=desk.office.rules.appointment_minutes,
    )
    at = words.moment(desk.local(meant.start.at), desk.today)
    said = "Absage für den Kalender" if not meant.open and b"CANCEL" in content else "Für den Kalender"
    name = f"termin-{meant.id}.ics"
    return Reply(f"{said}: {words.name(contact)}, {at}", contact=contact.id, document=Document(name, content))


def _meant(known: tuple[Appointment, ...], event: int) -> Appointment | None:
    return next((a for a in known if event in {a.id, a.arranged.id}), None)


def _installation(work: Work) -> str:
    """A random name of this installation, drawn once: UIDs of two bots never meet."""
    found = work.recall(INSTALLATION)
    if found is None:
        found = secrets.token_hex(8)
        work.remember(INSTALLATION, found)
    return found

"""Appointments for calendars: one UID for an appointment's whole life, a sequence for every move, cancelled on cancel."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from domain.appointments import Appointment
from domain.contact import Contact
from domain.events import Kind

if TYPE_CHECKING:
    from icalendar import Calendar, Event

PRODUCT = "-//Nachfass//Termine//DE"


@dataclass(frozen=True, slots=True)
class Entry:
    """An appointment as a calendar is told of it. `sequence`: how often it was changed; `stamp`: when last."""

    appointment: Appointment
    contact: Contact
    about: str
    sequence: int
    stamp: datetime

    @property
    def cancelled(self) -> bool:
        answer = self.appointment.answer
        return answer is not None and answer.kind is Kind.CANCELLED


def calendar_file(entry: Entry, *, installation: str, minutes: int) -> bytes:
    """One appointment. `installation` tells two bots' appointments apart; `minutes` where no end is known."""
    if entry.appointment.start.at is None:
        message = "an appointment without a time has no place in a calendar file"
        raise ValueError(message)
    calendar = _calendar("CANCEL" if entry.cancelled else "PUBLISH")
    calendar.add_component(_event(entry, installation, minutes))
    content: bytes = calendar.to_ical()
    return content


def feed(entries: Iterable[Entry], *, installation: str, minutes: int) -> bytes:
    """All of a member's appointments, as a calendar subscribes to them; what isn't in it any more, it drops."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", "Nachfass")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, installation, minutes))
    content: bytes = calendar.to_ical()
    return content


def _calendar(method: str) -> "Calendar":
    from icalendar import Calendar  # noqa: PLC0415 – 60 ms that only a calendar pays

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(entry: Entry, installation: str, minutes: int) -> "Event":
    from icalendar import Event, vText  # noqa: PLC0415 – see above

    appointment, contact = entry.appointment, entry.contact
    event = Event()
    event.add("uid", f"termin-{appointment.id}@{installation}.nachfass")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp)
    start = appointment.start
    event.add("dtstart", start.at or start.day)
    event.add("dtend", appointment.over_at(minutes=minutes) if start.at else start.day + timedelta(days=1))
    event.add(
        "summary", vText(f"Termin {contact.name}" + (f" ({contact.company})" if contact.company else ""))
    )
    event.add("description", vText("\n".join(part for part in (entry.about, contact.phone) if part)))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event


def _end(appointment: Appointment, minutes: int) -> datetime:
    return appointment.over_at(minutes=minutes)

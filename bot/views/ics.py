"""An appointment as an .ics file: one UID for its whole life, a sequence for every move, cancelled on cancel."""

from datetime import datetime, timedelta

from domain.appointments import Appointment
from domain.contact import Contact
from domain.events import Kind

PRODUCT = "-//Nachfass//Termine//DE"


def calendar_file(
    appointment: Appointment,
    contact: Contact,
    *,
    about: str,
    installation: str,
    sequence: int,
    now: datetime,
    minutes: int,
) -> bytes:
    """`installation` tells two bots' appointments apart; `sequence`: how often it was changed; `minutes` where no end is known."""
    from icalendar import Calendar, Event, vText  # noqa: PLC0415 – 60 ms that only a tap on [Kalender] pays

    cancelled = appointment.answer is not None and appointment.answer.kind is Kind.CANCELLED
    start = appointment.start.at
    if start is None:
        message = "an appointment without a time has no place in a calendar"
        raise ValueError(message)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    entry = Event()
    entry.add("uid", f"termin-{appointment.id}@{installation}.nachfass")
    entry.add("sequence", sequence)
    entry.add("dtstamp", now)
    entry.add("dtstart", start)
    entry.add("dtend", appointment.ends_at or start + timedelta(minutes=minutes))
    entry.add(
        "summary", vText(f"Termin {contact.name}" + (f" ({contact.company})" if contact.company else ""))
    )
    entry.add("description", vText("\n".join(part for part in (about, contact.phone) if part)))
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    calendar.add_component(entry)
    content: bytes = calendar.to_ical()
    return content

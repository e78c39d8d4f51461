"""`/termin` and `/ergebnis`: arranged, moved, cancelled, missed, and what came of it."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from bot.commands.reading import Content, ahead, bounded
from bot.commands.registry import command, tap
from bot.commands.steps import own_step_event
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import DateUnreadable, NoAppointment, NotYours, TextMissing, WhenMissing
from bot.turn import Button, Reply
from bot.views import recorded, words
from domain.appointments import Appointment
from domain.contact import Contact
from domain.events import Due, Kind
from domain.phrases import When
from storage.work import Change

EXAMPLE = "/termin Meier Di 14:00 Video"
_RANGE = re.compile(
    r"(?P<from>\b\d{1,2}(?:[:.]\d{2})?)\s*(?:uhr)?\s*(?:-|–|bis)\s*(?P<to>\d{1,2}(?:[:.]\d{2})?)(?P<uhr>\s*uhr\b)?(?![.\d])",
    re.IGNORECASE,
)


@command(
    "termin",
    topic="Erfassen",
    does="Termin setzen",
    examples=(EXAMPLE, "/termin Meier morgen 9 Uhr", "/termin Meier 3.12. 10:00-11:30 vor Ort"),
    menu=4,
)
def appointment(desk: Desk, rest: str) -> Reply:
    contact, content = contact_and_rest(desk, rest)
    said, until = _with_end(desk, content)
    when = _complete(said, contact, content)
    due = desk.due(when)
    event = desk.event(
        Kind.APPOINTMENT, due=due, ends_at=_end(desk, when, until), text=bounded(said.text, "Text")
    )
    return _arranged(desk, "Termin", desk.record(contact, event), said.text)


def _complete(said: Content, contact: Contact, content: str) -> When:
    """A day and a time, or the question for what is missing."""
    line = f"/termin #{contact.id}: {content}".strip()
    if said.when is None:
        raise WhenMissing(line, words.name(contact), "termin")
    if said.when.at is None:
        raise WhenMissing(line, words.name(contact), "uhrzeit")
    return said.when


def _with_end(desk: Desk, content: str) -> tuple[Content, str]:
    """`10:00-11:30` and `14 bis 15 Uhr` give start and end."""
    found = _RANGE.search(content)
    if not found or not (":" in found[0] or found["uhr"]):
        return ahead(desk, content, what="Der Termin", example=EXAMPLE), ""
    start = found["from"] if ":" in found["from"] or "." in found["from"] else f"{found['from']} Uhr"
    shortened = f"{content[: found.start()]}{start} {content[found.end() :]}"
    return ahead(desk, shortened, what="Der Termin", example=EXAMPLE), found["to"]


def _end(desk: Desk, when: When, until: str) -> datetime | None:
    if not until:
        return None
    hour, _, minute = until.replace(".", ":").partition(":")
    if int(hour) > 23 or int(minute or 0) > 59:  # noqa: PLR2004 – hours and minutes
        raise DateUnreadable(until, "impossible", EXAMPLE)
    end = desk.due(When(when.day, datetime(2000, 1, 1, int(hour), int(minute or 0)).time())).at  # noqa: DTZ001 – a wall clock
    start = desk.due(when).at
    if end and start and end <= start:
        raise DateUnreadable(until, "unclear", EXAMPLE)
    return end


def _arranged(desk: Desk, title: str, change: Change, text: str) -> Reply:
    event = change.events[0]
    at = _shown(desk, event.due)
    end = f"–{words.clock(desk.local(event.ends_at))}" if event.ends_at else ""
    what = f" – {words.shown(text, most=80)}" if text else ""
    number = event.id
    extra = [
        Button.line("Verschieben", f"/termin_verschieben #{change.contact.id}:"),
        Button("Absagen", "cancel", {"contact": change.contact.id, "event": number}),
    ]
    return recorded.recorded(desk, title, f"{at}{end}{what}", change, extra)


def _shown(desk: Desk, due: Due | None) -> str:
    if due is None:
        return ""
    near = words.both_days(due.day, desk.today)
    return f"{near} {words.clock(desk.local(due.at))}" if due.at else near


@command(
    "termin_verschieben",
    topic="Termine",
    does="Termin verschieben",
    examples=(
        "/termin_verschieben Meier Do 10:00",
        "/termin_verschieben #12 morgen 9 Uhr",
        "/termin_verschieben Meier 3.12. 14:00",
    ),
)
def move(desk: Desk, rest: str) -> Reply:
    contact, content = contact_and_rest(desk, rest)
    _, profile, _ = desk.work.profile(contact)
    meant = _coming(profile.open_appointments)
    if meant is None:
        raise NoAppointment(words.name(contact), contact.id)
    said, until = _with_end(desk, content)
    line = f"/termin_verschieben #{contact.id}: {content}".strip()
    if said.when is None or said.when.at is None:
        raise WhenMissing(line, words.name(contact), "uhrzeit" if said.when else "termin")
    event = desk.event(
        Kind.MOVED,
        refers_to=meant.id,
        due=desk.due(said.when),
        ends_at=_end(desk, said.when, until),
        text=said.text,
    )
    return _arranged(desk, "Termin verschoben", desk.record(contact, event), said.text or meant.arranged.text)


def _coming(open_ones: tuple[Appointment, ...]) -> Appointment | None:
    return open_ones[-1] if open_ones else None


@tap("cancel")
def cancel(desk: Desk, args: dict[str, Any]) -> Reply:
    return _settle(desk, args, Kind.CANCELLED, "Termin abgesagt")


@tap("no_show")
def no_show(desk: Desk, args: dict[str, Any]) -> Reply:
    return _settle(desk, args, Kind.NO_SHOW, "Nicht erschienen")


def _settle(desk: Desk, args: dict[str, Any], kind: Kind, title: str) -> Reply:
    contact = desk.work.contacts.get(args["contact"], scope=desk.scope)
    if contact is None:
        raise NotYours
    _, profile, _ = desk.work.profile(contact)
    if not any(a.id == args["event"] or a.arranged.id == args["event"] for a in profile.open_appointments):
        raise NoAppointment(words.name(contact), contact.id)
    change = desk.record(contact, desk.event(kind, refers_to=args["event"]))
    return recorded.recorded(
        desk, title, "", change, [Button.line("Neuer Termin", f"/termin #{contact.id}:")]
    )


@command(
    "ergebnis",
    topic="Erfassen",
    does="Ergebnis eines Termins oder Anrufs",
    examples=(
        "/ergebnis Meier Angebot bis Freitag",
        "/ergebnis Meier will Bedenkzeit",
        "/ergebnis Meier nicht erschienen",
    ),
    menu=6,
)
def result(desk: Desk, rest: str) -> Reply:
    """What came of it; a date in it makes the next step."""
    contact, content = contact_and_rest(desk, rest)
    if not content:
        raise TextMissing(f"/ergebnis #{contact.id}:", words.name(contact), "Was ist herausgekommen?")
    _, profile, _ = desk.work.profile(contact)
    begun = _begun(profile.open_appointments, desk.turn.typed_at, desk.today)
    if "nicht erschienen" in content.casefold() and begun:
        return _settle(desk, {"contact": contact.id, "event": begun.id}, Kind.NO_SHOW, "Nicht erschienen")
    said = ahead(desk, content, what="Der nächste Schritt", example="/ergebnis Meier Angebot bis Freitag")
    events = [
        desk.event(Kind.RESULT, refers_to=begun.id if begun else None, text=bounded(content, "Ergebnis"))
    ]
    if said.when:
        events.append(own_step_event(desk, said.when, said.text))
    change = desk.record(contact, *events)
    offer = [
        Button.line("Kauf", f"/kauf #{contact.id}:"),
        Button.line("Neuer Termin", f"/termin #{contact.id}:"),
    ]
    return recorded.recorded(desk, "Ergebnis notiert", words.shown(content), change, offer)


def _begun(open_ones: tuple[Appointment, ...], typed_at: datetime, today: date) -> Appointment | None:
    """The last one that has begun; an early result is one of the next hour's appointment."""
    soon = typed_at + timedelta(hours=1)

    def begins(a: Appointment) -> bool:
        return a.start.at <= soon if a.start.at else a.start.day <= today

    begun = [a for a in open_ones if begins(a)]
    return begun[-1] if begun else None

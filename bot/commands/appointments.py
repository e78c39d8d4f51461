"""`/termin` and `/ergebnis`: arranged, moved, cancelled, missed, and what came of it."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.commands.reading import Content, ahead, bounded, past, tapped
from bot.commands.registry import command, tap
from bot.commands.steps import own_step_event
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import InThePast, NoAppointment, TextMissing, WhenMissing
from bot.turn import Button, Reply
from bot.views import recorded, words
from domain.appointments import Appointment
from domain.contact import Contact
from domain.events import Due, Kind
from domain.phrases import When
from storage.work import Change

EXAMPLE = "/termin Meier Di 14:00 Video"
RESULT_EXAMPLE = "/ergebnis Meier Angebot bis Freitag"
_UNTIL = re.compile(r"\bbis\b(?!.*\bbis\b)", re.IGNORECASE)


@command(
    "termin",
    topic="Erfassen",
    does="Termin setzen",
    examples=(EXAMPLE, "/termin Meier morgen 9 Uhr", "/termin Meier 3.12. 10:00-11:30 vor Ort"),
    menu=4,
)
def appointment(desk: Desk, rest: str) -> Reply:
    contact, content = contact_and_rest(desk, rest)
    said = ahead(desk, content, what="Der Termin", example=EXAMPLE)
    when = _complete("termin", said, contact, content)
    event = desk.event(
        Kind.APPOINTMENT, due=desk.due(when), ends_at=_end(desk, when, said), text=bounded(said.text, "Text")
    )
    return _arranged(desk, "Termin", desk.record(contact, event), said.text)


def _complete(command_: str, said: Content, contact: Contact, content: str) -> When:
    """A day and a time, or the question for what is missing."""
    line = f"/{command_} #{contact.id}: {content}".strip()
    if said.when is None:
        raise WhenMissing(line, words.name(contact), "termin")
    if said.when.at is None:
        raise WhenMissing(line, words.name(contact), "uhrzeit")
    return said.when


def _end(desk: Desk, when: When, said: Content) -> datetime | None:
    return desk.due(When(when.day, said.ends)).at if said.ends else None


def _arranged(desk: Desk, title: str, change: Change, text: str) -> Reply:
    event = change.events[0]
    at = _shown(desk, event.due)
    end = f"–{words.clock(desk.local(event.ends_at))}" if event.ends_at else ""
    what = f" – {words.shown(text, most=80)}" if text else ""
    number = event.id
    extra = [
        Button("Kalender", "calendar", {"contact": change.contact.id, "event": number}),
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
    said = ahead(desk, content, what="Der Termin", example=EXAMPLE)
    when = _complete("termin_verschieben", said, contact, content)
    event = desk.event(
        Kind.MOVED,
        refers_to=meant.id,
        due=desk.due(when),
        ends_at=_end(desk, when, said),
        text=bounded(said.text or meant.arranged.text, "Text"),
    )
    return _arranged(desk, "Termin verschoben", desk.record(contact, event), event.text)


def _coming(open_ones: tuple[Appointment, ...]) -> Appointment | None:
    return open_ones[-1] if open_ones else None


@tap("cancel")
def cancel(desk: Desk, args: dict[str, Any]) -> Reply:
    return _settle(desk, args, Kind.CANCELLED, "Termin abgesagt")


@tap("no_show")
def no_show(desk: Desk, args: dict[str, Any]) -> Reply:
    return _settle(desk, args, Kind.NO_SHOW, "Nicht erschienen")


def _settle(desk: Desk, args: dict[str, Any], kind: Kind, title: str) -> Reply:
    contact = tapped(desk, args)
    _, profile, _ = desk.work.profile(contact)
    if not any(a.id == args["event"] or a.arranged.id == args["event"] for a in profile.open_appointments):
        raise NoAppointment(words.name(contact), contact.id)
    change = desk.record(contact, desk.event(kind, refers_to=args["event"]))
    extra = [Button.line("Neuer Termin", f"/termin #{contact.id}:")]
    if kind is Kind.CANCELLED:  # a calendar that has it must hear of it
        extra.append(Button("Kalender", "calendar", {"contact": contact.id, "event": args["event"]}))
    return recorded.recorded(desk, title, "", change, extra)


@command(
    "ergebnis",
    topic="Erfassen",
    does="Ergebnis eines Termins oder Anrufs",
    examples=(
        RESULT_EXAMPLE,
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
    happened, ahead_ = _told(desk, content)
    text = bounded(content, "Ergebnis")
    events = [desk.event(Kind.RESULT, happened, refers_to=begun.id if begun else None, text=text)]
    if ahead_.when:
        events.append(own_step_event(desk, ahead_.when, ahead_.text))
    change = desk.record(contact, *events)
    offer = [
        Button.line("Kauf", f"/kauf #{contact.id}:"),
        Button.line("Neuer Termin", f"/termin #{contact.id}:"),
    ]
    return recorded.recorded(desk, "Ergebnis notiert", words.shown(content), change, offer)


def _told(desk: Desk, content: str) -> tuple[When | None, Content]:
    """When it was, where the line says so, and what comes next: what stands behind `bis`, else the date."""
    until = _UNTIL.search(content)
    before, behind = (content[: until.start()], content[until.start() :]) if until else ("", content)
    try:
        said = ahead(desk, behind, what="Der nächste Schritt", example=RESULT_EXAMPLE)
    except InThePast:
        if until:
            raise
        return past(desk, content, what="Das Ergebnis", example=RESULT_EXAMPLE).when, Content.of(
            content, None
        )
    was = past(desk, before, what="Das Ergebnis", example=RESULT_EXAMPLE)
    return was.when, replace(said, text=f"{was.text} {said.text}".strip())


def _begun(open_ones: tuple[Appointment, ...], typed_at: datetime, today: date) -> Appointment | None:
    """The last one that has begun; an early result is one of the next hour's appointment."""
    soon = typed_at + timedelta(hours=1)

    def begins(a: Appointment) -> bool:
        return a.start.at <= soon if a.start.at else a.start.day <= today

    begun = [a for a in open_ones if begins(a)]
    return begun[-1] if begun else None

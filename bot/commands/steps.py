"""The one next step: set, done, put off; parking."""

from datetime import date, datetime, timedelta
from typing import Any

from bot.commands.reading import ahead, bounded
from bot.commands.registry import command, tap
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import InThePast, NotYours, TextMissing, WhenMissing
from bot.turn import Button, Reply, rows
from bot.views import eventwords, recorded, steps, words
from domain.contact import Contact
from domain.events import Due, Event, Kind
from domain.holdback import snooze_choices
from domain.phrases import When
from domain.planned import ReminderKind, touch_for

EXAMPLE = "/schritt Meier anrufen Do 10:00"
LONGEST_STEP = 200
LATER = {"1h": "in 1 Stunde", "17": "heute 17 Uhr", "1d": "morgen", "3d": "in 3 Tagen", "1w": "in 1 Woche"}


def own_step_event(desk: Desk, when: When, text: str) -> Event:
    return desk.event(
        Kind.STEP, due=desk.due(when), text=bounded(text, "Schritt", LONGEST_STEP) or "nachfassen"
    )


@command(
    "schritt",
    topic="Planen",
    does="nächsten Schritt festlegen",
    examples=(EXAMPLE, "/schritt Meier Angebot schicken bis Freitag", "/schritt #12 nachfassen in 2 Wochen"),
    menu=8,
)
def step(desk: Desk, rest: str) -> Reply:
    contact, content = contact_and_rest(desk, rest)
    said = ahead(desk, content, what="Der Schritt", example=EXAMPLE)
    line = f"/schritt #{contact.id}: {content}".strip()
    if said.when is None:
        what = "schritt" if content else "was"
        raise WhenMissing(line, words.name(contact), what)
    change = desk.record(contact, own_step_event(desk, said.when, said.text))
    event = change.events[0]
    assert event.due is not None  # noqa: S101 – just given
    details = f"{words.shown(event.text)}, {_when(desk, event.due)}"
    return recorded.recorded(
        desk, "Schritt", details, change, [Button("Erledigt", "done", {"contact": contact.id})]
    )


def _when(desk: Desk, due: Due) -> str:
    near = words.both_days(due.day, desk.today)
    return f"{near} {words.clock(desk.local(due.at))}" if due.at else near


def _contact(desk: Desk, args: dict[str, Any]) -> Contact:
    """A button's contact, if it is still in sight."""
    contact = desk.work.contacts.get(args["contact"], scope=desk.scope)
    if contact is None:
        raise NotYours
    return contact


@tap("done")
def done(desk: Desk, args: dict[str, Any]) -> Reply:
    """*Erledigt*: settles the own step, or logs the touch a derived step asked for (R4)."""
    contact = _contact(desk, args)
    _, profile, planned = desk.work.profile(contact)
    kind = ReminderKind(args["kind"]) if "kind" in args else None
    if profile.own_step and kind in {None, ReminderKind.OWN_STEP}:
        change = desk.record(contact, desk.event(Kind.DONE, refers_to=profile.own_step.event))
        return recorded.recorded(desk, "Erledigt", words.shown(profile.own_step.text), change)
    current = desk.work.step(profile, planned, now=desk.turn.now)
    kind = kind or (current.kind if current else None)
    way = touch_for(kind) if kind else None
    if way is None:
        raise TextMissing(f"/ergebnis #{contact.id}:", words.name(contact), "Was ist herausgekommen?")
    change = desk.record(contact, desk.event(Kind.TOUCH, detail=way))
    asked = steps.words(kind) if kind else ""
    return recorded.recorded(desk, "Erledigt", f"{asked} ({eventwords.WAYS[way]})", change)


@tap("later")
def later(desk: Desk, args: dict[str, Any]) -> Reply:
    """Offer the moments to come; one that is past isn't offered."""
    contact = _contact(desk, args)
    keys = [
        Button(LATER[code], "snooze", {"contact": contact.id, "day": due.day.isoformat(), "at": _iso(due)})
        for code, due in snooze_choices(desk.turn.now, desk.rhythm)
    ]
    line = f"/spaeter #{contact.id}:"
    text = f"Wann soll ich wieder an {words.name(contact)} erinnern? Tippe oder antworte mit einem Datum."
    return Reply(text, rows(keys[:2], keys[2:]), contact=contact.id, question=line, keeps=True)


def _iso(due: Due) -> str:
    return due.at.isoformat() if due.at else ""


@tap("snooze")
def snooze(desk: Desk, args: dict[str, Any]) -> Reply:
    at = datetime.fromisoformat(args["at"]) if args["at"] else None
    return _snoozed(desk, _contact(desk, args), Due(date.fromisoformat(args["day"]), at))


@command(
    "spaeter",
    topic="Planen",
    does="Erinnerungen zu einem Kontakt verschieben",
    examples=("/spaeter Meier morgen", "/spaeter #12 in 3 Tagen", "/spaeter Meier nächste Woche Mo"),
)
def put_off(desk: Desk, rest: str) -> Reply:
    contact, content = contact_and_rest(desk, rest)
    said = ahead(desk, content, what="Die Erinnerung", example="/spaeter Meier morgen")
    if said.when is None:
        raise WhenMissing(f"/spaeter #{contact.id}: {content}".strip(), words.name(contact), "spaeter")
    furthest = desk.today + timedelta(days=desk.office.rules.snooze_max_days)
    if said.when.day > furthest:
        raise InThePast(furthest, "zu_weit", "/spaeter Meier in 3 Tagen")
    return _snoozed(desk, contact, desk.due(said.when))


def _snoozed(desk: Desk, contact: Contact, until: Due) -> Reply:
    """R4: binds all derived reminders of the contact; appointments and timed own steps keep theirs."""
    change = desk.record(contact, desk.event(Kind.SNOOZE, due=until))
    return recorded.recorded(desk, "Später", f"Erinnerungen ruhen bis {_when(desk, until)}", change)


@command(
    "zurueckstellen",
    topic="Planen",
    does="Kontakt ruhen lassen oder zurückholen",
    examples=(
        "/zurueckstellen Meier bis Mai",
        "/zurueckstellen Meier in 180 Tagen kein Bedarf",
        "/zurueckstellen Meier zurück",
    ),
)
def park(desk: Desk, rest: str) -> Reply:
    contact, content = contact_and_rest(desk, rest)
    if content.casefold() in {"zurück", "zurueck", "ende", "weiter", "wieder"}:
        change = desk.record(contact, desk.event(Kind.RESUMED))
        return recorded.recorded(desk, "Wieder dabei", "", change)
    said = ahead(desk, content, what="Das Zurückstellen", example="/zurueckstellen Meier bis Mai")
    until = desk.due(said.when) if said.when else None
    change = desk.record(contact, desk.event(Kind.PARKED, due=until, text=bounded(said.text, "Grund")))
    shown = f"bis {_when(desk, until)}" if until else "ohne Ende"
    back = [Button.line("Zurückholen", f"/zurueckstellen #{contact.id}: zurück")]
    return recorded.recorded(desk, "Zurückgestellt", shown, change, back)


@tap("grade")
def grade(desk: Desk, args: dict[str, Any]) -> Reply:
    """Satisfaction 1–5 after the first purchase (§2 EK)."""
    contact = _contact(desk, args)
    change = desk.record(contact, desk.event(Kind.SATISFACTION, detail=str(args["grade"])))
    return recorded.recorded(desk, "Zufriedenheit", f"{args['grade']} von 5", change)

"""The one next step: set, done, put off; parking."""

from datetime import timedelta
from typing import Any

from bot.commands.pricing import bare_day
from bot.commands.reading import ahead, bounded, tapped
from bot.commands.registry import command, tap
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import NotParked, StepGone, TextMissing, TooFarAhead, WhenMissing
from bot.turn import Button, Reply, rows
from bot.views import eventwords, recorded, steps, words
from domain.contact import Contact
from domain.events import Due, Event, Kind
from domain.folding import folded
from domain.holdback import snooze_choices
from domain.phrases import When
from domain.planned import Planned, ReminderKind, touch_for
from domain.profile import OwnStep, Profile

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
)
def step(desk: Desk, rest: str) -> Reply:
    contact, content = contact_and_rest(desk, rest)
    said = ahead(desk, content, what="Der Schritt", example=EXAMPLE)
    line = f"/schritt #{contact.id}: {content}".strip()
    if said.when is None:
        what = "schritt" if content else "was"
        raise WhenMissing(line, words.name(contact), what)
    return _set(desk, contact, own_step_event(desk, said.when, said.text))


def _set(desk: Desk, contact: Contact, wanted: Event) -> Reply:
    change = desk.record(contact, wanted)
    event = change.events[0]
    assert event.due is not None  # noqa: S101 – just given
    details = f"{words.shown(event.text)}, {_when(desk, event.due)}"
    settled = {"contact": contact.id, "kind": ReminderKind.OWN_STEP.value, "event": event.id}
    return recorded.recorded(desk, "Schritt", details, change, [Button("Erledigt", "done", settled)])


def _when(desk: Desk, due: Due) -> str:
    near = words.both_days(due.day, desk.today)
    return f"{near} {words.clock(desk.local(due.at))}" if due.at else near


@tap("done")
def done(desk: Desk, args: dict[str, Any]) -> Reply:
    """*Erledigt*: settles the own step, or logs the touch a derived step asked for (R4)."""
    contact, kind = tapped(desk, args), ReminderKind(args["kind"])
    _, profile, planned = desk.work.profile(contact)
    if kind is ReminderKind.OWN_STEP:
        return _own_done(desk, contact, _own_step(profile, args.get("event")))
    if not any(_meant(item, kind, args.get("key", "")) for item in planned):
        raise StepGone
    way = touch_for(kind)
    if way is None:
        raise TextMissing(f"/ergebnis #{contact.id}:", words.name(contact), "Was ist herausgekommen?")
    change = desk.record(contact, desk.event(Kind.TOUCH, detail=way))
    return recorded.recorded(desk, "Erledigt", f"{steps.words(kind)} ({eventwords.WAYS[way]})", change)


def _own_done(desk: Desk, contact: Contact, step: OwnStep) -> Reply:
    change = desk.record(contact, desk.event(Kind.DONE, refers_to=step.event))
    return recorded.recorded(desk, "Erledigt", words.shown(step.text), change)


def _own_step(profile: Profile, event: int | None) -> OwnStep:
    """The step a button names, if it still stands; without a name the present one."""
    step = profile.own_step
    if step is None or event not in {None, step.event}:
        raise StepGone
    return step


def _meant(item: Planned, kind: ReminderKind, key: str) -> bool:
    """Whether this is what a push reminded of, put off or not."""
    return item.kind is kind and item.key.partition(":s")[0].startswith(key.partition(":s")[0])


@tap("later")
def later(desk: Desk, args: dict[str, Any]) -> Reply:
    """Offer the moments to come; one that is past isn't offered. A timed own step is moved itself (R4)."""
    contact = tapped(desk, args)
    _, profile, _ = desk.work.profile(contact)
    own = _own_step(profile, args["event"]) if args.get("event") else None
    moves = own is not None and own.due.timed
    keys = [
        Button(LATER[code], "snooze", {**args, "code": code, "moves": moves})
        for code, _ in snooze_choices(desk.turn.now, desk.rhythm)
    ]
    line = f"/schritt #{contact.id}: {own.text}" if own and moves else f"/spaeter #{contact.id}:"
    text = f"Wann soll ich wieder an {words.name(contact)} erinnern? Tippe oder antworte mit einem Tag."
    other = Button("Datum …", "month", {"line": line, "timed": False})
    return Reply(text, rows(keys[:2], keys[2:], [other]), contact=contact.id, question=line, keeps=True)


@tap("snooze")
def snooze(desk: Desk, args: dict[str, Any]) -> Reply:
    """From the tap on; a moment that passed meanwhile is asked for anew."""
    until = dict(snooze_choices(desk.turn.now, desk.rhythm)).get(args["code"])
    if until is None:
        return later(desk, args)
    contact = tapped(desk, args)
    if not args["moves"]:
        return _snoozed(desk, contact, until)
    _, profile, _ = desk.work.profile(contact)
    return _set(desk, contact, desk.event(Kind.STEP, due=until, text=_own_step(profile, args["event"]).text))


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
        raise TooFarAhead(furthest, "/spaeter Meier in 3 Tagen", said.phrase)
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
    if folded(content) in _BACK:
        return _resumed(desk, contact)
    said = ahead(desk, content, what="Das Zurückstellen", example="/zurueckstellen Meier bis Mai")
    if said.when is None and bare_day(content):
        raise WhenMissing(f"/zurueckstellen #{contact.id}: {content}", words.name(contact), "ruhe")
    until = desk.due(said.when) if said.when else None
    change = desk.record(contact, desk.event(Kind.PARKED, due=until, text=bounded(said.text, "Grund")))
    shown = f"bis {_when(desk, until)}" if until else "ohne Ende"
    back = [Button.line("Zurückholen", f"/zurueckstellen #{contact.id}: zurück")]
    return recorded.recorded(desk, "Zurückgestellt", shown, change, back)


_BACK = frozenset(folded(word) for word in ("zurück", "zurückholen", "Ende", "weiter", "wieder"))


def _resumed(desk: Desk, contact: Contact) -> Reply:
    _, profile, _ = desk.work.profile(contact)
    if profile.parking is None:
        raise NotParked(words.name(contact))
    change = desk.record(contact, desk.event(Kind.RESUMED))
    return recorded.recorded(desk, "Wieder dabei", "", change)


@tap("grade")
def grade(desk: Desk, args: dict[str, Any]) -> Reply:
    """Satisfaction 1–5 after the first purchase (§2 EK)."""
    contact = tapped(desk, args)
    change = desk.record(contact, desk.event(Kind.SATISFACTION, detail=str(args["grade"])))
    return recorded.recorded(desk, "Zufriedenheit", f"{args['grade']} von 5", change)

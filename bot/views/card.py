"""A contact on one screen, and why it stands where it stands."""

from bot.desk import Desk
from bot.turn import Button, Reply, Rows, rows
from bot.views import absences, arrived, eventwords, judged, people, reach, reasons, steps, words
from domain.contact import Contact
from domain.events import Event, History, Kind
from domain.profile import OwnStep, Profile
from domain.steps import Step

ESSENTIALS = 6
SHOWN_EVENTS = 3
SHOWN_MOVES = 8
ROOM = 1050  # characters of a reply that the head and what is older leave


def card(desk: Desk, contact: Contact, history: History, profile: Profile, step: Step | None) -> Reply:
    """Status, since when, goal, next step, essentials n/6, the last three events, buttons."""
    standing = profile.standing
    since = f" seit {words.dated(standing.since, desk.today)}" if standing.moves else ""
    lines = [
        f"{words.name(contact)} · #{contact.id}",
        f"{words.sentence(f'Status <b>{standing.status}</b>{since}')} Ziel: {steps.GOALS[standing.status]}",
        steps.sentence(step, desk.today, desk.local),
        *absences.on_card(desk.covered, contact, desk.today),
        *_resting(desk, profile),
        _essentials(contact, history),
        *_facts(contact, profile),
        *([line] if (line := judged_line(desk, contact, history, profile)) else []),
        *_last(desk, history),
    ]
    events = [event for event in history.standing() if event.kind is not Kind.CREATED]
    files = arrived.files(reversed(events[-SHOWN_EVENTS:]), desk)
    return Reply(
        "\n".join(lines), (*_buttons(contact, step, profile.own_step), *rows(files)), contact=contact.id
    )


def judged_line(desk: Desk, contact: Contact, history: History, profile: Profile) -> str:
    found = judged.known(desk, contact, history, profile)
    return judged.brief(desk, contact, found) if found else ""


def _resting(desk: Desk, profile: Profile) -> list[str]:
    if profile.parking:
        until = profile.parking.until
        end = f" bis {steps.when(until, desk.today, desk.local)}" if until else ""
        return [f"Zurückgestellt{end}"]
    if profile.snooze:
        return [f"Erinnerungen ruhen bis {steps.when(profile.snooze.until, desk.today, desk.local)}"]
    return []


def _essentials(contact: Contact, history: History) -> str:
    has_history = sum(1 for _ in history.standing()) > 1
    known = [
        contact.name,
        contact.email,
        contact.phone,
        "status",
        contact.industry,
        "x" if has_history else "",
    ]
    missing = [
        label
        for label, value in (
            ("Mail", contact.email),
            ("Telefon", contact.phone),
            ("Branche", contact.industry),
        )
        if not value
    ]
    lacking = f" – es fehlt: {', '.join(missing)}" if missing else ""
    return f"Stammdaten {sum(map(bool, known))}/{ESSENTIALS}{lacking}"


def _facts(contact: Contact, profile: Profile) -> list[str]:
    fields = [
        contact.phone,
        contact.email,
        contact.town,
        contact.industry,
        contact.source and f"Quelle {contact.source}",
    ]
    shown = " · ".join(words.shown(value, most=80) for value in fields if value)
    bought = ""
    if profile.occasions:
        total = ", dazu ".join(words.money(money) for money in profile.revenue)
        bought = f"{words.count(len(profile.occasions), 'Kauf', 'Käufe')}, zusammen {total}"
    return [line for line in (shown, bought) if line]


def _last(desk: Desk, history: History) -> list[str]:
    events = [e for e in history.standing() if e.kind is not Kind.CREATED][-SHOWN_EVENTS:]
    if not events:
        return []
    return ["", "Zuletzt:", *(f"• {event_line(desk, event)}" for event in reversed(events))]


def event_line(desk: Desk, event: Event) -> str:
    at = eventwords.happened(event, today=desk.today, local=desk.local)
    voided = " (zurückgenommen)" if event.voided else ""
    return f"{at}: {people.told(desk, event)}{absences.logged_by(desk, event)}{voided}"


def _buttons(contact: Contact, step: Step | None, own: OwnStep | None) -> Rows:
    of = f"#{contact.id}:"
    main = steps.button(step, contact.id, own)
    second = (
        Button.line("Nachgefasst", f"/nachgefasst {of}")
        if main.label != "Nachgefasst"
        else Button.line("Termin setzen", f"/termin {of}")
    )
    return rows(
        [main, second],
        [
            Button.line("Reaktion", f"/reaktion {of}"),
            Button.line("Kauf", f"/kauf {of}"),
            Button.line("Warum?", f"/warum {of}"),
            Button("Bild", "timeline", {"contact": contact.id}),
        ],
        reach.keys(contact),
    )


def why(desk: Desk, contact: Contact, history: History, profile: Profile, step: Step | None) -> Reply:
    """Every change of status with its rule, its events, its numbers; and the reason of the next step."""
    events = {event.id: event for event in history.events}
    moves = profile.standing.moves
    told = [
        f"{number}. {reasons.moved_on(m, desk.today)}: {reasons.move(m, events, desk.today)}"
        for number, m in enumerate(moves, 1)
    ]
    found = judged.known(desk, contact, history, profile)
    more = ["", *judged.reasons(desk, contact, profile, found)] if found else []
    tail = [*more, "", _why_step(desk, step)]
    voided = sum(1 for event in history.events if event.voided)
    if voided:
        tail.append(
            f"{words.count(voided, 'Eintrag', 'Einträge')} zurückgenommen, {'zählt' if voided == 1 else 'zählen'} nicht."
        )
    lines = [f"Warum {words.name(contact)} <b>{profile.status}</b> ist:", *_fitting(told, tail), *tail]
    return Reply(
        "\n".join(lines), rows([Button.line("Karte", f"/kontakt #{contact.id}:")]), contact=contact.id
    )


def _fitting(told: list[str], tail: list[str]) -> list[str]:
    """The last changes, as many as a reply has room for; older ones are counted."""
    room = ROOM - sum(len(line) + 1 for line in tail)
    shown = told[-SHOWN_MOVES:]
    while len(shown) > 1 and sum(len(line) + 1 for line in shown) > room:
        shown = shown[1:]
    left = len(told) - len(shown)
    return [*([f"… {left} frühere"] if left else []), *shown]


def _why_step(desk: Desk, step: Step | None) -> str:
    sentence = steps.sentence(step, desk.today, desk.local)
    return f"{sentence} ({step.reason.rule})" if step else words.sentence(sentence)

"""What rings: a reminder alone, several in one message, the summary after a silence."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.turn import Button, Reply, Rows, rows
from bot.views import absences, outcomes, reach, steps, words
from domain.calendar import Rhythm
from domain.contact import Contact
from domain.events import Due
from domain.holdback import Message
from domain.planned import ReminderKind
from domain.profile import Profile
from domain.window import Level, Window
from storage.contacts import Listed
from storage.members import Member
from storage.reminders import DueReminder
from storage.work import Work

GRADES = range(1, 6)


@dataclass(frozen=True, slots=True)
class Item:
    """A due reminder with the contact it is about."""

    reminder: DueReminder
    listed: Listed


def message(work: Work, due: Message[Item], *, now: datetime, reader: Member) -> Reply:
    """One message for one or several reminders; who stands in for their owner reads for whom."""
    if len(due.items) == 1 and not due.summary:
        return single(work, due.items[0], now=now, reader=reader)
    return several(work, due, now=now, reader=reader)


def single(work: Work, item: Item, *, now: datetime, reader: Member) -> Reply:
    contact = item.listed.contact
    text = sentence(work, item, now=now, rhythm=work.policy.rhythm(reader))
    if for_whom := absences.for_whom(work, contact, reader):
        text = f"<i>{for_whom}</i>\n{text}"
    return Reply(text, _buttons(item.reminder, contact), contact=contact.id)


def sentence(work: Work, item: Item, *, now: datetime, rhythm: Rhythm) -> str:
    """`Anna Meier ist KI ohne Termin …`: what is due and why, with the rule."""
    reminder, listed = item.reminder, item.listed
    _, profile, _ = work.profile(listed.contact)
    said = _said(reminder, listed, profile, work.windows.of(profile), now, rhythm)
    phone = f"\n{words.shown(listed.contact.phone)}" if listed.contact.phone else ""
    return f"{said} ({reminder.reason.rule}){phone}"


def _said(
    reminder: DueReminder, listed: Listed, profile: Profile, window: Window, now: datetime, rhythm: Rhythm
) -> str:
    today = rhythm.local(now).date()
    who = words.name(listed.contact)
    since = words.day(profile.standing.since, today)
    bought = words.day(profile.occasions[0].day, today) if profile.occasions else since
    kind = reminder.kind
    if kind is ReminderKind.OWN_STEP:
        text = profile.own_step.text if profile.own_step else "nächster Schritt"
        return f"{who}: {words.shown(text)} – {steps.when(reminder.due, today, rhythm.local)}"
    if kind in {ReminderKind.DAY_BEFORE, ReminderKind.SOON, ReminderKind.RESULT_MISSING}:
        return _appointment(reminder, who, profile, rhythm.local(now), rhythm)
    sayings = {
        ReminderKind.FIRST_TOUCH: f"{who} ist seit {since} ZA ohne Ansprache. Ziel: eine Reaktion bekommen",
        ReminderKind.NEXT_TOUCH: f"{who} hat noch nicht reagiert – Zeit für Ansprache {profile.touches_since_reaction + 1}",
        ReminderKind.PARK_PROPOSAL: f"{who}: {profile.touches_since_reaction} Ansprachen ohne Reaktion. Zurückstellen?",
        ReminderKind.SEND_INFO: f"{who} ist II seit {since} und wartet auf Informationen",
        ReminderKind.ASK_REACTION: f"{who} hat Informationen bekommen – frag nach einer Reaktion",
        ReminderKind.NO_APPOINTMENT: f"{words.sentence(f'{who} ist KI ohne Termin, {_unarranged(reminder, since, today)}')} Ziel: persönlicher Termin",
        ReminderKind.BUY_OR_PARK: f"{who}: lange nichts passiert. Kaufen oder zurückstellen?",
        ReminderKind.THANKS: f"{who} hat zum ersten Mal gekauft ({bought}) – bedank dich",
        ReminderKind.SATISFACTION: f"Wie zufrieden ist {who} mit dem ersten Kauf? 1 = gar nicht, 5 = sehr",
        ReminderKind.WINDOW_NEAR: f"{who}: das Zweitkauf-Fenster rückt näher – Zeit für ein gutes Angebot. {_window(window)}",
        ReminderKind.WINDOW_OVER: f"{who}: das Zweitkauf-Fenster ist abgelaufen – letzter Anstoß. {_window(window)}",
        ReminderKind.OFFER_FOLLOW_UP: f"{who} hat dein Angebot seit ein paar Tagen – was ist daraus geworden?",
        ReminderKind.OFFER_ENDS: f"{who}: dein Angebot läuft {words.day(_until(reminder), today)} ab – letzte Gelegenheit",
        ReminderKind.RHYTHM: f"{who} hat länger nicht gekauft als üblich – melde dich",
    }
    return sayings.get(kind, f"{who}: {steps.words(kind)}")


def _unarranged(reminder: DueReminder, since: str, today: date) -> str:
    """Since when, and that it is the last word of it: from then on the digest alone names it (§2)."""
    begun = reminder.reason.number("since")
    without = words.day(begun, today) if isinstance(begun, date) else since
    last = " – zum letzten Mal" if reminder.stage > 1 else ""
    return f"KI seit {since}" + (f", ohne Termin seit {without}" if without != since else "") + last


def _until(reminder: DueReminder) -> date:
    until = reminder.reason.number("until")
    return until if isinstance(until, date) else reminder.day


def _window(window: Window) -> str:
    """W5: what the reminder rests on, as of today; for a product with a window of its own that one (W3)."""
    come = "kommen voraussichtlich" if window.level is Level.ESTIMATED else "kamen"
    whose = f"Für {words.shown(window.product, most=40)}: " if window.product else ""
    return (
        f"{whose}W50 {window.w50}, W80 {window.w80} Tage, {window.level}, n = {window.n}, "
        f"{window.percent_returned} % {come} binnen {window.horizon} Tagen wieder"
    )


def _appointment(
    reminder: DueReminder, who: str, profile: Profile, local_now: datetime, rhythm: Rhythm
) -> str:
    meant = next(
        (
            a
            for a in profile.open_appointments
            if a.id in reminder.reason.events or a.arranged.id in reminder.reason.events
        ),
        None,
    )
    meant = meant or next(iter(profile.open_appointments), None)
    start = meant.start if meant else reminder.due
    at = steps.when(Due(start.day, start.at), local_now.date(), rhythm.local)
    about = f" – {words.shown(meant.arranged.text, most=80)}" if meant and meant.arranged.text else ""
    if reminder.kind is ReminderKind.RESULT_MISSING:
        return f"Wie war der Termin mit {who} ({at}){about}? Antworte mit dem Ergebnis"
    return f"Termin mit {who}: {at}{about}"


def appointment_keys(contact: Contact, *, seen: bool = False) -> Rows:
    """Under an appointment that is still to come. What `later` puts off are the contact's other reminders (R4)."""
    of, args = f"#{contact.id}:", {"contact": contact.id}
    result = Button.line("Ergebnis eintragen", f"/ergebnis {of}")
    moving = Button.line("Verschieben", f"/termin_verschieben {of}")
    finished = [] if seen else [Button("Erledigt", "seen", args)]
    return rows(
        [result, moving], [*finished, Button("Später", "later", args), _card(contact)], reach.keys(contact)
    )


def _card(contact: Contact) -> Button:
    """The push keeps its buttons."""
    return Button("Karte", "run", {"line": f"/kontakt #{contact.id}:", "new": True})


def _buttons(reminder: DueReminder, contact: Contact) -> Rows:
    """R4: erledigt, später, Ergebnis eintragen; and what the kind calls for."""
    number, kind = contact.id, reminder.kind
    of = f"#{number}:"
    own = {"event": reminder.reason.events[0]} if kind is ReminderKind.OWN_STEP else {}
    finished = Button("Erledigt", "done", {"contact": number, "kind": kind.value, "key": reminder.key, **own})
    later = Button("Später", "later", {"contact": number, **own})
    result = Button.line("Ergebnis eintragen", f"/ergebnis {of}")
    card = _card(contact)
    if kind in {ReminderKind.DAY_BEFORE, ReminderKind.SOON}:
        return appointment_keys(contact)
    if kind is ReminderKind.RESULT_MISSING:
        return rows(*outcomes.keys(number, reminder.reason.events[0]), [result, later])
    if kind is ReminderKind.SATISFACTION:
        grades = [Button(str(g), "grade", {"contact": number, "grade": g}) for g in GRADES]
        return rows(grades, [finished, later], [result, card])
    if kind is ReminderKind.NO_APPOINTMENT:
        return rows([Button.line("Termin setzen", f"/termin {of}"), finished], [later, result])
    if kind in {ReminderKind.PARK_PROPOSAL, ReminderKind.BUY_OR_PARK}:
        park = Button.line("Zurückstellen", f"/zurueckstellen {of} in 180 Tagen")
        return rows([park, Button.line("Kauf", f"/kauf {of}")], [finished, later], [result, card])
    return rows([finished, later], [result, card])


def several(work: Work, due: Message[Item], *, now: datetime, reader: Member) -> Reply:
    """R9 and R10: the first eight by Q6 with a button each, and how many more wait."""
    total = len(due.items) + due.more
    lines = [f"<b>{_head(due, reader)}</b> ({total})"]
    keys, rhythm = [], work.policy.rhythm(reader)
    for place, item in enumerate(due.items, 1):
        contact = item.listed.contact
        today = rhythm.local(now).date()
        when = steps.when(item.reminder.due, today, rhythm.local)
        for_whom = absences.for_whom(work, contact, reader)
        lines.append(
            f"{place}. {words.name(contact)} {item.listed.status}: {_short(work, item)} – {when} ({item.reminder.reason.rule})"
            + (f", {for_whom}" if for_whom else "")
        )
        keys.append(Button(f"{place}. {contact.name[:24]}", "open", {"contact": contact.id}))
    if due.more:
        lines.append(f"und {due.more} weitere → /heute")
    return Reply("\n".join(lines), rows(*(keys[i : i + 2] for i in range(0, len(keys), 2))))


def _head(due: Message[Item], reader: Member) -> str:
    if not due.summary:
        return "Jetzt dran"
    if any(item.listed.contact.owner != reader.id for item in due.items):
        return "Inzwischen wurde fällig"
    waited = all(item.reminder.rule == absences.WAITED for item in due.items)
    return "Während du weg warst, wurde fällig" if waited else "Während ich weg war, wurde fällig"


def _short(work: Work, item: Item) -> str:
    text = ""
    if item.reminder.kind is ReminderKind.OWN_STEP:
        _, profile, _ = work.profile(item.listed.contact)
        text = profile.own_step.text if profile.own_step else ""
    return steps.words(item.reminder.kind, text)

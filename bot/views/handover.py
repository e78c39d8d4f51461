"""A handover in words: what would go along, how far it is, what either side is told."""

from dataclasses import dataclass

from bot.turn import Button, Reply, rows
from bot.views import words
from bot.views.pages import PAGE, number, turning, two_by_two
from bot.views.refusals import CANCEL
from domain.contact import Contact
from storage.handovers import Load
from storage.members import Member


@dataclass(frozen=True, slots=True)
class Parties:
    giver: Member
    taker: Member
    by: Member


def to_whom(giver: Member, team: list[Member], page: int) -> Reply:
    """Everybody but the giver, page by page."""
    others = [member for member in team if member.id != giver.id]
    shown = others[page * PAGE : (page + 1) * PAGE]
    keys = [
        Button(member.label[:30], "handover_preview", {"giver": giver.id, "taker": member.id})
        for member in shown
    ]
    turn = [_page("« Zurück", giver, page - 1)] if page else []
    turn += [_page("Weiter »", giver, page + 1)] if (page + 1) * PAGE < len(others) else []
    text = f"An wen gehen die Kontakte von {words.bold(giver.label)}?"
    if not others:
        text = "Außer dir ist niemand im Team. Lade zuerst jemanden ein: /einladen"
    return Reply(text, rows(*two_by_two(keys), turn, [turning("Team", "/team"), CANCEL]))


def _page(label: str, giver: Member, page: int) -> Button:
    return Button(label, "handover_to", {"member": giver.id, "page": page})


def preview(parties: Parties, load: Load, contact: Contact | None, said: str, go: Button) -> Reply:
    """Nothing is moved before the tap."""
    whose = f"{words.bold(parties.giver.label)} an {words.bold(parties.taker.label)}"
    named = f" – {words.shown(said, most=60)}" if said else ""
    appointments = words.count(load.appointments, "offener Termin", "offene Termine")
    reminders = words.count(load.reminders, "Erinnerung", "Erinnerungen")
    stays = "Status, Gruppen und Daten bleiben, wie sie sind; Einträge behalten ihren Verfasser."
    lines = [
        f"Übergeben? {_what(load.contacts, contact)} von {whose}{named}",
        f"Mit dabei: {appointments}, {reminders}.",
        f"{stays} {_hears(parties)}",
    ]
    return Reply("\n".join(lines), rows([go, CANCEL]), contact=contact.id if contact else None)


def _what(count: int, contact: Contact | None) -> str:
    if contact is not None:
        return f"{words.name(contact)} · #{contact.id}"
    return f"{number(count)} {'Kontakt' if count == 1 else 'Kontakte'}"


def _hears(parties: Parties) -> str:
    told = [member for member in (parties.giver, parties.taker) if hears(member, parties)]
    if not told:
        return ""
    names = " und ".join(words.shown(member.label, most=30) for member in told)
    return f"{names} {'bekommt eine' if len(told) == 1 else 'bekommen je eine'} Nachricht."


def hears(member: Member, parties: Parties) -> bool:
    """Whoever does it knows."""
    return not member.removed and member.id != parties.by.id


def running(parties: Parties, done: int) -> str:
    so_far = f"{number(done)} sind drüben." if done else "Das dauert einen Moment."
    return (
        f"Kontakte von {words.bold(parties.giver.label)} gehen an {words.bold(parties.taker.label)}: {so_far}"
    )


def done(parties: Parties, count: int, contact: Contact | None, turn: int) -> Reply:
    """The way back hangs below it for thirty days."""
    who = words.bold(parties.taker.label)
    text = f"Übergeben: {_what(count, contact)} von {words.bold(parties.giver.label)} {'ist' if count == 1 else 'sind'} jetzt bei {who}."
    back = Button("Zurückgeben", "handover_back", {"turn": turn})
    return Reply(text, rows([back, turning("Team", "/team")]), contact=contact.id if contact else None)


def stopped(parties: Parties, count: int, turn: int) -> Reply:
    """The taker was removed while it went on."""
    text = (
        f"{words.bold(parties.taker.label)} ist nicht mehr im Team: Nach {number(count)} war Schluss, die anderen sind noch "
        f"bei {words.bold(parties.giver.label)}."
    )
    back = Button("Zurückgeben", "handover_back", {"turn": turn})
    return Reply(text, rows([back] if count else [], [turning("Team", "/team")]))


def to_taker(parties: Parties, count: int, contact: Contact | None) -> Reply:
    text = (
        f"{words.shown(parties.by.label, most=30)} hat dir {_what(count, contact)} von "
        f"{words.shown(parties.giver.label, most=30)} übergeben. Was heute dran ist, zeigt /heute."
    )
    key = Button.line("Karte", f"/kontakt #{contact.id}:") if contact else Button.line("Heute", "/heute")
    return Reply(text, rows([key]), contact=contact.id if contact else None)


def to_giver(parties: Parties, count: int, contact: Contact | None) -> Reply:
    text = (
        f"{words.shown(parties.by.label, most=30)} hat {_what(count, contact)} von dir an "
        f"{words.shown(parties.taker.label, most=30)} übergeben. Deine Einträge behalten deinen Namen."
    )
    return Reply(text)

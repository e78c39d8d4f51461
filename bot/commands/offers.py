"""`/angebot` and `/absage`: what we offered, and what to do with a no."""

from datetime import timedelta
from typing import Any

from bot.commands.pricing import is_vague, price
from bot.commands.reading import Content, ahead, bounded, past, tapped
from bot.commands.registry import command, tap
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import TextMissing
from bot.turn import Button, Reply
from bot.views import recorded, words
from domain.amounts import Amount
from domain.contact import Contact
from domain.events import Due, Event, Kind, Money
from domain.phrases import Lean, When
from domain.status import Status

EXAMPLE = "/angebot Meier 12.000 Wartung bis 30.11."
NO = "nein"
NEVER = "nie"


@command(
    "angebot",
    topic="Erfassen",
    does="Angebot eintragen, fasst nach 3 Werktagen nach",
    examples=(EXAMPLE, "/angebot Meier 450 Zubehör", "/angebot #12 Wartungsvertrag bis Ende des Monats"),
)
def offer(desk: Desk, rest: str) -> Reply:
    """Amount, product and valid-until, in any order; asked about after some days and at its end."""
    contact, content = contact_and_rest(desk, rest)
    said = ahead(desk, content, what="Die Gültigkeit", example=EXAMPLE)
    paid = price(desk, contact, content, said, lean=Lean.FUTURE)
    product = bounded(_product(said, paid), "Produkt", 200)
    if is_vague(product):
        product = ""
    if paid is None and not product:
        line = f"/angebot #{contact.id}: {said.phrase}".strip()
        raise TextMissing(line, words.name(contact), "Was hast du angeboten?")
    event = desk.event(
        Kind.OFFER,
        money=Money(paid.minor, paid.currency or desk.office.currency) if paid else None,
        product=product,
        due=desk.due(said.when) if said.when else None,
    )
    change = desk.record(contact, event)
    reply = recorded.recorded(desk, "Angebot notiert", _details(desk, change.events[0]), change)
    soft = change.after.status in {Status.ZA, Status.II}
    hint = f"\nHinweis: {contact_hint(contact)}" if soft else ""
    return Reply(reply.text + hint, reply.buttons, contact=reply.contact)


def contact_hint(contact: Contact) -> str:
    """§2: a soft hint, never a block."""
    return f"Ziel ist bei {words.name(contact)} erst die Reaktion – ein Angebot kommt hier früh."


def _product(said: Content, paid: Amount | None) -> str:
    left = f"{said.blanked[: paid.start]} {said.blanked[paid.end :]}" if paid else said.blanked
    return " ".join(left.split()).strip(" ,;-–")


def _details(desk: Desk, event: Event) -> str:
    parts = [words.money(event.money), words.shown(event.product, most=80)]
    until = f"gültig bis {words.both_days(event.due.day, desk.today)}" if event.due else ""
    return ", ".join(part for part in (" ".join(p for p in parts if p), until) if part)


@command(
    "absage",
    topic="Erfassen",
    does="Absage mit Grund, dann Ruhe",
    examples=("/absage Meier zu teuer", "/absage Meier kein Bedarf", "/absage #12 gestern an Wettbewerber"),
)
def refusal(desk: Desk, rest: str) -> Reply:
    """Q7: a no means no reminders for 180 days; a tap makes it for ever."""
    contact, content = contact_and_rest(desk, rest)
    said = past(desk, content, what="Die Absage", example="/absage Meier zu teuer")
    return _refused(desk, contact, said.when, bounded(said.text, "Grund"))


def _refused(desk: Desk, contact: Contact, when: When | None, reason: str) -> Reply:
    day = when.day if when else desk.today
    until = day + timedelta(days=desk.office.rules.refusal_days)
    event = desk.event(Kind.REFUSAL, when, detail=NO, due=Due(until), text=reason)
    change = desk.record(contact, event)
    why = f"{words.shown(reason)}, " if reason else ""
    extra = [
        Button.line("Bedanken", f"/nachgefasst #{contact.id}: bedankt"),
        Button("180 Tage Ruhe", "quiet", {"contact": contact.id}),
        Button("Nie wieder", "never", {"contact": contact.id}),
    ]
    return recorded.recorded(
        desk, "Absage notiert", f"{why}Ruhe bis {words.dated(until, desk.today)}", change, extra
    )


@tap("quiet")
def quiet(desk: Desk, args: dict[str, Any]) -> Reply:
    """It is quiet already; the tap only says so."""
    contact = tapped(desk, args)
    return Reply(
        f"{words.name(contact)} hat Ruhe: keine Erinnerungen, bis die Zeit um ist oder eine Reaktion kommt (Q7).",
        keeps=True,
    )


@tap("never")
def never(desk: Desk, args: dict[str, Any]) -> Reply:
    """A contact ban (Q7)."""
    contact = tapped(desk, args)
    change = desk.record(contact, desk.event(Kind.REFUSAL, detail=NEVER))
    line = f"/zurueckstellen #{contact.id}: zurück"
    back = [Button("Zurückholen", "run", {"line": line, "over": True})]
    return recorded.recorded(desk, "Nie wieder", "keine Erinnerungen mehr", change, back)

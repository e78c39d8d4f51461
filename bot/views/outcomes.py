"""What may come of an appointment, as buttons, and the question each of them leaves."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from bot.turn import Button, Reply, rows
from bot.views.refusals_content import when_keys
from domain.contact import Contact


class Outcome(StrEnum):
    OFFER = "offer"
    BOUGHT = "bought"
    AGAIN = "again"
    NO_INTEREST = "no_interest"
    DONE = "done"


RESULTS = {
    Outcome.OFFER: "Angebot gewünscht",
    Outcome.BOUGHT: "Kauf",
    Outcome.AGAIN: "Nächster Termin",
    Outcome.NO_INTEREST: "Kein Interesse",
    Outcome.DONE: "Erledigt",
}
_QUESTIONS = {
    Outcome.OFFER: ("/schritt #{}: Angebot schicken", "Bis wann geht das Angebot raus?", "schritt"),
    Outcome.BOUGHT: ("/kauf #{}:", "Um wie viel ging es? Antworte mit dem Betrag, zum Beispiel <code>1.299,00</code>", ""),
    Outcome.AGAIN: ("/termin #{}:", "Wann ist der nächste Termin?", "termin"),
}  # fmt: skip


def keys(contact: int, event: int) -> list[list[Button]]:
    """Two rows; not having come is a matter of its own."""
    key = {what: _key(what, contact, event) for what in Outcome}
    missed = Button("Nicht erschienen", "no_show", {"contact": contact, "event": event})
    return [
        [key[Outcome.OFFER], key[Outcome.BOUGHT]],
        [key[Outcome.AGAIN], key[Outcome.NO_INTEREST]],
        [missed, key[Outcome.DONE]],
    ]


def _key(what: Outcome, contact: int, event: int) -> Button:
    return Button(RESULTS[what], "outcome", {"contact": contact, "event": event, "what": what.value})


def going_on(
    reply: Reply, what: Outcome, contact: Contact, local: datetime, offered: Sequence[tuple[str, str]]
) -> Reply:
    """The stored result, and below it what is still to be said."""
    taps = [[Button(label, "run", {"line": line, "over": True})] for label, line in offered]
    last = reply.buttons[-1:]
    if what not in _QUESTIONS:
        return replace(reply, buttons=(*rows(*taps), *last)) if taps else reply
    pattern, asked, when = _QUESTIONS[what]
    line = pattern.format(contact.id)
    asking = when_keys(line, when, local) if when else rows(*taps)
    return replace(reply, text=f"{reply.text}\n\n{asked}", buttons=(*asking, *last), question=line)

"""What came of an appointment with one tap: the result is stored, only what is missing is asked."""

from typing import Any

from bot.commands.reading import tapped
from bot.commands.registry import COMMANDS, tap
from bot.commands.usual import usual
from bot.desk import Desk
from bot.errors import NoAppointment
from bot.turn import Reply
from bot.views import outcomes, pushes, recorded, words
from domain.contact import Contact
from domain.events import Kind


@tap("outcome")
def outcome(desk: Desk, args: dict[str, Any]) -> Reply:
    contact = tapped(desk, args)
    _, profile, _ = desk.work.profile(contact)
    if not any(args["event"] in {a.id, a.arranged.id} for a in profile.open_appointments):
        raise NoAppointment(words.name(contact), contact.id)
    what = outcomes.Outcome(args["what"])
    change = desk.record(
        contact, desk.event(Kind.RESULT, refers_to=args["event"], text=outcomes.RESULTS[what])
    )
    reply = recorded.recorded(desk, "Ergebnis notiert", outcomes.RESULTS[what], change)
    return outcomes.going_on(reply, what, contact, desk.local(desk.turn.now), _offered(desk, contact, what))


def _offered(desk: Desk, contact: Contact, what: outcomes.Outcome) -> list[tuple[str, str]]:
    """Labels and lines that go on from here."""
    of = f"#{contact.id}:"
    if what is outcomes.Outcome.BOUGHT:
        line = f"/kauf {of}"
        return [(label, f"{line} {said}") for label, said in usual(desk, line)]
    if what is outcomes.Outcome.NO_INTEREST:
        refused = [("Absage eintragen", f"/absage {of} kein Interesse")] if "absage" in COMMANDS else []
        return [*refused, ("180 Tage Ruhe", f"/zurueckstellen {of} in 180 Tagen kein Interesse")]
    return []


@tap("seen")
def seen(desk: Desk, args: dict[str, Any]) -> Reply:
    """*Erledigt* under an appointment that is still to come: it was read, and the push says so."""
    contact, pressed = tapped(desk, args), desk.turn.pressed
    text = ((pressed and pressed.body) or {}).get("text", "")
    return Reply(f"{text}\n✓ gesehen", pushes.appointment_keys(contact, seen=True), contact=contact.id)

"""`/nachgefasst` and `/notiz`: what we did, what we know."""

from bot.commands.again import apart
from bot.commands.reading import bounded, past
from bot.commands.registry import command
from bot.commands.steps import own_step_event
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import TextMissing
from bot.turn import Button, Reply, rows
from bot.views import eventwords, recorded, words
from domain.contact import Contact
from domain.events import Kind
from domain.profile import UNREACHED
from domain.spoken import way_of

EXAMPLE = "/nachgefasst Meier nicht erreicht"


@command(
    "nachgefasst",
    topic="Erfassen",
    does="Anruf, Mail, Besuch eintragen",
    examples=(EXAMPLE, "/nachgefasst Meier Info gesendet", "/nachgefasst Meier Mailbox, Do 10:00 noch mal"),
    menu=5,
)
def touch(desk: Desk, rest: str) -> Reply:
    contact, content = contact_and_rest(desk, rest)
    done, planned = apart(desk, content, example=EXAMPLE)
    said = past(desk, done, what="Das Nachfassen", example=EXAMPLE)
    way = way_of(said.text)
    if way is None:
        return _ask_way(contact, content)
    events = [desk.event(Kind.TOUCH, said.when, detail=way, text=_more(said.text))]
    if planned and planned.when:
        events.append(own_step_event(desk, planned.when, planned.text))
    change = desk.record(contact, *events)
    event = change.events[0]
    details = f"{eventwords.WAYS[way]}, {eventwords.happened(event, today=desk.today, local=desk.local)}"
    again = (
        [Button.line("Morgen noch mal", f"/schritt #{contact.id}: anrufen morgen")]
        if way in UNREACHED and planned is None
        else []
    )
    return recorded.recorded(desk, "Nachgefasst", details, change, again)


def _more(text: str) -> str:
    """The wording is kept only where it says more than the way."""
    return bounded(text, "Text") if len(text.split()) > 2 else ""  # noqa: PLR2004 – "nicht erreicht"


def _ask_way(contact: Contact, content: str) -> Reply:
    line = f"/nachgefasst #{contact.id}: {content}".strip()
    keys = [Button.line(label, f"{line} {word}") for label, word in _WAYS.items()]
    unread = f" In „{words.shown(content, most=60)}“ erkenne ich es nicht." if content else ""
    text = (
        f"Was hast du bei {words.name(contact)} gemacht?{unread} Tippe oder antworte mit einem Wort, "
        "z. B. <code>Anruf</code>."
    )
    return Reply(text, rows(keys[:3], keys[3:6], keys[6:]), contact=contact.id, question=line)


_WAYS = {
    "Angerufen": "angerufen",
    "Nicht erreicht": "nicht erreicht",
    "Mailbox": "Mailbox",
    "Mail": "Mail",
    "Info gesendet": "Info",
    "Besucht": "besucht",
    "Nachricht": "WhatsApp",
    "Bedankt": "bedankt",
}


@command(
    "notiz",
    topic="Erfassen",
    does="Notiz dazuschreiben",
    examples=(
        "/notiz Meier spielt Handball",
        "/notiz Anna Meier: ruft selbst zurück",
        "/notiz #12 Parkplatz im Hof",
    ),
    menu=7,
)
def note(desk: Desk, rest: str) -> Reply:
    contact, content = contact_and_rest(desk, rest)
    if not content:
        raise TextMissing(f"/notiz #{contact.id}:", words.name(contact), "Was soll in die Notiz?")
    change = desk.record(contact, desk.event(Kind.NOTE, text=bounded(content, "Notiz")))
    return recorded.recorded(desk, "Notiz", words.shown(content), change)

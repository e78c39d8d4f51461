"""`/reaktion`: someone reacted; the kind is recognised from words, else asked for."""

from bot.commands.reading import bounded, past
from bot.commands.registry import command
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.turn import Button, Reply, rows
from bot.views import eventwords, recorded, words
from domain.contact import Contact
from domain.events import Kind
from domain.spoken import channel_of, is_refusal, signal_of

EXAMPLE = "/reaktion Meier Infomaterial gestern"


@command(
    "reaktion",
    topic="Erfassen",
    does="Reaktion eintragen",
    examples=(EXAMPLE, "/reaktion Meier Angebot per Mail", "/reaktion Meier Messe 3.11."),
    menu=2,
)
def reaction(desk: Desk, rest: str) -> Reply:
    contact, content = contact_and_rest(desk, rest)
    if is_refusal(content):
        return _refused(contact, content)
    said = past(desk, content, what="Die Reaktion", example=EXAMPLE)
    channel, signal = channel_of(said.text), signal_of(said.text)
    if channel is None and signal is None:
        return _ask_kind(contact, content)
    event = desk.event(
        Kind.REACTION, said.when, detail=channel or "", signal=signal or "", text=bounded(said.text, "Text")
    )
    change = desk.record(contact, event)
    details = f"{words.shown(said.text, most=200)}, {eventwords.happened(change.events[0], today=desk.today, local=desk.local)}"
    return recorded.recorded(desk, "Reaktion notiert", details, change)


def _ask_kind(contact: Contact, content: str) -> Reply:
    """Nothing is stored before the tap."""
    line = f"/reaktion #{contact.id}: {content}".strip()
    keys = [Button.line(name, f"{line} {name}") for name in eventwords.CHANNELS.values()]
    signals = [Button.line(name, f"{line} {word}") for name, word in _SIGNALS.items()]
    unread = f" In „{words.shown(content, most=60)}“ erkenne ich es nicht." if content else ""
    text = f"Wie hat {words.name(contact)} reagiert?{unread} Tippe oder antworte mit einem Wort, z. B. <code>Anruf</code>."
    return Reply(text, rows(keys[:3], keys[3:6], keys[6:], signals), contact=contact.id, question=line)


_SIGNALS = {"Will Angebot": "Angebot", "Will Termin": "Termin", "Will Probe": "Probe"}


def _refused(contact: Contact, content: str) -> Reply:
    """S2: a "nein" is no positive reaction; what to do with it is the rep's choice."""
    of = f"#{contact.id}:"
    text = (
        f"Das klingt nach einem Nein von {words.name(contact)} – das ist keine Reaktion im Sinne der Leiter (S2). "
        "Gespeichert ist noch nichts."
    )
    note = Button.line("Als Notiz", f"/notiz {of} {content}")
    park = Button.line("180 Tage Ruhe", f"/zurueckstellen {of} in 180 Tagen {content}")
    return Reply(text, rows([note, park]), contact=contact.id, question=f"/notiz {of} {content}")

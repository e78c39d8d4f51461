"""What a line without a command may mean, as buttons; whose it is where nobody is named."""

from collections.abc import Sequence

from bot import waiting
from bot.desk import Desk
from bot.turn import Attachment, Button, Reply, Rows, rows
from bot.views import words
from bot.views.eventwords import CHANNELS, FILES, SIGNALS, WAYS
from bot.views.refusals import CANCEL, choices, creating, readable
from bot.views.words import shown
from domain.amounts import Amount
from domain.contact import Contact
from domain.events import Channel, Signal
from domain.phrases import When, local_moment
from domain.spoken import way_of
from storage.contacts import Listed

FILE = "(Datei)"  # what a question that came with nothing typed is remembered by
LONGEST = 60  # characters of a label
HEARD = "Reaktion"
_ANSWERS = {
    Signal.OFFER: "Angebot schicken",
    Signal.APPOINTMENT: "Termin vereinbaren",
    Signal.TRIAL: "Probe vereinbaren",
}


def key(label: str, line: str) -> Button:
    """Carries the line out; its answer takes this message's place."""
    return Button(label[:LONGEST].strip(), "run", {"line": line.strip(), "over": True})


def reaction(signal: Signal | None, channel: Channel | None) -> str:
    said = SIGNALS[signal].removesuffix(" gewünscht") if signal else CHANNELS[channel] if channel else ""
    return f"Reaktion: {said}" if said else "Reaktion"


def purchase(desk: Desk, money: Amount) -> str:
    return f"Kauf {words.amount(money.minor, money.currency or desk.office.currency)}"


def offer(desk: Desk, money: Amount | None) -> str:
    return (
        f"Angebot {words.amount(money.minor, money.currency or desk.office.currency)}" if money else "Angebot"
    )


def at(label: str, desk: Desk, when: When | None) -> str:
    """`Termin Do 5.3. 14:00`."""
    if when is None:
        return label
    day = words.day(when.day, desk.today)
    clock = f" {words.clock(desk.local(local_moment(when, desk.rhythm.zone)))}" if when.at else ""
    return f"{label} {day}{clock}"


def touch(text: str) -> str:
    way = way_of(text)
    return f"Nachgefasst: {WAYS[way]}" if way else "Nachgefasst"


def answering(signal: Signal | None) -> str:
    """What we do about a wish."""
    return _ANSWERS[signal] if signal else "nachfassen"


def attaching(file: Attachment) -> str:
    return f"{FILES.get(file.kind, 'Datei')} anhängen"


def about(contact: Contact) -> str:
    return f"Es geht um {words.name(contact)}."


def several(query: str) -> str:
    return f"„{shown(query, most=60)}“ passt auf mehrere; wer gemeint ist, frage ich danach."


def misspelt(query: str) -> str:
    return f"„{shown(query, most=60)}“ kenne ich so nicht; wer gemeint ist, frage ich danach."


def meant(desk: Desk, text: str, who: str, contact: Contact | None, keys: Sequence[Button]) -> Reply:
    """The proposals; a line typed after it isn't taken for an answer."""
    said = f"„{shown(text, most=200)}“ – was soll ich damit tun?" if text else "Was soll ich damit tun?"
    stored = "nichts weiter" if desk.entry else "noch nichts"
    undo = [] if desk.entry is None else [Button("Rückgängig", "undo", {"turn": desk.entry})]
    return Reply(
        f"{said}\n{who} Gespeichert ist {stored}.",
        (*_two(keys), *rows(undo)),
        contact=contact.id if contact else None,
        question=text or FILE,
    )


def _two(keys: Sequence[Button]) -> Rows:
    return rows(*(keys[i : i + 2] for i in range(0, len(keys), 2)))


def whose(text: str, new: tuple[str, str], recent: Sequence[Listed], *, forwarded: bool = False) -> Reply:
    """Nobody we know: create them, tap one of the last used, or answer with a name.

    `new`: a name that may be one, and what the text says besides.
    """
    (name, content), line = new, waiting.plain(text)
    said = f"„{shown(text, most=200)}“ – was soll ich damit tun? " if text else ""
    hidden = "Von wem das ist, sagt Telegram nicht. " if forwarded and not name else ""
    how = f"Zum Beispiel <code>/reaktion {shown(name or 'Meier', most=40)} Infomaterial</code>"
    if not recent and not name:
        ask = f"Gespeichert ist nichts. {how}"
    else:
        ask = f"{hidden}Um wen geht es? Tippe oder antworte mit einem Namen. Gespeichert ist nichts. {how}"
    known = choices(recent, line)
    created = [creating(f"Neu: {name[:30]}", name, waiting.plain(content, name))] if name else []
    return Reply(said + ask, (*rows(created), *readable(known), *rows([CANCEL])), question=line)

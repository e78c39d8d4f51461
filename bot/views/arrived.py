"""Files and contact cards: what came, whose it may be, and showing it again."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from bot import waiting
from bot.desk import Desk
from bot.turn import Attachment, Button, Reply, rows
from bot.views import eventwords, words
from bot.views.fields import FIELDS
from bot.views.refusals import CANCEL, choices, readable
from bot.views.words import shown
from domain.contact import Contact, NewContact
from domain.events import Event, Kind
from domain.record import COLUMNS, DETAILS, Field
from storage.contacts import Listed

MOST_SHOWN = 4  # buttons of files under one message


def kind(file: Attachment) -> str:
    """`Foto`, `Datei angebot.pdf`."""
    return " ".join([eventwords.FILES.get(file.kind, "Datei"), shown(file.name, most=60)]).strip()


def reading(file: Attachment) -> str:
    return f"Datei wird gelesen: {shown(file.name, most=80)}"


def not_kept(file: Attachment) -> str:
    return f"{kind(file)}: dabei nicht gespeichert. Als Antwort auf eine Karte geschickt, hänge ich es an."


def whose(file: Attachment, recent: Sequence[Listed]) -> Reply:
    """A file nobody is named with; it waits until it is known whose it is."""
    line = waiting.waiting("anhang", "", "")
    keys = choices(recent, line)
    how = "Tippe oder antworte mit einem Namen" if keys else "Antworte mit einem Namen"
    return Reply(
        f"{kind(file)}: Zu wem gehört das? {how} – oder schick es als Antwort auf eine Karte. Gespeichert ist noch nichts.",
        (*readable(keys), *rows([CANCEL])),
        question=line,
    )


def showing(event: Event) -> Button:
    """Sends a file of the history again."""
    label = eventwords.FILES.get(event.detail, "Datei")
    return Button(f"{label} zeigen", "show_file", {"contact": event.contact, "event": event.id})


def files(events: Iterable[Event], desk: Desk) -> list[Button]:
    """The files of a page of the history, by their days."""
    found = [event for event in events if event.kind is Kind.FILE and event.file and not event.voided]
    return [
        Button(
            f"{eventwords.FILES.get(e.detail, 'Datei')} {words.day(e.day, desk.today)}",
            "show_file",
            {"contact": e.contact, "event": e.id},
        )
        for e in found[:MOST_SHOWN]
    ]


def again(desk: Desk, contact: Contact, event: Event) -> Reply:
    said = eventwords.what(event, today=desk.today, local=desk.local)
    at = eventwords.happened(event, today=desk.today, local=desk.local)
    file = Attachment(event.detail, event.file, event.product)
    return Reply(f"{words.name(contact)} – {said}, {at}", contact=contact.id, kept=file)


def card(new: NewContact, known: Sequence[Listed]) -> Reply:
    """What a contact card says, to be confirmed; and whom it may be already."""
    lines = [f"Kontaktkarte: {words.bold(new.name)}", *_read(new)]
    if new.note:
        lines.append(f"Notiz: {shown(new.note, most=200)}")
    keys = [[Button("Anlegen", "create_card", {"new": asdict(new)}), CANCEL]]
    if known:
        lines += ["", "Gibt es vielleicht schon:"]
        lines += [f"• {words.name(item.contact)} – {item.status}" for item in known]
        keys = [[Button("Trotzdem anlegen", "create_card", {"new": asdict(new)}), CANCEL]]
        keys += [[_open(item.contact)] for item in known]
    lines.append("Noch ist nichts angelegt.")
    return Reply("\n".join(lines), rows(*keys), question=f"Kontaktkarte {new.name} {new.phone}".strip())


def _open(contact: Contact) -> Button:
    return Button.line("Öffnen: " + words.label(contact), f"/kontakt #{contact.id}:")


def _read(new: NewContact) -> list[str]:
    """A line for each field that was read."""
    columns = {code: getattr(new, code.value) for code in COLUMNS if code not in {Field.NAME, Field.PRIVATE}}
    details = {code: (new.details or {}).get(code.value, "") for code in DETAILS}
    return [
        f"{FIELDS[code]}: {shown(value, most=80)}" for code, value in (columns | details).items() if value
    ]

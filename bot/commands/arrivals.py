"""What arrives without a command: files, shared contact cards, forwarded messages."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.commands import cards, imports, proposals
from bot.commands.asked import as_typed
from bot.commands.new import create, duplicates
from bot.commands.reading import bounded, tapped
from bot.commands.registry import command, tap
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import FileMissing, NotYours
from bot.turn import Attachment, Card, Reply
from bot.vcards import from_card
from bot.views import arrived, recorded, words
from domain.contact import Contact, NewContact
from domain.events import Event, Kind

Run = Callable[[Desk, str], Reply]
TABLES = (".csv", ".xlsx", ".xls", ".tsv", ".ods")
LONGEST_PRODUCT = 200


def take(desk: Desk, text: str, run: Run) -> Reply:
    """A message as it comes in: what was shared, forwarded or attached, else the line that was typed."""
    turn = desk.turn
    if turn.card is not None:
        return _shared(desk, turn.card)
    if turn.sender is not None:
        return proposals.forwarded(desk, text)
    if turn.file is not None and not text.startswith("/"):
        return _file(desk, turn.file, text, run)
    return run(desk, text)


def _shared(desk: Desk, card: Card) -> Reply:
    """A contact card: what was read, to be confirmed."""
    return offered(desk, from_card(card, desk.office.country))


def offered(desk: Desk, new: NewContact) -> Reply:
    """`/neu` prefilled: nothing is stored before the tap."""
    known = [desk.work.contacts.listed(likely.contact) for likely in duplicates(desk, new)]
    return arrived.card(new, known)


@tap("create_card")
def create_card(desk: Desk, args: dict[str, Any]) -> Reply:
    as_typed(desk)
    return create(desk, NewContact(**{**args["new"], "unclear": tuple(args["new"]["unclear"])}))


def _file(desk: Desk, file: Attachment, text: str, run: Run) -> Reply:
    """To the contact it replies to, to the importer, to whom its caption names – or the question whose it is."""
    answers = desk.turn.answers
    contact = answers.contact if answers else None
    if imports.is_importable(file) and not (contact and not file.name.casefold().endswith(TABLES)):
        return cards.fetched(file) if cards.is_card(file) else imports.received(desk, file)
    if contact is not None:
        return attach(desk, f"#{contact}: {text}")
    if text:
        return run(desk, text)
    recent = desk.work.contacts.recent(owner=desk.turn.member.id)
    return arrived.whose(file, recent)


@command(
    "anhang",
    topic="Erfassen",
    does="Foto, Sprachnachricht oder Datei zum Kontakt legen",
    examples=("/anhang Meier", "/anhang Meier Typenschild", "/anhang #12 Visitenkarte"),
)
def attach(desk: Desk, rest: str) -> Reply:
    """Comes as a file's caption; a reply to a card says whose it is by itself."""
    contact, content = contact_and_rest(desk, rest)
    file = desk.turn.file
    if file is None:
        raise FileMissing(words.name(contact))
    change = desk.record(contact, _event(desk, file, content))
    desk.turn = replace(desk.turn, file=None)
    caption = f" – {words.shown(content, most=200)}" if content else ""
    shown = f"{arrived.kind(file)}{caption}"
    show = arrived.showing(change.events[0])
    return recorded.recorded(desk, "Angehängt", shown, change, [show])


def _event(desk: Desk, file: Attachment, caption: str) -> Event:
    """Telegram keeps the file, we keep its id."""
    return desk.event(
        Kind.FILE,
        detail=file.kind,
        product=file.name[:LONGEST_PRODUCT],
        text=bounded(caption, "Text"),
        file=file.file,
    )


def along(desk: Desk, reply: Reply) -> Reply:
    """A file with a command as its caption is kept beside what the command stored."""
    file = desk.turn.file
    if file is None or reply.question or reply.job:
        return reply
    desk.turn = replace(desk.turn, file=None)
    if not desk.changes:
        return replace(reply, text=f"{reply.text}\n{arrived.not_kept(file)}")
    contact: Contact = desk.changes[-1].contact
    change = desk.record(contact, _event(desk, file, ""))
    show = arrived.showing(change.events[0])
    return replace(
        reply, text=f"{reply.text}\n{arrived.kind(file)} angehängt.", buttons=(*reply.buttons, (show,))
    )


@tap("show_file")
def show_file(desk: Desk, args: dict[str, Any]) -> Reply:
    """Send it again, as a message of its own."""
    contact = tapped(desk, args)
    found = next((e for e in desk.work.events.history(contact.id).events if e.id == args["event"]), None)
    if found is None or not found.file:
        raise NotYours
    return arrived.again(desk, contact, found)

"""`/rueckgaengig`: take back one's own last entry, all of it; again = one further back; and back again."""

from typing import Any

from bot.commands.registry import command, tap
from bot.desk import Desk
from bot.errors import AlreadyUndone, NothingToUndo, OthersHangOn, TooLateToUndo
from bot.turn import Button, Edit, Reply, rows
from bot.views import eventwords, recorded, words
from domain.contact import Contact
from domain.events import Event, Kind
from domain.profile import Profile, fold
from storage.outbox import Message
from storage.turns import UNDOABLE, StoredTurn
from storage.work import Change

WITHDRAWN = "hinfällig: Eintrag zurückgenommen"
STRUCK = "\nZurückgenommen."


@command(
    "rückgängig",
    topic="Berichtigen",
    does="letzten Eintrag zurücknehmen",
    examples=("/rueckgaengig", "/rückgängig", "/Rückgängig"),
    menu=9,
)
def undo_last(desk: Desk, _rest: str) -> Reply:
    last = desk.work.turns.last(desk.turn.member.id, now=desk.turn.now)
    if last is None:
        raise NothingToUndo
    return _undo(desk, last)


@tap("undo")
def undo_this(desk: Desk, args: dict[str, Any]) -> Reply:
    stored = desk.work.turns.get(args["turn"])
    if stored is None or stored.rep != desk.turn.member.id:
        raise NothingToUndo
    if stored.undone_at is not None:
        raise AlreadyUndone
    if desk.turn.now - stored.at > UNDOABLE:
        raise TooLateToUndo
    return _undo(desk, stored)


def _undo(desk: Desk, stored: StoredTurn) -> Reply:
    taken = desk.work.events.of_turn(stored.id)
    changes = take_back(desk, stored)
    lines = [_line(desk, change, [e for e in taken if e.contact == change.contact.id]) for change in changes]
    keep = Button("Doch behalten", "keep", {"turn": stored.id})
    text = "Zurückgenommen: " + "\n".join(lines or ["der letzte Eintrag"])
    edits = _edits(desk, stored, changes)
    return Reply(text, rows([keep]), contact=stored.contact, edits=edits)


def _line(desk: Desk, change: Change, taken: list[Event]) -> str:
    said = ", ".join(eventwords.what(event, today=desk.today, local=desk.local) for event in taken)
    after = [] if change.contact.hidden else recorded.consequences(desk, change)
    return "\n".join([f"{words.name(change.contact)} – {said}", *after])


def _edits(desk: Desk, stored: StoredTurn, changes: list[Change]) -> tuple[Edit, ...]:
    """The old reply loses its buttons, pushes that rested on the entry say so (R5)."""
    edits = []
    pressed = desk.turn.pressed.id if desk.turn.pressed else None
    reply = desk.work.outbox.message(stored.reply) if stored.reply else None
    if reply and reply.id != pressed and reply.body and not reply.body["text"].endswith(STRUCK):
        edits.append(Edit(reply.id, f"<s>{reply.body['text']}</s>{STRUCK}"))
    pushes = (desk.work.outbox.message(push) for change in changes for push in change.withdrawn)
    return (*edits, *(_withdrawn(push) for push in pushes if push and push.body and push.id != pressed))


def _withdrawn(push: Message) -> Edit:
    return Edit(push.id, f"<s>{(push.body or {})['text']}</s>\n{WITHDRAWN}")


def _unstruck(desk: Desk, stored: StoredTurn) -> tuple[Edit, ...]:
    """The old reply reads again as it did; it is taken back from the newer message."""
    reply = desk.work.outbox.message(stored.reply) if stored.reply else None
    if reply is None or not reply.body or not reply.body["text"].endswith(STRUCK):
        return ()
    return (Edit(reply.id, reply.body["text"].removeprefix("<s>").removesuffix(f"</s>{STRUCK}")),)


def take_back(desk: Desk, stored: StoredTurn) -> list[Change]:
    """Void all a turn stored; a contact it created goes too, unless other entries hang on it."""
    taken = desk.work.events.of_turn(stored.id)
    for event in taken:
        if event.kind is Kind.CREATED:
            _refuse_if_others_hang_on(desk, event, stored)
    undo = desk.begin("undo")
    desk.work.turns.undone(stored.id, at=desk.turn.now)
    return [_void(desk, number, taken, undo) for number in dict.fromkeys(e.contact for e in taken)]


def _refuse_if_others_hang_on(desk: Desk, event: Event, stored: StoredTurn) -> None:
    contact = _any(desk, event.contact)
    others = [e for e in desk.work.events.history(contact.id).standing() if e.turn != stored.id]
    if others:
        named = [eventwords.what(e, today=desk.today, local=desk.local) for e in others[:3]]
        raise OthersHangOn(words.name(contact), named, any(e.rep != stored.rep for e in others))


def _any(desk: Desk, number: int) -> Contact:
    contact = desk.work.contacts.any(number)
    assert contact is not None  # noqa: S101 – its events name it
    return contact


def _void(desk: Desk, number: int, taken: list[Event], undo: int) -> Change:
    contact = _any(desk, number)
    before = _folded(desk, number)
    mine = [event for event in taken if event.contact == number and event.voided is None]
    desk.work.events.void(mine, by=desk.turn.member.id, turn=undo, at=desk.turn.now)
    if any(event.kind is Kind.CREATED for event in mine):
        desk.work.contacts.hide(contact, hidden=True)
    return desk.work.settle(_any(desk, number), before, now=desk.turn.now)


@tap("keep")
def keep(desk: Desk, args: dict[str, Any]) -> Reply:
    """[doch behalten]: what was taken back stands again."""
    stored = desk.work.turns.get(args["turn"])
    if stored is None or stored.rep != desk.turn.member.id or stored.undone_at is None:
        raise AlreadyUndone
    voided = [event for event in desk.work.events.of_turn(stored.id) if event.voided is not None]
    desk.begin("keep")
    before = {number: _folded(desk, number) for number in dict.fromkeys(e.contact for e in voided)}
    desk.work.events.restore(voided)
    desk.work.turns.undone(stored.id, at=None)
    changes = [_restored(desk, number, profile) for number, profile in before.items()]
    undo = Button("Rückgängig", "undo", {"turn": stored.id})
    lines = [_line(desk, change, [e for e in voided if e.contact == change.contact.id]) for change in changes]
    text = "Steht wieder: " + "\n".join(lines)
    return Reply(text, rows([undo]), contact=stored.contact, edits=_unstruck(desk, stored))


def _folded(desk: Desk, number: int) -> Profile:
    return fold(desk.work.events.history(number), rules=desk.office.rules)


def _restored(desk: Desk, number: int, before: Profile) -> Change:
    contact = _any(desk, number)
    if contact.hidden:
        desk.work.contacts.hide(contact, hidden=False)
    return desk.work.settle(_any(desk, number), before, now=desk.turn.now)

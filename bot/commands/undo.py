"""`/rueckgaengig`: take back one's own last entry, all of it; again = one further back; and back again."""

from dataclasses import dataclass, replace
from typing import Any

from bot.commands import merging, pushed, putback
from bot.commands.recruiting import refuse_circles
from bot.commands.registry import command, tap
from bot.commands.stood_in import refuse_if_over
from bot.desk import Desk
from bot.errors import AlreadyUndone, NothingToUndo, NotYours, OthersHangOn, TooLateToUndo
from bot.errors_record import MergedAway
from bot.turn import Button, Edit, Reply, rows
from bot.views import people, recorded, words
from domain.contact import Contact
from domain.events import Event, Kind
from domain.profile import Profile
from storage.turns import UNDOABLE, StoredTurn
from storage.work import Change

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
    return undo_entry(desk, last)


@tap("undo")
def undo_this(desk: Desk, args: dict[str, Any]) -> Reply:
    stored = desk.work.turns.get(args["turn"])
    if stored is None or stored.rep != desk.turn.member.id:
        raise NothingToUndo
    if stored.undone_at is not None:
        raise AlreadyUndone
    if desk.turn.now - stored.at > UNDOABLE:
        raise TooLateToUndo
    return undo_entry(desk, stored)


@tap("undo_listed")
def undo_listed(desk: Desk, args: dict[str, Any]) -> Reply:
    """From a history: it stays as it is, and what was taken back is said in a message of its own."""
    return replace(undo_this(desk, args), new=True)


def undo_entry(desk: Desk, stored: StoredTurn) -> Reply:
    """Take back all that a turn stored; whether it may be is the caller's business."""
    taken = desk.work.events.of_turn(stored.id)
    merge = desk.work.merges.of_turn(stored.id)
    back = take_back(desk, stored)
    lines = [
        _line(desk, change, [e for e in taken if e.contact == change.contact.id]) for change in back.changes
    ]
    keep = Button("Doch behalten", "keep", {"turn": stored.id})
    if merge:
        keep = Button.line("Wieder zusammenführen", f"/zusammenfuehren #{merge.survivor} + #{merge.lost}")
    text = "Zurückgenommen: " + "\n".join([*(lines or ["der letzte Eintrag"]), *back.told])
    edits = (*_edits(desk, stored), *pushed.withdrawn(desk, back.changes), *pushed.again(desk, back.changes))
    return Reply(text, rows([keep]), contact=stored.contact, edits=edits)


def _line(desk: Desk, change: Change, taken: list[Event]) -> str:
    """A contact without an entry of its own was merged, and is itself again."""
    said = ", ".join(people.told(desk, event) for event in taken)
    after = [] if change.contact.hidden else recorded.consequences(desk, change)
    return "\n".join([f"{words.name(change.contact)} – {said or 'wieder ein eigener Kontakt'}", *after])


def _edits(desk: Desk, stored: StoredTurn) -> tuple[Edit, ...]:
    """The old reply loses its buttons."""
    pressed = desk.turn.pressed.id if desk.turn.pressed else None
    reply = desk.work.outbox.message(stored.reply) if stored.reply else None
    if reply is None or reply.id == pressed or not reply.body or reply.body["text"].endswith(STRUCK):
        return ()
    return (Edit(reply.id, f"<s>{reply.body['text']}</s>{STRUCK}"),)


def _unstruck(desk: Desk, stored: StoredTurn) -> tuple[Edit, ...]:
    """The old reply reads again as it did; it is taken back from the newer message."""
    reply = desk.work.outbox.message(stored.reply) if stored.reply else None
    if reply is None or not reply.body or not reply.body["text"].endswith(STRUCK):
        return ()
    return (Edit(reply.id, reply.body["text"].removeprefix("<s>").removesuffix(f"</s>{STRUCK}")),)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What an undo did to each contact; `told`: fields that stay, because they were changed again since."""

    changes: list[Change]
    told: list[str]


def take_back(desk: Desk, stored: StoredTurn) -> TakenBack:
    """Void all a turn stored; a contact it created goes too, unless other entries hang on it."""
    taken = desk.work.events.of_turn(stored.id)
    _refuse_if_not_here(desk, taken)
    if merge := desk.work.merges.of_turn(stored.id):
        return TakenBack(*merging.apart(desk, merge, taken))
    for event in taken:
        _refuse_if_merged(desk, event)
        if event.kind is Kind.CREATED:
            _refuse_if_others_hang_on(desk, event, stored)
    undo = desk.begin("undo")
    desk.work.turns.undone(stored.id, at=desk.turn.now)
    told: list[str] = []
    numbers = dict.fromkeys(e.contact for e in taken)
    return TakenBack([_void(desk, number, taken, undo, told) for number in numbers], told)


def _refuse_if_not_here(desk: Desk, events: list[Event]) -> None:
    """What was handed to somebody else since is theirs to change."""
    refuse_if_over(desk, {event.contact for event in events})
    if not all(desk.scope.admits(_any(desk, number).owner) for number in {e.contact for e in events}):
        raise NotYours


def _refuse_if_merged(desk: Desk, event: Event) -> None:
    """What stayed with a contact that was merged away can't be touched beneath the merge."""
    if (survivor := desk.work.contacts.into(event.contact)) is not None:
        raise MergedAway(words.name(_any(desk, event.contact)), survivor)


def _refuse_if_others_hang_on(desk: Desk, event: Event, stored: StoredTurn) -> None:
    contact = _any(desk, event.contact)
    others = [e for e in desk.work.events.history(contact.id).standing() if e.turn != stored.id]
    if others:
        named = [people.told(desk, e) for e in others[:3]]
        raise OthersHangOn(words.name(contact), named, any(e.rep != stored.rep for e in others))


def _any(desk: Desk, number: int) -> Contact:
    contact = desk.work.contacts.any(number)
    assert contact is not None  # noqa: S101 – its events name it
    return contact


def _void(desk: Desk, number: int, taken: list[Event], undo: int, told: list[str]) -> Change:
    contact = _any(desk, number)
    before = merging.folded(desk, number)
    mine = [event for event in taken if event.contact == number and event.voided is None]
    desk.work.events.void(mine, by=desk.turn.member.id, turn=undo, at=desk.turn.now)
    told += putback.back(desk, number, mine)
    if any(event.kind is Kind.CREATED for event in mine):
        desk.work.contacts.hide(_any(desk, contact.id), hidden=True)
    return desk.work.settle(_any(desk, number), before, now=desk.turn.now)


@tap("keep")
def keep(desk: Desk, args: dict[str, Any]) -> Reply:
    """[doch behalten]: what was taken back stands again."""
    stored = desk.work.turns.get(args["turn"])
    if stored is None or stored.rep != desk.turn.member.id or stored.undone_at is None:
        raise AlreadyUndone
    voided = [event for event in desk.work.events.of_turn(stored.id) if event.voided is not None]
    _refuse_if_not_here(desk, voided)
    for event in voided:
        _refuse_if_merged(desk, event)
    refuse_circles(desk, voided)
    desk.begin("keep")
    before = {number: merging.folded(desk, number) for number in dict.fromkeys(e.contact for e in voided)}
    desk.work.events.restore(voided)
    desk.work.turns.undone(stored.id, at=None)
    told: list[str] = []
    changes = [_restored(desk, number, profile, voided, told) for number, profile in before.items()]
    undo = Button("Rückgängig", "undo", {"turn": stored.id})
    lines = [_line(desk, change, [e for e in voided if e.contact == change.contact.id]) for change in changes]
    text = "Steht wieder: " + "\n".join([*lines, *told])
    moot = pushed.withdrawn(desk, changes, pushed.RESTORED)
    edits = (*_unstruck(desk, stored), *pushed.again(desk, changes), *moot)
    return Reply(text, rows([undo]), contact=stored.contact, edits=edits)


def _restored(desk: Desk, number: int, before: Profile, voided: list[Event], told: list[str]) -> Change:
    contact = _any(desk, number)
    if contact.hidden:
        desk.work.contacts.hide(contact, hidden=False)
    told += putback.forward(desk, number, [e for e in voided if e.contact == number])
    return desk.work.settle(_any(desk, number), before, now=desk.turn.now)

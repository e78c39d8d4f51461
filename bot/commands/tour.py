"""`/tour`: the first day in five taps. Every tap is a real entry on a contact the rep names; all can be taken back."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.commands import pushed
from bot.commands.new import create, duplicates, understood
from bot.commands.reading import tapped
from bot.commands.registry import COMMANDS, command, tap
from bot.commands.undo import take_back, undo_entry
from bot.desk import Desk
from bot.errors import TooLateToUndo
from bot.turn import Reply
from bot.views import tour
from storage.turns import UNDOABLE, StoredTurn


@dataclass(frozen=True, slots=True)
class Lesson:
    """A tap: the line it stands for; `{day}` is the next working day."""

    command: str
    content: str


LESSONS = (
    Lesson("reaktion", "Infomaterial"),
    Lesson("termin", "{day} 10:00"),
    Lesson("ergebnis", "Angebot schicken in 3 Tagen"),
)


@command(
    "tour",
    topic="Sonst",
    does="Rundgang: der erste Tag in fünf Taps",
    examples=("/tour", "/tour Berta Beispiel", "/tour Carl Castor, 0171 3920077"),
)
def begin(desk: Desk, rest: str) -> Reply:
    """The name comes with the line or as its answer; somebody already known isn't practised on."""
    if not rest.strip():
        return tour.asked()
    new = understood(rest, desk.office.country)
    if known := duplicates(desk, new):
        return tour.known_already(desk.work.contacts.listed(known[0].contact).contact)
    created = create(desk, new)
    return tour.lesson(0, f"/neu {rest.strip()}", created.text, _state(desk, created.contact, [], 0))


def _state(desk: Desk, contact: int | None, entries: list[int], done: int) -> dict[str, Any]:
    """What the next tap needs to know: the contact, the entries so far, how many lessons are done."""
    return {"contact": contact, "entries": [*entries, desk.entry], "done": done}


@tap("tour_on")
def go_on(desk: Desk, args: dict[str, Any]) -> Reply:
    """The next lesson: its line is carried out as if it had been typed."""
    contact = tapped(desk, args)
    done = args["done"]
    if done == len(LESSONS):
        return _taken_back(desk, args)
    lesson = LESSONS[done]
    content = lesson.content.format(day=_shown(_working_day(desk)))
    desk.command = lesson.command
    said = COMMANDS[lesson.command].handler(desk, f"#{args['contact']}: {content}")
    state = _state(desk, args["contact"], args["entries"], done + 1)
    typed = f"/{lesson.command} {contact.name} {content}"
    return replace(tour.lesson(done + 1, typed, said.text, state), edits=said.edits)


def _working_day(desk: Desk) -> date:
    return desk.rhythm.calendar.plus(desk.today, 1)


def _shown(day: date) -> str:
    return f"{day.day}.{day.month}."


def _taken_back(desk: Desk, args: dict[str, Any]) -> Reply:
    """The last lesson: the newest entry goes again, if it still stands."""
    *before, last = args["entries"]
    stored = _standing(desk, [last])
    if stored and desk.turn.now - stored[0].at > UNDOABLE:
        raise TooLateToUndo
    said = undo_entry(desk, stored[0]) if stored else Reply("Das hast du schon zurückgenommen.")
    state = {**args, "entries": before, "done": len(LESSONS) + 1}
    return replace(tour.lesson(len(LESSONS) + 1, "/rueckgaengig", said.text, state), edits=said.edits)


@tap("tour_leave")
def leave(_desk: Desk, args: dict[str, Any]) -> Reply:
    """At any time: what was entered is kept or goes, as the rep likes."""
    return tour.left(args) if args.get("entries") else Reply(tour.LATER)


@tap("tour_keep")
def keep(desk: Desk, args: dict[str, Any]) -> Reply:
    contact = tapped(desk, args)
    return tour.kept(contact)


@tap("tour_undo")
def undo_all(desk: Desk, args: dict[str, Any]) -> Reply:
    """Newest first, the contact last; entries made beside the tour keep it, and are named."""
    entries = _standing(desk, args["entries"])
    if any(desk.turn.now - stored.at > UNDOABLE for stored in entries):
        raise TooLateToUndo
    changes = [change for stored in reversed(entries) for change in take_back(desk, stored).changes]
    return replace(tour.undone(len(entries)), edits=pushed.withdrawn(desk, changes))


def _standing(desk: Desk, entries: list[int]) -> list[StoredTurn]:
    """Those of one's own entries that weren't taken back already."""
    found = (desk.work.turns.get(entry) for entry in entries)
    return [
        stored
        for stored in found
        if stored and stored.rep == desk.turn.member.id and stored.undone_at is None
    ]

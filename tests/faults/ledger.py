"""What is left of a day: the database and the phones, in a form that two days can be compared by."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.playground.standin import StandIn
from storage.outbox import Lane, State

FACTS = ("member", "contact", "event", "wording", "turn", "word", "reminder", "question")
SHIFTING = {"turn": {"message"}}  # Telegram's message ids: a reply sent twice moves those after it
# these name an outbox row, here by its place
NAMES_A_ROW = {"turn": "reply", "reminder": "push", "question": "message"}


@dataclass(frozen=True)
class Shown:
    """A message of ours: what its row says, and what its chat shows."""

    chat: int
    lane: Lane
    state: State
    row: Any
    phone: Any


@dataclass(frozen=True)
class Books:
    """`facts`: every table that a turn writes. `copies`: messages on the phones that no row knows.

    `shown`: all that ever stood on a phone.
    """

    facts: dict[str, list[Any]]
    messages: list[Shown]
    inbox: Counter[Any]
    copies: dict[int, Any]
    shown: set[tuple[int, str]]

    @property
    def replies(self) -> list[Shown]:
        return [shown for shown in self.messages if shown.lane is Lane.REPLY]

    @property
    def pushes(self) -> list[Shown]:
        return [shown for shown in self.messages if shown.lane is not Lane.REPLY]


def read(file: Path, standin: StandIn) -> Books:
    with closing(sqlite3.connect(file)) as database:
        database.row_factory = sqlite3.Row
        rows = database.execute("SELECT * FROM outbox WHERE edits IS NULL ORDER BY id").fetchall()
        place = {row["id"]: number for number, row in enumerate(rows)}
        facts = {table: _facts(database, table, place) for table in FACTS}
        inbox = Counter(tuple(row) for row in database.execute("SELECT update_id, state FROM inbox"))
    known = {row["message"] for row in rows}
    messages = [_shown(row, place, standin) for row in rows]
    copies = {number: _phone(standin, number) for number in _sent(standin) - known}
    said = [entry for entry in standin.did() if entry.message]
    shown = {(entry.chat, entry.message.writing.html) for entry in said}
    return Books(facts, messages, inbox, copies, shown)


def unnoted(file: Path, standin: StandIn) -> set[int]:
    """Messages that Telegram accepted and our database doesn't know of."""
    with closing(sqlite3.connect(file)) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'outbox'").fetchone():
            return set()
        known = {row[0] for row in database.execute("SELECT message FROM outbox WHERE edits IS NULL")}
    return _sent(standin) - known


def _facts(database: sqlite3.Connection, table: str, place: dict[int, int]) -> list[Any]:
    named, left_out = NAMES_A_ROW.get(table), SHIFTING.get(table, set())
    found = []
    for row in database.execute(f"SELECT * FROM {table}"):  # noqa: S608 – our own names
        facts = {name: row[name] for name in row.keys() if name not in left_out}  # noqa: SIM118 – of the row
        if named and facts.get(named) is not None:
            facts[named] = place.get(facts[named], "unknown")
        found.append(facts)
    return sorted(found, key=str)


def _shown(row: sqlite3.Row, place: dict[int, int], standin: StandIn) -> Shown:
    said = {"chat": row["chat"], "contact": row["contact"], "body": json.loads(row["body"])}
    said |= {"actions": row["actions"], "version": row["version"], "created_at": row["created_at"]}
    phone = _phone(standin, row["message"], place)
    return Shown(row["chat"], Lane(row["lane"]), State(row["state"]), said, phone)


def _sent(standin: StandIn) -> set[int]:
    return {message.id for message in standin.messages.values() if message.by_bot}


def _phone(standin: StandIn, number: int | None, place: dict[int, int] | None = None) -> Any:
    """Where and how a message stands on a phone; its buttons by the place of the row they name."""
    found = next((m for m in standin.messages.values() if m.id == number), None)
    if found is None:
        return None
    labels = [[button["text"] for button in row] for row in found.buttons]
    named = {int(button["callback_data"].partition(".")[0]) for row in found.buttons for button in row}
    return found.chat, found.writing.html, labels, [(place or {}).get(row, row) for row in named]


def wrong(books: Books, undisturbed: Books, *, unclear: bool, excused: set[int]) -> list[str]:
    """What a day did to the data or to a person that the undisturbed one didn't.

    `unclear`: whether a push may have stayed unclear. `excused`: messages that nobody told us of in time.
    """
    found = [
        f"{table}: {difference}"
        for table, rows in books.facts.items()
        for difference in _differences(rows, undisturbed.facts[table])
    ]
    if books.inbox != undisturbed.inbox:
        found.append(f"inbox: {_counted(books.inbox, undisturbed.inbox)}")
    found += _wrong_messages(books, undisturbed, unclear=unclear)
    return found + _wrong_copies(books, undisturbed, excused)


def _differences(rows: list[Any], expected: list[Any]) -> list[str]:
    found, meant = Counter(map(str, rows)), Counter(map(str, expected))
    return [*(f"too much {row}" for row in found - meant), *(f"missing {row}" for row in meant - found)]


def _counted(found: Counter[Any], meant: Counter[Any]) -> str:
    return f"too much {found - meant}, missing {meant - found}"


def _wrong_messages(books: Books, undisturbed: Books, *, unclear: bool) -> list[str]:
    if len(books.messages) != len(undisturbed.messages):
        return [f"{len(books.messages)} messages instead of {len(undisturbed.messages)}"]
    pairs = zip(books.messages, undisturbed.messages, strict=True)
    return [
        f"message: {found}\n   instead of {meant}"
        for found, meant in pairs
        if found != meant and not (unclear and _is_unclear(found, meant))
    ]


def _is_unclear(found: Shown, meant: Shown) -> bool:
    """A push of which nobody knows whether it arrived: said to be so, and otherwise what it should be."""
    return (found.lane, found.row) == (meant.lane, meant.row) and (
        found.lane is not Lane.REPLY and found.state is State.UNCLEAR and found.phone is None
    )


def _wrong_copies(books: Books, undisturbed: Books, excused: set[int]) -> list[str]:
    """A message that no row knows was accepted unnoticed: once a reply, never a push that was sent again."""
    pushed = Counter((push.chat, push.row["body"]["text"]) for push in books.pushes)
    seen = Counter(phone[:2] for phone in books.copies.values())
    seen += Counter(push.phone[:2] for push in books.pushes if push.phone)
    again = [phone for number, phone in books.copies.items() if number not in excused]
    return [
        *(f"sent again for no reason: {phone}" for phone in again),
        *(f"pushed more than once: {push}" for push in pushed if seen[push] > pushed[push]),
        *(f"nobody was to get this: {shown}" for shown in books.shown - undisturbed.shown),
    ]

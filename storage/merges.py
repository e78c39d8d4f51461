"""Merges: whose events went where, and back. What is derived follows when both contacts are settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, false, or_, select, update

from domain.contact import Contact
from domain.events import Kind
from domain.merging import STAYS
from storage.contacts import Contacts
from storage.tables import metadata

CONTACT = metadata.tables["contact"]
EVENT = metadata.tables["event"]
MOVED = metadata.tables["moved"]
REMINDER = metadata.tables["reminder"]
TURN = metadata.tables["turn"]
REVERSIBLE = timedelta(days=30)
_STANDING = (
    select(EVENT.c.turn, EVENT.c.contact, EVENT.c.detail, EVENT.c.logged_at, TURN.c.rep)
    .join(TURN, TURN.c.id == EVENT.c.turn)
    .where(EVENT.c.kind == Kind.MERGED.value, EVENT.c.voided_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class Merge:
    """`lost` was merged into `survivor` by this turn, and that stands."""

    turn: int
    survivor: int
    lost: int
    at: datetime
    rep: int


class Merges:
    def __init__(self, connection: Connection, contacts: Contacts) -> None:
        self._connection = connection
        self._contacts = contacts

    def of_turn(self, turn: int) -> Merge | None:
        row = self._connection.execute(_STANDING.where(EVENT.c.turn == turn)).first()
        return _merge(row) if row else None

    def last_into(self, survivor: int) -> Merge | None:
        """The newest one that stands: merges come apart in reverse order only."""
        query = _STANDING.where(EVENT.c.contact == survivor).order_by(EVENT.c.id.desc()).limit(1)
        row = self._connection.execute(query).first()
        return _merge(row) if row else None

    def hold(self, *numbers: int) -> list[Contact]:
        """Both as they stand; until the commit no other process touches them. Locked in one order, given in yours."""
        found = {number: self._held(number) for number in sorted(numbers)}
        return [found[number] for number in numbers]

    def _held(self, number: int) -> Contact:
        contact = self._contacts.any(number)
        if contact is None:
            raise LookupError(number)
        return self._contacts.held(contact)

    def move(self, turn: int, lost: Contact, survivor: Contact) -> None:
        """Events and their reminders go to the survivor, and where they were is kept; the contact goes out of sight."""
        staying = [kind.value for kind in STAYS]
        going = select(EVENT.c.id).where(EVENT.c.contact == lost.id, EVENT.c.kind.not_in(staying))
        events = [row[0] for row in self._connection.execute(going)]
        if events:
            rows = [{"turn": turn, "event": event, "contact": lost.id} for event in events]
            self._connection.execute(MOVED.insert(), rows)
        self._hand(events, survivor.id)
        here = REMINDER.c.contact == lost.id
        self._connection.execute(update(REMINDER).where(here).values(contact=survivor.id))
        self._contacts.hide(lost, hidden=True)
        self._connection.execute(
            update(CONTACT).where(CONTACT.c.id == lost.id).values(merged_into=survivor.id)
        )

    def back(self, merge: Merge) -> None:
        """What the merge took goes back, with what was entered since about one of these events."""
        moved = MOVED.c.turn == merge.turn
        events = [row[0] for row in self._connection.execute(select(MOVED.c.event).where(moved))]
        events += self._following(events, merge.survivor)
        self._connection.execute(delete(MOVED).where(moved))
        self._hand(events, merge.lost)
        self._take_reminders_back(merge)
        self._connection.execute(update(CONTACT).where(CONTACT.c.id == merge.lost).values(merged_into=None))
        lost = self._contacts.any(merge.lost)
        if lost is not None:
            self._contacts.hide(lost, hidden=False)

    def _following(self, events: Sequence[int], survivor: int) -> list[int]:
        """Events of the survivor that refer to these, and those that refer to them."""
        found: list[int] = []
        asked = list(events)
        while asked:
            query = select(EVENT.c.id).where(
                EVENT.c.contact == survivor, _among(EVENT.c.refers_to, asked), ~_among(EVENT.c.id, events)
            )
            asked = [row[0] for row in self._connection.execute(query) if row[0] not in found]
            found += asked
        return found

    def _hand(self, events: Sequence[int], contact: int) -> None:
        for begin in range(0, len(events), 500):
            part = events[begin : begin + 500]
            self._connection.execute(update(EVENT).where(EVENT.c.id.in_(part)).values(contact=contact))

    def _take_reminders_back(self, merge: Merge) -> None:
        """A reminder's key names the event it counts from: it goes where that one is."""
        query = select(REMINDER.c.id, REMINDER.c.key).where(REMINDER.c.contact == merge.survivor)
        rests_on = {row.id: basis_of(row.key) for row in self._connection.execute(query)}
        theirs = select(EVENT.c.id).where(EVENT.c.contact == merge.lost)
        mine = {row[0] for row in self._connection.execute(theirs)}
        rows = [number for number, event in rests_on.items() if event in mine]
        if rows:
            self._connection.execute(
                update(REMINDER).where(REMINDER.c.id.in_(rows)).values(contact=merge.lost)
            )

    def give(self, contact: Contact, owner: int) -> Contact:
        """Into another member's hands, and found there."""
        row = update(CONTACT).where(CONTACT.c.id == contact.id)
        self._connection.execute(row.values(owner=owner))
        given = self._contacts.any(contact.id)
        if given is None:
            raise LookupError(contact.id)
        self._contacts.words.change(contact, given)
        return given


def basis_of(key: str) -> int | None:
    """The event that a reminder's key names: `thanks:1:57`."""
    parts = key.split(":")
    return int(parts[2]) if len(parts) > 2 and parts[2].isdecimal() else None  # noqa: PLR2004 – kind, stage, event


def _among(column: ColumnElement[int], numbers: Sequence[int]) -> ColumnElement[bool]:
    """A database takes only so many values at a time."""
    parts = [numbers[begin : begin + 500] for begin in range(0, len(numbers), 500)]
    return or_(false(), *(column.in_(part) for part in parts))


def _merge(row: Any) -> Merge:
    turn, survivor, lost, at, rep = row
    return Merge(turn, survivor, int(lost), at, rep)

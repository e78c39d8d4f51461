"""Events as rows: written once, read as a contact's history, marked when voided."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, make_dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from domain.events import Due, Event, History, Kind, Money, Voided
from storage import locks
from storage.inserts import reserved
from storage.mentions import Mentions
from storage.prepared import Prepared, inserting
from storage.tables import metadata

EVENT = metadata.tables["event"]
WORDING = metadata.tables["wording"]
CONTACT = metadata.tables["contact"]

_COLUMNS = (
    "id", "kind", "contact", "rep", "at", "day", "logged_at", "timed", "detail", "signal", "amount", "currency",
    "due_day", "due_at", "ends_at", "refers_to", "flags", "turn", "voided_at", "voided_by", "voided_turn",
)  # fmt: skip
_EVENTS = select(
    *(EVENT.c[name] for name in _COLUMNS), WORDING.c.product, WORDING.c.text, WORDING.c.file
).select_from(EVENT.outerjoin(WORDING, WORDING.c.event == EVENT.c.id))
_OF_CONTACT = Prepared(_EVENTS.where(EVENT.c.contact == bindparam("b_contact")))
_BETWEEN = Prepared(
    _EVENTS.where(EVENT.c.contact >= bindparam("b_first"), EVENT.c.contact <= bindparam("b_last"))
)
_OF_TURN = Prepared(_EVENTS.where(EVENT.c.turn == bindparam("b_turn")).order_by(EVENT.c.id))
_HOLD = Prepared(
    select(CONTACT.c.id)
    .where(CONTACT.c.id.in_(select(EVENT.c.contact).where(EVENT.c.turn == bindparam("b_turn"))))
    .order_by(CONTACT.c.id)  # in one order, so that two processes never wait for each other
    .with_for_update(key_share=True)
)
_VOID = (
    update(EVENT)
    .where(EVENT.c.id == bindparam("b_id"))
    .values(voided_at=bindparam("b_at"), voided_by=bindparam("b_by"), voided_turn=bindparam("b_turn"))
)
_ADD = inserting(
    EVENT, "kind", "contact", "rep", "turn", "at", "day", "timed", "logged_at", "detail", "signal", "amount",
    "currency", "due_day", "due_at", "ends_at", "refers_to", "flags", returning="id",
)  # fmt: skip
_ADD_ALL = inserting(
    EVENT, "id", "kind", "contact", "rep", "turn", "at", "day", "timed", "logged_at", "detail", "signal", "amount",
    "currency", "due_day", "due_at", "ends_at", "refers_to", "flags",
)  # fmt: skip
_ADD_WORDING = inserting(WORDING, "event", "product", "text", "file")


_KINDS = {kind.value: kind for kind in Kind}
# A frozen dataclass sets each of its fields by a call. Its twin that isn't frozen is filled in a third of the time,
# and is an Event as soon as it is said to be one: the same slots.
_Draft: Any = make_dataclass("_Draft", [field.name for field in fields(Event)], slots=True)
_NO_FLAGS: frozenset[str] = frozenset()


class Events:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.mentions = Mentions(connection)

    def history(self, contact: int) -> History:
        """All events of a contact in the order in which they fold."""
        return History.of(_event(row) for row in _OF_CONTACT.all(self._connection, b_contact=contact))

    def of_turn(self, turn: int) -> list[Event]:
        """What a turn stored; until the commit no other process changes the contacts."""
        if locks.shared(self._connection):
            _HOLD.all(self._connection, b_turn=turn)
        return [_event(row) for row in _OF_TURN.all(self._connection, b_turn=turn)]

    def between(self, first: int, last: int) -> dict[int, list[Event]]:
        """All events of the contacts with these numbers, in no order."""
        found: dict[int, list[Event]] = {}
        for row in _BETWEEN.all(self._connection, b_first=first, b_last=last):
            event = _event(row)
            found.setdefault(event.contact, []).append(event)
        return found

    def of_contacts(self, numbers: Sequence[int]) -> dict[int, list[Event]]:
        """All events of many contacts, in no order."""
        found: dict[int, list[Event]] = {number: [] for number in numbers}
        if numbers:
            for row in self._connection.execute(_EVENTS.where(EVENT.c.contact.in_(numbers))):
                event = _event(row)
                found[event.contact].append(event)
        return found

    def add(self, events: Iterable[Event]) -> tuple[Event, ...]:
        """Append events; the ones that come back carry their ids."""
        return tuple(self._append(event) for event in events)

    def reserve(self, many: int) -> list[int]:
        """Numbers for `add_all`."""
        return reserved(self._connection, EVENT, many)

    def add_all(self, events: Sequence[Event]) -> None:
        """Append events that have their numbers already."""
        _ADD_ALL.many(self._connection, [{"id": event.id, **_row(event)} for event in events])
        worded = [event for event in events if event.product or event.text or event.file]
        _ADD_WORDING.many(
            self._connection,
            [{"event": e.id, "product": e.product, "text": e.text, "file": e.file} for e in worded],
        )
        for event in worded:
            self.mentions.note(event)

    def _append(self, event: Event) -> Event:
        stored = replace(event, id=_ADD.scalar(self._connection, **_row(event)))
        if event.product or event.text or event.file:
            _ADD_WORDING.run(
                self._connection, event=stored.id, product=event.product, text=event.text, file=event.file
            )
            self.mentions.note(stored)
        return stored

    def void(self, events: Sequence[Event], *, by: int, turn: int, at: datetime) -> None:
        """Mark events as taken back; they stay in the history."""
        if events:
            self._connection.execute(
                _VOID, [{"b_id": e.id, "b_at": at, "b_by": by, "b_turn": turn} for e in events]
            )

    def restore(self, events: Sequence[Event]) -> None:
        """Take a void back."""
        if events:
            unmarked: dict[str, Any] = {"b_at": None, "b_by": None, "b_turn": None}
            self._connection.execute(_VOID, [{"b_id": e.id, **unmarked} for e in events])


def _row(event: Event) -> dict[str, Any]:
    due = event.due or Due(day=None, at=None)  # type: ignore[arg-type]  # no due: both columns NULL
    return {
        "kind": event.kind.value,
        "contact": event.contact,
        "rep": event.rep,
        "turn": event.turn,
        "at": event.at,
        "day": event.day,
        "timed": event.timed,
        "logged_at": event.logged_at,
        "detail": event.detail,
        "signal": event.signal,
        "amount": event.money.minor if event.money else None,
        "currency": event.money.currency if event.money else None,
        "due_day": due.day,
        "due_at": due.at,
        "ends_at": event.ends_at,
        "refers_to": event.refers_to,
        "flags": " ".join(sorted(event.flags)),
    }


def _event(row: Any) -> Event:
    """In the order of Event's own fields: naming each would take half as long again, and a rebuild reads millions."""
    (number, kind, contact, rep, at, day, logged_at, timed, detail, signal, amount, currency, due_day, due_at,
     ends_at, refers_to, flags, turn, voided_at, voided_by, voided_turn, product, text, file) = row  # fmt: skip
    event = _Draft(
        number, _KINDS[kind], contact, rep, at, day, logged_at, timed, detail, signal,
        None if amount is None else Money(amount, currency),
        None if due_day is None else Due(due_day, due_at),
        ends_at, refers_to, product or "", text or "", file or "",
        frozenset(flags.split()) if flags else _NO_FLAGS,
        turn,
        None if voided_at is None else Voided(voided_at, voided_by, voided_turn),
    )  # fmt: skip
    event.__class__ = Event
    return event  # type: ignore[no-any-return]

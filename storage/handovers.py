"""Contacts into another member's hands: who they are, what goes along, and the handing over itself, in slices.

Status, groups and days don't move: they hang on events and the team's calendar (§1). What hangs on the owner does:
who finds the contact, whose phone rings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, update

from domain.events import Event, Kind
from storage.agenda import Progress
from storage.events import Events
from storage.filters import Asked, Filter, conditions
from storage.tables import metadata
from storage.unsent import withdraw
from storage.words import Scope

CONTACT = metadata.tables["contact"]
EVENT = metadata.tables["event"]
REMINDER = metadata.tables["reminder"]
OUTBOX = metadata.tables["outbox"]
WORD = metadata.tables["word"]
AT_ONCE = 100  # contacts a transaction


@dataclass(frozen=True, slots=True)
class Chosen:
    """A giver's contacts: one, those a filter names, those a former handover (`turn`) brought, or – none set – all."""

    giver: int
    contact: int | None = None
    filter: Filter | None = None
    turn: int | None = None

    @property
    def all(self) -> bool:
        return (self.contact, self.filter, self.turn) == (None, None, None)


@dataclass(frozen=True, slots=True)
class Load:
    """What goes along."""

    contacts: int
    appointments: int
    reminders: int


@dataclass(frozen=True, slots=True)
class Deed:
    """Who hands whose contacts to whom. `day`: the team's, of `at`; `replan`: they live by different clocks."""

    giver: int
    taker: int
    by: int
    turn: int
    at: datetime
    day: date
    replan: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """A handover as its events tell it."""

    giver: int
    taker: int
    at: datetime


class Handovers:
    def __init__(self, connection: Connection, events: Events) -> None:
        self._connection = connection
        self._events = events

    def load(self, chosen: Chosen, *, now: datetime, today: date) -> Load:
        which = _which(chosen, now, today)
        arranged = (*which, CONTACT.c.appointment_at > now)
        open_ = select(func.count()).select_from(REMINDER).where(
            REMINDER.c.state != Progress.CLOSED, REMINDER.c.contact.in_(select(CONTACT.c.id).where(*which))
        )  # fmt: skip
        counts = [select(func.count()).select_from(CONTACT).where(*each) for each in (which, arranged)]
        return Load(*(int(self._connection.execute(query).scalar_one()) for query in (*counts, open_)))

    def numbers(self, chosen: Chosen, *, now: datetime, today: date) -> list[int]:
        query = select(CONTACT.c.id).where(*_which(chosen, now, today)).order_by(CONTACT.c.id)
        return [row[0] for row in self._connection.execute(query)]

    def last_of(self, giver: int) -> int:
        """Up to which number all of a member's contacts are those there are now."""
        query = select(func.max(CONTACT.c.id)).where(CONTACT.c.owner == giver)
        return int(self._connection.execute(query).scalar() or 0)

    def after(self, giver: int, number: int, *, upto: int) -> list[int]:
        """The next of all of a member's contacts."""
        query = select(CONTACT.c.id).where(*_of(giver), CONTACT.c.id > number, CONTACT.c.id <= upto)
        return [row[0] for row in self._connection.execute(query.order_by(CONTACT.c.id).limit(AT_ONCE))]

    def move(self, numbers: Sequence[int], deed: Deed) -> int:
        """Those that are still with the giver; how many. Not more than `AT_ONCE`."""
        query = select(CONTACT.c.id).where(*_of(deed.giver), CONTACT.c.id.in_(numbers)).order_by(CONTACT.c.id)
        held = query.with_for_update(key_share=True)  # in one order, so that two never wait for each other
        moving = [row[0] for row in self._connection.execute(held)]
        if not moving:
            return 0
        self._take_back_unsent(moving, deed)
        given: dict[str, Any] = {"owner": deed.taker} | ({"reconsider_at": deed.at} if deed.replan else {})
        self._connection.execute(update(CONTACT).where(CONTACT.c.id.in_(moving)).values(**given))
        self._connection.execute(update(WORD).where(WORD.c.contact.in_(moving)).values(rep=deed.taker))
        theirs = update(REMINDER).where(REMINDER.c.contact.in_(moving))
        self._connection.execute(theirs.values(owner=deed.taker))
        ids = self._events.reserve(len(moving))
        self._events.add_all([_told(deed, *pair) for pair in zip(ids, moving, strict=True)])
        return len(moving)

    def _take_back_unsent(self, moving: Sequence[int], deed: Deed) -> None:
        """A push that hasn't gone out would tell the giver of what isn't theirs any more."""
        rung = select(REMINDER.c.push).where(REMINDER.c.contact.in_(moving), REMINDER.c.push.is_not(None))
        withdraw(self._connection, OUTBOX.c.id.in_(rung), now=deed.at)

    def of_turn(self, turn: int) -> Done | None:
        handed = EVENT.c.turn == turn, EVENT.c.kind == Kind.HANDED.value
        row = self._connection.execute(select(EVENT.c.detail, EVENT.c.at).where(*handed).limit(1)).first()
        return Done(*hands(row.detail), row.at.astimezone(UTC)) if row else None


def hands(detail: str) -> tuple[int, int]:
    """From whom, to whom."""
    giver, taker = detail.split(">")
    return int(giver), int(taker)


def _told(deed: Deed, number: int, contact: int) -> Event:
    return Event(
        number, Kind.HANDED, contact, deed.by, deed.at, deed.day, deed.at,
        detail=f"{deed.giver}>{deed.taker}", turn=deed.turn,
    )  # fmt: skip


def _of(owner: int) -> tuple[ColumnElement[bool], ...]:
    return CONTACT.c.owner == owner, ~CONTACT.c.hidden


def _which(chosen: Chosen, now: datetime, today: date) -> tuple[ColumnElement[bool], ...]:
    found = _of(chosen.giver)
    if chosen.filter is not None:
        found = (*found, *conditions(Asked(chosen.filter, Scope((chosen.giver,)), now, today)))
    if chosen.contact is not None:
        found = (*found, CONTACT.c.id == chosen.contact)
    if chosen.turn is not None:
        handed = EVENT.c.turn == chosen.turn, EVENT.c.kind == Kind.HANDED.value
        found = (*found, CONTACT.c.id.in_(select(EVENT.c.contact).where(*handed)))
    return found

"""Contacts: kept, found, listed – always within what the asking member may see."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select, true, update

from domain.contact import Contact, NewContact
from domain.record import COLUMNS, DETAILS
from storage import locks
from storage.prepared import Prepared, inserting
from storage.tables import metadata
from storage.words import Scope, Words

CONTACT = metadata.tables["contact"]

_FIELDS = (
    "id",
    "owner",
    "name",
    "created_at",
    "company",
    "email",
    "phone",
    "town",
    "industry",
    "source",
    "private",
    "hidden",
    "details",
)
_CONTACT = select(*(CONTACT.c[field] for field in _FIELDS))
_BY_ID = Prepared(_CONTACT.where(CONTACT.c.id == bindparam("b_id")))
_HELD = Prepared(_CONTACT.where(CONTACT.c.id == bindparam("b_id")).with_for_update(key_share=True))
_USED = Prepared(update(CONTACT).where(CONTACT.c.id == bindparam("b_id")).values(used_at=bindparam("b_now")))
_ADD = inserting(CONTACT, *_FIELDS[1:], "used_at", "status", "step", "parked", "occasions", returning="id")


@dataclass(frozen=True, slots=True)
class Listed:
    """A contact in a list: with its status and next step. `step` empty: no next step."""

    contact: Contact
    status: str
    since: date | None
    step: str
    step_day: date | None
    step_at: datetime | None


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list shows; everything that is set must hold. `step`: a kind of next step."""

    statuses: tuple[str, ...] = ()
    no_appointment: bool = False
    no_step: bool = False
    overdue: bool = False
    due_today: bool = False
    parked: bool = False
    step: str = ""


_LISTED = select(
    *(CONTACT.c[field] for field in _FIELDS),
    CONTACT.c.status,
    CONTACT.c.since,
    CONTACT.c.step,
    CONTACT.c.step_day,
    CONTACT.c.step_at,
).where(~CONTACT.c.hidden)

_ONE_LISTED = Prepared(_LISTED.where(CONTACT.c.id == bindparam("b_id")))


def _listed(row: Any) -> Listed:
    return Listed(Contact(*row[: len(_FIELDS)]), *row[len(_FIELDS) :])


def _within(scope: Scope) -> ColumnElement[bool]:
    return true() if scope.owners is None else CONTACT.c.owner.in_(scope.owners)


def _conditions(chosen: Filter, scope: Scope, now: datetime, today: date) -> list[ColumnElement[bool]]:
    """Parked ones show only where they are asked for."""
    wanted: list[tuple[bool, ColumnElement[bool]]] = [
        (bool(chosen.statuses), CONTACT.c.status.in_(chosen.statuses)),
        (chosen.no_appointment, or_(CONTACT.c.appointment_at.is_(None), CONTACT.c.appointment_at <= now)),
        (chosen.no_step, CONTACT.c.step == ""),
        (chosen.overdue, CONTACT.c.step_day < today),
        (chosen.due_today, CONTACT.c.step_day <= today),
        (bool(chosen.step), CONTACT.c.step == chosen.step),
        (True, CONTACT.c.parked if chosen.parked else ~CONTACT.c.parked),
    ]
    return [_within(scope), *(condition for holds, condition in wanted if holds)]


class Contacts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.words = Words(connection)

    def add(self, new: NewContact, *, owner: int, now: datetime) -> Contact:
        """A new contact of this owner; its history starts with the CREATED event its turn records."""
        fields = asdict(new)
        fields.pop("note")
        fields.pop("unclear")
        row = {
            **fields,
            "owner": owner,
            "created_at": now,
            "used_at": now,
            "hidden": False,
            "status": "ZA",
            "step": "",
            "parked": False,
            "occasions": 0,
        }
        number = int(_ADD.scalar(self._connection, **row))
        contact = Contact(id=number, owner=owner, created_at=now, **fields)
        self.words.index(contact, fresh=True)
        return contact

    def change(self, contact: Contact, values: Mapping[str, Any]) -> Contact:
        """Change fields of the record (by their codes, §9); an empty value clears one. Findable by the new ones."""
        details = dict(contact.details or {})
        for code in DETAILS:
            if code in values:
                details[code.value] = values[code]
        kept = {code: value for code, value in details.items() if value} or None
        columns = {code.value: values[code] for code in COLUMNS if code in values}
        changed = replace(contact, **columns, details=kept)
        row = {**columns, "details": kept}
        self._connection.execute(update(CONTACT).where(CONTACT.c.id == contact.id).values(row))
        if not contact.hidden:
            self.words.index(changed)
        return changed

    def get(self, number: int, *, scope: Scope) -> Contact | None:
        """A contact by its short number, if it is in sight and stands."""
        contact = self.any(number)
        return contact if contact and scope.admits(contact.owner) and not contact.hidden else None

    def any(self, number: int) -> Contact | None:
        """A contact whoever asks: for jobs and undo, never for what a rep typed."""
        row = _BY_ID.first(self._connection, b_id=number)
        return Contact(*row) if row else None

    def many(self, numbers: Sequence[int], *, scope: Scope) -> list[Listed]:
        """These contacts as far as they are in sight, recently used first."""
        if not numbers:
            return []
        if len(numbers) == 1:  # nearly always
            found = _ONE_LISTED.all(self._connection, b_id=numbers[0])
            return [listed for listed in map(_listed, found) if scope.admits(listed.contact.owner)]
        query = _LISTED.where(CONTACT.c.id.in_(numbers), _within(scope)).order_by(
            CONTACT.c.used_at.desc(), CONTACT.c.id
        )
        return [_listed(row) for row in self._connection.execute(query)]

    def listed(self, number: int) -> Listed:
        found = _ONE_LISTED.first(self._connection, b_id=number)
        if found is None:
            raise LookupError(number)
        return _listed(found)

    def recent(self, *, owner: int, most: int = 6) -> list[Listed]:
        """The owner's own last used ones."""
        query = _LISTED.where(CONTACT.c.owner == owner).order_by(
            CONTACT.c.used_at.desc(), CONTACT.c.id.desc()
        )
        return [_listed(row) for row in self._connection.execute(query.limit(most))]

    def due(self, *, owner: int, until: date, most: int = 200) -> list[Listed]:
        """The owner's contacts whose next step is due on or before this day, oldest first."""
        query = (
            _LISTED.where(CONTACT.c.owner == owner, CONTACT.c.step_day <= until)
            .order_by(CONTACT.c.step_day, CONTACT.c.step_at.nulls_first(), CONTACT.c.id)
            .limit(most)
        )
        return [_listed(row) for row in self._connection.execute(query)]

    def listed_by(
        self, chosen: Filter, *, scope: Scope, now: datetime, today: date, skip: int = 0, most: int = 8
    ) -> list[Listed]:
        """A page of a list: what is due first, then the longest in their status."""
        query = _LISTED.where(*_conditions(chosen, scope, now, today))
        ordered = query.order_by(CONTACT.c.step_day.nulls_last(), CONTACT.c.since.nulls_first(), CONTACT.c.id)
        return [_listed(row) for row in self._connection.execute(ordered.offset(skip).limit(most))]

    def count_by(self, chosen: Filter, *, scope: Scope, now: datetime, today: date) -> int:
        query = (
            select(func.count())
            .select_from(CONTACT)
            .where(~CONTACT.c.hidden, *_conditions(chosen, scope, now, today))
        )
        return int(self._connection.execute(query).scalar_one())

    def by_status(self, *, scope: Scope) -> dict[str, int]:
        """How many contacts stand on each rung."""
        query = (
            select(CONTACT.c.status, func.count())
            .where(~CONTACT.c.hidden, _within(scope))
            .group_by(CONTACT.c.status)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def held(self, contact: Contact) -> Contact:
        """The contact as it stands; until the commit no other process changes it or what is derived of it."""
        found = _HELD.first(self._connection, b_id=contact.id) if locks.shared(self._connection) else None
        return Contact(*found) if found else contact

    def to_reconsider(self, *, now: datetime, most: int = 100) -> list[int]:
        """Contacts whose next step the clock has changed; those in another's hands come later."""
        query = (
            select(CONTACT.c.id)
            .where(CONTACT.c.reconsider_at <= now)
            .order_by(CONTACT.c.reconsider_at)
            .limit(most)
            .with_for_update(key_share=True, skip_locked=True)
        )
        return [row[0] for row in self._connection.execute(query)]

    def reconsider_all(self, owner: int, *, now: datetime) -> None:
        """An owner's rhythm changed: the next ticks plan their contacts anew, some at a time."""
        self._connection.execute(update(CONTACT).where(CONTACT.c.owner == owner).values(reconsider_at=now))

    def reconsider_first_buyers(self, *, since: date, now: datetime) -> None:
        """Those with one or two purchases not older than this: a changed window moves their day."""
        concerned = (CONTACT.c.occasions.in_((1, 2)), CONTACT.c.last_bought >= since)
        self._connection.execute(update(CONTACT).where(*concerned).values(reconsider_at=now))

    def next_reconsider(self) -> datetime | None:
        found: datetime | None = self._connection.execute(select(func.min(CONTACT.c.reconsider_at))).scalar()
        return found

    def after(self, number: int, *, most: int) -> list[int]:
        """All contacts' numbers in order, page by page."""
        query = select(CONTACT.c.id).where(CONTACT.c.id > number).order_by(CONTACT.c.id).limit(most)
        return [row[0] for row in self._connection.execute(query)]

    def count(self, *, owner: int | None = None) -> int:
        query = select(func.count()).select_from(CONTACT).where(~CONTACT.c.hidden)
        if owner is not None:
            query = query.where(CONTACT.c.owner == owner)
        return int(self._connection.execute(query).scalar_one())

    def used(self, number: int, *, now: datetime) -> None:
        _USED.run(self._connection, b_id=number, b_now=now)

    def hide(self, contact: Contact, *, hidden: bool) -> None:
        """Undone creations vanish from every list and search; the row stays for the way back."""
        self._connection.execute(update(CONTACT).where(CONTACT.c.id == contact.id).values(hidden=hidden))
        if hidden:
            self.words.drop(contact.id)
        else:
            self.words.index(contact)

"""Contacts: kept, found, listed – always within what the asking member may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import fields as fields_of
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, update

from domain.contact import Contact, NewContact
from domain.record import COLUMNS, DETAILS
from storage import locks
from storage.filters import Asked, Filter, conditions, within
from storage.inserts import reserved
from storage.prepared import Prepared, inserting
from storage.tables import metadata
from storage.words import Scope, Words

CONTACT = metadata.tables["contact"]

FIELDS = (
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
_GIVEN = tuple(f.name for f in fields_of(NewContact) if f.name not in {"note", "unclear"})
_CONTACT = select(*(CONTACT.c[field] for field in FIELDS))
_BY_ID = Prepared(_CONTACT.where(CONTACT.c.id == bindparam("b_id")))
_HELD = Prepared(_CONTACT.where(CONTACT.c.id == bindparam("b_id")).with_for_update(key_share=True))
_INTO = Prepared(select(CONTACT.c.merged_into).where(CONTACT.c.id == bindparam("b_id"), CONTACT.c.hidden))
_USED = Prepared(update(CONTACT).where(CONTACT.c.id == bindparam("b_id")).values(used_at=bindparam("b_now")))
_ADD = inserting(CONTACT, *FIELDS[1:], "used_at", "status", "step", "parked", "occasions", returning="id")


@dataclass(frozen=True, slots=True)
class Listed:
    """A contact in a list: with its status and next step. `step` empty: no next step."""

    contact: Contact
    status: str
    since: date | None
    step: str
    step_day: date | None
    step_at: datetime | None
    year_revenue: int = 0


_LISTED = select(
    *(CONTACT.c[field] for field in FIELDS),
    CONTACT.c.status,
    CONTACT.c.since,
    CONTACT.c.step,
    CONTACT.c.step_day,
    CONTACT.c.step_at,
    CONTACT.c.year_revenue,
).where(~CONTACT.c.hidden)

COUNTED = 1000  # a list says how many it has up to here; nobody turns further pages


@dataclass(frozen=True, slots=True)
class Mark:
    """A due contact as far as the work list's order needs it."""

    contact: int
    step: str
    status: str
    day: date
    at: datetime | None
    year_revenue: int = 0


_ONE_LISTED = Prepared(_LISTED.where(CONTACT.c.id == bindparam("b_id")))


@lru_cache(maxsize=64)
def _several(many: int) -> Prepared:
    """So many by their numbers, recently used first."""
    these = CONTACT.c.id.in_([bindparam(f"b_id{place}") for place in range(many)])
    return Prepared(_LISTED.where(these).order_by(CONTACT.c.used_at.desc(), CONTACT.c.id))


def _listed(row: Any) -> Listed:
    return Listed(Contact(*row[: len(FIELDS)]), *row[len(FIELDS) :])


class Contacts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.words = Words(connection)

    def add(self, new: NewContact, *, owner: int, now: datetime) -> Contact:
        """A new contact of this owner; its history starts with the CREATED event its turn records."""
        fields = {name: getattr(new, name) for name in _GIVEN}  # `asdict` would copy deeply
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
        self.words.index(contact)
        return contact

    def reserve(self, many: int) -> list[int]:
        """Numbers for contacts to come."""
        return reserved(self._connection, CONTACT, many)

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
            self.words.change(contact, changed)
        return changed

    def get(self, number: int, *, scope: Scope) -> Contact | None:
        """A contact by its short number, if it is in sight and stands; of a merged one the survivor."""
        contact = self.any(number)
        while contact and contact.hidden and (into := self.into(contact.id)) is not None:
            contact = self.any(into)
        return contact if contact and scope.admits(contact.owner) and not contact.hidden else None

    def into(self, number: int) -> int | None:
        """The contact that a hidden one was merged into."""
        found: int | None = _INTO.scalar(self._connection, b_id=number)
        return found

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
        given = {f"b_id{place}": number for place, number in enumerate(numbers)}
        found = _several(len(numbers)).all(self._connection, **given)
        return [listed for listed in map(_listed, found) if scope.admits(listed.contact.owner)]

    def listed(self, number: int) -> Listed:
        found = _ONE_LISTED.first(self._connection, b_id=number)
        if found is None:
            raise LookupError(number)
        return _listed(found)

    def listed_all(self, numbers: Sequence[int], *, at_once: int = 500) -> dict[int, Listed]:
        """Many by their numbers, without the hidden ones."""
        found: dict[int, Listed] = {}
        for start in range(0, len(numbers), at_once):
            query = _LISTED.where(CONTACT.c.id.in_(numbers[start : start + at_once]))
            found |= {row[0]: _listed(row) for row in self._connection.execute(query)}
        return found

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

    def due_marks(self, *, owner: int, until: date, most: int = 5000) -> list[Mark]:
        """What Q6 orders by, of all the owner's contacts whose next step is due; the longest overdue come first."""
        query = (
            select(
                CONTACT.c.id,
                CONTACT.c.step,
                CONTACT.c.status,
                CONTACT.c.step_day,
                CONTACT.c.step_at,
                CONTACT.c.year_revenue,
            )
            .where(~CONTACT.c.hidden, CONTACT.c.owner == owner, CONTACT.c.step_day <= until)
            .order_by(CONTACT.c.step_day, CONTACT.c.id)
            .limit(most)
        )
        return [Mark(*row) for row in self._connection.execute(query)]

    def listed_by(
        self,
        chosen: Filter,
        *,
        scope: Scope,
        now: datetime,
        today: date,
        total: int,
        skip: int = 0,
        most: int = 8,
    ) -> list[Listed]:
        """A page of a list, what is due first; `total` is what `count_by` said."""
        asked = Asked(chosen, scope, now, today, many=total > COUNTED)
        likely = (CONTACT.c.inclination.desc().nulls_last(),) if chosen.by_inclination else ()
        order = (*likely, CONTACT.c.step_day.nulls_last(), CONTACT.c.id)
        ordered = _LISTED.where(*conditions(asked)).order_by(*order)
        return [_listed(row) for row in self._connection.execute(ordered.offset(skip).limit(most))]

    def count_by(self, chosen: Filter, *, scope: Scope, now: datetime, today: date) -> int:
        """How many a list has; beyond `COUNTED` only that there are more."""
        hits = select(CONTACT.c.id).where(*conditions(Asked(chosen, scope, now, today))).limit(COUNTED + 1)
        return int(self._connection.execute(select(func.count()).select_from(hits.subquery())).scalar_one())

    def sources(self, *, scope: Scope, most: int = 200) -> list[str]:
        """Where contacts come from, as stored; the index is jumped along from value to value."""
        if scope.owners is not None:
            mine = select(CONTACT.c.source).where(within(scope), ~CONTACT.c.hidden, CONTACT.c.source != "")
            return [row[0] for row in self._connection.execute(mine.distinct().limit(most))]
        first = (
            select(func.min(CONTACT.c.source).label("source"))
            .where(CONTACT.c.source > "")
            .cte(recursive=True)
        )
        further = (
            select(func.min(CONTACT.c.source)).where(CONTACT.c.source > first.c.source).scalar_subquery()
        )
        found = first.union_all(select(further).where(first.c.source.is_not(None)))
        query = select(found.c.source).where(found.c.source.is_not(None)).limit(most)
        return [row[0] for row in self._connection.execute(query)]

    def by_status(self, *, scope: Scope) -> dict[str, int]:
        """How many contacts stand on each rung; those put back on purpose are counted apart, under ""."""
        counted = select(CONTACT.c.status, func.count()).where(
            ~CONTACT.c.hidden, ~CONTACT.c.parked, within(scope)
        )
        parked = select(func.count()).where(~CONTACT.c.hidden, CONTACT.c.parked, within(scope))
        standing = {row[0]: row[1] for row in self._connection.execute(counted.group_by(CONTACT.c.status))}
        return standing | {"": int(self._connection.execute(parked).scalar_one())}

    def held(self, contact: Contact) -> Contact:
        """The contact as it stands; until the commit no other process changes it or what is derived of it."""
        found = _HELD.first(self._connection, b_id=contact.id) if locks.shared(self._connection) else None
        return Contact(*found) if found else contact

    def to_reconsider(self, *, now: datetime, most: int = 50) -> list[int]:
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

    def reconsider_first_buyers(
        self, between: tuple[int, int], *, since: date, now: datetime, today: date
    ) -> None:
        """Of these those with one or two purchases not older than this: a changed window moves their day.

        When the clock changes their group hangs on it, however long ago they bought: they are looked at anew.
        """
        # the sum keeps SQLite from looking for the few among all contacts
        few = ((CONTACT.c.occasions + 0).in_((1, 2)), CONTACT.c.id.between(*between))
        held = select(CONTACT.c.id).where(*few).order_by(CONTACT.c.id).with_for_update(key_share=True)
        these = CONTACT.c.id.in_([row[0] for row in self._connection.execute(held)])
        concerned = update(CONTACT).where(these, CONTACT.c.last_bought >= since)
        self._connection.execute(concerned.values(reconsider_at=now))
        # None: by the old window there was nothing more to look at
        later = or_(CONTACT.c.look_on > today, CONTACT.c.look_on.is_(None))
        self._connection.execute(update(CONTACT).where(these, later).values(look_on=today))

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

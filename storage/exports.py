"""What goes out in tables and cards: contacts and what happened with them, within what the asking member may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, func, select

from domain.contact import Contact
from domain.events import Due, Event, Kind, Money
from storage.contacts import FIELDS
from storage.filters import in_sight
from storage.tables import metadata
from storage.words import Scope

CONTACT = metadata.tables["contact"]
EVENT = metadata.tables["event"]
MEMBER = metadata.tables["member"]
TAG = metadata.tables["tag"]
WORDING = metadata.tables["wording"]
NUMBER = "customer_no"
BOTH_WAYS = (Kind.PURCHASE, Kind.RETURN)

_DERIVED = ("status", "since", "step", "step_day", "step_at", "occasions", "last_bought")
_OF_EVENT = (
    "id", "kind", "contact", "rep", "at", "day", "logged_at", "timed", "detail", "signal", "amount", "currency",
    "due_day", "due_at", "refers_to", "flags",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exported:
    """A contact with what is derived of it. `rep`: its owner's name; `step` empty: no next step."""

    contact: Contact
    rep: str
    tags: tuple[str, ...]
    status: str
    since: date | None
    step: str
    step_day: date | None
    step_at: datetime | None
    occasions: int
    last_bought: date | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A standing event of a contact. `number`: the customer's in another system; `rep`: who logged it."""

    event: Event
    name: str
    company: str
    number: str
    rep: str


class Exports:
    """Neither contacts that were taken back or merged nor entries that were."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, scope: Scope) -> int:
        query = select(func.count()).select_from(CONTACT).where(in_sight(scope))
        return int(self._connection.execute(query).scalar_one())

    def count_entries(self, scope: Scope, kinds: tuple[Kind, ...] = ()) -> int:
        """How many `entries` there are."""
        listed = _entries(scope, kinds).order_by(None).subquery()
        return int(self._connection.execute(select(func.count()).select_from(listed)).scalar_one())

    def has_bought(self, scope: Scope) -> bool:
        """Whether there is a contact with a purchase."""
        query = select(CONTACT.c.id).where(CONTACT.c.occasions > 0, in_sight(scope)).limit(1)
        return self._connection.execute(query).first() is not None

    def details(self, scope: Scope) -> set[str]:
        """The codes of the further fields that any of them has."""
        query = select(CONTACT.c.details).where(CONTACT.c.details.is_not(None), in_sight(scope))
        return {code for row in self._connection.execute(query) for code in row.details}

    def contacts(self, scope: Scope) -> Iterator[Exported]:
        """By their numbers."""
        names, tags = self._names(), self._tags(scope)
        columns = [CONTACT.c[name] for name in (*FIELDS, *_DERIVED)]
        for row in self._rows(select(*columns).where(in_sight(scope)).order_by(CONTACT.c.id)):
            contact = Contact(*row[: len(FIELDS)])
            derived = row[len(FIELDS) :]
            yield Exported(contact, names[contact.owner], tuple(tags.get(contact.id, ())), *derived)

    def entries(self, scope: Scope, kinds: tuple[Kind, ...] = ()) -> Iterator[Entry]:
        """Contact by contact, each history in its order."""
        names = self._names()
        for _, rows in groupby(self._rows(_entries(scope, kinds)), key=lambda row: row.contact):
            found = [_entry(row, names) for row in rows]
            yield from sorted(found, key=lambda entry: entry.event.order)

    def _rows(self, query: Select[Any]) -> Iterator[Any]:
        yield from self._connection.execution_options(yield_per=1000).execute(query)

    def _names(self) -> dict[int, str]:
        return {row.id: row.name for row in self._connection.execute(select(MEMBER.c.id, MEMBER.c.name))}

    def _tags(self, scope: Scope) -> dict[int, list[str]]:
        query = select(TAG.c.contact, TAG.c.tag).join(CONTACT, CONTACT.c.id == TAG.c.contact)
        found: dict[int, list[str]] = {}
        for row in self._rows(query.where(in_sight(scope)).order_by(TAG.c.contact, TAG.c.folded)):
            found.setdefault(row.contact, []).append(row.tag)
        return found


def _entries(scope: Scope, kinds: tuple[Kind, ...]) -> Select[Any]:
    columns = [EVENT.c[name] for name in _OF_EVENT]
    wording = [WORDING.c.product, WORDING.c.text]
    source = EVENT.join(CONTACT, CONTACT.c.id == EVENT.c.contact).outerjoin(
        WORDING, WORDING.c.event == EVENT.c.id
    )
    chosen = [EVENT.c.kind.in_([kind.value for kind in kinds])] if kinds else []
    query = select(*columns, *wording, CONTACT.c.name, CONTACT.c.company, CONTACT.c.details).select_from(
        source
    )
    standing = query.where(EVENT.c.voided_at.is_(None), *chosen, in_sight(scope))
    return standing.order_by(EVENT.c.contact, EVENT.c.id)


def _entry(row: Any, names: dict[int, str]) -> Entry:
    event = Event(
        id=row.id,
        kind=Kind(row.kind),
        contact=row.contact,
        rep=row.rep,
        at=row.at,
        day=row.day,
        logged_at=row.logged_at,
        timed=row.timed,
        detail=row.detail,
        signal=row.signal,
        money=None if row.amount is None else Money(row.amount, row.currency),
        due=None if row.due_day is None else Due(row.due_day, row.due_at),
        refers_to=row.refers_to,
        product=row.product or "",
        text=row.text or "",
        flags=frozenset(row.flags.split()),
    )
    number = (row.details or {}).get(NUMBER, "")
    return Entry(event, row.name, row.company, number, names[row.rep])

"""One person's rows, woven into what is known of them: what is new, what was there already."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.imports.cells import CUSTOMER
from bot.imports.givenback import TRADE, matched
from bot.imports.row import Row
from bot.imports.unread import Unread
from domain.contact import Contact
from domain.events import Event, Kind
from domain.folding import words
from domain.record import COLUMNS, SECOND, Field
from domain.status import RANK, Status
from storage.tags import key

Back = tuple[str, int, str]  # day, minor units, currency
Bought = tuple[str, int, str, str]  # day, minor units, currency, folded product


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    MORE = "more"  # fills what was empty, or adds a purchase, a note
    SAME = "same"
    BAD = "bad"


@dataclass(slots=True)
class Known:
    """What is known of somebody, as far as rows are compared with it."""

    fields: dict[str, str] = field(default_factory=dict)
    bought: set[Bought] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    trade: list[Event] = field(default_factory=list)  # what was bought and given back
    returned: Counter[Back] = field(default_factory=Counter)

    @classmethod
    def of(cls, contact: Contact, events: Iterable[Event], tags: Iterable[str]) -> "Known":
        events = [event for event in events if event.voided is None]
        return cls(
            fields_of(contact),
            {
                _bought(e.day.isoformat(), e.money.minor, e.money.currency, e.product)
                for e in events
                if e.kind is Kind.PURCHASE and e.money
            },
            {_noted(e.text) for e in events if e.kind is Kind.NOTE},
            {key(tag) for tag in tags},
            [e for e in events if e.kind in TRADE],
            Counter(
                (e.day.isoformat(), e.money.minor, e.money.currency)
                for e in events
                if e.kind is Kind.RETURN and e.money
            ),
        )


def fields_of(contact: Contact) -> dict[str, str]:
    """A contact's record by its fields' codes; empty ones are left out."""
    found = {code.value: getattr(contact, code.value) for code in COLUMNS if code is not Field.PRIVATE}
    found[Field.PRIVATE.value] = "ja" if contact.private else ""
    found |= contact.details or {}
    return {code: value for code, value in found.items() if value}


@dataclass(slots=True)
class Woven:
    """What a person's rows bring. `returned`: with their places; `refused`: rows whose return fits no purchase."""

    verdicts: dict[int, Verdict] = field(default_factory=dict)
    filled: dict[str, str] = field(default_factory=dict)
    bought: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    status: str = ""
    owner: str = ""
    returned: list[tuple[int, Row]] = field(default_factory=list)
    refused: dict[int, Unread] = field(default_factory=dict)

    @property
    def anything(self) -> bool:
        return bool(self.filled or self.bought or self.notes or self.tags or self.returned)


def weave(known: Known | None, rows: Sequence[tuple[int, Row]]) -> Woven:
    """In the order of the file; only what is empty is filled, a purchase or note that is there isn't there twice."""
    woven, fresh = Woven(), known is None
    now = known or Known()
    back = _given_back(now, rows)
    for place, row in rows:
        before = _size(woven)
        _fill(woven, now, row.fields)
        _add(woven, now, row)
        more = before != _size(woven) or place in back
        woven.verdicts[place] = Verdict.MORE if more else Verdict.SAME
        woven.owner = woven.owner or row.owner
        if fresh and _higher(row.status, woven.status):
            woven.status = row.status
    if fresh and rows:
        woven.verdicts[rows[0][0]] = Verdict.NEW
    if back:
        woven.returned, woven.refused = matched(now.trade, woven.bought, list(back.items()))
    return woven


def _size(woven: Woven) -> tuple[int, ...]:
    return len(woven.filled), len(woven.bought), len(woven.notes), len(woven.tags)


def _given_back(now: Known, rows: Sequence[tuple[int, Row]]) -> dict[int, Row]:
    """The returns among the rows that aren't there yet, nor stand in the file twice."""
    found: dict[int, Row] = {}
    seen: set[Bought] = set()
    for place, row in rows:
        if row.minor is None or row.minor > 0 or row.day is None:
            continue
        told, day = _bought(row.day.isoformat(), row.minor, row.currency, row.product), row.day.isoformat()
        known = (day, -row.minor, row.currency)
        if told not in seen and now.returned[known] <= 0:
            found[place] = row
        elif told not in seen:
            now.returned[known] -= 1
        seen.add(told)
    return found


def _fill(woven: Woven, now: Known, fields: Mapping[str, str]) -> None:
    """Another phone or mail than the known one becomes the second, where there is none."""
    for code, value in fields.items():
        place = code if not now.fields.get(code) else SECOND.get(Field(code), "") if code in SECOND else ""
        if not place or now.fields.get(place) or value in (now.fields.get(code), now.fields.get(place)):
            continue
        now.fields[place] = woven.filled[place] = value


def _add(woven: Woven, now: Known, row: Row) -> None:
    if row.minor is not None and row.minor > 0 and row.day is not None:
        bought = _bought(row.day.isoformat(), row.minor, row.currency, row.product)
        if bought not in now.bought:
            now.bought.add(bought)
            woven.bought.append(row)
    for note in row.notes:
        if note and _noted(note) not in now.notes:
            now.notes.add(_noted(note))
            woven.notes.append(note)
    for tag in row.tags:
        if key(tag) not in now.tags:
            now.tags.add(key(tag))
            woven.tags.append(tag)


def _bought(day: str, minor: int, currency: str, product: str) -> Bought:
    return day, minor, currency, " ".join(words(product)) if product else ""


def _noted(text: str) -> str:
    return " ".join(text.split()).casefold()


_HEIGHT = {status.value: height for status, height in RANK.items()} | {"": -1}


def _higher(one: str, other: str) -> bool:
    return _height(one) > _height(other)


def _height(status: str) -> int:
    return _HEIGHT[Status.EK.value] if status == CUSTOMER else _HEIGHT[status]

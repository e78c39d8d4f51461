"""Many new contacts at once, each with its first events: how an import brings them in.

Nothing of them is to be read: numbers are reserved, all else is derived of what is in memory and written table by
table. The outcome is what recording each by itself would have left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import fields as fields_of
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple

from domain.contact import Contact, NewContact
from domain.customer import NO_BUYER
from domain.events import Event, History, Kind
from domain.first_buyers import change_of
from domain.profile import Profile, fold
from storage.agenda import first_rows
from storage.beside import Kept
from storage.customers import figures
from storage.work import NOBODY, Work

_BOUGHT_NOTHING = (None, 0, None, None, 0, 0, None, NO_BUYER, None)  # in the order of FIGURES
_GIVEN = tuple(f.name for f in fields_of(NewContact) if f.name not in {"note", "unclear"})
_SAID = attrgetter(*_GIVEN)
_EVENT = tuple(f.name for f in fields_of(Event) if f.name not in {"id", "contact"})
_FACTS = attrgetter(*_EVENT)


@dataclass(frozen=True, slots=True)
class Entrant:
    """A contact to be. Its events, the creation first, have neither its number nor their own yet."""

    contact: NewContact
    owner: int
    events: Sequence[Event]


class _Due(NamedTuple):
    """What a contact calls for: the columns beside it, and its reminders' rows."""

    columns: tuple[Any, ...]
    reminders: list[dict[str, Any]]


def enter(work: Work, entrants: Sequence[Entrant], *, now: datetime) -> list[Contact]:
    """All of them, or none where one breaks us. They come back in order, with their numbers."""
    if not entrants:
        return []
    found = list(_numbered(work, entrants, now))
    entering = _Entering(work, now)
    kept = [entering.kept(contact, events) for contact, events in found]
    work.beside.add_all(kept, now=now)
    work.events.add_all([event for _, events in found for event in events])
    work.agenda.add_all(entering.reminders)
    work.customers.moved_all(entering.moved)
    contacts = [contact for contact, _ in found]
    work.contacts.words.index_all(contacts)
    return contacts


def _numbered(
    work: Work, entrants: Sequence[Entrant], now: datetime
) -> Iterator[tuple[Contact, tuple[Event, ...]]]:
    contacts = work.contacts.reserve(len(entrants))
    events = iter(work.events.reserve(sum(len(entrant.events) for entrant in entrants)))
    for number, entrant in zip(contacts, entrants, strict=True):
        said = dict(zip(_GIVEN, _SAID(entrant.contact), strict=True))
        contact = Contact(id=number, owner=entrant.owner, created_at=now, **said)
        yield contact, tuple([_stored(event, next(events), number) for event in entrant.events])


def _stored(event: Event, number: int, contact: int) -> Event:
    """`replace` takes three times as long."""
    return Event(id=number, contact=contact, **dict(zip(_EVENT, _FACTS(event), strict=True)))


class _Entering:
    """Derives contact by contact, and gathers what goes into the other tables."""

    def __init__(self, work: Work, now: datetime) -> None:
        self._work, self._now = work, now
        self._patterns: dict[tuple[object, ...], _Pattern | None] = {}
        self.reminders: list[dict[str, Any]] = []
        self.moved: list[tuple[int, str, str, date]] = []

    def kept(self, contact: Contact, events: Sequence[Event]) -> Kept:
        if _only_created(events):
            due, bought = self._like_others(contact, events), _BOUGHT_NOTHING
        else:
            history = History.of(events)
            profile = fold(history, rules=self._work.policy.rules)
            due, bought = self._due(contact, history, profile), self._figures(contact, profile)
        self.reminders += due.reminders
        return Kept(contact, due.columns, bought)

    def _like_others(self, contact: Contact, events: Sequence[Event]) -> _Due:
        """Who was only entered is called as all others are who were entered by then."""
        created = events[0]
        key = (contact.owner, created.rep, created.at, created.day, created.logged_at, created.timed)
        if pattern := self._patterns.get(key):
            return pattern.of(contact.id, created.id)
        history = History.of(events)
        due = self._due(contact, history, fold(history, rules=self._work.policy.rules))
        self._patterns[key] = _Pattern.seen(due, created.id)
        return due

    def _due(self, contact: Contact, history: History, profile: Profile) -> _Due:
        found = self._work.plans.derived(contact, history, profile, now=self._now)
        return _Due(found.columns, first_rows(contact.id, contact.owner, found.moments, today=found.today))

    def _figures(self, contact: Contact, profile: Profile) -> tuple[Any, ...]:
        """What was bought; a first buyer is counted, and the way into an activity group is noted."""
        if not profile.occasions:
            return _BOUGHT_NOTHING
        self._work.first_buyers.apply(change_of(NOBODY, profile), contact=contact.id)
        found = self._work.looks.customer(profile, now=self._now)
        if found.place != NO_BUYER:
            self.moved.append((contact.id, NO_BUYER, found.place, found.day))
        return figures(found)


def _only_created(events: Sequence[Event]) -> bool:
    """Notes call for nothing."""
    return events[0].kind is Kind.CREATED and all(event.kind is Kind.NOTE for event in events[1:])


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What one contact calls for, for all who differ in nothing but numbers. `keys`: without the event's."""

    due: _Due
    keys: tuple[str, ...]

    @classmethod
    def seen(cls, due: _Due, created: int) -> "_Pattern | None":
        """None where more than the event's number would have to be put in its place."""
        end = f":{created}"
        alike = all(r["key"].endswith(end) and r["reason"]["events"] == [created] for r in due.reminders)
        return cls(due, tuple(r["key"].removesuffix(end) for r in due.reminders)) if alike else None

    def of(self, contact: int, created: int) -> _Due:
        rows = [
            {
                **row,
                "contact": contact,
                "key": f"{key}:{created}",
                "reason": {**row["reason"], "events": [created]},
            }
            for row, key in zip(self.due.reminders, self.keys, strict=True)
        ]
        return _Due(self.due.columns, rows)

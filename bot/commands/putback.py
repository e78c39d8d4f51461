"""Fields and keywords as changes say them: written, and put back or forward when a change is taken back or holds again."""

from bot.commands import record_fields
from bot.desk import Desk
from bot.views import changing, words
from domain.changes import TAG, below, overlaid
from domain.contact import Contact
from domain.events import Event, Kind
from domain.merging import value_of
from domain.record import Field
from storage.tags import key


def written(desk: Desk, contact: Contact, events: list[Event]) -> Contact:
    """The contact with what these changes say."""
    values = {
        e.detail: record_fields.stored(Field(e.detail), e.text) for e in events if e.detail not in {TAG, ""}
    }
    for event in events:
        if event.detail == TAG:
            _tag(desk, contact.id, event.text, event.product)
    return desk.work.contacts.change(contact, values) if values else contact


def _tag(desk: Desk, contact: int, added: str, removed: str) -> None:
    if removed and key(removed) != key(added):
        desk.work.tags.remove(contact, removed)
    if added:
        desk.work.tags.add(contact, added)


def back(desk: Desk, number: int, voided: list[Event]) -> list[str]:
    """Undo what these changes did. What was changed again since stays; that is said, a sentence each."""
    history = desk.work.events.history(number)
    told = []
    for event in sorted(_changes(voided), key=lambda e: -e.id):
        free = not overlaid(event, history)
        told += _set(desk, number, event, event.text, below(event, history), free=free)
    return told


def forward(desk: Desk, number: int, restored: list[Event]) -> list[str]:
    """The other way: what these changes did holds again."""
    history = desk.work.events.history(number)
    told = []
    for event in sorted(_changes(restored), key=lambda e: e.id):
        free = not overlaid(event, history)
        told += _set(desk, number, event, below(event, history), event.text, free=free)
    return told


def _changes(events: list[Event]) -> list[Event]:
    return [event for event in events if event.kind is Kind.CHANGED]


def _set(desk: Desk, number: int, event: Event, expected: str, wanted: str, *, free: bool) -> list[str]:
    """Only over what is expected to stand there."""
    contact = desk.work.contacts.any(number)
    assert contact is not None  # noqa: S101 – its events name it
    present = _present(desk, contact, event)
    if free and _same(event, present, expected):
        _write(desk, contact, event, wanted)
        return []
    field = changing.label(None if event.detail == TAG else Field(event.detail))
    return [f"{field} wurde seitdem geändert und bleibt: {words.shown(present, most=80) or 'leer'}."]


def _present(desk: Desk, contact: Contact, event: Event) -> str:
    if event.detail != TAG:
        return value_of(contact, Field(event.detail))
    meant = key(event.text or event.product)
    return next((tag for tag in desk.work.tags.of(contact.id) if key(tag) == meant), "")


def _same(event: Event, one: str, other: str) -> bool:
    return key(one) == key(other) if event.detail == TAG else one == other


def _write(desk: Desk, contact: Contact, event: Event, wanted: str) -> None:
    if event.detail == TAG:
        _tag(desk, contact.id, wanted, "" if wanted else event.text or event.product)
        return
    field = Field(event.detail)
    desk.work.contacts.change(contact, {field.value: record_fields.stored(field, wanted)})

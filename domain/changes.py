"""Changed fields of a record as events: which value stands when one of them is taken back or holds again."""

from collections.abc import Iterable

from domain.events import Event, History, Kind
from domain.folding import folded

TAG = "tag"  # the detail of a keyword's event: `text` was added, or `product` removed


def subject(event: Event) -> str:
    """What a change is about: a field's code, or one keyword."""
    return f"{TAG}:{folded(event.text or event.product)}" if event.detail == TAG else event.detail


def changes(history: History, about: str) -> list[Event]:
    """All changes of one field in the order in which they were made, voided ones included."""
    found = (e for e in history.events if e.kind is Kind.CHANGED and subject(e) == about)
    return sorted(found, key=lambda event: (event.logged_at, event.id))


def overlaid(event: Event, history: History) -> bool:
    """Whether the field was changed again since, and that stands."""
    later = changes(history, subject(event))
    return any(e.voided is None and _made(e) > _made(event) for e in later)


def below(event: Event, history: History) -> str:
    """What stands without this change: what it replaced, or what a change replaced that was taken back meanwhile."""
    value = event.product
    for earlier in reversed(_before(event, changes(history, subject(event)))):
        if earlier.voided is None:
            break
        if earlier.text == value:
            value = earlier.product
    return value


def _before(event: Event, all_: Iterable[Event]) -> list[Event]:
    return [e for e in all_ if _made(e) < _made(event)]


def _made(event: Event) -> tuple[object, int]:
    return event.logged_at, event.id

"""Appointments with their moves, cancellations and results folded in (§2 KI, §11 R2)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from domain.events import Due, Event, Kind

ANSWERS = (Kind.CANCELLED, Kind.NO_SHOW, Kind.RESULT)
_UNNAMED = (Kind.RESULT, Kind.PURCHASE)  # they may leave open what they are the result of
_SPEAKS_OF_ONE = (Kind.MOVED, Kind.PURCHASE, *ANSWERS)


@dataclass(frozen=True, slots=True)
class Appointment:
    """`id` is the APPOINTMENT event, `arranged` the event the present start comes from; `answer` ended it."""

    id: int
    arranged: Event
    start: Due
    ends_at: datetime | None
    answer: Event | None = None

    @property
    def open(self) -> bool:
        return self.answer is None

    @property
    def took_place(self) -> bool:
        """Neither cancelled nor missed, as far as anyone said."""
        return self.answer is None or self.answer.kind in _UNNAMED

    def over_at(self, *, minutes: int) -> datetime:
        """Its end, else `minutes` after its start; without a time it is midnight UTC after its day."""
        if self.ends_at is not None:
            return self.ends_at
        if self.start.at is not None:
            return self.start.at + timedelta(minutes=minutes)
        return datetime.combine(self.start.day + timedelta(days=1), time.min, UTC)

    @property
    def day(self) -> date:
        return self.start.day


def appointments(events: Sequence[Event]) -> tuple[Appointment, ...]:
    """Fold what was arranged, moved, cancelled and answered; `events` are standing ones in order."""
    found = {e.id: Appointment(e.id, e, e.due, e.ends_at) for e in events if _arranges(e) and e.due}
    if not found:
        return ()
    roots = {root: root for root in found}  # a second move may name the first one
    for event in events:
        if event.kind in _SPEAKS_OF_ONE and (root := _meant(event, found, roots)) is not None:
            found[root] = _told(found[root], event)
            roots[event.id] = root
    return tuple(sorted(found.values(), key=lambda appointment: _begin(appointment.start)))


def _arranges(event: Event) -> bool:
    return event.kind is Kind.APPOINTMENT


def _meant(event: Event, found: dict[int, Appointment], roots: dict[int, int]) -> int | None:
    if event.refers_to is not None:
        return roots.get(event.refers_to)
    begun = [a for a in found.values() if event.kind in _UNNAMED and a.open and _had_begun(a.start, event)]
    return max(begun, key=lambda a: _begin(a.start)).id if begun else None


def _had_begun(start: Due, event: Event) -> bool:
    if start.day == event.day and start.at is not None and event.timed:
        return start.at <= event.at
    return start.day <= event.day


def _told(before: Appointment, event: Event) -> Appointment:
    if event.kind is not Kind.MOVED:
        return replace(before, answer=event)
    if event.due is None:
        return before
    ends_at = event.ends_at or _same_length(before, event.due)
    return Appointment(before.id, event, event.due, ends_at)  # open again, whatever was said of the old date


def _same_length(before: Appointment, start: Due) -> datetime | None:
    if before.ends_at is None or before.start.at is None or start.at is None:
        return None
    return start.at + (before.ends_at - before.start.at)


def _begin(start: Due) -> datetime:
    return start.at or datetime.combine(start.day, time.min, UTC)

"""Away and who stands in: from when to when it holds, in the zone of who is away; when who is told (R1, R10)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.calendar import Rhythm
from domain.quiet import last_allowed, next_allowed

LONGEST = timedelta(days=366)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Absence:
    """Both days belong to it. `ended`: back earlier. `begun`, `over`: the stand-in knows; `back`: who was away does."""

    first: date
    last: date
    stand_in: int | None = None
    ended: datetime | None = None
    begun: bool = False
    over: bool = False
    back: bool = False

    def begins(self, zone: ZoneInfo) -> datetime:
        return _midnight(self.first, zone)

    def ends(self, zone: ZoneInfo) -> datetime:
        """The first moment that no longer belongs to it."""
        planned = _midnight(self.last + _DAY, zone)
        return planned if self.ended is None else min(planned, self.ended)

    def holds(self, now: datetime, *, zone: ZoneInfo) -> bool:
        return self.begins(zone) <= now < self.ends(zone)

    def meets(self, other: "Absence") -> bool:
        """Whether both are away on some day."""
        return self.first <= other.last and other.first <= self.last

    @property
    def settled(self) -> bool:
        """Whether all that is to be said of it is said."""
        return self.back and (self.over or self.stand_in is None)


def begin_told_at(absence: Absence, *, zone: ZoneInfo, rhythm: Rhythm) -> datetime:
    """When the stand-in hears of it, in their own rhythm: its first morning; before it, where it has none they work."""
    morning = next_allowed(absence.begins(zone), rhythm=rhythm)
    return (
        morning
        if morning < absence.ends(zone)
        else last_allowed(absence.begins(zone) - _DAY / 24, rhythm=rhythm)
    )


def end_told_at(absence: Absence, *, zone: ZoneInfo, rhythm: Rhythm) -> datetime:
    """When somebody hears that it is over: the first minute after it in which their phone may ring."""
    return next_allowed(absence.ends(zone), rhythm=rhythm)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)

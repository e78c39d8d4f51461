"""What a step counts from: an event's day, and since when we know of it (§1, clocks and backdating)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from domain.events import Event

Order = tuple[date, bool, datetime, datetime, int]


@dataclass(frozen=True, slots=True)
class Clock:
    """`event` is the event it rests on, `day` where counting begins, `logged_at` when it became known."""

    event: int
    day: date
    logged_at: datetime
    order: Order

    @classmethod
    def of(cls, event: Event, *, logged_at: datetime | None = None) -> "Clock":
        return cls(event.id, event.day, logged_at or event.logged_at, event.order)

    @classmethod
    def on(cls, day: date, event: Event) -> "Clock":
        """Count from a day the event only announced (the end of a parking): that whole day comes after."""
        return cls(event.id, day, event.logged_at, (day, False, _NEVER, _NEVER, 0))

    def followed_by(self, event: Event) -> bool:
        """Happened later, or on the same day and logged later ("heute" has no time to compare)."""
        if event.day != self.day:
            return event.day > self.day
        return event.order > self.order or (event.logged_at, event.id) > (self.logged_at, self.event)


_NEVER = datetime.min.replace(tzinfo=UTC)

"""Working days, quiet hours and the rep's own zone (§1, §11 R2, R7)."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MO_TO_FR = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are working days: `workdays` 0 = Monday, minus the public holidays of the team's region."""

    workdays: frozenset[int] = MO_TO_FR
    holidays: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if not self.workdays:
            raise ValueError("a week without a working day never lets a push through")

    def is_working(self, day: date) -> bool:
        return day.weekday() in self.workdays and day not in self.holidays

    def on_or_after(self, day: date) -> date:
        """Return the day itself, or the next working day."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def on_or_before(self, day: date) -> date:
        """The day itself, or the last working day before it."""
        return day if self.is_working(day) else self.before(day)

    def before(self, day: date) -> date:
        """Return the last working day before `day`."""
        day -= timedelta(days=1)
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def plus(self, day: date, working_days: int) -> date:
        """Return the n-th working day after `day` (§1: n wd after x)."""
        for _ in range(working_days):
            day = self.on_or_after(day + timedelta(days=1))
        return day


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a rep may be disturbed: zone, quiet hours, push times. Times are the rep's local ones."""

    zone: ZoneInfo
    calendar: Calendar
    quiet_from: time = time(20)
    quiet_until: time = time(8)  # 8:00 itself is allowed
    push_at: time = time(9)  # R9: a due day without a time
    day_before_at: time = time(17)  # R2: the day-before push
    daily_cap: int = 12  # R3
    digest_on: int = 0  # §12: 0 = Monday
    digest_at: time = time(7, 30)  # §12
    downtime_min: int = 60  # R10: no tick for longer than this

    def moment(self, day: date, at: time) -> datetime:
        """Turn local wall-clock time into aware UTC; one the spring gap skips comes an hour later (R7)."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

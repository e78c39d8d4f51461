"""Moving the playground's clock: elapsed time, calendar days, the next Monday, or to a moment, also in words."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from domain.phrases import DateUnreadable, Lean, find_when

STEP = re.compile(r"\+\s*(\d{1,7})\s*([mhdw])")
DIGEST_HOUR, DIGEST_MINUTE = 7, 30
MORNING = time(9)  # when pushes without a time of day come


class MoveUnclear(ValueError):
    """What was asked is no move of a clock, or leads into the past."""


@dataclass(frozen=True, slots=True)
class Move:
    """One move; `days` keep the local time of day, `elapsed` is real time, `at` is local wall time."""

    elapsed: timedelta = timedelta()
    days: int = 0
    at: datetime | None = None
    monday: bool = False

    @classmethod
    def parse(cls, text: str) -> "Move":
        """Read `+1h`, `+30m`, `+2d`, `+1w`, `monday` or `2026-03-09 07:30`; raises MoveUnclear."""
        if text == "monday":
            return cls(monday=True)
        if not (found := STEP.fullmatch(text.strip())):
            return cls(at=moment(text))
        number, unit = int(found[1]), found[2]
        if unit in "mh":
            return cls(elapsed=timedelta(minutes=number * (60 if unit == "h" else 1)))
        return cls(days=number * (7 if unit == "w" else 1))

    def target(self, now: datetime) -> datetime:
        """Where the clock stands afterwards; `now` and the result carry the team's zone."""
        if self.monday:
            return next_monday(now)
        if self.at is not None:
            goal = self.at.replace(tzinfo=now.tzinfo)
            if goal < now:
                raise MoveUnclear(self.at)
            return goal
        later = now + timedelta(days=self.days)  # wall clock: the time of day stays
        return (later.astimezone(UTC) + self.elapsed).astimezone(now.tzinfo)


def asked(text: str, *, now: datetime) -> Move:
    """As `parse`, or as a rep would say it: "Do 14:00", "9.12.", "in 3 Tagen"; a day alone is its morning."""
    try:
        return Move.parse(text)
    except MoveUnclear:
        return Move(at=spoken(text, now=now))


def spoken(text: str, *, now: datetime) -> datetime:
    try:
        found = find_when(text, now=now, lean=Lean.FUTURE)
    except DateUnreadable:
        raise MoveUnclear(text) from None
    if not found or found.rest(text):
        raise MoveUnclear(text)
    return datetime.combine(found.when.day, found.when.at or MORNING)


def moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        raise MoveUnclear(text) from None


def next_monday(now: datetime) -> datetime:
    goal = now.replace(hour=DIGEST_HOUR, minute=DIGEST_MINUTE, second=0, microsecond=0)
    goal += timedelta(days=-now.weekday() % 7)
    return goal if goal > now else goal + timedelta(days=7)

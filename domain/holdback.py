"""What holds a push back: quiet hours, daily cap, downtime (R2, R3, R10); what becomes one message (R9).

The one place that decides it: every reminder, of whatever kind, goes through `hold_back`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Generic, Protocol, TypeVar

from domain.calendar import Rhythm
from domain.events import Due
from domain.planned import Silence
from domain.quiet import last_allowed, next_allowed
from domain.rules import Rules

__all__ = [
    "Later",
    "Message",
    "Pushable",
    "Suppressed",
    "bundle",
    "fell_in_downtime",
    "hold_back",
    "last_allowed",
    "next_allowed",
    "snooze_choices",
]


class Pushable(Protocol):
    """What decides whether a push may go out: a `Planned` says it, or a stored row of one."""

    @property
    def uncapped(self) -> bool: ...
    @property
    def exempt(self) -> bool: ...
    @property
    def until(self) -> datetime | None: ...
    @property
    def why_silent(self) -> Silence | None: ...


@dataclass(frozen=True, slots=True)
class Later:
    at: datetime
    rule: str


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Never pushed; it stays on the lists as long as its state lasts (R5)."""

    rule: str


_SILENT = {Silence.STALE: "§1", Silence.PASSED: "R2", Silence.ASKED: "S8", Silence.LATE: "W4"}


def hold_back(
    reminder: Pushable, *, now: datetime, rhythm: Rhythm, pushed_today: int, missed: bool = False
) -> Later | Suppressed | None:
    """Decide what is due now: None = push it. `missed`: fell due in downtime or an absence."""
    if reminder.why_silent is not None:
        return Suppressed(_SILENT[reminder.why_silent])
    allowed = now if reminder.exempt and not missed else next_allowed(now, rhythm=rhythm)
    if reminder.until is not None and reminder.until <= allowed:
        return Suppressed("R5" if reminder.until <= now else "R2")
    if allowed > now:
        return Later(allowed, "R10" if missed else "R2")
    capped = not reminder.uncapped and pushed_today >= rhythm.daily_cap
    return Suppressed("R3") if capped else None


def fell_in_downtime(due: datetime, *, last_tick: datetime, now: datetime, rhythm: Rhythm) -> bool:
    """R10: no tick for more than an hour, and it fell due meanwhile."""
    return now - last_tick > timedelta(minutes=rhythm.downtime_min) and last_tick < due < now


Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Message(Generic[Item]):
    """One push: a single item, or the first of many and how many `more` there are on the list."""

    items: tuple[Item, ...]
    more: int = 0
    summary: bool = False


def bundle(items: Sequence[Item], *, rules: Rules, summary: bool = False) -> tuple[Message[Item], ...]:
    """R9: up to three of a rep's minute are single pushes, more are one; after downtime always one (R10)."""
    if not items:
        return ()
    if len(items) <= rules.single_pushes and not summary:
        return tuple(Message((item,)) for item in items)
    shown = tuple(items[: rules.bundle_shows])
    return (Message(shown, more=len(items) - len(shown), summary=summary),)


def snooze_choices(now: datetime, rhythm: Rhythm) -> tuple[tuple[str, Due], ...]:
    """R4: 1 h, today 17:00, tomorrow, 3 days, a week; what is past isn't offered. A day is pushed at 9:00."""
    today = rhythm.local(now).date()
    hour, five = now + timedelta(hours=1), rhythm.moment(today, time(17))
    offered = [("1h", Due(rhythm.local(hour).date(), hour))]
    if five > now:
        offered.append(("17", Due(today, five)))
    days = (("1d", 1), ("3d", 3), ("1w", 7))
    return (*offered, *((code, Due(today + timedelta(days=ahead))) for code, ahead in days))

"""What time it is: the machine's clock, or one that can be moved."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class MovedClock:
    """Stands where it was set; if `running`, real time passes on from there."""

    def __init__(
        self, start: datetime, *, running: bool, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._running = running
        self._seconds = seconds
        self.set(start)

    def now(self) -> datetime:
        passed = self._seconds() - self._set_at if self._running else 0.0
        return self._moment + timedelta(seconds=passed)

    def set(self, moment: datetime) -> None:
        """Jump to an aware moment; the past is allowed, a clock may be wrong."""
        self._moment = moment.astimezone(UTC)
        self._set_at = self._seconds()

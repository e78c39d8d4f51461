"""What the rules need besides events."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.calendar import Rhythm
from domain.rules import Rules
from storage.members import Member


@dataclass(frozen=True, slots=True)
class Policy:
    """Their numbers, the team's zone, each member's rhythm."""

    rules: Rules
    zone: ZoneInfo
    rhythm: Callable[[Member], Rhythm]
    currency: str = "EUR"
    sells_at_weekends: bool = True

    def day(self, moment: datetime) -> date:
        """The team's calendar day of a moment (§1)."""
        return moment.astimezone(self.zone).date()

"""What rings is judged at once, in the state machine's own words: settings and the clock move on."""

import json
import sqlite3
from collections import defaultdict
from datetime import date, datetime, time

from machine import HOLIDAYS, TEAM, ZONE


class Ears:
    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw
        self.rung: dict[tuple[int, date], list[int]] = defaultdict(list)  # capped pushes by chat and day
        self.pushed: set[tuple[int, str]] = set()
        self._heard = self._newest()

    def _newest(self) -> int:
        newest: int = self._raw.execute("SELECT coalesce(max(id), 0) FROM outbox").fetchone()[0]
        return newest

    def listen(self, now: datetime) -> None:
        """To whose phone it goes, whether it may ring, whether it rang before, whether it is one too many."""
        rows = self._raw.execute(FRESH, [self._heard]).fetchall()
        self._heard = self._newest()
        for row, chat, contact, key, exempt, uncapped, owner, wishes in rows:
            wished = json.loads(wishes or "{}")
            assert chat == owner, f"push {row} is another's"
            assert (contact, key) not in self.pushed, f"{key} of #{contact} pushed again"
            assert exempt or may_ring(now, wished), f"{key} rings at {now.astimezone(ZONE)}"
            self.pushed.add((contact, key))
            if not uncapped:
                self._count(chat, row, now.astimezone(ZONE).date(), wished.get("cap", TEAM.daily_cap))

    def _count(self, chat: int, row: int, day: date, cap: int) -> None:
        today = self.rung[chat, day]
        if row not in today:
            today.append(row)
            assert len(today) <= cap, f"push {len(today)} of {cap} on {day}"


FRESH = """
    SELECT o.id, o.chat, r.contact, r.key, r.exempt, r.uncapped, m.telegram, m.wishes
    FROM outbox o JOIN reminder r ON r.push = o.id
    JOIN contact c ON c.id = r.contact JOIN member m ON m.id = c.owner
    WHERE o.lane = 1 AND o.edits IS NULL AND o.id > ?
"""


def may_ring(moment: datetime, wished: dict[str, str]) -> bool:
    """R2 in the machine's own words."""
    local = moment.astimezone(ZONE)
    begin, end = (time.fromisoformat(at) for at in wished.get("quiet", "20:00-08:00").split("-"))
    at = local.time()
    quiet = begin <= at < end if begin <= end else at >= begin or at < end
    return local.weekday() < 5 and local.date() not in HOLIDAYS and not quiet

"""The second-purchase window: its counts, kept up event by event, and the team's stored summary (§5)."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from domain.first_buyers import Changes, Counts, FirstBuyer
from domain.rules import Rules
from domain.window import Level, Window, measure
from storage.inserts import adding
from storage.prepared import Prepared
from storage.tables import metadata
from storage.unwritten import Unwritten

FIRST_BUYER = metadata.tables["first_buyer"]
FACT = "window"
NOT_YET = -1

_ADD_UP = Prepared(
    update(FIRST_BUYER)
    .where(
        FIRST_BUYER.c.first == bindparam("b_first"),
        FIRST_BUYER.c.back == bindparam("b_back"),
        FIRST_BUYER.c.gone == bindparam("b_gone"),
    )
    .values(people=FIRST_BUYER.c.people + bindparam("b_by"))
)


class FirstBuyers:
    """The count tables, and the summary measured on them; `recall` and `remember` keep it as a fact."""

    def __init__(
        self,
        connection: Connection,
        recall: Callable[[str], str | None],
        remember: Callable[[str, str], None],
    ) -> None:
        self._connection = connection
        self._recall = recall
        self._remember = remember
        self.unwritten: Unwritten[tuple[date, int, int]] = Unwritten()

    def apply(self, changes: Changes) -> None:
        """What an event changed: one row less, one more."""
        for buyer, by in changes:
            self.unwritten[buyer.first, _stored(buyer.back), _stored(buyer.gone)] += by

    def write(self) -> None:
        """Add up what was applied."""
        for (first, back, gone), by in sorted(self.unwritten.items()):
            if by:
                row = {"first": first, "back": back, "gone": gone, "people": 0}
                adding(self._connection, FIRST_BUYER, "first,back,gone").run(self._connection, **row)
                _ADD_UP.run(self._connection, b_first=first, b_back=back, b_gone=gone, b_by=by)
        self.unwritten.clear()

    def counts(self) -> Counts:
        self.write()
        rows = self._connection.execute(select(FIRST_BUYER).where(FIRST_BUYER.c.people != 0))
        return Counts.of((FirstBuyer(r.first, _read(r.back), _read(r.gone)), r.people) for r in rows)

    def clear(self) -> None:
        """Before a rebuild counts anew."""
        self.unwritten.clear()
        self._connection.execute(delete(FIRST_BUYER))

    def summary(self) -> Window | None:
        """The stored window; None before the first measuring."""
        stored = self._recall(FACT)
        return _window(json.loads(stored)) if stored else None

    def measure(self, *, today: date, rules: Rules) -> Window:
        """Measure anew and keep it."""
        window = measure(self.counts(), today=today, rules=rules)
        self._remember(FACT, json.dumps(asdict(window), default=date.isoformat))
        return window


def _stored(days: int | None) -> int:
    return NOT_YET if days is None else days


def _read(days: int) -> int | None:
    return None if days == NOT_YET else days


def _window(stored: dict[str, Any]) -> Window:
    since = stored["since"]
    facts = {
        **stored,
        "day": date.fromisoformat(stored["day"]),
        "level": Level(stored["level"]),
        "since": date.fromisoformat(since) if since else None,
    }
    return Window(**facts)

"""Due work to come, row by row: kept equal to the plan, closed when the plan no longer names it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import IntEnum
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from domain.planned import Planned, Silence
from domain.reasons import Reason
from storage.control import KEPT_BACK
from storage.prepared import Prepared, inserting
from storage.tables import metadata

REMINDER = metadata.tables["reminder"]


class Progress(IntEnum):
    """WAITING for its push, PUSHED, SILENT (held back or never pushed, still open), CLOSED."""

    WAITING = 0
    PUSHED = 1
    SILENT = 2
    CLOSED = 3


class Known(NamedTuple):
    """A row as far as a new plan is compared with it."""

    id: int
    key: str
    state: int
    rule: str
    planned_at: datetime | None
    push_at: datetime | None
    pushed_at: datetime | None
    push: int | None
    day: date
    owner: int
    until: datetime | None
    contact: int


_KNOWN_COLUMNS = select(
    REMINDER.c.id, REMINDER.c.key, REMINDER.c.state, REMINDER.c.rule, REMINDER.c.planned_at, REMINDER.c.push_at,
    REMINDER.c.pushed_at, REMINDER.c.push, REMINDER.c.day, REMINDER.c.owner, REMINDER.c.until, REMINDER.c.contact,
)  # fmt: skip
_KNOWN = Prepared(_KNOWN_COLUMNS.where(REMINDER.c.contact == bindparam("b_contact")))
_BETWEEN = Prepared(
    _KNOWN_COLUMNS.where(
        REMINDER.c.contact >= bindparam("b_first"), REMINDER.c.contact <= bindparam("b_last")
    )
)
_ADD = inserting(
    REMINDER, "contact", "owner", "key", "kind", "stage", "day", "at", "planned_at", "push_at", "state", "rule",
    "uncapped", "binding", "exempt", "until", "reason",
)  # fmt: skip
_CLOSE = Prepared(update(REMINDER).where(REMINDER.c.id == bindparam("b_id")).values(state=Progress.CLOSED))
_REPLAN = Prepared(
    update(REMINDER)
    .where(REMINDER.c.id == bindparam("b_id"))
    .values(
        state=bindparam("b_state"), rule=bindparam("b_rule"), planned_at=bindparam("b_planned"),
        push_at=bindparam("b_push_at"), until=bindparam("b_until"), day=bindparam("b_day"), at=bindparam("b_at"),
        owner=bindparam("b_owner"),
    )
)  # fmt: skip
_ADJUST = Prepared(
    update(REMINDER)
    .where(REMINDER.c.id == bindparam("b_id"))
    .values(
        day=bindparam("b_day"), at=bindparam("b_at"), owner=bindparam("b_owner"), until=bindparam("b_until")
    )
)


class Agenda:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sync(
        self, contact: int, owner: int, planned: Iterable[tuple[Planned, datetime | None]], *, today: date
    ) -> list[int]:
        """Make the contact's rows what the plan says. Returns the pushes (outbox rows) whose reminder is gone."""
        rows = map(Known._make, _KNOWN.all(self._connection, b_contact=contact))
        return self.match(rows, contact, owner, planned, today=today)

    def between(self, first: int, last: int) -> dict[int, list[Known]]:
        """The rows of the contacts with these numbers, for `match`."""
        found: dict[int, list[Known]] = {}
        for row in map(Known._make, _BETWEEN.all(self._connection, b_first=first, b_last=last)):
            found.setdefault(row.contact, []).append(row)
        return found

    def match(
        self,
        rows: Iterable[Known],
        contact: int,
        owner: int,
        planned: Iterable[tuple[Planned, datetime | None]],
        *,
        today: date,
    ) -> list[int]:
        """The same as `sync` for rows that were read before; what needs no change isn't written."""
        known = {row.key: row for row in rows}
        fresh: list[dict[str, Any]] = []
        for item, moment in planned:
            row = known.pop(item.key, None)
            moved = row is None or row.planned_at != moment
            if moved:
                item, moment = _in_time(item, moment, today)  # noqa: PLW2901 – the same, perhaps kept silent
            if row is None:
                fresh.append(_new(contact, owner, item, moment))
            elif _differs(row, item, moment, owner):
                self._replan(row, item, moment, owner)
        _ADD.many(self._connection, fresh)
        gone = [row for row in known.values() if row.state != Progress.CLOSED]
        _CLOSE.many(self._connection, [{"b_id": row.id} for row in gone])
        return [row.push for row in gone if row.state == Progress.PUSHED and row.push is not None]

    def add_all(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Of contacts that had none, as `first_rows` makes them."""
        _ADD.many(self._connection, rows)

    def _replan(self, row: Known, item: Planned, moment: datetime | None, owner: int) -> None:
        """A new moment is waited for; what was pushed isn't pushed again, what was held back stays so."""
        facts = {
            "b_id": row.id,
            "b_day": item.due.day,
            "b_at": item.due.at,
            "b_owner": owner,
            "b_until": item.until,
        }
        kept = row.rule == KEPT_BACK  # W6a: settled on its day, as if it had rung
        if kept:
            facts["b_day"] = row.day
        # another rhythm is no new due day
        held_back = row.state == Progress.SILENT and (kept or row.day == item.due.day)
        if held_back or (row.planned_at == moment and row.state != Progress.CLOSED):
            _ADJUST.run(self._connection, **facts)
            return
        state, rule, push_at = _resumed(row, item, moment)
        _REPLAN.run(
            self._connection, b_state=state, b_rule=rule, b_planned=moment, b_push_at=push_at, **facts
        )


def first_rows(
    contact: int, owner: int, planned: Iterable[tuple[Planned, datetime | None]], *, today: date
) -> list[dict[str, Any]]:
    """The rows of a contact that has none yet."""
    return [_new(contact, owner, *_in_time(item, moment, today)) for item, moment in planned]


def _in_time(item: Planned, moment: datetime | None, today: date) -> tuple[Planned, datetime | None]:
    """W4: not after its day."""
    if item.on_its_day and item.due.day < today:
        return replace(item, why_silent=Silence.LATE), None
    return item, moment


def _new(contact: int, owner: int, item: Planned, moment: datetime | None) -> dict[str, Any]:
    return {
        "contact": contact,
        "owner": owner,
        "key": item.key,
        "kind": item.kind.value,
        "stage": item.stage,
        "day": item.due.day,
        "at": item.due.at,
        "planned_at": moment,
        "push_at": moment,
        "state": Progress.WAITING if moment else Progress.SILENT,
        "rule": "" if moment else item.why_silent or "R2",
        "uncapped": item.uncapped,
        "binding": item.binding,
        "exempt": item.exempt,
        "until": item.until,
        "reason": _reason_out(item.reason),
    }


def _resumed(row: Known, item: Planned, moment: datetime | None) -> tuple[Progress, str, datetime | None]:
    """State, rule and moment of the push of a row whose plan moved or came back."""
    if row.pushed_at is not None:
        return Progress.PUSHED, "", moment
    if moment is None:
        return Progress.SILENT, item.why_silent or "R2", None
    if row.planned_at == moment and row.push_at is None:  # held back before it was closed
        return Progress.SILENT, row.rule, None
    return Progress.WAITING, "", moment


def _differs(row: Known, item: Planned, moment: datetime | None, owner: int) -> bool:
    return bool(
        row.state == Progress.CLOSED
        or row.planned_at != moment
        or row.day != item.due.day
        or row.owner != owner
        or row.until != item.until
    )


def _reason_out(reason: Reason) -> dict[str, Any]:
    numbers = [
        [name, value.isoformat(), "day"] if isinstance(value, date) else [name, value, ""]
        for name, value in reason.numbers
    ]
    return {"rule": reason.rule, "events": list(reason.events), "numbers": numbers}

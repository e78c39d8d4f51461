"""Due work as rows: kept equal to the plan, claimed when due, closed when the plan no longer names them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import IntEnum
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, func, null, or_, select, update

from domain.events import Due
from domain.planned import Planned, ReminderKind, Silence
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


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A reminder row as a job sees it."""

    id: int
    contact: int
    owner: int
    key: str
    kind: ReminderKind
    stage: int
    day: date
    at: datetime | None
    push_at: datetime
    uncapped: bool
    exempt: bool
    until: datetime | None
    rule: str
    reason: Reason
    why_silent: None = None  # silent ones never fall due

    @property
    def due(self) -> Due:
        return Due(self.day, self.at)


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
_DUE_COLUMNS = (
    REMINDER.c.id, REMINDER.c.contact, REMINDER.c.owner, REMINDER.c.key, REMINDER.c.kind, REMINDER.c.stage,
    REMINDER.c.day, REMINDER.c.at, REMINDER.c.push_at, REMINDER.c.uncapped, REMINDER.c.exempt, REMINDER.c.until,
    REMINDER.c.rule, REMINDER.c.reason,
)  # fmt: skip
_DUE = (
    select(*_DUE_COLUMNS)
    .where(
        REMINDER.c.state == Progress.WAITING,
        REMINDER.c.push_at <= bindparam("b_now"),
        REMINDER.c.owner == bindparam("b_owner"),
    )
    .order_by(REMINDER.c.push_at, REMINDER.c.id)
    .with_for_update(
        skip_locked=True
    )  # PostgreSQL: another ticker's rows are passed over; SQLite has one writer
)
_AMONG = _DUE.where(REMINDER.c.id.in_(bindparam("b_among", expanding=True)))
MOST = 30_000  # at once: a statement takes no more numbers
_OWNERS = (
    select(REMINDER.c.owner, REMINDER.c.id)
    .where(REMINDER.c.state == Progress.WAITING, REMINDER.c.push_at <= bindparam("b_now"))
    .order_by(REMINDER.c.owner, REMINDER.c.push_at)
)
_NEXT = select(func.min(REMINDER.c.push_at)).where(REMINDER.c.state == Progress.WAITING)
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
_PUSHED = Prepared(
    update(REMINDER)
    .where(REMINDER.c.id == bindparam("b_id"))
    .values(state=Progress.PUSHED, push=bindparam("b_push"), pushed_at=bindparam("b_at"), rule="")
)
_POSTPONE = Prepared(
    update(REMINDER)
    .where(REMINDER.c.id == bindparam("b_id"))
    .values(push_at=bindparam("b_until"), rule=bindparam("b_rule"))
)
_HOLD = Prepared(
    update(REMINDER)
    .where(REMINDER.c.id == bindparam("b_id"))
    .values(state=Progress.SILENT, rule=bindparam("b_rule"), push_at=null())
)


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A hint that wasn't pushed when it was due; `push_at`: when it will be after all."""

    contact: int
    kind: ReminderKind
    day: date
    rule: str
    push_at: datetime | None


class Reminders:
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

    def due_by_owner(self, *, now: datetime) -> dict[int, list[int]]:
        """Whose phone is to ring, and the rows that make it."""
        found: dict[int, list[int]] = {}
        for owner, number in self._connection.execute(_OWNERS, {"b_now": now}):
            found.setdefault(owner, []).append(number)
        return found

    def claim_due(
        self, owner: int, *, now: datetime, among: Sequence[int] | None = None
    ) -> list[DueReminder]:
        """An owner's rows whose moment has come, oldest first; of those `due_by_owner` named, without a search."""
        facts: dict[str, Any] = {"b_now": now, "b_owner": owner}
        if among is None:
            return [_due(row) for row in self._connection.execute(_DUE, facts)]
        rows = self._connection.execute(_AMONG, {**facts, "b_among": among[:MOST]})
        return [_due(row) for row in rows]

    def pushed(self, reminders: Sequence[DueReminder], push: int, *, at: datetime) -> None:
        """These went out with this message."""
        _PUSHED.many(self._connection, [{"b_id": r.id, "b_push": push, "b_at": at} for r in reminders])

    def postpone(self, *reminders: DueReminder, until: datetime, rule: str) -> None:
        rows = [{"b_id": reminder.id, "b_until": until, "b_rule": rule} for reminder in reminders]
        _POSTPONE.many(self._connection, rows)

    def hold(self, *reminders: DueReminder, rule: str) -> None:
        """Not pushed, still listed; the rule is kept for whoever asks why."""
        _HOLD.many(self._connection, [{"b_id": reminder.id, "b_rule": rule} for reminder in reminders])

    def pushed_since(self, owner: int, since: datetime) -> int:
        """How many capped pushes an owner got since then; a bundle counts once (R3)."""
        query = select(func.count(REMINDER.c.push.distinct())).where(
            REMINDER.c.owner == owner, REMINDER.c.pushed_at >= since, ~REMINDER.c.uncapped
        )
        return int(self._connection.execute(query).scalar_one())

    def held_back(self, owner: int, *, most: int) -> list[HeldBack]:
        """What was kept silent or put off, the newest first, with the rule that did it (R6)."""
        snoozed = REMINDER.c.key.contains(":s")
        query = (
            select(
                REMINDER.c.contact,
                REMINDER.c.kind,
                REMINDER.c.day,
                REMINDER.c.rule,
                REMINDER.c.push_at,
                REMINDER.c.state,
                snoozed,
            )
            .where(REMINDER.c.owner == owner)
            .where(
                or_(
                    REMINDER.c.state == Progress.SILENT,
                    and_(REMINDER.c.state == Progress.WAITING, or_(REMINDER.c.rule != "", snoozed)),
                )
            )
            .order_by(REMINDER.c.day.desc(), REMINDER.c.id.desc())
            .limit(most)
        )
        return [
            HeldBack(
                contact, ReminderKind(kind), day, rule or "R4", push_at if state == Progress.WAITING else None
            )
            for contact, kind, day, rule, push_at, state, _ in self._connection.execute(query)
        ]

    def of_push(self, push: int) -> list[DueReminder]:
        """What a push reminded of and is still open."""
        query = select(*_DUE_COLUMNS).where(REMINDER.c.push == push, REMINDER.c.state != Progress.CLOSED)
        return [_due(row) for row in self._connection.execute(query)]

    def pushes(self, contact: int) -> list[int]:
        """The pushes (outbox rows) that reminded of what is still open with a contact."""
        query = select(REMINDER.c.push).where(
            REMINDER.c.contact == contact, REMINDER.c.state == Progress.PUSHED
        )
        return [row[0] for row in self._connection.execute(query.distinct()) if row[0] is not None]

    def next_moment(self) -> datetime | None:
        """When the next push is due, if any waits."""
        found: datetime | None = self._connection.execute(_NEXT).scalar()
        return found

    def waiting(self) -> int:
        query = select(func.count()).select_from(REMINDER).where(REMINDER.c.state == Progress.WAITING)
        return int(self._connection.execute(query).scalar_one())


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


def _reason_in(stored: Mapping[str, Any]) -> Reason:
    numbers = tuple(
        (name, date.fromisoformat(value) if kind else value) for name, value, kind in stored["numbers"]
    )
    return Reason(stored["rule"], tuple(stored["events"]), numbers)


def _due(row: Any) -> DueReminder:
    number, contact, owner, key, kind, stage, day, at, push_at, uncapped, exempt, until, rule, reason = row
    return DueReminder(
        id=number, contact=contact, owner=owner, key=key, kind=ReminderKind(kind), stage=stage, day=day, at=at,
        push_at=push_at, uncapped=uncapped, exempt=exempt, until=until, rule=rule, reason=_reason_in(reason),
    )  # fmt: skip

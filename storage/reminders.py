"""Due work that has come: claimed, pushed, put off or held back with the rule that did it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, func, null, or_, select, update

from domain.events import Due
from domain.planned import ReminderKind
from domain.reasons import Reason
from storage.agenda import REMINDER, Progress
from storage.prepared import Prepared
from storage.tables import metadata

OUTBOX = metadata.tables["outbox"]


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
        REMINDER.c.owner.in_(bindparam("b_owners", expanding=True)),
    )
    .order_by(REMINDER.c.push_at, REMINDER.c.id)
    .with_for_update(
        skip_locked=True
    )  # PostgreSQL: another ticker's rows are passed over; SQLite has one writer
)
_AMONG = _DUE.where(REMINDER.c.id.in_(bindparam("b_among", expanding=True)))
_OWNERS = (
    select(REMINDER.c.owner, REMINDER.c.id)
    .where(REMINDER.c.state == Progress.WAITING, REMINDER.c.push_at <= bindparam("b_now"))
    .order_by(REMINDER.c.owner, REMINDER.c.push_at)
)
_NEXT = select(func.min(REMINDER.c.push_at)).where(REMINDER.c.state == Progress.WAITING)
_PUSHED = Prepared(
    update(REMINDER)
    .where(REMINDER.c.id == bindparam("b_id"))
    .values(state=Progress.PUSHED, push=bindparam("b_push"), pushed_at=bindparam("b_at"), rule="")
)
_BELONG = Prepared(
    update(REMINDER)
    .where(REMINDER.c.id == bindparam("b_id"), REMINDER.c.state == Progress.PUSHED, REMINDER.c.push.is_(None))
    .values(push=bindparam("b_push"))
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

    def due_by_owner(self, *, now: datetime) -> dict[int, list[int]]:
        """Whose phone is to ring, and the rows that make it."""
        found: dict[int, list[int]] = {}
        for owner, number in self._connection.execute(_OWNERS, {"b_now": now}):
            found.setdefault(owner, []).append(number)
        return found

    def claim_due(self, *owners: int, now: datetime, among: Sequence[int] | None = None) -> list[DueReminder]:
        """These owners' rows whose moment has come, oldest first; of those `due_by_owner` named, without a search.

        `among`: at most 30,000, a statement takes no more numbers.
        """
        facts: dict[str, Any] = {"b_now": now, "b_owners": owners}
        if among is None:
            return [_due(row) for row in self._connection.execute(_DUE, facts)]
        rows = self._connection.execute(_AMONG, {**facts, "b_among": among})
        return [_due(row) for row in rows]

    def pushed(self, reminders: Sequence[DueReminder], push: int | None, *, at: datetime) -> None:
        """These went out with this message; None: with one that is still to be written."""
        _PUSHED.many(self._connection, [{"b_id": r.id, "b_push": push, "b_at": at} for r in reminders])

    def belong(self, rows: Sequence[int], push: int) -> None:
        """These were counted in this message, as far as they are open."""
        _BELONG.many(self._connection, [{"b_id": row, "b_push": push} for row in rows])

    def postpone(self, *reminders: DueReminder, until: datetime, rule: str) -> None:
        rows = [{"b_id": reminder.id, "b_until": until, "b_rule": rule} for reminder in reminders]
        _POSTPONE.many(self._connection, rows)

    def hold(self, *reminders: DueReminder, rule: str) -> None:
        """Not pushed, still listed; the rule is kept for whoever asks why."""
        _HOLD.many(self._connection, [{"b_id": reminder.id, "b_rule": rule} for reminder in reminders])

    def pushed_since(
        self, owner: int, since: datetime, *, covered: Sequence[int] = (), chat: int | None = None
    ) -> int:
        """How many capped pushes an owner got since then; a bundle counts once (R3).

        `covered`: for whom the owner stands in; `chat`: what rang on another phone doesn't count.
        """
        query = select(func.count(REMINDER.c.push.distinct())).where(
            REMINDER.c.owner.in_((owner, *covered)), REMINDER.c.pushed_at >= since, ~REMINDER.c.uncapped
        )
        if chat is not None:
            elsewhere = exists().where(OUTBOX.c.id == REMINDER.c.push, OUTBOX.c.chat != chat)
            query = query.where(~elsewhere)
        return int(self._connection.execute(query).scalar_one())

    def release(self, owner: int, rule: str, *, now: datetime) -> None:
        """What was put off by this rule is due now."""
        waits = (REMINDER.c.owner == owner, REMINDER.c.state == Progress.WAITING, REMINDER.c.rule == rule)
        self._connection.execute(update(REMINDER).where(*waits, REMINDER.c.push_at > now).values(push_at=now))

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

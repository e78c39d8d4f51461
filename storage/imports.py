"""Imports: batches and their staged rows, and the stock they are compared with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, or_, select, update

from domain.contact import Contact
from domain.events import Kind
from storage.contacts import FIELDS
from storage.prepared import Prepared, inserting
from storage.tables import metadata

BATCH = metadata.tables["batch"]
STAGED = metadata.tables["staged"]
CONTACT = metadata.tables["contact"]
EVENT = metadata.tables["event"]

_BATCH = select(
    BATCH.c.id, BATCH.c.rep, BATCH.c.turn, BATCH.c.message, BATCH.c.created_at, BATCH.c.name, BATCH.c.state,
    BATCH.c.total, BATCH.c.mapping, BATCH.c.counts,
)  # fmt: skip
_ROW = select(STAGED.c.place, STAGED.c.verdict, STAGED.c.contact, STAGED.c.reason, STAGED.c.body)
_STAGE = inserting(STAGED, "batch", "place", "verdict", "reason", "body")
_NEXT = Prepared(
    _ROW.where(STAGED.c.batch == bindparam("b_batch"), STAGED.c.place > bindparam("b_after"))
    .order_by(STAGED.c.place)
    .limit(bindparam("most"))
)
_ONE = Prepared(_ROW.where(STAGED.c.batch == bindparam("b_batch"), STAGED.c.place == bindparam("b_place")))
_OF_VERDICT = Prepared(
    _ROW.where(
        STAGED.c.batch == bindparam("b_batch"),
        STAGED.c.verdict == bindparam("b_verdict"),
        STAGED.c.place > bindparam("b_after"),
    )
    .order_by(STAGED.c.place)
    .limit(bindparam("most"))
)
_HERE = (STAGED.c.batch == bindparam("b_batch"), STAGED.c.place == bindparam("b_place"))
_READ = Prepared(
    update(STAGED)
    .where(*_HERE)
    .values(
        verdict=bindparam("b_verdict"), reason=bindparam("b_reason"), body=bindparam("b_body"), contact=None
    )
)
_JUDGE = Prepared(
    update(STAGED)
    .where(*_HERE)
    .values(verdict=bindparam("b_verdict"), contact=bindparam("b_contact"), reason=bindparam("b_reason"))
)
_HIGHEST = Prepared(select(func.max(CONTACT.c.id)))
_COUNT = Prepared(update(BATCH).where(BATCH.c.id == bindparam("b_id")).values(counts=bindparam("b_counts")))
_STOCK = select(*(CONTACT.c[name] for name in FIELDS), CONTACT.c.merged_into)


@dataclass(frozen=True, slots=True)
class Batch:
    """`state`: reading, sheet, staged, applying, done, reverting, reverted, cancelled, refused."""

    id: int
    rep: int
    turn: int | None
    message: int | None
    created_at: datetime
    name: str
    state: str
    total: int
    mapping: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Staged:
    place: int
    verdict: str
    contact: int | None
    reason: str
    body: dict[str, Any]


def _batch(row: Any) -> Batch:
    return Batch(*row)


class Imports:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, rep: int, name: str, *, now: datetime) -> int:
        row = {
            "rep": rep,
            "name": name,
            "created_at": now,
            "state": "reading",
            "total": 0,
            "mapping": {},
            "counts": {},
        }
        return int(self._connection.execute(insert(BATCH).values(row).returning(BATCH.c.id)).scalar_one())

    def get(self, batch: int) -> Batch | None:
        row = self._connection.execute(_BATCH.where(BATCH.c.id == batch)).first()
        return _batch(row) if row else None

    def latest(self, rep: int, *, most: int) -> list[Batch]:
        """A member's imports, the newest first."""
        query = _BATCH.where(BATCH.c.rep == rep).order_by(BATCH.c.id.desc()).limit(most)
        return [_batch(row) for row in self._connection.execute(query)]

    def save(self, batch: int, **values: Any) -> None:
        self._connection.execute(update(BATCH).where(BATCH.c.id == batch).values(values))

    def count(self, batch: int, counts: dict[str, Any]) -> None:
        """How far it is, with every slice."""
        _COUNT.run(self._connection, b_id=batch, b_counts=counts)

    def stage(self, batch: int, first: int, rows: Sequence[list[str]]) -> None:
        """Raw rows as they were read."""
        empty = {"batch": batch, "verdict": "", "reason": ""}
        _STAGE.many(
            self._connection, [{**empty, "place": p, "body": {"c": row}} for p, row in enumerate(rows, first)]
        )

    def rows(self, batch: int, *, after: int, most: int, verdict: str = "") -> list[Staged]:
        """Staged rows in the order of the file, those of a verdict only where one is named."""
        given: dict[str, Any] = {"b_batch": batch, "b_after": after, "most": most}
        if verdict:
            return [Staged(*row) for row in _OF_VERDICT.all(self._connection, b_verdict=verdict, **given)]
        return [Staged(*row) for row in _NEXT.all(self._connection, **given)]

    def of(self, batch: int, places: Sequence[int]) -> dict[int, Staged]:
        found: dict[int, Staged] = {}
        if len(places) == 1:
            return {
                row[0]: Staged(*row) for row in _ONE.all(self._connection, b_batch=batch, b_place=places[0])
            }
        for start in range(0, len(places), 500):
            some = _ROW.where(STAGED.c.batch == batch, STAGED.c.place.in_(places[start : start + 500]))
            found |= {row.place: Staged(*row) for row in self._connection.execute(some)}
        return found

    def understood(self, batch: int, rows: Iterable[Staged]) -> None:
        """What was read of rows: their bodies, and why not."""
        _READ.many(
            self._connection,
            [
                {
                    "b_batch": batch,
                    "b_place": r.place,
                    "b_verdict": r.verdict,
                    "b_reason": r.reason,
                    "b_body": r.body,
                }
                for r in rows
            ],
        )

    def judge(self, batch: int, verdicts: Iterable[tuple[int, str, int | None, str]]) -> None:
        """Place, verdict, contact and reason of rows."""
        _JUDGE.many(
            self._connection,
            [
                {
                    "b_batch": batch,
                    "b_place": place,
                    "b_verdict": verdict,
                    "b_contact": contact,
                    "b_reason": reason,
                }
                for place, verdict, contact, reason in verdicts
            ],
        )

    def counts(self, batch: int) -> dict[str, int]:
        """How many rows have which verdict."""
        query = (
            select(STAGED.c.verdict, func.count()).where(STAGED.c.batch == batch).group_by(STAGED.c.verdict)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def drop(self, batch: int, *, keep: Sequence[str] = (), most: int = 500) -> int:
        """Forget staged rows, except those of some verdicts. Returns how many went."""
        places = (
            select(STAGED.c.place).where(STAGED.c.batch == batch, STAGED.c.verdict.not_in(keep)).limit(most)
        )
        numbers = [row[0] for row in self._connection.execute(places)]
        if numbers:
            self._connection.execute(
                delete(STAGED).where(STAGED.c.batch == batch, STAGED.c.place.in_(numbers))
            )
        return len(numbers)

    def outdated(self, *, before: datetime) -> list[tuple[int, int]]:
        """Old batches that still keep rows, with whose they are; not those at which somebody works."""
        keeps = exists().where(STAGED.c.batch == BATCH.c.id)
        idle = BATCH.c.state.not_in(("applying", "reverting"))
        query = select(BATCH.c.id, BATCH.c.rep).where(BATCH.c.created_at < before, idle, keeps)
        return [(row[0], row[1]) for row in self._connection.execute(query.order_by(BATCH.c.id))]

    def stock(self, owner: int | None, *, after: int, most: int = 500) -> list[tuple[Contact, int | None]]:
        """Contacts to compare with, in order of their numbers, those merged into another with its number."""
        query = _STOCK.where(CONTACT.c.id > after, or_(~CONTACT.c.hidden, CONTACT.c.merged_into.is_not(None)))
        if owner is not None:
            query = query.where(CONTACT.c.owner == owner)
        rows = self._connection.execute(query.order_by(CONTACT.c.id).limit(most))
        return [(Contact(*row[:-1]), row[-1]) for row in rows]

    def newcomers(
        self, owner: int | None, turn: int, *, after: int, most: int = 200
    ) -> list[tuple[Contact, int | None]]:
        """The same, without those that this import made itself."""
        ours = exists().where(
            EVENT.c.contact == CONTACT.c.id, EVENT.c.turn == turn, EVENT.c.kind == Kind.CREATED
        )
        query = _STOCK.where(CONTACT.c.id > after, ~CONTACT.c.hidden, ~ours)
        if owner is not None:
            query = query.where(CONTACT.c.owner == owner)
        rows = self._connection.execute(query.order_by(CONTACT.c.id).limit(most))
        return [(Contact(*row[:-1]), row[-1]) for row in rows]

    def highest(self) -> int:
        """The newest contact's number."""
        return int(_HIGHEST.scalar(self._connection) or 0)

    def contacts(self, numbers: Sequence[int]) -> dict[int, tuple[Contact, int | None]]:
        if not numbers:
            return {}
        rows = self._connection.execute(_STOCK.where(CONTACT.c.id.in_(numbers)))
        return {row[0]: (Contact(*row[:-1]), row[-1]) for row in rows}

    def touched(self, turn: int, *, after: int, most: int) -> list[int]:
        """Contacts that have events of this turn, in order of their numbers."""
        query = (
            select(EVENT.c.contact)
            .where(EVENT.c.turn == turn, EVENT.c.contact > after)
            .distinct()
            .order_by(EVENT.c.contact)
            .limit(most)
        )
        return [row[0] for row in self._connection.execute(query)]

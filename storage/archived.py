"""What belongs to the archive, table by table: nothing is named before it is there. And how values are written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, not_, or_, select
from sqlalchemy.types import TypeDecorator

from storage.columns import Json, Moment
from storage.jobs import JobState
from storage.recount import COUNTED
from storage.tables import metadata

TABLES = (
    "member", "contact", "turn", "event", "wording", "tag", "moved", "batch", "staged", "job", "movement",
    "digest", "fact",
    "reminder",
)  # fmt: skip
LEFT_OUT = {
    "invite": "secrets",
    "feed": "secrets",
    "stranger": "a day's hashes",
    "inbox": "bound to Telegram's updates",
    "outbox": "bound to messages on phones",
    "question": "bound to messages on phones",
    "word": "derived",
    "vocab": "derived",
    "mention": "derived",
    "first_buyer": "derived",
    "first_buyer_of": "derived",
}
COLUMNS_LEFT_OUT = {
    "contact": {
        "status", "since", "step", "step_day", "step_at", "reconsider_at", "appointment_at", "parked", "occasions",
        "last_bought", "first_bought", "revenue", "cycle", "cv", "year_revenue", "quarters", "inclination", "look_on",
    },
    "turn": {"reply"},
    "batch": {"message"},
    "job": {"message"},
}  # fmt: skip
FACTS_LEFT_OUT = ("last_backup", "bot_name", COUNTED)  # of this machine and this token; secrets end in `_key`

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Value:
    """A column's values in the document; one that equals `zero` isn't written."""

    name: str
    zero: Any
    out: Convert | None
    back: Convert


@cache
def values(name: str) -> tuple[Value, ...]:
    """The columns of a table that are kept, in its order."""
    left_out = COLUMNS_LEFT_OUT.get(name, set())
    return tuple(_value(column) for column in metadata.tables[name].c if column.name not in left_out)


@cache
def fillings(name: str) -> Mapping[str, Any]:
    """What stands in the derived columns until they are derived."""
    left_out = COLUMNS_LEFT_OUT.get(name, set())
    return {column.name: _zero(column) for column in metadata.tables[name].c if column.name in left_out}


def rows_of(name: str, connection: Connection) -> Select[Any]:
    """A table's rows in the order of their keys, byte by byte on every database."""
    table = metadata.tables[name]
    binary = "C" if connection.dialect.name == "postgresql" else "BINARY"
    order = [column.collate(binary) if _kind(column) is str else column for column in table.primary_key]
    columns = [table.c[value.name] for value in values(name)]
    return select(*columns).where(*kept(name, table)).order_by(*order)


def kept(name: str, table: Table) -> list[ColumnElement[bool]]:
    """Of jobs what is still to be done, of facts what is true on another machine, too."""
    if name == "job":
        return [table.c.state == JobState.OPEN]
    if name == "fact":
        secret = table.c.name.endswith("_key", autoescape=True)
        return [not_(or_(table.c.name.in_(FACTS_LEFT_OUT), secret))]
    return []


def _value(column: Column[Any]) -> Value:
    kind = _kind(column)
    writers: dict[type, Convert] = {datetime: _moment_out, date: date.isoformat}
    return Value(column.name, _zero(column), writers.get(kind), _reader(column, kind))


def _kind(column: Column[Any]) -> type:
    if isinstance(column.type, Json):
        return object
    if isinstance(column.type, Moment):
        return datetime
    plain = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return plain.python_type


def _zero(column: Column[Any]) -> Any:
    """The value of most rows: nothing, empty, no."""
    if column.nullable:
        return None
    return {str: "", bool: False, int: 0}.get(_kind(column))


def _reader(column: Column[Any], kind: type) -> Convert:
    """Refuses what the column can't hold: SQLite would take anything."""
    if kind in {datetime, date}:
        parse: Convert = _moment_back if kind is datetime else date.fromisoformat
        return lambda given: None if given is None and column.nullable else parse(given)
    if kind is object:
        return lambda given: given

    def check(given: Any) -> Any:
        if given is None and column.nullable:
            return None
        if type(given) is not kind:
            raise TypeError(column.name)
        return given

    return check


def _moment_out(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _moment_back(given: str) -> datetime:
    return datetime.fromisoformat(given).astimezone(UTC)

"""Core statements compiled once and run by the driver itself: half the time of a turn (measured).

SQLAlchemy still writes the SQL and converts the values; what is left out is its machinery for each single call.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Float, Select, Table, bindparam, insert
from sqlalchemy.sql.expression import Executable

Convert = Callable[[Any], Any]


class _Compiled:
    """One statement in one dialect's words, with the conversions of its values and columns."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.sql: str = str(compiled)
        self._names: list[str] | None = compiled.positiontup
        self._given: dict[str, Any] = dict(compiled.params)
        self._into = {
            name: convert
            for name, bind in compiled.binds.items()
            if (convert := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }
        self._pick = itemgetter(*self._names) if self._names and len(self._names) > 1 else None
        self._at = [
            (place, self._into[name]) for place, name in enumerate(self._names or ()) if name in self._into
        ]
        columns = statement.selected_columns if isinstance(statement, Select) else statement.exported_columns
        self._outof: list[tuple[int, Convert]] = [
            (place, convert)
            for place, column in enumerate(columns)
            if not isinstance(column.type, Float)  # both drivers give floats
            and (convert := column.type.dialect_impl(dialect).result_processor(dialect, None)) is not None
        ]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """What the driver wants: a tuple in the order of the statement, or a dictionary by name."""
        if self._pick is None:
            merged = {**self._given, **values}
            for name, convert in self._into.items():
                merged[name] = convert(merged[name])
            return merged if self._names is None else tuple([merged[name] for name in self._names])
        row = self._pick(values if len(values) == len(self._given) else {**self._given, **values})
        if not self._at:
            return row
        converted = list(row)
        for place, convert in self._at:
            if converted[place] is not None:  # all conversions leave that as it is
                converted[place] = convert(converted[place])
        return tuple(converted)

    def rows(self, found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        return [self._row(raw) for raw in found] if self._outof else found

    def _row(self, raw: Sequence[Any]) -> tuple[Any, ...]:
        values = list(raw)
        for place, convert in self._outof:
            if (
                values[place] is not None
            ):  # as most columns of an event are; all conversions leave that as it is
                values[place] = convert(values[place])
        return tuple(values)


def driver(connection: Connection) -> Any:
    """The driver's own connection, open as long as ours. sqlite3's and psycopg's make a cursor themselves."""
    return connection.connection.dbapi_connection


class Prepared:
    """A statement of a hot path. All its values come in by name."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def _for(self, connection: Connection) -> _Compiled:
        name = connection.dialect.name
        found = self._compiled.get(name)
        if found is None:
            found = self._compiled[name] = _Compiled(self._statement, connection.dialect)
        return found

    def all(self, connection: Connection, **values: Any) -> list[tuple[Any, ...]]:
        compiled = self._for(connection)
        cursor = driver(connection).execute(compiled.sql, compiled.parameters(values))
        return compiled.rows(cursor.fetchall())

    def first(self, connection: Connection, **values: Any) -> tuple[Any, ...] | None:
        found = self.all(connection, **values)
        return found[0] if found else None

    def scalar(self, connection: Connection, **values: Any) -> Any:
        found = self.all(connection, **values)
        return found[0][0] if found else None

    def run(self, connection: Connection, **values: Any) -> int:
        """Returns how many rows were touched."""
        compiled = self._for(connection)
        count: int = driver(connection).execute(compiled.sql, compiled.parameters(values)).rowcount
        return count

    def many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        compiled = self._for(connection)
        given = [compiled.parameters(values) for values in rows]
        if not given:
            return
        if len(given) == 1:  # nearly always; psycopg makes a pipeline of more
            driver(connection).execute(compiled.sql, given[0])
        else:
            driver(connection).cursor().executemany(compiled.sql, given)


def inserting(table: Table, *columns: str, returning: str = "") -> Prepared:
    """An insert of these columns, each by its own name; with `returning` its `scalar` is the new key."""
    statement = insert(table).values({name: bindparam(name) for name in columns})
    return Prepared(statement.returning(table.c[returning]) if returning else statement)

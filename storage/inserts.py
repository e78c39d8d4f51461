"""The statements whose words differ between the databases: insert, and what becomes of a row that is there."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer, String, Table, bindparam, cast, func, select
from sqlalchemy.dialects import sqlite

from storage.prepared import Prepared


def reserved(connection: Connection, table: Table, many: int) -> list[int]:
    """So many numbers that no other row of the table gets, in order: rows of several tables can name each other."""
    if connection.dialect.name == "postgresql":
        numbers = _numbers().all(connection, sequence_of=table.name, many=many)
        return sorted(row[0] for row in numbers)
    last = int(_last(table).scalar(connection) or 0)  # we are the only writer until the commit
    return list(range(last + 1, last + 1 + many))


_SEQUENCE = func.pg_get_serial_sequence(bindparam("sequence_of", type_=String), "id", type_=String)


@cache
def _numbers() -> Prepared:
    from sqlalchemy.dialects.postgresql import REGCLASS  # noqa: PLC0415 – see _insert

    many = func.generate_series(1, bindparam("many", type_=Integer))
    return Prepared(select(func.nextval(cast(_SEQUENCE, REGCLASS))).select_from(many))


def _insert(dialect: str) -> Any:
    if dialect != "postgresql":
        return sqlite.insert
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 – 2 MB that SQLite needn't pay

    return postgresql.insert


@cache
def _last(table: Table) -> Prepared:
    return Prepared(select(func.max(table.c.id)))


@cache
def _insert_new(dialect: str, table: Table, key: str) -> Any:
    return _insert(dialect)(table).on_conflict_do_nothing(index_elements=key.split(","))


@cache
def _upsert(dialect: str, table: Table, key: str) -> Any:
    statement: Any = _insert(dialect)(table)
    keys = key.split(",")
    values: dict[str, Any] = {
        column.name: statement.excluded[column.name] for column in table.c if column.name not in keys
    }
    return statement.on_conflict_do_update(index_elements=keys, set_=values)


def insert_new(connection: Connection, table: Table, key: str) -> Any:
    """Insert, silently leaving out rows whose key (comma-separated columns) exists."""
    return _insert_new(connection.dialect.name, table, key)


def upsert(connection: Connection, table: Table, key: str) -> Any:
    """Insert, or overwrite all other columns where the key exists."""
    return _upsert(connection.dialect.name, table, key)


@cache
def _adding(dialect: str, table: Table, key: str) -> Prepared:
    values: dict[str, Any] = {column.name: bindparam(column.name) for column in table.c}
    return Prepared(_insert_new(dialect, table, key).values(values))


def adding(connection: Connection, table: Table, key: str) -> Prepared:
    """`insert_new` of whole rows, prepared for a hot path; its `run` tells whether the row was new."""
    return _adding(connection.dialect.name, table, key)


@cache
def _adding_up(dialect: str, table: Table, key: str, column: str) -> Prepared:
    statement: Any = _insert(dialect)(table).values({each.name: bindparam(each.name) for each in table.c})
    total = {column: table.c[column] + statement.excluded[column]}
    return Prepared(statement.on_conflict_do_update(index_elements=key.split(","), set_=total))


def adding_up(connection: Connection, table: Table, key: str, column: str) -> Prepared:
    """Insert whole rows; where the key exists, what stands in the column is added to what is there."""
    return _adding_up(connection.dialect.name, table, key, column)

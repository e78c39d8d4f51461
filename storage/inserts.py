"""The one statement whose words differ between the databases: insert what isn't there yet."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


@cache
def _insert_new(dialect: str, table: Table, key: str) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing(index_elements=key.split(","))


@cache
def _upsert(dialect: str, table: Table, key: str) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement: Any = insert(table)
    keys = key.split(",")
    values = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=values)


def insert_new(connection: Connection, table: Table, key: str) -> Any:
    """Insert, silently leaving out rows whose key (comma-separated columns) exists."""
    return _insert_new(connection.dialect.name, table, key)


def upsert(connection: Connection, table: Table, key: str) -> Any:
    """Insert, or overwrite all other columns where the key exists."""
    return _upsert(connection.dialect.name, table, key)

"""Migrating and creating must give the same schema, and HEAD must be the newest migration."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from storage import migrate
from storage.database import connect
from storage.tables import metadata


def _described(connection: Connection) -> dict[str, object]:
    """Tables, columns and indexes as the database tells them."""
    seen = inspect(connection)
    return {
        table: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(table)),
            sorted((i["name"], tuple(i["column_names"]), i["unique"]) for i in seen.get_indexes(table)),
            sorted(tuple(fk["constrained_columns"]) for fk in seen.get_foreign_keys(table)),
            seen.get_pk_constraint(table)["constrained_columns"],
        )
        for table in seen.get_table_names()
    }


@pytest.fixture
def bare(bare_urls):
    """Engines of two databases without tables."""
    engines = [connect(url) for url in bare_urls]
    yield engines
    for engine in engines:
        engine.dispose()


def test_migrating_from_nothing_gives_the_schema_of_a_fresh_database(bare):
    fresh, migrated = bare
    migrate.prepare(fresh)
    with migrated.connect() as connection, connection.begin():
        migrate.upgrade(connection)
    with fresh.connect() as one, migrated.connect() as other:
        assert _described(one) == _described(other)
        assert compare_metadata(MigrationContext.configure(other), metadata) == []


def test_head_is_the_newest_migration():
    newest = max(
        file.name for file in (Path(migrate.__file__).parent / "migrations" / "versions").glob("*.py")
    )
    assert newest.partition("_")[0] == migrate.HEAD


def test_a_fresh_database_says_its_revision_and_is_left_alone(bare):
    for _ in range(2):
        migrate.prepare(bare[0])
    with bare[0].connect() as connection:
        assert migrate.stored_revision(connection) == migrate.HEAD


def test_processes_that_start_together_make_one_schema(bare):
    with ThreadPoolExecutor() as processes:
        for started in [processes.submit(migrate.prepare, bare[0]) for _ in range(3)]:
            started.result()
    with bare[0].connect() as connection:
        assert migrate.stored_revision(connection) == migrate.HEAD

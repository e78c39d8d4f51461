"""Schema migrations: Alembic, run at start, loaded only when the stored revision differs."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from storage import locks
from storage.database import opened, transaction
from storage.tables import metadata

HEAD = "0003"  # the newest file in migrations/versions; a test holds it to that
HERE = Path(__file__).parent / "migrations"


def stored_revision(connection: Connection) -> str | None:
    """What the database says of itself; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def prepare(engine: Engine) -> None:
    """Bring the schema to HEAD."""
    with opened(engine) as connection, transaction(connection):
        locks.alone_with_schema(connection)
        stored = stored_revision(connection)
        if stored is None:
            _create(connection)
        elif stored != HEAD:
            upgrade(connection)


def _create(connection: Connection) -> None:
    """An empty database gets today's schema at once; a test holds the migrations to the same result."""
    metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, in the connection's transaction."""
    from alembic import command  # noqa: PLC0415 – 150 ms that a start without migration doesn't pay
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")

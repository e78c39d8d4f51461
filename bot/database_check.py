"""What `check` says of the database: reachable, at which revision, who may talk to the bot."""

import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from bot.checks import Finding
from bot.settings import Settings
from storage.database import connect
from storage.migrate import HEAD, stored_revision
from storage.tables import metadata


def database(settings: Settings) -> Iterator[Finding]:
    """One line for the schema, one for the members; nothing is created or migrated."""
    file = settings.database.file
    if file is not None and not Path(file).exists():
        yield _new(Path(file).absolute().parent)
        return
    engine = connect(settings.database.url)
    try:
        with engine.connect() as connection:
            revision = stored_revision(connection)
            yield _schema(revision)
            if revision and inspect(connection).has_table("member"):
                member = metadata.tables["member"]
                count = connection.execute(select(func.count()).where(~member.c.removed)).scalar_one()
                yield _members(count)
    except SQLAlchemyError as error:
        first = str(getattr(error, "orig", error)).splitlines()[0]
        yield Finding("Datenbank", first, "Prüf [database] url und ob sie erreichbar ist.")
    finally:
        engine.dispose()


def _new(folder: Path) -> Finding:
    if folder.is_dir() and os.access(folder, os.W_OK):
        return _schema(None)
    if folder.is_dir():
        return Finding("Datenbank", f"in {folder} darf der Bot nicht schreiben", "Gib ihm das Recht dazu.")
    return Finding("Datenbank", f"den Ordner {folder} gibt es nicht", "Leg ihn an, oder prüf [database] url.")


def _schema(revision: str | None) -> Finding:
    if revision is None:
        return Finding("Datenbank", "noch leer; `run` legt sie an")
    if revision == HEAD:
        return Finding("Datenbank", f"Schema {revision}, aktuell")
    return Finding("Datenbank", f"Schema {revision}; `run` bringt sie auf {HEAD}")


def _members(count: int) -> Finding:
    if count:
        return Finding("Mitglieder", str(count))
    return Finding("Mitglieder", "keine", "Lad die erste Leitung ein: python -m bot invite --lead")

"""`backup` and `restore` from the command line, and the copies a running bot makes by itself."""

import asyncio
import logging
import sys
from datetime import datetime
from pathlib import Path

from bot.clock import SystemClock
from bot.settings import ConfigError, Settings
from storage import backup as copies

log = logging.getLogger(__name__)

LAST_BACKUP = "last_backup"
POSTGRES = "Nimm pg_dump und pg_restore; nur eine SQLite-Datei sichert der Bot selbst."


def backup(settings: Settings, folder: Path | None) -> int:
    """One verified copy now; prints where it is."""
    where = folder or settings.backup.directory
    if where is None:
        raise ConfigError("Wohin mit der Sicherung?", "Nenn einen Ordner: python -m bot backup ORDNER")
    try:
        if not copies.file_of(settings.database.url).is_file():
            raise ConfigError(
                f"Die Datenbank {settings.database.file} gibt es nicht.", "Prüf [database] url."
            )
        made = copies.backup(settings.database.url, where, now=SystemClock().now())
    except copies.NoFile:
        raise ConfigError("Diese Datenbank ist keine Datei.", POSTGRES) from None
    except copies.BackupBroken as error:
        raise ConfigError(
            f"Die Datenbank ist beschädigt ({error}).", "Nimm die letzte heile Sicherung."
        ) from None
    sys.stdout.write(f"Gesichert und geprüft: {made}\n")
    return 0


def restore(settings: Settings, copy: Path) -> int:
    """A copy into an empty database; refuses to overwrite data."""
    try:
        copies.restore(copy, settings.database.url)
    except copies.NoFile:
        raise ConfigError("Diese Datenbank ist keine Datei.", POSTGRES) from None
    except copies.BackupBroken as error:
        raise ConfigError(f"{copy} ist keine heile Sicherung ({error}).", "Nimm eine andere Datei.") from None
    except copies.NotEmpty as error:
        raise ConfigError(
            f"In {error} stehen schon Daten.", "Benenne die Datei um, dann noch einmal."
        ) from None
    sys.stdout.write(f"Wiederhergestellt aus {copy}. Prüf mit: python -m bot check\n")
    return 0


async def regular(settings: Settings, *, now: datetime) -> Path | None:
    """The running bot's copy, off the event loop; a failure is logged, never fatal."""
    folder = settings.backup.directory
    if folder is None:
        return None
    try:
        return await asyncio.to_thread(
            copies.backup, settings.database.url, folder, now=now, keep=settings.backup.keep
        )
    except (copies.NoFile, copies.BackupBroken, OSError) as trouble:
        log.error("backup failed: %s", trouble)  # noqa: TRY400 – the fact says it all
        return None

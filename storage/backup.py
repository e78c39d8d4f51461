"""Verified copies of the SQLite file, taken while the bot runs; and the way back into an empty database."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import inspect

from storage.database import address, connect

PREFIX = "nachfass-"
SUFFIX = ".db"
ABANDONED = 3600  # seconds after which nobody writes it any more


class NoFile(Exception):
    """The database is no SQLite file: its own tools back it up."""


class BackupBroken(Exception):
    """A copy that SQLite itself finds faults with."""


class NotEmpty(Exception):
    """A restore would overwrite data."""


def file_of(url: str) -> Path:
    """The SQLite file behind a URL; raises NoFile."""
    parsed = address(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in {None, "", ":memory:"}:
        raise NoFile(parsed.get_backend_name())
    return Path(str(parsed.database))


def backup(url: str, folder: Path, *, now: datetime, keep: int = 0) -> Path:
    """Copy the database into the folder, check the copy, drop all but the newest `keep` (0: drop none)."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{PREFIX}{now:%Y%m%d-%H%M%S}{SUFFIX}"
    _clear_away(folder, now)
    unfinished = target.with_suffix(".part")
    _copy(file_of(url), unfinished)
    _verify(unfinished)
    unfinished.rename(target)
    if keep:
        for old in sorted(folder.glob(f"{PREFIX}*{SUFFIX}"))[:-keep]:
            old.unlink()
    return target


def _clear_away(folder: Path, now: datetime) -> None:
    """What a kill left half done; not what another process is at."""
    for left in folder.glob(f"{PREFIX}*.part"):
        if now.timestamp() - left.stat().st_mtime > ABANDONED:
            left.unlink()


def restore(copy: Path, url: str) -> None:
    """Put a verified copy into the place of an empty or missing database; raises NotEmpty, BackupBroken."""
    target = file_of(url)
    _verify(copy)
    if target.exists() and _holds_data(url):
        raise NotEmpty(target)
    unfinished = target.with_name(
        f".{target.name}.part"
    )  # killed in between, it isn't taken for the database
    _copy(copy, unfinished)
    for leftover in ("-wal", "-shm"):  # of the empty one
        target.with_name(target.name + leftover).unlink(missing_ok=True)
    unfinished.replace(target)


def _copy(source: Path, target: Path) -> None:
    """SQLite's online backup: consistent, whatever is being written meanwhile; 0600 from the first byte on."""
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")  # one file, not three


def _verify(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
            connection.execute("SELECT count(*) FROM event")
    except sqlite3.Error as error:
        raise BackupBroken(str(error)) from error
    if found != "ok":
        raise BackupBroken(found)


def _holds_data(url: str) -> bool:
    engine = connect(url)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("contact"):
                return False
            return bool(connection.exec_driver_sql("SELECT count(*) FROM contact").scalar_one())
    finally:
        engine.dispose()

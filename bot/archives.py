"""An archive back into an empty database, from the command line (`import FILE.json`)."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from bot.cli.progress import Progress
from bot.clock import SystemClock
from bot.policies import policy
from bot.settings import ConfigError, Settings
from bot.why import why
from storage.archive import ArchiveBroken, ArchiveForeign, ArchiveNewer, NotEmpty, restore_archive
from storage.work import Store

NOTHING_STORED = "Gespeichert ist nichts."


def restore(settings: Settings, file: Path) -> int:
    """All of it or nothing; prints how much it was. Raises ConfigError with the reason."""
    try:
        with file.open("rb") as opened:
            counted = _restored(settings, opened, file)
    except OSError as error:
        what = f"{file} lässt sich nicht lesen: {why(error)}."
        raise ConfigError(what, "Nenn eine Datei aus python -m bot export --format json.") from None
    contacts, events = counted.get("contact", 0), counted.get("event", 0)
    sys.stdout.write(
        f"Eingelesen aus {file}: {counted.get('member', 0)} Mitglieder, {contacts} Kontakte, {events} Einträge.\n"
    )
    return 0


def _restored(settings: Settings, opened: BinaryIO, file: Path) -> dict[str, int]:
    store = Store(settings.database.url, policy(settings))
    bars = Bars(file.stat().st_size)
    try:
        store.prepare()
        return restore_archive(store, _lines(opened, bars), SystemClock().now(), derived=bars.derived)
    except (ArchiveForeign, UnicodeDecodeError):
        what = f"{file} ist kein Archiv von Nachfass. {NOTHING_STORED}"
        raise ConfigError(what, "Nimm eine Datei aus python -m bot export --format json.") from None
    except ArchiveNewer as error:
        newer = f"Format {error.format}, Schema {error.schema}"
        what = f"{file} stammt von einer neueren Version ({newer}). {NOTHING_STORED}"
        raise ConfigError(what, "Bring diese Installation auf den neuesten Stand.") from None
    except ArchiveBroken as error:
        what = f"{file} ist beschädigt, bemerkt in Zeile {error.line}: {error.why}. {NOTHING_STORED}"
        raise ConfigError(what, "Nimm eine unveränderte Datei.") from None
    except NotEmpty:
        what = f"Die Datenbank ist nicht leer, ein Archiv überschreibt keine Daten. {NOTHING_STORED}"
        raise ConfigError(what, "Nenn in [database] url eine neue Datenbank.") from None
    finally:
        bars.done()
        store.close()


class Bars:
    """One for reading, by bytes, one for what is derived of it, by contacts."""

    def __init__(self, size: int) -> None:
        self._reading = Progress("Einlesen", size)
        self._deriving: Progress | None = None

    def read(self, size: int) -> None:
        self._reading.shown(size)

    def derived(self, done: int, whole: int) -> None:
        if self._deriving is None:
            self._reading.done()
            self._deriving = Progress("Auswerten", whole)
        self._deriving.shown(done)

    def done(self) -> None:
        (self._deriving or self._reading).done()


def _lines(opened: BinaryIO, bars: Bars) -> Iterator[str]:
    """Strict UTF-8: a changed letter is no letter of a customer."""
    read = 0
    for line in opened:
        read += len(line)
        bars.read(read)
        yield line.decode()

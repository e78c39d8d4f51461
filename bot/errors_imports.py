"""What can be wrong with a file that is to be imported: facts. `bot/views/refusals_imports.py` has the sentences."""

from dataclasses import dataclass

from bot.turn import Refusal


@dataclass(eq=False)
class FileTooLarge(Refusal):
    """`[limits] import_mb`."""

    name: str
    megabytes: float
    most: int


@dataclass(eq=False)
class FileUnpacksTooLarge(Refusal):
    """A small archive that says, or turns out, to hold far more than a table needs."""

    name: str
    most: int


@dataclass(eq=False)
class TooManyRows(Refusal):
    """`[limits] import_rows`."""

    name: str
    most: int


@dataclass(eq=False)
class FileEmpty(Refusal):
    name: str


@dataclass(eq=False)
class FileForeign(Refusal):
    """Something else than a table or contact cards, whatever its name says; `found`: what it is."""

    name: str
    found: str


@dataclass(eq=False)
class FileBroken(Refusal):
    """A table that can't be read to its end; `detail`: where, or why."""

    name: str
    detail: str


@dataclass(eq=False)
class FileLocked(Refusal):
    """Protected by a password."""

    name: str


@dataclass(eq=False)
class FileUnreachable(Refusal):
    """Telegram didn't hand it out."""

    name: str


@dataclass(eq=False)
class ImportGone(Refusal):
    """A button of an import that was cancelled, done or taken back meanwhile."""


@dataclass(eq=False)
class ImportTooOld(Refusal):
    """Imports are taken back for 30 days."""

    days: int

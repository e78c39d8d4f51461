"""One command from start to exit code; an error is one line what and one line what to do."""

import errno
import logging
import os
import sys
from collections.abc import Mapping, Sequence

from bot import logs
from bot.cli.arguments import parse
from bot.cli.commands import COMMANDS
from bot.redact import Redactor
from bot.settings import ConfigError
from bot.why import why

FAILED = 2
INTERRUPTED = 130
CUT_OFF = 141
_log = logging.getLogger("nachfass")


def main(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    os.umask(0o077)  # what we write is for the owner alone: customers, tokens, backups
    logs.setup(level=first_level(environ))
    try:
        asked = parse(argv)
        return COMMANDS[asked.command](asked, environ)
    except ConfigError as error:
        return failed(error.what, error.remedy)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # `demo --script - | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CUT_OFF
    except Exception as error:  # noqa: BLE001 – the last net: two lines for people, the rest for the log
        known = of_the_database(error) or of_the_machine(error)
        return failed(*known) if known else unexpected(error, service=argv[:1] == ["run"])


def of_the_database(error: Exception) -> tuple[str, str] | None:
    """What and what to do, where the database is to blame at the start."""
    from storage.database import DriverMissing, StoreUnavailable  # noqa: PLC0415 – only where something failed

    if isinstance(error, DriverMissing):
        return "Für PostgreSQL fehlt der Treiber.", "Installier ihn: pip install -e '.[postgres]'"
    if type(error).__name__ == "DatabaseError":  # SQLAlchemy's, or SQLite's own
        said = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        what = f"Die Datenbank ist nicht zu lesen: {Redactor()(said)}"
        return (
            what,
            "Prüf [database] url; ist die Datei beschädigt, nimm eine Sicherung: python -m bot restore",
        )
    if isinstance(error, StoreUnavailable):
        return (
            f"Die Datenbank ist nicht zu erreichen: {Redactor()(str(error))}",
            "Prüf [database] url und ob sie läuft.",
        )
    return None


def of_the_machine(error: Exception) -> tuple[str, str] | None:
    """Where a file, a folder or a port isn't to be had."""
    if not isinstance(error, OSError):
        return None
    if error.errno == errno.EADDRINUSE:
        return "Der Port ist schon belegt.", "Nenn einen anderen, oder beende, was ihn hält."
    if error.filename is None:
        return None
    what = f"{error.filename} ist nicht zu gebrauchen: {why(error)}."
    return what, "Prüf, ob es den Ordner gibt und ob du darin schreiben darfst."


def first_level(environ: Mapping[str, str]) -> str:
    """Find how loud to be until the settings are read; `demo` never reads them."""
    wanted = environ.get("NACHFASS_LOG__LEVEL", "").upper()
    return wanted if wanted in logging.getLevelNamesMapping() else "warning"


def unexpected(error: Exception, *, service: bool) -> int:
    """Keep the traceback in the log; a one-off command's log is its terminal, where only `debug` shows it."""
    _log.log(logging.ERROR if service else logging.DEBUG, "unexpected", exc_info=error)
    first_line = Redactor()(str(error)).partition("\n")[0]
    what = f"Unerwarteter Fehler: {type(error).__name__}: {first_line}"
    return failed(what, "NACHFASS_LOG__LEVEL=debug zeigt den ganzen Hergang.")


def failed(what: str, remedy: str) -> int:
    print(what, remedy, sep="\n", file=sys.stderr)  # noqa: T201 – to the person at the terminal
    return FAILED

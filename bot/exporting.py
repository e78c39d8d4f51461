"""`export` from the command line: the whole team's data, to a whole file or to standard output."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from bot.cli.progress import Progress
from bot.cli.wholefile import whole_file
from bot.exports.files import WRITERS, Order, size_of
from bot.policies import policy
from bot.settings import ConfigError, Settings
from bot.why import why
from storage.database import address
from storage.exports import Exports
from storage.reading import NoDatabase, reading
from storage.words import Scope
from storage.work import Store

CSV = {"kontakte": "contacts", "eintraege": "entries", "kaeufe": "purchases"}
UNREADABLE = ("xlsx",)  # in a terminal


def export(settings: Settings, form: str, table: str, out: Path | None) -> int:
    """Write the file; says on standard error how much it was. `table`: which one as CSV."""
    if out is None and form in UNREADABLE and sys.stdout.isatty():
        raise ConfigError(
            "Eine Excel-Datei liest sich nicht im Terminal.", "Nenn eine Datei: --out team.xlsx"
        )
    order = Order(CSV[table] if form == "csv" else form, None, settings.team.timezone.key, team=True)
    _prepare(settings)
    try:
        with reading(settings.database.url) as connection, _opened(out) as file:
            progress = Progress("Export", size_of(connection, order))
            WRITERS[order.file](connection, order, file, progress.shown)
            contacts = Exports(connection).count(Scope(None))
    except NoDatabase:
        raise ConfigError(*_missing(settings)) from None
    progress.done()
    sys.stderr.write(f"{contacts} Kontakte{f' nach {out}' if out else ''} geschrieben.\n")
    return 0


def _prepare(settings: Settings) -> None:
    """An old schema is brought up to date; a database that isn't there isn't made."""
    url = address(settings.database.url)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        raise ConfigError(*_missing(settings))
    store = Store(settings.database.url, policy(settings))
    try:
        store.prepare()
    finally:
        store.close()


def _missing(settings: Settings) -> tuple[str, str]:
    return f"Die Datenbank {settings.database.file or ''} gibt es nicht.", "Prüf [database] url."


@contextmanager
def _opened(out: Path | None) -> Iterator[BinaryIO]:
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with whole_file(out) as file:
            yield file
    except OSError as error:
        what = f"{out} lässt sich nicht schreiben: {why(error)}."
        raise ConfigError(what, "Nenn hinter --out eine andere Datei.") from None

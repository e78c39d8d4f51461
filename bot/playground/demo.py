"""`demo`: the real bot without Telegram, on a page that looks like the phone, or playing a script."""

import asyncio
import io
import logging
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot import logs
from bot.playground.live import serve
from bot.playground.sample import sample
from bot.playground.script import Player
from bot.playground.stage import Furnish, Stage, one_lead
from bot.settings import ConfigError, Settings, secrets
from bot.settings.errors import Unreadable
from bot.settings.kinds import DatabaseUrl
from bot.settings.sections import Database, Limits, Telegram
from bot.settings.values import reader
from bot.why import why

FILE = "nachfass.db"
SLIPPED = 1


def demo(
    *,
    script: str | None = None,
    empty: bool = False,
    now: datetime | None = None,
    database: str | None = None,
    keep: Path | None = None,
    port: int = 0,
) -> int:
    """Serve the page, or play `script` (`-`: standard input). `now` is the team's wall clock."""
    furnish = one_lead if empty else sample
    with ExitStack() as stack:
        settings = playground(stack.enter_context(kept_in(database, keep)))
        hide(settings)
        start = begin(settings, now)
        if script is None:
            stage = Stage(settings, start, running=True)
            return asyncio.run(serve(stage, furnish, port, temporary=not (database or keep)))
        lines = stack.enter_context(opened(script))
        return asyncio.run(play(Stage(settings, start), furnish, lines, beside(script)))


@contextmanager
def kept_in(database: str | None, keep: Path | None) -> Iterator[str]:
    """The address of the database; unless one is asked for, its folder goes when the demo ends."""
    if database and keep:
        raise ConfigError("--database und --keep schließen einander aus.", "Nimm eines von beiden.")
    if database:
        yield checked(database)
    elif keep:
        yield f"sqlite:///{folder(keep) / FILE}"
    else:
        with tempfile.TemporaryDirectory(prefix="nachfass-", ignore_cleanup_errors=True) as made:
            yield f"sqlite:///{Path(made) / FILE}"


def checked(url: str) -> str:
    try:
        return str(reader(DatabaseUrl)(url))
    except Unreadable as error:
        raise ConfigError(f"Die Adresse hinter --database {error.what}.", error.remedy) from None


def folder(keep: Path) -> Path:
    try:
        keep.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"Der Ordner „{keep}“ lässt sich nicht anlegen: {why(error)}."
        raise ConfigError(what, "Nenn hinter --keep einen anderen.") from None
    return keep


def playground(url: str) -> Settings:
    """The defaults, without the limits that only Telegram needs."""
    return Settings(
        telegram=Telegram(max_per_second=0, max_per_chat_per_second=0),
        database=Database(DatabaseUrl(url)),
        limits=Limits(commands_per_minute=0),
    )


def hide(settings: Settings) -> None:
    """Keep a database's password out of the log, however loud that is."""
    if hidden := secrets(settings):
        level = logging.getLevelName(logging.getLogger().getEffectiveLevel())
        logs.setup(level=level, secrets=hidden)


def begin(settings: Settings, now: datetime | None) -> datetime:
    if now is not None:
        return now.replace(tzinfo=settings.team.timezone)
    return datetime.now(UTC).replace(microsecond=0)


async def play(stage: Stage, furnish: Furnish, lines: Iterable[str], folders: tuple[Path, ...]) -> int:
    player = Player(stage, say, folders=folders)
    try:
        await stage.open(furnish)
        await player.play(lines)
    finally:
        await stage.close()
    return SLIPPED if player.slips else 0


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 – to whoever reads the transcript, line by line


@contextmanager
def opened(script: str) -> Iterator[Iterable[str]]:
    """The script's lines as they come."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    if script == "-":
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
        yield iter(sys.stdin.readline, "")
        return
    try:
        file = Path(script).open(encoding="utf-8-sig", errors="replace")  # noqa: SIM115 – closed below
    except OSError as error:
        what = f"Das Drehbuch „{script}“ lässt sich nicht lesen: {why(error)}."
        raise ConfigError(what, "Nenn eine Textdatei, oder - für die Standardeingabe.") from None
    with file:
        yield file


def beside(script: str) -> tuple[Path, ...]:
    """Where `^ file` looks: here, and where the script lies."""
    return (Path(),) if script == "-" else (Path(), Path(script).parent)

"""Each command, imported only when it is asked for: `--help` needn't load a database."""

# ruff: noqa: PLC0415 – see above
import argparse
import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot import logs
from bot.settings import Settings, load, secrets

CONFIG = Path("config.toml")
Environ = Mapping[str, str]


@contextmanager
def unswept() -> Iterator[None]:
    """What is imported stays: looking through it for garbage again and again costs a quarter of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def run(asked: argparse.Namespace, environ: Environ) -> int:
    found = settings(asked, environ)
    with unswept():
        from bot.run import run

    return run(found)


def demo(asked: argparse.Namespace, _environ: Environ) -> int:
    with unswept():
        from bot.playground.demo import demo

    return demo(
        script=asked.script,
        empty=asked.empty,
        now=asked.now,
        database=asked.database,
        keep=asked.keep,
        port=asked.port,
    )


def check(asked: argparse.Namespace, environ: Environ) -> int:
    from bot.checks import check
    from bot.database_check import database

    return check(lambda: settings(asked, environ), database=database)


def invite(asked: argparse.Namespace, environ: Environ) -> int:
    found = settings(asked, environ)
    from bot.invite import invite

    return invite(found)


def backup(asked: argparse.Namespace, environ: Environ) -> int:
    found = settings(asked, environ)
    from bot.backups import backup

    return backup(found, asked.folder)


def restore(asked: argparse.Namespace, environ: Environ) -> int:
    found = settings(asked, environ)
    from bot.backups import restore

    return restore(found, asked.file)


def rebuild(asked: argparse.Namespace, environ: Environ) -> int:
    found = settings(asked, environ)
    from bot.rebuild import rebuild

    return rebuild(found)


def analyse(asked: argparse.Namespace, environ: Environ) -> int:
    found = load(
        asked.config, environ
    )  # no config.toml that happens to lie here: figures don't depend on the folder
    from bot.analysis.analyse import Asked, analyse
    from bot.clock import SystemClock

    wanted = Asked(asked.file, asked.as_of, asked.horizon, asked.months, asked.json, asked.plot)
    return analyse(wanted, found, today=SystemClock().now().astimezone(found.team.timezone).date())


def export(asked: argparse.Namespace, environ: Environ) -> int:
    found = settings(asked, environ)
    from bot.exporting import export

    return export(found, asked.format, asked.table, asked.out)


def import_(asked: argparse.Namespace, environ: Environ) -> int:
    found = settings(asked, environ)
    if asked.file.suffix.lower() == ".json":
        from bot.archives import restore

        return restore(found, asked.file)
    from bot.importing import import_file

    return import_file(found, asked.file, member=asked.member, sheet=asked.sheet)


def settings(asked: argparse.Namespace, environ: Environ) -> Settings:
    """Read them and tell the log what to hide. No file is needed where the environment says all."""
    found = load(asked.config or (CONFIG if CONFIG.exists() else None), environ)
    logs.setup(level=found.log.level, form=found.log.format, secrets=secrets(found))
    return found


COMMANDS = {
    "run": run,
    "demo": demo,
    "check": check,
    "invite": invite,
    "backup": backup,
    "restore": restore,
    "analyse": analyse,
    "import": import_,
    "export": export,
    "rebuild": rebuild,
}

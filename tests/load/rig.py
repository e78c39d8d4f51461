"""What the load scripts share: a stocked database, botload as a child process, its report, a table.

They are run by hand from the repository's root: `python -m tests.load.burst --botload FOLDER`, where FOLDER holds
`botload.py` and `bots/ptb_echo.py`. `--help` tells the rest.
"""

import argparse
import json
import os
import shlex
import shutil
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.policies import policy
from bot.settings import load
from domain.contact import NewContact
from storage.work import Store, Work

ROOT = Path(__file__).parents[2]
TOKEN = "4242:AAload-test-token-load-test-token-12"  # of the fake Telegram
FIRST_CHAT = 100_001  # as botload counts them
SURNAMES = (
    "Weber", "Fischer", "Schneider", "Wagner", "Becker", "Schulz", "Hoffmann", "Koch", "Bauer", "Richter",
    "Klein", "Wolf", "Schröder", "Neumann", "Schwarz", "Zimmermann", "Braun", "Krüger", "Hofmann",
    "Hartmann", "Lange", "Werner", "Krause", "Lehmann", "Schmid", "Maier", "Köhler", "Herrmann", "König",
    "Walter", "Mayer", "Huber", "Kaiser", "Fuchs", "Peters", "Lang", "Scholz", "Möller", "Weiß", "Jung",
    "Hahn", "Schubert", "Vogel", "Friedrich", "Keller", "Günther", "Frank", "Berger", "Winkler", "Roth",
)  # fmt: skip
LINES = (
    "/neu Firma {n}",
    "/reaktion Weber Anruf",
    "/kauf Fischer 120 Brot",
    "/kontakt Schneider",
    "/reaktion Wagner Infomaterial gestern",
    "/kontakt Becker",
    "/reaktion Schulz Messe",
    "/kauf Hoffmann 99,50",
    "/neu Praxis {n}, Köln",
    "/reaktion Koch Mail",
    "/kontakt Bauer",
    "/reaktion Richter Anruf",
    "/kauf Klein 1.200 Beratung",
    "/kontakt Wolf",
    "/reaktion Schröder Infomaterial vorgestern",
    "/neu Hof {n}",
    "/reaktion Weber Termin gewünscht",
    "/kontakt Neumann",
    "/kauf Schwarz 75",
    "/reaktion Zimmermann Anruf",
)


def arguments(about: str, **more: Any) -> argparse.Namespace:
    """The common ones, and `more`: name=default."""
    parser = argparse.ArgumentParser(description=about)
    usual = os.environ.get("BOTLOAD", "")
    parser.add_argument("--botload", type=Path, default=usual or None, required=not usual, help="its folder")
    parser.add_argument("--folder", type=Path, required=True, help="an empty one for databases and logs")
    parser.add_argument("--reps", type=int, default=200)
    parser.add_argument("--contacts", type=int, default=10_000)
    parser.add_argument("--server-cpu", type=int, default=0)
    parser.add_argument("--bot-cpu", type=int, default=1)
    parser.add_argument("--port", type=int, default=free_port(), help="of the fake Telegram; any free one")
    for name, default in more.items():
        parser.add_argument(f"--{name}", type=type(default), default=default)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    return asked


def free_port() -> int:
    """Never a fixed one: a bot left over from an earlier run would take our updates."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(asked: argparse.Namespace, database: Path, **more: str) -> dict[str, str]:
    """The bot's settings: unpaced and unlimited, unless `more` says otherwise."""
    members = json.dumps(list(range(FIRST_CHAT, FIRST_CHAT + asked.reps)))
    return {
        "NACHFASS_TELEGRAM__TOKEN": TOKEN,
        "NACHFASS_TELEGRAM__BASE_URL": f"http://127.0.0.1:{asked.port}/bot",
        "NACHFASS_TELEGRAM__MAX_PER_SECOND": "0",
        "NACHFASS_TELEGRAM__MAX_PER_CHAT_PER_SECOND": "0",
        "NACHFASS_LIMITS__COMMANDS_PER_MINUTE": "0",
        "NACHFASS_DATABASE__URL": f"sqlite:///{database}",
        "NACHFASS_TEAM__MEMBERS": members,
        "NACHFASS_LOG__LEVEL": "warning",
        **more,
    }


def stocked(asked: argparse.Namespace, name: str) -> Path:
    """A fresh database: each rep has the same surnames once, then numbered firms, down to `--contacts`."""
    stock = asked.folder / f"stock-{asked.reps}-{asked.contacts}.db"
    if not stock.exists():
        _fill(asked, stock)
    for part in asked.folder.glob(f"{name}*"):
        part.unlink()
    return Path(shutil.copy(stock, asked.folder / name))


def _fill(asked: argparse.Namespace, file: Path) -> None:
    settings = load(None, environment(asked, file))
    store = Store(settings.database.url, policy(settings))
    store.prepare()
    now = datetime.now(UTC) - timedelta(days=3)
    for chat in settings.team.members:
        with store.work() as work:
            _stock(work, chat, asked.contacts // asked.reps, now)
    store.close()


def _stock(work: Work, chat: int, each: int, now: datetime) -> None:
    member = work.members.admit(chat, name=f"Rep {chat}", lead=False, now=now)
    for number in range(each):
        surname = SURNAMES[number] if number < len(SURNAMES) else f"Betrieb{number}"
        contact = work.contacts.add(NewContact(name=f"Anna {surname}"), owner=member.id, now=now)
        work.settle(contact, None, now=now)


def script(asked: argparse.Namespace) -> Path:
    file: Path = asked.folder / "lines.txt"
    file.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return file


def botload(asked: argparse.Namespace, command: str, *options: str, env: Mapping[str, str]) -> dict[str, Any]:
    """One run of botload; its report."""
    argv = [sys.executable, str(asked.botload / "botload.py"), "run", "--cmd", command]
    argv += ["--token", TOKEN, "--port", str(asked.port), "--chats", str(asked.reps), "--one-line"]
    argv += ["--server-cpu", str(asked.server_cpu), "--bot-cpu", str(asked.bot_cpu)]
    argv += ["--bot-log", str(asked.folder / "bot.log"), *options]
    child_env = os.environ | {"PYTHONPATH": str(ROOT)} | env
    done = subprocess.run(argv, env=child_env, capture_output=True, text=True, check=False, cwd=asked.folder)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"{shlex.join(argv)}\n{done.stdout}{done.stderr}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def nachfass() -> str:
    return f"{shlex.quote(sys.executable)} -m bot run"


def echo(asked: argparse.Namespace) -> str:
    return shlex.join([sys.executable, str(asked.botload / "bots" / "ptb_echo.py")])


def median(reports: Sequence[Mapping[str, Any]], *path: str) -> float:
    """The middle of what the runs say at this place."""

    def at(report: Any) -> float:
        for part in path:
            report = report[part]
        return float(report or 0)

    return statistics.median(at(report) for report in reports)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    lines = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())  # noqa: T201

"""`python -m bot …`: what an installer types, and what he is told."""

import os
import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.checks import Finding, check
from bot.cli import arguments, commands
from bot.cli.arguments import UsageError, parse
from bot.clock import MovedClock, SystemClock
from bot.settings import load

TOKEN = "123456789:AAsecretsecretsecretsecretsecretsec"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def typed(*argv, folder, **environ):
    """Run it as an installer does, in a folder of its own."""
    home = {name: value for name, value in os.environ.items() if not name.startswith("NACHFASS_")}
    root = str(Path(__file__).parents[2])
    return subprocess.run(  # noqa: S603 – our own interpreter
        [sys.executable, "-m", "bot", *argv],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=home | {"PYTHONPATH": root} | environ,
    )


def slip(*argv):
    with pytest.raises(UsageError) as caught:
        parse(argv)
    return caught.value.what


def test_demo_needs_nothing():
    asked = parse(["demo"])
    assert (asked.command, asked.script, asked.empty, asked.now, asked.database) == (
        "demo",
        None,
        False,
        None,
        None,
    )
    assert (asked.keep, asked.port) == (None, 0)


def test_demo_takes_a_script_a_moment_and_a_database():
    asked = parse(
        ["demo", "--script", "-", "--empty", "--now", "2026-03-02 09:00", "--database", "sqlite:///x.db"]
    )
    assert (asked.script, asked.empty, asked.database) == ("-", True, "sqlite:///x.db")
    assert asked.now == datetime(2026, 3, 2, 9)  # noqa: DTZ001 – wall clock of the team


def test_a_configuration_may_lie_anywhere():
    assert parse(["run", "--config", "/etc/nachfass.toml"]).config == Path("/etc/nachfass.toml")
    assert parse(["check"]).config is None


@pytest.mark.parametrize(
    ("argv", "what"),
    [
        ([], "Es fehlt: BEFEHL."),
        (["rum"], "Den Befehl „rum“ gibt es nicht, gemeint ist vielleicht „run“."),
        (["run", "--fast"], "Unbekannt: --fast."),
        (["run", "--config"], "--config braucht einen Wert."),
        (["demo", "--empty=1"], "--empty nimmt keinen Wert."),
        (["demo", "--now", "gestern"], "„gestern“ ist kein Zeitpunkt wie 2026-03-02 09:00."),
        (["demo", "--port", "99999"], "„99999“ ist keine Portnummer von 0 bis 65535."),
        (["invite"], "Es fehlt: --lead."),
    ],
)
def test_a_slip_is_named_in_german(argv, what):
    assert slip(*argv) == what


def test_help_lists_the_commands_in_german(tmp_path):
    done = typed("--help", folder=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("Aufruf: python -m bot")
    assert "Befehle:" in done.stdout
    assert "usage" not in done.stdout + typed("demo", "--help", folder=tmp_path).stdout


def test_an_error_is_two_lines_and_no_traceback(tmp_path):
    (tmp_path / "config.toml").write_text("[team]\ntimezon = 'UTC'\n", encoding="utf-8")
    done = typed("run", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "config.toml: [team] timezon ist unbekannt.",
        "Gemeint ist vielleicht [team] timezone.",
    ]


def test_a_wrong_command_line_is_two_lines(tmp_path):
    done = typed("rnu", folder=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 2


class Telegram(BaseHTTPRequestHandler):
    """Answers getMe for one token; its clock is the machine's."""

    def do_GET(self):
        known = self.path == f"/bot{TOKEN}/getMe"
        body = b'{"ok": true, "result": {"username": "nachfass_bot"}}' if known else b'{"ok": false}'
        self.send_response(200 if known else 401)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        """Keep still."""


@pytest.fixture
def telegram():
    with ThreadingHTTPServer(("127.0.0.1", 0), Telegram) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/bot"
        server.shutdown()
        thread.join()


def checked(capsys, base_url, token=TOKEN, clock=None, **found):
    environ = {"NACHFASS_TELEGRAM__BASE_URL": base_url, "NACHFASS_TELEGRAM__TOKEN": token}
    code = check(lambda: load(None, environ), clock=clock or SystemClock(), **found)
    lines = capsys.readouterr().out
    assert "secret" not in lines
    return code, lines


def test_check_says_ok_line_by_line(capsys, telegram):
    code, lines = checked(capsys, telegram, database=lambda _: [Finding("Datenbank", "erreichbar")])
    assert code == 0
    assert [line.split(":")[0] for line in lines.splitlines()] == [
        "ok     Einstellungen",
        "ok     Datenbank",
        "ok     Token",
        "ok     Uhr",
        "ok     Zone",
        "ok     Platz",
    ]
    assert "@nachfass_bot" in lines


def test_check_finds_a_wrong_token(capsys, telegram):
    code, lines = checked(capsys, telegram, token="1:othersecret")
    assert code == 1
    assert "FEHLER Token: von Telegram abgelehnt – Hol bei @BotFather" in lines


def test_check_finds_a_wrong_clock(capsys, telegram):
    slow = MovedClock(SystemClock().now() - timedelta(minutes=5), running=False)
    code, lines = checked(capsys, telegram, clock=slow)
    assert code == 1
    assert "FEHLER Uhr: geht 300 s nach" in lines or "FEHLER Uhr: geht 299 s nach" in lines


def test_check_finds_telegram_out_of_reach(capsys):
    code, lines = checked(capsys, "http://127.0.0.1:9/bot")
    assert code == 1
    assert "FEHLER Telegram: nicht erreichbar" in lines


def test_check_stops_at_wrong_settings(tmp_path):
    done = typed("check", folder=tmp_path, NACHFASS_TEAM__TIMEZONE="Mars/Olympus")
    assert done.returncode == 1
    assert done.stdout.startswith("FEHLER Einstellungen: NACHFASS_TEAM__TIMEZONE")
    assert len(done.stdout.splitlines()) == 1


def test_what_we_write_is_for_the_owner_alone(tmp_path):
    code = "import os; from bot.cli.main import main; main(['rnu'], {}); open('made', 'w')"
    subprocess.run(  # noqa: S603 – our own interpreter
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert stat.S_IMODE((tmp_path / "made").stat().st_mode) == 0o600


def test_a_moved_clock_stands_where_it_was_set():
    clock = MovedClock(NOON, running=False)
    assert clock.now() == NOON
    clock.set(NOON + timedelta(days=7))
    assert clock.now() == NOON + timedelta(days=7)


def test_a_running_clock_goes_on_from_where_it_was_set():
    passed = iter([100.0, 103.0, 110.0, 111.0])
    clock = MovedClock(NOON, running=True, seconds=lambda: next(passed))
    assert clock.now() == NOON + timedelta(seconds=3)
    clock.set(NOON)
    assert clock.now() == NOON + timedelta(seconds=1)


def test_every_command_that_can_be_typed_is_carried_out():
    assert set(arguments.COMMANDS) == set(commands.COMMANDS)


def test_a_backup_is_made_and_goes_back_only_into_an_empty_place(tmp_path):
    one, two = ({"NACHFASS_DATABASE__URL": f"sqlite:///{name}.db"} for name in ("one", "two"))
    assert typed("rebuild", folder=tmp_path, **one).returncode == 0
    assert typed("backup", "copies", folder=tmp_path, **one).returncode == 0
    (made,) = (tmp_path / "copies").iterdir()
    assert typed("restore", str(made), folder=tmp_path, **two).returncode == 0
    assert (tmp_path / "two.db").exists()
    broken = typed("restore", "nowhere.db", folder=tmp_path, **two)
    assert broken.returncode == 2
    assert "keine heile Sicherung" in broken.stderr


def test_a_database_that_isnt_there_is_said_in_two_lines(tmp_path):
    away = {
        "NACHFASS_DATABASE__URL": "postgresql://nobody@127.0.0.1:9/none",
        "NACHFASS_TELEGRAM__TOKEN": TOKEN,
    }
    ended = typed("run", folder=tmp_path, **away)
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[0].startswith("Die Datenbank ist nicht zu erreichen: ")
    assert len(ended.stderr.splitlines()) == 2

"""`python -m bot …`: what an installer types, and what he is told."""

import logging
import os
import re
import shlex
import signal
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
from bot.cli.main import main
from bot.clock import MovedClock, SystemClock
from bot.exports.files import Order, size_of
from bot.settings import load
from storage.reading import reading

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


@pytest.fixture
def installed(tmp_path, monkeypatch, capsys):
    """Typed in a folder of its own; what comes back: the code and what was said on both streams."""
    handlers, level, mask = logging.root.handlers[:], logging.root.level, os.umask(0o077)
    for name in [name for name in os.environ if name.startswith("NACHFASS_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
        (tmp_path / name).chmod(0o644)
    (tmp_path / "folder").mkdir()

    def run(line, **environ):
        code = main(shlex.split(line), environ)
        return code, capsys.readouterr()

    yield run
    logging.root.handlers[:], logging.root.level = handlers, level
    os.umask(mask)


FILES = {
    "customers.csv": b"Name\nAnna\n",
    "bought.csv": b"Kunde;Datum;Betrag\na;1.1.2026;5\n",
    "empty.csv": b"",
    "picture.csv": b"\x89PNG\r\n\x1a\n0000",
    "book.xlsx": b"PK\x03\x04\x00\x00",
    "noise.db": bytes(range(256)) * 20,
    "text.json": b"hallo\n",
    "cut.json": b'{"nachfass":{"format":1,"schema":"0001"}\n',
    "newer.json": b'{"nachfass":{"format":9,"schema":"9999"}\n',
    "script.txt": b"> /hilfe\n",
    "key.toml": b"[team]\ntimezon = 'UTC'\n",
    "section.toml": b"[tema]\nname = 'x'\n",
    "broken.toml": b"[team\n",
    "kind.toml": b"[database]\nurl = 5\n",
    "open.toml": b"[telegram]\ntoken = '123456789:AAsecretsecretsecretsecretsecretsec'\n",
    "wide.toml": b"\xff\xfe",
}
AWAY = "postgresql://nobody:hidden@127.0.0.1:9/none"
HELP = "python -m bot --help zeigt, was geht."
SLIPS = [  # what was typed, the first line that is said, and the second where it isn't `HELP`
    ("", "Es fehlt: BEFEHL.", HELP),
    ("rnu", "Den Befehl „rnu“ gibt es nicht, gemeint ist vielleicht „run“.", HELP),
    ("run", "Der Bot-Token fehlt.", "Hol ihn bei @BotFather …"),
    ("run extra", "Unbekannt: extra.", HELP),
    ("run --config", "--config braucht einen Wert.", HELP),
    ("run --config none.toml", "none.toml lässt sich nicht lesen: …", "Leg die Datei an …"),
    ("run --config folder", "folder lässt sich nicht lesen: …", "Leg die Datei an …"),
    (
        "run --config key.toml",
        "key.toml: [team] timezon ist unbekannt.",
        "Gemeint ist vielleicht [team] timezone.",
    ),
    ("run --config section.toml", "section.toml: tema ist unbekannt.", "Gemeint ist vielleicht [team] …"),
    ("run --config broken.toml", "broken.toml ist kein gültiges TOML: …", "Berichtige diese Stelle."),
    ("run --config wide.toml", "wide.toml ist kein gültiges TOML: …", "Berichtige diese Stelle."),
    (
        "run --config kind.toml",
        "kind.toml: [database] url: Der Wert ist kein Text.",
        "Setz den Wert in Anführungszeichen…",
    ),
    (
        "run --config open.toml",
        "open.toml enthält ein Geheimnis und ist für andere lesbar.",
        "chmod 600 open.toml …",
    ),
    ("analyse bought.csv --config key.toml", "key.toml: [team] timezon ist unbekannt.", "Gemeint ist …"),
    ("check extra", "Unbekannt: extra.", HELP),
    ("rebuild extra", "Unbekannt: extra.", HELP),
    ("invite", "Es fehlt: --lead.", HELP),
    ("invite --lead --member", "Unbekannt: --member.", HELP),
    ("demo extra", "Unbekannt: extra.", HELP),
    ("demo --script none.txt", "Das Drehbuch „none.txt“ lässt sich nicht lesen: …", "Nenn eine Textdatei…"),
    ("demo --script folder", "Das Drehbuch „folder“ lässt sich nicht lesen: …", "Nenn eine Textdatei…"),
    ("demo --now morgen", "„morgen“ ist kein Zeitpunkt wie 2026-03-02 09:00.", HELP),
    ("demo --port abc", "„abc“ ist keine Portnummer von 0 bis 65535.", HELP),
    ("demo --keep script.txt", "Der Ordner „script.txt“ lässt sich nicht anlegen: …", "Nenn hinter --keep …"),
    (
        "demo --keep /proc/none --script script.txt",
        "Der Ordner „/proc/none“ lässt sich nicht …",
        "Nenn hinter --keep …",
    ),
    (
        "demo --database x --script script.txt",
        "Die Adresse hinter --database ist keine …",
        'Schreib "sqlite:///…',
    ),
    (
        "demo --database sqlite:///x.db --keep y",
        "--database und --keep schließen einander aus.",
        "Nimm eines von beiden.",
    ),
    (
        "demo --database sqlite:///noise.db --script script.txt",
        "Die Datenbank ist nicht zu lesen: …",
        "Prüf [database] …",
    ),
    ("import", "Es fehlt: DATEI.", HELP),
    ("import customers.csv customers.csv", "Unbekannt: customers.csv.", HELP),
    ("import none.csv", "none.csv lässt sich nicht lesen: …", "Nenn eine Datei .csv, .xlsx oder .vcf."),
    ("import folder", "folder lässt sich nicht lesen: …", "Nenn eine Datei .csv, .xlsx oder .vcf."),
    ("import empty.csv", "empty.csv ist leer, darin steht keine Zeile. …", "Prüf die Datei."),
    ("import picture.csv", "picture.csv ist ein Bild. …", "Prüf die Datei."),
    ("import book.xlsx", "book.xlsx …", "…"),
    (
        "import customers.csv",
        "Noch gehört niemand zur Leitung.",
        "Lade zuerst ein: python -m bot invite --lead",
    ),
    ("import customers.csv --as abc", "„abc“ ist keine Telegram-Kennung wie 123456789.", HELP),
    ("import customers.csv --as 7", "7 ist kein Mitglied.", "Es gibt: …"),
    ("import customers.csv --sheet X", "Ein Blatt „X“ hat customers.csv nicht.", "Es gibt: …"),
    ("import none.json", "none.json lässt sich nicht lesen: …", "Nenn eine Datei aus python -m bot export …"),
    ("import text.json", "text.json ist kein Archiv von Nachfass. …", "Nimm eine Datei aus …"),
    ("import cut.json", "cut.json ist beschädigt, bemerkt in Zeile …", "Nimm eine unveränderte Datei."),
    ("import newer.json", "newer.json stammt von einer neueren Version …", "Bring diese Installation …"),
    ("export", "Es fehlt: --format.", HELP),
    ("export --format pdf", "Format „pdf“ gibt es nicht, nur json, csv, xlsx und vcf.", HELP),
    ("export --format csv --table foo", "Tabelle „foo“ gibt es nicht, …", HELP),
    ("export --format csv", "Die Datenbank nachfass.db gibt es nicht.", "Prüf [database] url."),
    ("analyse", "Es fehlt: DATEI.", HELP),
    ("analyse none.csv", "none.csv gibt es nicht als Datei.", "Prüf den Pfad."),
    ("analyse folder", "folder gibt es nicht als Datei.", "Prüf den Pfad."),
    ("analyse empty.csv", "empty.csv ist leer.", "Schreib in die erste Zeile …"),
    ("analyse picture.csv", "picture.csv ist keine Tabelle mit Käufen: ein Bild.", "Speichere die Tabelle …"),
    ("analyse book.xlsx", "book.xlsx ist nicht zu lesen: die Arbeitsmappe ist beschädigt.", "…"),
    ("analyse customers.csv", "In der ersten Zeile fehlt: Datum, Betrag.", "Schreib in die erste Zeile …"),
    ("analyse bought.csv --as-of 2026-02-31", "„2026-02-31“ ist kein Tag wie 2026-03-02.", HELP),
    ("analyse bought.csv --months -1", "„-1“ ist weder eine Zahl von Monaten wie 24 noch all.", HELP),
    ("analyse bought.csv --horizon 999999", "„999999“ ist keine Zahl von Tagen wie 365.", HELP),
    ("analyse bought.csv --plot", "--plot braucht einen Wert.", HELP),
    (
        "analyse bought.csv --plot none/x.png",
        "none/x.png lässt sich nicht schreiben: …",
        "Nimm einen Ordner, …",
    ),
    ("backup", "Wohin mit der Sicherung?", "Nenn einen Ordner: python -m bot backup ORDNER"),
    ("backup folder", "Die Datenbank nachfass.db gibt es nicht.", "Prüf [database] url."),
    ("restore", "Es fehlt: DATEI.", HELP),
    ("restore none.db", "none.db ist keine heile Sicherung …", "Nimm eine andere Datei."),
    ("restore noise.db", "noise.db ist keine heile Sicherung …", "Nimm eine andere Datei."),
    ("restore empty.csv", "empty.csv ist keine heile Sicherung …", "Nimm eine andere Datei."),
    ("restore folder", "folder ist keine heile Sicherung …", "Nimm eine andere Datei."),
]


def fits(said, wanted):
    return re.fullmatch(".*".join(map(re.escape, wanted.split("…"))), said)


@pytest.mark.parametrize(("line", "what", "remedy"), SLIPS, ids=[line or "nothing" for line, *_ in SLIPS])
def test_whatever_is_typed_is_answered_in_two_lines(installed, line, what, remedy):
    lead = {"NACHFASS_TEAM__LEADS": "[1]"} if "customers.csv --" in line or "picture" in line else {}
    code, said = installed(line, **lead)
    lines = said.err.splitlines()
    assert code not in {0, 1}
    assert len(lines) == 2, said.err
    assert fits(lines[0], what), lines
    assert fits(lines[1], remedy), lines


WHERE = [
    (AWAY, "rebuild", "Die Datenbank ist nicht zu erreichen: …", "Prüf [database] url und ob sie läuft."),
    (AWAY, "export --format json", "Die Datenbank ist nicht zu erreichen: …", "Prüf [database] url …"),
    (AWAY, "import customers.csv", "Die Datenbank ist nicht zu erreichen: …", "Prüf [database] url …"),
    (AWAY, "import text.json", "Die Datenbank ist nicht zu erreichen: …", "Prüf [database] url …"),
    (AWAY, "invite --lead", "Die Datenbank ist nicht zu erreichen: …", "Prüf [database] url …"),
    (AWAY, "backup folder", "Diese Datenbank ist keine Datei.", "Nimm pg_dump …"),
    (AWAY, "restore noise.db", "Diese Datenbank ist keine Datei.", "Nimm pg_dump …"),
    ("mysql://x/y", "rebuild", "… Der Wert ist keine Datenbankadresse.", "Schreib …"),
    (
        "postgresql://x:secret@h:port/y",
        "rebuild",
        "… nennt einen Port, der keine Zahl bis 65535 ist.",
        "Schreib …",
    ),
    (
        "sqlite:///none/x.db",
        "rebuild",
        "none/x.db ist nicht zu gebrauchen: …",
        "Prüf, ob es den Ordner gibt …",
    ),
    ("sqlite:////proc/none/x.db", "rebuild", "/proc/none/x.db ist nicht zu gebrauchen: …", "Prüf, ob …"),
    ("sqlite:///folder", "rebuild", "Die Datenbank ist nicht zu erreichen: …", "Prüf [database] url …"),
    ("sqlite:///noise.db", "rebuild", "Die Datenbank ist nicht zu lesen: …", "Prüf [database] url; …"),
    (
        "sqlite:///noise.db",
        "export --format csv",
        "Die Datenbank ist nicht zu lesen: …",
        "Prüf [database] url; …",
    ),
    ("sqlite:///noise.db", "backup folder", "Die Datenbank ist nicht zu lesen: …", "Prüf [database] url; …"),
]


@pytest.mark.parametrize(("url", "line", "what", "remedy"), WHERE)
def test_a_database_that_cannot_be_used_is_said_in_two_lines(installed, url, line, what, remedy):
    code, said = installed(line, NACHFASS_DATABASE__URL=url)
    lines = said.err.splitlines()
    assert code == 2
    assert len(lines) == 2, said.err
    assert fits(lines[0], what), lines
    assert fits(lines[1], remedy), lines
    assert "hidden" not in said.err + said.out


@pytest.mark.parametrize("line", ["export --format csv --out {}", "backup {}"])
@pytest.mark.parametrize("place", ["none/x", "/proc/x", "script.txt/x"])
def test_where_nothing_can_be_written_it_is_said_and_nothing_is_left(installed, tmp_path, line, place):
    assert installed("rebuild")[0] == 0
    before = set(tmp_path.rglob("*"))
    if place == "none/x" and "backup" in line:
        place = "script.txt"  # a folder that isn't there is made
    code, said = installed(line.format(place))
    assert code == 2
    assert len(said.err.splitlines()) == 2, said.err
    assert set(tmp_path.rglob("*")) == before


ENVIRON = [
    ("NACHFASS_TELEGRAM__TOKN", "x", "Gemeint ist vielleicht NACHFASS_TELEGRAM__TOKEN."),
    ("NACHFASS_TEAM", "x", "Gemeint ist vielleicht NACHFASS_TEAM__NAME."),
    ("NACHFASS_LIMITS__IMPORT_MBS", "1", "Gemeint ist vielleicht NACHFASS_LIMITS__IMPORT_MB."),
    ("NACHFASS_TELEGRAM__TOKEN", "abc", "Hol ihn bei @BotFather"),
    ("NACHFASS_TEAM__LEADS", "abc", "Schreib eine Liste"),
    ("NACHFASS_TEAM__LEADS", "5", "Schreib eine Liste"),
    ("NACHFASS_LIMITS__IMPORT_MB", "viel", "Schreib eine ganze Zahl"),
    ("NACHFASS_LIMITS__IMPORT_MB", "-1", "Schreib eine ganze Zahl"),
    ("NACHFASS_LIMITS__IMPORT_ROWS", "1.5", "Schreib eine ganze Zahl"),
    ("NACHFASS_TEAM__CURRENCY", "Euro", "Schreib drei Buchstaben"),
    ("NACHFASS_TEAM__COUNTRY", "XX", "Möglich:"),
    ("NACHFASS_TEAM__TIMEZONE", "Mars/Olympus", "Nimm einen Namen wie Europe/Berlin"),
    ("NACHFASS_LOG__LEVEL", "laut", "Möglich:"),
    ("NACHFASS_REMINDERS__QUIET_HOURS", "nachts", "Schreib zwei Uhrzeiten"),
    ("NACHFASS_BACKUP__EVERY", "0h", "Schreib Zahl und Einheit"),
    ("NACHFASS_HEALTH__PORT", "99999", "Schreib eine ganze Zahl von 1 bis 65535."),
    ("NACHFASS_TEAM__SELLS_AT_WEEKENDS", "vielleicht", "Schreib true oder false"),
]


@pytest.mark.parametrize(("name", "value", "remedy"), ENVIRON)
@pytest.mark.parametrize("line", ["rebuild", "check"])
def test_a_wrong_value_of_the_environment_is_named_with_what_to_write(installed, line, name, value, remedy):
    code, said = installed(line, **{name: value})
    lines = (said.err or said.out).splitlines()
    assert (code, len(lines)) == ((2, 2) if line == "rebuild" else (1, 1)), lines
    assert remedy in lines[-1]
    assert lines[0].split()[0] in {"FEHLER", f"{name}:", name, "[team]", "Der"}


def test_check_says_that_the_databases_folder_isnt_there(installed, tmp_path):
    code, said = installed("check", NACHFASS_DATABASE__URL="sqlite:///none/x.db")
    assert code == 1
    assert f"FEHLER Datenbank: den Ordner {tmp_path / 'none'} gibt es nicht – Leg ihn an" in said.out


KILLED_AT_THE_NAME = """
import os, signal, sys
sys.addaudithook(lambda event, _: os.kill(os.getpid(), signal.SIGKILL) if event == "os.rename" else None)
from bot.cli.main import main
sys.exit(main(sys.argv[1:], os.environ))
"""


@pytest.mark.parametrize(
    ("line", "made"),
    [
        ("export --format json --out team.json", "team.json"),
        ("export --format csv --out team.csv", "team.csv"),
        ("backup copies", "copies/nachfass-*.db"),
        ("restore whole.db", "new.db"),
        ("import bad.csv", "bad-fehler.csv"),
    ],
)
def test_a_kill_before_the_end_leaves_no_half_file(tmp_path, line, made):
    """A file gets its name in the last step of all."""
    old = {"NACHFASS_DATABASE__URL": "sqlite:///old.db", "NACHFASS_TEAM__LEADS": "[1]"}
    (tmp_path / "bad.csv").write_text(
        "Name;Datum;Betrag\nAnna;31.2.2025;5\nBert;1.2.2025;5\n", encoding="utf-8"
    )
    assert typed("rebuild", folder=tmp_path, **old).returncode == 0
    assert typed("backup", ".", folder=tmp_path, **old).returncode == 0
    next(tmp_path.glob("nachfass-*.db")).rename(tmp_path / "whole.db")
    if line.startswith("restore"):
        old["NACHFASS_DATABASE__URL"] = "sqlite:///new.db"
    home = {"PYTHONPATH": str(Path(__file__).parents[2]), **old}
    done = subprocess.run(  # noqa: S603 – our own interpreter
        [sys.executable, "-c", KILLED_AT_THE_NAME, *shlex.split(line)],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env=os.environ | home,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert list(tmp_path.glob(made)) == []
    for left in tmp_path.rglob("*.part"):  # an hour later it is cleared away
        os.utime(left, (0, 0))
    assert typed(*shlex.split(line), folder=tmp_path, **old).returncode in {0, 1}
    assert len(list(tmp_path.glob(made))) == 1
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize(("form", "rows"), [("csv", 1), ("xlsx", 4), ("vcf", 1)], ids=["csv", "xlsx", "vcf"])
def test_an_export_tells_how_far_it_is(tmp_path, form, rows):
    """As many as it has said there would be."""
    (tmp_path / "one.csv").write_text("Name;Datum;Betrag\nAnna;1.2.2025;5\n", encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'team.db'}"
    environ = {"NACHFASS_DATABASE__URL": url, "NACHFASS_TEAM__LEADS": "[1]"}
    assert typed("import", "one.csv", folder=tmp_path, **environ).returncode == 0
    order = Order("contacts" if form == "csv" else form, None, "Europe/Berlin", team=True)
    with reading(url) as connection:
        assert size_of(connection, order) == rows

"""What can be typed after `python -m bot`, and what is said about a slip."""

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from bot.settings import ConfigError

HELP = "python -m bot --help zeigt, was geht."
PROG = "python -m bot"
SLIPS = (  # argparse's own words, which are English, and ours
    (r"unrecognized arguments: (.*)", "Unbekannt: {}."),
    (r"the following arguments are required: (.*)", "Es fehlt: {}."),
    (r"argument (\S+): expected .*", "{} braucht einen Wert."),
    (r"argument (\S+): ignored explicit argument .*", "{} nimmt keinen Wert."),
    (r"argument \S+: (.*)", "{}"),
)


class UsageError(ConfigError):
    """The command line itself was wrong."""


class Parser(argparse.ArgumentParser):
    """Speaks German, and leaves it to the caller how an error is shown."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given, add_help=False, allow_abbrev=False, formatter_class=Formatter)
        self.switches = self.add_argument_group("Schalter")
        self.switches.add_argument("-h", "--help", action="help", help="diese Hilfe")

    def error(self, message: str) -> NoReturn:
        if unknown := re.search(r"invalid choice: '(.*?)'", message):
            raise UsageError(unknown_command(unknown[1]), HELP)
        for pattern, words in SLIPS:
            if found := re.fullmatch(pattern, message):
                message = words.format(found[1])
                break
        raise UsageError(message, HELP)


class Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Aufruf: " if prefix is None else prefix)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line; raises UsageError, or SystemExit(0) after --help."""
    parser = Parser(prog=PROG, description="Nachfass, der Telegram-Bot für den Vertrieb.")
    commands = parser.add_subparsers(
        title="Befehle", dest="command", metavar="BEFEHL", required=True, parser_class=Parser
    )
    for name, (about, add_switches) in COMMANDS.items():
        add_switches(commands.add_parser(name, help=about, description=about))
    return parser.parse_args(argv)


def unknown_command(name: str) -> str:
    near = get_close_matches(name, COMMANDS, n=1, cutoff=0)[0]
    return f"Den Befehl „{name}“ gibt es nicht, gemeint ist vielleicht „{near}“."


def _config(parser: Parser) -> None:
    parser.switches.add_argument(
        "--config", type=Path, metavar="DATEI", help="Einstellungen (sonst config.toml in diesem Ordner)"
    )


def _demo(parser: Parser) -> None:
    add = parser.switches.add_argument
    add(
        "--script",
        metavar="DATEI",
        help="spielt ein Drehbuch im Terminal, - liest die Standardeingabe; \\n im Text ist ein Zeilenumbruch",
    )
    add("--empty", action="store_true", help="beginnt mit einer Leitung und ohne Daten")
    add("--now", type=local_moment, metavar="ZEIT", help='stellt die Uhr, etwa "2026-03-02 09:00"')
    add("--database", metavar="URL", help="eine andere Datenbank als eine vorübergehende")
    add("--keep", type=Path, metavar="ORDNER", help="behält die Daten in diesem Ordner")
    add("--port", type=port, default=0, metavar="PORT", help="Port der Webseite (sonst ein freier)")


def _invite(parser: Parser) -> None:
    _config(parser)
    add = parser.switches.add_argument
    add("--lead", action="store_true", required=True, help="die Eingeladene gehört zur Leitung")


def _backup(parser: Parser) -> None:
    _config(parser)
    parser.add_argument(
        "folder", type=Path, nargs="?", metavar="ORDNER", help="wohin; sonst [backup] directory"
    )


def _restore(parser: Parser) -> None:
    _config(parser)
    parser.add_argument("file", type=Path, metavar="DATEI", help="eine Sicherung")


def _analyse(parser: Parser) -> None:
    _config(parser)
    parser.add_argument("file", type=Path, metavar="DATEI", help="CSV mit customer_id,date,amount")
    add = parser.switches.add_argument
    add("--as-of", type=day, metavar="TAG", help="Stand, etwa 2026-03-02 (sonst der letzte Tag der Datei)")
    add("--horizon", type=days, metavar="TAGE", help="wer später wiederkommt, zählt als nicht zurück (365)")
    add(
        "--months",
        type=months,
        metavar="MONATE",
        help="Fenster aus den Erstkäufen so vieler Monate; all = aus allen",
    )
    add("--json", action="store_true", help="die Zahlen für Programme")
    add("--plot", type=Path, metavar="BILD.png", help="zeichnet Fenster und Matrix")


def _export(parser: Parser) -> None:
    _config(parser)
    add = parser.switches.add_argument
    add(
        "--format",
        required=True,
        type=export_format,
        metavar="FORMAT",
        help="json (vollständig, wieder einzulesen), csv, xlsx oder vcf",
    )
    add("--out", type=Path, metavar="DATEI", help="wohin; sonst auf die Standardausgabe")
    add(
        "--table",
        type=export_table,
        default="kontakte",
        metavar="TABELLE",
        help="was als CSV: kontakte (sonst), eintraege oder kaeufe",
    )


def _import(parser: Parser) -> None:
    _config(parser)
    parser.add_argument("file", type=Path, metavar="DATEI", help=".csv, .xlsx, .vcf oder ein JSON-Archiv")
    add = parser.switches.add_argument
    add(
        "--as",
        dest="member",
        type=telegram_id,
        metavar="KENNUNG",
        help="Telegram-Kennung, der die Kontakte gehören (sonst die Leitung)",
    )
    add("--sheet", default="", metavar="BLATT", help="welches Blatt einer Arbeitsmappe")


def export_format(text: str) -> str:
    return _one_of(text, ("json", "csv", "xlsx", "vcf"), "Format")


def export_table(text: str) -> str:
    return _one_of(text, ("kontakte", "eintraege", "kaeufe"), "Tabelle")


def _one_of(text: str, known: tuple[str, ...], what: str) -> str:
    if text.lower() not in known:
        raise argparse.ArgumentTypeError(
            f"{what} „{text}“ gibt es nicht, nur {', '.join(known[:-1])} und {known[-1]}."
        )
    return text.lower()


def telegram_id(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,18}", text):
        raise argparse.ArgumentTypeError(f"„{text}“ ist keine Telegram-Kennung wie 123456789.")
    return int(text)


def local_moment(text: str) -> datetime:
    """Wall-clock time in the team's zone, hence naive."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise argparse.ArgumentTypeError(f"„{text}“ ist kein Zeitpunkt wie 2026-03-02 09:00.") from None


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"„{text}“ ist kein Tag wie 2026-03-02.") from None


def days(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,4}", text):
        raise argparse.ArgumentTypeError(f"„{text}“ ist keine Zahl von Tagen wie 365.")
    return int(text)


def months(text: str) -> int:
    """`all` is 0, as in the settings."""
    if text not in {"all", "alle"} and not re.fullmatch(r"[1-9]\d{0,3}", text):
        raise argparse.ArgumentTypeError(f"„{text}“ ist weder eine Zahl von Monaten wie 24 noch all.")
    return 0 if text.startswith("all") else int(text)


def port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:  # noqa: PLR2004 – the last there is; 0 = any free one
        raise argparse.ArgumentTypeError(f"„{text}“ ist keine Portnummer von 0 bis 65535.")
    return int(text)


COMMANDS: dict[str, tuple[str, Callable[[Parser], None]]] = {
    "run": ("der Bot; bringt zuerst seine Datenbank auf Stand", _config),
    "demo": ("derselbe Bot ohne Telegram, mit einer Webseite als Telefon", _demo),
    "check": ("prüft Einstellungen, Datenbank, Token, Uhr, Zone und Platz", _config),
    "invite": ("einmalige Einladung für die erste Leitung", _invite),
    "backup": ("geprüfte Kopie der Datenbank, auch während der Bot läuft", _backup),
    "restore": ("spielt eine Kopie in eine leere Datenbank ein", _restore),
    "analyse": ("Zweitkauf-Fenster, Kundenmatrix und ABC aus einer CSV-Datei mit Käufen, ohne Bot", _analyse),
    "import": ("Kontakte und Käufe aus einer Datei, oder ein JSON-Archiv in eine leere Datenbank", _import),
    "export": ("die Daten des Teams als JSON-Archiv, CSV, Excel oder vCards", _export),
    "rebuild": ("rechnet alles Abgeleitete aus den Ereignissen neu", _config),
}

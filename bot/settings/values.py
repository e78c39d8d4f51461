"""How each kind of value is read from TOML or from the environment."""

import re
from collections.abc import Callable, Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Any, Literal, get_args, get_origin
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.settings.errors import Unreadable
from bot.settings.kinds import Address, Currency, DatabaseUrl, Ids, Port, Secret, Span, Weekday, Weekdays

WEEKDAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
MOST = 1_000_000  # no count of days, minutes or rows needs more, and calendar sums stay inside year 9999


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Unreadable("ist kein Text", 'Setz den Wert in Anführungszeichen: "…".')
    return value.strip()


def _secret(value: object) -> Secret:
    return Secret(_text(value))


def _path(value: object) -> Path:
    text = _text(value)
    try:
        return Path(text).expanduser()
    except RuntimeError:  # ~somebody who isn't there
        raise Unreadable("ist kein Pfad", "Schreib den ganzen Pfad, ohne ~.") from None


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise Unreadable("ist weder true noch false", "Schreib true oder false, ohne Anführungszeichen.")
    return value


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise Unreadable("ist keine ganze Zahl ab 0", f"Schreib eine ganze Zahl von 0 bis {MOST}.")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST:
        raise Unreadable("ist keine Zahl ab 0", f"Schreib eine Zahl von 0 bis {MOST}, etwa 0.5 oder 30.")
    return float(value)


def _port(value: object) -> Port:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 65535:  # noqa: PLR2004
        raise Unreadable("ist keine Portnummer", "Schreib eine ganze Zahl von 1 bis 65535.")
    return Port(value)


def _address(value: object) -> Address:
    text = _text(value)
    if not re.match(r"https?://[^\s/]+", text):
        raise Unreadable("ist keine Adresse", "Schreib eine Adresse, die mit https:// oder http:// beginnt.")
    return Address(text)


def _database(value: object) -> DatabaseUrl:
    text = _text(value)
    remedy = 'Schreib "sqlite:///datei.db" oder "postgresql://name:passwort@rechner/datenbank".'
    if not re.match(r"(sqlite|postgresql)(\+\w+)?://", text) or not re.fullmatch(r"[^\[\]\s]+", text):
        raise Unreadable("ist keine Datenbankadresse", remedy)
    try:
        urlsplit(text).port  # noqa: B018 – raises where it is none
    except ValueError:
        raise Unreadable("nennt einen Port, der keine Zahl bis 65535 ist", remedy) from None
    return DatabaseUrl(text)


def _currency(value: object) -> Currency:
    text = _text(value).upper()
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise Unreadable("ist kein Währungskürzel", 'Schreib drei Buchstaben, etwa "EUR" oder "CHF".')
    return Currency(text)


def _zone(value: object) -> ZoneInfo:
    text = _text(value)
    try:
        return ZoneInfo(text)
    except (KeyError, OSError, ValueError):  # no such zone, a folder of the zone data, no name at all
        remedy = "Nimm einen Namen wie Europe/Berlin oder Europe/Zurich."
        raise Unreadable("ist keine bekannte Zeitzone", remedy) from None


def _time(value: object) -> time:
    if isinstance(value, time):  # TOML has times of its own: 07:30:00
        return value
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", value.strip() if isinstance(value, str) else "")
    if found is None:
        raise Unreadable("ist keine Uhrzeit", 'Schreib Stunde und Minute von 00:00 bis 23:59, etwa "07:30".')
    return time(int(found[1]), int(found[2]))


def _span(value: object) -> Span:
    parts = re.split(r"\s*[-–]\s*", value.strip() if isinstance(value, str) else "")
    try:
        start, end = (_time(part) for part in parts)
    except ValueError:  # not two parts, or one of them no time
        raise Unreadable("ist keine Zeitspanne", 'Schreib zwei Uhrzeiten, etwa "20:00-08:00".') from None
    return Span(start, end)


def _weekday(value: object) -> Weekday:
    name = value.strip().lower()[:2] if isinstance(value, str) else ""
    if name not in WEEKDAYS:
        raise Unreadable("ist kein Wochentag", 'Schreib Mo, Di, Mi, Do, Fr, Sa oder So, etwa "Mo".')
    return Weekday(WEEKDAYS.index(name))


def _weekdays(value: object) -> Weekdays:
    try:
        days = _range(value) if isinstance(value, str) else frozenset(map(_weekday, _list(value)))
    except Unreadable:
        days = frozenset()
    if not days:  # without any, the search for the next working day would never end
        raise Unreadable("sind keine Wochentage", 'Schreib "Mo-Fr" oder ["Mo", "Di", "Do"].')
    return Weekdays(days)


def _range(text: str) -> frozenset[int]:
    names = re.split(r"\s*[-–]\s*", text.strip())
    first, last = _weekday(names[0]), _weekday(names[-1])
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise Unreadable("ist keine Liste", "Schreib eine Liste in eckigen Klammern, etwa [1, 2].")
    return value


def _ids(value: object) -> Ids:
    ids = _list(value)
    if not all(isinstance(one, int) and not isinstance(one, bool) and one > 0 for one in ids):
        raise Unreadable("sind keine Telegram-Kennungen", "Schreib Zahlen in eckigen Klammern: [123456789].")
    return Ids(tuple(ids))


def _duration(value: object) -> timedelta:
    found = re.fullmatch(r"(\d{1,4})\s*([mhdw])", value.strip() if isinstance(value, str) else "")
    if found is None or int(found[1]) == 0:
        raise Unreadable("ist keine Dauer", 'Schreib Zahl und Einheit (m, h, d, w), etwa "24h" oder "7d".')
    unit = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}[found[2]]
    return timedelta(**{unit: int(found[1])})


def _one_of(allowed: tuple[str, ...]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in allowed:
            raise Unreadable(
                "geht hier nicht", "Möglich: " + ", ".join(f'"{word}"' for word in allowed) + "."
            )
        return str(value)

    return read


READERS: Mapping[Any, Callable[[object], Any]] = {
    str: _text,
    Secret: _secret,
    Path: _path,
    bool: _truth,
    int: _whole,
    float: _number,
    Port: _port,
    Address: _address,
    DatabaseUrl: _database,
    Currency: _currency,
    ZoneInfo: _zone,
    time: _time,
    Span: _span,
    Weekday: _weekday,
    Weekdays: _weekdays,
    Ids: _ids,
    timedelta: _duration,
}
TEXTS = {
    str,
    Secret,
    Path,
    Address,
    DatabaseUrl,
    Currency,
}  # in the environment "007" stays "007"


def reader(kind: Any) -> Callable[[object], Any]:
    """How a value of this type is read; a `Literal` lists its own words."""
    if get_origin(kind) is Literal:
        return _one_of(get_args(kind))
    return READERS[kind]

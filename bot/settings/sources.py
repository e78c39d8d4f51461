"""Where settings come from: config.toml and NACHFASS_<SECTION>__<KEY>, both as keys with their place."""

import json
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from difflib import SequenceMatcher
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

from bot.settings.errors import ConfigError
from bot.settings.kinds import Secret
from bot.settings.sections import Settings
from bot.settings.values import TEXTS
from bot.why import why

Key = tuple[str, ...]
PREFIX = "NACHFASS_"


@dataclass(frozen=True, slots=True)
class Found:
    """A value as written, and where, so that an error can point at it."""

    value: object
    place: str


def known(section: type, at: Key = ()) -> Iterator[tuple[Key, Any]]:
    """Every key there is with its type; `X | None` counts as X."""
    for name, kind in get_type_hints(section).items():
        if is_dataclass(kind):
            yield from known(kind, (*at, name))  # type: ignore[arg-type]  # an instance is no type hint
        else:
            yield (*at, name), get_args(kind)[0] if NoneType in get_args(kind) else kind


KEYS: Mapping[Key, Any] = dict(known(Settings))


def from_file(path: Path) -> dict[Key, Found]:
    found = dict(_leaves(_parsed(path), path))
    _refuse_open_secrets(path, found)
    return found


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        remedy = "Leg die Datei an (Vorlage: config.example.toml) oder nenn eine andere mit --config."
        raise ConfigError(f"{path} lässt sich nicht lesen: {why(error)}.", remedy) from None
    except ValueError as error:  # TOMLDecodeError, UnicodeDecodeError: both say where, neither quotes a value
        raise ConfigError(f"{path} ist kein gültiges TOML: {error}.", "Berichtige diese Stelle.") from None


def _leaves(table: Mapping[str, Any], path: Path, at: Key = ()) -> Iterator[tuple[Key, Found]]:
    for name, value in table.items():
        key = (*at, name)
        if isinstance(value, dict) and any(known[: len(key)] == key for known in KEYS):
            yield from _leaves(value, path, key)
            continue
        if key not in KEYS:
            raise _unknown(_in_file(key, path), key, written=lambda near: _in_file(near, None))
        yield key, Found(value, _in_file(key, path))


def _in_file(key: Key, path: Path | None) -> str:
    section = f"[{'.'.join(key[:-1])}] " if key[:-1] else ""
    return f"{path}: {section}{key[-1]}" if path else f"{section}{key[-1]}"


def _refuse_open_secrets(path: Path, found: Mapping[Key, Found]) -> None:
    if any(KEYS[key] is Secret for key in found) and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        what = f"{path} enthält ein Geheimnis und ist für andere lesbar."
        raise ConfigError(what, f"chmod 600 {path} – oder setz es in der Umgebung.")


def from_environment(environ: Mapping[str, str]) -> dict[Key, Found]:
    found = {}
    for name in sorted(environ):
        if name.startswith(PREFIX):
            key = tuple(name.removeprefix(PREFIX).lower().split("__"))
            if key not in KEYS:
                raise _unknown(name, key, written=in_environment)
            found[key] = Found(_typed(environ[name], KEYS[key]), name)
    return found


def in_environment(key: Key) -> str:
    return PREFIX + "__".join(key).upper()


def _typed(text: str, kind: Any) -> object:
    """Numbers, truth values and lists are JSON; an empty text is no value."""
    if not text.strip() or kind in TEXTS:
        return text.strip() or None
    try:
        return json.loads(text)
    except ValueError:
        return text


def _unknown(place: str, key: Key, *, written: Any) -> ConfigError:
    nearest = max(KEYS, key=lambda known: _likeness(key, known))
    return ConfigError(f"{place} ist unbekannt.", f"Gemeint ist vielleicht {written(nearest)}.")


def _likeness(one: Key, other: Key) -> float:
    """As a whole, or by the last name alone: the right key in the wrong section is near, too."""
    whole = SequenceMatcher(None, "_".join(one), "_".join(other)).ratio()
    last = SequenceMatcher(None, one[-1], other[-1]).ratio()
    return max(whole, last) + whole / 10

"""From file and environment to checked settings."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from bot.settings.errors import ConfigError, Unreadable
from bot.settings.kinds import DatabaseUrl, Secret
from bot.settings.public_holidays import check_region
from bot.settings.sections import TOKEN_WANTED, Settings, Team, Telegram
from bot.settings.sources import KEYS, Found, Key, from_environment, from_file
from bot.settings.values import reader
from bot.why import why
from domain.rules import Rules

T = TypeVar("T")
TOKEN: Key = ("telegram", "token")
TOKEN_FILE: Key = ("telegram", "token_file")
HOLD_SECRETS = {Secret, DatabaseUrl}
RULE_WORDS = {"sk_counts": ("purchases", "products")}  # S6


def load(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the file, if there is one, then the environment, which wins. Raises ConfigError."""
    in_file = with_token(from_file(path)) if path else {}
    in_environment = with_token(from_environment(environ))
    settings = _built(Settings, in_file | in_environment)
    check_telegram(settings.telegram)
    check_rules(settings.rules)
    check_feed(settings)
    region = (settings.team.country, settings.team.region)
    if region != (Team().country, Team().region):  # 0.1 s that the default needn't pay
        check_region(*region)
    return settings


def with_token(found: dict[Key, Found]) -> dict[Key, Found]:
    """Count a token file as the token of its own source, so that the environment's wins in either form."""
    if TOKEN in found or TOKEN_FILE not in found or not found[TOKEN_FILE].value:
        return found
    source = found[TOKEN_FILE]
    path = _read(TOKEN_FILE, source)
    try:
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else "kein Text"
        what = f"{source.place}: {path} lässt sich nicht lesen: {reason}."
        raise ConfigError(what, "Leg die Datei mit dem Token von @BotFather an.") from None
    return found | {TOKEN: Found(token, f"{source.place} ({path})")}


def _built(section: type[T], found: Mapping[Key, Found], at: Key = ()) -> T:
    hints = get_type_hints(section)
    given: dict[str, Any] = {}
    for field in fields(section):  # type: ignore[arg-type]  # sections are dataclasses
        key = (*at, field.name)
        if is_dataclass(hints[field.name]):
            given[field.name] = _built(hints[field.name], found, key)
        elif key in found and found[key].value is not None:
            given[field.name] = _read(key, found[key])
    return section(**given)


def _read(key: Key, found: Found) -> Any:
    kind = KEYS[key]
    try:
        return reader(kind)(found.value)
    except Unreadable as error:
        shown = "Der Wert" if kind in HOLD_SECRETS else f"„{found.value}“"
        raise ConfigError(f"{found.place}: {shown} {error.what}.", error.remedy) from None


def check_telegram(telegram: Telegram) -> None:
    if telegram.token and not re.fullmatch(r"\d+:[\w-]+", telegram.token.reveal()):
        raise ConfigError("Der Bot-Token hat nicht die Form 123456789:AA….", TOKEN_WANTED)
    if telegram.mode != "webhook":
        return
    if telegram.webhook.url is None:
        raise ConfigError("mode = webhook braucht eine Adresse.", "Setz url unter [telegram.webhook].")
    secret = telegram.webhook.secret_token
    if secret is None or not re.fullmatch(r"[\w-]{16,256}", secret.reveal(), re.ASCII):
        what = "mode = webhook braucht ein secret_token aus 16 bis 256 Buchstaben, Ziffern, _ und -."
        remedy = 'Erzeug eines: python3 -c "import secrets; print(secrets.token_urlsafe(32))".'
        raise ConfigError(what, remedy)


def check_feed(settings: Settings) -> None:
    """An address needs a port that answers under it."""
    if settings.feed.url and not settings.health.port and settings.telegram.mode != "webhook":
        what = "[feed] url ist gesetzt, aber nichts antwortet dort."
        raise ConfigError(what, "Setz port unter [health], oder nimm mode = webhook.")


def check_rules(rules: Rules) -> None:
    """Shares end at 1, words have a list; what else a rule may be, its type says."""
    for field in fields(rules):
        value = getattr(rules, field.name)
        if field.name.endswith("_share") and value > 1:
            raise ConfigError(f"[rules] {field.name} ist größer als 1.", "Schreib einen Anteil von 0 bis 1.")
        if value not in RULE_WORDS.get(field.name, (value,)):
            allowed = " oder ".join(f'"{word}"' for word in RULE_WORDS[field.name])
            raise ConfigError(f"[rules] {field.name}: „{value}“ geht hier nicht.", f"Schreib {allowed}.")

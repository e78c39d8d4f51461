"""Everything that can be set, read once at start: defaults, then config.toml, then the environment."""

from urllib.parse import unquote

from bot.settings.errors import ConfigError
from bot.settings.kinds import Secret
from bot.settings.load import load
from bot.settings.public_holidays import holidays_for
from bot.settings.rhythms import calendar, rhythm
from bot.settings.sections import Settings

__all__ = ["ConfigError", "Secret", "Settings", "calendar", "holidays_for", "load", "rhythm", "secrets"]


def secrets(settings: Settings) -> tuple[str, ...]:
    """Name what must never be shown: tokens and the database's password, as written and as meant."""
    tokens = (settings.telegram.token, settings.telegram.webhook.secret_token)
    password = settings.database.password
    found = (*(token.reveal() for token in tokens if token), password, unquote(password))
    return tuple(dict.fromkeys(filter(None, found)))

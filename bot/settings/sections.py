"""What can be set: one frozen dataclass per section of config.toml; names, types, defaults are the format."""

# ruff: noqa: RUF009 – the calls only name a kind of value, and every value is immutable

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.settings.errors import ConfigError
from bot.settings.kinds import (
    Address,
    Currency,
    DatabaseUrl,
    Daytime,
    Ids,
    Port,
    Secret,
    Span,
    Weekday,
    Weekdays,
)
from domain.rules import Rules

TOKEN_WANTED = "Hol ihn bei @BotFather und setz NACHFASS_TELEGRAM__TOKEN oder token_file unter [telegram]."  # noqa: S105


@dataclass(frozen=True, slots=True)
class Webhook:
    url: Address | None = None  # where Telegram reaches us; https
    listen: str = "127.0.0.1"
    port: Port = Port(8080)
    secret_token: Secret | None = None


@dataclass(frozen=True, slots=True)
class Telegram:
    token: Secret | None = None
    token_file: Path | None = None
    base_url: Address = Address("https://api.telegram.org/bot")
    base_file_url: Address = Address("https://api.telegram.org/file/bot")
    max_per_second: float = 30.0  # 0 = no pacing
    max_per_chat_per_second: float = 1.0  # bursts of 5 are fine; 0 = no pacing
    mode: Literal["polling", "webhook"] = "polling"
    inline: bool = False  # `@bot NAME` in any chat; BotFather must have it switched on, too
    webhook: Webhook = field(default_factory=Webhook)

    def needed_token(self) -> Secret:
        """For commands that can't do without; demo and rebuild can."""
        if self.token is None:
            raise ConfigError("Der Bot-Token fehlt.", TOKEN_WANTED)
        return self.token


@dataclass(frozen=True, slots=True)
class Database:
    url: DatabaseUrl = field(default=DatabaseUrl("sqlite:///nachfass.db"), repr=False)  # may hold a password

    @property
    def password(self) -> str:
        return urlsplit(self.url).password or ""

    @property
    def file(self) -> str | None:
        """Name SQLite's file; None in memory or on a server."""
        found = re.match(r"sqlite:///(?!:memory:)(.+)", self.url)
        return found[1] if found else None


@dataclass(frozen=True, slots=True)
class Team:
    name: str = "Vertrieb"
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Berlin"))
    country: str = "DE"
    region: str = "NW"
    currency: Currency = Currency("EUR")
    sells_at_weekends: bool = True
    leads: Ids = Ids(())
    members: Ids = Ids(())


@dataclass(frozen=True, slots=True)
class Reminders:
    """The team's defaults; a rep's own `/einstellungen` win. Local times of the rep."""

    quiet_hours: Span = Span(Daytime(20), Daytime(8))  # R2
    workdays: Weekdays = Weekdays(frozenset(range(5)))  # §1
    working_hours: Span = Span(Daytime(8), Daytime(18))  # V1: the enquiry clock counts in these
    push_at: Daytime = Daytime(9)  # R9
    day_before_at: Daytime = Daytime(17)  # R2
    daily_cap: int = 12  # R3
    downtime_min: int = 60  # R10


@dataclass(frozen=True, slots=True)
class Digest:
    weekday: Weekday = Weekday(0)  # §12
    time: Daytime = Daytime(7, 30)


@dataclass(frozen=True, slots=True)
class Limits:
    commands_per_minute: int = 30
    import_mb: int = 20
    import_rows: int = 100_000


@dataclass(frozen=True, slots=True)
class Backup:
    directory: Path | None = None  # no automatic backups without one
    keep: int = 14
    every: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Log:
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


@dataclass(frozen=True, slots=True)
class Health:
    port: Port | None = None  # /healthz and /metrics are served only with one


@dataclass(frozen=True, slots=True)
class Feed:
    """Secret calendar addresses, served beside /healthz or the webhook."""

    url: Address | None = None  # under which calendars reach us; none: there are no addresses

    @property
    def base(self) -> str:
        return str(self.url or "").rstrip("/")


@dataclass(frozen=True, slots=True)
class Settings:
    telegram: Telegram = field(default_factory=Telegram)
    database: Database = field(default_factory=Database)
    team: Team = field(default_factory=Team)
    rules: Rules = field(default_factory=Rules)
    reminders: Reminders = field(default_factory=Reminders)
    digest: Digest = field(default_factory=Digest)
    limits: Limits = field(default_factory=Limits)
    backup: Backup = field(default_factory=Backup)
    log: Log = field(default_factory=Log)
    health: Health = field(default_factory=Health)
    feed: Feed = field(default_factory=Feed)

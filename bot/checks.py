"""`check`: is everything there that `run` needs? One line each, with what to do where it isn't."""

import asyncio
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from bot.clock import Clock, SystemClock
from bot.settings import ConfigError, Settings
from bot.transport import explained
from bot.transport_body import parsed

SKEW = timedelta(seconds=30)  # reminders may be that wrong, signatures and delivery times not more
ROOM = 500_000_000  # bytes: a year of a large team, its backups not counted
FAILED = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """`remedy` is what to do; only what is wrong has one."""

    subject: str
    fact: str
    remedy: str = ""

    def __str__(self) -> str:
        return (
            f"FEHLER {self.subject}: {self.fact} – {self.remedy}"
            if self.remedy
            else f"ok     {self.subject}: {self.fact}"
        )


def no_database(_settings: Settings) -> Iterable[Finding]:
    return ()


def check(
    read: Callable[[], Settings],
    *,
    database: Callable[[Settings], Iterable[Finding]] = no_database,
    clock: Clock | None = None,
) -> int:
    """Print what is found; 0 if all is well. `database` looks at storage, which only the root may import."""
    good = True
    for finding in findings(read, database, clock or SystemClock()):
        print(finding, flush=True)  # noqa: T201 – to the person at the terminal
        good = good and not finding.remedy
    return 0 if good else FAILED


def findings(
    read: Callable[[], Settings], database: Callable[[Settings], Iterable[Finding]], clock: Clock
) -> Iterator[Finding]:
    try:
        settings = read()
    except ConfigError as error:
        yield Finding("Einstellungen", error.what, error.remedy)
        return
    yield Finding("Einstellungen", f"gelesen, Team „{settings.team.name}“")
    yield from database(settings)
    yield from telegram(settings, clock)
    yield zone(settings, clock.now())
    yield room(settings)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: dict[str, Any]
    at: datetime | None  # Telegram's clock


def telegram(settings: Settings, clock: Clock) -> Iterator[Finding]:
    try:
        answer = asyncio.run(get_me(settings))
    except ConfigError as error:
        yield Finding("Token", error.what, error.remedy)
    except Exception as error:  # noqa: BLE001 – `explained` has made it harmless
        yield Finding("Telegram", f"nicht erreichbar ({error})", "Prüf Netz, Proxy und base_url.")
    else:
        yield token(answer)
        if answer.at:
            yield skew(answer.at, clock.now())


async def get_me(settings: Settings) -> Answer:
    import aiohttp  # noqa: PLC0415 – slow to import

    url = f"{settings.telegram.base_url}{settings.telegram.needed_token().reveal()}/getMe"
    limits = aiohttp.ClientTimeout(total=10)
    try:
        async with aiohttp.ClientSession(trust_env=True, timeout=limits) as session, session.get(url) as got:
            at = parsedate_to_datetime(got.headers["Date"]) if "Date" in got.headers else None
            return Answer(got.status, parsed(await got.read()) or {}, at)
    except Exception as error:  # noqa: BLE001 – its text may hold the URL
        failure = explained(error, url)
    raise failure


def token(answer: Answer) -> Finding:
    if name := answer.body.get("result", {}).get("username"):
        return Finding("Token", f"gültig, @{name}")
    if answer.status in {401, 404}:
        return Finding("Token", "von Telegram abgelehnt", "Hol bei @BotFather mit /token den gültigen.")
    return Finding("Telegram", f"antwortet mit HTTP {answer.status}", "Prüf base_url, oder warte ab.")


def skew(theirs: datetime, ours: datetime) -> Finding:
    seconds = round((ours - theirs).total_seconds())
    if abs(ours - theirs) > SKEW:
        direction = "vor" if seconds > 0 else "nach"
        return Finding(
            "Uhr", f"geht {abs(seconds)} s {direction}", "Schalt NTP ein: timedatectl set-ntp true."
        )
    return Finding("Uhr", "stimmt mit Telegrams überein")


def zone(settings: Settings, now: datetime) -> Finding:
    local = now.astimezone(settings.team.timezone)
    return Finding("Zone", f"{settings.team.timezone.key}, dort ist es {local:%H:%M} Uhr ({local:%d.%m.%Y})")


def room(settings: Settings) -> Finding:
    folder = Path(settings.database.file or ".").absolute().parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    fact = f"{free / 1e9:.1f} GB frei in {folder}".replace(".", ",", 1)
    return Finding("Platz", fact, "" if free >= ROOM else "Schaff mindestens 0,5 GB Platz.")

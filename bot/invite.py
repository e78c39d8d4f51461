"""`invite --lead`: lets the first lead in, before there is anybody who could invite in the chat."""

import asyncio
import secrets
from datetime import timedelta

from bot.checks import get_me
from bot.clock import SystemClock
from bot.policies import policy
from bot.settings import ConfigError, Settings
from storage.members import INVITE_VALID
from storage.work import Store

BYTES = 16  # 128 bits, in characters that Telegram's deep links allow
HOURS = INVITE_VALID // timedelta(hours=1)


def invite(settings: Settings) -> int:
    """Print a one-time invite; only its hash is kept."""
    code = secrets.token_urlsafe(BYTES)
    store = Store(settings.database.url, policy(settings))
    try:
        store.prepare()
        with store.work() as work:
            expires_at = SystemClock().now() + INVITE_VALID
            work.members.invite(code, lead=True, expires_at=expires_at)
    finally:
        store.close()
    for line in lines(code, bot_name(settings)):
        print(line)  # noqa: T201 – to the person at the terminal
    return 0


def lines(code: str, name: str) -> list[str]:
    link = [f"https://t.me/{name}?start={code}"] if name else []
    return [f"Einladung für die Leitung, einmal gültig, {HOURS} Stunden lang:", *link, f"/start {code}"]


def bot_name(settings: Settings) -> str:
    """As Telegram knows it; empty without a token or a network, the plain line is enough then."""
    try:
        answer = asyncio.run(get_me(settings))
    except ConfigError:
        return ""
    except Exception:  # noqa: BLE001 – `get_me` has made it harmless
        return ""
    return str(answer.body.get("result", {}).get("username", ""))

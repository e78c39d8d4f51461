"""`@bot NAME` in any chat: a member's own contacts to choose from. Nothing of it is stored, nothing waits for it."""

import asyncio
import logging
from datetime import datetime
from typing import Any

from telegram.error import TelegramError

from bot.api import BotApi
from bot.clock import Clock
from bot.views import inline_results
from domain.folding import words
from storage.contacts import Listed
from storage.database import StoreUnavailable
from storage.words import Scope
from storage.work import Store, Work

log = logging.getLogger(__name__)

MOST = 20  # contacts in one answer
AT_ONCE = 16  # people who are answered side by side; whoever comes then is answered when they type on


class Inline:
    """Answers while somebody types: of their questions only the newest counts."""

    def __init__(self, api: BotApi, store: Store, clock: Clock) -> None:
        self._api = api
        self._store = store
        self._clock = clock
        self._newest: dict[int, dict[str, Any]] = {}
        self._busy: dict[int, asyncio.Task[None]] = {}

    def ask(self, query: dict[str, Any]) -> None:
        """Take a question in and return at once."""
        user = query.get("from", {}).get("id") if isinstance(query.get("from"), dict) else None
        if not isinstance(user, int) or (user not in self._busy and len(self._busy) >= AT_ONCE):
            return
        self._newest[user] = query
        if user not in self._busy:
            self._busy[user] = asyncio.get_running_loop().create_task(self._serve(user))

    async def settled(self) -> None:
        """Until all that was asked is answered."""
        while self._busy:
            await asyncio.gather(*self._busy.values())

    async def _serve(self, user: int) -> None:
        try:
            while query := self._newest.pop(user, None):
                await self._answer(user, query)
        except (TelegramError, StoreUnavailable) as trouble:  # too old, or away: they type on
            log.debug("inline query not answered: %s", trouble)
        except Exception:
            log.exception("inline query failed")
        finally:
            self._newest.pop(user, None)
            del self._busy[user]

    async def _answer(self, user: int, query: dict[str, Any]) -> None:
        with self._store.work() as work:
            found = in_sight(work, user, str(query.get("query", "")), now=self._clock.now())
            results = [inline_results.result(item) for item in found]
        await self._api.call(
            "answerInlineQuery",
            inline_query_id=str(query["id"]),
            results=results,
            cache_time=0,
            is_personal=True,
        )


def in_sight(work: Work, user: int, typed: str, *, now: datetime) -> list[Listed]:
    """Of a member only those of their own and of whom one stands in for; strangers and who was removed see none."""
    member = work.members.by_telegram(user)
    if member is None or member.removed:
        return []
    if terms := words(typed):
        return _having(work, Scope(work.absences.owners(member.id, now=now)), terms)
    return work.contacts.recent(owner=member.id, most=MOST)


def _having(work: Work, scope: Scope, terms: list[str]) -> list[Listed]:
    """Words and beginnings of words, as they come while somebody types."""
    numbers = work.contacts.words.having(terms, scope=scope, exact=False, most=MOST)
    return work.contacts.many(numbers, scope=scope)[:MOST]

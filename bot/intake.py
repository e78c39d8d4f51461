"""Updates in: stored and committed before the next poll confirms them."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.api import BotApi
from bot.clock import Clock
from storage.database import StoreUnavailable
from storage.work import Store

log = logging.getLogger(__name__)

POLL_SECONDS = 25
SILENT_SECONDS = POLL_SECONDS + 20  # a poll that says nothing for so long hangs
LONGEST_PAUSE = 30.0
BIGGEST = 2**63  # what a database holds; Telegram's ids end at 2**52


class Intake:
    """Polls Telegram; `arrived` is told after each commit that work is waiting, `inline` of each inline query."""

    def __init__(
        self,
        api: BotApi,
        store: Store,
        clock: Clock,
        arrived: Callable[[], None],
        *,
        inline: Callable[[dict[str, Any]], None] | None = None,
    ) -> None:
        self._api = api
        self._store = store
        self._clock = clock
        self._arrived = arrived
        self._inline = inline
        self._offset: int | None = None  # never a stored maximum: Telegram draws new ids after a quiet week
        self._pause = 0.0
        self.heard_at: float | None = None  # monotonic; when Telegram last answered

    async def run(self) -> None:
        """Until cancelled. Telegram may be away for an hour: the pause between tries grows to 30 s."""
        while True:
            try:
                async with asyncio.timeout(SILENT_SECONDS):  # `wait_for` may swallow a cancel
                    await self.poll(seconds=POLL_SECONDS)
                self._pause = 0.0
            except InvalidToken:
                raise
            except RetryAfter as busy:
                await asyncio.sleep(_seconds(busy))
            except (TelegramError, TimeoutError, StoreUnavailable) as trouble:
                await self._back_off(trouble)

    async def poll(self, *, seconds: int) -> int:
        """One poll; returns how many updates it brought."""
        updates = await self._api.updates(offset=self._offset, seconds=seconds)
        self.heard_at = time.monotonic()
        if updates:
            self.receive(updates)
        # An empty answer has confirmed all there was; after a quiet week an old offset would hide the new ids.
        self._offset = updates[-1]["update_id"] + 1 if updates else None
        return len(updates)

    def receive(self, updates: list[dict[str, Any]]) -> None:
        """Keep updates that a poll or a webhook brought, and say that there is work."""
        kept = [update for update in updates if not self._asked(update)]
        if kept:
            self.take(kept)
            self._arrived()

    def _asked(self, update: dict[str, Any]) -> bool:
        """Inline queries are answered while somebody types, and never stored."""
        query = update.get("inline_query")
        if query is None:
            return False
        if self._inline and isinstance(query, dict):
            self._inline(query)
        return True

    def take(self, updates: list[dict[str, Any]]) -> None:
        """Keep raw updates, whatever is in them. When this returns they can't be lost any more."""
        with self._store.work() as work:
            work.inbox.store(
                ((update["update_id"], chat_of(update), update) for update in updates),
                received_at=self._clock.now(),
            )

    async def _back_off(self, trouble: Exception) -> None:
        self._pause = min(LONGEST_PAUSE, max(0.5, self._pause * 2))
        hint = " (another process polls with this token)" if isinstance(trouble, Conflict) else ""
        log.warning("poll failed%s, next try in %.1f s: %s", hint, self._pause, trouble)
        if isinstance(trouble, Conflict) and "webhook" in str(trouble).lower():
            await self._drop_webhook()
        await asyncio.sleep(self._pause)

    async def _drop_webhook(self) -> None:
        """One left over from another mode shuts polling out."""
        try:
            await self._api.call("deleteWebhook")
        except TelegramError as trouble:
            log.warning("the webhook is still set: %s", trouble)


def _seconds(busy: RetryAfter) -> float:
    wait = busy.retry_after
    return wait if isinstance(wait, int) else wait.total_seconds()


def chat_of(update: dict[str, Any]) -> int:
    """The chat an update belongs to, read without trusting its shape; 0 where it has none."""
    for part in update.values():
        if not isinstance(part, dict):
            continue
        holder = part.get("message") if "data" in part or "chat_instance" in part else part
        chat = holder.get("chat") if isinstance(holder, dict) else None
        for person in (chat, part.get("from")):
            number = person.get("id") if isinstance(person, dict) else None
            if isinstance(number, int) and abs(number) < BIGGEST:
                return number
    return 0

"""The answers that let a tapped button rest: sent once after the commit, unpaced, useless if late."""

import asyncio
import logging

from telegram.error import TelegramError

from bot.access import Courtesy
from bot.api import BotApi

log = logging.getLogger(__name__)


class Courtesies:
    def __init__(self, api: BotApi) -> None:
        self._api = api
        self.under_way: set[asyncio.Task[None]] = set()

    def answer(self, courtesy: Courtesy) -> None:
        task = asyncio.get_running_loop().create_task(self._say(courtesy))
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)

    async def settled(self) -> None:
        if self.under_way:
            await asyncio.gather(*self.under_way)

    async def _say(self, courtesy: Courtesy) -> None:
        try:
            await self._api.call(
                "answerCallbackQuery",
                callback_query_id=courtesy.query,
                text=courtesy.text or None,
                show_alert=courtesy.alert or None,
            )
        except TelegramError as trouble:
            log.debug("tap not answered: %s", trouble)

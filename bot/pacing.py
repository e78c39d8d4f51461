"""Telegram's limits: so many messages a second overall, one a second to a chat; replies before pushes."""

import asyncio
import heapq
import itertools
from collections import OrderedDict

REMEMBERED_CHATS = 10_000
SLACK = 1.04  # on its way a message may gain on the one before; Telegram counts arrivals
LATE = 0.25  # of a gap


class Pacer:
    """Hands out slots. `per_second`, `per_chat`: messages a second, 0 for no limit; `burst` to one chat is fine."""

    def __init__(self, *, per_second: float, per_chat: float, burst: int = 5) -> None:
        self._gap = SLACK / per_second if per_second else 0.0
        self._chat_gap = 1 / per_chat if per_chat else 0.0
        self._burst = burst
        self._next = 0.0
        self._resume = 0.0
        self._chats: OrderedDict[int, float] = OrderedDict()
        self._line: list[tuple[int, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._timer: asyncio.TimerHandle | None = None

    async def slot(self, chat: int, lane: int) -> None:
        """Wait until a message may go to this chat; among those waiting the lower lane goes first."""
        await self._chat_slot(chat)
        loop = asyncio.get_running_loop()
        if not self._line and loop.time() >= max(self._next, self._resume):
            self._slot_taken(loop.time())
            return
        place: asyncio.Future[None] = loop.create_future()
        heapq.heappush(self._line, (lane, next(self._order), place))
        self._arm(loop)
        await place

    def pause(self, seconds: float) -> None:
        """A 429: nothing goes out before its retry_after has passed."""
        self._resume = max(self._resume, asyncio.get_running_loop().time() + seconds)

    async def _chat_slot(self, chat: int) -> None:
        """A bucket of `burst` messages that fills by one each `_chat_gap` seconds."""
        if not self._chat_gap:
            return
        now = asyncio.get_running_loop().time()
        full = max(self._chats.pop(chat, 0.0), now) + self._chat_gap
        self._chats[chat] = full
        if len(self._chats) > REMEMBERED_CHATS:
            self._chats.popitem(last=False)
        await asyncio.sleep(max(0.0, full - now - self._burst * self._chat_gap))

    def _slot_taken(self, now: float) -> None:
        """The next one a gap later; what little we were late is caught up, so that the rate is kept."""
        self._next = max(self._next, now - self._gap * LATE) + self._gap

    def _arm(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is None and self._line:
            self._timer = loop.call_at(max(self._next, self._resume), self._serve, loop)

    def _serve(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = None
        while self._line and loop.time() >= max(self._next, self._resume):
            _, _, place = heapq.heappop(self._line)
            if not place.done():
                self._slot_taken(loop.time())
                place.set_result(None)
        self._arm(loop)

"""The outbox out: per chat in order, replies before pushes, every answer noted."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.api import BotApi
from bot.clock import Clock
from bot.making import Making
from bot.pacing import Pacer
from bot.post import Post
from bot.transport import Unanswered
from domain.quiet import is_allowed
from storage.database import StoreUnavailable
from storage.outbox import Lane, Parcel, State
from storage.work import Store, Work

log = logging.getLogger(__name__)

AT_ONCE = 64  # chats served side by side
BATCH = 200
LONGEST_PAUSE = 30.0
TOGETHER = 0.004  # seconds


class Relieved(Exception):
    """Another process sends now, and has what is left."""


class Sender:
    """One per process; of several processes one sends. `blocked` is told of a chat that no longer wants us.

    `leads`: whether this process is the one; `look_again`: seconds after which it looks for what others wrote.
    """

    def __init__(
        self,
        api: BotApi,
        store: Store,
        clock: Clock,
        pacer: Pacer,
        blocked: Callable[[int], None],
        *,
        leads: Callable[[], bool] = lambda: True,
        look_again: float | None = None,
    ) -> None:
        self._post = Post(api, store.url)
        self._making = Making(self._post.make, self.wake)
        self._store = store
        self._clock = clock
        self._pacer = pacer
        self._blocked = blocked
        self._leads = leads
        self._look_again = look_again
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._accepted: list[tuple[Parcel, int | None]] = []
        self._settled: list[tuple[int, State]] = []
        self._in_hand: set[int] = set()  # rows whose request may be under way
        self._recovered = False
        self._wake = asyncio.Event()

    def wake(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled; a failing database is tried again."""
        self._recovered = False  # while another process sent it may have died
        self._making.drop()
        while True:
            self._wake.clear()
            try:
                self._feed()
            except StoreUnavailable as trouble:
                log.warning("outbox unavailable: %s", trouble)
                await asyncio.sleep(1)
                self._wake.set()
            await self._woken()
            if self._busy:  # more answers are about to come: one commit notes them together
                await asyncio.sleep(TOGETHER)

    async def _woken(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._look_again):
                await self._wake.wait()

    async def drain(self) -> None:
        """Send everything that waits, then return."""
        while self._feed() or self._busy or self._making.tasks:
            under_way = {*self._busy.values(), *self._making.tasks}
            await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)

    def note(self) -> None:
        """Before everything was sent: what was accepted isn't sent again by the next start, or another process."""
        if self._accepted or self._settled:
            with self._store.work() as work:
                noted = self._note(work)
            self._forget(noted)

    def _feed(self) -> bool:
        """One transaction: note what was accepted, take what waits. Returns whether anything was taken."""
        if len(self._busy) >= AT_ONCE and not self._accepted and not self._settled:
            return False
        leads = self._leads()
        with self._store.work() as work:
            noted = self._note(work)
            if leads and not self._recovered:
                work.outbox.recover(besides=self._in_hand)
            chats = self._by_chat(self._sendable(work)) if leads else {}
        self._recovered = leads
        self._forget(noted)
        for chat, parcels in chats.items():
            self._busy[chat] = asyncio.create_task(self._serve(chat, parcels))
        return bool(chats)

    def _note(self, work: Work) -> tuple[int, int]:
        """Write down what Telegram said; it is forgotten only once that is committed."""
        work.outbox.sent(self._accepted, at=self._clock.now())
        for row, state in self._settled:
            work.outbox.mark([row], state)
        return len(self._accepted), len(self._settled)

    def _forget(self, noted: tuple[int, int]) -> None:
        accepted, settled = noted
        del self._accepted[:accepted], self._settled[:settled]

    def _sendable(self, work: Work) -> list[Parcel]:
        """What waits; a push that an outage kept past the evening waits for the next allowed minute (R2)."""
        now, resting = self._clock.now(), dict[int, bool]()
        found = []
        waiting = work.outbox.waiting(most=BATCH, besides=self._making.asked)
        for parcel in self._making.ready(waiting):
            if _held_by_night(parcel):
                if parcel.chat not in resting:
                    resting[parcel.chat] = _rests(work, parcel.chat, now)
                if resting[parcel.chat]:
                    continue
            found.append(parcel)
        return found

    def _by_chat(self, waiting: list[Parcel]) -> dict[int, list[Parcel]]:
        """What can go now: for chats nobody serves yet; of a chat with a push first, only that one."""
        chats: dict[int, list[Parcel]] = defaultdict(list)
        for parcel in waiting:
            if parcel.chat in self._busy or (
                parcel.chat not in chats and len(chats) + len(self._busy) >= AT_ONCE
            ):
                continue
            mine = chats[parcel.chat]
            if not mine or not (_once(parcel) or _once(mine[0])):
                mine.append(parcel)
        return chats

    async def _serve(self, chat: int, parcels: list[Parcel]) -> None:
        fresh: dict[int | None, int | None] = {}  # of this batch: an edit may follow the message it changes
        try:
            for parcel in parcels:
                target = fresh.get(parcel.edits, parcel.target)
                fresh[parcel.id] = await self._attempt(replace(parcel, target=target))
                self._wake.set()  # noted soon: what isn't, is sent again after a kill
        except Relieved:
            log.info("chat %s: left to another process", chat)
        finally:
            del self._busy[chat]
            self._wake.set()

    async def _attempt(self, parcel: Parcel) -> int | None:
        """A row that breaks us is set aside, so that it doesn't hold up its chat for good."""
        self._in_hand.add(parcel.id)
        try:
            return await self._deliver(parcel)
        except Relieved:
            raise
        except Exception:
            log.exception("outbox row %s failed unexpectedly", parcel.id)
            self._settled.append((parcel.id, State.FAILED))
            return None
        finally:
            self._in_hand.discard(parcel.id)

    async def _deliver(self, parcel: Parcel) -> int | None:
        """Until Telegram has accepted or refused it; a push without any answer is unclear, not repeated."""
        pause = 0.25
        made = self._making.take(parcel)
        while True:
            await self._pacer.slot(parcel.chat, parcel.lane)
            try:
                if not self._leads():
                    raise Relieved
                if not self._mark(parcel, State.SENDING):
                    return None
                message = await self._post.send(parcel, made)
            except Forbidden:
                self._settled.append((parcel.id, State.FAILED))
                self._blocked(parcel.chat)
                return None
            except BadRequest as refused:
                log.error("outbox row %s refused: %s", parcel.id, refused)  # noqa: TRY400 – a known refusal, no traceback
                self._settled.append((parcel.id, State.FAILED))
                return None
            except (TelegramError, StoreUnavailable) as trouble:
                if isinstance(trouble, Unanswered) and _once(parcel):
                    self._settled.append((parcel.id, State.UNCLEAR))
                    return None
                await self._rest(parcel, trouble, pause)
                if self._put_off(parcel):
                    return None
                pause = min(LONGEST_PAUSE, pause * 2)
            else:
                self._accepted.append((parcel, message))
                return message

    def _put_off(self, parcel: Parcel) -> bool:
        """Whether quiet hours came over the tries: then the row waits for the morning, as it would in the outbox."""
        if not _held_by_night(parcel):
            return False
        with suppress(StoreUnavailable), self._store.work() as work:
            if _rests(work, parcel.chat, self._clock.now()):
                work.outbox.mark([parcel.id], State.WAITING)
                return True
        return False

    async def _rest(self, parcel: Parcel, trouble: Exception, pause: float) -> None:
        """Before the next try; until then a push isn't on its way, and a kill leaves it waiting."""
        with suppress(StoreUnavailable):
            self._mark(parcel, State.WAITING)
        if isinstance(trouble, RetryAfter):
            wait = trouble.retry_after
            self._pacer.pause(wait if isinstance(wait, int) else wait.total_seconds())
            return
        log.warning("outbox row %s: %s", parcel.id, trouble)
        await asyncio.sleep(pause)

    def _mark(self, parcel: Parcel, state: State) -> bool:
        """A push's row tells whether its request may have been written; committed before it is.

        False: it was withdrawn meanwhile.
        """
        if not _once(parcel):
            return True
        with self._store.work() as work:
            work.outbox.mark([parcel.id], state)
            return work.outbox.stands(parcel.id)


def _held_by_night(parcel: Parcel) -> bool:
    return parcel.lane == Lane.PUSH and parcel.edits is None and not parcel.body.get("anytime")


def _rests(work: Work, chat: int, now: datetime) -> bool:
    member = work.members.by_telegram(chat)
    return member is not None and not is_allowed(now, rhythm=work.policy.rhythm(member))


def _once(parcel: Parcel) -> bool:
    """Pushes and digests are never repeated blindly; replies and edits may be."""
    return parcel.lane != Lane.REPLY and parcel.edits is None

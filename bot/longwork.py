"""Work too long for a turn: jobs one after the other, in small transactions, turns in between."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from bot import delivery
from bot.api import BotApi
from bot.clock import Clock
from bot.desk import Office
from bot.views import texts
from storage.database import StoreUnavailable, is_outage
from storage.jobs import Job
from storage.work import Store

log = logging.getLogger(__name__)

LOOK_AGAIN = 1.0  # seconds: on a shared database, where nobody tells us of a job that another process queued


@dataclass(frozen=True, slots=True)
class Bench:
    """What a job works with. `stored`: to be told after a commit that wrote to the outbox.

    A handler opens its own transactions, each at most 500 rows and 50 ms, advances the job's cursor in the same
    one and finishes it in the last; it awaits something in between, so that turns get theirs. Whatever takes
    longer (a download, reading a file) goes outside of any transaction, `asyncio.to_thread` if it is work.
    """

    store: Store
    api: BotApi
    clock: Clock
    office: Office
    stored: Callable[[], None]


Handler = Callable[[Bench, Job], Awaitable[None]]
HANDLERS: dict[str, Handler] = {}


def long_work(kind: str) -> Callable[[Handler], Handler]:
    """Register what does the jobs of a kind."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return register


class LongWork:
    """One per installation. A job that breaks is set aside and its member told; an outage only makes it wait."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._wake = asyncio.Event()

    def wake(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._wake.clear()
            try:
                await self.work_off()
            except StoreUnavailable as trouble:
                log.warning("long work waits for the database: %s", trouble)
                await asyncio.sleep(1)
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_AGAIN if self._bench.store.shared else None):
                    await self._wake.wait()

    async def work_off(self) -> bool:
        """Every job there is. Returns whether there was one."""
        worked = False
        while job := self._next():
            worked = True
            await self._do(job)
        return worked

    def _next(self) -> Job | None:
        with self._bench.store.work() as work:
            return work.jobs.next()

    async def _do(self, job: Job) -> None:
        try:
            await HANDLERS[job.kind](self._bench, job)
        except StoreUnavailable:
            raise
        except Exception as broken:
            if is_outage(broken):  # of a connection of the handler's own
                raise StoreUnavailable(str(broken)) from broken
            self._set_aside(job, broken)
        self._bench.stored()

    def _set_aside(self, job: Job, error: Exception) -> None:
        number = secrets.token_hex(2).upper()
        log.error("error %s, job %s (%s) set aside", number, job.id, job.kind, exc_info=error)
        with self._bench.store.work() as work:
            work.jobs.finish(job.id, failed=True)
            member = work.members.get(job.rep)
            delivery.say(work, member.telegram, texts.job_broken(number), now=self._bench.clock.now())

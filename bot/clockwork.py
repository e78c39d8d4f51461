"""The clock's edges: a tick every few seconds, the night, the backup. What is due lives in rows, never here."""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import backups
from bot.clock import Clock
from bot.jobs import Ticker
from bot.night import BEGINS
from bot.settings import Settings
from storage.database import StoreUnavailable
from storage.work import Store

log = logging.getLogger(__name__)

TICK_SECONDS = 15
TICK = "tick"


class Clockwork:
    """APScheduler calls, in the loop; a process that isn't the ticker doesn't wind it."""

    def __init__(self, ticker: Ticker, store: Store, clock: Clock, settings: Settings) -> None:
        self._ticker = ticker
        self._store = store
        self._clock = clock
        self._settings = settings
        self._at_night = asyncio.Lock()

    async def run(self) -> None:
        """Until cancelled."""
        scheduler = self.scheduler()
        scheduler.start()
        try:
            while True:
                await asyncio.sleep(TICK_SECONDS)
                self._wind(scheduler)
        finally:
            scheduler.shutdown(wait=False)

    def _wind(self, scheduler: AsyncIOScheduler) -> None:
        """It waits for the hour it has read off a clock: one set back would keep it from ticking for so long."""
        now = self._clock.now()
        job = scheduler.get_job(TICK)
        if job and job.next_run_time > now + timedelta(seconds=2 * TICK_SECONDS):
            log.warning("the clock was set back")
            job.modify(next_run_time=now)

    def scheduler(self) -> AsyncIOScheduler:
        """Clock edges only; what is due lives in rows."""
        scheduler = AsyncIOScheduler(timezone=self._settings.team.timezone)
        edge = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        now = self._clock.now()
        scheduler.add_job(self._tick, "interval", seconds=TICK_SECONDS, id=TICK, next_run_time=now, **edge)
        scheduler.add_job(self.nightly, "cron", hour=BEGINS.hour, minute=BEGINS.minute, **edge)
        scheduler.add_job(self.catch_up, "interval", hours=1, next_run_time=now, **edge)
        every = self._settings.backup.every.total_seconds()
        scheduler.add_job(self._backup, "interval", seconds=every, **edge)
        return scheduler

    async def _tick(self) -> None:
        """A coroutine, because APScheduler runs a plain function in a thread, beside our one connection."""
        for _ in self._ticker.ticking():
            await asyncio.sleep(0)

    async def nightly(self) -> None:
        """One at a time: the clock may call while an earlier night is still made up for."""
        if self._at_night.locked():
            return
        with suppress(asyncio.CancelledError):  # told to end: what is left is made up for
            async with self._at_night:
                await self._through_the_night()

    async def _through_the_night(self) -> None:
        for aside in self._ticker.night():
            await (asyncio.sleep(0) if aside is None else asyncio.to_thread(aside))

    async def catch_up(self) -> None:
        """What a bot that was off, or without its database, missed at night is done by day."""
        try:
            missed = self._ticker.slept_through()
        except StoreUnavailable as trouble:
            log.warning("night's work not looked for: %s", trouble)
            return
        if missed:
            await self.nightly()

    async def _backup(self) -> None:
        made = await backups.regular(self._settings, now=self._clock.now())
        if made:
            with self._store.work() as work:
                work.remember(backups.LAST_BACKUP, self._clock.now().isoformat())

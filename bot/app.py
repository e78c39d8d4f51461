"""The composition root: settings become a store, an intake, a worker, a sender and a ticker."""

import asyncio
import logging
import time as clocks
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import time
from functools import lru_cache, partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram.error import TelegramError
from telegram.request import BaseRequest

from bot import backups, delivery
from bot.access import Access, Courtesy
from bot.alone import alone
from bot.api import BotApi
from bot.clock import Clock
from bot.commands.menu import menu
from bot.commands.team import BOT_NAME
from bot.desk import Office
from bot.feed import Feed
from bot.health import Health, Pulse
from bot.inline import Inline
from bot.intake import Intake
from bot.jobs import Ticker
from bot.longwork import Bench, LongWork
from bot.pacing import Pacer
from bot.sender import Sender
from bot.settings import Settings, rhythm
from bot.version import VERSION
from bot.views import texts
from bot.webhook import WebhookDoor
from bot.worker import Worker
from domain.calendar import Rhythm
from storage.database import StoreUnavailable
from storage.locks import Role
from storage.members import Member, Members, Wishes
from storage.work import Policy, Store

if TYPE_CHECKING:
    from aiohttp import web

log = logging.getLogger(__name__)

TICK_SECONDS = 15
FLUSH_SECONDS = 8  # SIGTERM to exit in at most 10 s
LOOK_AGAIN = 1  # seconds: those that waited their minute come by the clock
LOOK_AROUND = 0.1  # the same on a shared database: what other processes wrote, nobody tells us


def policy(settings: Settings) -> Policy:
    """What storage needs of the settings to derive statuses and reminders."""

    @lru_cache
    def rhythm_with(wishes: Wishes) -> Rhythm:
        return wished(rhythm(settings, ZoneInfo(wishes.zone) if wishes.zone else None), wishes)

    def rhythm_of(member: Member) -> Rhythm:
        return rhythm_with(member.wishes)

    team = settings.team
    return Policy(settings.rules, team.timezone, rhythm_of, team.currency, team.sells_at_weekends)


def wished(team: Rhythm, wishes: Wishes) -> Rhythm:
    """The team's rhythm with what a member set differently."""
    quiet = [time.fromisoformat(at) for at in wishes.quiet.split("-")] if wishes.quiet else []
    return replace(
        team,
        quiet_from=quiet[0] if quiet else team.quiet_from,
        quiet_until=quiet[1] if quiet else team.quiet_until,
        daily_cap=team.daily_cap if wishes.cap is None else wishes.cap,
        digest_on=team.digest_on if wishes.digest_day is None else wishes.digest_day,
        digest_at=time.fromisoformat(wishes.digest_at) if wishes.digest_at else team.digest_at,
    )


def office(settings: Settings, *, bot_name: str = "") -> Office:
    team = settings.team
    feed = settings.feed.base
    limits = settings.limits
    return Office(
        team.name,
        team.country,
        team.currency,
        settings.rules,
        bot_name,
        VERSION,
        feed,
        import_mb=limits.import_mb,
        import_rows=limits.import_rows,
    )


class Nachfass:
    """The bot. `run` lives on real time; `settle` and `tick` let a playground or a test lead it step by step."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: Clock,
        *,
        calls: BaseRequest,
        polls: BaseRequest,
        token: str,
    ) -> None:
        limits = settings.telegram
        self.store = store
        self.clock = clock
        self.api = BotApi(
            token,
            base_url=str(limits.base_url),
            base_file_url=str(limits.base_file_url),
            calls=calls,
            polls=polls,
            inline=limits.inline,
        )
        self._inline = Inline(self.api, store)
        pacer = Pacer(per_second=limits.max_per_second, per_chat=limits.max_per_chat_per_second)
        self.sender = Sender(
            self.api,
            store,
            clock,
            pacer,
            self._blocked,
            leads=partial(store.lead, Role.SENDER),
            look_again=LOOK_AROUND if store.shared else None,
        )
        bench = Bench(store, self.api, clock, office(settings), self.sender.wake)
        self.longwork = LongWork(bench)
        self.worker = Worker(
            store,
            Access(office(settings)),
            clock,
            per_minute=settings.limits.commands_per_minute,
            stored=self.sender.wake,
            courtesy=self._answer_tap,
            queued=self.longwork.wake,
        )
        self._work = asyncio.Event()
        inline = self._inline.ask if limits.inline else None
        self.intake = Intake(self.api, store, clock, self._work.set, inline=inline)
        self.ticker = Ticker(store, clock, stored=self.sender.wake)
        self._settings = settings
        self._team = settings.team
        self._courtesies: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Schema, members from the config, lines that waited; then the network."""
        self.store.prepare()
        with self.store.work() as work:
            work.inbox.recover()
            self._admit(work.members)
        await self.api.open()

    def _admit(self, members: Members) -> None:
        """Leads and members named in the config; who was removed in the chat stays out."""
        now = self.clock.now()
        for ids, lead in ((self._team.leads, True), (self._team.members, False)):
            for telegram in ids:
                known = members.by_telegram(telegram)
                if known is None or (lead and not known.lead and not known.removed):
                    members.admit(telegram, name=known.name if known else "", lead=lead, now=now)

    async def close(self) -> None:
        await self.api.close()
        self.store.close()

    async def settle(self) -> None:
        """Work everything off that there is: updates, turns, messages."""
        while True:
            taken = await self.intake.poll(seconds=0)
            worked = False
            while self.worker.work_off():
                worked = True
            laboured = await self.longwork.work_off()
            await self.sender.drain()
            if self._courtesies:
                await asyncio.gather(*self._courtesies)
            await self._inline.settled()
            if not taken and not worked and not laboured:
                return

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set: then no more updates are taken, the turn is finished, the outbox flushed."""
        intake = asyncio.create_task(self._updates())
        sender = alone(self.store, Role.SENDER, self.sender.run, standby=self.sender.note)
        ticker = alone(self.store, Role.TICKER, self._keep_time)
        labour = alone(self.store, Role.LABOURER, self.longwork.run)
        parts = (ticker, self._work_on(), sender, labour, self._introduce())
        others = [asyncio.create_task(part) for part in parts]
        self._work.set()
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({intake, stopped, *others[:4]}, return_when=asyncio.FIRST_COMPLETED)
        await _end(intake, stopped, *others)
        await self._flush()

    async def _keep_time(self) -> None:
        scheduler = self._scheduler()
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)

    async def _updates(self) -> None:
        """By polling, or by a webhook of our own; /healthz beside it, where a port is set."""
        async with AsyncExitStack() as doors:
            if port := self._settings.health.port:
                health = Health(self.store, self._pulse, port, self._calendars())
                await health.start()
                doors.push_async_callback(health.stop)
            if self._settings.telegram.mode == "polling":
                await alone(self.store, Role.POLLER, self.intake.run)
            door = WebhookDoor(self._settings.telegram.webhook, self.api, self.intake, self._calendars())
            await door.start()
            doors.push_async_callback(door.stop)
            await _until_accepted(door.announce, "webhook not set")
            await asyncio.Event().wait()

    def _calendars(self) -> "list[web.RouteDef]":
        return Feed(self.store, self.clock).routes() if self._settings.feed.url else []

    def _pulse(self) -> Pulse:
        now = clocks.monotonic()
        tick, poll = (
            None if at is None else now - at for at in (self.ticker.ticked_at, self.intake.heard_at)
        )
        polls = self._settings.telegram.mode == "polling" and self.store.leads(Role.POLLER)
        ticks = self.store.leads(Role.TICKER)  # a standby is well as long as somebody else has the role
        return Pulse(tick if ticks else 0.0, poll, polls=polls)

    def _scheduler(self) -> AsyncIOScheduler:
        """Clock edges only; what is due lives in rows."""
        scheduler = AsyncIOScheduler(timezone=self._team.timezone)
        edge = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        scheduler.add_job(
            self._tick, "interval", seconds=TICK_SECONDS, next_run_time=self.clock.now(), **edge
        )
        scheduler.add_job(self._nightly, "cron", hour=3, minute=17, **edge)
        scheduler.add_job(self._catch_up, "date", **edge)
        every = self._settings.backup.every.total_seconds()
        scheduler.add_job(self._backup, "interval", seconds=every, **edge)
        return scheduler

    async def _tick(self) -> None:
        """A coroutine, because APScheduler runs a plain function in a thread, beside our one connection."""
        for _ in self.ticker.ticking():
            await asyncio.sleep(0)

    async def _nightly(self) -> None:
        for aside in self.ticker.night():
            await (asyncio.sleep(0) if aside is None else asyncio.to_thread(aside))

    async def _catch_up(self) -> None:
        """A bot that is switched off at night does its night's work when it comes."""
        if self.ticker.slept_through():
            await self._nightly()

    async def _backup(self) -> None:
        made = await backups.regular(self._settings, now=self.clock.now())
        if made:
            with self.store.work() as work:
                work.remember(backups.LAST_BACKUP, self.clock.now().isoformat())

    async def _work_on(self) -> None:
        while True:
            self._work.clear()
            try:
                while self.worker.work_off():  # noqa: ASYNC110 – no event tells: the loop itself gets its turn
                    await asyncio.sleep(0)  # intake and sender in between
            except StoreUnavailable as trouble:
                log.warning("turns wait for the database: %s", trouble)
                await asyncio.sleep(1)
                continue
            await _set_or_late(self._work, seconds=LOOK_AROUND if self.store.shared else LOOK_AGAIN)

    async def _introduce(self) -> None:
        """The command menu, and our own name for invitation links; Telegram may be away for a while."""

        async def introduce() -> None:
            await self.api.call("setMyCommands", commands=menu())
            me = await self.api.call("getMe")
            with self.store.work() as work:
                work.remember(BOT_NAME, me.get("username", ""))

        await _until_accepted(introduce, "command menu not set")

    async def _flush(self) -> None:
        """What is committed but unsent goes out, as far as the time allows; the rest waits in the outbox."""
        try:
            async with asyncio.timeout(FLUSH_SECONDS):
                while self.worker.work_off():  # noqa: ASYNC110 – gives the timeout its chance
                    await asyncio.sleep(0)
                if self.store.leads(Role.SENDER):
                    await self.sender.drain()
        except (TimeoutError, StoreUnavailable) as trouble:
            log.warning("stopped with messages waiting in the outbox: %r", trouble)
        with suppress(StoreUnavailable):
            self.sender.note()

    def _blocked(self, chat: int) -> None:
        """A member blocked the bot: no more pushes there, and the leads are told once."""
        with self.store.work() as work:
            member = work.members.by_telegram(chat)
            if member is None or member.unreachable:
                return
            work.members.reachable(member.id, reachable=False)
            for lead in work.members.leads():
                if lead.id != member.id and not lead.unreachable:
                    delivery.say(work, lead.telegram, texts.unreachable(member.name), now=self.clock.now())
        self.sender.wake()

    def _answer_tap(self, courtesy: Courtesy) -> None:
        task = asyncio.get_running_loop().create_task(self._say_courtesy(courtesy))
        self._courtesies.add(task)
        task.add_done_callback(self._courtesies.discard)

    async def _say_courtesy(self, courtesy: Courtesy) -> None:
        """Once, unpaced; what comes too late is ignored."""
        try:
            await self.api.call(
                "answerCallbackQuery",
                callback_query_id=courtesy.query,
                text=courtesy.text or None,
                show_alert=courtesy.alert or None,
            )
        except TelegramError as trouble:
            log.debug("tap not answered: %s", trouble)


async def _until_accepted(ask: Callable[[], Awaitable[None]], failed: str) -> None:
    while True:
        try:
            await ask()
        except (TelegramError, StoreUnavailable) as trouble:
            log.warning("%s, next try in 60 s: %s", failed, trouble)
            await asyncio.sleep(60)
        else:
            return


async def _end(*tasks: asyncio.Task[object]) -> None:
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception):
            log.error("ended by an error", exc_info=outcome)
            raise outcome


async def _set_or_late(event: asyncio.Event, *, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):  # `wait_for` may swallow a cancel that comes with the event
            await event.wait()

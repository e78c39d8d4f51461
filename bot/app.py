"""The composition root: settings become a store, an intake, a worker, a sender and a ticker."""

import asyncio
import logging
import time as clocks
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING

from telegram.error import TelegramError
from telegram.request import BaseRequest

from bot import delivery
from bot.access import Access
from bot.alone import alone
from bot.api import BotApi
from bot.clock import Clock
from bot.clockwork import Clockwork
from bot.commands.menu import menu
from bot.commands.team import BOT_NAME
from bot.courtesies import Courtesies
from bot.feed import Feed
from bot.health import Health, Pulse
from bot.inline import Inline
from bot.intake import Intake
from bot.jobs import Ticker
from bot.longwork import Bench, LongWork
from bot.pacing import Pacer
from bot.policies import office
from bot.sender import Sender
from bot.settings import Settings
from bot.views import texts
from bot.webhook import WebhookDoor
from bot.worker import Worker
from storage.database import StoreUnavailable
from storage.locks import Role
from storage.work import Store, Work

if TYPE_CHECKING:
    from aiohttp import web

log = logging.getLogger(__name__)

FLUSH_SECONDS = 8  # SIGTERM to exit in at most 10 s
LOOK_AGAIN = 1  # seconds: those that waited their minute come by the clock
LOOK_AROUND = 0.1  # the same on a shared database: what other processes wrote, nobody tells us


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
        self._inline = Inline(self.api, store, clock)
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
        self.courtesies = Courtesies(self.api)
        self.worker = Worker(
            store,
            Access(office(settings)),
            clock,
            per_minute=settings.limits.commands_per_minute,
            stored=self.sender.wake,
            courtesy=self.courtesies.answer,
            queued=self.longwork.wake,
        )
        self._work = asyncio.Event()
        inline = self._inline.ask if limits.inline else None
        self.intake = Intake(self.api, store, clock, self._work.set, inline=inline)
        self.ticker = Ticker(store, clock, stored=self.sender.wake)
        self.clockwork = Clockwork(self.ticker, store, clock, settings)
        self._settings = settings
        self._team = settings.team

    async def open(self) -> None:
        """Schema, members from the config, lines that waited; then the network."""
        self.store.prepare()
        with self.store.work() as work:
            work.inbox.recover()
            self._admit(work)
        await self.api.open()

    def _admit(self, work: Work) -> None:
        """Leads and members named in the config; who was removed, or made a rep, in the chat stays so."""
        now, members = self.clock.now(), work.members
        for ids, lead in ((self._team.leads, True), (self._team.members, False)):
            for telegram in ids:
                known = members.by_telegram(telegram)
                stays = known and (known.lead or known.removed or work.roster.demoted(known.id))
                if known is None or (lead and not stays):
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
            await self.courtesies.settled()
            await self._inline.settled()
            if not taken and not worked and not laboured:
                return

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set: then no more updates are taken, the turn is finished, the outbox flushed."""
        intake = asyncio.create_task(self._updates())
        sender = alone(self.store, Role.SENDER, self.sender.run, standby=self.sender.note)
        ticker = alone(self.store, Role.TICKER, self.clockwork.run)
        labour = alone(self.store, Role.LABOURER, self.longwork.run)
        parts = (ticker, self._work_on(), sender, labour, self._introduce())
        others = [asyncio.create_task(part) for part in parts]
        self._work.set()
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({intake, stopped, *others[:4]}, return_when=asyncio.FIRST_COMPLETED)
        await _end(intake, stopped, *others)
        await self._flush()

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

"""The real bot, the stand-in for Telegram and a moved clock in one process, led step by step."""

import time as real_time
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from bot.app import Nachfass
from bot.clock import MovedClock
from bot.clockwork import TICK_SECONDS
from bot.commands.menu import menu
from bot.jobs import LAST_TICK
from bot.playground.standin import StandIn
from bot.playground.standin_request import InMemoryRequest
from bot.policies import policy
from bot.settings import Settings
from storage.work import Store, Work

LEAD, REP, STRANGER = 101, 102, 999  # Telegram ids, which are also the ids of their chats
NAMES = {LEAD: ("Kim", "Berger"), REP: ("Jan", "Vogt")}
TICK = timedelta(seconds=TICK_SECONDS)
NIGHTLY = time(3, 17)  # as the scheduler of `run` has it

Furnish = Callable[[Work, datetime], None]


class Stage:
    """`running`: real time passes on the moved clock, for people; scripts and tests want it to stand."""

    def __init__(self, settings: Settings, start: datetime, *, running: bool = False) -> None:
        self.settings = settings
        self.zone = settings.team.timezone
        self.clock = MovedClock(start, running=running)
        self.standin = StandIn(self.clock)
        for user in (LEAD, REP):
            first, last = NAMES[user]
            self.standin.join(user, first, last_name=last)
        self._nightly_at = self._next_nightly()
        self.nachfass = self._built()

    def _built(self) -> Nachfass:
        network = InMemoryRequest(self.standin)
        store = Store(self.settings.database.url, policy(self.settings))
        token = self.standin.token
        return Nachfass(self.settings, store, self.clock, calls=network, polls=network, token=token)

    def local(self) -> datetime:
        """The moved clock in the team's zone."""
        return self.clock.now().astimezone(self.zone)

    async def open(self, furnish: Furnish) -> None:
        """The first start. `furnish` fills an empty database; what one holds is kept."""
        await self.nachfass.open()
        with self.nachfass.store.work() as work:
            if work.members.all():
                self._go_on(work)
            else:
                furnish(work, self.clock.now())
            admit(work, LEAD, now=self.clock.now())
        await self._begin()

    def _go_on(self, work: Work) -> None:
        """On a kept database neither the clock nor Telegram's numbers begin again."""
        if (last := work.recall(LAST_TICK)) and datetime.fromisoformat(last) > self.clock.now():
            self.clock.set(datetime.fromisoformat(last))
        number = int(real_time.time() * 1000)  # in no output, so nothing hangs on it
        self.standin.updates.next_id = self.standin.last_message = number

    async def _begin(self) -> None:
        """What a process does first: the menu, and a tick."""
        await self.nachfass.api.call("setMyCommands", commands=menu())
        self._nightly_at = self._next_nightly()
        self.nachfass.ticker.tick()
        await self.settle()

    async def close(self) -> None:
        await self.nachfass.close()

    async def settle(self) -> None:
        """Until the bot has nothing left to do at this moment."""
        await self.nachfass.settle()

    def admit_rep(self) -> None:
        """With `--empty` the second rep exists from the first time they are spoken of."""
        with self.nachfass.store.work() as work:
            admit(work, REP, now=self.clock.now())

    def greet(self) -> None:
        """Members press Start, so that the page doesn't begin with an empty chat."""
        with self.nachfass.store.work() as work:
            members = [user for user in NAMES if work.members.by_telegram(user)]
        for user in members:
            self.standin.say(user, "/start")

    async def advance(self, to: datetime) -> None:
        """Move the clock through every moment at which something is due, as a running bot would meet it."""
        while (edge := self.next_edge()) < to:
            await self._tick_at(edge)
        await self._tick_at(to)

    async def _tick_at(self, moment: datetime) -> None:
        if moment > self.clock.now():
            self.clock.set(moment)
        if self.clock.now() >= self._nightly_at:
            self.nachfass.ticker.nightly()
            self._nightly_at = self._next_nightly()
        self.nachfass.ticker.tick(moved=True)
        await self.settle()

    def next_edge(self) -> datetime:
        """When the bot has something to do by itself."""
        now = self.clock.now()
        due = self.nachfass.ticker.next_edge()
        if due is not None and due <= now:  # a running bot would see to it with its next tick
            due = now + TICK
        return min(due or self._nightly_at, self._nightly_at)

    def _next_nightly(self) -> datetime:
        local = self.local()
        night = datetime.combine(local.date(), NIGHTLY, self.zone)
        return night if night > local else night + timedelta(days=1)

    async def off(self, until: datetime) -> None:
        """The bot is switched off; its first tick afterwards sees the gap (R10)."""
        await self.nachfass.close()
        self.clock.set(until)
        await self._restart()

    async def kill(self) -> None:
        """SIGKILL and restart: nothing is finished or said goodbye to, only what was committed is left."""
        for task in self._under_way():
            task.cancel()
        self.nachfass.store.close()
        await self._restart()

    def _under_way(self) -> list[Any]:
        nachfass = self.nachfass
        return [*nachfass.courtesies.under_way, *nachfass.sender._busy.values()]  # noqa: SLF001 – a kill asks nobody

    async def _restart(self) -> None:
        self.nachfass = self._built()
        await self.nachfass.open()
        await self._begin()


def admit(work: Work, user: int, *, now: datetime) -> None:
    """Let one of the two in, unless they are or were in already."""
    if work.members.by_telegram(user) is None:
        work.members.admit(user, name=" ".join(NAMES[user]), lead=user == LEAD, now=now)


def one_lead(_work: Work, _now: datetime) -> None:
    """No data: one lead, whom `open` lets in anyway."""

"""The real bot in this process, led by hand: its Telegram in memory, pauses that cost no time, trouble on demand."""

import asyncio
import selectors
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from telegram.request import BaseRequest

from bot.app import Nachfass
from bot.clock import MovedClock
from bot.clockwork import Clockwork
from bot.playground.standin import Dropped, Fault, StandIn
from bot.playground.standin_request import InMemoryRequest
from bot.policies import policy
from bot.settings import Settings, load
from bot.transport import NotSent, Unanswered
from storage.work import Store, Work

KIM, JAN, UTE, STRANGER = 101, 102, 103, 999  # Kim leads
START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # a Monday
TEAM = {"NACHFASS_TEAM__LEADS": f"[{KIM}]", "NACHFASS_TEAM__MEMBERS": f"[{JAN}, {UTE}]"}

UNPACED = {"NACHFASS_TELEGRAM__MAX_PER_SECOND": "0", "NACHFASS_TELEGRAM__MAX_PER_CHAT_PER_SECOND": "0"}


class Impatient(selectors.SelectSelector):
    """Nothing comes from outside on its own, so what would be waited for is over at once."""

    elapsed = 0.0

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("waiting for something that never comes")
        if not ready and timeout:
            self.elapsed += timeout
        return ready


class TimelessLoop(asyncio.SelectorEventLoop):
    """An event loop whose hours pass at once."""

    def __init__(self) -> None:
        self._impatient = Impatient()
        super().__init__(self._impatient)

    def time(self) -> float:
        return self._impatient.elapsed


class ByHand(Clockwork):
    """A hand takes the place of the clock's edges."""

    def scheduler(self) -> Any:
        return self

    def start(self) -> None:
        """No clock of its own."""

    def get_job(self, _name: str) -> None:
        """Nor anything to be wound."""

    def shutdown(self, *, wait: bool) -> None:
        """Nothing to stop."""


def led(settings: Settings, store: Store, clock: Any, *, line: BaseRequest, token: str) -> Nachfass:
    """The real bot, only that nobody winds its clock."""
    bot = Nachfass(settings, store, clock, calls=line, polls=line, token=token)
    bot.clockwork = ByHand(bot.ticker, store, clock, settings)
    return bot


class Line(InMemoryRequest):
    """A broken line leaves in the words of the real transport; one that is `stuck` says nothing for days."""

    stuck = False

    async def do_request(self, *asked: Any, **more: Any) -> tuple[int, bytes]:
        if self.stuck:
            await asyncio.sleep(10**6)
        try:
            return await super().do_request(*asked, **more)
        except ConnectionRefusedError as refused:
            raise NotSent(str(refused)) from refused
        except Dropped as dropped:
            raise Unanswered(str(dropped)) from dropped


class Passing:
    """The clock of a timeless loop: its seconds, from START on; `jump` is what somebody did to the clock."""

    def __init__(self) -> None:
        self.jump = timedelta()

    def now(self) -> datetime:
        return START + self.jump + timedelta(seconds=asyncio.get_running_loop().time())


class Desk:
    """A team of three, their phones and their bot. `url` names the database, `more` are settings."""

    def __init__(self, url: str, clock: Any = None, **more: str) -> None:
        self.clock = clock or MovedClock(START, running=False)
        self.standin = StandIn(self.clock)
        for number, name in ((KIM, "Kim"), (JAN, "Jan"), (UTE, "Ute")):
            self.standin.join(number, name)
        self.settings = load(None, TEAM | UNPACED | {"NACHFASS_DATABASE__URL": url} | more)
        self._seen = 0
        self.bot = self._built()

    def _built(self) -> Nachfass:
        self.line = Line(self.standin)
        store = Store(self.settings.database.url, policy(self.settings))
        token = self.standin.token
        return led(self.settings, store, self.clock, line=self.line, token=token)

    async def __aenter__(self) -> Self:
        await self.bot.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.bot.close()

    async def again(self) -> None:
        """Killed without a word and started anew."""
        sending = self.bot.sender._busy.values()  # noqa: SLF001 – a kill asks nobody
        for task in (*self.bot.courtesies.under_way, *sending):
            task.cancel()
        self.bot.store.close()
        self.bot = self._built()
        await self.bot.open()

    @property
    def work(self) -> Callable[[], Any]:
        return self.bot.store.work

    def say(self, who: int, *lines: str) -> None:
        for line in lines:
            self.standin.say(who, line)

    async def says(self, who: int, *lines: str) -> list[str]:
        """What this person then hears."""
        self.say(who, *lines)
        return await self.heard(who)

    async def taps(self, who: int, label: str) -> list[str]:
        found = self.standin.find_button(who, label)
        assert found, f"no button „{label}“"
        self.standin.press(who, *found)
        return await self.heard(who)

    async def tick(self, **later: float) -> None:
        self.clock.set(self.clock.now() + timedelta(**later))
        self.bot.ticker.tick()
        await self.bot.settle()

    async def heard(self, who: int) -> list[str]:
        """Once the bot has come to rest: what arrived on this phone since anyone was last asked."""
        await self.bot.settle()
        return self.news(who)

    def news(self, who: int) -> list[str]:
        fresh = [entry.text for entry in self.standin.did(who, after=self._seen) if entry.kind != "alert"]
        self._seen = len(self.standin.journal)
        return fresh

    def column(self, query: str, *values: Any) -> list[Any]:
        """The first column of what a query finds."""
        with self.work() as work:
            return [row[0] for row in sql(work, query, *values)]

    @contextmanager
    def trouble(self, fault: Callable[[str, Any], Fault | None]) -> Iterator[None]:
        self.standin.fault = fault
        try:
            yield
        finally:
            self.standin.fault = None


def sql(work: Work, statement: str, *values: Any) -> Any:
    """What no part of the bot may do: any statement, on its own connection."""
    return work._connection.exec_driver_sql(statement, values)  # noqa: SLF001 – see above


def sends(fault: Fault) -> Callable[[str, Any], Fault | None]:
    """Trouble for messages only."""
    return lambda method, _params: fault if method.lower() in {"sendmessage", "editmessagetext"} else None


async def running(desk: Desk, play: Awaitable[None]) -> None:
    """Play while the bot runs as it does on its own."""
    stop = asyncio.Event()
    run = asyncio.create_task(desk.bot.run(stop))
    try:
        await play
    finally:
        stop.set()
        await run


def timeless(play: Callable[[], Any]) -> Any:
    """Play on a loop whose hours cost nothing."""
    with asyncio.Runner(loop_factory=TimelessLoop) as runner:
        return runner.run(play())

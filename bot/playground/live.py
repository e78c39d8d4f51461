"""The stage for people: updates are worked off as they come, the clock runs on, the page moves it."""

import asyncio
import logging
import signal
from contextlib import suppress

from bot.clockwork import TICK_SECONDS
from bot.playground.phone_clock import Move
from bot.playground.server import Playground
from bot.playground.stage import Furnish, Stage
from bot.settings import ConfigError
from storage.database import StoreUnavailable

log = logging.getLogger(__name__)

SHORTEST = 0.05  # seconds: an edge that is always due must not take the whole machine


class Live:
    """One driver in place of the loops of `run`: nothing happens beside a clock that is being moved."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._news = asyncio.Event()
        self._alone = asyncio.Lock()
        stage.standin.updates.arrived.append(self._news.set)

    async def run(self) -> None:
        """Until cancelled; a step that fails is logged, and what it left is tried again."""
        while True:
            self._news.clear()
            rest = await self._step()
            with suppress(TimeoutError):
                async with asyncio.timeout(rest):
                    await self._news.wait()

    async def _step(self) -> float:
        """Seconds until there is something to do again, unless somebody writes."""
        try:
            await self._catch_up()
            due = self.stage.next_edge() - self.stage.clock.now()
        except StoreUnavailable as trouble:
            log.warning("the database is away: %s", trouble)
        except Exception:
            log.exception("a step failed")
        else:
            return max(SHORTEST, min(due.total_seconds(), TICK_SECONDS))
        return 1.0

    async def _catch_up(self) -> None:
        """All that is due by now, and all updates, even where the clock's work fails."""
        async with self._alone:
            try:
                await self.stage.advance(self.stage.clock.now())
            finally:
                await self.stage.settle()

    async def move(self, move: Move) -> None:
        """As the page asks; answers once everything on the way has been run."""
        async with self._alone:
            await self.stage.advance(move.target(self.stage.local()))


async def serve(stage: Stage, furnish: Furnish, port: int, *, temporary: bool) -> int:
    """The page until Ctrl-C or SIGTERM."""
    live = Live(stage)
    playground = Playground(stage.standin, stage.local, live.move)
    stop, driver = stop_signal(), None
    try:
        await stage.open(furnish)
        stage.greet()
        address = await listening(playground, port)
        driver = asyncio.create_task(live.run())
        print(f"Nachfass läuft auf {address} – Strg+C beendet.", flush=True)  # noqa: T201 – to the person at
        if temporary:  # the terminal
            print("Die Daten verschwinden danach; --keep ORDNER behält sie.", flush=True)  # noqa: T201
        await stop.wait()
    finally:
        await ended(driver)
        await playground.stop()
        await stage.close()
    return 0


async def listening(playground: Playground, port: int) -> str:
    try:
        return await playground.start(port)
    except OSError:
        raise ConfigError(f"Port {port} ist belegt.", "Nimm einen anderen oder lass --port weg.") from None


def stop_signal() -> asyncio.Event:
    """Set by Ctrl-C or SIGTERM, so that everything is put away in order."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: there Ctrl-C raises KeyboardInterrupt
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def ended(driver: asyncio.Task[None] | None) -> None:
    if driver is not None:
        driver.cancel()
        with suppress(asyncio.CancelledError):
            await driver

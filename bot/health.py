"""/healthz and Prometheus' /metrics, on loopback, only where a port is set."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.outbox import State
from storage.work import Store

if TYPE_CHECKING:
    from aiohttp import web

HOST = "127.0.0.1"
STALE_SECONDS = 120  # no tick, or no answered poll, for so long: not well


@dataclass(frozen=True, slots=True)
class Pulse:
    """Seconds since the last tick and since the last answered poll; None before the first, or without polling."""

    tick: float | None
    poll: float | None
    polls: bool = True

    @property
    def well(self) -> bool:
        ages = (self.tick, self.poll) if self.polls else (self.tick,)
        return all(age is not None and age < STALE_SECONDS for age in ages)


def metrics(store: Store, pulse: Pulse) -> str:
    """Counts, no contents."""
    with store.work() as work:
        letters, parcels, waiting = work.inbox.counts(), work.outbox.counts(), work.reminders.waiting()
    figures = {
        "nachfass_inbox_open": letters.get(0, 0),
        "nachfass_inbox_parked": letters.get(2, 0),
        "nachfass_outbox_waiting": parcels.get(State.WAITING, 0) + parcels.get(State.SENDING, 0),
        "nachfass_outbox_unclear": parcels.get(State.UNCLEAR, 0),
        "nachfass_outbox_failed": parcels.get(State.FAILED, 0),
        "nachfass_reminders_waiting": waiting,
        "nachfass_seconds_since_tick": pulse.tick,
        "nachfass_seconds_since_poll": pulse.poll,
    }
    lines = [f"# TYPE {name} gauge\n{name} {value}" for name, value in figures.items() if value is not None]
    return "\n".join(lines) + "\n"


class Health:
    """A tiny server beside the bot. `more`: what else it serves."""

    def __init__(
        self,
        store: Store,
        pulse: Callable[[], Pulse],
        port: int,
        more: "Sequence[web.RouteDef]" = (),
    ) -> None:
        self._store = store
        self._pulse = pulse
        self._port = port
        self._more = more
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        from aiohttp import web  # noqa: PLC0415 – only where a port is set

        application = web.Application()
        application.add_routes([web.get("/healthz", self._healthz), web.get("/metrics", self._metrics)])
        application.add_routes(self._more)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self._port).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _healthz(self, _request: "web.Request") -> "web.Response":
        from aiohttp import web  # noqa: PLC0415 – see start

        pulse = self._pulse()
        facts = {"well": pulse.well, "seconds_since_tick": pulse.tick, "seconds_since_poll": pulse.poll}
        return web.json_response(facts, status=200 if pulse.well else 503)

    async def _metrics(self, _request: "web.Request") -> "web.Response":
        from aiohttp import web  # noqa: PLC0415 – see start

        return web.Response(text=metrics(self._store, self._pulse()))

"""The stand-in as a network shows it: getUpdates waits for news, a second poll ends the first."""

import asyncio
import re
from typing import Any

from bot.playground.standin import StandIn
from bot.playground.standin_calls import Files
from bot.playground.standin_values import Json, Refused

PATH = re.compile(r"(?P<file>/file)?/bot(?P<token>[^/]+)/(?P<rest>.+)")
LONGEST_POLL = 50.0
OUSTED = "terminated by other getUpdates request; make sure that only one bot instance is running"
BAD_GATEWAY = b"<html><body>502 Bad Gateway</body></html>"


class Door:
    def __init__(self, standin: StandIn) -> None:
        self.standin = standin
        self.waiting: asyncio.Future[bool] | None = None  # True: something arrived; False: ousted

    async def call(self, method: str, params: dict[str, Any], files: Files | None = None) -> tuple[int, Json]:
        """As StandIn.call, only that getUpdates waits up to its `timeout`."""
        polls = method.lower() == "getupdates"
        if polls and self.waiting and not self.waiting.done():
            self.waiting.set_result(False)
        status, body = self.standin.call(method, params, files)
        seconds = min(LONGEST_POLL, float(params.get("timeout") or 0)) if polls else 0.0
        if status != 200 or body["result"] or not seconds:  # noqa: PLR2004
            return status, body
        if await self._news(seconds):
            return self.standin.call(method, params, files)
        return 409, Refused(409, f"Conflict: {OUSTED}").as_json()

    async def _news(self, seconds: float) -> bool:
        """Wait for an update or for the end of the poll; False where another poll took its place."""
        waiting = self.waiting = asyncio.get_running_loop().create_future()

        def arrived() -> None:
            if not waiting.done():
                waiting.set_result(True)

        self.standin.updates.arrived.append(arrived)
        try:
            return await asyncio.wait_for(waiting, seconds)
        except TimeoutError:
            return True
        finally:
            self.standin.updates.arrived.remove(arrived)

    def file(self, path: str) -> bytes | None:
        """The bytes behind a `file_path`."""
        return next((file.data for file in self.standin.files.values() if file.path == path), None)

"""The playground in a browser: the phone page, its small API and the Bot API, on loopback only."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from aiohttp import web

from bot.playground.page_api import PageApi
from bot.playground.page_guard import add_headers, guard
from bot.playground.page_stream import Stream
from bot.playground.phone_clock import Move
from bot.playground.standin import StandIn
from bot.playground.standin_http import BotApi

PAGE = Path(__file__).with_name("page")
LOOPBACK = "127.0.0.1"
BIGGEST_UPLOAD = 25 * 1024 * 1024  # imports end at 20 MB, so that the bot's own refusal can be seen
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Playground:
    """`clock_now` is the moved clock in the team's zone; `move` runs all that falls due on the way."""

    def __init__(
        self,
        standin: StandIn,
        clock_now: Callable[[], datetime],
        move: Callable[[Move], Awaitable[None]],
    ) -> None:
        self.standin = standin
        self.stream = Stream(standin, clock_now)
        self.app = web.Application(middlewares=[guard], client_max_size=BIGGEST_UPLOAD)
        self.app.on_response_prepare.append(add_headers)
        self.app.on_shutdown.append(self._hang_up)
        BotApi(standin).add_to(self.app)
        PageApi(standin, self.stream, move).add_to(self.app)
        self.app.router.add_get("/", page)
        self.app.router.add_get("/{name}", page)
        self.runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=1)
        self.address = ""

    async def start(self, port: int = 0) -> str:
        """Listen on loopback (0: any free port); the address of the page."""
        await self.runner.setup()
        site = web.TCPSite(self.runner, LOOPBACK, port)
        await site.start()
        self.address = f"http://{LOOPBACK}:{self.runner.addresses[0][1]}"
        return self.address

    async def stop(self) -> None:
        await self.runner.cleanup()

    async def _hang_up(self, _app: web.Application) -> None:
        self.stream.close()


async def page(request: web.Request) -> web.Response:
    file = PAGE / Path(request.match_info.get("name", "index.html")).name
    if file.suffix not in TYPES or not file.is_file():
        raise web.HTTPNotFound
    return web.Response(body=file.read_bytes(), content_type=TYPES[file.suffix], charset="utf-8")

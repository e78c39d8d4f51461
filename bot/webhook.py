"""Updates in by webhook: a route of our own that stores and commits before it says 200."""

import hmac
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.api import BotApi
from bot.intake import Intake
from bot.settings.sections import Webhook
from storage.database import StoreUnavailable

if TYPE_CHECKING:
    from aiohttp import web

log = logging.getLogger(__name__)

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 – the header's name
LARGEST = 1_000_000  # bytes; Telegram's updates are far smaller


class WebhookDoor:
    """Listens where Telegram (or a proxy in front of us) delivers. `intake` keeps what comes; `more`: other routes."""

    def __init__(
        self, settings: Webhook, api: BotApi, intake: Intake, more: "Sequence[web.RouteDef]" = ()
    ) -> None:
        self._settings = settings
        self._api = api
        self._intake = intake
        self._more = more
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen first, then tell Telegram where."""
        from aiohttp import web  # noqa: PLC0415 – polling bots needn't pay

        application = web.Application(client_max_size=LARGEST)
        path = urlsplit(str(self._settings.url)).path or "/"
        application.add_routes([web.post(path, self._receive)])
        application.add_routes(self._more)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._settings.listen, self._settings.port).start()

    async def announce(self) -> None:
        await self._api.call(
            "setWebhook",
            url=str(self._settings.url),
            secret_token=self._secret(),
            allowed_updates=self._api.allowed,
        )

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def _secret(self) -> str:
        secret = self._settings.secret_token
        return secret.reveal() if secret else ""

    async def _receive(self, request: "web.Request") -> "web.Response":
        """403 without the secret; 503 where we can't store: Telegram delivers again."""
        from aiohttp import web  # noqa: PLC0415 – see start

        given = request.headers.get(SECRET, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret().encode()):
            return web.Response(status=403)
        try:
            update: Any = await request.json()
            number = update["update_id"]
        except (ValueError, TypeError, KeyError):
            return web.Response(status=400)
        if not isinstance(number, int):
            return web.Response(status=400)
        try:
            self._intake.receive([update])
        except StoreUnavailable as trouble:
            log.warning("update refused for now: %s", trouble)
            return web.Response(status=503)
        return web.Response(status=200)

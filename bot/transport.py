"""Requests to the Bot API on aiohttp: PTB's documented extension point, twice as fast as its default.

A sender must know whether a failed request may be sent again: `NotSent` may, `Unanswered` perhaps arrived.
"""

import os
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

from telegram import Bot
from telegram._utils.defaultvalue import DefaultValue  # as BaseRequest's own signature has it
from telegram._utils.types import ODVInput
from telegram.error import InvalidToken, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.redact import redacted_request
from bot.transport_body import body, parsed

if TYPE_CHECKING:
    import aiohttp

# PTB's new way to name a retry_after; the old one warns with every 429 (a warning is an error in our tests).
os.environ.setdefault("PTB_TIMEDELTA", "true")

OK_BELOW = 300
DEFAULT = BaseRequest.DEFAULT_NONE


class NotSent(NetworkError):
    """No connection: the request was never written, sending it again is safe."""


class Unanswered(NetworkError):
    """The request was written and no (whole) HTTP answer came: Telegram may have accepted it."""


class AnswerTimedOut(Unanswered, TimedOut):
    """Unanswered because the time was up."""


class AiohttpRequest(BaseRequest):
    """One session with keep-alive. Timeouts are seconds, as in `telegram.request.HTTPXRequest`."""

    __slots__ = ("_connect", "_connections", "_media_write", "_pool", "_read", "_session", "_write")

    def __init__(
        self,
        *,
        connections: int = 16,
        read: float | None = 15.0,
        write: float | None = 10.0,
        media_write: float | None = 60.0,
        connect: float | None = 5.0,
        pool: float | None = 5.0,
    ) -> None:
        self._connections = connections
        self._read, self._write, self._media_write = read, write, media_write
        self._connect, self._pool = connect, pool
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read

    async def initialize(self) -> None:
        if self._session is None or self._session.closed:
            self._session = _session(self._connections)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = DEFAULT,
        write_timeout: ODVInput[float] = DEFAULT,
        connect_timeout: ODVInput[float] = DEFAULT,
        pool_timeout: ODVInput[float] = DEFAULT,
    ) -> tuple[int, bytes]:
        if self._session is None or self._session.closed:
            raise RuntimeError("This request is not initialized.")
        usual_write = self._media_write if request_data and request_data.contains_files else self._write
        limits = _timeouts(
            _chosen(read_timeout, self._read),
            _chosen(write_timeout, usual_write),
            _chosen(connect_timeout, self._connect),
            _chosen(pool_timeout, self._pool),
            download=request_data is None,
        )
        content = body(request_data)
        try:
            async with self._session.request(
                method, url, timeout=limits, allow_redirects=False, **content
            ) as answer:
                return answer.status, await _content(answer, url)
        except Exception as error:  # noqa: BLE001 – whatever it is, its text and context may hold the URL
            failure = explained(error, url)
        raise failure  # outside of `except`: it has no __context__ that could tell the token

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer; PTB's own logs a traceback with the whole page when a proxy answers HTML."""
        answer = parsed(payload)
        if answer is None:
            # With status 200 nobody knows what happened; other statuses become PTB's own errors around this.
            raise Unanswered("The answer is no JSON object.")
        return answer


def _session(connections: int) -> "aiohttp.ClientSession":
    import aiohttp  # noqa: PLC0415 – 0.1 s that the command line's other commands needn't pay

    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=connections, ttl_dns_cache=300),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": BaseRequest.USER_AGENT},
        trust_env=bool(getproxies()),  # looked up with every request, so only where there is a proxy at all
    )


async def _content(answer: "aiohttp.ClientResponse", url: str) -> bytes:
    """Read the answer; half an error page is still an HTTP error, half a success is none."""
    try:
        payload = await answer.read()
    except Exception:
        if answer.status < OK_BELOW:
            raise
        return b""
    if answer.status < OK_BELOW:
        return payload
    shown = payload if payload.startswith(b"{") else payload[:200]  # PTB puts a proxy's page into its error
    return redacted_request(shown.decode("utf-8", "replace"), url).encode()


def explained(error: Exception, url: str) -> TelegramError:
    """Tell what never left from what may have arrived, in words without the token."""
    import aiohttp  # noqa: PLC0415 – see _session

    text = redacted_request(f"{type(error).__name__}: {error}", url)
    before_writing = (
        aiohttp.ClientConnectorError,  # refused, no such host, TLS
        aiohttp.ConnectionTimeoutError,
        aiohttp.ClientHttpProxyError,
        aiohttp.InvalidURL,
    )
    if isinstance(error, before_writing):
        return NotSent(text)
    return AnswerTimedOut(text) if isinstance(error, TimeoutError) else Unanswered(text)


def _chosen(asked: ODVInput[float], usual: float | None) -> float | None:
    return usual if isinstance(asked, DefaultValue) else asked


@lru_cache(maxsize=64)
def _timeouts(
    read: float | None, write: float | None, connect: float | None, pool: float | None, *, download: bool
) -> "aiohttp.ClientTimeout":
    """Map PTB's four onto aiohttp's; it has none for writing, so the whole of a call is bounded instead."""
    import aiohttp  # noqa: PLC0415 – see _session

    until_connected = None if connect is None or pool is None else connect + pool
    whole = None
    if not (download or read is None or write is None or until_connected is None):
        whole = read + write + until_connected
    return aiohttp.ClientTimeout(total=whole, connect=until_connected, sock_connect=connect, sock_read=read)


class DiscreetBot(Bot):
    """PTB's bot, whose repr and whose error about a wrong token would tell it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}[token=***]"

    async def initialize(self) -> None:
        """Connect and check the token; the library's own error would quote it."""
        with suppress(InvalidToken):
            await super().initialize()
            return
        raise InvalidToken("Telegram rejected the token.")

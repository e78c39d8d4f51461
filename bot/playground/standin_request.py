"""The bot's way to the stand-in without a socket: python-telegram-bot's own seam for transports."""

import asyncio
import json
from typing import Any
from urllib.parse import unquote, urlsplit

from telegram.request import BaseRequest, RequestData

from bot.playground.standin import StandIn
from bot.playground.standin_calls import Files
from bot.playground.standin_door import BAD_GATEWAY, PATH, Door
from bot.playground.standin_values import Refused


class InMemoryRequest(BaseRequest):
    """Hands each request to the stand-in. A broken line leaves as NetworkError caused by `Dropped`."""

    def __init__(self, standin: StandIn) -> None:
        self.door = Door(standin)

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002
        request_data: RequestData | None = None,
        *_timeouts: Any,
        **_more: Any,
    ) -> tuple[int, bytes]:
        await asyncio.sleep(0)  # as with a network, others get their turn
        found = PATH.fullmatch(unquote(urlsplit(url).path))
        if not found or found["token"] != self.door.standin.token:
            return 401, encoded(Refused(401, "Unauthorized").as_json())
        if found["file"]:
            data = self.door.file(found["rest"])
            return (404, encoded(Refused(404, "Not Found").as_json())) if data is None else (200, data)
        params = request_data.json_parameters if request_data else {}
        status, body = await self.door.call(found["rest"], params, files_of(request_data))
        return status, BAD_GATEWAY if status == 502 else encoded(body)  # noqa: PLR2004


def files_of(request_data: RequestData | None) -> Files:
    parts = request_data.multipart_data if request_data and request_data.contains_files else {}
    return {name: (part[0], read(part[1])) for name, part in parts.items()}


def read(content: Any) -> bytes:
    data: bytes = content.read() if hasattr(content, "read") else content
    return data


def encoded(body: Any) -> bytes:
    return json.dumps(body).encode()

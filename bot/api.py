"""The Bot API as one call: raw dicts in and out, PTB's request seam and error classes underneath."""

from typing import Any
from urllib.parse import quote

from telegram.request import BaseRequest

from bot.transport import DiscreetBot

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
INLINE = "inline_query"


class BotApi:
    """Calls methods of the Bot API. The token is part of the address and shows nowhere else."""

    def __init__(
        self,
        token: str,
        *,
        base_url: str,
        calls: BaseRequest,
        polls: BaseRequest,
        base_file_url: str = "",
        inline: bool = False,
    ) -> None:
        self._bot = DiscreetBot(token, base_url=base_url, request=calls, get_updates_request=polls)
        self._files = f"{base_file_url}{token}/"
        self._requests = calls, polls
        self.allowed = [*ALLOWED, INLINE] if inline else ALLOWED

    def __repr__(self) -> str:
        return "BotApi(***)"

    async def call(self, method: str, **parameters: Any) -> Any:
        """One request; raises PTB's `TelegramError`s (RetryAfter, Forbidden, BadRequest, NetworkError …).

        Method names are case-insensitive; the capital says to PTB that the raw answer is wanted.
        """
        given = {key: value for key, value in parameters.items() if value is not None}
        return await self._bot.do_api_request(method[0].upper() + method[1:], api_kwargs=given)

    async def updates(self, *, offset: int | None, seconds: int) -> list[dict[str, Any]]:
        """Long poll: raw updates from `offset` on; asking confirms everything before it. at most so many `seconds`."""
        asked: dict[str, Any] = {"timeout": seconds, "limit": 100, "allowed_updates": self.allowed}
        if offset is not None:
            asked["offset"] = offset
        found: Any = await self._bot.do_api_request("GetUpdates", api_kwargs=asked, read_timeout=seconds + 5)
        return list(found)

    async def download(self, file: str, *, most: int) -> bytes | None:
        """The bytes behind a file id; None where they are more than `most`. Raises `TelegramError`s."""
        found = await self.call("getFile", file_id=file)
        if found.get("file_size", 0) > most:
            return None
        content = await self._requests[0].retrieve(self._files + quote(found["file_path"]))
        return content if len(content) <= most else None

    async def open(self) -> None:
        for request in self._requests:
            await request.initialize()

    async def close(self) -> None:
        for request in self._requests:
            await request.shutdown()

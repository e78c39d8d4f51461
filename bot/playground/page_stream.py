"""The journal and the clock as a stream of server-sent events, and which messages are pushes."""

import asyncio
import json
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from aiohttp import web

from bot.playground.page_view import entry_json, state_json
from bot.playground.standin import StandIn
from bot.playground.standin_values import Entry, Json

HEARTBEAT = 1.0
COME_AGAIN = 1000  # milliseconds until a page that lost the stream asks for it again
ANSWER_TIME = 8.0  # what comes later than this after a person's act came by itself …
PATIENCE = 60.0  # … unless it is the first thing said since, on a slow machine


class Stream:
    def __init__(self, standin: StandIn, clock_now: Callable[[], datetime]) -> None:
        self.standin, self.clock_now = standin, clock_now
        self.run = secrets.token_hex(4)  # tells a page that another playground answers here by now
        self.moving = False
        self.pushes: set[int] = set()
        self.acted: dict[int, float] = {}
        self.awaited: set[int] = set()  # chats whose last line has no answer yet; a tap may have none
        self.news: set[asyncio.Event] = set()
        self.closed = False
        standin.watch(self.noted)

    def noted(self, entry: Entry) -> None:
        if not entry.by_bot:
            self.acted[entry.chat] = time.monotonic()
            if entry.kind != "pressed":
                self.awaited.add(entry.chat)
        else:
            if self.is_push(entry):
                self.pushes.add(entry.seq)
            self.awaited.discard(entry.chat)
        self.wake()

    def is_push(self, entry: Entry) -> bool:
        """A message nobody asked for just now: the phone shows it as a banner."""
        if entry.kind in {"edited", "deleted", "alert"}:
            return False
        since = time.monotonic() - self.acted.get(entry.chat, -PATIENCE)
        if entry.chat in self.awaited and since < PATIENCE:
            return False
        return self.moving or since >= ANSWER_TIME

    def wake(self) -> None:
        for news in self.news:
            news.set()

    def close(self) -> None:
        self.closed = True
        self.wake()

    def state(self) -> Json:
        return state_json(self.standin, self.clock_now(), moving=self.moving) | {"run": self.run}

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """All entries after the last one the page has seen, then `ready`, then each as it comes."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        news = asyncio.Event()
        self.news.add(news)
        with suppress(ConnectionError):
            await response.write(f"retry: {COME_AGAIN}\n\n".encode())
            await self.send(response, news, seen_by(request))
        self.news.discard(news)
        return response

    async def send(self, response: web.StreamResponse, news: asyncio.Event, seen: int) -> None:
        state: Json = {}
        first = True
        while not self.closed:
            news.clear()
            if (current := self.state()) != state:
                state = current
                await response.write(event("state", state))
            seen = await self.catch_up(response, seen)
            if first:
                await response.write(event("ready", {}))
            first = False
            with suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), HEARTBEAT)

    async def catch_up(self, response: web.StreamResponse, seen: int) -> int:
        for entry in self.standin.journal[seen:]:
            view = entry_json(self.standin, entry, push=entry.seq in self.pushes)
            await response.write(event("entry", view, entry.seq))
        return len(self.standin.journal)


def seen_by(request: web.Request) -> int:
    last = request.headers.get("Last-Event-ID") or request.query.get("after", "0")
    return int(last) if last.isdecimal() else 0


def event(name: str, data: Json, number: int | None = None) -> bytes:
    head = f"id: {number}\n" if number else ""
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()

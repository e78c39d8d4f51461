"""What the state machine drives: a database in memory, phones that keep all they got, a bot of real parts that dies.

No sockets, and no loop but the sender's, whose pauses cost nothing. One engine serves all days: each begins as a
copy of the same morning.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from led import TimelessLoop
from telegram.error import BadRequest, Forbidden, RetryAfter

from bot.access import Access
from bot.app import Nachfass, wished
from bot.clock import MovedClock
from bot.desk import Office
from bot.intake import Intake
from bot.jobs import Ticker
from bot.pacing import Pacer
from bot.sender import Sender
from bot.transport import NotSent, Unanswered
from bot.worker import Worker
from domain.calendar import Calendar, Rhythm
from domain.rules import Rules
from storage.members import Member
from storage.outbox import Lane, Parcel
from storage.work import Policy, Store, Work

KIM, JAN, UTE = 101, 102, 103  # Kim leads
ZONE = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 30, 7, 0, tzinfo=UTC)  # 9:00 on the Monday after the clocks changed, before Good Friday
HOLIDAYS = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
TEAM = Rhythm(ZONE, Calendar(holidays=HOLIDAYS), daily_cap=2)
PER_MINUTE = 4
MINUTE = timedelta(minutes=1)


class Killed(BaseException):
    """SIGKILL: nothing handles it."""


@dataclass
class Fate:
    """Dies at the n-th edge from now: before and after each commit, before and after each request."""

    edges: int | None = None
    dead: bool = False

    def edge(self) -> None:
        if self.edges is not None:
            self.edges -= 1
            self.dead = self.dead or self.edges < 0
        if self.dead:
            raise Killed


class MortalStore(Store):
    """Shares the one engine; once dead it commits nothing more."""

    def __init__(self, engine: Any, policy: Policy, fate: Fate) -> None:
        super().__init__("sqlite://", policy)
        self.engine.dispose()
        self.engine, self._fate = engine, fate

    @contextmanager
    def work(self) -> Iterator[Work]:
        with super().work() as work:
            yield work
            self._fate.edge()
        self._fate.edge()

    def bury(self) -> None:
        if self._connection is not None:
            self._connection.close()


@dataclass(frozen=True)
class Sent:
    """A request that Telegram carried out. `told`: whether it said so; `life`: whose request it was."""

    row: int
    chat: int
    lane: Lane
    life: int
    told: bool
    message: int
    text: str
    fresh: bool  # a message of its own, no edit


@dataclass
class Phones:
    """Telegram as far as the sender sees it. `troubles` come one a request, then all is well."""

    clock: MovedClock
    troubles: deque[str] = field(default_factory=deque)
    sent: list[Sent] = field(default_factory=list)
    unsure: set[int] = field(default_factory=set)  # rows of which the bot can't know whether they arrived
    refused: set[int] = field(default_factory=set)
    shown: dict[int, tuple[int, str, Any]] = field(default_factory=dict)  # by message id: chat, text, keyboard
    meanwhile: Any = None
    life: int = 0
    fate: Fate = field(default_factory=Fate)
    parcel: Parcel | None = None

    async def call(self, method: str, **asked: Any) -> Any:
        parcel, self.parcel = self.parcel, None
        trouble = self.troubles.popleft() if self.troubles else ""
        self.fate.edge()
        self.unsure.add(parcel.id)  # until the answer is there
        if trouble in {"unconnected", "busy", "forbidden"}:
            self.unsure.discard(parcel.id)
            raise self._refusal(trouble, parcel)
        if trouble == "lost before":
            raise Unanswered(trouble)
        if trouble == "meanwhile":
            self.meanwhile()
        message = self._accept(method, asked, parcel, told=trouble != "lost after")
        if trouble == "lost after":
            raise Unanswered(trouble)
        self.fate.edge()
        await asyncio.sleep(0)
        self.unsure.discard(parcel.id)
        return {"message_id": message}

    def _refusal(self, trouble: str, parcel: Parcel) -> Exception:
        if trouble == "forbidden":
            self.refused.add(parcel.id)
            return Forbidden("bot was blocked by the user")
        return NotSent(trouble) if trouble == "unconnected" else RetryAfter(timedelta(seconds=7))

    def _accept(self, method: str, asked: Any, parcel: Parcel, *, told: bool) -> int:
        fresh = method == "sendMessage"
        message = 1000 + len(self.shown) if fresh else asked["message_id"]
        seen = asked["chat_id"], asked["text"], asked["reply_markup"]
        if not fresh and self.shown.get(message) == seen:
            raise BadRequest("message is not modified")
        if not fresh and (message not in self.shown or self.shown[message][0] != seen[0]):
            raise BadRequest("message to edit not found")
        self.shown[message] = seen
        self.sent.append(
            Sent(parcel.id, seen[0], Lane(parcel.lane), self.life, told, message, seen[1], fresh)
        )
        return message


class NotingSender(Sender):
    """Tells the phones which row a request is of: the wire doesn't say."""

    async def _send(self, parcel: Parcel) -> int | None:
        self._api.parcel = parcel
        return await super()._send(parcel)


class Life:
    """One process from its start to its death, put together as the composition root does it."""

    _blocked = Nachfass._blocked  # noqa: SLF001 – the root's own, without the network around it

    def __init__(self, engine: Any, phones: Phones) -> None:
        self.fate = phones.fate = Fate()
        self.clock = phones.clock
        phones.life += 1
        self.store = MortalStore(engine, POLICY, self.fate)
        self.sender = NotingSender(phones, self.store, self.clock, Pacer(per_second=0, per_chat=0), self._blocked)
        self.worker = Worker(
            self.store, Access(OFFICE), self.clock, per_minute=PER_MINUTE, stored=nothing, courtesy=nothing
        )
        self.ticker = Ticker(self.store, self.clock, stored=nothing)
        self.intake = Intake(None, self.store, self.clock, nothing)
        phones.meanwhile = self.worker.work_off
        with self.store.work() as work:
            work.outbox.recover()

    def send(self) -> None:
        """Until everything is sent; what a death leaves half-way is cancelled."""
        try:
            LOOP.run_until_complete(self.sender.drain())
        finally:
            if left := asyncio.all_tasks(LOOP):
                for task in left:
                    task.cancel()
                LOOP.run_until_complete(asyncio.gather(*left, return_exceptions=True))

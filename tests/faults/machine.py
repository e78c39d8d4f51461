"""What the state machine drives: a database in memory, phones that keep all they got, a bot of real parts that dies.

No sockets, and no loop but the sender's, whose pauses cost nothing.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
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
from storage.database import StoreUnavailable
from storage.members import Member, Wishes
from storage.outbox import Parcel
from storage.work import Policy, Store, Work

ZONE = ZoneInfo("Europe/Berlin")
HOLIDAYS = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
TEAM = Rhythm(ZONE, Calendar(holidays=HOLIDAYS), daily_cap=2)
OFFICE = Office("Team", "DE", "EUR", Rules())
PER_MINUTE = 4  # lines a chat may send
UNDER_WAY: ContextVar[Parcel] = ContextVar("parcel")  # what the sender's task is about


@lru_cache
def _rhythm(wishes: Wishes) -> Rhythm:
    return wished(TEAM, wishes)


def rhythm(member: Member) -> Rhythm:
    return _rhythm(member.wishes)


POLICY = Policy(OFFICE.rules, ZONE, rhythm)


class Killed(BaseException):
    """SIGKILL: nothing handles it."""


@dataclass
class Fate:
    """Death comes at the n-th edge from now: around each commit and each request. `locked`: so often no database."""

    edges: int | None = None
    locked: int = 0
    dead: bool = False

    def edge(self) -> None:
        if self.edges is not None:
            self.edges -= 1
            self.dead = self.dead or self.edges < 0
        if self.dead:
            raise Killed


class MortalStore:
    """The store as a process has it: once dead it commits nothing more."""

    def __init__(self, store: Store, fate: Fate) -> None:
        self._store, self._fate = store, fate

    @contextmanager
    def work(self) -> Iterator[Work]:
        self._fate.edge()
        if self._fate.locked:
            self._fate.locked -= 1
            raise StoreUnavailable("locked")
        with self._store.work() as work:
            yield work
            self._fate.edge()
        self._fate.edge()


@dataclass(frozen=True)
class Sent:
    """A request that Telegram carried out. `told`: whether it said so; `life`: whose request it was."""

    parcel: Parcel
    chat: int
    text: str
    message: int
    fresh: bool  # a message of its own, no edit
    told: bool
    life: int


@dataclass
class Phones:
    """Telegram as far as the sender sees it. `troubles` come one a request, then all is well."""

    shown: dict[int, tuple[int, str, Any]]  # by message id: chat, text, keyboard
    next_id: int
    troubles: deque[str] = field(default_factory=deque)
    sent: list[Sent] = field(default_factory=list)
    unsure: set[int] = field(default_factory=set)  # rows of which the bot can't know whether they arrived
    refused: set[int] = field(default_factory=set)
    life: int = 0
    fate: Fate = field(default_factory=Fate)
    meanwhile: Callable[[], object] = bool

    def number(self) -> int:
        """Message ids are counted over both sides."""
        self.next_id += 1
        return self.next_id

    async def call(self, method: str, **asked: Any) -> Any:
        parcel, trouble = UNDER_WAY.get(), self.troubles.popleft() if self.troubles else ""
        self._refuse(trouble, parcel)
        self.unsure.add(parcel.id)  # until the answer is there
        self.fate.edge()
        if trouble == "lost before":
            raise Unanswered(trouble)
        await asyncio.sleep(0)
        if trouble == "meanwhile":
            self.meanwhile()
        message = self._accept(method, asked, parcel, told=trouble != "lost after")
        self.fate.edge()
        if trouble == "lost after":
            raise Unanswered(trouble)
        self.unsure.discard(parcel.id)
        return {"message_id": message}

    def _refuse(self, trouble: str, parcel: Parcel) -> None:
        match trouble:
            case "unconnected":
                raise NotSent(trouble)
            case "busy":
                raise RetryAfter(timedelta(seconds=7))
            case "forbidden":
                self.refused.add(parcel.id)
                raise Forbidden("bot was blocked by the user")

    def _accept(self, method: str, asked: Any, parcel: Parcel, *, told: bool) -> int:
        fresh = method != "editMessageText"
        message = self.number() if fresh else asked["message_id"]
        seen = asked["chat_id"], asked.get("text") or asked["caption"], asked["reply_markup"]
        known = self.shown.get(message)
        if not fresh and (known is None or known[0] != seen[0]):
            self._answer(parcel, "message to edit not found")
        if known == seen:
            self._answer(parcel, "message is not modified")
        self.shown[message] = seen
        self.sent.append(Sent(parcel, seen[0], seen[1], message, fresh, told, self.life))
        return message

    def _answer(self, parcel: Parcel, refusal: str) -> None:
        self.unsure.discard(parcel.id)
        raise BadRequest(refusal)


class NamingSender(Sender):
    """Tells the phones which row a request is about: the wire doesn't say."""

    async def _send(self, parcel: Parcel) -> int | None:
        UNDER_WAY.set(parcel)
        return await super()._send(parcel)


def _nothing(*_: object) -> None:
    """Nobody to be told."""


class Life:
    """One process from its start to its death, put together as the composition root does it."""

    _blocked = Nachfass._blocked  # noqa: SLF001 – the root's own, without the network around it

    def __init__(self, store: Store, clock: MovedClock, phones: Phones, loop: TimelessLoop) -> None:
        self.fate = phones.fate = Fate()
        self.store, self.clock, self._loop = MortalStore(store, self.fate), clock, loop
        pacer = Pacer(per_second=0, per_chat=0)
        self.sender = NamingSender(phones, self.store, clock, pacer, self._blocked)
        access = Access(OFFICE)
        self.worker = Worker(
            self.store, access, clock, per_minute=PER_MINUTE, stored=_nothing, courtesy=_nothing
        )
        self.ticker = Ticker(self.store, clock, stored=_nothing)
        self.intake = Intake(phones, self.store, clock, _nothing)
        phones.meanwhile = self.worker.work_off
        phones.life += 1
        with self.store.work() as work:
            work.outbox.recover()
            work.inbox.recover()

    def send(self) -> None:
        """Until everything is sent, or death."""
        try:
            while True:
                try:
                    return self._loop.run_until_complete(self.sender.drain())
                except StoreUnavailable:
                    continue
        finally:
            self._bury()

    def _bury(self) -> None:
        if left := asyncio.all_tasks(self._loop):
            for task in left:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))

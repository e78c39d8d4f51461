"""What the state machine drives: a bot of real parts that can die, on a database that doesn't.

No sockets, and no loop but the sender's, whose pauses cost nothing.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from led import TimelessLoop
from machine_phones import UNDER_WAY, Fate, Phones

from bot.access import Access
from bot.app import Nachfass
from bot.clock import MovedClock
from bot.desk import Office
from bot.intake import Intake
from bot.jobs import Ticker
from bot.making import Making
from bot.pacing import Pacer
from bot.policies import wished
from bot.post import Made, Post
from bot.sender import Sender
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


@lru_cache
def _rhythm(wishes: Wishes) -> Rhythm:
    return wished(TEAM, wishes)


def rhythm(member: Member) -> Rhythm:
    return _rhythm(member.wishes)


POLICY = Policy(OFFICE.rules, ZONE, rhythm)


class MortalStore:
    """The store as a process has it: once dead it commits nothing more."""

    def __init__(self, store: Store, fate: Fate) -> None:
        self._store, self._fate, self.url = store, fate, store.url

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


class NamingPost(Post):
    """Tells the phones which row a request is about: the wire doesn't say. A picture goes out as its caption."""

    async def make(self, parcel: Parcel) -> Made:  # noqa: ARG002 – no child process on a loop whose time stands
        return None

    async def send(self, parcel: Parcel, made: Made) -> int | None:
        UNDER_WAY.set(parcel)
        return await super().send(parcel, made)


def _nothing(*_: object) -> None:
    """Nobody to be told."""


class Life:
    """One process from its start to its death, put together as the composition root does it."""

    _blocked = Nachfass._blocked  # noqa: SLF001 – the root's own, without the network around it

    def __init__(self, store: Store, clock: MovedClock, phones: Phones, loop: TimelessLoop) -> None:
        self.fate = phones.fate = Fate()
        self.store, self.clock, self._loop = MortalStore(store, self.fate), clock, loop
        pacer = Pacer(per_second=0, per_chat=0)
        self.sender = Sender(phones, self.store, clock, pacer, self._blocked)
        post = self.sender._post = NamingPost(phones, store.url)  # noqa: SLF001 – in the place of its own
        self.sender._making = Making(post.make, self.sender.wake)  # noqa: SLF001
        access = Access(OFFICE)
        self.worker = Worker(
            self.store, access, clock, per_minute=PER_MINUTE, stored=_nothing, courtesy=_nothing
        )
        self.ticker = Ticker(self.store, clock, stored=_nothing)
        self.intake = Intake(phones, self.store, clock, _nothing)
        phones.meanwhile = self.worker.work_off
        phones.life += 1
        with self.store.work() as work:
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

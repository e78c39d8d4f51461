"""The turn worker: open updates one after the other, many turns to a commit, a savepoint each."""

import logging
import secrets
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot import delivery
from bot.access import Access, Arrival, Courtesy
from bot.clock import Clock
from bot.plain import update_of
from bot.turn import Refusal
from bot.views import texts
from storage.database import StoreUnavailable, is_outage
from storage.inbox import Letter
from storage.work import Store, Work

log = logging.getLogger(__name__)

TURNS_PER_COMMIT = 50
SECONDS_PER_COMMIT = 0.01
MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class RateLimit:
    """So many lines a minute and chat; the rest waits in the inbox for its minute."""

    per_minute: int
    seen: dict[int, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))
    counted: list[int] = field(default_factory=list)  # the chats of lines whose commit is still to come

    def committed(self) -> None:
        self.counted.clear()

    def rolled_back(self) -> None:
        """Lines that will be taken again aren't counted twice."""
        for chat in self.counted:
            self.seen[chat].pop()
        self.counted.clear()

    def wait_until(self, chat: int, *, now: datetime) -> datetime | None:
        """None: go ahead. Otherwise when the oldest of the full minute has passed."""
        if not self.per_minute:
            return None
        lines = self.seen[chat]
        while lines and not now - MINUTE < lines[0] <= now:  # a clock set back mustn't lock anybody out
            lines.popleft()
        if len(lines) >= self.per_minute:
            return lines[0] + MINUTE
        lines.append(now)
        self.counted.append(chat)
        return None


class Worker:
    """Works the inbox off. `stored`: told after a commit that wrote to the outbox; `courtesy`: what to send once.

    `queued`: told after one that left long work behind.
    """

    def __init__(
        self,
        store: Store,
        access: Access,
        clock: Clock,
        *,
        per_minute: int,
        stored: Callable[[], None],
        courtesy: Callable[[Courtesy], None],
        queued: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._access = access
        self._clock = clock
        self._limit = RateLimit(per_minute)
        self._told: dict[int, datetime] = {}
        self._stored = stored
        self._courtesy = courtesy
        self._queued = queued

    def work_off(self) -> bool:
        """One commit's worth of turns. Returns whether there was anything to do."""
        now = self._clock.now()
        courtesies: list[Courtesy] = []
        self._limit.rolled_back()
        with self._store.work() as work:
            letters = work.inbox.waiting(now=now, most=TURNS_PER_COMMIT)
            self._take_all(work, letters, now, courtesies)
            queued = work.jobs.queued
        self._limit.committed()
        for courtesy in courtesies:
            self._courtesy(courtesy)
        if letters:
            self._stored()
        if queued:
            self._queued()
        return bool(letters)

    def _take_all(self, work: Work, letters: list[Letter], now: datetime, courtesies: list[Courtesy]) -> None:
        """Turns until their time is up; those that wait their minute are passed over, chat by chat in order."""
        deadline = time.monotonic() + SECONDS_PER_COMMIT
        done: list[int] = []
        resting: set[int] = set()
        for letter in letters:
            if letter.chat in resting:
                continue
            if until := self._limit.wait_until(letter.chat, now=now):
                resting.add(letter.chat)
                self._rest(work, letter, until, now)
                continue
            if self._take(work, letter, now, courtesies):
                done.append(letter.seq)
            if time.monotonic() > deadline:
                break
        work.inbox.done(done)

    def _rest(self, work: Work, letter: Letter, until: datetime, now: datetime) -> None:
        """One polite line a minute; nothing is dropped."""
        work.inbox.wait(letter.chat, until=until)
        if self._told.get(letter.chat, until) <= now or letter.chat not in self._told:
            self._told[letter.chat] = until
            member = work.members.by_telegram(letter.chat)
            if member and not member.removed:
                delivery.say(work, letter.chat, texts.SLOW_DOWN, now=now)

    def _take(self, work: Work, letter: Letter, now: datetime, courtesies: list[Courtesy]) -> bool:
        """One update, one turn. Returns whether its row is simply done (else it was parked or emptied)."""
        try:
            update = update_of(letter.body)
            return self._answer(work, Arrival(letter, update, now, courtesies))
        except StoreUnavailable:
            raise
        except Exception as broken:
            if is_outage(broken):
                raise
            return self._park(work, letter, broken, now)

    def _answer(self, work: Work, arrival: Arrival) -> bool:
        """A refusal is an answer: what the handler wrote goes, the sentence stays."""
        try:
            with work.savepoint():
                return self._access.answer(work, arrival)
        except Refusal as refusal:
            with work.savepoint():
                return self._access.refuse(work, arrival, refusal)

    def _park(self, work: Work, letter: Letter, error: Exception, now: datetime) -> bool:
        """Set aside under an id; a member is told by the same id that nothing was stored.

        What a member sent is kept for a person to look at, what anybody else sent isn't.
        """
        number = secrets.token_hex(2).upper()
        log.error("error %s, update %s parked", number, letter.update, exc_info=error)
        member = work.members.by_telegram(letter.chat) if letter.chat > 0 else None
        known = member is not None and not member.removed
        work.inbox.park(letter.seq, f"{number} {type(error).__name__}", keep=known)
        if known:
            delivery.say(work, letter.chat, texts.unexpected(number), now=now)
        return False

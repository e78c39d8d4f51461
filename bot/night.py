"""A night's work, part by part: retention, and the figures that only a whole look at the team gives."""

import logging
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from datetime import datetime, time, timedelta
from typing import TypeVar

from bot.imports.jobs import forget_old
from bot.views.digest_figures import DOUBLES
from storage.database import StoreUnavailable
from storage.derived import count_on
from storage.work import Store, Work

log = logging.getLogger(__name__)

T = TypeVar("T")
Steps = Iterator[Callable[[], None] | None]
BEGINS = time(3, 17)  # team's time
LAST_NIGHT = "last_night"


class Night:
    """The work of one night, begun at `now`.

    Retention; what stayed unclear for a day counts as delivered; windows and the team's figures are measured
    anew, after those customers were looked at whose figures the clock has changed.
    """

    def __init__(self, store: Store, now: datetime) -> None:
        self._store = store
        self._now = now

    def missed(self) -> bool:
        """Whether the last one that should have begun by now wasn't done: the bot was off, or the database away."""
        begun = self._now - timedelta(hours=BEGINS.hour, minutes=BEGINS.minute)
        with self._store.work() as work:
            last = work.recall(LAST_NIGHT)
            return last is None or last < work.team_day(begun).isoformat()

    def work(self) -> Steps:
        """A transaction at a time: turns come in between.

        What it yields is to be called before it goes on, in a thread: it reads long, beside the turns. A part that
        breaks costs only itself; without a database the night isn't done, and is made up for.
        """
        parts = (self._count, self._tidy, self._doubles, self._windows, self._customers, self._team)
        try:
            for part in parts:
                yield from _alone(part)
            with self._store.work() as work:
                work.remember(LAST_NIGHT, work.team_day(self._now).isoformat())
        except StoreUnavailable as trouble:
            log.warning("night's work put off: %s", trouble)

    def _count(self) -> Steps:
        return self._while(count_on)

    def _tidy(self) -> Steps:
        with self._store.work() as work:
            work.outbox.settle_unclear(now=self._now)
            work.inbox.tidy(now=self._now)
            work.outbox.tidy(now=self._now)
        yield None
        with self._store.work() as work:
            forget_old(work, now=self._now)

    def _doubles(self) -> Steps:
        doubles = yield from self._read_aside(_in_different_hands)
        with self._store.work() as work:
            work.remember(DOUBLES, str(doubles))

    def _windows(self) -> Steps:
        windows = yield from self._read_aside(lambda work: work.windows.measured(now=self._now))
        with self._store.work() as work:
            work.windows.take(windows, now=self._now)
        yield from self._while(lambda work: work.windows.replan(now=self._now))

    def _customers(self) -> Steps:
        return self._while(lambda work: work.looks.some(now=self._now))

    def _team(self) -> Steps:
        team = yield from self._read_aside(lambda work: work.looks.team_measured(now=self._now))
        with self._store.work() as work:
            work.customers.take(team)

    def _while(self, some: Callable[[Work], bool]) -> Steps:
        """A part of many transactions, as long as there is more."""
        while True:
            with self._store.work() as work:
                more = some(work)
            if not more:
                return
            yield None

    def _read_aside(self, read: Callable[[Work], T]) -> Generator[Callable[[], None] | None, None, T]:
        """What breaks in the thread breaks the part that wanted it."""
        found: Future[T] = Future()

        def reading() -> None:
            try:
                with self._store.aside() as work:
                    found.set_result(read(work))
            except Exception as broken:  # noqa: BLE001 – raised below
                found.set_exception(broken)

        if self._store.has_aside:
            yield reading
        else:
            reading()
        return found.result()


def _alone(part: Callable[[], Steps]) -> Steps:
    try:
        yield from part()
    except StoreUnavailable:
        raise
    except Exception:
        log.exception("part of the night%s failed", part.__name__)


def _in_different_hands(work: Work) -> int:
    """How many contacts in different hands are likely the same: leads read it in their digest."""
    return len(work.duplicates.in_different_hands())

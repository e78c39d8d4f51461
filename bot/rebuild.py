"""`python -m bot rebuild`: all that is derived, anew from the events; a test proves that it changes nothing."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from bot.cli.progress import progress
from bot.clock import SystemClock
from bot.policies import policy
from bot.settings import Settings
from storage.derived import count_on, derive
from storage.work import Store

AT_ONCE = 200  # contacts a transaction, some 50 ms: turns of a running bot come in between
MANY = 500_000  # objects made since the collector last looked


def rebuild(settings: Settings) -> int:
    """Status, next step and reminders of every contact; prints how many."""
    store = Store(settings.database.url, policy(settings))
    store.prepare()
    try:
        store.hurry()
        with store.work() as work:
            highest = work.imports.highest()
        with progress("Neu berechnen", highest) as told:
            count = rebuild_all(store, now=SystemClock().now(), told=told)
    finally:
        store.close()
    sys.stdout.write(f"{count} Kontakte neu berechnet.\n")
    return 0


def rebuild_all(store: Store, *, now: datetime, told: Callable[[int], None] = lambda _last: None) -> int:
    """Contact by contact in order of their numbers; `told` is given the last one. Returns how many there are."""
    last, count = 0, 0
    with store.work() as work:
        work.first_buyers.recount()
    with _rarely_collected():
        while True:
            with store.work() as work:
                numbers = work.contacts.after(last, most=AT_ONCE)
                derive(work, numbers, now=now)
            if not numbers:
                break
            last, count = numbers[-1], count + len(numbers)
            told(last)
    while _counted_on(store):
        pass
    return count


def _counted_on(store: Store) -> bool:
    with store.work() as work:
        return count_on(work)


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Millions of events are made and dropped, none in a cycle: looking for those would take a third of the time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(MANY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()

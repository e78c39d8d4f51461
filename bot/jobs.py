"""What the clock brings: due reminders become pushes, questions expire, old rows lose their bodies."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from time import monotonic

from bot import delivery, digests, standing_in
from bot.clock import Clock
from bot.many import SLICE, Many
from bot.night import Night
from bot.reminding import remind
from bot.turn import Edit
from bot.views import texts
from storage.database import StoreUnavailable
from storage.digests import DueDigest
from storage.work import Store, Work

log = logging.getLogger(__name__)

LAST_TICK = "last_tick"


class Ticker:
    """`tick` at every clock edge, `nightly` once a night; `stored` is told when something waits to be sent."""

    def __init__(self, store: Store, clock: Clock, *, stored: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._stored = stored
        self._broken: Counter[tuple[int, str]] = Counter()  # digests, by member and week
        self.ticked_at: float | None = None  # monotonic

    def tick(self, *, moved: bool = False) -> None:
        """Everything that is due by now; a database that is away is asked again at the next edge.

        `moved`: a playground's clock was moved here; the time it skipped was no downtime (R10).
        """
        for _ in self.ticking(moved=moved):
            pass

    def ticking(self, *, moved: bool = False) -> Iterator[None]:
        """The same, a transaction at a time: turns come in between."""
        try:
            yield from self._tick(self._clock.now(), moved=moved)
        except StoreUnavailable as trouble:
            log.warning("tick put off: %s", trouble)
        else:
            self.ticked_at = monotonic()
        self._stored()

    def _tick(self, now: datetime, *, moved: bool) -> Iterator[None]:
        for some in (self._replan, self._reconsider):
            while some(now):
                yield
        self._try("absences", standing_in.tell, now)
        with self._store.work() as work:
            last_tick = now if moved else _last_tick(work, now)
            if work.first_buyers.summary() is None:
                work.windows.remeasure(now=now)
            due = work.absences.by_phone(work.reminders.due_by_owner(now=now), now=now)
        for owner, rows in due.items():
            yield
            yield from self._remind(owner, rows, now, last_tick)
        for name, part in (("questions", expire_questions), ("digests' schedule", digests.schedule)):
            yield
            self._try(name, part, now)
        yield from self._send_digests(now)
        with self._store.work() as work:
            work.remember(LAST_TICK, now.isoformat())

    def _try(self, name: str, part: Callable[..., None], now: datetime) -> bool:
        """A part that breaks is logged and tried at the next tick, and holds up none of the others."""
        try:
            with self._store.work() as work:
                part(work, now=now)
        except StoreUnavailable:
            raise
        except Exception:
            log.exception("%s failed", name)
            return False
        return True

    def _remind(self, owner: int, due: Sequence[int], now: datetime, last_tick: datetime) -> Iterator[None]:
        """One who can't be reminded is logged and tried at the next tick, and holds up nobody else."""
        try:
            if len(due) > SLICE:
                yield from Many(self._store, owner, now, last_tick).remind(due)
                return
            with self._store.work() as work:
                remind(work, work.members.get(owner), due, now=now, last_tick=last_tick)
        except StoreUnavailable:
            raise
        except Exception:
            log.exception("member %s can't be reminded", owner)

    def _send_digests(self, now: datetime) -> Iterator[None]:
        """Each is a transaction; one that breaks is tried again every hour for a day, and holds up nobody else's."""
        with self._store.work() as work:
            waiting = work.digests.due(now=now)
        for due in waiting:
            yield
            if not self._try(f"digest of member {due.member}", partial(digests.send, due=due), now):
                self._put_off(due, now)

    def _put_off(self, due: DueDigest, now: datetime) -> None:
        self._broken[due.member, due.week] += 1
        with self._store.work() as work:
            if self._broken[due.member, due.week] < digests.TRIES:
                work.digests.put_off(due, until=now + digests.PAUSE)
            else:
                log.error("digest %s of member %s given up", due.week, due.member)
                work.digests.done(due)

    def _replan(self, now: datetime) -> bool:
        """Some of those whom changed windows concern (W4)."""
        with self._store.work() as work:
            return work.windows.replan(now=now)

    def _reconsider(self, now: datetime) -> bool:
        """Some of the contacts whose next step changed by the clock alone; returns whether there were any."""
        with self._store.work() as work:
            numbers = work.contacts.to_reconsider(now=now)
            for number in numbers:
                if contact := work.contacts.any(number):
                    work.settle(contact, None, now=now)
        return bool(numbers)

    def nightly(self) -> None:
        """All of a night's work at once, where nobody waits."""
        for aside in self.night():
            if aside is not None:
                aside()

    def night(self) -> Iterator[Callable[[], None] | None]:
        return Night(self._store, self._clock.now()).work()

    def slept_through(self) -> bool:
        return Night(self._store, self._clock.now()).missed()

    def next_edge(self) -> datetime | None:
        """The next moment at which a tick has something to do."""
        with self._store.work() as work:
            moments = (
                work.reminders.next_moment(),
                work.questions.next_expiry(),
                work.contacts.next_reconsider(),
                work.digests.next_moment(),
                work.absences.next_moment(now=self._clock.now()),
                self._clock.now() if work.windows.replanning else None,
            )
        return min((moment for moment in moments if moment), default=None)


def _last_tick(work: Work, now: datetime) -> datetime:
    stored = work.recall(LAST_TICK)
    return datetime.fromisoformat(stored) if stored else now


def expire_questions(work: Work, *, now: datetime) -> None:
    """A question nobody answered for 24 h says so, and loses its buttons."""
    for question in work.questions.expired(now=now):
        work.questions.settle(question.message)
        delivery.change(work, Edit(question.message, texts.expired(question.line)), now=now)

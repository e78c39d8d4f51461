"""What the clock brings: due reminders become pushes, questions expire, old rows lose their bodies."""

import logging
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import UTC, datetime, time
from functools import partial
from time import monotonic
from typing import TypeVar

from bot import delivery, digests
from bot.clock import Clock
from bot.turn import Edit
from bot.views import pushes, texts
from bot.views.digest_figures import DOUBLES
from bot.views.pushes import Item
from domain.calendar import Rhythm
from domain.holdback import Later, Message, Suppressed, bundle, fell_in_downtime, hold_back
from domain.planned import WINDOW_PUSHES
from domain.status import Status
from domain.urgency import urgency
from storage.control import KEPT_BACK
from storage.customers import Team
from storage.database import StoreUnavailable
from storage.derived import count_on
from storage.members import Member
from storage.outbox import Lane
from storage.reminders import DueReminder
from storage.work import Store, Work

log = logging.getLogger(__name__)

T = TypeVar("T")
_Held = defaultdict[Later | Suppressed, list[DueReminder]]
LAST_TICK = "last_tick"
LAST_NIGHT = "last_night"
UNREACHABLE = "blockiert"


class Ticker:
    """`tick` at every clock edge, `nightly` once a night; `stored` is told when something waits to be sent."""

    def __init__(self, store: Store, clock: Clock, *, stored: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._stored = stored
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
        while self._reconsider(now):
            yield
        with self._store.work() as work:
            last_tick = now if moved else _last_tick(work, now)
            if work.first_buyers.summary() is None:
                work.remeasure(now=now)
            due = work.reminders.due_by_owner(now=now)
        for owner, rows in due.items():
            yield
            self._remind(owner, rows, now, last_tick)
        for part in (expire_questions, digests.schedule, digests.send):
            self._try(part, now)
        with self._store.work() as work:
            work.remember(LAST_TICK, now.isoformat())

    def _try(self, part: Callable[..., None], now: datetime) -> None:
        """A part that breaks is logged and tried at the next tick, and holds up none of the others."""
        try:
            with self._store.work() as work:
                part(work, now=now)
        except StoreUnavailable:
            raise
        except Exception:
            log.exception("%s failed", part.__name__)

    def _remind(self, owner: int, due: Sequence[int], now: datetime, last_tick: datetime) -> None:
        """One who can't be reminded is logged and tried at the next tick, and holds up nobody else."""
        try:
            with self._store.work() as work:
                remind(work, work.members.get(owner), due, now=now, last_tick=last_tick)
        except StoreUnavailable:
            raise
        except Exception:
            log.exception("member %s can't be reminded", owner)

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
        """A night's work, a transaction at a time: turns come in between.

        What it yields is to be called before it goes on, in a thread: it reads long, beside the turns.
        Retention; what stayed unclear for a day counts as delivered; windows and the team's figures are measured
        anew, after those customers were looked at whose figures the clock has changed.
        """
        now = self._clock.now()
        while self._counted_on():
            yield None
        with self._store.work() as work:
            _tidy(work, now)
        doubles = yield from self._read_aside(_doubles)
        with self._store.work() as work:
            work.remember(DOUBLES, str(doubles))
        windows = yield from self._read_aside(partial(Work.windows_measured, now=now))
        with self._store.work() as work:
            work.take_windows(windows, now=now, later=True)
        while self._replanned(now):
            yield None
        while self._looked(now):
            yield None
        team = yield from self._read_aside(partial(Work.team_measured, now=now))
        with self._store.work() as work:
            work.customers.take(team)
            work.remember(LAST_NIGHT, work.team_day(now).isoformat())

    def _read_aside(self, read: Callable[[Work], T]) -> Generator[Callable[[], None] | None, None, T]:
        found: list[T] = []

        def reading() -> None:
            with self._store.aside() as work:
                found.append(read(work))

        if self._store.has_aside:
            yield reading
        else:
            reading()
        return found[0]

    def _counted_on(self) -> bool:
        with self._store.work() as work:
            return count_on(work)

    def _replanned(self, now: datetime) -> bool:
        with self._store.work() as work:
            return work.replan_first_buyers(now=now)

    def _looked(self, now: datetime) -> bool:
        with self._store.work() as work:
            return work.look_at_customers(now=now)

    def slept_through(self) -> bool:
        """Whether the last night's work wasn't done: the bot was off."""
        with self._store.work() as work:
            return work.recall(LAST_NIGHT) != work.team_day(self._clock.now()).isoformat()

    def next_edge(self) -> datetime | None:
        """The next moment at which a tick has something to do."""
        with self._store.work() as work:
            moments = (
                work.reminders.next_moment(),
                work.questions.next_expiry(),
                work.contacts.next_reconsider(),
                work.digests.next_moment(),
            )
        return min((moment for moment in moments if moment), default=None)


def _tidy(work: Work, now: datetime) -> None:
    work.outbox.settle_unclear(now=now)
    work.inbox.tidy(now=now)
    work.outbox.tidy(now=now)


def _doubles(work: Work) -> int:
    """How many contacts in different hands are likely the same: leads read it in their digest."""
    return len(work.duplicates.in_different_hands())


def _last_tick(work: Work, now: datetime) -> datetime:
    stored = work.recall(LAST_TICK)
    return datetime.fromisoformat(stored) if stored else now


def remind(work: Work, member: Member, due: Sequence[int], *, now: datetime, last_tick: datetime) -> None:
    """An owner's due reminders: held back, or pushed singly, bundled, or as the summary after downtime."""
    rhythm = work.policy.rhythm(member)
    reminders = work.reminders.claim_due(member.id, now=now, among=due)
    if member.removed or member.unreachable:
        work.reminders.hold(*reminders, rule=UNREACHABLE)
        return
    groups: dict[bool, list[DueReminder]] = {False: [], True: []}
    for reminder in reminders:
        groups[_missed(reminder, last_tick, now, rhythm)].append(reminder)
    for summary, group in groups.items():
        if not group:
            continue
        _push(
            work,
            member,
            _allowed(work, member, group, now, rhythm, summary=summary),
            now,
            rhythm,
            summary=summary,
        )


def _missed(reminder: DueReminder, last_tick: datetime, now: datetime, rhythm: Rhythm) -> bool:
    """R10; one that was put off to the next allowed minute still belongs to its summary."""
    return reminder.rule == "R10" or fell_in_downtime(
        reminder.push_at, last_tick=last_tick, now=now, rhythm=rhythm
    )


def _allowed(
    work: Work,
    member: Member,
    reminders: Sequence[DueReminder],
    now: datetime,
    rhythm: Rhythm,
    *,
    summary: bool,
) -> list[Item]:
    """What nothing holds back, by Q6; the others are put off or kept silent with their rule."""
    held: _Held = defaultdict(list)
    passed = partial(_passed, held, now=now, rhythm=rhythm, missed=summary)
    ringing = [item for item in _by_urgency(work, reminders) if passed(item, pushed_today=0)]
    # W6a: by all other rules they are treated alike
    kept = {item.reminder.id for item in ringing if _kept_back(work, item)}
    one_message = summary or len(ringing) - len(kept) > work.policy.rules.single_pushes
    pushed_today = work.reminders.pushed_since(member.id, _midnight(now, rhythm))
    allowed: list[Item] = []
    for item in ringing:  # R3 last: only what may ring at all makes a bundle
        if passed(item, pushed_today=pushed_today):
            allowed.append(item)
            pushed_today += not (item.reminder.uncapped or one_message or item.reminder.id in kept)
    held[Suppressed(KEPT_BACK)] += [item.reminder for item in allowed if item.reminder.id in kept]
    _write_down(work, held)
    return [item for item in allowed if item.reminder.id not in kept]


def _by_urgency(work: Work, reminders: Sequence[DueReminder]) -> list[Item]:
    """With their contacts, read at once: after an import thousands are due in the same minute."""
    team = work.customers.team()
    listed = work.contacts.listed_all([reminder.contact for reminder in reminders])
    items = [Item(reminder, listed[reminder.contact]) for reminder in reminders]
    return sorted(items, key=lambda item: _urgency(item, team))


def _kept_back(work: Work, item: Item) -> bool:
    return item.reminder.kind in WINDOW_PUSHES and work.kept_back(item.reminder.reason.events[0])


def _passed(
    held: _Held, item: Item, *, now: datetime, rhythm: Rhythm, pushed_today: int, missed: bool
) -> bool:
    """Whether nothing holds it back; what does is noted."""
    verdict = hold_back(item.reminder, now=now, rhythm=rhythm, pushed_today=pushed_today, missed=missed)
    if verdict is not None:
        held[verdict].append(item.reminder)
    return verdict is None


def _write_down(work: Work, held: _Held) -> None:
    """What is held back, with its rule."""
    for verdict, reminders in held.items():
        match verdict:
            case Later(at, rule):
                work.reminders.postpone(*reminders, until=at, rule=rule)
            case Suppressed(rule):
                work.reminders.hold(*reminders, rule=rule)


def _urgency(item: Item, team: Team) -> tuple[object, ...]:
    class_ = team.class_of(item.listed.year_revenue)
    return urgency(item.reminder.kind, Status(item.listed.status), item.reminder.due, class_)


def _midnight(now: datetime, rhythm: Rhythm) -> datetime:
    return datetime.combine(rhythm.local(now).date(), time.min, rhythm.zone).astimezone(UTC)


def _push(
    work: Work, member: Member, items: Sequence[Item], now: datetime, rhythm: Rhythm, *, summary: bool
) -> None:
    messages: Sequence[Message[Item]] = bundle(items, rules=work.policy.rules, summary=summary)
    for message in messages:
        reminders = (
            [item.reminder for item in items] if message.more else [item.reminder for item in message.items]
        )
        reply = pushes.message(work, message, now=now, rhythm=rhythm)
        anytime = all(reminder.exempt for reminder in reminders)
        row = delivery.push(work, member.telegram, reply, now=now, lane=Lane.PUSH, anytime=anytime)
        work.reminders.pushed(reminders, row, at=now)


def expire_questions(work: Work, *, now: datetime) -> None:
    """A question nobody answered for 24 h says so, and loses its buttons."""
    for question in work.questions.expired(now=now):
        work.questions.settle(question.message)
        delivery.change(work, Edit(question.message, texts.expired(question.line)), now=now)

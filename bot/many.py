"""Very many of an owner's reminders at once, as after an import: in slices, so that turns come in between.

They are one message (R9, R10), and that rings last: what won't ring is written down first, then what the message only
counts, then the message with the most urgent of them. A kill in between rings no contact twice.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from bot import reminding
from bot.views.pushes import Item
from domain.holdback import Message, Suppressed, hold_back
from storage.control import KEPT_BACK
from storage.reminders import DueReminder
from storage.work import Store, Work

T = TypeVar("T")
SLICE = 500  # reminders to a transaction


@dataclass(frozen=True, slots=True)
class Ringing:
    """A due reminder that nothing but the cap may hold back; `kept`: so that reminders can be compared (W6a)."""

    place: tuple[object, ...]  # by Q6
    id: int
    uncapped: bool
    exempt: bool
    until: datetime | None
    kept: bool
    why_silent: None = None


@dataclass(frozen=True, slots=True)
class Many:
    """What is due of one owner at a tick, more than a slice."""

    store: Store
    owner: int
    now: datetime
    last_tick: datetime

    def remind(self, due: Sequence[int]) -> Iterator[None]:
        found: dict[bool, list[Ringing]] = {False: [], True: []}
        for part in _slices(due):
            with self.store.work() as work:
                for summary, ringing in self._sift(work, part):
                    found[summary] += ringing
            yield
        for summary, ringing in found.items():
            if sum(not each.kept for each in ringing) > SLICE:
                yield from self._ring(ringing, summary=summary)
            elif ringing:
                self._remind([each.id for each in ringing])
                yield

    def _remind(self, rows: Sequence[int]) -> None:
        with self.store.work() as work:
            member = work.members.get(self.owner)
            reminding.remind(work, member, rows, now=self.now, last_tick=self.last_tick)

    def _sift(self, work: Work, part: Sequence[int]) -> Iterator[tuple[bool, list[Ringing]]]:
        """What may ring, by whether it is the summary's; the rest is written down with its rule."""
        member = work.members.get(self.owner)
        reminders = self._still(work, part)
        if reminding.nobody_there(work, member, reminders, now=self.now):
            return
        rhythm, held = work.policy.rhythm(member), reminding.Held(list)
        groups = reminding.grouped(reminders, now=self.now, last_tick=self.last_tick, rhythm=rhythm)
        for summary, group in groups.items():
            rings = partial(
                reminding.passed, held, now=self.now, rhythm=rhythm, pushed_today=0, missed=summary
            )
            items = [item for item in reminding.by_urgency(work, group) if rings(item)]
            yield summary, [_ringing(work, item) for item in items]
        reminding.write_down(work, held)

    def _ring(self, ringing: Sequence[Ringing], *, summary: bool) -> Iterator[None]:
        """One message for all that the cap lets through."""
        with self.store.work() as work:
            member = work.members.get(self.owner)
            rhythm = work.policy.rhythm(member)
            pushed_today = reminding.rung_today(work, member, now=self.now, rhythm=rhythm)
        held: dict[str, list[int]] = defaultdict(list)
        first: list[Ringing] = []
        others: list[Ringing] = []
        for part in _slices(ringing):
            for each in part:
                capped = hold_back(
                    each, now=self.now, rhythm=rhythm, pushed_today=pushed_today, missed=summary
                )
                if isinstance(capped, Suppressed):
                    held[capped.rule].append(each.id)
                elif each.kept:
                    held[KEPT_BACK].append(each.id)
                else:
                    first.append(each)
            first.sort(key=lambda each: each.place)
            others += first[SLICE:]
            del first[SLICE:]
            yield
        yield from self._hold(held)
        if others:
            yield from self._push(first, others, summary=summary)
        elif first:  # the cap leaves few
            self._remind([each.id for each in first])
            yield

    def _hold(self, held: Mapping[str, Sequence[int]]) -> Iterator[None]:
        for rule, rows in held.items():
            for part in _slices(rows):
                with self.store.work() as work:
                    work.reminders.hold(*self._still(work, part), rule=rule)
                yield

    def _push(self, first: Sequence[Ringing], others: Sequence[Ringing], *, summary: bool) -> Iterator[None]:
        """First what the message only counts; then the message, which rings; last they learn whose part they are."""
        more = 0
        for part in _slices(others):
            with self.store.work() as work:
                counted = self._still(work, [each.id for each in part])
                work.reminders.pushed(counted, None, at=self.now)
                more += len(counted)
            yield
        exempt = all(each.exempt for each in (*first, *others))
        row = self._message([each.id for each in first], more, summary=summary, exempt=exempt)
        for part in _slices(others):
            yield
            with self.store.work() as work:
                work.reminders.belong([each.id for each in part], row)

    def _message(self, rows: Sequence[int], more: int, *, summary: bool, exempt: bool) -> int:
        with self.store.work() as work:
            member = work.members.get(self.owner)
            items = reminding.by_urgency(work, self._still(work, rows))
            shown = tuple(items[: work.policy.rules.bundle_shows])
            message = Message(shown, more=len(items) - len(shown) + more, summary=summary)
            return reminding.push(work, member, message, items, now=self.now, anytime=exempt)

    def _still(self, work: Work, rows: Sequence[int]) -> list[DueReminder]:
        """Those that no turn has settled meanwhile."""
        owners = work.absences.owners(self.owner, now=self.now)
        return work.reminders.claim_due(*owners, now=self.now, among=rows)


def _ringing(work: Work, item: Item) -> Ringing:
    due = item.reminder
    place = (*reminding.place(item, work.customers.team()), due.push_at, due.id)
    return Ringing(place, due.id, due.uncapped, due.exempt, due.until, reminding.kept_back(work, item))


def _slices(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[begin : begin + SLICE] for begin in range(0, len(rows), SLICE))

"""An owner's due reminders: held back (R2, R3), or pushed singly, bundled (R9), or in the summary (R10)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, time
from functools import partial

from bot import delivery
from bot.views import pushes
from bot.views.absences import WAITED
from bot.views.pushes import Item
from domain.calendar import Rhythm
from domain.holdback import Later, Message, Suppressed, bundle, fell_in_downtime, hold_back
from domain.planned import WINDOW_PUSHES
from domain.status import Status
from domain.urgency import urgency
from storage.control import KEPT_BACK
from storage.members import Member
from storage.outbox import Lane
from storage.reminders import DueReminder
from storage.team import Team
from storage.work import Work

Held = defaultdict[Later | Suppressed, list[DueReminder]]
UNREACHABLE = "blockiert"


def remind(work: Work, member: Member, due: Sequence[int], *, now: datetime, last_tick: datetime) -> None:
    """An owner's due reminders: held back, or pushed singly, bundled, or as the summary after downtime."""
    rhythm = work.policy.rhythm(member)
    owners = work.absences.owners(member.id, now=now)
    reminders = work.reminders.claim_due(*owners, now=now, among=due)
    if nobody_there(work, member, reminders, now=now):
        return
    for summary, group in grouped(reminders, now=now, last_tick=last_tick, rhythm=rhythm).items():
        allowed = _allowed(work, member, group, now, rhythm, summary=summary)
        for message in bundle(allowed, rules=work.policy.rules, summary=summary):
            items = allowed if message.more else message.items
            exempt = all(item.reminder.exempt for item in items)
            push(work, member, message, items, now=now, anytime=exempt)


def nobody_there(work: Work, member: Member, reminders: Sequence[DueReminder], *, now: datetime) -> bool:
    """Whether no phone rings: removed, blocked, or away without a stand-in; then they wait for the return (R10)."""
    if member.removed or member.unreachable:
        work.reminders.hold(*reminders, rule=UNREACHABLE)
        return True
    back_at = work.absences.back_at(member, now=now)
    if back_at is None:
        return False
    held: Held = defaultdict(list)
    rhythm = work.policy.rhythm(member)
    for reminder in reminders:
        verdict = hold_back(reminder, now=back_at, rhythm=rhythm, pushed_today=0, missed=True)
        held[verdict or Later(back_at, WAITED)].append(reminder)
    write_down(work, held)
    return True


def grouped(
    reminders: Sequence[DueReminder], *, now: datetime, last_tick: datetime, rhythm: Rhythm
) -> dict[bool, list[DueReminder]]:
    """Those of the minute, and behind them those that the summary after downtime brings."""
    groups: dict[bool, list[DueReminder]] = {False: [], True: []}
    for reminder in reminders:
        groups[_missed(reminder, last_tick, now, rhythm)].append(reminder)
    return {summary: group for summary, group in groups.items() if group}


def _missed(reminder: DueReminder, last_tick: datetime, now: datetime, rhythm: Rhythm) -> bool:
    """R10; one that was put off to the next allowed minute still belongs to its summary."""
    return reminder.rule in {"R10", WAITED} or fell_in_downtime(
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
    held: Held = defaultdict(list)
    rings = partial(passed, held, now=now, rhythm=rhythm, missed=summary)
    ringing = [item for item in by_urgency(work, reminders) if rings(item, pushed_today=0)]
    # W6a: by all other rules they are treated alike
    kept = {item.reminder.id for item in ringing if kept_back(work, item)}
    one_message = summary or len(ringing) - len(kept) > work.policy.rules.single_pushes
    pushed_today = rung_today(work, member, now=now, rhythm=rhythm)
    allowed: list[Item] = []
    for item in ringing:  # R3 last: only what may ring at all makes a bundle
        if rings(item, pushed_today=pushed_today):
            allowed.append(item)
            pushed_today += not (item.reminder.uncapped or one_message or item.reminder.id in kept)
    held[Suppressed(KEPT_BACK)] += [item.reminder for item in allowed if item.reminder.id in kept]
    write_down(work, held)
    return [item for item in allowed if item.reminder.id not in kept]


def by_urgency(work: Work, reminders: Sequence[DueReminder]) -> list[Item]:
    """With their contacts, read at once: after an import thousands are due in the same minute."""
    team = work.customers.team()
    listed = work.contacts.listed_all([reminder.contact for reminder in reminders])
    items = [Item(reminder, listed[reminder.contact]) for reminder in reminders]
    return sorted(items, key=lambda item: place(item, team))


def kept_back(work: Work, item: Item) -> bool:
    return item.reminder.kind in WINDOW_PUSHES and work.kept_back(item.reminder.reason.events[0])


def passed(held: Held, item: Item, *, now: datetime, rhythm: Rhythm, pushed_today: int, missed: bool) -> bool:
    """Whether nothing holds it back; what does is noted."""
    verdict = hold_back(item.reminder, now=now, rhythm=rhythm, pushed_today=pushed_today, missed=missed)
    if verdict is not None:
        held[verdict].append(item.reminder)
    return verdict is None


def write_down(work: Work, held: Held) -> None:
    """What is held back, with its rule."""
    for verdict, reminders in held.items():
        match verdict:
            case Later(at, rule):
                work.reminders.postpone(*reminders, until=at, rule=rule)
            case Suppressed(rule):
                work.reminders.hold(*reminders, rule=rule)


def place(item: Item, team: Team) -> tuple[object, ...]:
    """By Q6."""
    class_ = team.class_of(item.listed.year_revenue)
    return urgency(item.reminder.kind, Status(item.listed.status), item.reminder.due, class_)


def rung_today(work: Work, member: Member, *, now: datetime, rhythm: Rhythm) -> int:
    """R3: what rang on this phone, also for those for whom one stands in."""
    covered = work.absences.owners(member.id, now=now)[1:]
    return work.reminders.pushed_since(
        member.id, midnight(now, rhythm), covered=covered, chat=member.telegram
    )


def midnight(now: datetime, rhythm: Rhythm) -> datetime:
    return datetime.combine(rhythm.local(now).date(), time.min, rhythm.zone).astimezone(UTC)


def push(
    work: Work, member: Member, message: Message[Item], items: Sequence[Item], *, now: datetime, anytime: bool
) -> int:
    """One message, which reminds of these. Returns its outbox row."""
    reply = pushes.message(work, message, now=now, reader=member)
    row = delivery.push(work, member.telegram, reply, now=now, lane=Lane.PUSH, anytime=anytime)
    work.reminders.pushed([item.reminder for item in items], row, at=now)
    return row

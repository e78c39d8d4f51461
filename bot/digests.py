"""The weekly digest as due work: scheduled one ahead, sent once per ISO week, silently (§12, R2)."""

from datetime import datetime

from bot import delivery
from bot.views import digest as views
from domain.week import next_digests
from storage.members import Member
from storage.outbox import Lane
from storage.work import Work


def schedule(work: Work, *, now: datetime) -> None:
    """Give every member who has none the next digest."""
    for number in work.digests.unscheduled():
        rhythm = work.policy.rhythm(work.members.get(number))
        for week, due_at in next_digests(now, rhythm=rhythm):
            if work.digests.schedule(number, week, due_at):
                break


def send(work: Work, *, now: datetime) -> None:
    """What is due by now; a member who can't be reached gets none."""
    for due in work.digests.due(now=now):
        work.digests.done(due)
        member = work.members.get(due.member)
        if not (member.removed or member.unreachable):
            _send(work, member, now)


def _send(work: Work, member: Member, now: datetime) -> None:
    rhythm = work.policy.rhythm(member)
    today = rhythm.local(now).date()
    reply = views.digest(work, member, today=today, rhythm=rhythm, window=work.window())
    if reply:
        delivery.push(work, member.telegram, reply, now=now, lane=Lane.DIGEST, silent=True)

"""The weekly digest as due work: scheduled one ahead, sent once per ISO week, silently (§12, R2)."""

import json
from dataclasses import asdict
from datetime import date, datetime

from bot import delivery
from bot.views import digest as views
from domain.outlook import Outlook, outlook
from domain.week import next_digests
from storage.members import Member
from storage.outbox import Lane
from storage.work import Work

OUTLOOK = "outlook"  # the fact under which the day's outlook is kept


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
    asked = views.Asked(member, now, work.policy.rhythm(member), todays(work, now=now))
    if reply := views.digest(work, asked):
        delivery.push(work, member.telegram, reply, now=now, lane=Lane.DIGEST, silent=True)


def todays(work: Work, *, now: datetime) -> Outlook:
    """Read off the counts once a day, as the window itself (W5)."""
    today = work.team_day(now)
    stored = work.recall(OUTLOOK)
    if stored and (kept := _read(stored)).day == today:
        return kept
    found = outlook(work.first_buyers.counts(), work.window(), today=today, rules=work.policy.rules)
    work.remember(OUTLOOK, json.dumps(asdict(found), default=date.isoformat))
    return found


def _read(stored: str) -> Outlook:
    facts = json.loads(stored)
    return Outlook(**{**facts, "day": date.fromisoformat(facts["day"]), "shares": tuple(facts["shares"])})

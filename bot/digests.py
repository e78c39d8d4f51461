"""The weekly digest as due work: scheduled one ahead, sent once per ISO week, silently (§12, R2)."""

import json
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from bot import delivery
from bot.commands.funnel import weeks_of_trade
from bot.turn import Reply
from bot.views import digest as views
from bot.views import digest_figures
from bot.views.pictures import weeks_of_revenue
from domain.control import Comparison, Group
from domain.outlook import Outlook
from domain.week import next_digests
from storage.digests import DueDigest
from storage.members import Member
from storage.outbox import Lane
from storage.words import Scope
from storage.work import Work

PAUSE, TRIES = timedelta(hours=1), 24  # for one that breaks
OUTLOOK = "outlook"  # the fact under which the day's outlook is kept


def schedule(work: Work, *, now: datetime) -> None:
    """Give every member who has none the next digest."""
    for number in work.digests.unscheduled():
        rhythm = work.policy.rhythm(work.members.get(number))
        for week, due_at in next_digests(now, rhythm=rhythm):
            if work.digests.schedule(number, week, due_at):
                break


def send(work: Work, *, due: DueDigest, now: datetime) -> None:
    """One member's; who can't be reached gets none, and who is away reads a summary after the return instead."""
    work.digests.done(due)
    member = work.members.get(due.member)
    if not (member.removed or member.unreachable or work.absences.away(member, now=now)):
        _send(work, member, now)


def _send(work: Work, member: Member, now: datetime) -> None:
    outlook = todays(work, now=now)
    asked = views.Asked(member, now, work.policy.rhythm(member), outlook)
    if reply := views.digest(work, asked):
        delivery.push(work, member.telegram, reply, now=now, lane=Lane.DIGEST, silent=True)
        if picture := _picture(work, member, now):
            delivery.push(work, member.telegram, picture, now=now, lane=Lane.PICTURE, silent=True)
    for owner in (member.id, *([None] if member.lead else [])):
        digest_figures.keep(work, owner, outlook)


def _picture(work: Work, member: Member, now: datetime) -> Reply | None:
    """Revenue by week, the lead's of the team; None where nothing was sold (§12: one message, one picture)."""
    scope, today = Scope(None if member.lead else (member.id,)), work.team_day(now)
    begin, found = weeks_of_trade(work, scope, today)
    if not any(day.day >= begin for day in found):
        return None
    whose = "des Teams" if member.lead else "von dir"
    return weeks_of_revenue(found, begin, work.policy.currency, today=today, whose=whose)


def todays(work: Work, *, now: datetime) -> Outlook:
    """Read off the counts once a day, as the window itself (W5)."""
    stored = work.recall(OUTLOOK)
    if stored and (kept := _read(stored)).day == work.team_day(now):
        return kept
    found = work.outlook(now=now)
    work.remember(OUTLOOK, json.dumps(asdict(found), default=date.isoformat))
    return found


def _read(stored: str) -> Outlook:
    facts = json.loads(stored)
    day, shares = date.fromisoformat(facts["day"]), tuple(facts["shares"])
    return Outlook(**{**facts, "day": day, "shares": shares, "comparison": _comparison(facts)})


def _comparison(facts: dict[str, Any]) -> Comparison | None:
    if not (found := facts.get("comparison")):
        return None
    return Comparison(Group(**found["reminded"]), Group(**found["kept"]), found["days"])

"""When an absence begins or ends, those it concerns are told; the rows know when, no timer does (R1, R10)."""

from dataclasses import replace
from datetime import datetime

from bot import delivery
from bot.turn import Reply
from bot.views import absences as views
from domain.absence import Absence, begin_told_at, end_told_at
from domain.quiet import is_allowed
from storage.members import Member
from storage.outbox import Lane
from storage.work import Work


def tell(work: Work, *, now: datetime) -> None:
    """What is due to be told of any absence by now."""
    for member in work.absences.to_tell(now=now):
        tell_of(work, member, now=now)


def tell_of(work: Work, member: Member, *, now: datetime) -> None:
    """Of one; what is told is noted, and one of which all is told is over."""
    absence = member.absence
    if absence is None:
        return
    after = _back(work, member, _to_stand_in(work, member, absence, now), now)
    if after != absence:
        work.members.leave(member.id, None if after.settled else after)


def _to_stand_in(work: Work, member: Member, absence: Absence, now: datetime) -> Absence:
    if absence.stand_in is None:
        return absence
    stand_in, zone = work.members.get(absence.stand_in), work.absences.zone(member)
    rhythm = work.policy.rhythm(stand_in)
    if not absence.begun and begin_told_at(absence, zone=zone, rhythm=rhythm) <= now < absence.ends(zone):
        said = views.begun(member, absence, work.contacts.count(owner=member.id), rhythm.local(now).date())
        _push(work, stand_in, said, now)
        return replace(absence, begun=True)
    if absence.ends(zone) <= now:
        work.absences.withdraw(member, stand_in, now=now)
    if not absence.over and end_told_at(absence, zone=zone, rhythm=rhythm) <= now:
        if absence.begun:
            _push(work, stand_in, views.over(member, stand_in), now)
        return replace(absence, over=True)
    return absence


def _back(work: Work, member: Member, absence: Absence, now: datetime) -> Absence:
    at = end_told_at(absence, zone=work.absences.zone(member), rhythm=work.policy.rhythm(member))
    if absence.back or at > now:
        return absence
    if said := logged(work, member, absence):
        _push(work, member, said, now)
    return replace(absence, back=True)


def logged(work: Work, member: Member, absence: Absence) -> Reply | None:
    """What was entered meanwhile by whoever stood in."""
    zone = work.absences.zone(member)
    return views.summary(work.absences.logged(member, since=absence.begins(zone), until=absence.ends(zone)))


def give_way(work: Work, member: Member, before: Absence, after: Absence | None, *, now: datetime) -> None:
    """Other days, or somebody else stands in: what was still to be told of the former ones is told now."""
    stays = after is not None and after.begun and after.stand_in == before.stand_in
    if before.stand_in is not None and before.begun and not before.over and not stays:
        stand_in = work.members.get(before.stand_in)
        work.absences.withdraw(member, stand_in, now=now)
        _push(work, stand_in, views.over(member, stand_in), now)
    goes_on = after is not None and after.first == before.first
    if not before.back and not goes_on and (said := logged(work, member, before)):
        _push(work, member, said, now)


def _push(work: Work, to: Member, said: Reply, now: datetime) -> None:
    """At once; where it is quiet now, without a sound."""
    if to.removed or to.unreachable:
        return
    silent = not is_allowed(now, rhythm=work.policy.rhythm(to))
    delivery.push(work, to.telegram, said, now=now, lane=Lane.PUSH, silent=silent, anytime=True)

"""Who is away, who stands in: what that lets somebody see, whose phone rings, when the next word of it is due."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, func, select

from domain.absence import begin_told_at, end_told_at
from domain.quiet import next_allowed
from storage.members import Member, Members
from storage.policy import Policy
from storage.tables import metadata
from storage.unsent import withdraw
from storage.words import Scope

EVENT = metadata.tables["event"]
CONTACT = metadata.tables["contact"]
REMINDER = metadata.tables["reminder"]
OUTBOX = metadata.tables["outbox"]


class Absences:
    def __init__(self, connection: Connection, members: Members, policy: Policy) -> None:
        self._connection, self._members, self._policy = connection, members, policy

    def zone(self, member: Member) -> ZoneInfo:
        return self._policy.rhythm(member).zone

    def away(self, member: Member, *, now: datetime) -> bool:
        return member.absence is not None and member.absence.holds(now, zone=self.zone(member))

    def covered(self, stand_in: int, *, now: datetime) -> list[Member]:
        """For whom this member stands in now."""
        return [
            member
            for member in self._members.absent()
            if member.absence and member.absence.stand_in == stand_in and self.away(member, now=now)
        ]

    def scope(self, member: Member, *, now: datetime) -> Scope:
        """A rep sees own contacts and those of whom one stands in for, a lead the team's."""
        if member.lead:
            return Scope(None)
        return Scope((member.id, *(other.id for other in self.covered(member.id, now=now))))

    def owners(self, member: int, *, now: datetime) -> tuple[int, ...]:
        """Whose reminders ring on this member's phone, as far as it is there."""
        return (member, *(other.id for other in self.covered(member, now=now)))

    def phone(self, member: Member, *, now: datetime) -> Member | None:
        """Whose phone rings for a member who is away; None: nobody's, it waits."""
        if member.absence is None or member.absence.stand_in is None:
            return None
        stand_in = self._members.get(member.absence.stand_in)
        there = not (stand_in.removed or stand_in.unreachable or self.away(stand_in, now=now))
        return stand_in if there else None

    def by_phone(self, due: Mapping[int, list[int]], *, now: datetime) -> dict[int, list[int]]:
        """Reminders' rows by whose phone is to ring for them; of who is away without a stand-in they stay theirs."""
        away = {member.id: member for member in self._members.absent() if self.away(member, now=now)}
        found: dict[int, list[int]] = {}
        for owner, rows in due.items():
            stand_in = self.phone(away[owner], now=now) if owner in away else None
            found.setdefault(stand_in.id if stand_in else owner, []).extend(rows)
        return found

    def back_at(self, member: Member, *, now: datetime) -> datetime | None:
        """When one who is away now, with nobody there to stand in, can be told what fell due (R10)."""
        absence = member.absence
        if absence is None or not self.away(member, now=now) or self.phone(member, now=now):
            return None
        ends = [absence.ends(self.zone(member))]
        if absence.stand_in is not None:
            stand_in = self._members.get(absence.stand_in)
            if stand_in.absence and self.away(stand_in, now=now):
                ends.append(stand_in.absence.ends(self.zone(stand_in)))
        return next_allowed(min(ends), rhythm=self._policy.rhythm(member))

    def next_moment(self, *, now: datetime) -> datetime | None:
        """The next word that is due to somebody."""
        absent = self._members.absent()
        told = [moment for member in absent for moment in self._moments(member, now)]
        ends = [member.absence.ends(self.zone(member)) for member in absent if member.absence]
        return min([*told, *(moment for moment in ends if moment > now)], default=None)

    def to_tell(self, *, now: datetime) -> list[Member]:
        """Those of whom something is due to be told, and whose stand-in is to hear no more."""
        absent = self._members.absent()
        due = [
            m.id for m in absent if self._is_over(m, now) or any(at <= now for at in self._moments(m, now))
        ]
        return [self._members.held(number) for number in due]

    def _is_over(self, member: Member, now: datetime) -> bool:
        return member.absence is not None and member.absence.ends(self.zone(member)) <= now

    def withdraw(self, member: Member, stand_in: Member, *, now: datetime) -> None:
        """What is still to go out to a former stand-in stays here, and rings where it belongs."""
        theirs = select(CONTACT.c.id).where(CONTACT.c.owner == member.id)
        pushes = select(REMINDER.c.push).where(REMINDER.c.contact.in_(theirs), REMINDER.c.push.is_not(None))
        waits = and_(OUTBOX.c.chat == stand_in.telegram, OUTBOX.c.id.in_(pushes))
        withdraw(self._connection, waits, now=now)

    def _moments(self, member: Member, now: datetime) -> Iterator[datetime]:
        absence, zone = member.absence, self.zone(member)
        if absence is None:
            return
        if absence.stand_in is not None:
            rhythm = self._policy.rhythm(self._members.get(absence.stand_in))
            if not absence.begun and now < absence.ends(zone):
                yield begin_told_at(absence, zone=zone, rhythm=rhythm)
            if not absence.over:
                yield end_told_at(absence, zone=zone, rhythm=rhythm)
        if not absence.back:
            yield end_told_at(absence, zone=zone, rhythm=self._policy.rhythm(member))

    def logged(self, member: Member, *, since: datetime, until: datetime) -> list[tuple[int, str, int]]:
        """What those who stood in logged with a member's contacts: contact, name and how many entries, most first."""
        entries = func.count(EVENT.c.turn.distinct())
        query = (
            select(CONTACT.c.id, CONTACT.c.name, entries)
            .join(EVENT, EVENT.c.contact == CONTACT.c.id)
            .where(CONTACT.c.owner == member.id, ~CONTACT.c.hidden, EVENT.c.rep.in_(member.stood_in))
            .where(EVENT.c.logged_at >= since, EVENT.c.logged_at <= until, EVENT.c.voided_at.is_(None))
            .group_by(CONTACT.c.id, CONTACT.c.name)
            .order_by(entries.desc(), CONTACT.c.id)
        )
        return [(number, name, count) for number, name, count in self._connection.execute(query)]

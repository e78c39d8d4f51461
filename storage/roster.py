"""The team as leads see it: who is in, in which role, since when not; and the invites that are still open.

Whoever may change it is decided while all leads are held: of two who remove each other at once the second is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from storage.digests import Digests
from storage.facts import Facts
from storage.feeds import Feeds
from storage.members import DEMOTED, REMOVED, Member
from storage.tables import metadata
from storage.unsent import withdraw

MEMBER = metadata.tables["member"]
INVITE = metadata.tables["invite"]
CONTACT = metadata.tables["contact"]
TURN = metadata.tables["turn"]
OUTBOX = metadata.tables["outbox"]
QUESTION = metadata.tables["question"]
JOB = metadata.tables["job"]


@dataclass(frozen=True, slots=True)
class Seat:
    """A member with what leads ask of them."""

    member: Member
    contacts: int
    last_entry: datetime | None
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Invite:
    """`code_hash` is all that is known of its code."""

    code_hash: str
    lead: bool
    expires_at: datetime


class Roster:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._facts = Facts(connection)

    def seats(self, members: Sequence[Member]) -> list[Seat]:
        """Those of a page."""
        numbers = [member.id for member in members]
        query = select(CONTACT.c.owner, func.count()).where(CONTACT.c.owner.in_(numbers), ~CONTACT.c.hidden)
        rows = self._connection.execute(query.group_by(CONTACT.c.owner))
        counts: dict[int, int] = dict(rows.all())
        return [
            Seat(member, counts.get(member.id, 0), self._last_entry(member.id), self._removed_at(member))
            for member in members
        ]

    def _last_entry(self, member: int) -> datetime | None:
        query = select(TURN.c.at).where(TURN.c.rep == member).order_by(TURN.c.id.desc()).limit(1)
        found: datetime | None = self._connection.execute(query).scalar()
        return found

    def _removed_at(self, member: Member) -> datetime | None:
        stored = self._facts.recall(f"{REMOVED}{member.id}") if member.removed else None
        return datetime.fromisoformat(stored) if stored else None

    def leads(self) -> list[int]:
        """All there are; until the commit nobody else becomes one or stops being one."""
        query = select(MEMBER.c.id).where(MEMBER.c.lead, ~MEMBER.c.removed).order_by(MEMBER.c.id)
        return [row[0] for row in self._connection.execute(query.with_for_update(key_share=True))]

    def remove(self, member: Member, *, now: datetime) -> None:
        """Out with this commit: nothing reaches them any more. Their entries and contacts stay theirs."""
        if member.lead:
            self.demote(member, now=now)
        self._set(member, removed=True)
        self._facts.remember(f"{REMOVED}{member.id}", now.isoformat())
        Feeds(self._connection).close(member.id)
        Digests(self._connection).reschedule(member.id)
        self._connection.execute(delete(QUESTION).where(QUESTION.c.rep == member.id))
        self._connection.execute(update(JOB).where(JOB.c.rep == member.id).values(message=None))
        withdraw(self._connection, OUTBOX.c.chat == member.telegram, now=now)

    def readmit(self, member: Member) -> None:
        """As a rep, whatever they were before."""
        self._set(member, removed=False, unreachable=False)

    def promote(self, member: Member) -> None:
        self._set(member, lead=True)

    def demote(self, member: Member, *, now: datetime) -> None:
        """And stays so, whatever the config names them."""
        self._set(member, lead=False)
        self._facts.remember(f"{DEMOTED}{member.id}", now.isoformat())

    def demoted(self, member: int) -> bool:
        return self._facts.recall(f"{DEMOTED}{member}") is not None

    def _set(self, member: Member, **values: bool) -> None:
        self._connection.execute(update(MEMBER).where(MEMBER.c.id == member.id).values(**values))

    def invites(self, *, now: datetime) -> list[Invite]:
        """Those that would still let somebody in, the first to end first."""
        query = select(INVITE.c.code_hash, INVITE.c.lead, INVITE.c.expires_at)
        open_ = query.where(INVITE.c.used_by.is_(None), INVITE.c.expires_at > now)
        return [Invite(*row) for row in self._connection.execute(open_.order_by(INVITE.c.expires_at))]

    def withdraw_invite(self, code_hash: str) -> bool:
        """Returns whether it was still open."""
        gone = delete(INVITE).where(INVITE.c.code_hash == code_hash, INVITE.c.used_by.is_(None))
        return bool(self._connection.execute(gone).rowcount)

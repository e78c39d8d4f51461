"""Who recruited whom, as events on both sides: the recruiter's names the recruited, theirs the recruiter (V11)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, select

from domain.events import Kind
from domain.referrals import Referral
from domain.status import Status
from storage.filters import within
from storage.tables import metadata
from storage.words import Scope

CONTACT = metadata.tables["contact"]
EVENT = metadata.tables["event"]
_STANDS = EVENT.c.voided_at.is_(None)


@dataclass(frozen=True, slots=True)
class Recruited:
    """Somebody in sight who was recruited; `revenue` in minor units of the team's currency."""

    contact: int
    name: str
    status: str
    revenue: int


class Referrals:
    """Events keep the numbers they were logged with; here they are those of who a merged contact has become."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def recruiter(self, contact: int) -> int | None:
        """Who recruited a contact, where that was logged and stands."""
        query = select(EVENT.c.detail).where(
            EVENT.c.contact == contact, EVENT.c.kind == Kind.REFERRED.value, _STANDS
        )
        found = (self.now(int(row[0])) for row in self._connection.execute(query.order_by(EVENT.c.id)))
        return next((number for number in found if number != contact), None)

    def now(self, number: int) -> int:
        """A contact's number, or that of the one it was merged into."""
        query = select(CONTACT.c.merged_into).where(CONTACT.c.id == number)
        into: int | None = self._connection.execute(query).scalar()
        return number if into is None else self.now(into)

    def recruiters_above(self, giver: int, taker: int) -> dict[int, int]:
        """Who was recruited by whom: all above the giver, where a circle could close, and the taker's recruiter."""
        known: dict[int, int] = {}
        below: int | None = giver
        while below is not None and below not in known:
            above = self.recruiter(below)
            if above is not None:
                known[below] = above
            below = above
        if taker not in known and (above := self.recruiter(taker)) is not None:
            known[taker] = above
        return known

    def followed(self, made: Iterable[Referral]) -> tuple[Referral, ...]:
        """Each recruited contact once, as who it is now, and whether it has reacted or bought since."""
        found: dict[int, Referral] = {}
        for referral in made:
            taker = self.now(referral.taker)
            if taker != referral.giver and taker not in found:
                reacted = self._has_reacted(taker, referral.day)
                found[taker] = referral._replace(taker=taker, reacted=reacted)
        return tuple(found.values())

    def _has_reacted(self, taker: int, since: date) -> bool:
        answers = (Kind.REACTION.value, Kind.PURCHASE.value, Kind.APPOINTMENT.value)
        query = select(func.count()).where(
            EVENT.c.contact == taker, EVENT.c.kind.in_(answers), EVENT.c.day >= since, _STANDS
        )
        return bool(self._connection.execute(query).scalar_one())

    def recruited(self, takers: Sequence[int], *, scope: Scope) -> list[Recruited]:
        """Those of them who are in sight, by what they brought."""
        if not takers:
            return []
        query = (
            select(CONTACT.c.id, CONTACT.c.name, CONTACT.c.status, CONTACT.c.revenue)
            .where(CONTACT.c.id.in_(takers), ~CONTACT.c.hidden, within(scope))
            .order_by(CONTACT.c.revenue.desc(), CONTACT.c.id)
        )
        return [Recruited(*row) for row in self._connection.execute(query)]

    def conversion(self, *, scope: Scope) -> tuple[tuple[int, int], tuple[int, int]]:
        """(bought, n) of the recruited and of all others in sight."""
        recruited = select(EVENT.c.contact).where(
            EVENT.c.kind == Kind.REFERRED.value, EVENT.c.voided_at.is_(None)
        )
        bought = CONTACT.c.status.in_((Status.EK.value, Status.SK.value))
        seen = (~CONTACT.c.hidden, within(scope))

        def counted(among: ColumnElement[bool]) -> tuple[int, int]:
            query = select(func.count().filter(bought), func.count()).select_from(CONTACT).where(*seen, among)
            won, of = self._connection.execute(query).one()
            return won, of

        return counted(CONTACT.c.id.in_(recruited)), counted(CONTACT.c.id.not_in(recruited))

    def recommending(self, *, scope: Scope, most: int) -> list[int]:
        """Contacts in sight that recruited somebody or mentioned us in public, the most active ones first."""
        kinds = (Kind.REFERRAL.value, Kind.MENTION.value)
        query = (
            select(EVENT.c.contact)
            .join(CONTACT, CONTACT.c.id == EVENT.c.contact)
            .where(EVENT.c.kind.in_(kinds), _STANDS, ~CONTACT.c.hidden, within(scope))
            .group_by(EVENT.c.contact)
            .order_by(func.count().desc(), EVENT.c.contact)
            .limit(most)
        )
        return [row[0] for row in self._connection.execute(query)]

"""Who recruited whom, as events on both sides: the recruiter's names the recruited, theirs the recruiter (V11)."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, func, select

from domain.events import Kind
from domain.status import Status
from storage.tables import metadata
from storage.words import Scope

CONTACT = metadata.tables["contact"]
EVENT = metadata.tables["event"]
LONGEST_CHAIN = 50  # recruiters above one another; nobody has as many


class Referrals:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def recruiter(self, contact: int) -> int | None:
        """Who recruited a contact, where that was logged and stands."""
        query = (
            select(EVENT.c.detail)
            .where(
                EVENT.c.contact == contact, EVENT.c.kind == Kind.REFERRED.value, EVENT.c.voided_at.is_(None)
            )
            .order_by(EVENT.c.id)
            .limit(1)
        )
        found = self._connection.execute(query).scalar()
        return int(found) if found else None

    def recruiters_above(self, *contacts: int) -> dict[int, int]:
        """Everybody above these, as far as a new referral could close a circle: who was recruited by whom."""
        known: dict[int, int] = {}
        for contact in contacts:
            below: int | None = contact
            while below is not None and below not in known and len(known) < LONGEST_CHAIN:
                above = self.recruiter(below)
                if above is None:
                    break
                known[below] = above
                below = above
        return known

    def reacted(self, takers: Iterable[tuple[int, date]]) -> set[int]:
        """Which of those recruited on a day have reacted or bought since."""
        return {taker for taker, day in takers if self._has_reacted(taker, day)}

    def _has_reacted(self, taker: int, since: date) -> bool:
        answers = (Kind.REACTION.value, Kind.PURCHASE.value, Kind.APPOINTMENT.value)
        query = select(func.count()).where(
            EVENT.c.contact == taker,
            EVENT.c.kind.in_(answers),
            EVENT.c.day >= since,
            EVENT.c.voided_at.is_(None),
        )
        return bool(self._connection.execute(query).scalar_one())

    def revenue(self, takers: Iterable[int]) -> int:
        """What those recruited brought in the team's currency, minor units."""
        query = select(func.coalesce(func.sum(CONTACT.c.revenue), 0))
        known = and_(CONTACT.c.id.in_(list(takers)), ~CONTACT.c.hidden)
        return int(self._connection.execute(query.where(known)).scalar_one())

    def conversion(self, *, scope: Scope) -> tuple[tuple[int, int], tuple[int, int]]:
        """(bought, n) of the recruited and of all others in sight."""
        recruited = select(EVENT.c.contact).where(
            EVENT.c.kind == Kind.REFERRED.value, EVENT.c.voided_at.is_(None)
        )
        bought = CONTACT.c.status.in_((Status.EK.value, Status.SK.value))
        seen = [~CONTACT.c.hidden, *([CONTACT.c.owner.in_(scope.owners)] if scope.owners is not None else [])]

        def counted(among: ColumnElement[bool]) -> tuple[int, int]:
            query = select(func.count().filter(bought), func.count()).select_from(CONTACT).where(*seen, among)
            won, of = self._connection.execute(query).one()
            return won, of

        return counted(CONTACT.c.id.in_(recruited)), counted(CONTACT.c.id.not_in(recruited))

    def recommending(self, *, scope: Scope) -> list[int]:
        """Contacts in sight that recruited somebody or mentioned us in public."""
        kinds = (Kind.REFERRAL.value, Kind.MENTION.value)
        query = (
            select(EVENT.c.contact)
            .join(CONTACT, CONTACT.c.id == EVENT.c.contact)
            .where(EVENT.c.kind.in_(kinds), EVENT.c.voided_at.is_(None), ~CONTACT.c.hidden)
            .distinct()
        )
        if scope.owners is not None:
            query = query.where(CONTACT.c.owner.in_(scope.owners))
        return [row[0] for row in self._connection.execute(query)]

"""Where contacts come from and what they have in common: counts by the database (V14, V15)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Integer, case, cast, func, literal, or_, select

from domain.customer import NO_BUYER
from domain.events import Kind
from domain.matrix import Group
from domain.persona import Criterion, Fit, Trait, needed
from domain.status import Status
from storage.days import DaysBetween
from storage.filters import within
from storage.tables import metadata
from storage.words import Scope

CONTACT = metadata.tables["contact"]
EVENT = metadata.tables["event"]
MOVEMENT = metadata.tables["movement"]
ANSWER = EVENT.alias()
MOST_SOURCES = 20
MOST_VALUES = 12  # of a field; rarer ones are no persona
FIELDS: dict[str, ColumnElement[Any]] = {
    "industry": CONTACT.c.industry,
    "town": CONTACT.c.town,
    "source": CONTACT.c.source,
    "private": case((CONTACT.c.private, "ja"), else_=""),  # whoever isn't marked so may be either
    "company": case((CONTACT.c.company != "", "ja"), else_="nein"),
}
_LOST = Group.LOST.value
_NONE = (NO_BUYER, _LOST)  # groups of those who aren't customers
_REGULAR = CONTACT.c.status == Status.SK.value


class _Way(NamedTuple):
    """A contact's group at the beginning of a time, at its end, and now. `late`: its purchases were entered since."""

    begin: str
    end: str
    now: str
    late: bool = False


class Origins:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_source(self, *, scope: Scope, most: int = MOST_SOURCES) -> dict[str, dict[str, int]]:
        """Source → status → contacts in sight; the biggest sources first."""
        seen = (~CONTACT.c.hidden, within(scope), CONTACT.c.source != "")
        many = func.count().label("many")
        biggest = select(CONTACT.c.source).where(*seen).group_by(CONTACT.c.source).order_by(many.desc())
        query = (
            select(CONTACT.c.source, CONTACT.c.status, func.count())
            .where(*seen, CONTACT.c.source.in_(biggest.with_only_columns(CONTACT.c.source).limit(most)))
            .group_by(CONTACT.c.source, CONTACT.c.status)
        )
        found: dict[str, dict[str, int]] = {}
        for source, status, count in self._connection.execute(query):
            found.setdefault(source, {})[status] = count
        return dict(sorted(found.items(), key=lambda pair: -sum(pair[1].values())))

    def climbers(self, *, scope: Scope, sources: Sequence[str], most: int) -> dict[int, str]:
        """The newest contacts in sight that have left ZA, and their source; `sources`: of these, else of all."""
        climbed = CONTACT.c.status.in_([status.value for status in Status if status is not Status.ZA])
        known = CONTACT.c.source.in_(sources) if sources else CONTACT.c.source != ""
        query = select(CONTACT.c.id, CONTACT.c.source).where(~CONTACT.c.hidden, within(scope), climbed, known)
        rows = self._connection.execute(query.order_by(CONTACT.c.id.desc()).limit(most))
        return {row[0]: row[1] for row in rows}

    def days_to_buy(self, *, scope: Scope, most: int = 2000) -> dict[str, list[int]]:
        """Source → days from the contact's first event to its first purchase, the newest customers first.

        Whoever had bought before being entered isn't counted: when that began nobody knows.
        """
        entered, created = (
            func.min(EVENT.c.day),
            func.min(EVENT.c.day).filter(EVENT.c.kind == Kind.CREATED.value),
        )
        query = (
            select(CONTACT.c.source, CONTACT.c.first_bought, entered)
            .join(EVENT, EVENT.c.contact == CONTACT.c.id)
            .where(
                ~CONTACT.c.hidden, within(scope), CONTACT.c.source != "", CONTACT.c.first_bought.is_not(None),
                EVENT.c.voided_at.is_(None),
            )
            .group_by(CONTACT.c.id, CONTACT.c.source, CONTACT.c.first_bought)
            .having(or_(entered < CONTACT.c.first_bought, created <= CONTACT.c.first_bought))
            .order_by(CONTACT.c.first_bought.desc())
            .limit(most)
        )  # fmt: skip
        found: dict[str, list[int]] = {}
        for source, bought, began in self._connection.execute(query):
            found.setdefault(source, []).append((bought - began).days)
        return found

    def answered(
        self, *, scope: Scope, since: date, today: date, within_days: int
    ) -> dict[str, tuple[int, int]]:
        """Way of a touch → (touches that were followed by a reaction or purchase in time, touches).

        One that may still be answered in time doesn't count yet, answered or not.
        """
        kinds = (Kind.REACTION.value, Kind.PURCHASE.value)
        gap = DaysBetween(EVENT.c.day, ANSWER.c.day)
        answer = (
            select(literal(1))
            .where(
                ANSWER.c.contact == EVENT.c.contact,
                ANSWER.c.kind.in_(kinds),
                ANSWER.c.voided_at.is_(None),
                ANSWER.c.at >= EVENT.c.at,
                gap <= within_days,
            )
            .exists()
        )
        query = (
            select(EVENT.c.detail, func.sum(cast(case((answer, 1), else_=0), Integer)), func.count())
            .join(CONTACT, CONTACT.c.id == EVENT.c.contact)
            .where(
                EVENT.c.kind == Kind.TOUCH.value, EVENT.c.voided_at.is_(None),
                EVENT.c.day >= since, EVENT.c.day < today - timedelta(days=within_days),
                ~CONTACT.c.hidden, within(scope),
            )
            .group_by(EVENT.c.detail)
        )  # fmt: skip
        return {row[0]: (int(row[1]), row[2]) for row in self._connection.execute(query)}

    def lost(self, *, scope: Scope, begin: date, end: date) -> tuple[int, int]:
        """(customers lost on these days, customers at their beginning); `end` doesn't count.

        As the groups stand now, less what has moved since. Of customers entered only later nobody knows when they
        were lost: they count where they aren't.
        """
        seen = (~CONTACT.c.hidden, within(scope))
        customers = select(func.count()).where(*seen, CONTACT.c.place.not_in(_NONE))
        still = int(self._connection.execute(customers).scalar_one())
        moved = (
            select(
                MOVEMENT.c.contact,
                MOVEMENT.c.day,
                MOVEMENT.c.before,
                MOVEMENT.c.after,
                CONTACT.c.first_bought < begin,
            )
            .join(CONTACT, CONTACT.c.id == MOVEMENT.c.contact)
            .where(MOVEMENT.c.day >= begin, *seen)
            .order_by(MOVEMENT.c.id)
        )
        ways: dict[int, _Way] = {}
        for contact, day, before, after, bought in self._connection.execute(moved):
            first = ways.get(contact) or _Way(before, before, before)
            late = first.begin == NO_BUYER and bool(bought)
            ways[contact] = _Way(first.begin, after if day < end else first.end, after, late)
        known = [way for way in ways.values() if not way.late]
        were = sum((way.begin not in _NONE) - (way.now not in _NONE) for way in known)
        gone = sum(way.begin not in _NONE and way.end == _LOST for way in known)
        return gone, still + were

    def people(self, *, scope: Scope) -> tuple[int, int]:
        """(regular customers, contacts) in sight."""
        query = select(func.count().filter(_REGULAR), func.count()).where(~CONTACT.c.hidden, within(scope))
        regulars, contacts = self._connection.execute(query).one()
        return regulars, contacts

    def traits(self, *, scope: Scope) -> list[Trait]:
        """What regular customers are, field by field: the most frequent values, and how many of all are so."""
        return [trait for name, column in FIELDS.items() for trait in self._traits(scope, name, column)]

    def _traits(self, scope: Scope, name: str, column: ColumnElement[Any]) -> list[Trait]:
        value = column.label("value")
        regulars = func.count().filter(_REGULAR)
        query = (
            select(value, regulars, func.count())
            .where(~CONTACT.c.hidden, within(scope))
            .group_by(value)
            .order_by(regulars.desc(), value)
        )
        return [
            Trait(name, row[0], row[1], row[2]) for row in self._connection.execute(query.limit(MOST_VALUES))
        ]

    def fit(self, criteria: Sequence[Criterion], *, scope: Scope) -> Fit:
        """How many have at least half of the criteria."""
        has = [case((FIELDS[c.trait.field] == c.trait.value, 1), else_=0) for c in criteria]
        enough = needed(len(criteria))
        fits = sum(has[1:], has[0]) >= enough
        query = select(
            func.count().filter(fits, _REGULAR), func.count().filter(_REGULAR), func.count().filter(fits), func.count()
        ).where(~CONTACT.c.hidden, within(scope))  # fmt: skip
        return Fit(enough, *self._connection.execute(query).one())

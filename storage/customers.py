"""What customers' purchases come to: kept beside each contact, and the team's figures they are measured by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from domain.customer import Customer
from domain.matrix import TeamFigures
from domain.pareto import Class
from domain.rules import Rules
from storage.facts import Facts
from storage.filters import within
from storage.prepared import Prepared, inserting
from storage.tables import metadata
from storage.team import Team, measured, read, written
from storage.words import Scope

CONTACT = metadata.tables["contact"]
MOVEMENT = metadata.tables["movement"]
FACT = "team"

FIGURES = (
    "first_bought", "revenue", "cycle", "cv", "year_revenue", "quarters", "inclination", "place", "look_on",
)  # fmt: skip
_KEEP = Prepared(
    update(CONTACT)
    .where(CONTACT.c.id == bindparam("b_id"))
    .values({name: bindparam(f"b_{name}") for name in FIGURES})
)
_NAMES = tuple(f"b_{name}" for name in FIGURES)
_PLACE = Prepared(select(CONTACT.c.place).where(CONTACT.c.id == bindparam("b_id")))
_HOLD = (
    select(CONTACT.c.id, CONTACT.c.place)
    .where(CONTACT.c.id.in_(bindparam("b_ids", expanding=True)))
    .order_by(CONTACT.c.id)  # in one order, so that two processes never wait for each other
    .with_for_update(key_share=True)
)
_MOVED = inserting(MOVEMENT, "contact", "day", "before", "after")


@dataclass(frozen=True, slots=True)
class Movement:
    """A contact that changed its activity group; `before`, `after` as kept beside it (`A6!` is endangered)."""

    contact: int
    name: str
    revenue: int
    before: str
    after: str


class Customers:
    def __init__(self, connection: Connection, facts: Facts) -> None:
        self._connection = connection
        self._facts = facts
        self._team: Team | None = None

    def team(self) -> Team:
        """As of the last measuring; before the first one nobody stands out."""
        if self._team is None:
            stored = self._facts.recall(FACT)
            self._team = read(stored) if stored else Team()
        return self._team

    def keep(self, contact: int, found: Customer) -> None:
        """Write a contact's figures beside it."""
        self.keep_all([(contact, figures(found))])

    def keep_all(self, found: Iterable[tuple[int, tuple[Any, ...]]]) -> None:
        """The same of many, as `figures` says them."""
        rows = ({"b_id": contact, **dict(zip(_NAMES, row, strict=True))} for contact, row in found)
        _KEEP.many(self._connection, rows)

    def moved(self, contact: int, before: str, after: str, *, day: date) -> None:
        """Note that the activity group changed."""
        _MOVED.run(self._connection, contact=contact, day=day, before=before, after=after)

    def moved_all(self, movements: Iterable[tuple[int, str, str, date]]) -> None:
        """The same of many: contact, before, after, day."""
        names = ("contact", "before", "after", "day")
        _MOVED.many(self._connection, [dict(zip(names, row, strict=True)) for row in movements])

    def place(self, contact: int) -> str:
        """The group as last recorded."""
        return str(_PLACE.scalar(self._connection, b_id=contact))

    def held(self, numbers: Sequence[int]) -> dict[int, str]:
        """The groups last recorded; until the commit no other process changes what is derived of these contacts."""
        return {row[0]: row[1] for row in self._connection.execute(_HOLD, {"b_ids": numbers})}

    def to_look_at(self, *, today: date, most: int = 200) -> list[int]:
        """Contacts whose figures the clock has changed."""
        query = select(CONTACT.c.id).where(CONTACT.c.look_on <= today).order_by(CONTACT.c.look_on).limit(most)
        return [row[0] for row in self._connection.execute(query)]

    def take(self, found: Team) -> Team:
        """Keep what was measured."""
        self._team = found
        self._facts.remember(FACT, written(found))
        return found

    def measured(self, team: TeamFigures, *, today: date, rules: Rules) -> Team:
        """Measure the team's cuts and ranks anew, without keeping them."""
        return measured(self._connection, team, today=today, rules=rules)

    def class_of(self, contact: int) -> Class | None:
        """A, B or C by the revenue of the year; None where there was none."""
        query = select(CONTACT.c.year_revenue).where(CONTACT.c.id == contact)
        return self.team().class_of(self._connection.execute(query).scalar_one())

    def movements(self, *, scope: Scope, since: date) -> list[Movement]:
        """Who changed the group since a day (that day included): from where first, to where last; by revenue."""
        query = (
            select(MOVEMENT.c.contact, MOVEMENT.c.before, MOVEMENT.c.after, CONTACT.c.name, CONTACT.c.revenue)
            .join(CONTACT, CONTACT.c.id == MOVEMENT.c.contact)
            .where(MOVEMENT.c.day >= since, ~CONTACT.c.hidden, within(scope))
            .order_by(CONTACT.c.revenue.desc(), MOVEMENT.c.contact, MOVEMENT.c.id)
        )
        found: dict[int, Movement] = {}
        for contact, before, after, name, revenue in self._connection.execute(query):
            first = found.get(contact)
            found[contact] = Movement(contact, name, revenue, first.before if first else before, after)
        return [one for one in found.values() if one.before != one.after]


def figures(found: Customer) -> tuple[Any, ...]:
    """A contact's figures in the order of `FIGURES`."""
    bought = found.buying
    return (
        bought.first, bought.revenue, bought.cycle, bought.cv, found.year_revenue, found.quarters, found.inclination,
        found.place, found.look_on,
    )  # fmt: skip

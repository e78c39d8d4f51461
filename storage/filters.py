"""What a list shows: each filter a field, each field a condition; all that are set must hold.

A further filter is a field of `Filter` and a line in `_CONDITIONS`; the words for it stand in bot/commands/filters.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, exists, func, or_, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from domain.folding import words
from domain.matrix import TeamFigures
from domain.rules import Rules
from storage import groups
from storage.tables import metadata
from storage.words import Scope

CONTACT = metadata.tables["contact"]
TAG = metadata.tables["tag"]
WORD = metadata.tables["word"]
LAST = "\U0010ffff"  # behind every word with the same beginning


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list shows; everything that is set must hold. `step`: a kind of next step. `owners`: members' ids.

    `sources`: as stored (`Lists.sources`); `tag`: folded; `town`, `company`, `industry`, `interest`: as typed.
    `numbers`: these contacts and no others.
    """

    statuses: tuple[str, ...] = ()
    no_appointment: bool = False
    no_step: bool = False
    overdue: bool = False
    due_today: bool = False
    parked: bool = False
    step: str = ""
    sources: tuple[str, ...] = ()
    tag: str = ""
    owners: tuple[int, ...] = ()
    town: str = ""
    company: str = ""
    industry: str = ""
    interest: str = ""
    places: "Places | None" = None
    numbers: tuple[int, ...] | None = None
    due_by: date | None = None
    revenue: tuple[int, int | None] | None = None  # of the year, in minor units: at least, and below

    @property
    def by_inclination(self) -> bool:
        """Customers are listed by how likely they are to buy (§4), all others by what is due."""
        return any(value is not None for value in (self.places, self.numbers, self.revenue))


@dataclass(frozen=True, slots=True)
class Places:
    """Activity groups, or tags of A6; which contacts they are hangs on the team's figures (storage/groups.py)."""

    team: TeamFigures
    rules: Rules
    groups: tuple[str, ...] = ()
    endangered: bool = False
    irregular: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter, whose contacts are in sight, and when. `many`: more hit than a list counts."""

    chosen: Filter
    scope: Scope
    now: datetime
    today: date
    many: bool = False


Condition = Callable[[Any, Asked], ColumnElement[bool]]


def conditions(asked: Asked) -> list[ColumnElement[bool]]:
    """Parked contacts show only where they are asked for; the words of the partial indexes are said as they are."""
    chosen = asked.chosen
    values = ((getattr(chosen, name), condition) for name, condition in _CONDITIONS.items())
    wanted = [condition(value, asked) for value, condition in values if value not in (None, False, "", ())]
    if chosen.numbers is not None:
        wanted.append(CONTACT.c.id.in_(chosen.numbers))
    return [*_shown(asked), within(asked.scope), *wanted]


def _shown(asked: Asked) -> tuple[ColumnElement[bool], ...]:
    """Where no index leads to the few that hit, the table is read as it lies, not along the list's order."""
    chosen, sought = asked.chosen, asked.many or asked.scope.owners is not None
    if sought or chosen.parked or any(getattr(chosen, name) for name in _INDEXED):
        return ~CONTACT.c.hidden, CONTACT.c.parked if chosen.parked else ~CONTACT.c.parked
    return CONTACT.c.hidden.is_(other=False), CONTACT.c.parked.is_(other=False)


def _having(column: Any) -> Condition:
    """One of these values. A rep's own contacts are few and found by their owner, the team's by this column."""

    def condition(value: tuple[str, ...], asked: Asked) -> ColumnElement[bool]:
        sought = column if asked.scope.owners is None else column.concat("")  # no index on that
        found: ColumnElement[bool] = sought == value[0] if len(value) == 1 else sought.in_(value)
        return found

    return condition


def within(scope: Scope) -> ColumnElement[bool]:
    """A member sees own contacts and those of whom they stand in for; a lead the team's."""
    match scope.owners:
        case None:
            return true()
        case (owner,):
            return CONTACT.c.owner == owner
        case owners:
            return CONTACT.c.owner.in_(owners)


def in_sight(scope: Scope) -> ColumnElement[bool]:
    """The same, without contacts that were taken back or merged into another."""
    return and_(~CONTACT.c.hidden, within(scope))


def _no_appointment(_value: bool, asked: Asked) -> ColumnElement[bool]:
    return or_(CONTACT.c.appointment_at.is_(None), CONTACT.c.appointment_at <= asked.now)


def _earning(value: tuple[int, int | None], _asked: Asked) -> ColumnElement[bool]:
    least, below = value
    enough = CONTACT.c.year_revenue >= least
    return enough if below is None else and_(enough, CONTACT.c.year_revenue < below)


def _tagged(value: str, asked: Asked) -> ColumnElement[bool]:
    """A keyword many have is looked up contact by contact in the list's order; a rare one leads to its contacts."""
    has = and_(TAG.c.folded == value, TAG.c.contact == CONTACT.c.id)
    return exists().where(has) if asked.many or asked.scope.owners else has


def _in_words(column: Any) -> Condition:
    """A field that the word table knows: its first word leads to few contacts, whose field then decides."""

    def condition(value: str, _asked: Asked) -> ColumnElement[bool]:
        first = words(value)[0]
        known = select(WORD.c.contact).where(WORD.c.word >= first, WORD.c.word < first + LAST)
        return and_(CONTACT.c.id.in_(known), _like(column, value))

    return condition


def _like(column: Any, value: str) -> ColumnElement[bool]:
    """A word of the field begins so; ä, ae and a are alike."""
    pattern = _loose(value)
    text = func.lower(column)
    begins = (text.like(f"{before}{pattern}%", escape="\\") for before in ("", "% ", "%-", "%/", "%,"))
    return and_(column != "", text.like(f"%{pattern}%", escape="\\"), or_(*begins))  # cheap ones first


def _loose(value: str) -> str:
    """A LIKE pattern: where notations part (ä, ae, ß, ss), anything may stand."""
    escaped = "".join("\\" + letter if letter in "\\%_" else letter for letter in value.casefold())
    for pair in ("ae", "oe", "ue", "ss"):
        escaped = escaped.replace(pair, "%")
    return "".join(letter if letter.isascii() else "%" for letter in escaped)


class InterestsOf(GenericFunction[str]):
    """The interests among the details, which are JSON as text on both databases."""

    type = String()
    inherit_cache = True


@compiles(InterestsOf)
def _in_sqlite(element: InterestsOf, compiler: Any, **how: Any) -> str:
    return f"json_extract({compiler.process(element.clauses, **how)}, '$.interests')"


@compiles(InterestsOf, "postgresql")
def _in_postgresql(element: InterestsOf, compiler: Any, **how: Any) -> str:
    return f"(CAST({compiler.process(element.clauses, **how)} AS json) ->> 'interests')"


def _interested(value: str, _asked: Asked) -> ColumnElement[bool]:
    """Anywhere in the interests: they are a list in the rep's own words."""
    return func.lower(InterestsOf(CONTACT.c.details)).like(f"%{_loose(value)}%", escape="\\")


_INDEXED = (
    "statuses",
    "no_step",
    "overdue",
    "due_today",
    "due_by",
    "sources",
    "tag",
    "owners",
    "town",
    "company",
)


def _placed(value: Places, asked: Asked) -> ColumnElement[bool]:
    wanted = [
        groups.group(value.team, today=asked.today, rules=value.rules).in_(value.groups)
        if value.groups
        else None,
        groups.endangered(value.team, today=asked.today, rules=value.rules) if value.endangered else None,
        groups.irregular(value.team, today=asked.today, rules=value.rules) if value.irregular else None,
    ]
    return and_(*(condition for condition in wanted if condition is not None))


_CONDITIONS: dict[str, Condition] = {
    "statuses": _having(CONTACT.c.status),
    "no_appointment": _no_appointment,
    "no_step": lambda *_: and_(CONTACT.c.step == "", CONTACT.c.step_day.is_(None)),
    "overdue": lambda _, asked: CONTACT.c.step_day < asked.today,
    "due_today": lambda _, asked: CONTACT.c.step_day <= asked.today,
    "due_by": lambda value, _: CONTACT.c.step_day <= value,
    "revenue": _earning,
    "step": lambda value, _: CONTACT.c.step == value,
    "sources": _having(CONTACT.c.source),
    "tag": _tagged,
    "owners": lambda value, _: CONTACT.c.owner.in_(value),
    "town": _in_words(CONTACT.c.town),
    "company": _in_words(CONTACT.c.company),
    "industry": lambda value, _: _like(CONTACT.c.industry, value),
    "interest": _interested,
    "places": _placed,
}

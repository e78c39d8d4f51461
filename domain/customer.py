"""What is kept beside a contact of its purchases, so that lists and the team's figures needn't fold histories."""

from dataclasses import dataclass
from datetime import date

from domain.inclination import inclination
from domain.matrix import Group, Grouping, Tag, TeamFigures, grouping, next_look
from domain.profile import Profile
from domain.rfm import Buying, buying, spent, year
from domain.rules import Rules

ENDANGERED_MARK = "!"
NO_BUYER = Group.NO_BUYER.value


@dataclass(frozen=True, slots=True)
class Customer:
    """As of `day`. `place`: the activity group's id, `!` behind it where endangered; `look_on`: when to look again."""

    day: date
    buying: Buying
    quarters: int
    year_revenue: int
    place: str
    inclination: float | None
    look_on: date | None


def customer(profile: Profile, *, currency: str, team: TeamFigures, today: date, rules: Rules) -> Customer:
    """Sum up what a contact bought, as of today."""
    found = bought(profile, currency=currency, today=today)
    seen = year(found, today=today)
    level = inclination((o.day for o in profile.occasions if o.day <= today), rules=rules).level(rules=rules)
    soon = next(
        (o.day for o in profile.occasions if o.day > today), None
    )  # where it is tomorrow already, it was bought
    next_ = next_look(found, team=team, today=today, rules=rules)
    return Customer(
        day=today,
        buying=found,
        quarters=seen.q,
        year_revenue=seen.revenue,
        place=place(grouping(found, team=team, today=today, rules=rules)),
        inclination=level,
        look_on=min((day for day in (soon, next_) if day), default=None),
    )


def bought(profile: Profile, *, currency: str, today: date) -> Buying:
    """A contact's purchases in the team's currency (§1)."""
    return buying(spent(profile.occasions, currency), today=today)


def place(found: Grouping) -> str:
    """A group and whether it is endangered, as one word."""
    return found.group.value + (ENDANGERED_MARK if Tag.ENDANGERED in found.tags else "")

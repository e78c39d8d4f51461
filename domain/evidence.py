"""The ledger a psychotype rests on: what was logged and what follows from the purchases, each with its day (§6)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from domain.events import Event, Kind, Way
from domain.matrix import Group, Grouping
from domain.purchases import returned_in_full
from domain.rfm import Buying
from domain.rules import Rules
from domain.status import is_positive

_SEVERAL = 3  # §6: purchases from which a habit is read
_CONTACT_DAYS = 365
_NOT_FOR_SALE = frozenset({Way.THANKS, Way.INFO})


class Axis(StrEnum):
    HORIZON = "horizon"
    CLOSENESS = "closeness"


class Item(StrEnum):
    """The value of a logged one is the folded word of `/hinweis`; `Interview` means PROJECT, too."""

    YEARS = "years"
    OLD = "old"
    VIP = "vip"
    STAYED = "treu"
    FORGAVE = "panne"
    CONTRACT = "vertrag"
    LEFT = "abgewandert"
    DISCOUNT = "discount"
    PAST_WINDOW = "past_window"
    LOST = "lost"
    FEEDBACK = "feedback"
    DATA = "daten"
    PROJECT = "projekt"
    IDEA = "idee"
    CONTACTS = "contacts"
    REWARD = "belohnung"
    REFUSED = "verweigert"
    UNANSWERED = "unbeantwortet"
    ORDERS_ONLY = "orders_only"


class Weight(NamedTuple):
    """`setting` names the size in Rules; the sign is the specification's."""

    axis: Axis
    sign: int
    setting: str


WEIGHTS = {
    Item.YEARS: Weight(Axis.HORIZON, 1, "type_years"),
    Item.OLD: Weight(Axis.HORIZON, 1, "type_old"),
    Item.VIP: Weight(Axis.HORIZON, 1, "type_vip"),
    Item.STAYED: Weight(Axis.HORIZON, 1, "type_stayed"),
    Item.FORGAVE: Weight(Axis.HORIZON, 1, "type_forgave"),
    Item.CONTRACT: Weight(Axis.HORIZON, 1, "type_contract"),
    Item.LEFT: Weight(Axis.HORIZON, -1, "type_left"),
    Item.DISCOUNT: Weight(Axis.HORIZON, -1, "type_discount"),
    Item.PAST_WINDOW: Weight(Axis.HORIZON, -1, "type_past_window"),
    Item.LOST: Weight(Axis.HORIZON, -1, "type_lost"),
    Item.FEEDBACK: Weight(Axis.CLOSENESS, 1, "type_feedback"),
    Item.DATA: Weight(Axis.CLOSENESS, 1, "type_data"),
    Item.PROJECT: Weight(Axis.CLOSENESS, 1, "type_project"),
    Item.IDEA: Weight(Axis.CLOSENESS, 1, "type_idea"),
    Item.CONTACTS: Weight(Axis.CLOSENESS, 1, "type_contact"),
    Item.REWARD: Weight(Axis.CLOSENESS, 1, "type_reward"),
    Item.REFUSED: Weight(Axis.CLOSENESS, -1, "type_refused"),
    Item.UNANSWERED: Weight(Axis.CLOSENESS, -1, "type_unanswered"),
    Item.ORDERS_ONLY: Weight(Axis.CLOSENESS, -1, "type_orders_only"),
}
HINTS = {
    "interview": Item.PROJECT,
    **{
        item.value: item
        for item in (
            Item.FEEDBACK,
            Item.IDEA,
            Item.PROJECT,
            Item.DATA,
            Item.CONTRACT,
            Item.STAYED,
            Item.FORGAVE,
            Item.LEFT,
            Item.REFUSED,
            Item.REWARD,
            Item.UNANSWERED,
        )
    },
}


class Evidence(NamedTuple):
    """A fact of the ledger; `day`: the newest day it rests on."""

    item: Item
    day: date
    event: int | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """What a contact did besides buying. `discounted`: purchases at a discount; `extra_field`: when one was known."""

    purchases: int = 0
    discounted: tuple[date, ...] = ()
    own_contacts: tuple[date, ...] = ()  # reactions on days without a purchase
    unanswered: tuple[date, ...] = ()  # non-sales touches since the last reaction
    extra_field: date | None = None  # more than the six basic ones


def weight(item: Item, rules: Rules) -> int:
    found = WEIGHTS[item]
    size: int = getattr(rules, found.setting)
    return found.sign * size


def habits(standing: Sequence[Event], *, extra_field: date | None = None) -> Habits:
    """Read them off a contact's standing events."""
    gone = returned_in_full(standing)
    bought = [e for e in standing if e.kind is Kind.PURCHASE and e.id not in gone]
    days = {e.day for e in bought}
    came = [e for e in standing if e.kind is Kind.REACTION and is_positive(e)]
    since = max((e.order for e in standing if e.kind is Kind.PURCHASE or e in came), default=None)
    silent = [e for e in standing if e.kind is Kind.TOUCH and e.detail in _NOT_FOR_SALE]
    return Habits(
        purchases=len(bought),
        discounted=tuple(e.day for e in bought if "rabatt" in e.flags),
        own_contacts=tuple(e.day for e in came if e.day not in days),
        unanswered=tuple(e.day for e in silent if since is None or e.order > since),
        extra_field=extra_field,
    )


def ledger(
    found: Buying, group: Grouping, habit: Habits, hints: Iterable[Evidence], *, today: date, rules: Rules
) -> tuple[Evidence, ...]:
    """All evidence there is today: what holds as a state is of today, the rest of its newest day.

    A single unanswered touch is no evidence: hints and touches are counted up to three.
    """
    logged = tuple(hints)
    silent = sorted([*habit.unanswered, *(hint.day for hint in logged if hint.item is Item.UNANSWERED)])
    named = [hint for hint in logged if hint.item is not Item.UNANSWERED]
    lines = [*_horizon(found, group, habit, today, rules), *_closeness(habit, silent, today, rules)]
    if habit.extra_field is not None and all(hint.item is not Item.DATA for hint in named):
        lines.append(Evidence(Item.DATA, habit.extra_field))  # the same fact logged by hand counts once
    open_ = any(line.item in _OPENS for line in (*lines, *named))
    if habit.purchases >= _SEVERAL and found.last and not habit.own_contacts and not open_:
        lines.append(Evidence(Item.ORDERS_ONLY, found.last))
    return (*lines, *named)


_OPENS = frozenset(item for item, found in WEIGHTS.items() if found.axis is Axis.CLOSENESS and found.sign > 0)


def _horizon(found: Buying, group: Grouping, habit: Habits, today: date, rules: Rules) -> Iterator[Evidence]:
    if found.first is None or found.last is None:
        return
    if found.n >= _SEVERAL and (found.last - found.first).days >= rules.type_years_days:
        yield Evidence(Item.YEARS, found.last)
    if (today - found.first).days >= rules.type_old_days and group.group is not Group.LOST:
        yield Evidence(Item.OLD, today)
    if habit.purchases >= _SEVERAL and len(habit.discounted) >= rules.type_discount_share * habit.purchases:
        yield Evidence(Item.DISCOUNT, max(habit.discounted, default=found.last))
    if group.group in _STATES:
        yield Evidence(_STATES[group.group], today)


_STATES = {Group.VIP: Item.VIP, Group.ONE_TIME: Item.PAST_WINDOW, Group.LOST: Item.LOST}


def _closeness(habit: Habits, silent: Sequence[date], today: date, rules: Rules) -> Iterator[Evidence]:
    lately = [day for day in habit.own_contacts if 0 <= (today - day).days < _CONTACT_DAYS]
    if lately and len(lately) >= rules.type_contacts:
        yield Evidence(Item.CONTACTS, max(lately))
    if silent and len(silent) >= rules.type_touches:
        yield Evidence(Item.UNANSWERED, max(silent))

"""Piercy's types: what the evidence says about horizon and closeness, or that it says nothing yet (§6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.evidence import WEIGHTS, Axis, Evidence, Item, weight
from domain.rules import Rules


class Side(StrEnum):
    LONG = "long"
    SHORT = "short"
    CLOSE = "close"
    DISTANT = "distant"


class Type(StrEnum):
    SEEKER = "seeker"
    LOYAL = "loyal"
    USER = "user"
    ARMS_LENGTH = "arms_length"


SIDES = {Axis.HORIZON: (Side.LONG, Side.SHORT), Axis.CLOSENESS: (Side.CLOSE, Side.DISTANT)}
TYPES = {
    (Side.LONG, Side.CLOSE): Type.SEEKER,
    (Side.LONG, Side.DISTANT): Type.LOYAL,
    (Side.SHORT, Side.CLOSE): Type.USER,
    (Side.SHORT, Side.DISTANT): Type.ARMS_LENGTH,
}


class Tip(StrEnum):
    """What a type calls for; no decision follows from the type alone."""

    JOINT_PLANS = "joint_plans"
    ASK_FOR_IDEAS = "ask_for_ideas"
    BE_RELIABLE = "be_reliable"
    LITTLE_EFFORT = "little_effort"
    NO_SURVEYS = "no_surveys"
    GRADED_STATUS = "graded_status"
    PRICE_FLOOR = "price_floor"
    BUNDLES = "bundles"
    NO_CAMPAIGN = "no_campaign"


TIPS = {
    Type.SEEKER: (Tip.JOINT_PLANS, Tip.ASK_FOR_IDEAS),
    Type.LOYAL: (Tip.BE_RELIABLE, Tip.LITTLE_EFFORT, Tip.NO_SURVEYS),
    Type.USER: (Tip.GRADED_STATUS, Tip.PRICE_FLOOR),
    Type.ARMS_LENGTH: (Tip.BUNDLES, Tip.NO_CAMPAIGN),
}
ASKABLE = (  # what a rep can find out by asking; in this order where nothing else decides
    Item.CONTRACT,
    Item.STAYED,
    Item.LEFT,
    Item.FORGAVE,
    Item.PROJECT,
    Item.REFUSED,
    Item.FEEDBACK,
    Item.IDEA,
    Item.DATA,
    Item.REWARD,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A line of the ledger as it counts today: halved where it is old."""

    evidence: Evidence
    weight: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One axis: `side` None = noch unbestimmt, then `ask` is the question that would settle it."""

    axis: Axis
    total: float
    lines: tuple[Counted, ...]
    side: Side | None
    ask: Item | None


@dataclass(frozen=True, slots=True)
class Override:
    """A type set by hand, with a reason."""

    type: Type
    reason: str
    day: date
    event: int | None = None

    def holds(self, today: date, *, rules: Rules) -> bool:
        """The 180th day still counts."""
        return 0 <= (today - self.day).days <= rules.type_override_days


@dataclass(frozen=True, slots=True)
class Psychotype:
    """`type` None = noch unbestimmt; `override` is the one in force, `ask` the one question."""

    type: Type | None
    horizon: Reading
    closeness: Reading
    override: Override | None = None

    @property
    def ask(self) -> Item | None:
        return None if self.override else self.horizon.ask or self.closeness.ask

    @property
    def tips(self) -> tuple[Tip, ...]:
        return TIPS[self.type] if self.type else ()


def psychotype(
    ledger: Iterable[Evidence], *, today: date, rules: Rules, override: Override | None = None
) -> Psychotype:
    found = [line for line in ledger if line.day <= today]
    horizon, closeness = (reading(axis, found, today=today, rules=rules) for axis in Axis)
    if override is not None and override.holds(today, rules=rules):
        return Psychotype(override.type, horizon, closeness, override)
    known = horizon.side and closeness.side and TYPES[horizon.side, closeness.side]
    return Psychotype(known or None, horizon, closeness)


def reading(axis: Axis, ledger: Sequence[Evidence], *, today: date, rules: Rules) -> Reading:
    """Read an axis and say, where it is open, what to ask."""
    lines = _lines(axis, ledger, today, rules)
    total = sum(line.weight for line in lines)
    found = _side(axis, total, lines, rules)
    return Reading(axis, total, lines, found, None if found else _question(axis, total, lines, rules))


def side(axis: Axis, ledger: Sequence[Evidence], *, today: date, rules: Rules) -> Side | None:
    """An axis speaks at |sum| ≥ 2 from ≥ 2 different items that say the same."""
    lines = _lines(axis, ledger, today, rules)
    return _side(axis, sum(line.weight for line in lines), lines, rules)


def _lines(axis: Axis, ledger: Sequence[Evidence], today: date, rules: Rules) -> tuple[Counted, ...]:
    return tuple(
        Counted(line, _aged(line, today, rules)) for line in ledger if WEIGHTS[line.item].axis is axis
    )


def _aged(line: Evidence, today: date, rules: Rules) -> float:
    full = weight(line.item, rules)
    return full / 2 if (today - line.day).days > rules.evidence_half_days else full


def _side(axis: Axis, total: float, lines: Iterable[Counted], rules: Rules) -> Side | None:
    items = {line.evidence.item for line in lines if line.weight * total > 0}
    if not total or abs(total) < rules.type_sum or len(items) < rules.type_items:
        return None
    plus, minus = SIDES[axis]
    return plus if total > 0 else minus


def _question(axis: Axis, total: float, lines: Sequence[Counted], rules: Rules) -> Item | None:
    """Prefer what a "ja" would settle, then what fits what is known, then what weighs most."""
    known = {line.evidence.item for line in lines}

    def worth(item: Item) -> tuple[bool, bool, float]:
        more = float(weight(item, rules))
        settled = _side(axis, total + more, [*lines, Counted(Evidence(item, date.max), more)], rules)
        return settled is not None, more * total > 0, abs(more)

    open_ = [item for item in ASKABLE if WEIGHTS[item].axis is axis and item not in known]
    return max(open_, key=worth, default=None)

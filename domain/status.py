"""The status ladder: a contact's events folded into one status, with a reason for every change (S1–S9)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from domain.events import Channel, Event, History, Kind, Signal
from domain.folding import words
from domain.purchases import returned_in_full
from domain.reasons import Reason
from domain.rules import Rules


class Status(StrEnum):
    """Proper names, never translated [000]."""

    ZA = "ZA"
    II = "II"
    KI = "KI"
    EK = "EK"
    SK = "SK"

    def below(self, other: "Status") -> bool:
        return RANK[self] < RANK[other]


RANK = {status: rank for rank, status in enumerate(Status)}

GOALS = {
    Status.ZA: "get_reaction",
    Status.II: "inform",
    Status.KI: "appointment_then_close",
    Status.EK: "make_regular",
    Status.SK: "keep_and_learn",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One change of status (S9). `event` brought it; `logged_at`: since when all its evidence is known."""

    before: Status | None
    after: Status
    skipped: tuple[Status, ...]
    day: date
    at: datetime
    logged_at: datetime
    by: int
    event: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Standing:
    """`floor` is what a rep set by hand last (S8), else None."""

    status: Status
    since: date
    moves: tuple[Move, ...]
    floor: Status | None = None

    def moved(self, move: Move) -> "Standing":
        return Standing(move.after, move.day, (*self.moves, move), self.floor)


Claim = tuple[Status, Reason]
EVIDENCE = (Kind.REACTION, Kind.APPOINTMENT, Kind.PURCHASE, Kind.RETURN, Kind.STATUS)
_AT_THE_TOP = (Kind.RETURN, Kind.STATUS)  # what alone can change the highest status
CHANNELS = frozenset(Channel)
SIGNALS = frozenset(Signal)
PRODUCTS_FOR_SK = OCCASIONS_FOR_SK = 2  # S6: "mehrere" [000]


def advance(history: History, *, rules: Rules) -> Standing:
    """Fold a contact's events into its status, keeping the reason for every change (S1–S9)."""
    standing = _unknown(history)
    evidence, seen = tuple(history.standing(*EVIDENCE)), list[Event]()
    may_change = any(event.kind in _AT_THE_TOP for event in evidence)
    for event in evidence:
        if standing.status is Status.SK and not may_change:
            break  # nothing to climb to: most purchases of a regular customer are read no further
        seen.append(event)
        claim = _claim(standing.status, event, seen, rules)
        if claim is not None and claim[0] is not standing.status:
            standing = _begun_by(standing.moved(_move(standing.status, claim, event, seen)))
        if event.kind is Kind.STATUS and event.detail in RANK:
            standing = replace(standing, floor=Status(event.detail))
    return standing


def is_positive(event: Event) -> bool:
    """Tell reactions of a kind S2 names, or saying what is wanted (S4), from refusals."""
    return event.detail in CHANNELS or (not event.detail and event.signal in SIGNALS)


def _unknown(history: History) -> Standing:
    """S1: ZA from the day the contact was created."""
    first = next(history.standing(Kind.CREATED), None) or next(history.standing(), None)
    if first is None:
        return Standing(Status.ZA, date.min, ())
    reason = Reason("S1", (first.id,))
    born = Move(None, Status.ZA, (), first.day, first.at, first.logged_at, first.rep, first.id, reason)
    return Standing(Status.ZA, first.day, (born,))


def _begun_by(standing: Standing) -> Standing:
    """Evidence from before the contact was entered: it has been an address at least since then."""
    match standing.moves:
        case (born, first) if first.day < born.day:
            earlier = replace(born, day=first.day, at=first.at)
            return Standing(standing.status, standing.since, (earlier, first), standing.floor)
        case _:
            return standing


def _move(before: Status, claim: Claim, event: Event, seen: Sequence[Event]) -> Move:
    after, reason = claim
    by_hand = event.kind is Kind.STATUS  # S8 names where it stands, it skips nothing
    skipped = () if by_hand else tuple(s for s in Status if before.below(s) and s.below(after))
    known = max(e.logged_at for e in seen if e.id in reason.events)
    return Move(before, after, skipped, event.day, event.at, known, event.rep, event.id, reason)


def _claim(status: Status, event: Event, seen: Sequence[Event], rules: Rules) -> Claim | None:
    match event.kind:
        case Kind.REACTION if status.below(Status.KI):
            return _by_reaction(status, event, seen, rules)
        case Kind.APPOINTMENT if status.below(Status.KI):
            return Status.KI, Reason("S4", (event.id,))
        case Kind.PURCHASE if status.below(Status.SK):
            return _by_purchase(status, event, seen, rules)
        case Kind.RETURN:
            return _by_return(status, event, seen, rules)
        case Kind.STATUS if event.detail in RANK:
            return Status(event.detail), Reason("S8", (event.id,))
        case _:
            return None


def _by_reaction(status: Status, event: Event, seen: Sequence[Event], rules: Rules) -> Claim | None:
    if not is_positive(event):
        return None
    if event.signal in SIGNALS:
        return Status.KI, Reason("S4", (event.id,))
    if (reason := _several(seen, rules)) is not None:
        return Status.KI, reason
    return (Status.II, Reason("S2", (event.id,))) if status is Status.ZA else None


def _several(seen: Sequence[Event], rules: Rules) -> Reason | None:
    """S3: enough reactions on different days, the last at most 180 days (180 counts) after the first."""
    days = {e.day: e.id for e in seen if e.kind is Kind.REACTION and is_positive(e)}
    last = sorted(days)[-rules.reactions_for_ki :]
    apart = (last[-1] - last[0]).days
    if len(last) < rules.reactions_for_ki or apart > rules.reactions_within_days:
        return None
    numbers = (("reactions", len(last)), ("days_apart", apart), ("within", rules.reactions_within_days))
    return Reason("S3", tuple(days[day] for day in last), numbers)


def _by_purchase(status: Status, event: Event, seen: Sequence[Event], rules: Rules) -> Claim | None:
    gone = returned_in_full(seen)
    bought = [e for e in seen if e.kind is Kind.PURCHASE and e.id not in gone]
    if event.id in gone:
        return None
    if (reason := _regular(bought, rules)) is not None:
        return Status.SK, reason
    return (Status.EK, Reason("S5", (event.id,), (("occasions", 1),))) if status.below(Status.EK) else None


def _regular(bought: Sequence[Event], rules: Rules) -> Reason | None:
    """S6: several occasions, or where the team counts so, several products (also on one day)."""
    events = tuple(e.id for e in bought)
    if rules.sk_counts == "products":
        products = len({tuple(words(e.product)) for e in bought} - {()})
        return Reason("S6", events, (("products", products),)) if products >= PRODUCTS_FOR_SK else None
    days = len({e.day for e in bought})
    return Reason("S6", events, (("occasions", days),)) if days >= OCCASIONS_FOR_SK else None


def _by_return(status: Status, event: Event, seen: Sequence[Event], rules: Rules) -> Claim | None:
    """S7: what was returned in full is as if it had never been; the change is dated with the return."""
    gone = returned_in_full(seen)
    left = [e for e in seen if e.kind is not Kind.RETURN and e.id not in gone]
    reached = _climbed(left, rules)
    if not reached.below(status):
        return None
    days = len({e.day for e in left if e.kind is Kind.PURCHASE})
    return reached, Reason("S7", (*sorted(gone), event.id), (("occasions", days),))


def _climbed(events: Sequence[Event], rules: Rules) -> Status:
    status = Status.ZA
    for count, event in enumerate(events, start=1):
        if (claim := _claim(status, event, events[:count], rules)) is not None:
            status = claim[0]
    return status

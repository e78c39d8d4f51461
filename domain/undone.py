"""Status changes that were taken back: voided events count no more, but what they did stays told (S7, S9)."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.events import Event, History
from domain.reasons import Reason
from domain.rules import Rules
from domain.status import Move, Standing, Status, advance


@dataclass(frozen=True, slots=True)
class Undone:
    """One undo that changed the status; `lost` are the moves that fell with it."""

    before: Status
    after: Status
    at: datetime
    by: int
    lost: tuple[Move, ...]
    reason: Reason


def undone(history: History, *, rules: Rules) -> tuple[Undone, ...]:
    """Replay what was known before and after each undo, oldest first. Costs a fold or two per undo."""
    undos = sorted({(e.voided.at, e.voided.by) for e in history.events if e.voided is not None})
    found = (_undone(history, at, by, rules) for at, by in undos)
    return tuple(one for one in found if one is not None)


def _undone(history: History, at: datetime, by: int, rules: Rules) -> Undone | None:
    voided = tuple(e.id for e in history.events if e.voided is not None and e.voided.at == at)
    before = _known(history, at, rules, undone_too=False)
    after = _known(history, at, rules, undone_too=True)
    if before.status is after.status:
        return None
    lost = tuple(move for move in before.moves if move not in after.moves)
    return Undone(before.status, after.status, at, by, lost, Reason("S7", voided))


def _known(history: History, at: datetime, rules: Rules, *, undone_too: bool) -> Standing:
    known = (_as_of(e, at, undone_too=undone_too) for e in history.events if e.logged_at <= at)
    return advance(History(tuple(known)), rules=rules)


def _as_of(event: Event, at: datetime, *, undone_too: bool) -> Event:
    if event.voided is None or event.voided.at < at or (undone_too and event.voided.at == at):
        return event
    return replace(event, voided=None)

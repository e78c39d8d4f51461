"""An absence as it is kept beside a member's wishes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from domain.absence import Absence

NAME = "absence"
STOOD_IN = "stood_in"  # members' ids: their old buttons are told why they do nothing
_OURS = (NAME, STOOD_IN)


def of(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What is ours of what is kept with a member."""
    return {key: stored[key] for key in _OURS if key in stored}


def without(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in stored.items() if key not in _OURS}


def read(stored: Mapping[str, Any]) -> tuple[Absence | None, tuple[int, ...]]:
    """The absence, and who ever stood in."""
    return _absence(stored.get(NAME)), tuple(stored.get(STOOD_IN, ()))


def _absence(facts: Mapping[str, Any] | None) -> Absence | None:
    if facts is None:
        return None
    ended = facts.get("ended")
    return Absence(
        first=date.fromisoformat(facts["first"]),
        last=date.fromisoformat(facts["last"]),
        stand_in=facts.get("stand_in"),
        ended=datetime.fromisoformat(ended) if ended else None,
        **{mark: bool(facts.get(mark)) for mark in ("begun", "over", "back")},
    )


def changed(stored: Mapping[str, Any], absence: Absence | None) -> dict[str, Any]:
    """All that is kept with a member, with this absence in it."""
    kept = {key: value for key, value in stored.items() if key != NAME}
    if absence is None:
        return kept
    kept[NAME] = _written(absence)
    if absence.stand_in is not None:
        kept[STOOD_IN] = sorted({*kept.get(STOOD_IN, ()), absence.stand_in})
    return kept


def _written(absence: Absence) -> dict[str, Any]:
    facts = {
        "first": absence.first.isoformat(),
        "last": absence.last.isoformat(),
        "stand_in": absence.stand_in,
        "ended": absence.ended and absence.ended.isoformat(),
        "begun": absence.begun,
        "over": absence.over,
        "back": absence.back,
    }
    return {name: value for name, value in facts.items() if value}

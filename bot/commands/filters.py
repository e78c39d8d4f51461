"""The words of `/liste`: phrases and labels in any order; anything else is refused with what there is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.commands.filter_labels import CLASSES, LABELS, of_class
from bot.commands.premium import tagged
from bot.commands.statuses import forms, statuses_of
from bot.desk import Desk
from bot.errors import FilterUnknown
from bot.errors_lists import FilterEmpty, GroupUnknown
from bot.views.groups import GROUPS, PREMIUM
from domain.folding import folded, words
from domain.planned import ReminderKind
from domain.week import monday_of
from storage.filters import Filter, Places
from storage.tags import key

_PHRASES: dict[str, dict[str, Any]] = {  # up to three words, and what they set in the Filter
    "ohne Termin": {"no_appointment": True},
    "kein Termin": {"no_appointment": True},
    "überfällig": {"overdue": True},
    "ohne Schritt": {"no_step": True},
    "kein Schritt": {"no_step": True},
    "ohne nächsten Schritt": {"no_step": True},
    "zurückgestellt": {"parked": True},
    "geparkt": {"parked": True},
    "heute": {"due_today": True},
    "heute fällig": {"due_today": True},
    "Ergebnis fehlt": {"step": ReminderKind.RESULT_MISSING.value},
    "ohne Ergebnis": {"step": ReminderKind.RESULT_MISSING.value},
}
PHRASES = {folded(said): meaning for said, meaning in _PHRASES.items()}
THIS_WEEK = frozenset(folded(said) for said in ("diese Woche", "in dieser Woche", "diese Woche fällig"))
SAY_NOTHING = frozenset(folded(word) for word in ("alle", "alles", "und", "die", "meine", "mit", "Kontakte"))
LONGEST = 3  # words of a phrase
Found = tuple[int, dict[str, Any]] | None


def read(desk: Desk, wanted: str) -> Filter:
    """`KI ohne Termin Quelle Messe` → what a list shows. Raises FilterUnknown and the refusals of the labels."""
    tokens = wanted.replace(",", " ").split()
    chosen: dict[str, Any] = {}
    place = 0
    while place < len(tokens):
        found = _found(desk, tokens, place)
        if found is None:
            raise FilterUnknown(wanted, tokens[place])
        length, meaning = found
        chosen |= _with_statuses(chosen, meaning)
        place += length
    return Filter(**chosen)


def _found(desk: Desk, tokens: list[str], place: int) -> Found:
    """The filter that begins here: what has a name of its own, a label with its words, a keyword."""
    return (
        _phrase(desk, tokens, place)
        or _placed(desk, tokens, place)
        or _labelled(desk, tokens, place)
        or _keyword(desk, tokens, place)
        or ((1, {}) if folded(tokens[place]) in SAY_NOTHING else None)
    )


def _with_statuses(chosen: dict[str, Any], meaning: dict[str, Any]) -> dict[str, Any]:
    """`ZA II` means both; any other filter said twice means the last."""
    before = chosen.get("statuses", ())
    merged = {name: (*before, *value) if name == "statuses" else value for name, value in meaning.items()}
    places: Places | None = chosen.get("places")
    more: Places | None = meaning.get("places")
    if places and more:
        merged["places"] = replace(
            places,
            groups=(*places.groups, *more.groups),
            endangered=places.endangered or more.endangered,
            irregular=places.irregular or more.irregular,
        )
    return merged


def _phrase(desk: Desk, tokens: list[str], place: int) -> Found:
    """A status by its code or in words, a class of customers, or a phrase."""
    for length, said in _runs(tokens, place):
        if said in THIS_WEEK:
            return length, {"due_by": monday_of(desk.today) + timedelta(days=6)}
        for form in forms(said):
            if form in PHRASES:
                return length, PHRASES[form]
            if form in CLASSES:
                return length, of_class(desk, CLASSES[form])
    statuses = statuses_of(tokens[place])
    return (1, {"statuses": tuple(status.value for status in statuses)}) if statuses else None


def _runs(tokens: list[str], place: int) -> Iterator[tuple[int, str]]:
    """The longest run of words first."""
    for length in range(min(LONGEST, len(tokens) - place), 0, -1):
        yield length, folded(" ".join(tokens[place : place + length]))


def _placed(desk: Desk, tokens: list[str], place: int) -> Found:
    """An activity group, a tag of it, or a premium type; by its name or its id (`A3`)."""
    for length, said in _runs(tokens, place):
        for form in forms(said):
            if form in PLACES:
                team = desk.work.looks.team()
                return length, {"places": Places(team, desk.office.rules, **PLACES[form])}
            if form in PREMIUM_NAMES:
                return length, {"numbers": tuple(c.id for c in tagged(desk)[PREMIUM_NAMES[form]])}
    return None


def _keyword(desk: Desk, tokens: list[str], place: int) -> Found:
    """`#wichtig` is a keyword for certain, `wichtig` where somebody has it."""
    if tokens[place].startswith("#") and words(tokens[place]):
        return 1, {"tag": key(tokens[place].lstrip("#"))}
    for length, said in _runs(tokens, place):
        if desk.work.tags.having(said, scope=desk.scope, most=1):
            return length, {"tag": key(said)}
    return None


PLACES: dict[str, dict[str, Any]] = {
    **{folded(name): {"groups": (group.value,)} for group, name in GROUPS.items()},
    **{folded(group.value): {"groups": (group.value,)} for group in GROUPS},
    folded("gefährdet"): {"endangered": True},
    folded("unregelmäßig"): {"irregular": True},
}
PREMIUM_NAMES = {folded(name): tag for tag, name in PREMIUM.items()}


def _labelled(desk: Desk, tokens: list[str], place: int) -> Found:
    """`Quelle Messe`: a label and its words, up to where the next filter begins."""
    label = folded(tokens[place]).rstrip(":")
    if label in GROUP_LABELS:
        return _of_group(desk, tokens, place)
    if label not in LABELS:
        return None
    end = place + 1
    while end < len(tokens) and not _begins(desk, tokens, end):
        end += 1
    value = " ".join(tokens[place + 1 : end])
    if not words(value):
        raise FilterEmpty(tokens[place], LABELS[label][1])
    return end - place, LABELS[label][0](desk, value)


GROUP_LABELS = frozenset({"gruppe", "gruppen", "aktivitatsgruppe", "typ"})
GROUP_EXAMPLE = "/liste Gruppe A2"


def _of_group(desk: Desk, tokens: list[str], place: int) -> Found:
    """`Gruppe A2`, `Gruppe Zweitkauf fällig`: the word says only what the next ones are."""
    if place + 1 == len(tokens):
        raise FilterEmpty(tokens[place], GROUP_EXAMPLE)
    found = _placed(desk, tokens, place + 1)
    if found is None:
        raise GroupUnknown(tokens[place + 1])
    return found[0] + 1, found[1]


def _begins(desk: Desk, tokens: list[str], place: int) -> bool:
    label = folded(tokens[place]).rstrip(":")
    named = any(
        form in PLACES or form in PREMIUM_NAMES for _, said in _runs(tokens, place) for form in forms(said)
    )
    return named or label in LABELS or label in GROUP_LABELS or _phrase(desk, tokens, place) is not None

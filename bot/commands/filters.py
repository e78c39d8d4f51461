"""The words of `/liste`: phrases and labels in any order; anything else is refused with what there is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.commands.premium import tagged
from bot.desk import Desk
from bot.errors import FilterUnknown, LeadsOnly
from bot.errors_lists import FilterEmpty, OwnerUnknown, SourceUnknown
from bot.views.groups import GROUPS, PREMIUM
from domain.folding import folded, words
from domain.planned import ReminderKind
from domain.status import Status
from storage.filters import Filter, Places
from storage.tags import key

_PHRASES: dict[str, dict[str, Any]] = {  # one word or two, and what they set in the Filter
    "ohne Termin": {"no_appointment": True},
    "überfällig": {"overdue": True},
    "ohne Schritt": {"no_step": True},
    "zurückgestellt": {"parked": True},
    "heute": {"due_today": True},
    "Ergebnis fehlt": {"step": ReminderKind.RESULT_MISSING.value},
}
PHRASES = {folded(said): meaning for said, meaning in _PHRASES.items()}
Reader = Callable[[Desk, str], dict[str, Any]]


def read(desk: Desk, wanted: str) -> Filter:
    """`KI ohne Termin Quelle Messe` → what a list shows. Raises FilterUnknown and the refusals of the labels."""
    tokens = wanted.replace(",", " ").split()
    chosen: dict[str, Any] = {}
    place = 0
    while place < len(tokens):
        found = _phrase(tokens, place) or _placed(desk, tokens, place) or _labelled(desk, tokens, place)
        length, meaning = found or (0, {})
        if not length:
            raise FilterUnknown(wanted, tokens[place])
        chosen |= _with_statuses(chosen, meaning)
        place += length
    return Filter(**chosen)


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


def _phrase(tokens: list[str], place: int) -> tuple[int, dict[str, Any]] | None:
    """A status code, or a phrase of one or two words."""
    code = tokens[place].upper()
    if code in set(Status):
        return 1, {"statuses": (code,)}
    for length in (2, 1):
        said = folded(" ".join(tokens[place : place + length]))
        if said in PHRASES and len(tokens) >= place + length:
            return length, PHRASES[said]
    return None


def _placed(desk: Desk, tokens: list[str], place: int) -> tuple[int, dict[str, Any]] | None:
    """An activity group, a tag of it, or a premium type; by its name or its id (`A3`)."""
    for length in (2, 1):
        said = folded(" ".join(tokens[place : place + length]))
        if len(tokens) < place + length:
            continue
        if said in PLACES:
            team = desk.work.team()
            return length, {"places": Places(team, desk.office.rules, **PLACES[said])}
        if said in PREMIUM_NAMES:
            return length, {"numbers": tuple(c.id for c in tagged(desk)[PREMIUM_NAMES[said]])}
    return None


PLACES: dict[str, dict[str, Any]] = {
    **{folded(name): {"groups": (group.value,)} for group, name in GROUPS.items()},
    **{folded(group.value): {"groups": (group.value,)} for group in GROUPS},
    folded("gefährdet"): {"endangered": True},
    folded("unregelmäßig"): {"irregular": True},
}
PREMIUM_NAMES = {folded(name): tag for tag, name in PREMIUM.items()}


def _labelled(desk: Desk, tokens: list[str], place: int) -> tuple[int, dict[str, Any]] | None:
    """`Quelle Messe`: a label and its words, up to where the next filter begins."""
    label = folded(tokens[place]).rstrip(":")
    if label not in LABELS:
        return None
    end = place + 1
    while end < len(tokens) and not _begins(tokens, end):
        end += 1
    value = " ".join(tokens[place + 1 : end])
    if not words(value):
        raise FilterEmpty(tokens[place], LABELS[label][1])
    return end - place, LABELS[label][0](desk, value)


def _begins(tokens: list[str], place: int) -> bool:
    said = (folded(" ".join(tokens[place : place + length])) for length in (1, 2))
    named = any(word in PLACES or word in PREMIUM_NAMES for word in said)
    return named or folded(tokens[place]).rstrip(":") in LABELS or _phrase(tokens, place) is not None


def _source(desk: Desk, value: str) -> dict[str, Any]:
    """Sources are compared folded; one that nobody came from is refused with those there are."""
    known = desk.work.contacts.sources(scope=desk.scope)
    meant = tuple(source for source in known if folded(source) == folded(value))
    if not meant:
        raise SourceUnknown(value, tuple(known))
    return {"sources": meant}


def _owner(desk: Desk, value: str) -> dict[str, Any]:
    """Leads see whose contacts are whose; a rep has none but own ones."""
    if not desk.turn.member.lead:
        raise LeadsOnly(f"liste bei {value}")
    team = desk.work.members.all()
    meant = words(value)
    found = [member for member in team if _named(meant, words(member.name))]
    if not found:
        raise OwnerUnknown(value, tuple(member.name for member in team))
    return {"owners": tuple(member.id for member in found)}


def _named(meant: list[str], name: list[str]) -> bool:
    return all(any(part.startswith(word) for part in name) for word in meant)


def _text(field: str) -> Reader:
    return lambda _desk, value: {field: value}


def _tag(_desk: Desk, value: str) -> dict[str, Any]:
    return {"tag": key(value)}


_LABELS: dict[str, tuple[Reader, str]] = {  # how the words behind a label are read, and an example
    "Quelle": (_source, "/liste Quelle Messe"),
    "Stichwort": (_tag, "/liste Stichwort Handwerk"),
    "Tag": (_tag, "/liste Tag Handwerk"),
    "bei": (_owner, "/liste überfällig bei Kim"),
    "Besitzer": (_owner, "/liste Besitzer Kim"),
    "Ort": (_text("town"), "/liste KI Ort Köln"),
    "Branche": (_text("industry"), "/liste Branche Handel"),
    "Interesse": (_text("interest"), "/liste Interesse Wartung"),
    "Firma": (_text("company"), "/liste Firma Meier"),
}
LABELS = {folded(said): reader for said, reader in _LABELS.items()}

"""What stands behind a label of `/liste`: `Quelle Messe`, `Klasse A`, `bei Kim`."""

from collections.abc import Callable
from typing import Any

from bot.desk import Desk
from bot.errors import LeadsOnly
from bot.errors_lists import ClassUnknown, OwnerUnknown, SourceUnknown
from domain.folding import folded, words
from domain.pareto import Class
from storage.tags import key

Reader = Callable[[Desk, str], dict[str, Any]]

CLASSES = {
    folded(said.format(class_)): class_ for class_ in Class for said in ("{}-Kunde", "{} Kunde", "Klasse {}")
}


def of_class(desk: Desk, class_: Class) -> dict[str, Any]:
    """By the revenue of the year, as the team's cuts were last measured (Q5); without cuts nobody is in a class."""
    team = desk.work.customers.team()
    if team.a_from is None or team.b_from is None:
        return {"numbers": ()}
    least = {Class.A: team.a_from, Class.B: team.b_from, Class.C: 1}[class_]
    below = {Class.A: None, Class.B: team.a_from, Class.C: team.b_from}[class_]
    return {"revenue": (least, below)}


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
    return {"tag": key(value.lstrip("#"))}


def _class(desk: Desk, value: str) -> dict[str, Any]:
    found = next((class_ for class_ in Class if class_.value == value.strip().upper()), None)
    if found is None:
        raise ClassUnknown(value)
    return of_class(desk, found)


_LABELS: dict[str, tuple[Reader, str]] = {  # how the words behind a label are read, and an example
    "Quelle": (_source, "/liste Quelle Messe"),
    "Stichwort": (_tag, "/liste Stichwort Handwerk"),
    "Tag": (_tag, "/liste Tag Handwerk"),
    "Klasse": (_class, "/liste Klasse A"),
    "bei": (_owner, "/liste überfällig bei Kim"),
    "Besitzer": (_owner, "/liste Besitzer Kim"),
    "Ort": (_text("town"), "/liste KI Ort Köln"),
    "Branche": (_text("industry"), "/liste Branche Handel"),
    "Interesse": (_text("interest"), "/liste Interesse Wartung"),
    "Firma": (_text("company"), "/liste Firma Meier"),
}
LABELS = {folded(said): reader for said, reader in _LABELS.items()}

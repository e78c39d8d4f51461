"""`/aendern`: change, fill or clear fields of a contact's record, one or several, and its keywords."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot import waiting
from bot.commands import putback, record_fields
from bot.commands.reading import bounded
from bot.commands.registry import command
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import ContactMissing
from bot.errors_record import FieldUnknown, FieldUnreadable, NameNeeded
from bot.turn import Button, Reply
from bot.views import changing, eventwords, recorded, words
from domain.changes import TAG
from domain.contact import Contact
from domain.events import Event, Kind
from domain.folding import folded
from domain.folding import words as folded_words
from domain.likeness import Sign
from domain.merging import value_of
from domain.record import SECOND, Field, field_named
from domain.sensitive import sensitive
from storage.tags import LONGEST, key
from storage.work import Change

MOST_WORDS = 6  # of a name, before the field begins
_TOKEN = re.compile(r"\S+")
_SEPARATOR = re.compile(r"\s*[,;\n]\s*")
_PAGE = re.compile(r"seite (\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one part of the line asks for; of a field or, with `tag`, of a keyword. `typed` empty: not said yet."""

    field: Field | None
    typed: str
    tag: bool = False


@command(
    "ändern",
    topic="Berichtigen",
    does="Angaben zum Kontakt ändern",
    examples=(
        "/aendern Meier Telefon 0171 999",
        "/aendern Meier Mail anna@meier.example, Ort Köln",
        "/aendern #12 Stichwort +Messe",
    ),
)
def change(desk: Desk, rest: str) -> Reply:
    contact, content = _contact_and_fields(desk, rest)
    page = _PAGE.fullmatch(content)
    if not content or page:
        return changing.overview(desk, contact, int(page[1]) - 1 if page else 0)
    wanted = list(_wanted(contact, content))
    if asked := next((one for one in wanted if not one.typed), None):
        others = ", ".join(_line_of(one) for one in wanted if one is not asked)
        return changing.ask(desk, contact, asked.field, others)
    contact = desk.work.contacts.held(contact)
    facts = [fact for one in wanted for fact in _facts(desk, contact, one, wanted)]
    return _store(desk, contact, facts) if facts else changing.unchanged(desk, contact)


def _contact_and_fields(desk: Desk, rest: str) -> tuple[Contact, str]:
    """The name ends where a field's name begins, unless somebody is called so."""
    if desk.turn.answers is not None and desk.turn.answers.contact is not None:
        return contact_and_rest(desk, rest)
    tokens = list(_TOKEN.finditer(rest))[:MOST_WORDS]
    if tokens and _names_field(tokens[0][0]) and not _known(desk, tokens[:1]):
        recent = desk.work.contacts.recent(owner=desk.turn.member.id)
        raise ContactMissing(waiting.waiting(desk.command, "", rest), recent)
    for place, token in enumerate(tokens[1:], 1):
        before = tokens[place - 1]
        if before[0].endswith(":"):
            break
        if _names_field(token[0]) and not _known(desk, tokens[: place + 1]):
            rest = f"{rest[: before.end()].rstrip(',')}: {rest[token.start() :]}"
            break
    return contact_and_rest(desk, rest)


def _names_field(word: str) -> bool:
    name = re.split(r"[:=,]", word)[0]
    return field_named(name) is not None or folded(name) in record_fields.TAG_WORDS


def _known(desk: Desk, tokens: list[re.Match[str]]) -> bool:
    """Whether somebody has all these words; said twice, the second one is no part of the name."""
    terms = folded_words(" ".join(token[0] for token in tokens))
    if len(set(terms)) < len(terms):
        return False
    return bool(terms and desk.work.contacts.words.having(terms, scope=desk.scope, exact=True, most=1))


def _wanted(contact: Contact, content: str) -> Iterator[Wanted]:
    """Part by part; one that begins with no field's name belongs to the one before."""
    parts: list[Wanted] = []
    for part in filter(None, _SEPARATOR.split(content)):
        one = _read(part)
        if one is not None:
            parts.append(one)
        elif not parts:
            raise FieldUnknown(part.split()[0], words.name(contact), f"/notiz #{contact.id}: {content}")
        else:
            before = parts.pop()
            parts.append(Wanted(before.field, f"{before.typed}, {part}".lstrip(", "), before.tag))
    yield from _once(parts)


def _once(parts: list[Wanted]) -> Iterator[Wanted]:
    """A number or mail named twice is a second one; of anything else the last word counts."""
    said: dict[Field | None, Wanted] = {}
    for part in parts:
        second = SECOND.get(part.field) if part.field in said and part.field else None
        field = second or part.field
        before = said.get(field)
        typed = f"{before.typed}, {part.typed}" if part.tag and before else part.typed
        said[field] = Wanted(field, typed, part.tag)
    yield from said.values()


def _read(part: str) -> Wanted | None:
    word, _, said = part.partition(" ")
    if folded(word.rstrip(":")) in record_fields.TAG_WORDS:
        return Wanted(None, said.strip(), tag=True)
    if folded(part) in {"privat", "privatperson", "privatkunde"}:
        return Wanted(Field.PRIVATE, "ja")
    field, value = record_fields.labelled(part)
    return Wanted(field, value) if field else None


def _line_of(one: Wanted) -> str:
    return f"{changing.label(one.field)} {one.typed}".strip()


def _facts(desk: Desk, contact: Contact, one: Wanted, all_: list[Wanted]) -> list[dict[str, Any]]:
    """What is to be stored: detail, product (old) and text (new) of CHANGED events; nothing where it is so already."""
    if one.field is None:
        return _keywords(desk, contact, one.typed)
    old, new = value_of(contact, one.field), ""
    if not record_fields.clears(one.typed):
        new = record_fields.value(one.field, one.typed, desk.office.country)
        if not new:
            others = ", ".join(_line_of(other) for other in all_ if other is not one)
            raise FieldUnreadable(
                one.field, one.typed, words.name(contact), changing.line(contact, one.field, others)
            )
        new = "" if one.field is Field.PRIVATE and new == "nein" else new
    elif one.field is Field.NAME:
        raise NameNeeded(changing.line(contact, one.field), words.name(contact))
    return [] if new == old else [{"detail": one.field.value, "product": old, "text": new}]


def _keywords(desk: Desk, contact: Contact, typed: str) -> list[dict[str, Any]]:
    """`+VIP -Messe Stammtisch`: without a sign it is added."""
    present = {key(tag): tag for tag in desk.work.tags.of(contact.id)}
    facts: list[dict[str, Any]] = []
    for said in re.split(r",\s*|\s+(?=[+-])", typed):
        tag = bounded(said.lstrip("+-").strip(), "Stichwort", LONGEST)
        if not key(tag):
            continue
        if said.startswith("-") and key(tag) in present:
            facts.append({"detail": TAG, "product": present[key(tag)], "text": ""})
        elif not said.startswith("-") and key(tag) not in present:
            facts.append({"detail": TAG, "product": "", "text": tag})
    return facts


def _store(desk: Desk, contact: Contact, facts: list[dict[str, Any]]) -> Reply:
    change = apply(desk, contact, [desk.event(Kind.CHANGED, **fact) for fact in facts])
    told = [eventwords.what(e, today=desk.today, local=desk.local) for e in change.events]
    alike = _alike(desk, change.contact, facts)
    keys = [Button.line("Karte", f"/kontakt #{contact.id}:"), *changing.merging(change.contact, alike)]
    reply = recorded.recorded(desk, "Geändert", "\n".join(told), change, keys)
    hints = changing.hints(desk, alike, sensitive(" ".join(_free(fact) for fact in facts)))
    return Reply(reply.text + hints, reply.buttons, contact=reply.contact)


def _free(fact: dict[str, Any]) -> str:
    """What is said in somebody's own words."""
    free = fact["detail"] == TAG or Field(fact["detail"]) in record_fields.FREE
    return str(fact["text"]) if free else ""


def apply(desk: Desk, contact: Contact, events: list[Event]) -> Change:
    """Write what these changes say, and the changes into the history."""
    return desk.record(putback.written(desk, contact, events), *events)


def _alike(desk: Desk, contact: Contact, facts: list[dict[str, Any]]) -> list[Contact]:
    """Own contacts with the same number or mail as was just entered."""
    if not any(fact["detail"] in _TELLING and fact["text"] for fact in facts):
        return []
    likely = desk.work.duplicates.like(contact, scope=desk.scope)
    same = [one.contact for one in likely if not {Sign.NUMBER, Sign.MAIL}.isdisjoint(one.signs)]
    found = (desk.work.contacts.get(number, scope=desk.scope) for number in same[:2])
    return [other for other in found if other is not None]


_TELLING = frozenset({Field.PHONE, Field.PHONE2, Field.EMAIL, Field.EMAIL2})

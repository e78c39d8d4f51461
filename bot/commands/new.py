"""`/neu`: a contact from one line, comma-separated, order free after the name."""

import re
from dataclasses import replace
from typing import Any

from bot import waiting
from bot.commands import record_fields
from bot.commands.reading import bounded
from bot.commands.record_fields import phone_number
from bot.commands.registry import command, tap
from bot.desk import Desk
from bot.errors import NameMissing
from bot.turn import Button, Reply, rows
from bot.views import likeness, recorded, words
from bot.views.fields import FIELDS
from domain.contact import NewContact
from domain.events import Kind
from domain.record import COLUMNS, SECOND, Field
from domain.sensitive import sensitive
from storage.duplicates import Likely
from storage.work import Change

__all__ = ["add", "create", "create_and_go_on", "duplicates", "phone_number", "understood"]

LONGEST_NAME = 120
_PHONE = re.compile(r"\+?[\d\s/().\-–]{6,}")
_NOTE = re.compile(r"\s+[–—-]\s+|\n")
_LEGAL = re.compile(
    r"\b(gmbh|ag|kg|ohg|gbr|ug|se|e\.?\s?k\.?|e\.?\s?v\.?|mbh|co|ltd|inc|sarl|sàrl|stiftung|verein)\b",
    re.IGNORECASE,
)
_TOWN = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,5}\s+\D+")
_PRIVATE = {"privat", "privatperson", "privatkunde", "b2c"}


def understood(text: str, country: str) -> NewContact:
    """Read `Name, 0171 …, a@b.example, Firma GmbH, Quelle Messe – Notiz`; raises NameMissing."""
    head, *note = _NOTE.split(text, maxsplit=1)
    fields = [field.strip() for field in head.replace(";", ",").split(",") if field.strip()]
    if not fields or not any(map(str.isalpha, fields[0])) or record_fields.EMAIL.fullmatch(fields[0]):
        raise NameMissing(text.strip())
    name, leftover = _apart(fields[0])
    new = NewContact(name=bounded(name, "Name", LONGEST_NAME), note=note[0].strip() if note else "")
    for field in [*leftover, *fields[1:]]:
        new = _with(new, field, country)
    if new.unclear:
        new = replace(new, note=", ".join(part for part in (new.note, *new.unclear) if part))
    return replace(new, note=bounded(new.note, "Notiz"))


def _apart(first: str) -> tuple[str, list[str]]:
    """Phone and e-mail typed right behind the name, without a comma."""
    leftover = []
    for pattern in (record_fields.EMAIL, re.compile(r"\+?\d[\d\s/().\-]{5,}\d")):
        if (found := pattern.search(first)) and found.start() > 0:
            leftover.append(found[0].strip())
            first = (first[: found.start()] + " " + first[found.end() :]).strip()
    if not any(letter.isalpha() for letter in first):
        raise NameMissing(first)
    return " ".join(first.split()), leftover


def _with(new: NewContact, text: str, country: str) -> NewContact:
    """Place one field where it belongs; what nobody can place goes into the note."""
    if text.casefold() in _PRIVATE:
        return replace(new, private=True)
    field, said = _meant(new, text)
    known = record_fields.value(field, said, country) if field else ""
    if field is None or not known:
        return replace(new, unclear=(*new.unclear, text))
    if _held(new, field) and field in SECOND:
        field = SECOND[field]
    if field in COLUMNS:
        column: dict[str, Any] = {field.value: record_fields.stored(field, known)}
        return replace(new, **column)
    return replace(new, details={**(new.details or {}), field.value: known})


def _meant(new: NewContact, text: str) -> tuple[Field | None, str]:
    """The field that is named, else the one it looks like; a company may begin with a field's name (`Land & Bau GmbH`)."""
    field, said = record_fields.labelled(text)
    if field and said and field is not Field.NAME and not (field in _NOT_OF_FIRMS and _LEGAL.search(text)):
        return field, said
    if _PHONE.fullmatch(text):
        return Field.PHONE, text
    return _guessed(new, text), text


_NOT_OF_FIRMS = frozenset(Field) - {Field.COMPANY, Field.SOURCE, *record_fields.FREE}


def _held(new: NewContact, field: Field) -> str:
    return str(getattr(new, field.value, "") or "")


def _guessed(new: NewContact, text: str) -> Field | None:
    """Which field this is that nobody named; None where nobody can tell."""
    if record_fields.EMAIL.fullmatch(text):
        return Field.EMAIL
    if _TOWN.fullmatch(text) and not new.town:
        return Field.TOWN
    return Field.COMPANY if _LEGAL.search(text) or not new.company else None


@command(
    "neu",
    topic="Erfassen",
    does="Kontakt anlegen",
    examples=(
        "/neu Anna Meier",
        "/neu Anna Meier, Meier GmbH, 0171 3920012",
        "/neu Jan Vogt, Quelle Messe – sucht Wartung",
    ),
    menu=1,
)
def new_contact(desk: Desk, rest: str) -> Reply:
    new = understood(rest, desk.office.country)
    if known := duplicates(desk, new):
        return _warn(desk, rest, new, known)
    return create(desk, new)


def duplicates(desk: Desk, new: NewContact) -> list[Likely]:
    """Contacts in sight that are perhaps this one: same number, mail or name, or alike in sound and place."""
    return desk.work.duplicates.like(new, scope=desk.scope)


def _warn(desk: Desk, typed: str, new: NewContact, known: list[Likely]) -> Reply:
    listed = {item.contact: desk.work.contacts.listed(item.contact) for item in known}
    told = "\n".join(
        f"• {words.name(listed[k.contact].contact)} – {listed[k.contact].status}, {likeness.shared(k.signs)}"
        for k in known
    )
    text = f"{words.bold(new.name)} gibt es vielleicht schon:\n{told}\nNoch ist nichts angelegt."
    opened = [
        Button("Öffnen: " + words.label(item.contact), "run", {"line": f"/kontakt #{number}:"})
        for number, item in listed.items()
    ]
    anyway = Button("Trotzdem anlegen", "create_anyway", {"typed": typed, "like": known[0].contact})
    return Reply(text, rows([anyway], *([b] for b in opened)), question=f"/neu {typed}")


@tap("create_anyway")
def create_anyway(desk: Desk, args: dict[str, Any]) -> Reply:
    """The duplicate warning was seen; who changes their mind merges them."""
    reply = create(desk, understood(args["typed"], desk.office.country))
    if not args.get("like"):
        return reply
    merge = Button.line("Zusammenführen", f"/zusammenfuehren #{args['like']} + #{reply.contact}")
    return replace(reply, buttons=(*reply.buttons, (merge,)))


def create(desk: Desk, new: NewContact) -> Reply:
    change = add(desk, new)
    number = change.contact.id
    details = f"<b>{change.after.status}</b>, Nummer #{number}{_fields(change)}"
    unclear = f"\nIn die Notiz übernommen: {words.shown(', '.join(new.unclear))}" if new.unclear else ""
    reacted = Button.line("Hat schon reagiert", f"/reaktion #{number}:")
    said = likeness.protected(sensitive(_said(new)))
    return recorded.recorded(desk, "Neu", details + unclear + said, change, [reacted])


def _said(new: NewContact) -> str:
    """What was written in somebody's own words."""
    return " ".join((new.note, *(new.details or {}).values()))


def add(desk: Desk, new: NewContact) -> Change:
    """Store a contact with the event its history begins with."""
    desk.begin("neu")
    contact = desk.work.contacts.add(new, owner=desk.turn.member.id, now=desk.turn.now)
    events = [desk.event(Kind.CREATED)]
    if new.note:
        events.append(desk.event(Kind.NOTE, text=new.note))
    return desk.record(contact, *events)


def _fields(change: Change) -> str:
    """What was understood, so that a wrong guess is seen."""
    contact = change.contact
    kept = [contact.phone, contact.email, contact.town, contact.industry]
    named = {Field.SOURCE: contact.source, **{Field(k): v for k, v in (contact.details or {}).items()}}
    shown = [words.shown(value, most=80) for value in kept if value]
    shown += [f"{FIELDS[field]} {words.shown(value, most=80)}" for field, value in named.items() if value]
    return "\n" + " · ".join(shown) if shown else ""


def create_and_go_on(desk: Desk, name: str, line: str, run: Any) -> Reply:
    """Someone unknown was named: create, then carry the line out."""
    change = add(desk, understood(name, desk.office.country))
    reply: Reply = run(desk, waiting.completed(line, change.contact.id))
    return replace(
        reply, text=f"Neu: {words.name(change.contact)} – ZA, Nummer #{change.contact.id}\n{reply.text}"
    )

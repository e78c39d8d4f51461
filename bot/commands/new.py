"""`/neu`: a contact from one line, comma-separated, order free after the name."""

import re
from dataclasses import replace
from typing import Any

from bot import waiting
from bot.commands.reading import bounded
from bot.commands.registry import command, tap
from bot.desk import Desk
from bot.errors import NameMissing
from bot.turn import Button, Reply, rows
from bot.views import recorded, words
from domain.contact import NewContact
from domain.events import Kind
from domain.folding import words as folded_words
from storage.contacts import Listed
from storage.work import Change

LONGEST_NAME = 120
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]{2,}")
_PHONE = re.compile(r"\+?[\d\s/().\-–]{6,}")
_NOTE = re.compile(r"\s+[–—-]\s+|\n")
_LEGAL = re.compile(
    r"\b(gmbh|ag|kg|ohg|gbr|ug|se|e\.?\s?k\.?|e\.?\s?v\.?|mbh|co|ltd|inc|sarl|sàrl|stiftung|verein)\b",
    re.IGNORECASE,
)
_TOWN = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,5}\s+\D+")
_PRIVATE = {"privat", "privatperson", "privatkunde", "b2c"}
_LABELLED = {
    "quelle": "source", "branche": "industry", "ort": "town", "firma": "company", "tel": "phone", "telefon": "phone",
    "mobil": "phone", "mail": "email", "email": "email", "e-mail": "email",
}  # fmt: skip


def understood(text: str, country: str) -> NewContact:
    """Read `Name, 0171 …, a@b.example, Firma GmbH, Quelle Messe – Notiz`; raises NameMissing."""
    head, *note = _NOTE.split(text, maxsplit=1)
    fields = [field.strip() for field in head.replace(";", ",").split(",") if field.strip()]
    if not fields or not any(letter.isalpha() for letter in fields[0]):
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
    for pattern in (_EMAIL, re.compile(r"\+?\d[\d\s/().\-]{5,}\d")):
        if (found := pattern.search(first)) and found.start() > 0:
            leftover.append(found[0].strip())
            first = (first[: found.start()] + " " + first[found.end() :]).strip()
    if not any(letter.isalpha() for letter in first):
        raise NameMissing(first)
    return " ".join(first.split()), leftover


def _with(new: NewContact, field: str, country: str) -> NewContact:
    """Place one field where it belongs; what nobody can place goes into the note."""
    label, _, value = field.partition(" ")
    key = _LABELLED.get(label.rstrip(":.").casefold(), "")
    if field.casefold() in _PRIVATE:
        return replace(new, private=True)
    if key == "phone" or (not key and _PHONE.fullmatch(field)):
        number = phone_number(value if key else field, country)
        return replace(new, phone=number) if number else replace(new, unclear=(*new.unclear, field))
    text = value.strip() if key else field
    named: dict[str, Any] = {key or _guessed(new, field): bounded(text, "Angabe", LONGEST_NAME)}
    return replace(new, unclear=(*new.unclear, field)) if not text or "" in named else replace(new, **named)


def _guessed(new: NewContact, field: str) -> str:
    """Which field this is that nobody named; empty where nobody can tell."""
    if _EMAIL.fullmatch(field):
        return "email"
    if _TOWN.fullmatch(field) and not new.town:
        return "town"
    return "company" if _LEGAL.search(field) or not new.company else ""


def phone_number(typed: str, country: str) -> str:
    """E.164, or empty where it is no possible number."""
    import phonenumbers  # noqa: PLC0415 – 40 ms and 8 MB that a start without a number needn't pay

    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        return ""
    possible = phonenumbers.is_possible_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if possible else ""


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
        return _warn(rest, new, known)
    return create(desk, new)


def duplicates(desk: Desk, new: NewContact) -> list[Listed]:
    """Contacts in sight with the same phone or e-mail, or with the same name."""
    index = desk.work.contacts.words
    found: dict[int, None] = {}
    if new.phone:
        found |= dict.fromkeys(index.having_number(new.phone, scope=desk.scope))
    if new.email:
        found |= dict.fromkeys(index.having([new.email.casefold()], scope=desk.scope, exact=True))
    terms = folded_words(new.name)
    if terms:
        found |= dict.fromkeys(index.having(terms, scope=desk.scope, exact=True))
    listed = desk.work.contacts.many(list(found)[:20], scope=desk.scope)
    return [item for item in listed if _alike(item, new, terms)][:5]


def _alike(item: Listed, new: NewContact, terms: list[str]) -> bool:
    known = item.contact
    same_number = bool(new.phone) and known.phone == new.phone
    same_mail = bool(new.email) and known.email.casefold() == new.email.casefold()
    return same_number or same_mail or folded_words(known.name) == terms


def _warn(typed: str, new: NewContact, known: list[Listed]) -> Reply:
    names = "\n".join(f"• {words.name(item.contact)} – {item.status}" for item in known)
    text = f"{words.bold(new.name)} gibt es vielleicht schon:\n{names}\nNoch ist nichts angelegt."
    open_buttons = [
        Button("Öffnen: " + words.label(i.contact), "run", {"line": f"/kontakt #{i.contact.id}:"})
        for i in known
    ]
    anyway = Button("Trotzdem anlegen", "create_anyway", {"typed": typed})
    return Reply(text, rows([anyway], *([b] for b in open_buttons)), question=f"/neu {typed}")


@tap("create_anyway")
def create_anyway(desk: Desk, args: dict[str, Any]) -> Reply:
    """The duplicate warning was seen."""
    return create(desk, understood(args["typed"], desk.office.country))


def create(desk: Desk, new: NewContact) -> Reply:
    change = add(desk, new)
    number = change.contact.id
    details = f"<b>{change.after.status}</b>, Nummer #{number}{_fields(change)}"
    unclear = f"\nIn die Notiz übernommen: {words.shown(', '.join(new.unclear))}" if new.unclear else ""
    reacted = Button.line("Hat schon reagiert", f"/reaktion #{number}:")
    return recorded.recorded(desk, "Neu", details + unclear, change, [reacted])


def add(desk: Desk, new: NewContact) -> Change:
    """Store a contact with the event its history begins with."""
    desk.begin("neu")
    contact = desk.work.contacts.add(new, owner=desk.turn.member.id, now=desk.turn.now)
    events = [desk.event(Kind.CREATED)]
    if new.note:
        events.append(desk.event(Kind.NOTE, text=new.note))
    return desk.record(contact, *events)


def _fields(change: Change) -> str:
    contact = change.contact
    kept = [
        contact.phone,
        contact.email,
        contact.town,
        contact.industry,
        contact.source and f"Quelle {contact.source}",
    ]
    shown = [words.shown(value, most=80) for value in kept if value]
    return "\n" + " · ".join(shown) if shown else ""


def create_and_go_on(desk: Desk, name: str, line: str, run: Any) -> Reply:
    """Someone unknown was named: create, then carry the line out."""
    change = add(desk, understood(name, desk.office.country))
    reply: Reply = run(desk, waiting.completed(line, change.contact.id))
    return replace(
        reply, text=f"Neu: {words.name(change.contact)} – ZA, Nummer #{change.contact.id}\n{reply.text}"
    )

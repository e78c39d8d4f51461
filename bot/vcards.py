"""A shared contact card as `/neu` would have understood it."""

from collections.abc import Iterator
from typing import Any

from bot.commands import record_fields
from bot.imports import cards
from bot.turn import Card
from domain.contact import NewContact
from domain.record import COLUMNS, Field, field_named

LONGEST_NAME = 120
NAMELESS = "Ohne Namen"


def from_card(card: Card, country: str) -> NewContact:
    """What Telegram tells of a shared card, and what its vCard says besides."""
    found = list(read(card.vcard.encode(), country)) if card.vcard else []
    told: dict[str, Any] = {"name": card.name.strip()[:LONGEST_NAME], "phone": _phone(card.phone, country)}
    if not found:
        return NewContact(**{**told, "name": told["name"] or told["phone"] or NAMELESS})
    read_fields = {name: getattr(found[0], name) for name in NewContact.__dataclass_fields__}
    name = told["name"] or found[0].name
    return NewContact(**{**read_fields, "name": name, "phone": found[0].phone or told["phone"]})


def read(data: bytes, country: str) -> Iterator[NewContact]:
    """The cards of a .vcf file, one by one."""
    rows = iter(cards.rows(data))
    headings = next(rows)
    return (_understood(dict(zip(headings, row, strict=True)), country) for row in rows)


def _understood(row: dict[str, str], country: str) -> NewContact:
    """Every field by its heading; a value that can't be one goes into the note, nothing is lost."""
    columns: dict[str, Any] = {}
    details: dict[str, str] = {}
    left = [row.get("Notiz", "")]
    for heading, said in row.items():
        field = field_named(heading)
        if field is None or not said.strip():
            continue
        value = record_fields.value(field, said[:LONGEST_NAME], country)
        if not value:
            left.append(said)
        elif field in COLUMNS:
            columns[field.value] = value
        else:
            details[field.value] = value
    name = columns.pop("name", "") or columns.get("company") or columns.get("phone") or NAMELESS
    if columns.get("company") == name:
        columns.pop("company")
    return NewContact(
        name=name, note="\n".join(part for part in left if part)[:2000], details=details or None, **columns
    )


def _phone(typed: str, country: str) -> str:
    """Telegram leaves the + of a number out that has its country code."""
    bare = typed.strip()
    number = record_fields.value(Field.PHONE, bare, country)
    if bare[:1].isdigit() and not bare.startswith("0"):
        return record_fields.value(Field.PHONE, f"+{bare}", country) or number
    return number

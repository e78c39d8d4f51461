"""Contacts as vCards 3.0, which every phone takes. Escaping and folding are the iCalendar's, and the library's."""

from collections.abc import Iterator

from domain.contact import Contact
from domain.record import Field
from storage.exports import Exported

Line = tuple[str, tuple[str, ...]]  # a property's name, the parts of its value


def card(item: Exported) -> bytes:
    """One contact. Nothing of its history: a card is passed on."""
    return b"".join(_folded(name, parts) for name, parts in _lines(item) if any(parts))


def _lines(item: Exported) -> Iterator[Line]:
    contact = item.contact
    given, _, family = contact.name.rpartition(" ")
    yield from (("BEGIN", ("VCARD",)), ("VERSION", ("3.0",)), ("FN", (contact.name,)))
    yield "N", (family, given, "", contact.detail(Field.TITLE), "")
    yield "ORG", (contact.company,)
    yield "TITLE", (contact.detail(Field.ROLE),)
    yield "TEL;TYPE=CELL", (contact.phone,)
    yield "TEL;TYPE=VOICE", (contact.detail(Field.PHONE2),)
    yield "EMAIL", (contact.email,)
    yield "EMAIL", (contact.detail(Field.EMAIL2),)
    yield from _address(contact)
    yield "URL", (contact.detail(Field.WEBSITE),)
    yield "CATEGORIES", (", ".join(item.tags),)
    yield "END", ("VCARD",)


def _address(contact: Contact) -> Iterator[Line]:
    street, postcode, country = map(contact.detail, (Field.STREET, Field.POSTCODE, Field.COUNTRY))
    yield "ADR;TYPE=WORK", ("", "", street, contact.town, "", postcode, country)


def _folded(name: str, parts: tuple[str, ...]) -> bytes:
    from icalendar import vText  # noqa: PLC0415 – 60 ms that only cards and calendars pay
    from icalendar.parser import Contentline  # noqa: PLC0415 – see above

    texts = (" ".join(part.split("\r")).encode(errors="replace").decode() for part in parts)
    value = ";".join(vText(text).to_ical().decode() for text in texts)
    folded: bytes = Contentline(f"{name}:{value}").to_ical()  # type: ignore[no-untyped-call]  # theirs to type
    return folded + b"\r\n"

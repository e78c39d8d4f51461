"""What is typed for a field of the record becomes its value, for `/neu` and `/aendern`; empty where it can't be one."""

import re

from bot.commands.reading import bounded
from bot.views.fields import FIELDS
from domain.folding import folded
from domain.record import Field, field_named

SHORT, LONG = 120, 500  # characters
FEWEST_DIGITS = 5
TAG_WORDS = frozenset(
    folded(word) for word in ("Stichwort", "Stichwörter", "Stichworte", "Tag", "Tags", "Schlagwort")
)
FREE = frozenset({Field.WORDING, Field.SMALLTALK, Field.INTERESTS, Field.PAIN, Field.WISH, Field.INHIBITION})
EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]{2,}")
_WEBSITE = re.compile(r"(?:https?://)?[^\s/]+\.[^\s/.]{2,}(?:/\S*)?", re.IGNORECASE)
_POSTCODE = re.compile(r"(?:[A-Z]{1,2}-)?[\dA-Z][\dA-Z -]{2,9}", re.IGNORECASE)
_CLEARS = frozenset(folded(word) for word in ("-", "–", "—", "löschen", "leer", "leeren", "entfernen", "weg"))
_CHOICES = {
    Field.PRIVATE: {
        **dict.fromkeys(("ja", "privat", "b2c", "privatperson", "privatkunde", "stimmt"), "ja"),
        **dict.fromkeys(("nein", "geschaftlich", "b2b", "firma", "firmenkunde"), "nein"),
    },
    Field.ADDRESS: {
        **dict.fromkeys(("du", "per du", "duzen"), "Du"),
        **dict.fromkeys(("sie", "per sie", "siezen"), "Sie"),
    },
}
_SHAPES = {Field.EMAIL: EMAIL, Field.EMAIL2: EMAIL, Field.WEBSITE: _WEBSITE, Field.POSTCODE: _POSTCODE}
_WORD = re.compile(r"[^\s:=]+")


def clears(typed: str) -> bool:
    """Whether it empties the field."""
    return folded(typed.strip()) in _CLEARS


def value(field: Field, typed: str, country: str) -> str:
    """A field's value as it is stored; empty where this is none."""
    typed = " ".join(typed.split())
    if field in {Field.PHONE, Field.PHONE2}:
        return phone_number(typed, country)
    if shape := _SHAPES.get(field):
        return typed if shape.fullmatch(typed) else ""
    if choices := _CHOICES.get(field):
        return choices.get(folded(typed), "")
    if field is Field.NAME and not any(letter.isalpha() for letter in typed):
        return ""
    return bounded(typed, FIELDS[field], LONG if field in FREE else SHORT)


def stored(field: Field, text: str) -> str | bool:
    """As the row has it."""
    return text == "ja" if field is Field.PRIVATE else text


def phone_number(typed: str, country: str) -> str:
    """E.164, or empty where it is no possible number."""
    import phonenumbers  # noqa: PLC0415 – 40 ms and 8 MB that a start without a number needn't pay

    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        return ""
    possible = phonenumbers.is_possible_number(number) and len(str(number.national_number)) >= FEWEST_DIGITS
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if possible else ""


def labelled(text: str) -> tuple[Field | None, str]:
    """The field that a text begins with the name of, and what is said of it: `Telefon: 0171 …`, `Telefon 2 0221 …`."""
    if folded(text.strip()) in _CHOICES[Field.ADDRESS]:
        return Field.ADDRESS, text.strip()
    found = list(_WORD.finditer(text))[:2]
    for count in (2, 1):
        name = "".join(word[0] for word in found[:count])
        if len(found) >= count and (field := field_named(name)):
            return field, text[found[count - 1].end() :].lstrip(" :=\t").strip()
    return None, text.strip()

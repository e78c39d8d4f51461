"""A record's fields on buttons, what is asked for a field, and what a change brings to light."""

from collections.abc import Sequence

from bot.desk import Desk
from bot.turn import Button, Reply, rows
from bot.views import likeness, words
from bot.views.fields import FIELDS
from bot.views.pages import turners, two_by_two
from bot.views.refusals_record import CHOICES, SAMPLES
from domain.contact import Contact
from domain.merging import value_of
from domain.record import Field

PAGE = 8
KEYWORDS = "Stichwort"


def label(field: Field | None) -> str:
    return FIELDS[field] if field else KEYWORDS


def line(contact: Contact, field: Field | None, others: str = "") -> str:
    """The line that waits for a field's value; what else it asks for comes first."""
    return f"/aendern #{contact.id}: {others}{', ' if others else ''}{label(field)}"


def overview(desk: Desk, contact: Contact, page: int) -> Reply:
    """All fields with what they hold, eight to a page; a tap asks for the new value."""
    fields: list[Field | None] = [*Field, None]
    page = min(page, (len(fields) - 1) // PAGE)
    shown = fields[page * PAGE : (page + 1) * PAGE]
    lines = [f"{words.name(contact)} · #{contact.id}: Was soll ich ändern?"]
    lines += [f"{label(field)}: {_held(desk, contact, field)}" for field in shown]
    keys = [Button.line(label(field), line(contact, field)) for field in shown]
    last = (page + 1) * PAGE >= len(fields)
    turning = turners(f"/aendern #{contact.id}:", page, last=last, words_=("Zurück", "Weitere Felder"))
    return Reply("\n".join(lines), rows(*two_by_two(keys), turning), contact=contact.id)


def _held(desk: Desk, contact: Contact, field: Field | None) -> str:
    value = value_of(contact, field) if field else ", ".join(desk.work.tags.of(contact.id))
    return words.shown(value, most=60) or "–"


def ask(desk: Desk, contact: Contact, field: Field | None, others: str) -> Reply:
    """What shall stand there? Answered by a line or a tap."""
    waits = line(contact, field, others)
    choices = [Button.line(choice, f"{waits} {choice}") for choice in CHOICES.get(field, ())] if field else []
    held = _held(desk, contact, field)
    known = value_of(contact, field) if field else ""
    clear = [Button.line("Leeren", f"{waits} -")] if known and field is not Field.NAME else []
    sample = SAMPLES.get(field, "etwas Neues") if field else "+Messe"
    text = (
        f"{label(field)} von {words.name(contact)}: {held}. Was soll dort stehen? Antworte einfach, zum Beispiel "
        f"<code>{sample}</code>"
    )
    return Reply(text, rows([*choices, *clear]), contact=contact.id, question=waits, keeps=True)


def unchanged(_desk: Desk, contact: Contact) -> Reply:
    return Reply(
        f"Bei {words.name(contact)} steht das schon so; es wurde nichts geändert.",
        rows([Button.line("Karte", f"/kontakt #{contact.id}:")]),
        contact=contact.id,
    )


def merging(contact: Contact, alike: Sequence[Contact]) -> list[Button]:
    return [
        Button.line(f"Zusammenführen: {other.name[:24]}", f"/zusammenfuehren #{contact.id} + #{other.id}")
        for other in alike
    ]


def hints(_desk: Desk, alike: Sequence[Contact], word: str) -> str:
    """Somebody with the same number or mail; a word the law protects."""
    names = words.listing([f"{words.name(other)} (#{other.id})" for other in alike]) if alike else ""
    same = (
        f"\nHinweis: Dieselbe Nummer oder Mail steht schon bei {names} – derselbe Kontakt?" if alike else ""
    )
    return same + likeness.protected(word)

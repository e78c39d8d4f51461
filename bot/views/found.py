"""What a search found: who, and where the words stand."""

import re
from collections.abc import Sequence

from bot.desk import Desk
from bot.turn import Reply, rows
from bot.views import absences, pages, words
from bot.views.refusals import example
from domain.contact import Contact
from domain.events import Kind
from domain.folding import digits
from domain.folding import words as folded_words
from domain.mentioned import telling
from storage.finding import Found
from storage.mentions import Passage

FIGURES = 5  # of a phone number that is looked up, at the least
AROUND = 24  # letters shown on either side of the word that was found
LONGEST_NAME, LONGEST_COMPANY, LONGEST_FIELD = 36, 24, 30  # a page stays below 1,200 letters
NAMES = {
    Kind.NOTE: "Notiz",
    Kind.REACTION: "Reaktion",
    Kind.PURCHASE: "Kauf",
    Kind.RETURN: "Retoure",
    Kind.APPOINTMENT: "Termin",
    Kind.CANCELLED: "Absage des Termins",
    Kind.RESULT: "Ergebnis",
    Kind.TOUCH: "Nachgefasst",
    Kind.STEP: "Schritt",
    Kind.STATUS: "Status",
    Kind.PARKED: "Zurückgestellt",
    Kind.OFFER: "Angebot",
    Kind.REFUSAL: "Absage",
    Kind.CHANGED: "Früher",
    Kind.FILE: "Datei",
}


def what() -> Reply:
    """Nothing was asked for."""
    return Reply(
        f"Wonach soll ich suchen? Ich sehe auch in Notizen und Käufen nach, zum Beispiel {example('/suche Handball')}",
        question="/suche",
    )


def nothing(query: str) -> Reply:
    """Few figures begin too many numbers to be looked up."""
    if not any(map(str.isalpha, query)) and 0 < sum(map(str.isdigit, query)) < FIGURES:
        return Reply(
            f"„{words.shown(query, most=60)}“ steht nirgends für sich. Für eine Telefonnummer brauche ich mehr Ziffern von "
            f"vorn oder von hinten, zum Beispiel {example('/suche 0171 23')}"
        )
    return Reply(
        f"„{words.shown(query, most=60)}“ steht nirgends – nicht bei den Kontakten, nicht in Notizen und Käufen. "
        f"Versuch ein Wort oder seinen Anfang, zum Beispiel {example('/suche Handb')}"
    )


def page(
    desk: Desk, query: str, found: Sequence[Found], number: int, *, more: bool = False, guessed: bool = False
) -> Reply:
    """Eight at a time, a button each; the list stays when one is opened."""
    number = min(number, (len(found) - 1) // pages.PAGE)
    first = number * pages.PAGE
    shown = found[first : first + pages.PAGE]
    lines = [_head(query, len(found), more=more, guessed=guessed)]
    lines += [f"{place}. {_line(desk, item, query)}" for place, item in enumerate(shown, first + 1)]
    keys = [
        pages.opening(f"{place}. {item.listed.contact.name[:24]}", item.listed.contact.id)
        for place, item in enumerate(shown, first + 1)
    ]
    last = first + len(shown) >= len(found)
    turning = pages.turners(f"/suche {query}", number, last=last, words_=("Zurück", "Weiter"))
    return Reply("\n".join(lines), rows(*pages.two_by_two(keys), turning))


def _head(query: str, count: int, *, more: bool, guessed: bool) -> str:
    sought = f"„{words.shown(query, most=60)}“"
    if guessed:
        return f"{sought} steht nirgends. Meintest du:"
    if more:
        return f"Suche {sought}: mehr als {count} – genauer, bitte"
    return f"Suche {sought}: {count}"


def _line(desk: Desk, item: Found, query: str) -> str:
    contact = item.listed.contact
    company = f" ({words.shown(contact.company, most=LONGEST_COMPANY)})" if contact.company else ""
    where = [*_fields(contact, query), *(_passage(desk, passage, query) for passage in item.passages[:2])]
    said = f": {' · '.join(where)}" if where else ""
    return f"<b>{words.shown(contact.name, most=LONGEST_NAME)}</b>{company} {item.listed.status}{_owner(desk, contact)}{said}"


def _owner(desk: Desk, contact: Contact) -> str:
    """What a lead reads behind a colleague's contact."""
    if contact.owner == desk.turn.member.id:
        return ""
    if any(member.id == contact.owner for member in desk.covered):
        return f", {absences.for_whom(desk.work, contact, desk.turn.member)}"
    name = desk.work.members.get(contact.owner).name
    return f", bei {words.shown(name, most=20)}" if name else ""


def _fields(contact: Contact, query: str) -> list[str]:
    """Where the record has a word that neither the name nor the company says."""
    terms = [term for term in folded_words(query) if not _begins(f"{contact.name} {contact.company}", term)]
    number = digits(query) if not any(map(str.isalpha, query)) else ""
    hits = (
        ("Ort", contact.town, any(_begins(contact.town, term) for term in terms)),
        ("Mail", contact.email, any(_begins(contact.email, term) for term in terms)),
        ("Tel.", contact.phone, bool(number) and number in digits(contact.phone)),
    )
    return [f"{label} {words.shown(value, most=LONGEST_FIELD)}" for label, value, hit in hits if hit]


def _begins(text: str, term: str) -> bool:
    return any(word.startswith(term) for word in folded_words(text))


def _passage(desk: Desk, passage: Passage, query: str) -> str:
    name = NAMES.get(passage.kind, "Eintrag")
    return f"{name} {words.day(passage.day, desk.today)}: {excerpt(passage.text, query)}"


def excerpt(text: str, query: str) -> str:
    """The words around the first that was found, that one in bold, safe for Telegram's HTML."""
    text, terms = " ".join(text.split()), telling(folded_words(query))
    for token in re.finditer(r"\S+", text):
        if any(_begins(token[0], term) for term in terms):
            found = f"<b>{words.shown(token[0], most=40)}</b>"
            parts = (
                words.shown(_before(text[: token.start()])),
                found,
                words.shown(_after(text[token.end() :])),
            )
            return " ".join(part for part in parts if part)
    return words.shown(text, most=2 * AROUND)


def _before(text: str) -> str:
    """Its last words."""
    return text if len(text) <= AROUND else "… " + text[-AROUND:].partition(" ")[2]


def _after(text: str) -> str:
    """Its first words."""
    return text if len(text) <= AROUND else text[:AROUND].rpartition(" ")[0] + " …"

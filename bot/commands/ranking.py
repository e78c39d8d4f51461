"""Who of several is meant most likely: whole words before beginnings, names before towns, the same spelling first."""

import re
from collections.abc import Iterable

from bot.desk import Desk
from domain.contact import Contact
from domain.folding import words
from storage.contacts import Listed
from storage.words import MOST, index_words, typed_terms

RECENT = 150  # of one's own contacts that are looked at where the hits are too many to be put in order


def hits(desk: Desk, terms: list[str], *, whole: bool) -> list[int]:
    """Contacts with all these terms; of very many those that one used last come first."""
    found = desk.work.contacts.words.having(terms, scope=desk.scope, exact=whole)
    if len(found) < MOST:
        return found
    own = desk.work.contacts.recent(owner=desk.turn.member.id, most=RECENT)
    used = [item.contact.id for item in own if _has(index_words(item.contact), terms, whole=whole)]
    return list(dict.fromkeys([*used, *found]))[:MOST]


def _has(known: set[str], terms: list[str], *, whole: bool) -> bool:
    if whole:
        return known.issuperset(terms)
    return all(any(word.startswith(term) for word in known) for term in terms)


def closest(found: list[Listed], query: str, line: str) -> list[Listed]:
    """Those in which most words stand whole, the likeliest first; as they come, recently used, where that's equal.

    `line`: what was typed behind the name as well. It decides nothing, but who has its words comes first.
    """
    terms = set(typed_terms(query))
    scores = [len(terms & index_words(item.contact)) for item in found]
    left = [item for item, score in zip(found, scores, strict=True) if score == max(scores)]
    further = set(words(line))
    return sorted(left, key=lambda item: _likeness(item.contact, terms, further, query), reverse=True)


def _likeness(contact: Contact, terms: set[str], further: set[str], query: str) -> tuple[int, ...]:
    """Words of the line; words of the name, of the company; and how many are spelled just so: Mueller isn't Müller."""
    name, company = words(contact.name), words(contact.company)
    spelled = _spelled(f"{contact.name} {contact.company} {contact.town}")
    return (
        len(further & {*name, *company, *words(contact.town)}),
        _begun(name, terms) + _begun([*name, *company], terms),
        len(_spelled(query) & spelled),
        _begun(spelled, _spelled(query)),
    )


def _begun(known: Iterable[str], terms: set[str]) -> int:
    """How many terms are beginnings of known words."""
    return sum(any(word.startswith(term) for word in known) for term in terms)


def _spelled(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.lower()))

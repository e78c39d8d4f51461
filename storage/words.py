"""The word table: by which words a contact can be found, and finding it (the measured design for 1 M contacts)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Connection,
)

from domain.contact import Contact
from domain.folding import digits, without_country, words
from domain.likeness import sounds
from storage.inserts import adding
from storage.unwritten import Unwritten
from storage.word_queries import (
    DROP,
    FOLLOWED,
    LAST,
    VOCAB,
    VOCABULARY,
    WORD,
    Term,
    bounds,
    counting,
    own_words,
    searching,
)

MOST = 60  # contacts a search brings, the recently used ones
SOUND = "^"  # marks how a name sounds: no typed word begins so
_BACKWARDS = "~"  # phone digits are kept reversed too: the last digits find a number
_MOST_TERMS = 8  # a condition each; who has eight of somebody's words means them
_MIN_NUMBER = 4  # digits; shorter ones are words like any other
_LOOKED_AT = 500  # hits that are put in order; of more than that those the index has first
_LOOKED_AT_BY_LEAD = 200  # the same where several words are looked for among the whole team's contacts
_CAPS = (200, FOLLOWED, 5 * FOLLOWED)  # how far words are counted to know the rarest
_LEARNT = 3  # letters; shorter words are no typing error of any other


@dataclass(frozen=True, slots=True)
class Scope:
    """What a member may see: the contacts of these owners, or the whole team's (None)."""

    owners: tuple[int, ...] | None

    def admits(self, owner: int) -> bool:
        return self.owners is None or owner in self.owners


def index_words(contact: Contact) -> set[str]:
    """Folded words of name, company, town and e-mail, the address itself, and the phone's digits both ways."""
    found = set(words(f"{contact.name} {contact.company} {contact.town} {contact.email.partition('@')[0]}"))
    if contact.email:
        found.add(contact.email.casefold())
    if number := digits(contact.phone):
        found |= {number, _BACKWARDS + number[::-1]}
    found |= {SOUND + code for code in sounds(contact.name)}
    return {word[:80] for word in found}


def typed_terms(text: str) -> list[str]:
    """What was typed as the index has it: an e-mail address whole, anything else in its letters and figures."""
    return [
        term
        for word in text.split()
        for term in ([word.strip(",;:").casefold()] if "@" in word else words(word))
    ]


class Words:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.unwritten: Unwritten[str] = Unwritten()  # for the vocabulary
        self._counts: dict[tuple[Term, int], int] = {}  # a line's words are tried several times

    def index(self, contact: Contact) -> None:
        """Make a contact findable."""
        self._counts.clear()
        found = sorted(index_words(contact))
        adding(self._connection, WORD, "rep,word,contact").many(self._connection, _rows(contact, found))
        self.unwritten.update(word for word in found if _is_learnt(word))

    def index_all(self, contacts: Iterable[Contact]) -> None:
        """Make many findable that weren't; in the order of the table, whose pages are then touched once."""
        self._counts.clear()
        rows = [row for contact in contacts for row in _rows(contact, sorted(index_words(contact)))]
        rows.sort(key=itemgetter("rep", "word", "contact"))
        adding(self._connection, WORD, "rep,word,contact").many(self._connection, rows)
        self.unwritten.update({row["word"] for row in rows if _is_learnt(row["word"])})

    def change(self, before: Contact, after: Contact) -> None:
        """Make a contact findable by its new fields, or in its new owner's hands, and no longer by the old ones."""
        self.drop(before.id)
        self.index(after)

    def drop(self, contact: int) -> None:
        DROP.run(self._connection, contact=contact)

    def write(self) -> None:
        """Add what was indexed to the vocabulary."""
        rows = [{"word": word} for word in sorted(self.unwritten)]
        adding(self._connection, VOCAB, "word").many(self._connection, rows)
        self.unwritten.clear()

    def having(self, terms: Sequence[str], *, scope: Scope, exact: bool, most: int = MOST) -> list[int]:
        """Contacts with all of these folded terms, as whole words or as beginnings; recently used first."""
        asked = list(dict.fromkeys(terms))[:_MOST_TERMS]
        if exact or scope.owners is not None or len(asked) == 1:
            return self._found([Term(word, exact) for word in asked], scope, most)
        mixed = [Term(word, self.counted(Term(word, whole=True), 1) > 0) for word in asked]
        some = any(term.whole for term in mixed) and not all(term.whole for term in mixed)
        found = self._found(mixed, scope, most) if some else []
        return found or self._found([Term(word, whole=False) for word in asked], scope, most)

    def _found(self, terms: list[Term], scope: Scope, most: int) -> list[int]:
        if scope.owners is None and len(terms) > 1:
            terms = self._rarest_first(terms)
            if not self.counted(terms[0], _CAPS[0]):
                return []
        owners = scope.owners or ()
        many = _LOOKED_AT if scope.owners is not None or len(terms) == 1 else _LOOKED_AT_BY_LEAD
        parameters: dict[str, Any] = {"most": most, "looked_at": many}
        for place, term in enumerate(terms):
            parameters |= bounds(term, place)
        parameters |= {f"owner{place}": owner for place, owner in enumerate(owners)}
        query = searching(tuple(term.whole for term in terms), len(owners))
        return [row[0] for row in query.all(self._connection, **parameters)]

    def _rarest_first(self, terms: list[Term]) -> list[Term]:
        """Counting goes on until one of them is seen to its end: no statistics are needed, they may be missing."""
        for cap in _CAPS:
            if min(self.counted(term, cap) for term in terms) < cap:
                return sorted(terms, key=lambda term: self.counted(term, cap))
        return terms

    def counted(self, term: Term, cap: int) -> int:
        """How many of the whole team's contacts have a word, counted up to `cap`."""
        if (term, cap) not in self._counts:
            count = counting(term.whole).scalar(self._connection, most=cap, **bounds(term, 0))
            self._counts[term, cap] = int(count)
        return self._counts[term, cap]

    def having_number(self, typed: str, *, scope: Scope) -> list[int]:
        """Contacts whose phone begins or ends with these digits, in any notation."""
        number = digits(typed)
        for figures in (number, without_country(number)):
            for beginning in (figures, _BACKWARDS + figures[::-1]):
                if len(figures) >= _MIN_NUMBER and (
                    found := self.having([beginning], scope=scope, exact=False)
                ):
                    return found
        return []

    def known(
        self, *, scope: Scope, beginnings: Iterable[str] = ("",), letters: range = range(81)
    ) -> list[str]:
        """Distinct words in sight of so many letters: of the scope's contacts, or the vocabulary's with a beginning."""
        length = {"shortest": letters.start, "longest": letters.stop - 1}
        if scope.owners is None:
            self.write()
            found = [
                VOCABULARY.all(self._connection, beginning=beginning, last=beginning + LAST, **length)
                for beginning in beginnings
            ]
            return [row[0] for rows in found for row in rows]
        owners = {f"owner{place}": owner for place, owner in enumerate(scope.owners)}
        found_words = own_words(len(owners)).all(self._connection, **owners, **length)
        return [row[0] for row in found_words if not row[0].startswith(SOUND)]


def _is_learnt(word: str) -> bool:
    return word.isalpha() and len(word) >= _LEARNT


def _rows(contact: Contact, found: Sequence[str]) -> list[dict[str, Any]]:
    return [{"rep": contact.owner, "word": word, "contact": contact.id} for word in found]

"""The word table: by which words a contact can be found, and finding it (the measured design for 1 M contacts)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, and_, bindparam, delete, select

from domain.contact import Contact
from domain.folding import digits, folded, words
from storage.inserts import adding
from storage.prepared import Prepared
from storage.tables import metadata
from storage.unwritten import Unwritten

WORD = metadata.tables["word"]
VOCAB = metadata.tables["vocab"]
CONTACT = metadata.tables["contact"]

_LAST = "\U0010ffff"  # behind every word with the same beginning
_BACKWARDS = "~"  # phone digits are kept reversed too: the last digits find a number
_MOST_TERMS = 8  # a join each; who has eight of somebody's words means them
_MIN_NUMBER = 4  # digits; shorter ones are words like any other


@dataclass(frozen=True, slots=True)
class Scope:
    """What a member may see: the contacts of these owners, or the whole team's (None)."""

    owners: tuple[int, ...] | None

    def admits(self, owner: int) -> bool:
        return self.owners is None or owner in self.owners


def index_words(contact: Contact) -> set[str]:
    """Folded words of name, company, town and e-mail, and the phone's digits both ways."""
    found = {word for text in (contact.name, contact.company, contact.town) for word in words(text)}
    if contact.email:
        local = contact.email.partition("@")[0]
        found |= {folded(contact.email), *words(local)}
    if contact.phone:
        number = digits(contact.phone)
        found |= {number, _BACKWARDS + number[::-1]}
    return {word[:80] for word in found if word}


@cache
def _search(exact: tuple[bool, ...], owners: int) -> Prepared:
    """Contacts that have a word for every term: equal to it, or beginning with it. `owners` 0: everybody's."""
    tables = [WORD.alias(f"w{place}") for place in range(len(exact))]
    first, *others = tables
    source: Any = first
    for table in others:
        source = source.join(table, and_(table.c.contact == first.c.contact, table.c.rep == first.c.rep))
    conditions = [
        _matches(table, place, equal) for place, (table, equal) in enumerate(zip(tables, exact, strict=True))
    ]
    if owners:
        conditions.append(first.c.rep.in_([bindparam(f"owner{place}") for place in range(owners)]))
    found = select(first.c.contact).select_from(source).where(*conditions).distinct().limit(bindparam("most"))
    return Prepared(found)


def _matches(table: Any, place: int, equal: bool) -> ColumnElement[bool]:
    low: BindParameter[str] = bindparam(f"word{place}")
    if equal:
        return table.c.word == low  # type: ignore[no-any-return]  # Table columns are untyped
    return and_(table.c.word >= low, table.c.word < bindparam(f"last{place}"))


class Words:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.unwritten: Unwritten[str] = Unwritten()  # for the vocabulary

    def index(self, contact: Contact, *, fresh: bool = False) -> None:
        """Make a contact findable; call again after its fields changed. `fresh`: it has no words yet."""
        if not fresh:
            self.drop(contact.id)
        found = sorted(index_words(contact))
        rows = [{"rep": contact.owner, "word": word, "contact": contact.id} for word in found]
        adding(self._connection, WORD, "rep,word,contact").many(self._connection, rows)
        self.unwritten.update(found)

    def write(self) -> None:
        """Add what was indexed to the vocabulary."""
        rows = [{"word": word} for word in sorted(self.unwritten)]
        adding(self._connection, VOCAB, "word").many(self._connection, rows)
        self.unwritten.clear()

    def drop(self, contact: int) -> None:
        _DROP.run(self._connection, b_contact=contact)

    def having(self, terms: Sequence[str], *, scope: Scope, exact: bool, most: int = 60) -> list[int]:
        """Contacts with all of these folded terms: as whole words, or as beginnings of words."""
        terms = list(dict.fromkeys(terms))[:_MOST_TERMS]
        owners = scope.owners or ()
        parameters: dict[str, Any] = {"most": most}
        parameters |= {f"word{place}": term for place, term in enumerate(terms)}
        if not exact:
            parameters |= {f"last{place}": term + _LAST for place, term in enumerate(terms)}
        parameters |= {f"owner{place}": owner for place, owner in enumerate(owners)}
        query = _search((exact,) * len(terms), len(owners))
        return [row[0] for row in query.all(self._connection, **parameters)]

    def having_number(self, typed: str, *, scope: Scope) -> list[int]:
        """Contacts whose phone begins or ends with these digits, in any notation."""
        number = digits(typed)
        if len(number) < _MIN_NUMBER:
            return []
        forward = self.having([number], scope=scope, exact=False)
        return forward or self.having([_BACKWARDS + number[::-1]], scope=scope, exact=False)

    def known(self, *, scope: Scope, beginning: str = "") -> Iterable[str]:
        """Distinct words in sight: of the scope's contacts, or the whole vocabulary with this beginning."""
        if scope.owners is None:
            self.write()
            query = select(VOCAB.c.word).where(VOCAB.c.word >= beginning, VOCAB.c.word < beginning + _LAST)
        else:
            query = select(WORD.c.word).where(WORD.c.rep.in_(scope.owners)).distinct()
        return (row[0] for row in self._connection.execute(query))


_DROP = Prepared(delete(WORD).where(WORD.c.contact == bindparam("b_contact")))

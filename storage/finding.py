"""Contacts by words that stand anywhere: in their record, or in what their events say."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, func, or_, select, union_all

from domain.folding import words
from domain.mentioned import telling
from storage.contacts import Contacts, Listed
from storage.mentions import MENTION, Mentions, Passage
from storage.prepared import Prepared
from storage.tables import metadata
from storage.word_queries import LAST, WORD, looked_up, within
from storage.words import Scope, index_words, typed_terms

CONTACT = metadata.tables["contact"]
SHOWN = 100  # contacts a search brings, the recently used ones
_RARE = 500  # contacts: so many that have a word are all looked at
_FOLLOWED = 5_000  # contacts of a word that is nowhere rare, as far as a lead is concerned
_CAPS = (100, _RARE)  # how far words are counted to know the rarest


@dataclass(frozen=True, slots=True)
class Found:
    """A contact that was found; `passages`: what its events say of words that aren't in its record."""

    listed: Listed
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Looks into the word table and into the mentions, always within what the asking member may see."""

    contacts: Contacts
    mentions: Mentions
    scope: Scope

    def anywhere(self, query: str) -> tuple[list[Found], bool]:
        """Whole words and numbers of the record first, then beginnings of its words, then what events say.

        And whether there are more than are shown.
        """
        terms = typed_terms(query)
        sought = telling(terms)
        index = self.contacts.words
        letters = any(map(str.isalpha, query))
        named = [] if letters else index.having_number(query, scope=self.scope)
        named += index.having(terms, scope=self.scope, exact=True) if terms else []
        begun = index.having(terms, scope=self.scope, exact=False) if terms else []
        numbers = list(dict.fromkeys([*named, *begun, *self._having(sought)]))
        return self._looked_at(numbers[:SHOWN], set(named), sought), len(numbers) > SHOWN

    def _looked_at(self, numbers: list[int], named: set[int], sought: list[str]) -> list[Found]:
        """As far as the words still stand there: events may have been voided."""
        said: dict[int, list[Passage]] = {}
        for passage in self.mentions.passages(numbers) if sought else []:
            said.setdefault(passage.contact, []).append(passage)
        ranked: list[tuple[int, Found]] = []
        for listed in self.contacts.many(numbers, scope=self.scope):
            missing = [] if listed.contact.id in named else _not_begun(index_words(listed.contact), sought)
            passages = _saying(said.get(listed.contact.id, []), missing)
            if passages is not None:
                rank = 0 if listed.contact.id in named else 2 if missing else 1
                ranked.append((rank, Found(listed, passages)))
        return [found for _, found in sorted(ranked, key=lambda item: item[0])]

    def _having(self, sought: list[str]) -> list[int]:
        """Contacts with all of these beginnings of words, recently used first."""
        if not sought:
            return []
        self.mentions.write()
        terms, rare = self._rarest_first(sought)
        values: dict[str, Any] = {f"low{place}": term for place, term in enumerate(terms)}
        values |= {f"last{place}": term + LAST for place, term in enumerate(terms)}
        owners = self.scope.owners or ()
        values |= {f"owner{place}": owner for place, owner in enumerate(owners)}
        if owners and not rare:
            return [
                row[0] for row in _by_owner(len(terms), len(owners)).all(self.mentions.connection, **values)
            ]
        return [row[0] for row in _by_word(len(terms), len(owners)).all(self.mentions.connection, **values)]

    def _rarest_first(self, terms: list[str]) -> tuple[list[str], bool]:
        """And whether there are so few contacts that have it that all can be looked at."""
        counts: list[int] = []
        for cap in _CAPS:
            counts = [
                _COUNT.scalar(self.mentions.connection, low0=term, last0=term + LAST, most=cap)
                for term in terms
            ]
            if min(counts) < cap:
                break
        ordered = [terms[place] for place in sorted(range(len(terms)), key=counts.__getitem__)]
        return ordered, min(counts) < _RARE


def _begins(table: Any, place: int) -> ColumnElement[bool]:
    return and_(table.c.word >= bindparam(f"low{place}"), table.c.word < bindparam(f"last{place}"))


def _with(place: int) -> Any:
    """Contacts that have such a word, in whichever table."""
    tables = (WORD, MENTION)
    return union_all(*(select(table.c.contact).where(_begins(table, place)) for table in tables)).subquery()


def _has(contact: Any, place: int) -> ColumnElement[bool]:
    tables = (WORD.alias(f"word{place}"), MENTION.alias(f"mention{place}"))
    low: BindParameter[str] = bindparam(f"low{place}")
    last: BindParameter[str] = bindparam(f"last{place}")
    return or_(*(looked_up(within(table, contact, low, last)) for table in tables))


def _newest(query: Select[Any], owners: int) -> Prepared:
    mine = [CONTACT.c.owner.in_([bindparam(f"owner{place}") for place in range(owners)])] if owners else []
    shown = query.where(~CONTACT.c.hidden, *mine)
    return Prepared(shown.order_by(CONTACT.c.used_at.desc(), CONTACT.c.id).limit(SHOWN + 1))


@cache
def _by_word(terms: int, owners: int) -> Prepared:
    """From the rarest word to the contacts. Of words that are nowhere rare a lead sees some."""
    first = select(_with(0).c.contact).limit(_FOLLOWED).subquery()
    hits = select(first.c.contact).where(*(_has(first.c.contact, place) for place in range(1, terms)))
    enough = 2 * _RARE if terms == 1 else _RARE
    return _newest(select(CONTACT.c.id).where(CONTACT.c.id.in_(hits.limit(enough))), owners)


@cache
def _by_owner(terms: int, owners: int) -> Prepared:
    """From the owner's contacts, the recently used first, to the words."""
    return _newest(select(CONTACT.c.id).where(*(_has(CONTACT.c.id, place) for place in range(terms))), owners)


_COUNT = Prepared(
    select(func.count()).select_from(select(_with(0).c.contact).limit(bindparam("most")).subquery())
)


def _not_begun(known: set[str], terms: Sequence[str]) -> list[str]:
    """Terms with which none of the known words begins."""
    return [term for term in terms if not any(word.startswith(term) for word in known)]


def _saying(passages: Sequence[Passage], terms: Sequence[str]) -> tuple[Passage, ...] | None:
    """The newest passage for each term; none at all unless every term stands somewhere."""
    chosen: dict[Passage, None] = {}
    for term in terms:
        found = next((p for p in passages if any(word.startswith(term) for word in words(p.text))), None)
        if found is None:
            return None
        chosen[found] = None
    return tuple(chosen)

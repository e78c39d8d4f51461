"""The statements that look into the word table."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    tuple_,
)

from storage.prepared import Prepared
from storage.tables import metadata

WORD = metadata.tables["word"]
VOCAB = metadata.tables["vocab"]
CONTACT = metadata.tables["contact"]

LAST = "\U0010ffff"  # behind every word with the same beginning
FOLLOWED = 2_500  # contacts of the rarest beginning


@dataclass(frozen=True, slots=True)
class Term:
    """A folded word that is looked for: whole, or as a beginning."""

    word: str
    whole: bool


def bounds(term: Term, place: int) -> dict[str, str]:
    last = {} if term.whole else {f"last{place}": term.word + LAST}
    return {f"word{place}": term.word, **last}


def looked_up(query: Select[Any]) -> ColumnElement[bool]:
    """EXISTS, row by row: the offset keeps PostgreSQL from gathering all that has such a word first."""
    return query.offset(literal_column("0")).exists()


@cache
def searching(whole: tuple[bool, ...], owners: int) -> Prepared:
    """Contacts with a word for every term, recently used first. The first term leads: it should be the rarest.

    `owners` 0: everybody's. Of several beginnings none of which is rare in a whole team only some are followed.
    """
    first: Any = WORD.alias("first")
    conditions = [_matches(first, 0, whole[0]), *_owned(first, owners)]
    if not owners and len(whole) > 1 and not all(whole):
        first, conditions = select(first.c.contact).where(*conditions).limit(FOLLOWED).subquery(), []
    conditions += [_has_too(first, place, equal) for place, equal in enumerate(whole) if place]
    hits = select(first.c.contact).where(*conditions).limit(bindparam("looked_at"))
    found = select(CONTACT.c.id).where(CONTACT.c.id.in_(hits))
    return Prepared(found.order_by(CONTACT.c.used_at.desc(), CONTACT.c.id).limit(bindparam("most")))


def _has_too(first: Any, place: int, equal: bool) -> ColumnElement[bool]:
    """Looked up for each hit of the first term, by its contact."""
    other = WORD.alias(f"w{place}")
    if equal:
        return looked_up(
            select(other.c.contact).where(
                other.c.contact == first.c.contact, _matches(other, place, equal=True)
            )
        )
    return looked_up(within(other, first.c.contact, bindparam(f"word{place}"), bindparam(f"last{place}")))


def within(table: Any, contact: Any, low: Any, last: Any) -> Select[Any]:
    """A contact's words from one to another, in one comparison: it fits the index that begins with the contact only.

    From any other PostgreSQL would read all contacts' words in between, where it thinks that they are few.
    """
    key = tuple_(table.c.contact, table.c.word)
    between = (key >= tuple_(contact, low), key < tuple_(contact, last))
    return select(table.c.contact).where(table.c.contact == contact, *between)


def _matches(table: Any, place: int, equal: bool) -> ColumnElement[bool]:
    low: BindParameter[str] = bindparam(f"word{place}")
    if equal:
        return table.c.word == low  # type: ignore[no-any-return]  # Table columns are untyped
    return and_(table.c.word >= low, table.c.word < bindparam(f"last{place}"))


def _owned(table: Any, owners: int) -> list[ColumnElement[bool]]:
    return [table.c.rep.in_([bindparam(f"owner{place}") for place in range(owners)])] if owners else []


@cache
def counting(whole: bool) -> Prepared:
    """How many of the whole team's contacts have a word, counted up to `most`."""
    hits = select(WORD.c.contact).where(_matches(WORD, 0, whole)).limit(bindparam("most")).subquery()
    return Prepared(select(func.count()).select_from(hits))


def _long(column: Any) -> ColumnElement[bool]:
    return func.length(column).between(bindparam("shortest"), bindparam("longest"))


@cache
def own_words(owners: int) -> Prepared:
    return Prepared(select(WORD.c.word).where(*_owned(WORD, owners), _long(WORD.c.word)).distinct())


VOCABULARY = Prepared(
    select(VOCAB.c.word).where(
        VOCAB.c.word >= bindparam("beginning"), VOCAB.c.word < bindparam("last"), _long(VOCAB.c.word)
    )
)
DROP = Prepared(delete(WORD).where(WORD.c.contact == bindparam("contact")))

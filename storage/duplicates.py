"""Contacts that are likely the same: those like a new one, and pairs among those in sight. Nothing is merged here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.fuzz import ratio
from sqlalchemy import Connection, select

from domain.contact import Contact, NewContact
from domain.likeness import Sign, Traits, cologne, signs, weight
from storage.contacts import Contacts
from storage.filters import in_sight, within
from storage.inserts import adding
from storage.tables import metadata
from storage.words import SOUND, Scope

CONTACT = metadata.tables["contact"]
FACT = metadata.tables["fact"]
COMPARED = 6_000  # contacts, the last used ones: so many are compared in less than a second
CROWD = 60  # a name, place or number that more share tells nobody apart
CANDIDATES = 40
BEGINNING = 2  # letters
_LOOKED_AT = ("id", "name", "company", "email", "phone", "town", "details", "owner", "created_at")


@dataclass(frozen=True, slots=True)
class Likely:
    """A contact that is perhaps the one in question, and why."""

    contact: int
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """The older contact first."""

    one: int
    other: int
    signs: tuple[Sign, ...]


def similar(one: str, other: str) -> float:
    """How alike two names are spelt, 1 = the same."""
    return ratio(one, other, score_cutoff=80) / 100


class Duplicates:
    def __init__(self, connection: Connection, contacts: Contacts) -> None:
        self._connection = connection
        self._contacts = contacts

    def like(self, new: Contact | NewContact, *, scope: Scope, most: int = 5) -> list[Likely]:
        """Contacts in sight that are perhaps this one, the likeliest first."""
        traits = Traits.of(new)
        itself = new.id if isinstance(new, Contact) else None
        candidates = dict.fromkeys(self._candidates(traits, scope))
        known = self._contacts.many([n for n in candidates if n != itself], scope=scope)
        found = [Likely(k.contact.id, signs(traits, Traits.of(k.contact), similar)) for k in known]
        likely = [one for one in found if one.signs]
        return sorted(likely, key=lambda one: -weight(one.signs))[:most]

    def _candidates(self, traits: Traits, scope: Scope) -> Iterator[int]:
        """By number, mail, the whole name, its sound, and by each word of it with the place."""
        index = self._contacts.words
        for number in traits.numbers:
            yield from index.having([number], scope=scope, exact=True, most=CANDIDATES)
        heard = [SOUND + code for code in traits.sound]
        places = [terms for terms in (traits.town, traits.company) if terms]
        together = [[*part, *place] for part in [heard, *([w] for w in traits.name)] for place in places]
        for terms in (*([mail] for mail in traits.mails), list(traits.name), *together):
            if terms:
                yield from index.having(terms, scope=scope, exact=True, most=CANDIDATES)

    def pairs(self, *, scope: Scope) -> list[Pair]:
        """Likely pairs among those in sight, without those somebody said no to; the likeliest first."""
        traits = {number: Traits.of(contact) for number, contact in self._in_sight(scope)}
        apart = self._apart()
        near = {pair for block in _blocks(traits) for pair in combinations(sorted(block), 2)}
        found = [
            Pair(one, other, shared)
            for one, other in near - apart
            if (shared := signs(traits[one], traits[other], similar))
        ]
        return sorted(found, key=lambda pair: (-weight(pair.signs), pair.one, pair.other))

    def still(self, pairs: Sequence[Pair], *, scope: Scope) -> list[Pair]:
        """Those of pairs found before that are both still in sight, and that nobody said no to since."""
        numbers = list({number for pair in pairs for number in (pair.one, pair.other)})
        query = select(CONTACT.c.id).where(in_sight(scope), CONTACT.c.id.in_(numbers))
        here = {row[0] for row in self._connection.execute(query)}
        apart = self._apart()
        return [p for p in pairs if {p.one, p.other} <= here and (p.one, p.other) not in apart]

    def in_different_hands(self) -> list[Pair]:
        """Likely pairs that two members have: for leads only, a rep never hears of a colleague's contact."""
        query = select(CONTACT.c.id, CONTACT.c.owner)
        found = self.pairs(scope=Scope(None))
        numbers = {number for pair in found for number in (pair.one, pair.other)}
        owners = {row[0]: row[1] for row in self._connection.execute(query.where(CONTACT.c.id.in_(numbers)))}
        return [pair for pair in found if owners[pair.one] != owners[pair.other]]

    def _in_sight(self, scope: Scope) -> Iterator[tuple[int, Contact]]:
        """The last used ones; a lead's team may have more than can be compared while somebody waits."""
        query = select(*(CONTACT.c[name] for name in _LOOKED_AT)).where(~CONTACT.c.hidden, within(scope))
        ordered = query.order_by(CONTACT.c.used_at.desc(), CONTACT.c.id).limit(COMPARED)
        for row in self._connection.execute(ordered):
            yield row.id, Contact(**row._mapping)  # noqa: SLF001 – SQLAlchemy's public name for it

    def keep_apart(self, one: int, other: int) -> None:
        """Somebody looked: they aren't the same, and aren't proposed again."""
        fact = {"name": f"{_APART}{min(one, other)}:{max(one, other)}", "value": ""}
        adding(self._connection, FACT, "name").run(self._connection, **fact)

    def _apart(self) -> set[tuple[int, int]]:
        query = select(FACT.c.name).where(FACT.c.name.startswith(_APART))
        found = (row[0].removeprefix(_APART).split(":") for row in self._connection.execute(query))
        return {(int(one), int(other)) for one, other in found}


_APART = "apart:"


def _blocks(traits: dict[int, Traits]) -> Iterable[Collection[int]]:
    """Who shares a number, a mail, the sound of the whole name, or that or the beginning of a word and a place.

    Left out are only those whose every word sounds and begins differently.
    """
    blocks: dict[object, list[int]] = defaultdict(list)
    for number, one in traits.items():
        for key in _keys(one):
            blocks[key].append(number)
    return [block for block in blocks.values() if 1 < len(block) <= CROWD]


def _keys(one: Traits) -> set[object]:
    places = [place for place in (one.town, one.company) if place]
    known_by = {*map(cologne, one.name), *(word[:BEGINNING] for word in one.name)}
    together = {(mark, place) for mark in known_by for place in places}
    return {("name", one.sound), *one.numbers, *one.mails, *together}

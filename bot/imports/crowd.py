"""Who is who: rows of one person within a file, and the contacts that are already there.

The same customer number, or the same phone or mail with a name that fits, or the very same name with the same company
or town. A name alone finds only somebody who is the only one of that name. A switchboard's number joins nobody.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.folding import folded
from domain.record import Field

STRONG = (
    (Field.CUSTOMER_NO, "k"),
    (Field.EMAIL, "m"),
    (Field.EMAIL2, "m"),
    (Field.PHONE, "p"),
    (Field.PHONE2, "p"),
)
_RANK = {"k": 6, "m": 5, "p": 4}
_COMPANY, _TOWN, _NAME = 3, 2, 1
_ADDRESSED = {"herr", "frau", "hr", "fr", "dr", "prof", "mr", "mrs", "ing", "dipl", "mag"}
_WORD = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class Person:
    """Somebody of the file. `place`: their first row; `contact`: whom the stock has for them, found by `rank`."""

    place: int
    name: str
    company: str
    town: str
    number: str  # customer number
    bare: bool  # nothing but a name is known
    contact: int | None = None
    rank: int = 0
    several: bool = False  # a bare name that more than one contact has


def keys_of(fields: Mapping[str, str]) -> Iterator[str]:
    """What tells somebody from all others, the surest first."""
    for code, kind in STRONG:
        if value := fields.get(code.value):
            yield kind + (folded(value) if kind == "k" else value)


def _words(name: str) -> set[str]:
    return set(_WORD.findall(name)) - _ADDRESSED


def fits(one: str, other: str) -> bool:
    """Whether two folded names may be the same person's: `A. Meier`, `Frau Meier`, `Anna Meier`."""
    if not one or not other or one == other:
        return True
    first, second = _words(one), _words(other)
    fewer, more = sorted((first, second), key=len)
    return bool(fewer & more) and all(any(_short_for(word, other) for other in more) for word in fewer)


def _short_for(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


class Crowd:
    """The persons of a file, found by what their rows say."""

    def __init__(self) -> None:
        self.persons: list[Person] = []
        self._by_key: dict[
            str, tuple[Person, ...] | Person
        ] = {}  # nearly always one: a hundred thousand lists
        self._by_name: dict[
            str, tuple[Person, ...] | Person
        ] = {}  # would cost memory, and the collector time

    def place(self, fields: Mapping[str, str], place: int) -> Person | None:
        """Whose row this is; somebody new where nobody fits. None: the name alone, and several have it."""
        seen = _Seen.of(fields)
        found = self._find(seen)
        if found is None and seen.bare and len(_all(self._by_name.get(seen.name, ()))) > 1:
            return None
        if found is None:
            found = Person(place, seen.name, seen.company, seen.town, seen.number, seen.bare)
            self.persons.append(found)
            if seen.name:
                self._by_name[seen.name] = _with(self._by_name.get(seen.name, ()), found)
        self._learn(found, seen)
        return found

    def found(self, fields: Mapping[str, str]) -> int | None:
        """The first row of whoever this is."""
        person = self._find(_Seen.of(fields))
        return person.place if person else None

    def _find(self, seen: "_Seen") -> Person | None:
        for key in seen.keys:
            for person in _all(self._by_key.get(key, ())):
                if _is_sure(key, seen, person):
                    return person
        alike = [p for p in _all(self._by_name.get(seen.name, ())) if _same_number(seen.number, p.number)]
        if seen.bare:
            return alike[0] if len(alike) == 1 else None
        return next((person for person in alike if _near(person, seen)), None)

    def _learn(self, person: Person, seen: "_Seen") -> None:
        person.number = person.number or seen.number
        for key in seen.keys:
            known = self._by_key.get(key, ())
            if not any(other is person for other in _all(known)):
                self._by_key[key] = _with(known, person)

    def meet(self, contact: int, fields: Mapping[str, str]) -> None:
        """A contact of the stock: whoever of the file it is, knows it from now on; the surest sign counts."""
        seen = _Seen.of(fields)
        for key in seen.keys:
            for person in _all(self._by_key.get(key, ())):
                if _is_sure(key, seen, person):
                    _take(person, contact, _RANK[key[0]])
        for person in _all(self._by_name.get(seen.name, ())):
            if _same_number(seen.number, person.number):
                _meet_by_name(person, contact, seen)


def _all(known: tuple[Person, ...] | Person) -> tuple[Person, ...]:
    return known if isinstance(known, tuple) else (known,)


def _with(known: tuple[Person, ...] | Person, person: Person) -> tuple[Person, ...] | Person:
    return (*_all(known), person) if known else person


@dataclass(slots=True)
class _Seen:
    """What a row or a contact says of who it is, folded."""

    name: str
    company: str
    town: str
    number: str
    keys: tuple[str, ...]

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "_Seen":
        said = [fields.get(f, "") for f in (Field.NAME, Field.COMPANY, Field.TOWN, Field.CUSTOMER_NO)]
        name, company, town, number = (text and folded(text) for text in said)
        return cls(name, company, town, number, tuple(keys_of(fields)))

    @property
    def bare(self) -> bool:
        """Nothing but a name is known."""
        return not (self.keys or self.company or self.town)


def _is_sure(key: str, seen: _Seen, person: Person) -> bool:
    return key[0] == "k" or (fits(seen.name, person.name) and _same_number(seen.number, person.number))


def _near(person: Person, seen: _Seen) -> int:
    """The rank of the same name's company or town, 0 where they differ."""
    if seen.company and seen.company == person.company:
        return _COMPANY
    other_company = seen.company and person.company
    return _TOWN if seen.town and seen.town == person.town and not other_company else 0


def _meet_by_name(person: Person, contact: int, seen: _Seen) -> None:
    if rank := _near(person, seen):
        _take(person, contact, rank)
    elif person.bare:
        person.several = person.several or (person.rank == _NAME and person.contact != contact)
        _take(person, contact, _NAME)


def _take(person: Person, contact: int, rank: int) -> None:
    if rank > person.rank:
        person.contact, person.rank = contact, rank


def _same_number(one: str, other: str) -> bool:
    """Different customer numbers are different customers, whatever else they share."""
    return not one or not other or one == other

"""Whether two contacts are likely the same one: by number, mail, name, or by sound and place. Never certain."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from domain.contact import Contact, NewContact
from domain.folding import digits, folded, words

SIMILAR = 0.88  # of a spelling, 1 = the same
_LEGAL = frozenset("gmbh ag kg ohg gbr ug se ek ev mbh co ltd inc sarl stiftung verein".split())  # noqa: SIM905 – a list of words
_TITLES = frozenset("dr prof dipl ing mag herr frau familie fam".split())  # noqa: SIM905 – a list of words
_LITTLE = _LEGAL | _TITLES
_ONES = {
    **dict.fromkeys("aeijouy", "0"), "b": "1", **dict.fromkeys("fvw", "3"), **dict.fromkeys("gkq", "4"), "l": "5",
    **dict.fromkeys("mn", "6"), "r": "7", **dict.fromkeys("sz", "8"),
}  # fmt: skip


class Sign(StrEnum):
    """What two contacts have in common."""

    NUMBER = "number"
    MAIL = "mail"
    NAME = "name"
    SOUND = "sound"
    SPELLING = "spelling"
    TOWN = "town"
    COMPANY = "company"


ENOUGH = frozenset({Sign.NUMBER, Sign.MAIL, Sign.NAME})  # each of them alone
WITH_A_PLACE = frozenset({Sign.SOUND, Sign.SPELLING})
PLACES = frozenset({Sign.TOWN, Sign.COMPANY})
WEIGHT = {
    Sign.MAIL: 8, Sign.NUMBER: 6, Sign.NAME: 5, Sign.SOUND: 3, Sign.SPELLING: 2, Sign.COMPANY: 2, Sign.TOWN: 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of a contact, folded. Neither the order of the words of a name nor its titles matter."""

    name: tuple[str, ...]
    spelt: str
    sound: tuple[str, ...]
    numbers: frozenset[str]
    mails: frozenset[str]
    town: tuple[str, ...]
    company: tuple[str, ...]

    @classmethod
    def of(cls, contact: Contact | NewContact) -> "Traits":
        details = contact.details or {}
        name = _bare(contact.name)
        numbers = {digits(number) for number in (contact.phone, details.get("phone2", "")) if number}
        mails = {folded(mail) for mail in (contact.email, details.get("email2", "")) if mail}
        town = tuple(word for word in words(contact.town) if not word.isdigit())
        sound = tuple(sorted(map(cologne, name)))
        return cls(
            name, " ".join(name), sound, frozenset(numbers), frozenset(mails), town, _bare(contact.company)
        )


def _bare(text: str) -> tuple[str, ...]:
    """Without legal forms and titles, unless nothing else is left."""
    every = words(text)
    return tuple(sorted([word for word in every if word not in _LITTLE] or every))


def sounds(name: str) -> set[str]:
    """How the words of a name sound: by these codes a like-sounding one is looked for."""
    return {cologne(word) for word in _bare(name)}


Similar = Callable[[str, str], float]


def signs(one: Traits, other: Traits, similar: Similar) -> tuple[Sign, ...]:
    """What makes them likely the same, the weightiest first; empty where it isn't enough."""
    alike = _alike(one, other, similar)
    number, mail = not one.numbers.isdisjoint(other.numbers), not one.mails.isdisjoint(other.mails)
    if alike is None and not number and not mail:  # nearly always: there are thousands of pairs to look at
        return ()
    shared = (
        (Sign.NUMBER, number),
        (Sign.MAIL, mail),
        (Sign.TOWN, bool(one.town) and one.town == other.town),
        (Sign.COMPANY, bool(one.company) and one.company == other.company),
    )
    found = {sign for sign, holds in shared if holds} | ({alike} if alike else set())
    enough = found & ENOUGH or (found & WITH_A_PLACE and found & PLACES)
    return tuple(sorted(found, key=lambda sign: -WEIGHT[sign])) if enough else ()


def weight(found: Iterable[Sign]) -> int:
    return sum(WEIGHT[sign] for sign in found)


def _alike(one: Traits, other: Traits, similar: Similar) -> Sign | None:
    if not one.name or not other.name:
        return None
    if one.name == other.name:
        return Sign.NAME
    if one.sound == other.sound:
        return Sign.SOUND
    near = similar(one.spelt, other.spelt) >= SIMILAR and _figures(one) == _figures(other)
    return Sign.SPELLING if near else None


def _figures(traits: Traits) -> list[str]:
    """Filiale 1 and Filiale 2 are spelt alike, and aren't the same."""
    return [word for word in traits.name if any(letter.isdigit() for letter in word)]


@lru_cache(maxsize=16384)
def cologne(word: str) -> str:
    """Kölner Phonetik of a folded word: Meier, Mayer and Maier sound the same. Its figures stay."""
    sound = _sound("".join([letter for letter in word if letter.isalpha()]))
    figures = "".join([letter for letter in word if letter.isdigit()])
    return sound + (f"#{figures}" if figures else "")


@lru_cache(maxsize=16384)
def _sound(letters: str) -> str:
    codes = [_code(letters, place) for place in range(len(letters))]
    once = ""
    for code in "".join(codes):
        once += code if once[-1:] != code else ""
    return once[:1] + once[1:].replace("0", "")


def _code(letters: str, place: int) -> str:
    letter, before, after = letters[place], letters[place - 1 : place], letters[place + 1 : place + 2]
    if letter == "h":
        return ""
    if letter == "p":
        return "3" if after == "h" else "1"
    if letter in "dt":
        return "8" if after and after in "csz" else "2"
    if letter == "x":
        return "8" if before and before in "ckq" else "48"
    if letter == "c":
        hard = "ahkloqrux" if not before else "ahkoqux"
        return "4" if after and after in hard and (not before or before not in "sz") else "8"
    return _ONES.get(letter, "")

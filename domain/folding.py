"""How words are compared: case, umlauts, accents and ß don't matter (ä = ae = a)."""

import re
import unicodedata

_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_TABLE = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "a", "œ": "o", "ı": "i"})
_MARKS = "\u0300"  # no letter before it is a combining mark
_WORD = re.compile(r"[^\W_]+")
_COUNTRIES = ("49", "43", "41")
_SHORTEST = 8  # digits of a number with its country code


def folded(text: str) -> str:
    """`Häuser`, `Haeuser` and `HAUSER` become the same, and stay what they are when folded again.

    A natural ae, oe, ue goes the same way in what is kept and in what is typed: `manu` finds Manuel. The beginning of
    a word folds to the beginning of the folded word, so that a prefix stays one wherever the typing stops.
    """
    plain = text.lower() if text.isascii() else _without_accents(text)
    for pair, single in _UMLAUTS:
        while pair in plain:
            plain = plain.replace(pair, single)
    return plain


def _without_accents(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_TABLE))
    if not bare.isascii():
        bare = "".join([letter for letter in bare if letter < _MARKS or not unicodedata.combining(letter)])
    return bare.casefold()


def words(text: str) -> list[str]:
    """The folded words of a text, in order: letters and digits only."""
    return _WORD.findall(folded(text))


def digits(text: str) -> str:
    """The digits of a phone number without country code and leading zeros: every notation is the same."""
    bare = re.sub(r"\D", "", text)
    if text.strip().startswith(("+", "(+")) or bare.startswith("00"):
        bare = bare.lstrip("0")
        if bare.startswith(_COUNTRIES):
            return bare[2:].lstrip("0")
    return bare.lstrip("0")


def without_country(number: str) -> str:
    """The same for digits typed with a country code but without its sign; empty where there is none."""
    if len(number) < _SHORTEST or not number.startswith(_COUNTRIES):
        return ""
    return number[2:].lstrip("0")

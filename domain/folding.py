"""How words are compared: case, umlauts, accents and ß don't matter (ä = ae = a)."""

import re
import unicodedata

_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_TABLE = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "a", "œ": "o"})
_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """`Häuser`, `Haeuser` and `HAUSER` become the same."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_TABLE))
    plain = "".join(letter for letter in bare if not unicodedata.combining(letter))
    for pair, single in _UMLAUTS:
        plain = plain.replace(pair, single)
    return plain


def words(text: str) -> list[str]:
    """The folded words of a text, in order: letters and digits only."""
    return [folded(word) for word in _WORD.findall(text)]


def digits(text: str) -> str:
    """The digits of a phone number without country code and leading zeros: every notation is the same."""
    bare = re.sub(r"\D", "", text)
    if text.strip().startswith("+") or bare.startswith("00"):
        bare = bare.lstrip("0")
        for code in ("49", "43", "41"):
            if bare.startswith(code):
                return bare[2:].lstrip("0")
    return bare.lstrip("0")

"""Why two contacts are perhaps the same, and what the law says about certain words."""

from collections.abc import Iterable

from bot.views.words import shown
from domain.likeness import Sign

SIGNS = {
    Sign.NUMBER: "gleiche Nummer",
    Sign.MAIL: "gleiche Mail",
    Sign.NAME: "gleicher Name",
    Sign.SOUND: "klingt gleich",
    Sign.SPELLING: "ähnlich geschrieben",
    Sign.TOWN: "gleicher Ort",
    Sign.COMPANY: "gleiche Firma",
}


def shared(signs: Iterable[Sign]) -> str:
    """`klingt gleich, gleicher Ort`."""
    return ", ".join(SIGNS[sign] for sign in signs)


def protected(word: str) -> str:
    """§9: a warning line, never a block; empty without such a word."""
    if not word:
        return ""
    return f"\nHinweis: „{shown(word, most=40)}“ berührt Gesundheit, Religion oder Politik (Art. 9 DSGVO) – nur mit Einwilligung behalten."

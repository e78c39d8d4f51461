"""Words that differ from a typed one by a slip of the thumb."""

from collections.abc import Iterable
from string import ascii_lowercase

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from storage.words import Scope, Words

SHORTEST = 4  # letters; shorter words are too near to each other
LONG = 8  # from here on two slips are allowed
MOST = 12  # near words that are looked at


def slips(term: str) -> int:
    """How many are forgiven."""
    return 2 if len(term) >= LONG else 1


def near(term: str, index: Words, *, scope: Scope) -> list[str]:
    """Known words one slip (two from eight letters on) from a folded term, the nearest first."""
    if len(term) < SHORTEST or term.isdigit():
        return []
    letters = range(len(term) - slips(term), len(term) + slips(term) + 1)
    if scope.owners is not None:
        return _nearest(term, index.known(scope=scope, letters=letters))
    found = _nearest(term, index.known(scope=scope, beginnings=[term[0]], letters=letters))
    return found or _nearest(
        term, index.known(scope=scope, beginnings=_other_beginnings(term), letters=letters)
    )


def is_near(term: str, word: str) -> bool:
    """Whether one is typed for the other by a slip."""
    return OSA.distance(term, word, score_cutoff=slips(term)) <= slips(term)


def _nearest(term: str, choices: list[str]) -> list[str]:
    """Of those equally near the ones that begin and read most like it."""
    found = process.extract(term, choices, scorer=OSA.distance, score_cutoff=slips(term), limit=None)
    ordered = sorted(found, key=lambda hit: (hit[1], -JaroWinkler.similarity(term, hit[0]), hit[0]))
    return list(dict.fromkeys(word for word, _, _ in ordered))[:MOST]


def _other_beginnings(term: str) -> Iterable[str]:
    """The first two letters where the first one was a slip: wrong, missing, too many, or exchanged with the second."""
    wrong = {letter + term[1] for letter in ascii_lowercase}
    missing = {letter + term[0] for letter in ascii_lowercase}
    return sorted(wrong | missing | {term[1:3], term[1] + term[0]})

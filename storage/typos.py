"""Words that differ from a typed one by a slip of the thumb."""

from rapidfuzz import process
from rapidfuzz.distance import OSA

from storage.words import Scope, Words

SHORTEST = 4  # letters; shorter words are too near to each other
LONG = 8  # from here on two slips are allowed


def near(term: str, index: Words, *, scope: Scope) -> list[str]:
    """Known words one slip (two from eight letters on) from a folded term, the nearest first."""
    if len(term) < SHORTEST or term.isdigit():
        return []
    slips = 2 if len(term) >= LONG else 1
    choices = list(index.known(scope=scope, beginning=term[0]))
    found = process.extract(term, choices, scorer=OSA.distance, score_cutoff=slips, limit=12)
    if not found and scope.owners is None:
        found = process.extract(
            term, list(index.known(scope=scope)), scorer=OSA.distance, score_cutoff=slips, limit=12
        )
    return [word for word, _, _ in found]

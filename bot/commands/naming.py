"""Which words of a line may be a name: titles stand before it, amounts, dates and known words end it."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

from domain.folding import words
from domain.gist import NOBODY
from domain.phrases import DateUnreadable, Lean, find_when
from domain.spoken import ENDS_A_NAME, TITLES
from domain.status import Status

Token = re.Match[str]
MOST_WORDS = 5
WITHOUT_CONTENT = frozenset({"kontakt", "warum", "verlauf"})  # commands whose whole line is the name
_JOINED = frozenset("&+")  # signs inside a name: Groß & Söhne
_ANY_DAY = datetime(2026, 1, 5, 12, tzinfo=UTC)  # only where a date stands matters, not which it is


def tokens_of(rest: str) -> list[Token]:
    return list(re.finditer(r"\S+", rest))


def titles_before(tokens: Sequence[Token]) -> int:
    """How many words before the name aren't part of it: `Frau Dr. Meier`. Behind them a name has to come."""
    count = 0
    for token, following in pairwise(tokens):
        parts = words(token[0])
        if not parts or not TITLES.issuperset(parts) or not any(map(str.isalpha, following[0])):
            break
        count += 1
    return count


def name_tokens(command: str, rest: str, tokens: Sequence[Token]) -> list[Token]:
    """Amounts, dates and known words end the name; its first word is always taken for one."""
    bare = command in WITHOUT_CONTENT
    name = list(tokens[:1])
    ends = len(rest) if bare or not name else _date_start(rest, after=name[0].end())
    for token in tokens[1:MOST_WORDS]:
        parts = words(token[0])
        if token.start() >= ends or not (parts or _JOINED.issuperset(token[0])):
            break
        if not bare and any(part in ENDS_A_NAME or part.isdigit() for part in parts):
            break
        name.append(token)
    return name


def may_be_name(word: str) -> bool:
    """Whether a word nobody has may be a new name: figures, days, codes and what messages are made of are none."""
    parts = words(word)
    if not any(letter.isalpha() for letter in word) or word.upper() in set(Status):
        return False
    if ENDS_A_NAME.issuperset(parts):
        return False
    return word[:1].isupper() or not (NOBODY.issuperset(parts) or _is_day(word))


def _is_day(word: str) -> bool:
    try:
        return find_when(word, now=_ANY_DAY, lean=Lean.FUTURE) is not None
    except DateUnreadable:
        return True


def going_on(tokens: Sequence[Token], end: int) -> list[Token]:
    """A known word behind a name, and the one behind that: `am Markt` may belong to it after all."""
    following = [token for token in tokens if token.start() >= end][:2]
    parts = [words(token[0]) for token in following]
    return following if len(parts) > 1 and all(parts) and ENDS_A_NAME.issuperset(parts[0]) else []


def _date_start(rest: str, *, after: int) -> int:
    """Where the first date behind the first word stands (`Mi Nguyen` begins with a name)."""
    try:
        found = find_when(rest[after:], now=_ANY_DAY, lean=Lean.FUTURE)
    except DateUnreadable:
        return len(rest)
    return after + found.start if found else len(rest)

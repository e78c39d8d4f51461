"""Who a line is about: the longest leading run of words that identifies someone; the rest is content."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

from bot import waiting
from bot.desk import Desk
from bot.errors import (
    ContactAmbiguous,
    ContactMissing,
    ContactUnknown,
    ContactUnsure,
    NumberUnknown,
)
from domain.contact import Contact
from domain.folding import folded, words
from domain.phrases import DateUnreadable, Lean, find_when
from domain.spoken import ENDS_A_NAME
from storage.contacts import Listed
from storage.words import index_words

MOST_WORDS = 5
MOST_SHOWN = 8
SHORTEST_FURTHER = 3  # letters of a further word that may be a prefix
_NUMBER = re.compile(r"#(\d{1,12})\b:?\s*")
_FORCED = re.compile(r"([^:\n]{1,80}):(?:\s+|$)")
_PHONE = re.compile(r"[+(]?\d[\d\s/()\-.]{2,}\d")
_ANY_DAY = datetime(2026, 1, 5, 12, tzinfo=UTC)  # only where a date stands matters, not which it is
_LEADING = re.compile(r"^(?:[\s,:;]|[–-](?!\d))+")  # -5 keeps its sign


@dataclass(frozen=True, slots=True)
class _Run:
    """The words tried so far and whom they hit."""

    hits: list[int]
    end: int


def contact_and_rest(desk: Desk, rest: str) -> tuple[Contact, str]:
    """The contact a line begins with, and its content. Raises what keeps it from being certain."""
    if meant := _answered(desk, rest):
        return meant
    if not rest.strip():
        line = waiting.waiting(desk.command, "", "")
        raise ContactMissing(line, desk.work.contacts.recent(owner=desk.turn.member.id))
    if numbered := _NUMBER.match(rest):
        return _by_number(desk, numbered), rest[numbered.end() :].strip()
    if (forced := _FORCED.match(rest)) and not forced[1].strip()[-1:].isdigit():
        return _forced(desk, forced[1].strip(), rest[forced.end() :].strip())
    if (phone := _PHONE.match(rest)) and not _hits(desk, words(rest.split(maxsplit=1)[0])):
        return _by_phone(desk, rest, phone[0])
    return _by_words(desk, rest)


def _waiting(desk: Desk, query: str, content: str) -> str:
    return waiting.waiting(desk.command, query, content)


def _answered(desk: Desk, rest: str) -> tuple[Contact, str] | None:
    """A reply to a message of ours about a contact means that contact."""
    answers = desk.turn.answers
    if answers is None or answers.contact is None or _NUMBER.match(rest):
        return None
    contact = desk.work.contacts.get(answers.contact, scope=desk.scope)
    if contact is None:
        return None
    known, content = index_words(contact), rest.split()
    while content and words(content[0]) and set(words(content[0])) <= known:
        content = content[1:]
    return contact, " ".join(content)


def _by_number(desk: Desk, numbered: re.Match[str]) -> Contact:
    contact = desk.work.contacts.get(int(numbered[1]), scope=desk.scope)
    if contact is None:
        raise NumberUnknown(numbered[1])
    return contact


def _by_phone(desk: Desk, rest: str, figures: str) -> tuple[Contact, str]:
    """The longest run of figures that is somebody's number; those behind it may be an amount or a date."""
    for group in reversed(list(re.finditer(r"\S+", figures))):
        typed, content = rest[: group.end()], _LEADING.sub("", rest[group.end() :]).strip()
        if hits := desk.work.contacts.words.having_number(typed, scope=desk.scope):
            return _one_of(desk, hits, typed, content), content
    raise ContactUnknown(figures.strip(), _waiting(desk, figures.strip(), ""), creatable=False)


def _forced(desk: Desk, query: str, content: str) -> tuple[Contact, str]:
    terms = [term for word in query.split() for term in _terms(word)]
    hits = _hits(desk, terms) if terms else []
    if not hits:
        _not_found(desk, query, content)
    return _one_of(desk, hits, query, content), content


def _by_words(desk: Desk, rest: str) -> tuple[Contact, str]:
    tokens = list(re.finditer(r"\S+", rest))
    name = _name_tokens(rest, tokens)
    run = _longest(desk, name)
    if run is None:
        query = " ".join(token[0] for token in name[:2])
        _not_found(desk, query, rest[name[:2][-1].end() :].strip(), rest)
    content = _LEADING.sub("", rest[run.end :]).strip()
    return _one_of(desk, run.hits, rest[: run.end].strip(" ,:"), content), content


def _name_tokens(rest: str, tokens: list[re.Match[str]]) -> list[re.Match[str]]:
    """Amounts, dates and known words end the name; its first word is always taken for one."""
    name = tokens[:1]
    ends = _date_start(rest, after=name[0].end() if name else 0)
    for token in tokens[1:MOST_WORDS]:
        parts = words(token[0])
        if token.start() >= ends or not parts or any(p in ENDS_A_NAME or p.isdigit() for p in parts):
            break
        name.append(token)
    return name


def _date_start(rest: str, *, after: int) -> int:
    """Where the first date behind the first word stands (`Mi Nguyen` begins with a name)."""
    try:
        found = find_when(rest[after:], now=_ANY_DAY, lean=Lean.FUTURE)
    except DateUnreadable:
        return len(rest)
    return after + found.start if found else len(rest)


def _longest(desk: Desk, name: list[re.Match[str]]) -> _Run | None:
    """Add word by word as long as somebody has them all."""
    best: _Run | None = None
    terms: list[str] = []
    for token in name:
        terms += _terms(token[0])
        if not terms:
            break
        hits = _hits(desk, terms)
        if not hits:
            break
        best = _Run(hits, token.end())
    return best


def _terms(word: str) -> list[str]:
    """As the index has it: an e-mail address whole, anything else in its letters and figures."""
    return [folded(word.strip(",;"))] if "@" in word else words(word)


def _hits(desk: Desk, terms: list[str]) -> list[int]:
    """Whole words before beginnings; further words of less than three letters only whole."""
    index = desk.work.contacts.words
    if whole := index.having(terms, scope=desk.scope, exact=True):
        return whole
    if any(len(term) < SHORTEST_FURTHER for term in terms[1:]):
        return []
    return index.having(terms, scope=desk.scope, exact=False)


def _one_of(desk: Desk, hits: list[int], query: str, content: str) -> Contact:
    """The one that was meant, or a question with those it could be."""
    found = desk.work.contacts.many(hits, scope=desk.scope)
    if len(found) > 1:
        found = _closest(found, words(query))
    if len(found) == 1:
        return found[0].contact
    if not found:
        _not_found(desk, query, content)
    raise ContactAmbiguous(query, _waiting(desk, query, content), found[:MOST_SHOWN], len(found) > MOST_SHOWN)


def _closest(found: list[Listed], terms: list[str]) -> list[Listed]:
    """Those in which most words stand whole: exact before prefix."""
    scores = [len(set(terms) & index_words(listed.contact)) for listed in found]
    return [listed for listed, score in zip(found, scores, strict=True) if score == max(scores)]


def _not_found(desk: Desk, query: str, content: str, whole: str = "") -> NoReturn:
    """Ask about a possible typing error, else offer to create."""
    for typed in dict.fromkeys([query, query.split(maxsplit=1)[0]] if query.split() else []):
        if similar := similar_contacts(desk, typed):
            rest = content if typed == query or not whole else whole[len(typed) :].strip()
            raise ContactUnsure(typed, _waiting(desk, typed, rest), similar[:MOST_SHOWN])
    raise ContactUnknown(query, _waiting(desk, query, content))


def similar_contacts(desk: Desk, typed: str) -> list[Listed]:
    """Contacts one or two letters away from a word of four letters and more."""
    return desk.work.contacts.many(list(_misspelt(desk, words(typed))), scope=desk.scope)


def _misspelt(desk: Desk, terms: list[str]) -> dict[int, None]:
    from storage.typos import near  # noqa: PLC0415 – rapidfuzz only when nothing else hits

    index = desk.work.contacts.words
    meant = [near(term, index, scope=desk.scope) for term in terms]
    if not meant or not all(meant):
        return {}
    found: dict[int, None] = {}
    for word in meant[0]:
        hits = index.having([word], scope=desk.scope, exact=True)
        found |= dict.fromkeys(hit for hit in hits if _has_all(desk, hit, meant[1:]))
    return found


def _has_all(desk: Desk, hit: int, further: list[list[str]]) -> bool:
    contact = desk.work.contacts.any(hit)
    known = index_words(contact) if contact else set()
    return all(known & set(choices) for choices in further)

"""Whom a free sentence is about: the contact's words may stand anywhere in it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.commands.ranking import hits
from bot.commands.slips import Slips
from bot.desk import Desk
from domain.folding import words
from domain.gist import NOBODY
from domain.phrases import DateUnreadable, Lean, find_when

MOST_LOOKED_AT = 14  # words of a sentence that may be a name
MOST_GUESSED = 3  # of these, where only a typing error could explain them
SHORTEST_BEGINNING = 3  # letters
SHORTEST_GUESSED = 4
MOST_IN_NAME = 3
_TOKEN = re.compile(r"[^\s,;:!?()„“\"]+")
_NUMBER = re.compile(r"#(\d{1,12})\b:?")
_FORCED = re.compile(r"([^:\n]{1,80}):\s+(?=\S)")
_CALLED = re.compile(r"[+(]{0,2}\d[\d /()\-–]{5,}\d")  # without dots: those are dates and amounts
_LEAD = re.compile(
    r"(?:(?:mit|bei|beim|von|vom|für|an|zu|zum|zur|herrn?|frau|firma|dr\.?)\s+)+\Z", re.IGNORECASE
)
_ANY_DAY = datetime(2026, 1, 5, 12, tzinfo=UTC)  # only where a date stands matters, not which it is


@dataclass(frozen=True, slots=True)
class Mention:
    """`query`: the words as typed; `hits`: the contacts they fit, none where only a typing error explains them.

    `content` is the sentence without them.
    """

    query: str
    hits: tuple[int, ...]
    content: str
    leading: bool


@dataclass(frozen=True, slots=True)
class _Run:
    start: int
    end: int
    hits: tuple[int, ...]
    terms: int


def mentioned(desk: Desk, text: str) -> Mention | None:
    """The contact a sentence names: by number, before a colon, or by words anywhere in it."""
    if (numbered := _NUMBER.match(text)) and desk.work.contacts.get(int(numbered[1]), scope=desk.scope):
        return Mention(numbered[0], (int(numbered[1]),), text[numbered.end() :].strip(), leading=True)
    if forced := _FORCED.match(text):
        named = _having(desk, words(forced[1]), exact=True) or _having(desk, words(forced[1]), exact=False)
        if named:
            return Mention(forced[1].strip(), named, text[forced.end() :].strip(), leading=True)
    if called := _called(desk, text):
        return called
    candidates = _candidates(text)
    run = _whole(desk, text, candidates) or _beginning(desk, candidates)
    if run:
        return _mention(text, run)
    return _misspelt(desk, text, candidates)


def _called(desk: Desk, text: str) -> Mention | None:
    """Whose phone number stands in it, in any notation."""
    for number in _CALLED.finditer(text):
        if known := desk.work.contacts.words.having_number(number[0], scope=desk.scope):
            rest = f"{text[: number.start()]} {text[number.end() :]}".strip(" ,:;–-")
            return Mention(number[0], tuple(known), " ".join(rest.split()), leading=not number.start())
    return None


def plausible_name(text: str) -> tuple[str, str]:
    """The words that may be a name nobody has yet, and the rest: the first capitals, or a small line's first word."""
    found = _candidates(text)
    capital = [token for token in found if token[0][:1].isupper()] or [t for t in found[:1] if not t.start()]
    if not capital or not any(letter.isalpha() for letter in capital[0][0]):
        return "", text
    name = [capital[0]]
    for token in capital[1:]:
        if text[name[-1].end() : token.start()].strip() or len(name) == MOST_IN_NAME:
            break
        name.append(token)
    said = " ".join(token[0] for token in name)
    content = _mention(text, _Run(name[0].start(), name[-1].end(), (), len(name))).content
    return (said.title() if said.islower() else said), content


def _candidates(text: str) -> list[re.Match[str]]:
    """Words outside of dates that aren't ordinary ones; where a date may be a name, all of them."""
    tokens = [token for token in _TOKEN.finditer(text) if _may_be_name(token[0])]
    dates = _dates(text)
    outside = [t for t in tokens if not any(start <= t.start() < end for start, end in dates)]
    return (outside or tokens)[:MOST_LOOKED_AT]


def _may_be_name(word: str) -> bool:
    parts = words(word)
    return bool(parts) and not all(part in NOBODY or part.isdigit() for part in parts)


def _dates(text: str) -> tuple[tuple[int, int], ...]:
    try:
        found = find_when(text, now=_ANY_DAY, lean=Lean.FUTURE)
    except DateUnreadable:
        return ()
    return found.spans if found else ()


def _having(desk: Desk, terms: list[str], *, exact: bool) -> tuple[int, ...]:
    return tuple(hits(desk, terms, whole=exact)) if terms else ()


def _whole(desk: Desk, text: str, candidates: list[re.Match[str]]) -> _Run | None:
    """The longest run of whole words somebody has, narrowed down by what else the sentence says of them."""
    runs = [run for place in range(len(candidates)) if (run := _from(desk, text, candidates, place))]
    if not runs:
        return None
    best = max(runs, key=lambda run: (run.terms, -run.start))
    left = best.hits
    for other in runs:
        left = tuple(hit for hit in left if hit in other.hits) or left
    return _Run(best.start, best.end, left, best.terms)


def _from(desk: Desk, text: str, candidates: list[re.Match[str]], place: int) -> _Run | None:
    """As many neighbouring words as somebody has all of."""
    best: _Run | None = None
    terms: list[str] = []
    for token in candidates[place:]:
        if best and text[best.end : token.start()].strip():
            break
        terms += words(token[0])
        if not (found := _having(desk, terms, exact=True)):
            break
        best = _Run(candidates[place].start(), token.end(), found, len(terms))
    return best


def _beginning(desk: Desk, candidates: list[re.Match[str]]) -> _Run | None:
    """The first word that begins somebody's, capitals first; a small one only where the sentence begins with it."""
    for token in _in_order(candidates):
        terms = words(token[0])
        if len(terms[0]) >= SHORTEST_BEGINNING and (found := _having(desk, terms, exact=False)):
            return _Run(token.start(), token.end(), found, len(terms))
    return None


def _in_order(candidates: list[re.Match[str]]) -> list[re.Match[str]]:
    capital = [token for token in candidates if token[0][:1].isupper()]
    small = [token for token in candidates if not token[0][:1].isupper() and token.start() == 0]
    return capital + small


def _misspelt(desk: Desk, text: str, candidates: list[re.Match[str]]) -> Mention | None:
    """Somebody a typing error away: who is meant is asked before anything is stored."""
    slips = Slips(desk)
    for token in _in_order(candidates)[:MOST_GUESSED]:
        if len(token[0]) >= SHORTEST_GUESSED and slips.similar(token[0]):
            return _mention(text, _Run(token.start(), token.end(), (), 1))
    return None


def _mention(text: str, run: _Run) -> Mention:
    before, after = text[: run.start], text[run.end :]
    lead = _LEAD.search(before)
    kept = before[: lead.start()] if lead else before
    content = " ".join(f"{kept} {after.lstrip(' ,:;')}".split())
    return Mention(text[run.start : run.end], run.hits, content, leading=not kept.strip())

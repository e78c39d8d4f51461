"""Who a line is about: the longest leading run of words that identifies someone; the rest is content."""

import re
from dataclasses import dataclass
from typing import NoReturn

from bot import waiting
from bot.commands.mention import mentioned
from bot.commands.naming import (
    MOST_WORDS,
    WITHOUT_CONTENT,
    Token,
    going_on,
    may_be_name,
    name_tokens,
    titles_before,
    tokens_of,
)
from bot.commands.ranking import closest, hits
from bot.commands.slips import Slips
from bot.desk import Desk
from bot.errors import (
    ContactAmbiguous,
    ContactMissing,
    ContactUnknown,
    ContactUnsure,
    NumberUnknown,
)
from bot.errors_pieces import NameBehind
from domain.contact import Contact
from domain.folding import words
from domain.gist import NOBODY
from domain.spoken import TITLES
from storage.words import index_words, typed_terms

MOST_SHOWN = 8
SHORTEST_FURTHER = 3  # letters of a further word that may be a prefix
_NUMBER = re.compile(r"#(\d{1,12})\b:?\s*")
_FORCED = re.compile(r"([^:\n]{1,80}):(?:\s+|$)")
_PHONE = re.compile(r"[+(]{0,2}\d[\d\s/()\-–.]{2,}\d")
_LEADING = re.compile(r"^(?:[\s,:;]|[–-](?!\d))+")  # -5 keeps its sign


@dataclass(frozen=True, slots=True)
class _Run:
    """The words tried so far and whom they hit."""

    hits: list[int]
    end: int


def contact_and_rest(desk: Desk, rest: str) -> tuple[Contact, str]:
    """The contact a line begins with, and its content. Raises what keeps it from being certain."""
    desk.about = None
    contact, content = _contact_and_rest(desk, rest)
    desk.about = contact
    return contact, content


def called(desk: Desk, contact: Contact) -> str:
    """How a line may call a contact: by the last word of the name where that is nobody else's, else by number."""
    last = words(contact.name)[-1:]
    plain = last and contact.name.split()[-1]
    if (
        plain
        and plain.isalpha()
        and not NOBODY.union(TITLES).issuperset(last)
        and hits(desk, last, whole=True) == [contact.id]
    ):
        return plain
    return f"#{contact.id}"


def _contact_and_rest(desk: Desk, rest: str) -> tuple[Contact, str]:
    if meant := _answered(desk, rest):
        return meant
    if not rest.strip():
        line = waiting.waiting(desk.command, "", "")
        raise ContactMissing(line, desk.work.contacts.recent(owner=desk.turn.member.id))
    if numbered := _NUMBER.match(rest):
        return _by_number(desk, numbered), rest[numbered.end() :].strip()
    if (forced := _FORCED.match(rest)) and _is_name(desk, forced[1]):
        return _forced(desk, forced[1].strip(), rest[forced.end() :].strip())
    if (phone := _PHONE.match(rest)) and not hits(desk, words(rest.split(maxsplit=1)[0]), whole=True):
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
    return contact, _behind_name(rest, index_words(contact))


def _behind_name(rest: str, known: set[str]) -> str:
    """What is said of a contact that was replied to, without the name that may begin the line."""
    content = rest.split()
    while content and (parts := set(words(content[0]))) and parts <= known | TITLES:
        content = content[1:]
    return " ".join(content)


def _by_number(desk: Desk, numbered: re.Match[str]) -> Contact:
    contact = desk.work.contacts.get(int(numbered[1]), scope=desk.scope)
    if contact is None:
        raise NumberUnknown(numbered[1])
    if contact.id != int(numbered[1]):
        desk.asides.append(f"#{int(numbered[1])} ist in #{contact.id} aufgegangen.")
    return contact


def _by_phone(desk: Desk, rest: str, figures: str) -> tuple[Contact, str]:
    """The longest run of figures that is somebody's number; those behind it may be an amount or a date."""
    for group in reversed(list(re.finditer(r"\S+", figures))):
        typed, content = rest[: group.end()], _LEADING.sub("", rest[group.end() :]).strip()
        if hits := desk.work.contacts.words.having_number(typed, scope=desk.scope):
            return _one_of(desk, hits, typed, content), content
    _refuse_if_behind(desk, rest)
    raise ContactUnknown(figures.strip(), _waiting(desk, figures.strip(), ""), creatable=False)


def _is_name(desk: Desk, before_colon: str) -> bool:
    """A number before a colon is rather an amount or a time, unless somebody has it: `Studio 54:`."""
    terms = typed_terms(before_colon)
    return not before_colon.strip()[-1:].isdigit() or (bool(terms) and bool(hits(desk, terms, whole=True)))


def _forced(desk: Desk, query: str, content: str) -> tuple[Contact, str]:
    terms = typed_terms(query)
    bare = [term for term in terms if term not in TITLES]
    found = (_hits(desk, terms) if terms else []) or (_hits(desk, bare) if bare else [])
    if not found:
        _not_found(desk, query, content, [query])
    return _one_of(desk, found, query, content), content


def _by_words(desk: Desk, rest: str) -> tuple[Contact, str]:
    tokens = tokens_of(rest)
    name = name_tokens(desk.command, rest, tokens[titles_before(tokens) :])
    run = _kept_with_title(desk, rest, tokens) or _longest(desk, name)
    if run is None:
        _nobody(desk, rest, name)
    run = _prolonged(desk, run, tokens) if len(run.hits) > 1 else run
    content = _LEADING.sub("", rest[run.end :]).strip()
    typed = rest[tokens[0].start() : run.end].strip(" ,:")
    return _one_of(desk, run.hits, typed, content, rest[: tokens[:MOST_WORDS][-1].end()]), content


def _kept_with_title(desk: Desk, rest: str, tokens: list[Token]) -> _Run | None:
    """Somebody is kept as `Frau Meier` or `Firma Huber`: meant before all other Meiers and Hubers."""
    if not (titles := titles_before(tokens)):
        return None
    name = name_tokens(desk.command, rest, tokens)
    if len(name) <= titles:
        return None
    terms = [term for token in name[: titles + 1] for term in typed_terms(token[0])]
    return _longest(desk, name) if hits(desk, terms, whole=True) else None


def _prolonged(desk: Desk, run: _Run, tokens: list[Token]) -> _Run:
    """Of several, one's name may go on with a word that ends others: `Hotel am Markt`."""
    following = going_on(tokens, run.end)
    said = [token for token in tokens if token.end() <= run.end]
    terms = [term for token in [*said, *following] for term in words(token[0]) if term not in TITLES]
    found = hits(desk, terms, whole=True) if following else []
    return _Run(found, following[-1].end()) if found else run


def _longest(desk: Desk, name: list[Token]) -> _Run | None:
    """Add word by word as long as somebody has them all; signs between them say nothing."""
    best: _Run | None = None
    terms: list[str] = []
    for token in name:
        more = typed_terms(token[0])
        if not more:
            continue
        terms += more
        found = _hits(desk, terms)
        if not found:
            break
        best = _Run(found, token.end())
    return best


def _hits(desk: Desk, terms: list[str]) -> list[int]:
    """Whole words before beginnings; further words of less than three letters only whole."""
    if whole := hits(desk, terms, whole=True):
        return whole
    if any(len(term) < SHORTEST_FURTHER for term in terms[1:]):
        return []
    return hits(desk, terms, whole=False)


def _one_of(desk: Desk, numbers: list[int], query: str, content: str, line: str = "") -> Contact:
    """The one that was meant, or a question with those it could be."""
    found = desk.work.contacts.many(numbers, scope=desk.scope)
    if len(found) > 1:
        found = closest(found, query, line)
    if len(found) == 1:
        return found[0].contact
    if not found:
        _not_found(desk, query, content, [query])
    raise ContactAmbiguous(query, _waiting(desk, query, content), found[:MOST_SHOWN], len(found) > MOST_SHOWN)


def _nobody(desk: Desk, rest: str, name: list[Token]) -> NoReturn:
    """The name as far as it can be one with a typing error; else its first two words."""
    if not may_be_name(name[0][0]):
        _refuse_if_behind(desk, rest)
        if desk.command not in WITHOUT_CONTENT:
            line = _waiting(desk, "", rest)
            raise ContactMissing(line, desk.work.contacts.recent(owner=desk.turn.member.id))
    typed = [rest[name[0].start() : token.end()] for token in reversed(name)]
    query = " ".join(token[0] for token in name[:2])
    try:
        _not_found(desk, query, rest[name[:2][-1].end() :].strip(), typed, rest[name[0].start() :])
    except ContactUnknown as unknown:
        if behind := _behind(desk, rest):
            unknown.elsewhere, unknown.otherwise = behind.found, behind.line
        raise


def _refuse_if_behind(desk: Desk, rest: str) -> None:
    """`200 Meier`: the name stands further on; who it is is asked before anything is stored."""
    if behind := _behind(desk, rest):
        raise behind


def _behind(desk: Desk, rest: str) -> NameBehind | None:
    mention = mentioned(desk, rest)
    if mention is None or not mention.hits:
        return None
    begins = rest[: max(0, rest.find(mention.query))].strip() or rest.split(maxsplit=1)[0]
    found = desk.work.contacts.many(mention.hits, scope=desk.scope)[:MOST_SHOWN]
    return NameBehind(begins, _waiting(desk, mention.query, mention.content), found) if found else None


def _not_found(desk: Desk, query: str, content: str, typed: list[str], line: str = "") -> NoReturn:
    """Ask about a possible typing error, else offer to create. `typed`: beginnings of the line that may be a name."""
    slips = Slips(desk)
    for name in typed:
        if similar := slips.similar(name):
            rest = line[len(name) :].strip() if line else content
            raise ContactUnsure(name, _waiting(desk, name, rest), similar[:MOST_SHOWN])
    raise ContactUnknown(query, _waiting(desk, query, content))

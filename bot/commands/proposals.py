"""A line without a command: what it may mean as buttons, best first. Nothing is stored before a tap."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from bot import waiting
from bot.commands.asked import as_typed
from bot.commands.mention import Mention, mentioned, plausible_name
from bot.commands.reading import Content, ahead, bounded, in_sight, money_in, past, tapped
from bot.commands.registry import COMMANDS, tap
from bot.desk import Desk
from bot.errors import ContactAmbiguous
from bot.turn import Button, Refusal, Reply
from bot.views import eventwords, proposed, recorded
from bot.views.words import shown
from domain.amounts import Amount
from domain.contact import Contact
from domain.events import Channel, Kind
from domain.folding import words
from domain.gist import FILLERS, Facts, Meaning, meanings
from domain.planned import ReminderKind
from domain.spoken import channel_of, is_refusal, signal_of

T = TypeVar("T")
MOST = 6
MOST_SHOWN = 8
_NUMBER = re.compile(r"\s*#(\d{1,12})\s*")
_CHOSEN = re.compile(r"\A#\d{1,12}:\s*")  # a tap said who is meant
_ONLY_DATES = "/termin Meier Di 14:00"  # an example for refusals that are caught here


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as the readers see it: what lies ahead, what lies behind, the money in it."""

    text: str  # without the contact
    whole: str
    ahead: Content | None
    past: Content | None
    money: Amount | None


def propose(desk: Desk, text: str, *, extra: tuple[Button, ...] = ()) -> Reply:
    """Answer a sentence with what it may mean."""
    about, mention = _replied_to(desk), mentioned(desk, text)
    text = _CHOSEN.sub("", text)
    if about and (mention is None or about.id in mention.hits or not mention.leading):
        content = mention.content if mention and about.id in mention.hits else text
        mention = Mention(f"#{about.id}", (about.id,), content, leading=True)
    if mention is None:
        return _whose(desk, text)
    if not mention.content and not desk.turn.file:
        return COMMANDS["kontakt"].handler(desk, _of(mention))
    keys = [*_keys(desk, text, mention), *extra]
    contact = _contact(desk, mention)
    return proposed.meant(desk, text, _who(contact, mention), contact, keys)


def _who(contact: Contact | None, mention: Mention) -> str:
    if contact:
        return proposed.about(contact)
    return proposed.several(mention.query) if mention.hits else proposed.misspelt(mention.query)


def _replied_to(desk: Desk) -> Contact | None:
    answers = desk.turn.answers
    known = answers is not None and answers.contact is not None
    return desk.work.contacts.get(answers.contact, scope=desk.scope) if known else None  # type: ignore[union-attr,arg-type]


def _contact(desk: Desk, mention: Mention) -> Contact | None:
    return desk.work.contacts.get(mention.hits[0], scope=desk.scope) if len(mention.hits) == 1 else None


def _of(mention: Mention) -> str:
    """How the lines on the buttons name the contact: who of several is meant is asked after the tap."""
    return f"#{mention.hits[0]}:" if len(mention.hits) == 1 else f"{mention.query}:"


def _whose(desk: Desk, text: str) -> Reply:
    """Nobody known is named: create, or choose; an answer may be a name, too."""
    recent = desk.work.contacts.recent(owner=desk.turn.member.id)
    return proposed.whose(text, plausible_name(text), recent)


def _keys(desk: Desk, text: str, mention: Mention) -> list[Button]:
    line = _read(desk, mention.content, text)
    facts = Facts(
        amount=line.money is not None,
        ahead=line.ahead is not None and line.ahead.when is not None,
        timed=line.ahead is not None and line.ahead.when is not None and line.ahead.when.at is not None,
        result_missing=_result_missing(desk, mention),
    )
    of, found = _of(mention), []
    if desk.turn.file:
        found.append(proposed.key(proposed.attaching(desk.turn.file), f"/anhang {of} {text}"))
    for meaning in meanings(mention.content, facts):
        key = _MEANT[meaning](desk, line, of, mention) if meaning.value in COMMANDS else None
        if key:
            found.append(key)
    return found[:MOST] if len(found) <= MOST else [*found[: MOST - 1], found[-1]]


def _result_missing(desk: Desk, mention: Mention) -> bool:
    return len(mention.hits) == 1 and (
        desk.work.contacts.listed(mention.hits[0]).step == ReminderKind.RESULT_MISSING
    )


def _read(desk: Desk, content: str, whole: str) -> Line:
    future = _tried(lambda: ahead(desk, content, what="", example=_ONLY_DATES))
    before = _tried(lambda: past(desk, content, what="", example=_ONLY_DATES))
    blanked = (future or before or Content.of(content, None)).blanked
    return Line(content, whole, future, before, _tried(lambda: money_in(blanked)))


def _tried(read: Callable[[], T]) -> T | None:
    """What the command would refuse isn't proposed."""
    try:
        return read()
    except Refusal:
        return None


def _bare(text: str, meaning: Meaning) -> str:
    """Without the words that the command's name says already."""
    kept = [token for token in text.split() if not set(words(token)) & FILLERS[meaning]]
    return " ".join(kept)


def _reaction(_desk: Desk, line: Line, of: str, _mention: Mention) -> Button | None:
    if line.past is None:
        return None
    said = proposed.reaction(signal_of(line.text), channel_of(line.text))
    return proposed.key(said, f"/reaktion {of} {line.text}")


def _purchase(desk: Desk, line: Line, of: str, _mention: Mention) -> Button | None:
    if line.past is None:
        return None
    if line.money is None:
        return proposed.key("Kauf", f"/kauf {of} {_bare(line.text, Meaning.PURCHASE)}")
    return proposed.key(proposed.purchase(desk, line.money), f"/kauf {of} {_priced(line, line.money)}")


def _priced(line: Line, money: Amount) -> str:
    """The amount first; `für` before the goods would make them the user of the product."""
    before, phrase, after = (
        line.text[: money.start],
        line.text[money.start : money.end],
        line.text[money.end :],
    )
    after = re.sub(r"^\s*für\b", "", after, flags=re.IGNORECASE)
    rest = _bare(f"{before} {after}", Meaning.PURCHASE)
    return f"{phrase} {rest}".strip()


def _offer(desk: Desk, line: Line, of: str, _mention: Mention) -> Button | None:
    label = proposed.offer(desk, line.money)
    return proposed.key(label, f"/angebot {of} {_bare(line.text, Meaning.OFFER)}")


def _appointment(desk: Desk, line: Line, of: str, _mention: Mention) -> Button | None:
    if line.ahead is None:
        return None
    label = proposed.at("Termin", desk, line.ahead.when)
    return proposed.key(label, f"/termin {of} {_bare(line.text, Meaning.APPOINTMENT)}")


def _step(desk: Desk, line: Line, of: str, _mention: Mention) -> Button | None:
    if line.ahead is None:
        return None
    if line.ahead.when is None and signal_of(line.text):
        return proposed.key("Schritt", f"/schritt {of} {proposed.answering(signal_of(line.text))}")
    text = _bare(line.text, Meaning.STEP)
    said = _bare(line.ahead.text, Meaning.STEP)
    return proposed.key(proposed.at(f"Schritt: {said[:24]}", desk, line.ahead.when), f"/schritt {of} {text}")


def _touch(_desk: Desk, line: Line, of: str, _mention: Mention) -> Button | None:
    return proposed.key(proposed.touch(line.text), f"/nachgefasst {of} {line.text}") if line.past else None


def _refusal(_desk: Desk, line: Line, of: str, _mention: Mention) -> Button | None:
    return proposed.key("Absage", f"/absage {of} {line.text}")


def _result(_desk: Desk, line: Line, of: str, _mention: Mention) -> Button | None:
    return proposed.key("Ergebnis des Termins", f"/ergebnis {of} {line.text}")


def _note(_desk: Desk, line: Line, of: str, mention: Mention) -> Button | None:
    """Word for word; a name in the midst of the sentence belongs to it."""
    return proposed.key("Notiz", f"/notiz {of} {line.text if mention.leading else line.whole}")


_MEANT: dict[Meaning, Callable[[Desk, Line, str, Mention], Button | None]] = {
    Meaning.REACTION: _reaction,
    Meaning.PURCHASE: _purchase,
    Meaning.OFFER: _offer,
    Meaning.APPOINTMENT: _appointment,
    Meaning.STEP: _step,
    Meaning.TOUCH: _touch,
    Meaning.REFUSAL: _refusal,
    Meaning.RESULT: _result,
    Meaning.NOTE: _note,
}


def forwarded(desk: Desk, text: str) -> Reply:
    """What somebody else wrote is kept whole; whose it is their name tells, or a tap."""
    name = desk.turn.sender or ""
    found = desk.work.contacts.many(_called(desk, name), scope=desk.scope)
    if len(found) == 1:
        return _heard(desk, found[0].contact, text)
    if found:
        line = waiting.plain(text, name)
        raise ContactAmbiguous(name, line, found[:MOST_SHOWN], len(found) > MOST_SHOWN)
    recent = desk.work.contacts.recent(owner=desk.turn.member.id)
    return proposed.whose(text, (name, text), recent, forwarded=True)


def _called(desk: Desk, name: str) -> list[int]:
    terms = words(name)
    return desk.work.contacts.words.having(terms, scope=desk.scope, exact=True) if terms else []


def chosen(desk: Desk, line: str) -> Reply:
    """A forwarded text again, its contact chosen (`#5: text`) or named by an answer (`Meier: text`)."""
    who, _, text = line.partition(":")
    if numbered := _NUMBER.fullmatch(who):
        return _heard(desk, in_sight(desk, int(numbered[1])), text.strip())
    desk.turn = replace(desk.turn, sender=who)
    return forwarded(desk, text.strip())


def _heard(desk: Desk, contact: Contact, text: str) -> Reply:
    of = f"#{contact.id}:"
    reacted = Button(proposed.HEARD, "heard", {"contact": contact.id, "text": text})
    keys = [proposed.key("Notiz", f"/notiz {of} {text}")]
    if desk.turn.file:
        keys = [
            proposed.key(proposed.attaching(desk.turn.file), f"/anhang {of} {text}"),
            *(keys if text else []),
        ]
    if is_refusal(text) and "absage" in COMMANDS:
        keys.insert(0, proposed.key("Absage", f"/absage {of} {text}"))
    elif text:
        keys.insert(0, reacted)
    return proposed.meant(desk, text, proposed.about(contact), contact, keys)


@tap("heard")
def heard(desk: Desk, args: dict[str, Any]) -> Reply:
    """A forwarded text as a reaction, word for word: a date in it is no date of the reaction."""
    as_typed(desk)
    contact = tapped(desk, args)
    text = bounded(args["text"], "Text")
    event = desk.event(Kind.REACTION, detail=Channel.MESSENGER.value, signal=signal_of(text) or "", text=text)
    change = desk.record(contact, event)
    at = eventwords.happened(change.events[0], today=desk.today, local=desk.local)
    return recorded.recorded(desk, "Reaktion notiert", f"{shown(text, most=200)}, {at}", change)

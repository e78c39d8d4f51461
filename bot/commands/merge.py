"""`/zusammenfuehren`: two contacts become one after a look at what that means, and two again for thirty days."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot import delivery, waiting
from bot.commands import circles, merging, pushed
from bot.commands.registry import command, tap
from bot.commands.undo import undo_entry
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import (
    ContactAmbiguous,
    ContactMissing,
    ContactUnknown,
    ContactUnsure,
    NothingToUndo,
    NotYours,
)
from bot.errors_record import (
    MergeGone,
    MergeLeadsOnly,
    MergePartnerMissing,
    MergePartnerUnknown,
    MergeTooMany,
    MergeWithItself,
)
from bot.turn import Reply
from bot.views import merging as views
from bot.views import words
from domain.contact import Contact
from domain.folding import words as folded_words
from domain.merging import as_one, united
from domain.profile import fold
from storage.contacts import Listed
from storage.merges import REVERSIBLE

TWO = 2
MOST_PROPOSED = 6
_PLUS = re.compile(r"\s+\+\s*|\s*\+\s+")  # not the one a number begins with
_AND = re.compile(r"\s+(?:und|mit|&)\s+", re.IGNORECASE)
_NUMBER = re.compile(r"#(\d{1,12})\b:?")
_UNCLEAR = (ContactAmbiguous, ContactUnsure, ContactUnknown, ContactMissing)


@command(
    "zusammenführen",
    topic="Berichtigen",
    does="zwei Kontakte zu einem machen, mit Vorschau",
    examples=(
        "/zusammenfuehren Meier + #12",
        "/zusammenfuehren #1 + #12",
        "/zusammenfuehren Anna Meier und #12",
    ),
)
def merge(desk: Desk, rest: str) -> Reply:
    """The first one named stays."""
    first, second = _halves(desk, rest.strip())
    survivor = _found(desk, first, before="", after=f" + {second}" if second else " + ")
    if not second:
        return _alone(desk, survivor)
    other = _other(desk, second, survivor)
    _refuse_if_same(desk, survivor, other, first, second)
    return _preview(desk, survivor, other)


def _halves(desk: Desk, rest: str) -> tuple[str, str]:
    """Who with whom. A reply to a card means its contact and the one named."""
    named = [part.strip(" ,:") for part in _PLUS.split(rest) if part.strip(" ,:")]
    if len(named) > TWO:
        raise MergeTooMany(f"/zusammenfuehren {named[0]} + {named[1]}")
    if len(named) < TWO and (at := next(_between(desk, rest), None)):
        named = [rest[: at[0]].strip(" ,:"), rest[at[1] :].strip(" ,:")]
    answers = desk.turn.answers
    if len(named) == 1 and answers and answers.contact and not rest.rstrip().endswith("+"):
        named = [f"#{answers.contact}", *named]
    first, second, *_ = (*named, "", "")
    return first, second


def _between(desk: Desk, rest: str) -> Iterator[tuple[int, int]]:
    """Where `und` stands between two; `Müller und Söhne und Meier` is parted where both sides are somebody."""
    places = [found.span() for found in _AND.finditer(rest)]
    for begin, end in places:
        sides = (rest[:begin], rest[end:])
        if all(_NUMBER.match(side) or _somebody(desk, side) for side in sides):
            yield begin, end
    if places and not _somebody(desk, rest):
        yield places[0]


def _somebody(desk: Desk, side: str) -> bool:
    terms = folded_words(side)
    return bool(terms and desk.work.contacts.words.having(terms, scope=desk.scope, exact=False, most=1))


def _found(desk: Desk, query: str, *, before: str, after: str) -> Contact:
    """All of the words have to fit; a question waits with the other half of the line."""
    plain = Desk(replace(desk.turn, answers=None), desk.work, desk.office, desk.rhythm, desk.command)
    try:
        contact, more = contact_and_rest(
            plain, query if _NUMBER.fullmatch(query) else f"{query}:" if query else ""
        )
        if more:
            raise ContactUnknown(query, "", creatable=False)
    except _UNCLEAR as unclear:
        place = waiting.plain("", getattr(unclear, "query", ""))
        unclear.line = f"/zusammenfuehren {before}{place}{after}"
        if isinstance(unclear, ContactUnknown):
            raise MergePartnerUnknown(query, unclear.line) from unclear
        raise
    return contact


def _other(desk: Desk, query: str, survivor: Contact) -> Contact:
    """Among several of the same name the one that is already chosen isn't meant again."""
    try:
        return _found(desk, query, before=f"#{survivor.id}: + ", after="")
    except ContactAmbiguous as several:
        several.found = [item for item in several.found if item.contact.id != survivor.id]
        if len(several.found) == 1 and not several.more:
            return several.found[0].contact
        raise


def _refuse_if_same(desk: Desk, survivor: Contact, other: Contact, *typed: str) -> None:
    if survivor.id == other.id:
        numbers = (int(found[1]) for half in typed if (found := _NUMBER.fullmatch(half)))
        merged = next((n for n in numbers if n != survivor.id), None)
        raise MergeWithItself(words.name(survivor), survivor.id, merged)
    if survivor.owner != other.owner and not desk.turn.member.lead:
        raise MergeLeadsOnly(words.name(survivor), words.name(other))


def _alone(desk: Desk, contact: Contact) -> Reply:
    """Whether it was merged lately, and with whom it might be."""
    likely = [one.contact for one in desk.work.duplicates.like(contact, scope=desk.scope)]
    recent = [item.contact.id for item in desk.work.contacts.recent(owner=contact.owner)]
    numbers = [n for n in dict.fromkeys([*likely, *recent]) if n != contact.id][:MOST_PROPOSED]
    proposed: list[Listed] = [desk.work.contacts.listed(number) for number in numbers]
    line = f"/zusammenfuehren #{contact.id}: + {waiting.plain('')}"
    last = desk.work.merges.last_into(contact.id)
    if last is None or desk.turn.now - last.at > REVERSIBLE:
        raise MergePartnerMissing(words.name(contact), line, proposed)
    lost = desk.work.contacts.any(last.lost)
    return views.merged_before(desk, contact, lost, last, proposed, line)


def _preview(desk: Desk, survivor: Contact, other: Contact) -> Reply:
    mine, theirs = (desk.work.events.history(c.id) for c in (survivor, other))
    both = fold(as_one(survivor.id, mine, theirs), rules=desk.office.rules)
    before = (merging.folded(desk, survivor.id), merging.folded(desk, other.id))
    dropped = circles.told(desk, circles.closing(desk, survivor, other))
    facts = views.Preview(survivor, other, united(survivor, other), (mine, theirs), before, both, dropped)
    return views.preview(desk, facts)


@tap("merge")
def carry_out(desk: Desk, args: dict[str, Any]) -> Reply:
    """What the preview showed, as things stand now."""
    survivor, lost = (_in_sight(desk, args[name]) for name in ("survivor", "lost"))
    if survivor.owner != lost.owner and not desk.turn.member.lead:
        raise MergeLeadsOnly(words.name(survivor), words.name(lost))
    owner = args.get("owner", survivor.owner)
    if owner not in {survivor.owner, lost.owner}:
        raise MergeGone
    joined = merging.join(desk, survivor, lost, owner)
    changes = (joined.lost, joined.change)
    edits = (*pushed.withdrawn(desk, changes, pushed.MERGED), *pushed.again(desk, changes))
    _tell_who_loses(desk, survivor, lost, owner)
    return replace(views.joined(desk, joined), edits=edits)


def _tell_who_loses(desk: Desk, survivor: Contact, lost: Contact, owner: int) -> None:
    """Nobody is to look for a contact that a lead gave into other hands."""
    keeper = desk.work.members.get(owner).name
    for theirs in (survivor, lost):
        loser = desk.work.members.get(theirs.owner)
        if loser.id not in {owner, desk.turn.member.id} and not loser.removed:
            delivery.say(desk.work, loser.telegram, views.handed_on(theirs, keeper), now=desk.turn.now)


def _in_sight(desk: Desk, number: int) -> Contact:
    contact = desk.work.contacts.any(number)
    if contact is None or contact.hidden or not desk.scope.admits(contact.owner):
        raise MergeGone
    return contact


@tap("unmerge")
def take_apart(desk: Desk, args: dict[str, Any]) -> Reply:
    """Whoever merged them may, and every lead, for thirty days."""
    found = desk.work.merges.of_turn(args["turn"])
    stored = desk.work.turns.get(args["turn"])
    if found is None or stored is None:
        raise NothingToUndo if stored is None else MergeGone
    if found.rep != desk.turn.member.id and not desk.turn.member.lead:
        raise NotYours
    return undo_entry(desk, stored)

"""Whose contacts a handover's line means, and whose they are to be: `Jan an Kim`, `#12 an Jan`, `Meier an Kim Berger`."""

import re
from dataclasses import replace

from bot import waiting
from bot.commands import colleagues
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import ContactAmbiguous, ContactMissing, ContactUnknown, ContactUnsure
from bot.errors_team import ColleagueAmbiguous, GiverAmbiguous, GiverUnknown, HandoverUnclear
from domain.contact import Contact
from domain.folding import words as folded_words
from storage.members import Member

_TO = re.compile(r"(?:^|\s+)an\s+", re.IGNORECASE)
_ALL = re.compile(r"^(?:alle[sn]?\b\s*)(?:kontakte\b\s*)?(?:von\b\s*)?", re.IGNORECASE)
_OF = re.compile(r"^von\s+", re.IGNORECASE)
_NUMBER = re.compile(r"#\d{1,12}:?")


def halves(desk: Desk, rest: str) -> tuple[str, Member, str]:
    """The first `an` behind which somebody of the team is named; `Hotel an der Post an Kim` has two."""
    team = desk.work.members.all()
    places = [found.span() for found in _TO.finditer(rest)]
    if not places:
        raise HandoverUnclear
    named = [(*place, colleagues.leading(team, rest[place[1] :])) for place in places]
    begin, end, many = next((found for found in named if found[2]), (*places[0], 1))
    words = rest[end:].split()
    name, more = " ".join(words[:many]), " ".join(words[many:])
    left = rest[:begin].strip(" ,") or _replied_to(desk)
    if not (left and name):
        raise HandoverUnclear
    line = f"/uebergabe {left} an {{}} {more}".strip()
    return left, colleagues.one(desk, name, line, removed=False), more


def _replied_to(desk: Desk) -> str:
    answers = desk.turn.answers
    return f"#{answers.contact}" if answers and answers.contact else ""


def giver(desk: Desk, left: str, taker: Member, more: str) -> tuple[Member, None] | tuple[Member, Contact]:
    """A member before a contact, unless both are called so: then it is asked."""
    everybody = desk.work.members.everybody()
    all_of = _ALL.match(left)
    typed = _OF.sub("", left[all_of.end() :] if all_of else left)
    found = [] if _NUMBER.fullmatch(typed) or typed.endswith(":") else colleagues.named(everybody, typed)
    if all_of and typed and not found:
        raise GiverUnknown(typed, f"/uebergabe {{}} an {taker.label}")
    if len(found) > 1:
        raise ColleagueAmbiguous(
            typed, tuple(found), f"/uebergabe alle von {{}} an {taker.label} {more}".strip()
        )
    if found and not all_of and _is_contact(desk, typed):
        raise GiverAmbiguous(typed, found[0], taker.label)
    if found:
        return found[0], None
    contact = _contact(desk, typed, taker)
    return desk.work.members.get(contact.owner), contact


def _is_contact(desk: Desk, typed: str) -> bool:
    terms = folded_words(typed)
    return bool(terms and desk.work.contacts.words.having(terms, scope=desk.scope, exact=True, most=1))


def _contact(desk: Desk, typed: str, taker: Member) -> Contact:
    """All of the words have to fit; a question waits with the rest of the line."""
    plain = replace(desk, turn=replace(desk.turn, answers=None))
    line = f"/uebergabe {waiting.plain('', typed)} an {taker.label}"
    try:
        contact, rest = contact_and_rest(
            plain, typed if _NUMBER.fullmatch(typed) else f"{typed.rstrip(':')}:"
        )
    except (ContactAmbiguous, ContactUnsure) as unclear:
        unclear.line = line
        raise
    except (ContactUnknown, ContactMissing) as unknown:
        raise GiverUnknown(typed, f"/uebergabe {{}} an {taker.label}") from unknown
    if rest:
        raise GiverUnknown(typed, f"/uebergabe {{}} an {taker.label}")
    return contact

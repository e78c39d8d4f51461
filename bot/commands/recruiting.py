"""`/empfehlung`: who recruits whom – never oneself, never in a circle, and everybody only once (V11)."""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot import waiting
from bot.commands.psychotypes import judged
from bot.commands.reading import bounded, past
from bot.commands.registry import command
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import ContactAmbiguous, ContactUnknown, ContactUnsure
from bot.errors_judged import AlreadyRecruited, ReferralInCircle, ReferralUnclear, ReferredThemselves
from bot.errors_pieces import NameBehind
from bot.turn import Reply
from bot.views import premium as views
from bot.views import recorded, words
from domain.contact import Contact
from domain.dossier import REWARD
from domain.events import Event, Kind
from domain.folding import words as folded_words
from domain.referrals import AlreadyReferred, OwnReferral, ReferralCircle, check
from storage.words import index_words

EXAMPLE = "/empfehlung Meier hat Kunz geworben"
_HAS = re.compile(r"\bhat\s+(?:hat\s+)*(?P<said>.*)", re.IGNORECASE | re.DOTALL)
_PASSIVE = re.compile(
    r"(?P<taker>.+?)\s+(?:wurde|ist|kam|kommt)\s+(?:von|durch|über)\s+(?P<giver>.+?)"
    r"(?:\s+(?:geworben|empfohlen|gebracht|vermittelt|gekommen)\b(?P<more>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_VERB = re.compile(r"\b(?:geworben|empfohlen|gebracht|vermittelt)\b", re.IGNORECASE)
_REWARD = re.compile(
    r"\b(?P<without>(?:ohne|keine)\s+)?(?:(?:mit|gegen|für)\s+)?(?:eine[rn]?\s+)?(?:belohnung|prämie|praemie)\b(?:\s+versprochen)?",
    re.IGNORECASE,
)
_UNCLEAR = (ContactAmbiguous, ContactUnsure, ContactUnknown, NameBehind)


@command(
    "empfehlung",
    topic="Erfassen",
    does="wer wen geworben hat",
    examples=(EXAMPLE, "/empfehlung Meier hat Kunz geworben mit Belohnung", "/empfehlung #1 hat #2 geworben"),
)
def referral(desk: Desk, rest: str) -> Reply:
    giver, content = _giver(desk, _active(rest))
    said = _HAS.search(content)
    reward = _REWARD.search(said["said"]) if said else None
    whom, _, more = _split(_REWARD.sub(" ", said["said"])) if said else ("", "", "")
    if not whom:
        raise ReferralUnclear(words.name(giver), f"/empfehlung #{giver.id}: hat")
    rewarded = reward is not None and not reward["without"]
    taker, when = _taker(desk, giver, whom, f"{more} mit Belohnung" if rewarded else more)
    _check(desk, giver, taker)
    return _recruited(desk, giver, taker, rewarded=rewarded, more=f"{when} {more}".strip())


def _active(rest: str) -> str:
    """`Kunz wurde von Meier geworben` is `Meier hat Kunz geworben`."""
    found = _PASSIVE.fullmatch(rest)
    if found is None:
        return rest
    return f"{found['giver']} hat {found['taker']} geworben {found['more'] or ''}".rstrip()


def _giver(desk: Desk, rest: str) -> tuple[Contact, str]:
    """`Anna Meier hat …` names Anna Meier for certain; a reply to a message means its contact, unless another is named."""
    before, has, after = rest.partition(" hat ")
    if not has or not before.strip() or before.rstrip().endswith(":"):
        return contact_and_rest(desk, rest)
    return contact_and_rest(desk if _is_answered(desk, before) else _plain(desk), f"{before}: hat {after}")


def _is_answered(desk: Desk, name: str) -> bool:
    answers = desk.turn.answers
    if answers is None or answers.contact is None:
        return True
    contact = desk.work.contacts.get(answers.contact, scope=desk.scope)
    return contact is not None and set(folded_words(name)) <= index_words(contact)


def _plain(desk: Desk) -> Desk:
    """The same desk, but whoever was replied to isn't meant."""
    return replace(desk, turn=replace(desk.turn, answers=None))


def _split(said: str) -> tuple[str, str, str]:
    """Whom, by what verb, and what else is said; `hat geworben: Kunz` names them behind it."""
    found = _VERB.search(said)
    if found is None:
        return said.strip(" ,:–-"), "", ""
    whom, more = said[: found.start()].strip(" ,:–-"), said[found.end() :].strip(" ,:–-")
    return (whom, found[0], more) if whom else (more, found[0], "")


def _taker(desk: Desk, giver: Contact, whom: str, more: str) -> tuple[Contact, str]:
    """Who was recruited, and the day that stood behind the name. A question who is meant waits with the whole line."""
    try:
        return _named_or_dated(desk, whom)
    except _UNCLEAR as unclear:
        unclear.line = f"/empfehlung #{giver.id}: hat {waiting.plain('', whom)} geworben {more}".rstrip()
        if isinstance(unclear, ContactUnknown):
            unclear.elsewhere = []
        raise


def _named_or_dated(desk: Desk, whom: str) -> tuple[Contact, str]:
    """All of it is the name, or all but a day."""
    plain = _plain(desk)
    try:
        return contact_and_rest(plain, whom if whom.startswith("#") else f"{whom}:")
    except ContactUnknown as unknown:
        try:
            contact, behind = contact_and_rest(plain, whom)
        except _UNCLEAR:
            raise unknown from None
        if not behind or past(desk, behind, what="Die Empfehlung", example=EXAMPLE).text.strip():
            raise
        return contact, behind


def _check(desk: Desk, giver: Contact, taker: Contact) -> None:
    above = desk.work.referrals.recruiters_above(giver.id, taker.id)
    try:
        check(giver.id, taker.id, recruiter_of=above)
    except OwnReferral as own:
        raise ReferredThemselves(words.name(giver)) from own
    except AlreadyReferred as known:
        raise AlreadyRecruited(words.name(taker), _named(desk, known.by, "einem Kontakt")) from known
    except ReferralCircle as circle:
        raise ReferralInCircle([_named(desk, one, "ein Kontakt") for one in circle.chain]) from circle
    if above.get(taker.id) == giver.id:
        raise AlreadyRecruited(words.name(taker), words.name(giver))


def _named(desk: Desk, number: int, unseen: str) -> str:
    """A colleague's contact keeps its name to itself."""
    contact = desk.work.contacts.any(number)
    if contact is None or contact.hidden or not desk.scope.admits(contact.owner):
        return f"{unseen} aus dem Team"
    return words.name(contact)


def _recruited(desk: Desk, giver: Contact, taker: Contact, *, rewarded: bool, more: str) -> Reply:
    """Stored on both sides, so that either one's history tells it."""
    said = past(desk, more, what="Die Empfehlung", example=EXAMPLE)
    text = bounded(said.text.strip(" ,:–-"), "Text")
    flags = frozenset({REWARD} if rewarded else ())
    facts = {"flags": flags, "text": text}
    desk.record(taker, desk.event(Kind.REFERRED, said.when, detail=str(giver.id), **facts))
    change = desk.record(giver, desk.event(Kind.REFERRAL, said.when, detail=str(taker.id), **facts))
    tags = views.names(judged(desk, change.contact).premium)
    told = f"hat {words.name(taker)} geworben, {words.both_days(change.events[0].day, desk.today)}"
    told += (", Belohnung versprochen" if rewarded else "") + (f": {words.shown(text)}" if text else "")
    return recorded.recorded(
        desk, "Empfehlung notiert", told + (f"\nPremium: {tags}" if tags else ""), change
    )


def refuse_circles(desk: Desk, restored: Iterable[Event]) -> None:
    """What is to stand again ([Doch behalten]) may have been overtaken by another referral since."""
    for event in restored:
        if event.kind is Kind.REFERRED:
            giver, taker = (desk.work.contacts.any(n) for n in (int(event.detail), event.contact))
            if giver and taker:
                _check(desk, giver, taker)

"""`/premium` and `/empfehlung`: who is worth more than the average, and who recruits whom (§7, V11)."""

import re

from bot import waiting
from bot.commands.psychotypes import judged
from bot.commands.reading import past
from bot.commands.registry import command
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import ContactMissing
from bot.errors_judged import MentionUnclear, ReachMissing
from bot.turn import Reply
from bot.views import pages, recorded, words
from bot.views import premium as views
from domain.contact import Contact
from domain.dossier import Dossier
from domain.events import Kind
from domain.premium import Premium

EXAMPLE = "/premium Meier erwähnt Instagram 2500"
LOOKED_AT = (
    50  # of irregular buyers, and of those who recommend: the first ones are judged by their histories
)
_MENTIONED = re.compile(r"\berw(?:ä|ae)hnt\b", re.IGNORECASE)
_REACH = re.compile(
    r"(?<!\S)(?P<number>\d{1,3}(?:\.\d{3})+|\d{1,3}(?:\s\d{3})+|\d{1,9}|\d{1,3},\d)\s?(?P<k>k\b|tsd\b\.?)?(?!\S)",
    re.IGNORECASE,
)
_FILLING = re.compile(
    r"\b(?:auf|bei|in|mit|reichweite|follower[n]?|leser[n]?|leuten?|abonnenten)\b", re.IGNORECASE
)


@command(
    "premium",
    topic="Auswerten",
    does="Royal, Advokat & Co., mit Grund und Tipp",
    examples=(EXAMPLE, "/premium Meier", "/premium"),
)
def premium(desk: Desk, rest: str) -> Reply:
    if not rest and desk.turn.answers is None:
        return _overview(desk)
    if _MENTIONED.match(rest) and desk.turn.answers is None:
        raise ContactMissing(
            waiting.waiting("premium", "", rest), desk.work.contacts.recent(owner=desk.turn.member.id)
        )
    contact, content = contact_and_rest(desk, rest)
    if _MENTIONED.search(content):
        return _mentioned(desk, contact, content)
    if content:
        raise MentionUnclear(content, words.name(contact), f"/premium #{contact.id}: erwähnt")
    return _shown(desk, contact, judged(desk, contact))


def _shown(desk: Desk, contact: Contact, found: Dossier) -> Reply:
    """What the recruited brought is said of those in sight alone."""
    takers = [referral.taker for referral in found.referrals]
    seen = desk.work.referrals.recruited(takers, scope=desk.scope)
    return views.of_contact(desk, contact, found, seen)


def _overview(desk: Desk) -> Reply:
    people = tagged(desk)
    numbers = {contact.id for found in people.values() for contact in found}
    revenues = desk.work.turnover.revenues(numbers)
    conversion = desk.work.referrals.conversion(scope=desk.own)
    return views.overview(desk, people, _factor(desk, revenues), conversion)


def tagged(desk: Desk) -> dict[Premium, list[Contact]]:
    """Contacts in sight by premium type; those who can have one are judged one by one."""
    work = desk.work
    royals = [n for n in sorted(work.customers.team().royals) if work.contacts.get(n, scope=desk.own)]
    others = work.turnover.irregular(scope=desk.own, rules=desk.office.rules, most=LOOKED_AT)
    recommending = work.referrals.recommending(scope=desk.own, most=LOOKED_AT)
    numbers = dict.fromkeys((*royals, *others, *recommending))
    people: dict[Premium, list[Contact]] = {tag: [] for tag in Premium}
    for number in numbers:
        if contact := work.contacts.get(number, scope=desk.own):
            for label in judged(desk, contact).premium:
                people[label.tag].append(contact)
    return people


def _factor(desk: Desk, revenues: list[int]) -> float | None:
    """Premium ÷ average revenue of a customer in sight."""
    mean = desk.work.turnover.mean_revenue(scope=desk.own)
    return sum(revenues) / len(revenues) / mean if revenues and mean else None


def _mentioned(desk: Desk, contact: Contact, content: str) -> Reply:
    """`erwähnt Instagram 2500`: where, and how many it reaches."""
    said = past(desk, content, what="Die Erwähnung", example=EXAMPLE)
    read = _read_reach(said.text)
    if read is None:
        raise ReachMissing(words.name(contact), f"/premium #{contact.id}: {content}")
    reach, where = read
    event = desk.event(Kind.MENTION, said.when, detail=str(reach), product=where[:80])
    change = desk.record(contact, event)
    tags = views.names(judged(desk, change.contact).premium) or "noch keine"
    told = f"{words.shown(where, most=60) or 'öffentlich'}, Reichweite {pages.number(reach)}"
    told += f", {words.both_days(change.events[0].day, desk.today)}\nPremium: {tags}"
    return recorded.recorded(desk, "Erwähnung notiert", told, change)


def _read_reach(said: str) -> tuple[int, str] | None:
    """The last number, and where it is reached: `Kanal 5 2.500`, `Instagram 10k Follower`."""
    said = " ".join(_FILLING.sub(" ", _MENTIONED.sub(" ", said)).split())
    numbers = list(_REACH.finditer(said))
    if not numbers:
        return None
    last = numbers[-1]
    whole, _, tenths = last["number"].partition(",")
    number = int(re.sub(r"\D", "", whole)) * (1000 if last["k"] else 1) + int(tenths or 0) * 100 * bool(
        last["k"]
    )
    where = f"{said[: last.start()]} {said[last.end() :]}".strip(" ,:–-")
    return (number, " ".join(where.split())) if number else None

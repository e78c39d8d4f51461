"""What was found out about a contact besides what it did: evidence, a type set by hand, answers, recommendations."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from domain.contact import Contact
from domain.customer import bought
from domain.events import Event, History, Kind
from domain.evidence import HINTS, Evidence, Habits, habits, ledger
from domain.matrix import Grouping, TeamFigures, grouping
from domain.premium import Label, Mention, PremiumFigures, labels
from domain.profile import Profile
from domain.psychotype import Override, Psychotype, Type, psychotype
from domain.qualification import Answer, Criterion, Finding, Qualification, prepaid, qualification
from domain.referrals import Referral
from domain.rfm import Buying
from domain.rules import Rules

REWARD = "belohnung"  # the flag of a referral for which a reward was promised


@dataclass(frozen=True, slots=True)
class Measures:
    """What the whole team's figures say, by which one contact is measured; as of `today`."""

    team: TeamFigures
    premium: PremiumFigures
    today: date
    currency: str
    rules: Rules


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that is judged of a contact, each with its reason; nothing in it decides about the status."""

    buying: Buying
    grouping: Grouping
    psychotype: Psychotype
    premium: tuple[Label, ...]
    qualification: Qualification
    mentions: tuple[Mention, ...]
    referrals: tuple[Referral, ...]
    recruiter: int | None


def dossier(
    contact: Contact,
    history: History,
    profile: Profile,
    measures: Measures,
    *,
    made: tuple[Referral, ...] = (),
) -> Dossier:
    """Judge a contact as of today. `made`: whom it recruited, and whether they have reacted since."""
    standing = tuple(history.standing())
    today, rules = measures.today, measures.rules
    found = bought(profile, currency=measures.currency, today=today)
    group = grouping(found, team=measures.team, today=today, rules=rules)
    seen = tuple(mentions(standing))
    return Dossier(
        buying=found,
        grouping=group,
        psychotype=_type(contact, standing, found, group, measures),
        premium=labels(
            contact.id, found, team=measures.premium, today=today, rules=rules, referrals=made, mentions=seen
        ),
        qualification=qualification([*prepaid(standing), *findings(standing)]),
        mentions=seen,
        referrals=made,
        recruiter=recruiter(standing),
    )


def _type(
    contact: Contact, standing: tuple[Event, ...], found: Buying, group: Grouping, measures: Measures
) -> Psychotype:
    today, rules = measures.today, measures.rules
    lines = ledger(found, group, _habits(contact, standing), hints(standing), today=today, rules=rules)
    return psychotype(lines, today=today, rules=rules, override=override(standing))


def _habits(contact: Contact, standing: tuple[Event, ...]) -> Habits:
    """More than the six basic fields shared (§6): dated by the last change of the record, else by its beginning."""
    found = habits(standing)
    if not any(value for code, value in (contact.details or {}).items() if code not in _BASIC):
        return found
    changed = [e.day for e in standing if e.kind in {Kind.CREATED, Kind.CHANGED}]
    return replace(found, extra_field=max(changed, default=None))


_BASIC = frozenset({"phone2", "email2", "customer_no"})  # more of the same, or our own bookkeeping


def hints(standing: Iterable[Event]) -> list[Evidence]:
    """Evidence that was logged."""
    return [
        Evidence(HINTS[e.detail], e.day, e.id) for e in standing if e.kind is Kind.HINT and e.detail in HINTS
    ]


def override(standing: Iterable[Event]) -> Override | None:
    """The type last set by hand, whether it still holds or not."""
    found = [e for e in standing if e.kind is Kind.TYPE]
    return Override(Type(found[-1].detail), found[-1].text, found[-1].day, found[-1].id) if found else None


def findings(standing: Iterable[Event]) -> list[Finding]:
    """Answers to the three criteria (Q1)."""
    return [
        Finding(Criterion(e.detail), Answer(e.signal), e.text, e.day, e.id)
        for e in standing
        if e.kind is Kind.QUALIFIED
    ]


def mentions(standing: Iterable[Event]) -> list[Mention]:
    return [Mention(e.day, int(e.detail), e.product, e.id) for e in standing if e.kind is Kind.MENTION]


def referrals(giver: int, standing: Iterable[Event]) -> list[Referral]:
    """Whom this contact recruited."""
    return [
        Referral(giver, int(e.detail), e.day, rewarded=REWARD in e.flags, event=e.id)
        for e in standing
        if e.kind is Kind.REFERRAL
    ]


def recruiter(standing: Iterable[Event]) -> int | None:
    """Who recruited this contact: the first who is named."""
    return next((int(e.detail) for e in standing if e.kind is Kind.REFERRED), None)

"""`/qualifizierung`: motivation, money, realism – each with evidence; one no puts the contact back (Q1–Q3)."""

import re

from bot.commands.psychotypes import judged
from bot.commands.reading import bounded
from bot.commands.registry import command
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors_judged import AnswerUnclear
from bot.turn import Button, Reply
from bot.views import qualifying as views
from bot.views import steps, words
from domain.contact import Contact
from domain.events import Event, Kind
from domain.folding import folded
from domain.pareto import Class
from domain.profile import Profile
from domain.qualification import Answer, Criterion, Verdict, questions
from domain.status import Status
from storage.work import Change

EXAMPLE = "/qualifizierung Meier Geld ja, weil Anzahlung geleistet"
_CRITERIA = {
    "motivation": Criterion.MOTIVATION, "nutzen": Criterion.MOTIVATION, "geld": Criterion.MONEY, "budget": Criterion.MONEY,
    "realismus": Criterion.REALISM, "realistisch": Criterion.REALISM,
}  # fmt: skip
_ANSWERS = {answer.value: answer for answer in Answer} | {"teilweise": Answer.PARTLY, "offen": Answer.UNKNOWN}
_BECAUSE = re.compile(r"^(?:\s|[:,–-]|\bweil\b)+", re.IGNORECASE)


@command(
    "qualifizierung",
    topic="Auswerten",
    does="Motivation, Geld, Realismus mit Beleg",
    examples=(EXAMPLE, "/qualifizierung Meier", "/qualifizierung Meier Realismus nein"),
)
def qualify(desk: Desk, rest: str) -> Reply:
    contact, content = contact_and_rest(desk, rest)
    if not content:
        return _shown(desk, contact)
    criterion, answer, evidence = _read(content)
    if criterion is None or answer is None:
        raise AnswerUnclear(content, words.name(contact), f"/qualifizierung #{contact.id}:")
    return _noted(desk, contact, criterion, answer, bounded(evidence, "Beleg"))


def _read(content: str) -> tuple[Criterion | None, Answer | None, str]:
    """Criterion and answer in any order, then why."""
    first, second, *more = [*content.split(), "", ""]
    one, other = (folded(word.strip(",.:;!")) for word in (first, second))
    if one in _ANSWERS:
        one, other = other, one
    return _CRITERIA.get(one), _ANSWERS.get(other), _BECAUSE.sub("", " ".join(more)).strip()


def _noted(desk: Desk, contact: Contact, criterion: Criterion, answer: Answer, evidence: str) -> Reply:
    """The finding; a no parks in the same entry, and the answer that lifts the last no brings back (Q2)."""
    before = judged(desk, contact).qualification.verdict
    found = desk.event(Kind.QUALIFIED, detail=criterion.value, signal=answer.value, text=evidence)
    change = desk.record(contact, found, *_parks(desk, contact, before, criterion, answer))
    told = f"Notiert: {views.CRITERIA[criterion]} {answer}" + (
        f", {words.shown(evidence)}" if evidence else ""
    )
    reply = _shown(desk, change.contact, told=f"{told}\n{_next(desk, change)}")
    undo = (Button("Rückgängig", "undo", {"turn": desk.entry}),)
    return Reply(reply.text, (*reply.buttons, undo), contact=contact.id)


def _next(desk: Desk, change: Change) -> str:
    return steps.sentence(change.step, desk.today, desk.local)


def _parks(
    desk: Desk, contact: Contact, before: Verdict, criterion: Criterion, answer: Answer
) -> tuple[Event, ...]:
    _, profile, _ = desk.work.profile(contact)
    if answer is Answer.NO and profile.parking is None:
        reason = f"{views.CRITERIA[criterion]}: nein"
        return (desk.event(Kind.PARKED, text=reason),)
    lifts = before is Verdict.PARKED and answer is not Answer.NO and profile.parking is not None
    if lifts and not _other_noes(desk, contact, criterion):
        return (desk.event(Kind.RESUMED),)
    return ()


def _other_noes(desk: Desk, contact: Contact, criterion: Criterion) -> bool:
    return any(found.criterion is not criterion for found in judged(desk, contact).qualification.parks)


def _shown(desk: Desk, contact: Contact, told: str = "") -> Reply:
    _, profile, _ = desk.work.profile(contact)
    found = judged(desk, contact).qualification
    first = is_first(desk, contact, profile)
    open_ = questions(found, first=first, today=desk.today, rules=desk.office.rules)
    return views.overview(desk, contact, found, open_, told)


def is_first(desk: Desk, contact: Contact, profile: Profile) -> bool:
    """An A customer or a KI is asked again sooner (Q3)."""
    return profile.status is Status.KI or desk.work.customers.class_of(contact.id) is Class.A

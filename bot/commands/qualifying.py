"""`/qualifizierung`: motivation, money, realism – each with evidence; one no puts the contact back (Q1–Q3)."""

from dataclasses import replace

from bot.commands.psychotypes import dated_reason, judged, uncoloned
from bot.commands.reading import bounded
from bot.commands.registry import command
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors_judged import AnswerUnclear
from bot.turn import Button, Reply
from bot.views import qualifying as views
from bot.views import steps, words
from domain import dossier
from domain.contact import Contact
from domain.events import Event, History, Kind
from domain.folding import folded
from domain.pareto import Class
from domain.profile import Profile
from domain.qualification import (
    Answer,
    Criterion,
    Qualification,
    Question,
    Verdict,
    prepaid,
    qualification,
    questions,
)
from domain.status import Status
from storage.work import Change

LATEST = 2**62  # stands for the number of an event that isn't stored yet
LOOKED_AT = 20  # contacts whose histories the overview reads
EXAMPLE = "/qualifizierung Meier Geld ja, weil Anzahlung geleistet"
_CRITERIA = {
    "motivation": Criterion.MOTIVATION, "nutzen": Criterion.MOTIVATION, "geld": Criterion.MONEY, "budget": Criterion.MONEY,
    "realismus": Criterion.REALISM, "realistisch": Criterion.REALISM,
}  # fmt: skip
_ANSWERS = {answer.value: answer for answer in Answer} | {"teilweise": Answer.PARTLY, "offen": Answer.UNKNOWN}


@command(
    "qualifizierung",
    topic="Auswerten",
    does="Motivation, Geld, Realismus mit Beleg",
    examples=(EXAMPLE, "/qualifizierung Meier", "/qualifizierung"),
)
def qualify(desk: Desk, rest: str) -> Reply:
    if not rest and desk.turn.answers is None:
        return _next_ones(desk)
    contact, content = contact_and_rest(desk, uncoloned(rest, _CRITERIA))
    if not content:
        return _shown(desk, contact)
    criterion, answer, said = _read(content)
    if criterion is None or answer is None:
        line = f"/qualifizierung #{contact.id}:"
        known = criterion and views.CRITERIA[criterion]
        raise AnswerUnclear(content, words.name(contact), f"{line} {known}" if known and not said else line)
    when, evidence = dated_reason(desk, said, what="Die Antwort", example=EXAMPLE)
    found = desk.event(
        Kind.QUALIFIED, when, detail=criterion.value, signal=answer.value, text=bounded(evidence, "Beleg")
    )
    return _noted(desk, contact, found)


def _read(content: str) -> tuple[Criterion | None, Answer | None, str]:
    """Criterion and answer in any order, then why."""
    first, second, *more = [*content.split(), "", ""]
    one, other = (folded(word.strip(",.:;!")) for word in (first, second))
    if one in _ANSWERS:
        one, other = other, one
    return _CRITERIA.get(one), _ANSWERS.get(other), " ".join(more).strip()


def _noted(desk: Desk, contact: Contact, found: Event) -> Reply:
    """The finding; a no parks in the same entry, and the answer that lifts the last no brings back (Q2)."""
    change = desk.record(contact, found, *_parks(desk, contact, found))
    parts = [f"{views.CRITERIA[Criterion(found.detail)]} {found.signal}", words.shown(found.text)]
    told = f"Notiert: {', '.join(filter(None, parts))}, {words.both_days(found.day, desk.today)}"
    reply = _shown(desk, change.contact, told=f"{told}\n{_next(desk, change)}")
    undo = (Button("Rückgängig", "undo", {"turn": desk.entry}),)
    return Reply(reply.text, (*reply.buttons, undo), contact=contact.id)


def _next(desk: Desk, change: Change) -> str:
    return steps.sentence(change.step, desk.today, desk.local)


def _parks(desk: Desk, contact: Contact, found: Event) -> tuple[Event, ...]:
    """A no puts back without end; no no left brings back what a no had put back, and nothing else."""
    history, profile, _ = desk.work.profile(contact)
    standing = tuple(history.standing())
    latest = dossier.findings([*standing, replace(found, id=LATEST)])
    findings = qualification([*prepaid(standing), *latest])
    if findings.verdict is Verdict.PARKED:
        if profile.parking and profile.parking.until is None:
            return ()
        no = next(one.criterion for one in findings.parks)
        return (
            (desk.event(Kind.PARKED, text=f"{views.CRITERIA[no]}: nein"),)
            if found.signal == Answer.NO
            else ()
        )
    return (desk.event(Kind.RESUMED),) if profile.parking and _by_no(history, profile.parking.event) else ()


def _by_no(history: History, parked: int) -> bool:
    """Whether an answer put the contact back, in the same entry."""
    turns = {event.turn for event in history.standing() if event.id == parked}
    return any(event.kind is Kind.QUALIFIED and event.turn in turns for event in history.standing())


def _shown(desk: Desk, contact: Contact, told: str = "") -> Reply:
    found, open_, parked = _judged(desk, contact)
    return views.overview(desk, contact, found, open_, told=told, parked=parked)


def _judged(desk: Desk, contact: Contact) -> tuple[Qualification, tuple[Question, ...], bool]:
    _, profile, _ = desk.work.profile(contact)
    found = judged(desk, contact).qualification
    first = is_first(desk, contact, profile)
    open_ = questions(found, first=first, today=desk.today, rules=desk.office.rules)
    return found, open_, profile.parking is not None


def _next_ones(desk: Desk) -> Reply:
    """What to ask next of one's own contacts: first what has aged most, then of KI what nobody knows (Q3)."""
    me, noted = desk.turn.member.id, desk.work.noted
    numbers = [*noted.longest_answered(owner=me, most=LOOKED_AT), *noted.unanswered(owner=me, most=LOOKED_AT)]
    found = list[tuple[Contact, Question]]()
    for number in numbers:
        contact = desk.work.contacts.get(number, scope=desk.scope)
        asked = _judged(desk, contact)[1] if contact else ()
        if contact and asked:
            found.append((contact, max(asked, key=_age)))
    due = sorted(found, key=lambda pair: -_age(pair[1]))  # stable: who waits longest first
    return views.next_ones(due[: desk.office.rules.qualification_daily])


def _age(question: Question) -> int:
    return -1 if question.age is None else question.age


def is_first(desk: Desk, contact: Contact, profile: Profile) -> bool:
    """An A customer or a KI is asked again sooner (Q3)."""
    return profile.status is Status.KI or desk.work.customers.class_of(contact.id) is Class.A

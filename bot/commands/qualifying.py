"""`/qualifizierung`: motivation, money, realism – each with evidence; one no puts the contact back (Q1–Q3)."""

from dataclasses import replace
from datetime import timedelta

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
from domain.events import Event, Kind
from domain.folding import folded
from domain.qualification import (
    Answer,
    Consequence,
    Criterion,
    Qualification,
    Question,
    asked_sooner,
    consequence,
    most_pressing,
    prepaid,
    put_back_by_no,
    qualification,
    questions,
)
from domain.status import Status
from storage.contacts import Listed
from storage.work import Change

LATEST = 2**62  # stands for the number of an event that isn't stored yet
LOOKED_AT = 20  # contacts whose histories the overview reads
MOST_DUE = 6  # … and the work list: money paid since may have answered what seems to have aged
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
    """What the answer does to the contact, in the same entry."""
    history, profile, _ = desk.work.profile(contact)
    standing = tuple(history.standing())
    latest = dossier.findings([*standing, replace(found, id=LATEST)])
    known = qualification([*prepaid(standing), *latest])
    by_no = put_back_by_no(history, profile.parking)
    match consequence(known, Answer(found.signal), profile.parking, by_no=by_no):
        case Consequence.PARKS:
            no = next(one.criterion for one in known.parks)
            return (desk.event(Kind.PARKED, text=f"{views.CRITERIA[no]}: nein"),)
        case Consequence.RESUMES:
            return (desk.event(Kind.RESUMED),)
    return ()


def _shown(desk: Desk, contact: Contact, told: str = "") -> Reply:
    found, open_, parked = _judged(desk, contact)
    return views.overview(desk, contact, found, open_, told=told, parked=parked)


def _judged(desk: Desk, contact: Contact) -> tuple[Qualification, tuple[Question, ...], bool]:
    _, profile, _ = desk.work.profile(contact)
    found = judged(desk, contact).qualification
    first = asked_sooner(profile.status, desk.work.customers.class_of(contact.id))
    open_ = questions(found, first=first, today=desk.today, rules=desk.office.rules)
    return found, open_, profile.parking is not None


def _next_ones(desk: Desk) -> Reply:
    """What to ask next of one's own contacts: first what has aged most, then of KI what nobody knows (Q3)."""
    me, noted = desk.turn.member.id, desk.work.noted
    numbers = [*noted.longest_answered(owner=me, most=LOOKED_AT), *noted.unanswered(owner=me, most=LOOKED_AT)]
    known = [one for number in numbers if (one := desk.work.contacts.get(number, scope=desk.scope))]
    open_ = ((contact, _judged(desk, contact)[1]) for contact in known)
    return views.next_ones(most_pressing(open_, most=desk.office.rules.qualification_daily))


def due_today(desk: Desk) -> list[tuple[Contact, Question]]:
    """What `/heute` asks: evidence that has aged, less what was answered today; no history is read for nothing (Q3)."""
    noted, rules, today = desk.work.noted, desk.office.rules, desk.today
    left = rules.qualification_daily - noted.answered_on(
        desk.work.team_day(desk.turn.now), rep=desk.turn.member.id
    )
    if left <= 0:
        return []
    aged = noted.aged(
        owner=desk.turn.member.id,
        first_by=today - timedelta(days=rules.qualification_days_first),
        by=today - timedelta(days=rules.qualification_days),
        a_from=desk.work.customers.team().a_from,
        most=MOST_DUE,
    )
    found = sorted(
        desk.work.contacts.many(aged, scope=desk.scope), key=lambda item: aged.index(item.contact.id)
    )
    open_ = ((item.contact, _open(desk, item)) for item in found)
    return most_pressing(open_, most=left, aged_only=True)


def _open(desk: Desk, item: Listed) -> tuple[Question, ...]:
    standing = tuple(desk.work.events.history(item.contact.id).standing())
    known = qualification([*prepaid(standing), *dossier.findings(standing)])
    class_ = desk.work.customers.team().class_of(item.year_revenue)
    first = asked_sooner(Status(item.status), class_)
    return questions(known, first=first, today=desk.today, rules=desk.office.rules)

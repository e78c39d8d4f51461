"""Is it worth it? Motivation, money, realism: each answered with evidence, or not yet (Q1–Q3)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple, TypeVar

from domain.events import Event, History, Kind
from domain.pareto import Class
from domain.profile import Parking
from domain.purchases import returned_in_full
from domain.rules import Rules
from domain.status import Status

T = TypeVar("T")


class Criterion(StrEnum):
    MOTIVATION = "motivation"
    MONEY = "geld"
    REALISM = "realismus"


class Answer(StrEnum):
    YES = "ja"
    PARTLY = "teils"
    NO = "nein"
    UNKNOWN = "unbekannt"


class Verdict(StrEnum):
    OPEN = "open"
    PARKED = "parked"
    QUALIFIED = "qualified"


class Consequence(StrEnum):
    """What an answer does beside being noted (Q2)."""

    PARKS = "parks"
    RESUMES = "resumes"


class Finding(NamedTuple):
    """What was found out on a day, and from what; `event` orders findings of one day."""

    criterion: Criterion
    answer: Answer
    evidence: str
    day: date
    event: int = 0
    prepaid: bool = False


class Question(NamedTuple):
    """Ask this next: never answered, or so many days ago (`age`)."""

    criterion: Criterion
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Qualification:
    """The newest finding of each criterion; none, or `unbekannt`, is a question for the next contact."""

    findings: tuple[Finding, ...] = ()

    def finding(self, criterion: Criterion) -> Finding | None:
        return next((found for found in self.findings if found.criterion is criterion), None)

    def answer(self, criterion: Criterion) -> Answer:
        found = self.finding(criterion)
        return found.answer if found else Answer.UNKNOWN

    @property
    def answers(self) -> tuple[Answer, ...]:
        return tuple(self.answer(criterion) for criterion in Criterion)

    @property
    def verdict(self) -> Verdict:
        """Q2: one nein parks; three ja qualify."""
        if Answer.NO in self.answers:
            return Verdict.PARKED
        return Verdict.QUALIFIED if set(self.answers) == {Answer.YES} else Verdict.OPEN

    @property
    def parks(self) -> tuple[Finding, ...]:
        """Why it is put back on purpose."""
        return tuple(found for found in self.findings if found.answer is Answer.NO)


def qualification(findings: Iterable[Finding]) -> Qualification:
    """Keep the newest of each criterion, in the order of the rule."""
    newest = {found.criterion: found for found in sorted(findings, key=lambda f: (f.day, f.event))}
    return Qualification(tuple(newest[criterion] for criterion in Criterion if criterion in newest))


def prepaid(standing: Sequence[Event]) -> Iterator[Finding]:
    """Money paid in advance proves that there is money [002]; the view words it, so there is no text."""
    gone = returned_in_full(standing)
    for event in standing:
        if event.kind is Kind.PURCHASE and "anzahlung" in event.flags and event.id not in gone:
            yield Finding(Criterion.MONEY, Answer.YES, "", event.day, event.id, prepaid=True)


def questions(found: Qualification, *, first: bool, today: date, rules: Rules) -> tuple[Question, ...]:
    """Name what to ask next: the unknown, then what has aged, the oldest first (Q3).

    `first`: an A customer or a KI, asked again sooner. Who is parked is not chased.
    """
    if found.verdict is Verdict.PARKED:
        return ()
    unknown = [Question(c) for c in Criterion if found.answer(c) is Answer.UNKNOWN]
    aged = [f for f in found.findings if f.answer is not Answer.UNKNOWN and ages_on(f, first, rules) <= today]
    oldest = sorted(aged, key=lambda f: f.day)
    return (*unknown, *(Question(f.criterion, (today - f.day).days) for f in oldest))


def ages_on(found: Finding, first: bool, rules: Rules) -> date:
    """The day on which to ask again."""
    return found.day + timedelta(days=rules.qualification_days_first if first else rules.qualification_days)


def asked_sooner(status: Status, class_: Class | None) -> bool:
    """An A customer or a KI is asked again sooner (Q3)."""
    return status is Status.KI or class_ is Class.A


def consequence(
    found: Qualification, answered: Answer, parking: Parking | None, *, by_no: bool
) -> Consequence | None:
    """A no puts back without end; where none is left, what a no had put back comes back, and nothing else (Q2).

    `found` holds the answer already; `by_no`: whether a no put the contact back.
    """
    if found.verdict is not Verdict.PARKED:
        return Consequence.RESUMES if parking and by_no else None
    for_good = parking is not None and parking.until is None
    return Consequence.PARKS if answered is Answer.NO and not for_good else None


def put_back_by_no(history: History, parking: Parking | None) -> bool:
    """Whether an answer put the contact back: it stands in the same entry."""
    if parking is None:
        return False
    turns = {event.turn for event in history.standing() if event.id == parking.event}
    return any(event.turn in turns for event in history.standing(Kind.QUALIFIED))


def most_pressing(
    open_: Iterable[tuple[T, Sequence[Question]]], *, most: int, aged_only: bool = False
) -> list[tuple[T, Question]]:
    """Of each one question, what has aged longest first, then what nobody knows, as they come (Q3).

    `aged_only`: what falls due on a day of its own; the unknown waits for the next contact.
    """
    pairs = [(who, max(asked, key=_age)) for who, asked in open_ if asked]
    due = [pair for pair in pairs if pair[1].age is not None or not aged_only]
    return sorted(due, key=lambda pair: -_age(pair[1]))[: max(0, most)]


def _age(question: Question) -> int:
    return -1 if question.age is None else question.age

"""The made-up team of the demo: two reps, sixty customers, eighteen months; the same for the same start."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from bot.playground.sample_notes import noted
from bot.playground.sample_people import CUSTOMERS, Row
from bot.playground.sample_stories import Diary, told
from bot.playground.stage import LEAD, REP, admit
from domain.contact import NewContact
from domain.events import Event
from storage.members import Member
from storage.work import Work

SEED = "Nachfass"
MAILLESS, NUMBERLESS = 4, 6
EMPLOYED = timedelta(days=560)
AREA_CODES = {  # numbers kept free for films and books by the Bundesnetzagentur
    "Berlin": "+493023125", "Frankfurt": "+496990009", "Hamburg": "+494066969", "Köln": "+492214710",
    "München": "+498999998",
}  # fmt: skip
MOBILE = "+4917139200"
LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ć": "c"})


@dataclass
class Case:
    """A customer with what is to be recorded."""

    new: NewContact
    owner: Member
    events: list[Event]


def sample(work: Work, now: datetime) -> None:
    """Fill an empty database; what would have been pushed before `now` stays on the lists, off the phones."""
    for user in (LEAD, REP):
        admit(work, user, now=now - EMPLOYED)
    team = work.members.all()
    dice = Random(SEED)  # noqa: S311 – made-up customers, no secrets
    cases = [case(work, team[place % 2], place, row, dice, now) for place, row in enumerate(CUSTOMERS)]
    begin_turns(work, cases)
    for one in sorted(cases, key=lambda one: one.events[0].at):
        record(work, one, now)
    noted(work, now)
    for member in team:
        keep_silent(work, member, now)
    work.windows.remeasure(now=now)
    work.looks.measure_team(now=now)


def case(work: Work, owner: Member, place: int, row: Row, dice: Random, now: datetime) -> Case:
    diary = Diary(now, work.policy.rhythm(owner), dice)
    events = [replace(event, rep=owner.id) for event in told(row[-1], diary)]
    return Case(contact(place, row), owner, events)


def contact(place: int, row: Row) -> NewContact:
    name, company, town, industry, source, _ = row
    number = AREA_CODES.get(town, MOBILE) + (f"{place:03}" if town in AREA_CODES else f"{place:02}")
    return NewContact(
        name=name,
        company=company,
        email=mail(name, company) if place % 7 != MAILLESS else "",  # not every record is complete
        phone=number if place % 11 != NUMBERLESS else "",
        town=town,
        industry=industry,
        source=source,
        private=not company,
    )


def mail(name: str, company: str) -> str:
    first, last = name.lower().translate(LETTERS).split()
    firm = company.lower().translate(LETTERS).partition(" ")[0]
    return f"{first}@{last}.example" if firm in {"", last} else f"{first}.{last}@{firm}.example"


def begin_turns(work: Work, cases: list[Case]) -> None:
    """A turn for each event, numbered as time went, so that undo finds the newest."""
    entries = [(event.at, case, place) for case in cases for place, event in enumerate(case.events)]
    for at, case, place in sorted(entries, key=lambda entry: entry[0]):
        event = case.events[place]
        turn = work.turns.begin(event.rep, event.kind.value, now=at, typed_at=at, chat=None, message=None)
        case.events[place] = replace(event, turn=turn)


def record(work: Work, case: Case, now: datetime) -> None:
    added = work.contacts.add(case.new, owner=case.owner.id, now=case.events[0].at)
    work.record(added, case.events, now=now)
    for event in case.events:
        work.turns.concerns(event.turn, added.id)
    work.contacts.used(added.id, now=case.events[-1].at)


def keep_silent(work: Work, member: Member, now: datetime) -> None:
    """What fell due before the start was told then, if one may say so of made-up days."""
    before = now - timedelta(microseconds=1)
    while due := work.reminders.claim_due(member.id, now=before):
        for reminder in due:
            work.reminders.hold(reminder, rule="")

"""Who recruited whom, as far as anybody goes up, and whoever they have become since."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from domain.events import Event, Kind
from domain.referrals import AlreadyReferred, OwnReferral, Referral, ReferralCircle, check
from storage.referrals import CONTACT
from storage.words import Scope

DAY = date(2026, 3, 2)
FORBIDDEN = (OwnReferral, AlreadyReferred, ReferralCircle)


@pytest.fixture
def recruit(work, jana, now):
    def recruited(giver, taker):
        turn = work.turns.begin(jana.id, "empfehlung", now=now, typed_at=now, chat=None, message=None)
        event = Event(0, Kind.REFERRED, 0, jana.id, now, DAY, now, turn=turn, detail=str(giver.id))
        work.record(taker, [event], now=now)

    return recruited


def merged(work, lost, survivor):
    work._connection.execute(  # noqa: SLF001
        update(CONTACT).where(CONTACT.c.id == lost.id).values(merged_into=survivor.id, hidden=True)
    )


def test_a_circle_is_seen_however_long_the_chain_is(work, jana, add, recruit):
    people = [add(f"Person {number}", jana) for number in range(60)]
    for giver, taker in pairwise(people):
        recruit(giver, taker)
    first, last = people[0].id, people[-1].id
    with pytest.raises(ReferralCircle):
        check(last, first, recruiter_of=work.referrals.recruiters_above(last, first))


def test_a_recruiter_is_who_a_merged_contact_has_become(work, jana, add, recruit):
    giver, other, taker = (add(name, jana) for name in ("Anna Meier", "Anna Mayer", "Bert Kunz"))
    recruit(giver, taker)
    merged(work, giver, other)
    assert work.referrals.recruiter(taker.id) == other.id
    with pytest.raises(ReferralCircle):
        check(taker.id, other.id, recruiter_of=work.referrals.recruiters_above(taker.id, other.id))


def test_who_recruited_the_same_person_twice_under_two_names_did_so_once(work, jana, add):
    giver, taker, same = (add(name, jana) for name in ("Anna Meier", "Bert Kunz", "Berti Kunz"))
    merged(work, same, taker)
    made = [Referral(giver.id, number, DAY) for number in (taker.id, same.id, giver.id)]
    assert [r.taker for r in work.referrals.followed(made)] == [taker.id]


def test_revenue_of_the_recruited_is_told_of_those_in_sight(work, jana, bert, add):
    mine, theirs = add("Anna Meier", bert), add("Bert Kunz", jana)
    seen = work.referrals.recruited([mine.id, theirs.id], scope=Scope((bert.id,)))
    assert [one.contact for one in seen] == [mine.id]


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(pairs=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
def test_what_is_let_in_never_makes_a_circle(work, jana, add, recruit, pairs):
    people = [add(f"Person {number}", jana) for number in range(5)]
    for one, other in pairs:
        giver, taker = people[one], people[other]
        try:
            check(giver.id, taker.id, recruiter_of=work.referrals.recruiters_above(giver.id, taker.id))
        except FORBIDDEN:
            continue
        recruit(giver, taker)
    for person in people:
        above, seen = work.referrals.recruiter(person.id), []
        while above is not None:
            assert above not in (person.id, *seen)
            seen.append(above)
            above = work.referrals.recruiter(above)


def test_what_was_bought_where_it_is_tomorrow_already_is_looked_at_tomorrow(work, jana, add):
    """A rep's day may be one ahead of the team's (§1)."""
    contact = add("Anna Meier", jana)
    moment = datetime(2026, 3, 2, 22, tzinfo=UTC)
    turn = work.turns.begin(jana.id, "kauf", now=moment, typed_at=moment, chat=None, message=None)
    bought = Event(0, Kind.PURCHASE, 0, jana.id, moment, date(2026, 3, 3), moment, turn=turn)
    work.record(contact, [bought], now=moment)
    assert work.looks.some(now=datetime(2026, 3, 3, 8, tzinfo=UTC))
    assert work.customers.place(contact.id) == "A1"

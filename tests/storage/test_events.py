"""Events go in and come out the same; what is voided stays, marked."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.events import Due, Event, Kind, Money

FIRST, LAST = datetime(2000, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001 – hypothesis adds the zone
moments = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=50)
events = st.builds(
    Event,
    id=st.just(0),
    kind=st.sampled_from(Kind),
    contact=st.just(1),
    rep=st.just(1),
    at=moments,
    day=days,
    logged_at=moments,
    timed=st.booleans(),
    detail=st.sampled_from(["", "web", "KI"]),
    signal=st.sampled_from(["", "angebot"]),
    money=st.none() | st.builds(Money, st.integers(1, 10**9), st.sampled_from(["EUR", "CHF"])),
    due=st.none() | st.builds(Due, days, st.none() | moments),
    ends_at=st.none() | moments,
    refers_to=st.none() | st.just(1),
    product=texts,
    text=texts,
    flags=st.frozensets(st.sampled_from(["rabatt", "anzahlung"])),
    turn=st.just(1),
)


@pytest.fixture(autouse=True)
def turns(work, jana, add, now):
    """One contact, and three turns that stored something."""
    add("Anna Meier", jana)
    for _ in range(3):
        work.turns.begin(jana.id, "note", now=now, typed_at=now, chat=None, message=None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(event=events)
def test_an_event_comes_out_as_it_went_in(work, now, event):
    noted(work, now)  # something to refer to
    (stored,) = work.events.add([event])
    assert replace(stored, id=0) == event
    assert stored in work.events.history(1).events


def noted(work, now, text="Hund", *, turn=1):
    event = Event(0, Kind.NOTE, 1, 1, now, now.date(), now, text=text, turn=turn)
    return work.events.add([event])[0]


def test_a_void_keeps_the_event_and_says_by_whom_and_when(work, now):
    first, second = noted(work, now), noted(work, now, turn=2)
    work.events.void([first], by=1, turn=3, at=now)
    history = work.events.history(1)
    assert [e.id for e in history.standing()] == [second.id]
    voided = next(e for e in history.events if e.voided)
    assert (voided.id, voided.voided.by, voided.voided.turn, voided.voided.at) == (first.id, 1, 3, now)


def test_a_void_can_be_taken_back(work, now):
    event = noted(work, now)
    work.events.void([event], by=1, turn=3, at=now)
    work.events.restore([event])
    assert list(work.events.history(1).standing()) == [event]


def test_all_that_one_turn_stored_is_found_again(work, now):
    mine = noted(work, now, turn=1)
    noted(work, now, turn=2)
    assert work.events.of_turn(1) == [mine]

"""What holds for every history: order, undo, one status, one step, allowed minutes."""

from datetime import date, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.calendar import Calendar, Rhythm
from domain.events import History, Kind
from domain.planned import APPOINTMENT_PUSHES
from domain.profile import fold
from domain.quiet import is_allowed
from domain.reminders import plan, push_moment
from domain.steps import next_step

ZONES = ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "America/New_York")
HOLIDAYS = frozenset({date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14)})
REFERRING = (Kind.MOVED, Kind.CANCELLED, Kind.NO_SHOW, Kind.RESULT, Kind.DONE, Kind.RETURN)
DUE = (Kind.APPOINTMENT, Kind.MOVED, Kind.STEP, Kind.SNOOZE, Kind.PARKED)
DETAILS = {
    Kind.REACTION: ("web", "mail", "absage", ""),
    Kind.TOUCH: ("anruf", "info", "dank", "nicht_erreicht"),
    Kind.STATUS: ("ZA", "II", "KI", "EK", "SK"),
    Kind.SATISFACTION: ("1", "5"),
}
EASY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

entries = st.lists(
    st.tuples(
        st.sampled_from([k for k in Kind if k is not Kind.CREATED]),
        st.integers(0, 120),  # the day it happened
        st.integers(0, 23),
        st.integers(0, 20),  # logged so many days later
        st.integers(0, 30),  # due so many days later
        st.integers(
            0, 9
        ),  # picks the detail, the event referred to, whether it has a time, whether it is void
    ),
    max_size=12,
)


def _tell(told, entry):
    kind, day, hour, later, ahead, pick = entry
    told.on(day, time(hour), logged=day + later if later > 10 else None)
    details = DETAILS.get(kind, ("",))
    facts = {"detail": details[pick % len(details)]}
    if kind is Kind.REACTION and pick == 9:
        facts["signal"] = "angebot"
    if kind in REFERRING:
        facts["refers_to"] = 1 + pick % told.last
    if kind is Kind.PURCHASE:
        return told.purchase(1_000 * (1 + pick))
    if kind is Kind.RETURN:
        return told.returned(facts["refers_to"], 5_000)
    if kind is Kind.APPOINTMENT:
        return told.appointment(day + ahead, time((hour + pick) % 24) if pick % 3 else None)
    if kind in (Kind.STEP, Kind.SNOOZE):
        name = told.step if kind is Kind.STEP else told.snooze
        return name(day + ahead, time((hour + pick) % 24) if pick % 2 else None)
    if kind is Kind.MOVED:
        return told.moved(facts["refers_to"], day + ahead)
    return told.event(kind, due=day + ahead if kind is Kind.PARKED and pick % 2 else None, **facts)


def _play(story, told_entries, **setting):
    told = story(**setting)
    for entry in told_entries:
        _tell(told, entry)
        if entry[-1] == 7:
            told.void()
    return told


@EASY
@given(entries, st.integers(0, 10**6))
def test_the_order_in_which_events_were_stored_doesnt_matter(story, told_entries, seed):
    told = _play(story, told_entries)
    shuffled = list(told.events)
    Random(seed).shuffle(shuffled)  # noqa: S311 – a deck of events, no secret
    other = History.of(shuffled)
    assert fold(other, rules=told.rules) == told.profile
    assert plan(other, fold(other, rules=told.rules), rules=told.rules, rhythm=told.rhythm) == told.planned


@EASY
@given(entries.filter(bool))
def test_voiding_the_last_event_equals_never_having_logged_it(story, told_entries):
    told = _play(story, told_entries[:-1])
    profile, planned = told.profile, told.planned
    _tell(told, told_entries[-1])
    told.void()
    assert (told.profile, told.planned) == (profile, planned)


@EASY
@given(entries)
def test_every_contact_has_one_status_and_a_complete_path_to_it(story, told_entries):
    standing = _play(story, told_entries).standing
    moves = standing.moves
    assert [m.before for m in moves] == [None, *(m.after for m in moves[:-1])]
    assert standing.status is moves[-1].after
    assert all(m.before is not m.after and m.reason.rule and m.reason.events for m in moves)
    days = [m.day for m in moves]
    assert days == sorted(days)


@EASY
@given(entries)
def test_keys_are_unique_and_the_one_next_step_is_among_what_stands(story, told_entries):
    told = _play(story, told_entries)
    keys = [p.key for p in told.planned]
    assert len(keys) == len(set(keys))
    step = next_step(told.profile, told.planned)
    if step is not None and told.profile.own_step is None and not told.profile.open_appointments:
        assert step.due in {p.due for p in told.planned}


@EASY
@given(entries, st.sampled_from(ZONES))
def test_no_push_falls_into_quiet_hours_or_on_a_day_off_unless_exempt(story, told_entries, zone):
    rhythm = Rhythm(ZoneInfo(zone), Calendar(holidays=HOLIDAYS))
    for planned in _play(story, told_entries, rhythm=rhythm).planned:
        moment = push_moment(planned, rhythm=rhythm)
        if moment is None:
            continue
        assert moment.utcoffset() == timedelta(0)
        assert planned.exempt or is_allowed(moment, rhythm=rhythm)
        if planned.kind in APPOINTMENT_PUSHES:
            assert planned.logged_at <= moment < planned.until


@EASY
@given(entries)
def test_a_step_counted_in_days_is_never_due_before_the_working_day_after_it_was_logged(story, told_entries):
    told = _play(story, told_entries)
    for planned in told.planned:
        if planned.nominal_day and not planned.binding and planned.kind != "own_step" and not planned.snoozed:
            known = told.rhythm.local(planned.logged_at).date()
            assert planned.due.day > known
            assert planned.due.day >= planned.nominal_day
            assert told.rhythm.calendar.is_working(planned.due.day)


@EASY
@given(entries)
def test_silence_changes_nothing(story, told_entries):
    told = _play(story, told_entries)
    before = told.standing
    assert told.on(3_000).note().standing == before


@pytest.mark.parametrize("zone", ZONES[:3])
def test_a_due_day_on_the_monday_after_the_clock_changed_rings_at_nine(story, zone):
    rhythm = Rhythm(ZoneInfo(zone), Calendar())
    assert story(rhythm, first_touch_days=28).pushed("first_touch") == "+28 09:00"  # 30 March 2026
    assert story(rhythm, first_touch_days=238).pushed("first_touch") == "+238 09:00"  # 26 October

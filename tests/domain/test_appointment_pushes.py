"""Appointments (R2): told the evening before and the hour before, never at a forbidden minute."""

from datetime import time

import pytest

from domain.events import Kind
from domain.planned import Silence


def test_an_appointment_is_told_the_working_day_before_and_the_hour_before(story):
    told = story().on(1).appointment(7)  # Monday 14:00
    assert (told.pushed("day_before"), told.pushed("soon")) == ("+4 17:00", "+7 13:00")


@pytest.mark.parametrize(
    ("at", "rings"), [(time(9), "+8 08:00"), (time(8, 59), "+7 19:59"), (time(21), "+8 19:59")]
)
def test_inside_quiet_hours_it_is_told_at_the_last_allowed_minute_before(story, at, rings):
    assert story().on(1).appointment(8, at).pushed("soon") == rings


def test_at_a_weekend_it_is_told_on_friday(story):
    told = story().on(1).appointment(12)
    assert (told.pushed("day_before"), told.pushed("soon")) == ("+11 17:00", "+11 19:59")


def test_after_easter_it_is_told_on_maundy_thursday(story):
    told = story().on(1).appointment(36, time(8, 30))
    assert told.pushed("day_before") == "+31 17:00"
    assert told.pushed("soon") == "+31 19:59"


@pytest.mark.parametrize(("at", "silent"), [(time(13), None), (time(13, 1), Silence.PASSED)])
def test_a_moment_already_past_when_it_was_logged_is_dropped(story, at, silent):
    told = story().on(1, at).appointment(1)
    assert told.find("soon").why_silent == silent
    assert (told.pushed("soon") is None) == (silent is not None)
    assert told.pushed("day_before") is None


def test_moving_moves_both_and_gives_them_another_key(story):
    told = story().on(1).appointment(7)
    before = told.find("soon").key
    told.on(2).moved(2, 9)
    assert (told.pushed("day_before"), told.pushed("soon")) == ("+8 17:00", "+9 13:00")
    assert told.find("soon").key != before
    assert told.on(3).moved(3, 10).pushed("soon") == "+10 13:00"


def test_a_moved_appointment_keeps_its_length(story):
    told = story().on(1).appointment(7, time(14), ends=time(16)).on(2).moved(2, 9, time(10))
    (appointment,) = told.profile.appointments
    assert told.rhythm.local(appointment.ends_at).time() == time(12)


@pytest.mark.parametrize("kind", [Kind.CANCELLED, Kind.RESULT, Kind.NO_SHOW])
def test_an_answer_drops_both(story, kind):
    told = story().on(1).appointment(7).on(2).about(kind, 2)
    assert not {"day_before", "soon", "result_missing"} & {p.kind for p in told.planned}


def test_a_new_date_opens_a_missed_one_again(story):
    told = story().on(1).appointment(3).on(3).about(Kind.NO_SHOW, 2).moved(2, 10)
    assert told.pushed("soon") == "+10 13:00"


def test_a_voided_move_restores_the_old_date(story):
    assert story().on(1).appointment(7).on(2).moved(2, 9).void().pushed("soon") == "+7 13:00"


def test_a_voided_appointment_leaves_nothing_of_its_moves(story):
    told = story().on(1).appointment(7).on(2).moved(2, 9).void(2)
    assert (told.profile.appointments, told.due) == ((), ["first_touch 1 +7"])


def test_an_appointment_without_a_time_is_told_the_day_before_only(story):
    told = story().on(1).appointment(7, None)
    assert told.pushed("day_before") == "+4 17:00"
    assert told.pushed("result_missing") == "+8 09:00"
    assert "soon" not in {p.kind for p in told.planned}


def test_how_long_before_is_a_setting(story):
    assert story(appointment_notice_min=30).on(1).appointment(7).pushed("soon") == "+7 13:30"


def test_appointments_are_neither_counted_nor_snoozed(story):
    told = story().on(1).appointment(7).on(2).snooze(20)
    assert told.pushed("soon") == "+7 13:00"
    assert told.find("soon").uncapped
    assert told.find("day_before").binding


def test_buyers_have_appointments_too(story):
    told = story().on(0).purchase().on(1).appointment(7)
    assert told.pushed("result_missing") == "+8 09:00"
    assert "no_appointment" not in {p.kind for p in told.planned}

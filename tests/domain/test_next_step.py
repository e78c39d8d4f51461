"""Exactly one next step (§2)."""

from datetime import time

from domain.events import Kind, Way
from domain.reminders import ReminderKind, touch_for


def test_an_own_step_comes_before_an_appointment_before_what_is_derived(story):
    told = story().on(1).reaction("mail", "angebot")
    assert told.step_now() == "no_appointment 1 +3"
    assert told.appointment(10).step_now() == "appointment 1 +10"
    assert told.step(20).step_now() == "own_step 1 +20"


def test_of_two_appointments_the_nearer_one(story):
    assert story().on(1).appointment(10).appointment(4).step_now() == "appointment 1 +4"


def test_an_appointment_that_is_over_leaves_the_question_for_its_result(story):
    told = story().on(1).appointment(3)
    assert told.step_now(3, time(14, 59)) == "appointment 1 +3"
    assert told.step_now(3, time(15)) == "result_missing 1 +4"


def test_a_later_stage_replaces_an_unanswered_earlier_one_the_day_it_is_due(story):
    told = story().on(1).purchase()
    assert told.step_now() == "thanks 1 +4"
    assert told.step_now(14, time(23, 59)) == "thanks 1 +4"
    assert told.step_now(15, time(0)) == "satisfaction 1 +15"


def test_what_everything_was_answered_for_has_no_step(story):
    assert story().on(1).purchase().on(15).event(Kind.SATISFACTION, "5").step_now() is None


def test_done_on_a_derived_step_logs_the_touch_it_asked_for():
    assert touch_for(ReminderKind.SEND_INFO) is Way.INFO
    assert touch_for(ReminderKind.THANKS) is Way.THANKS
    assert touch_for(ReminderKind.SATISFACTION) is None


def test_the_touch_a_stage_asks_for_answers_that_stage(story):
    """R4: so the same stage doesn't return; asked of every kind a touch can answer."""
    stories = [
        story(),
        story().on(1).touch(),
        story().on(1).reaction(),
        story().on(1).reaction().on(2).touch("info"),
        story().on(1).reaction("mail", "angebot"),
        story().on(1).purchase(),
        story().on(1).purchase().on(9).purchase(),
        story().on(1).by_hand("EK"),
    ]
    for told in stories:
        asked = min(told.planned, key=lambda p: p.due.day)
        offset = (asked.due.day - told.events[0].day).days
        told.on(offset).touch(str(touch_for(asked.kind)))
        assert asked.key not in {p.key for p in told.planned}, asked.kind

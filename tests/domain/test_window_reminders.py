"""Who bought once is named twice: when the window comes near and when it is over (W4)."""

from dataclasses import replace
from datetime import date, time

import pytest

from domain.events import Kind
from domain.reasons import Reason
from domain.reminders import Silence, plan, push_moment, touch_for
from domain.steps import next_step
from domain.window import Level, Window

# Days after a Monday: a purchase on day 1 comes near on day 31, a Thursday, and is over on day 71, a Tuesday.
WINDOW = Window(date(2026, 3, 2), Level.MEASURED, 30, 37, 70, 90, 412, 190, 0.4612, 365, None)


def planned(told, window=WINDOW):
    return plan(told.history, told.profile, rules=told.rules, rhythm=told.rhythm, window=window)


def due(told, window=WINDOW):
    found = sorted(planned(told, window), key=lambda p: (p.due.day, p.stage))
    texts = [(f"{p.kind} +{(p.due.day - told.events[0].day).days}", p.pushes) for p in found]
    return [text if pushes else f"({text})" for text, pushes in texts]


def step(told, offset):
    now = told.rhythm.moment(
        told.events[0].day.fromordinal(told.events[0].day.toordinal() + offset), time(12)
    )
    found = next_step(told.profile, planned(told), now=now)
    return found and str(found.kind)


def test_a_first_buyer_is_named_when_it_comes_near_and_when_it_is_over(story):
    told = story().on(1).purchase()
    assert due(told) == ["thanks +4", "satisfaction +15", "window_near +31", "window_over +71"]
    longer = replace(WINDOW, w50=31, w80=72)
    assert due(told, longer)[2:] == ["window_near +36", "window_over +73"]  # Good Friday … Easter Monday


def test_without_a_window_nobody_is(story):
    assert due(story().on(1).purchase(), None) == ["thanks +4", "satisfaction +15"]


def test_each_is_pushed_at_nine_on_its_day_or_not_at_all(story):
    told = story().on(1).purchase()
    near = planned(told)[2]
    assert told.rhythm.local(push_moment(near, rhythm=told.rhythm)).isoformat() == "2026-04-02T09:00:00+02:00"
    assert [p.on_its_day for p in planned(told)] == [False, False, True, True]
    assert push_moment(replace(near, why_silent=Silence.LATE), rhythm=told.rhythm) is None


def test_one_each_for_a_purchase_whatever_the_window(story):
    told = story().on(1).purchase().on(2).touch().purchase()
    told.void(told.last)
    keys = {p.key for p in planned(told) if p.on_its_day}
    assert keys == {"window_near:1:2", "window_over:1:2"}
    assert {p.key for p in planned(told, replace(WINDOW, w50=40, w80=90)) if p.on_its_day} == keys


def test_it_says_what_it_rests_on(story):
    near = planned(story().on(1).purchase())[2]
    numbers = (("n", 412), ("percent_returned", 46), ("w50", 30), ("w80", 70), ("level", "gemessen"))
    assert near.reason == Reason("W4", (2,), (("days", 30), ("since", date(2026, 3, 3)), *numbers))


def test_a_later_one_replaces_an_unanswered_earlier_one(story):
    told = story().on(1).purchase()
    steps = [step(told, day) for day in (4, 15, 30, 31, 70, 71, 300)]
    assert steps == ["thanks", "satisfaction", "satisfaction", *["window_near"] * 2, *["window_over"] * 2]


def test_a_second_purchase_day_ends_it_and_taking_it_back_begins_it_again(story):
    told = story().on(1).purchase().on(1).purchase()
    assert "window_over +71" in due(told)
    assert due(told.on(20).purchase()) == ["rhythm +91"]
    assert due(told.on(22).returned(4)) == [
        "(thanks +23)",
        "satisfaction +23",
        "window_near +31",
        "window_over +71",
    ]


def test_a_word_before_its_day_is_no_answer_on_its_day_it_is(story):
    told = story().on(1).purchase().on(30).touch()
    assert due(told) == ["satisfaction +15", "window_near +31", "window_over +71"]
    assert due(told.on(31).touch("mailbox"))[1:] == ["window_near +31", "window_over +71"]
    assert due(told.on(31).touch(str(touch_for(planned(told)[1].kind)))) == ["window_over +71"]
    assert due(told.on(71).touch()) == []


def test_a_grade_answers_the_first_weeks_only(story):
    told = story().on(1).purchase().on(15).event(Kind.SATISFACTION, "5")
    assert due(told) == ["window_near +31", "window_over +71"]


def test_near_and_over_on_one_day_are_one(story):
    told = story().on(1).purchase()
    assert due(told, replace(WINDOW, w50=30, w80=30))[2:] == ["window_over +31"]


def test_a_window_shorter_than_the_first_weeks_comes_between(story):
    told = story().on(1).purchase()
    short = replace(WINDOW, w50=6, w80=20)
    assert due(told, short) == ["thanks +4", "window_near +7", "satisfaction +15", "window_over +21"]
    assert due(told.on(7).touch(), short) == ["satisfaction +15", "window_over +21"]


def test_an_old_purchase_entered_today_fills_lists_not_phones(story):
    told = story().on(1, logged=59).purchase()
    assert due(told)[2:] == ["(window_near +60)", "window_over +71"]
    assert step(told, 61) == "window_over"
    assert due(story().on(1, logged=80).purchase())[-1] == "(window_over +81)"
    assert due(story().on(1, logged=33).purchase())[2] == "window_near +36"


@pytest.mark.parametrize("status", ["EK", "SK"])
def test_an_old_customer_by_hand_has_no_window(story, status):
    assert due(story().on(1).by_hand(status)) == ["(last_purchase +2)"]


def test_a_regular_one_has_none_but_its_end_is_the_rhythm_while_own_intervals_dont_say(story):
    told = story().on(1).purchase().on(22).purchase()
    assert due(told) == ["rhythm +92"]
    assert due(told, None) == ["rhythm +204"]
    assert due(told.on(43).purchase()) == ["rhythm +64"]


def test_a_parked_one_isnt_chased_and_is_named_when_the_parking_ends(story):
    told = story().on(1).purchase().on(20).event(Kind.PARKED, due=43)
    assert [d for d in due(told) if "window" in d] == ["window_near +43", "window_over +71"]
    late = story().on(1).purchase().on(20).event(Kind.PARKED, due=80)
    assert [d for d in due(late) if "window" in d] == ["window_over +80"]


def test_an_own_step_stands_in_its_place(story):
    assert due(story().on(1).purchase().on(2).step(50)) == ["own_step +50"]


def test_a_snooze_holds_it(story):
    told = story().on(1).purchase().on(31).snooze(38)
    assert [d for d in due(told) if "window" in d] == ["window_near +38", "window_over +71"]

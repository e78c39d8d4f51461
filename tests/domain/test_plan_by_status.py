"""The status table of §2: which reminder, and when, one day more or less showing in each."""

from dataclasses import replace
from datetime import time

import pytest

from domain.events import Kind

# Day 0 is a Monday, so +5 and +6, +12 and +13 … are weekends.


def test_an_address_is_to_be_approached_after_seven_days(story):
    assert story().due == ["first_touch 1 +7"]


def test_a_day_that_is_no_working_day_moves_to_the_next(story):
    assert story(first_touch_days=5).due == ["first_touch 1 +7"]
    assert story(first_touch_days=32).due == ["first_touch 1 +36"]  # Good Friday … Easter Monday


def test_touches_are_at_least_thirty_days_apart(story):
    assert story().on(0).touch().due == ["next_touch 1 +30"]
    assert story().on(1).touch("nicht_erreicht").due == ["next_touch 1 +31"]


def test_an_older_backdated_touch_changes_nothing(story):
    told = story().on(8).touch()
    before = told.planned
    assert [p.key for p in told.on(3, logged=9).touch().planned] == [p.key for p in before]
    assert told.due == ["next_touch 1 +38"]


@pytest.mark.parametrize(("touches", "kind"), [(3, "next_touch"), (4, "park_proposal")])
def test_after_four_touches_without_a_reaction_parking_is_proposed(story, touches, kind):
    told = story()
    for count in range(touches):
        told.on(count * 30 + 1).touch()
    assert told.planned[0].kind == kind
    assert told.planned[0].reason.number("touches") == touches


def test_an_interested_one_gets_information_within_two_working_days(story):
    assert story().on(3).reaction().due == ["send_info 1 +7"]  # Thursday → Monday
    assert story(send_info_wd=1).on(3).reaction().due == ["send_info 1 +4"]


@pytest.mark.parametrize("way", ["info", "anruf", "mail", "besuch", "brief", "messenger", "dank"])
def test_a_touch_that_reached_them_answers_it_and_asks_for_a_reaction_seven_days_later(story, way):
    assert story().on(1).reaction().on(2).touch(way).due == ["ask_reaction 1 +9"]


@pytest.mark.parametrize("way", ["nicht_erreicht", "mailbox"])
def test_nobody_reached_is_no_answer(story, way):
    assert story().on(1).reaction().on(2).touch(way).due == ["send_info 1 +3"]


def test_a_touch_from_before_the_reaction_is_no_answer(story):
    assert story().on(1).touch("info").on(2).reaction().due == ["send_info 1 +4"]


def test_a_touch_of_the_same_day_logged_after_the_reaction_answers_it(story):
    told = story().on(2, time(15)).reaction().on(2, time(9), logged=3).touch("info")
    assert told.due == ["ask_reaction 1 +9"]


def test_asked_for_a_reaction_there_is_no_further_step(story):
    told = story().on(1).reaction().on(2).touch("info").on(9).touch("anruf")
    assert (told.due, told.step_now()) == ([], None)


def test_information_sent_again_asks_again_seven_days_later(story):
    assert story().on(1).reaction().on(2).touch("info").on(4).touch("info").due == ["ask_reaction 1 +11"]


def test_a_call_and_the_information_of_one_day_are_one_answer(story):
    assert story().on(1).reaction().on(2).touch("anruf").touch("info").due == ["ask_reaction 1 +9"]


def test_a_late_reaction_answers_the_question_for_one(story):
    assert story().on(1).reaction().on(2).touch("info").on(200).reaction().due == []


def test_a_serious_prospect_without_appointment_comes_up_after_two_and_five_working_days(story):
    told = story().on(1).reaction("mail", "angebot")
    assert told.due == ["no_appointment 1 +3", "no_appointment 2 +8", "buy_or_park 1 +31"]


def test_both_count_from_the_day_it_became_one(story):
    told = story(no_appointment_first_wd=3, no_appointment_second_wd=6, buy_or_park_days=27)
    told.on(4).reaction("mail", "angebot")  # a Friday
    assert told.due == ["no_appointment 1 +9", "no_appointment 2 +14", "buy_or_park 1 +31"]


def test_an_appointment_to_come_lets_the_clock_begin_when_it_is_over(story):
    told = story().on(1).reaction("mail", "angebot").on(2).appointment(10)
    assert [d for d in told.due if "no_app" in d] == ["no_appointment 1 +14", "no_appointment 2 +17"]
    assert told.find("buy_or_park").due.day.isoformat() == "2026-04-13"  # 42 d lie on Easter … → Monday


def test_a_cancelled_appointment_counts_from_the_day_it_was_cancelled(story):
    told = story().on(1).appointment(20).on(3).about(Kind.CANCELLED, 2)
    assert told.due[:2] == ["no_appointment 1 +7", "no_appointment 2 +10"]


def test_a_moved_appointment_counts_from_its_new_day(story):
    told = story().on(1).appointment(3).on(2).moved(2, 10)
    assert [d for d in told.due if "no_app" in d] == ["no_appointment 1 +14", "no_appointment 2 +17"]


def test_a_no_show_asks_for_a_new_appointment(story):
    told = story().on(1).appointment(3).on(8).about(Kind.NO_SHOW, 2)
    assert told.due[:2] == ["no_appointment 1 +10", "no_appointment 2 +15"]


def test_a_result_doesnt_begin_the_clock_anew(story):
    told = story().on(1).appointment(3).on(5).about(Kind.RESULT, 2)
    assert told.due[:2] == ["no_appointment 1 +7", "no_appointment 2 +10"]


def test_a_touch_answers_the_stage_it_was_asked_by_not_the_next(story):
    told = story().on(1).reaction("mail", "angebot").on(3).touch()
    assert told.due[:1] == ["no_appointment 2 +8"]
    assert told.on(8).touch().due == ["buy_or_park 1 +38"]


def test_a_touch_before_it_was_asked_doesnt_make_an_appointment(story):
    assert story().on(1).reaction("mail", "angebot").on(2).touch().due[0] == "no_appointment 1 +3"


def test_thirty_days_without_an_event_but_notes_ask_to_buy_or_park(story):
    told = story().on(1).reaction("mail", "angebot").on(11).touch()
    assert told.find("buy_or_park").due.day.isoformat() == "2026-04-13"  # +41 is a Sunday
    same = told.find("buy_or_park")
    assert told.on(20).note().find("buy_or_park") == same


def test_buy_or_park_is_asked_once_while_a_prospect(story):
    told = story().on(1).reaction("mail", "angebot")
    before = told.find("buy_or_park").key
    assert told.on(30).touch().find("buy_or_park").key == before


def test_the_result_is_asked_for_the_next_working_day_at_nine(story):
    told = story().on(1).appointment(4)  # Friday 14:00
    assert told.pushed("result_missing") == "+7 09:00"


def test_without_an_end_an_appointment_lasts_sixty_minutes(story):
    assert story().on(1).appointment(1, time(22, 59)).pushed("result_missing") == "+2 09:00"
    assert story().on(1).appointment(1, time(23)).pushed("result_missing") == "+3 09:00"
    assert story().on(1).appointment(1, time(23), ends=time(23, 59)).pushed("result_missing") == "+2 09:00"
    assert story(appointment_minutes=59).on(1).appointment(1, time(23)).pushed("result_missing") == "+2 09:00"


@pytest.mark.parametrize("kind", [Kind.RESULT, Kind.NO_SHOW, Kind.CANCELLED])
def test_the_question_vanishes_with_any_answer_however_dated(story, kind):
    told = story().on(1).appointment(4).on(2, logged=5).about(kind, 2)
    assert not [p for p in told.planned if p.kind == "result_missing"]


def test_a_result_that_names_no_appointment_is_of_the_last_one_begun(story):
    told = story().on(1).appointment(4).appointment(20).on(7).event(Kind.RESULT)
    assert [a.open for a in told.profile.appointments] == [False, True]
    assert story().on(1).appointment(4).on(2).event(Kind.RESULT).profile.appointments[0].open


def test_a_purchase_at_or_after_an_appointment_is_its_result(story):
    assert story().on(1).appointment(4).on(4, time(14)).purchase().profile.open_appointments == ()
    assert len(story().on(1).appointment(4).on(4, time(13, 59)).purchase().profile.open_appointments) == 1
    told = story().on(1).appointment(4).on(4, time(0)).purchase()
    told.events[-1] = replace(told.events[-1], timed=False)  # "heute": the day is all we know
    assert told.profile.open_appointments == ()


def test_a_first_buyer_is_thanked_after_three_and_asked_after_fourteen_days(story):
    assert story().on(1).purchase().due == ["thanks 1 +4", "satisfaction 1 +15"]
    assert story(thanks_days=6, satisfaction_days=15).on(1).purchase().due == [
        "thanks 1 +7",
        "satisfaction 1 +16",
    ]


def test_any_word_that_reached_them_is_a_thank_you(story):
    assert story().on(1).purchase().on(2).touch("mail").due == ["satisfaction 1 +15"]
    assert story().on(1).purchase().on(2).touch("mailbox").due[0] == "thanks 1 +4"


def test_a_grade_answers_both(story):
    told = story().on(1).purchase().on(2).event(Kind.SATISFACTION, "4")
    assert (told.due, told.profile.satisfaction) == ([], 4)


def test_a_regular_comes_up_after_half_a_year_while_two_purchases_say_no_rhythm(story):
    told = story().on(1).purchase().on(22).purchase()
    assert told.due == ["rhythm 1 +204"]
    assert story(rhythm_days=28).on(1).purchase().on(21).purchase().due == ["rhythm 1 +49"]


def test_three_occasions_make_a_rhythm_of_ones_own(story):
    told = story().on(0).purchase().on(10).purchase().on(31).purchase()  # 10 and 21 d: 15.5, counted up
    assert told.find("rhythm").reason.number("days") == 16
    assert told.on(49).purchase().find("rhythm").reason.number("days") == 18


def test_the_rhythm_is_answered_by_a_touch_when_due_not_before(story):
    told = story(rhythm_days=28).on(0).purchase().on(21).purchase()
    assert told.on(48).touch().due == ["rhythm 1 +49"]
    assert told.on(49).touch().due == []
    assert told.on(60).purchase().due


def test_an_old_customer_leaves_one_question_for_the_last_purchase(story):
    assert story().on(1).by_hand("SK").due == ["(last_purchase 1 +2)"]
    assert story().on(1).by_hand("EK").on(3).touch().due == []
    assert story().on(1).by_hand("EK").on(3).purchase().due == ["thanks 1 +7", "satisfaction 1 +17"]


def test_a_returned_purchase_takes_its_reminders_with_it(story):
    told = story().on(1).reaction().on(2).purchase().on(3).returned(3)
    assert told.due == ["send_info 1 +7"]

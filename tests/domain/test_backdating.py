"""Clocks and backdating (§1): never due before the next working day, stale ones never ring."""

import pytest

from domain.planned import Silence


def test_a_backdated_entry_is_due_on_the_first_working_day_after_it_was_logged(story):
    assert story().on(0, logged=4).purchase().find("thanks").due.day.isoformat() == "2026-03-09"
    assert story().on(0, logged=3).purchase().find("thanks").due.day.isoformat() == "2026-03-06"
    assert story().on(0, logged=2).purchase().find("thanks").due.day.isoformat() == "2026-03-05"


@pytest.mark.parametrize(("logged", "silent"), [(10, None), (11, Silence.STALE)])
def test_due_more_than_seven_days_before_it_was_logged_never_rings(story, logged, silent):
    """Bought on day 0, thanks due on day 3."""
    assert story().on(0, logged=logged).purchase().find("thanks").why_silent == silent


def test_how_stale_is_a_setting(story):
    assert story(stale_days=8, satisfaction_days=30).on(0, logged=11).purchase().find("thanks").pushes


def test_where_a_stage_is_stale_the_next_one_applies(story):
    told = story().on(0, logged=14).purchase()
    assert told.due == ["(thanks 1 +15)", "satisfaction 1 +15"]
    assert told.step_now() == "satisfaction 1 +15"


def test_stale_information_leaves_the_question_for_a_reaction(story):
    told = story().on(0, logged=13).reaction()
    assert told.due == ["(send_info 1 +14)", "ask_reaction 1 +14"]
    assert told.step_now() == "ask_reaction 1 +14"


def test_an_import_of_old_purchases_fills_lists_never_phones(story):
    told = story().on(-700, logged=0).purchase().on(-400, logged=0).purchase().on(-300, logged=0).purchase()
    assert told.due == ["(rhythm 1 +1)"]
    assert told.step_now() == "rhythm 1 +1"


def test_a_prospect_entered_late_is_still_without_appointment(story):
    told = story().on(-30, logged=0).reaction("mail", "angebot")
    assert not told.find("no_appointment", 1).pushes
    assert told.step_now() == "no_appointment 2 +1"


def test_what_the_last_missing_entry_proves_is_known_since_it_was_logged(story):
    told = story().on(1).reaction().on(3).reaction().void(2).on(2, logged=40).reaction()
    assert told.path[-1] == "II→KI S3 +3"
    assert not told.find("no_appointment", 2).pushes


def test_a_purchase_returned_long_after_doesnt_thank_for_the_one_before(story):
    told = story().on(0).purchase().on(2).purchase().on(90).returned(3)
    assert [d for d in told.due if not d.startswith("(")] == []

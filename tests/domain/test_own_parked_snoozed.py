"""Own steps, parking, snoozing: what stands in the place of derived reminders and brings them back."""

from datetime import time

import pytest

from domain.events import Kind


def test_an_own_step_replaces_the_derived_one(story):
    told = story().on(1).reaction().step(9)
    assert (told.due, told.step_now()) == (["own_step 1 +9"], "own_step 1 +9")


def test_a_new_own_step_replaces_the_old_one_for_good(story):
    told = story().on(1).step(9).on(2).step(11)
    assert told.due == ["own_step 1 +11"]
    assert told.on(3).about(Kind.DONE, 3).due == ["first_touch 1 +7"]


def test_a_done_step_gives_way_to_the_derived_one_from_the_next_working_day(story):
    told = story().on(1).reaction().step(9).on(9).about(Kind.DONE, 3)
    assert told.due == ["send_info 1 +10"]


def test_what_happens_after_an_own_step_was_set_calls_for_more(story):
    told = story().on(1).reaction().step(9).on(2).purchase()
    assert told.due == ["thanks 1 +7", "own_step 1 +9", "satisfaction 1 +16"]
    assert told.step_now() == "own_step 1 +9"


def test_a_step_with_a_time_rings_at_that_minute_whatever_the_hour(story):
    told = story().on(1).step(5, time(22))
    assert told.pushed("own_step") == "+5 22:00"
    assert told.find("own_step").uncapped
    assert told.find("own_step").binding


def test_a_step_without_a_time_rings_at_nine_or_the_first_allowed_minute_after(story):
    assert story().on(1).step(4).pushed("own_step") == "+4 09:00"
    assert story().on(1).step(5).pushed("own_step") == "+7 08:00"
    assert not story().on(1).step(4).find("own_step").uncapped


def test_an_own_step_doesnt_silence_an_appointment(story):
    told = story().on(1).appointment(7).step(9)
    assert {p.kind for p in told.planned} == {"own_step", "day_before", "soon", "result_missing"}


def test_a_parked_contact_has_no_derived_reminders(story):
    told = story().on(1).reaction("mail", "angebot").event(Kind.PARKED)
    assert (told.due, told.step_now()) == ([], None)
    assert told.profile.parking.until is None


def test_parked_until_a_day_its_clocks_begin_there(story):
    told = story().on(1).reaction("mail", "angebot").event(Kind.PARKED, due=60)
    assert told.due[:2] == ["no_appointment 1 +64", "no_appointment 2 +67"]


def test_resumed_clocks_run_from_that_day(story):
    told = story().on(1).reaction().on(2).event(Kind.PARKED).on(15).event(Kind.RESUMED)
    assert (told.due, told.profile.parking) == (["send_info 1 +17"], None)


@pytest.mark.parametrize("kind", ["reaction", "purchase"])
def test_a_new_reaction_or_purchase_brings_a_parked_contact_back(story, kind):
    told = story().on(1).event(Kind.PARKED).on(3)
    assert getattr(told, kind)().profile.parking is None
    assert told.due


@pytest.mark.parametrize("kind", [Kind.NOTE, Kind.TOUCH])
def test_what_we_do_doesnt_bring_it_back(story, kind):
    assert story().on(1).event(Kind.PARKED).on(3).event(kind).profile.parking is not None


def test_a_refusal_doesnt_bring_it_back(story):
    assert story().on(1).event(Kind.PARKED).on(3).reaction("absage").profile.parking is not None


def test_parking_answers_the_proposal_to_park_and_begins_to_count_anew(story):
    told = story()
    for day in (1, 31, 61, 91):
        told.on(day).touch()
    assert told.on(121).event(Kind.PARKED, due=150).due == ["next_touch 1 +157"]


def test_appointments_stay_when_a_contact_is_parked_but_old_results_arent_asked(story):
    told = story().on(1).appointment(3).appointment(9).on(4).event(Kind.PARKED)
    assert [p.kind for p in told.planned if p.kind == "result_missing"] == ["result_missing"]
    assert {p.kind for p in told.planned} == {"day_before", "soon", "result_missing"}


def test_parked_on_the_day_of_an_appointment_its_result_isnt_asked(story):
    told = story().on(1).appointment(3).on(3, time(16)).event(Kind.PARKED)
    assert "result_missing" not in {p.kind for p in told.planned}


def test_a_snooze_lifts_what_falls_due_before_its_end(story):
    told = story().on(1).reaction("mail", "angebot").on(3, time(9, 30)).snooze(4)
    assert told.due == ["no_appointment 1 +4", "no_appointment 2 +8", "buy_or_park 1 +31"]
    assert [p.snoozed for p in told.planned] == [True, False, False]


def test_a_snoozed_reminder_rings_again_so_its_key_is_a_new_one(story):
    told = story().on(1).reaction()
    before = told.find("send_info").key
    told.on(3, time(9, 30)).snooze(3, time(10, 30))
    assert told.find("send_info").key != before
    assert told.pushed("send_info") == "+3 10:30"


def test_snoozed_into_the_night_it_rings_in_the_morning(story):
    assert story().on(1).reaction().on(3, time(19, 30)).snooze(3, time(20, 30)).pushed("send_info") == (
        "+4 08:00"
    )


def test_snoozed_to_a_weekend_it_rings_on_monday_at_nine(story):
    assert story().on(1).reaction().on(3).snooze(5).pushed("send_info") == "+7 09:00"


def test_a_snooze_that_ends_when_it_is_due_anyway_changes_nothing(story):
    told = story().on(1).reaction()
    before = told.planned
    assert told.snooze(3).planned == before


def test_a_snooze_over_two_stages_leaves_the_later_one(story):
    told = story().on(1).reaction("mail", "angebot").on(3).snooze(15)
    assert told.due == ["no_appointment 2 +15", "buy_or_park 1 +31"]


def test_a_snooze_binds_untimed_own_steps_and_missing_results_but_no_timed_step(story):
    assert story().on(1).step(3).snooze(8).due == ["own_step 1 +8"]
    assert story().on(1).step(3, time(10)).snooze(8).due == ["own_step 1 +3"]
    assert story().on(1).appointment(2).on(2).snooze(8).find("result_missing").snoozed


@pytest.mark.parametrize("ends", ["purchase", "reaction"])
def test_a_later_status_change_or_purchase_ends_a_snooze_and_voiding_it_restores_it(story, ends):
    told = story().on(0).snooze(40).on(1)
    assert told.profile.snooze is not None
    getattr(told, ends)()
    assert told.profile.snooze is None
    assert told.void().profile.snooze is not None


def test_a_second_purchase_ends_a_snooze_without_a_status_change(story):
    told = story().on(0).purchase().on(9).purchase().on(10).snooze(400)
    assert told.profile.snooze is not None
    assert told.on(20).purchase().profile.snooze is None


def test_a_note_doesnt_end_a_snooze(story):
    assert story().on(0).snooze(40).on(1).note().profile.snooze is not None


def test_the_last_snooze_rules(story):
    assert story().on(0).snooze(40).on(1).snooze(8).due == ["first_touch 1 +8"]

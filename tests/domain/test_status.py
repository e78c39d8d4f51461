"""The status ladder S1–S9: each rule, and what happens one short of its threshold."""

from dataclasses import replace
from datetime import time

import pytest

from domain.events import Channel, Kind


def test_a_new_contact_is_an_address(story):
    assert (story().status, story().path) == ("ZA", [])
    assert story().standing.moves[0].reason.rule == "S1"


@pytest.mark.parametrize("how", list(Channel))
def test_the_first_positive_reaction_makes_an_interested_one(story, how):
    assert story().on(1).reaction(how).path == ["ZA→II S2 +1"]


@pytest.mark.parametrize("how", ["absage", "", "schweigen"])
def test_a_refusal_is_not_a_reaction(story, how):
    assert story().on(1).reaction(how).status == "ZA"


def test_touches_notes_and_silence_are_not_reactions(story):
    assert story().on(1).touch().note().on(300).note().status == "ZA"


def test_a_second_reaction_on_another_day_makes_a_serious_prospect(story):
    told = story().on(1).reaction().on(2).reaction()
    assert told.path == ["ZA→II S2 +1", "II→KI S3 +2"]
    assert told.standing.moves[-1].reason.number("days_apart") == 1
    assert told.standing.moves[-1].reason.events == (2, 3)


def test_two_reactions_on_one_day_count_once(story):
    assert story().on(1).reaction().on(1, time(18)).reaction().status == "II"


@pytest.mark.parametrize(("apart", "status"), [(180, "KI"), (181, "II")])
def test_reactions_may_lie_180_days_apart(story, apart, status):
    assert story().on(1).reaction().on(1 + apart).reaction().status == status


def test_a_third_reaction_counts_with_the_second_when_the_first_is_too_old(story):
    assert story().on(1).reaction().on(190).reaction().on(300).reaction().path[-1] == "II→KI S3 +300"


def test_how_many_reactions_and_within_what_are_settings(story):
    told = story(reactions_for_ki=3, reactions_within_days=10).on(1).reaction().on(2).reaction()
    assert told.status == "II"
    assert told.on(11).reaction().status == "KI"
    assert story(reactions_for_ki=3, reactions_within_days=9).on(1).reaction().on(2).reaction().on(
        11
    ).reaction().status == ("II")


@pytest.mark.parametrize("signal", ["angebot", "termin", "probe"])
def test_a_buying_signal_makes_a_serious_prospect_at_once(story, signal):
    told = story().on(1).reaction("mail", signal)
    assert told.path == ["ZA→KI S4 +1"]
    assert told.standing.moves[-1].skipped == ("II",)
    assert story().on(1).reaction().reaction("mail", signal).standing.moves[-1].skipped == ()


def test_a_signal_without_a_way_is_a_reaction_too(story):
    assert story().on(1).reaction("", "angebot").status == "KI"


def test_an_appointment_is_such_a_signal_and_stays_one_when_cancelled(story):
    told = story().on(1).appointment(5)
    assert told.path == ["ZA→KI S4 +1"]
    assert told.on(2).about(Kind.CANCELLED, 2).status == "KI"


def test_an_appointment_changes_nothing_for_a_buyer(story):
    assert story().on(1).purchase().on(2).appointment(5).status == "EK"


@pytest.mark.parametrize(
    ("before", "skipped"), [("ZA", ("II", "KI")), ("II", ("KI",)), ("KI", ())], ids=["ZA", "II", "KI"]
)
def test_the_first_purchase_makes_a_buyer_from_any_status(story, before, skipped):
    told = story().on(1).by_hand(before).on(2).purchase()
    assert (told.path[-1], told.standing.moves[-1].skipped) == (f"{before}→EK S5 +2", skipped)


def test_money_paid_in_advance_is_a_purchase(story):
    told = story().on(1).event(Kind.PURCHASE, flags=frozenset({"anzahlung"}))
    assert told.path == ["ZA→EK S5 +1"]


def test_a_second_purchase_occasion_makes_a_regular(story):
    assert story().on(1).purchase().on(2).purchase().path[-1] == "EK→SK S6 +2"


def test_purchases_of_one_day_are_one_occasion(story):
    assert story().on(1).purchase().on(1, time(18)).purchase().status == "EK"


def test_another_currency_counts_as_an_occasion(story):
    assert story().on(1).purchase().on(2).purchase(currency="CHF").status == "SK"


def test_regulars_can_be_counted_by_different_products(story):
    told = story(sk_counts="products").on(1).purchase(product="Wartung").on(2).purchase(product=" WARTUNG ")
    assert told.status == "EK"
    assert told.purchase(product="Öl").path[-1] == "EK→SK S6 +2"
    assert (
        story(sk_counts="products").on(1).purchase(product="a").purchase(product="b").path[-1]
        == "EK→SK S6 +1"
    )


def test_purchases_without_a_product_are_no_different_products(story):
    assert story(sk_counts="products").on(1).purchase().on(2).purchase(product="Öl").status == "EK"


def test_a_return_in_full_puts_back_to_where_reactions_leave_it_on_its_own_day(story):
    told = story().on(1).reaction().on(2).purchase().on(9).returned(3)
    assert told.path == ["ZA→II S2 +1", "II→EK S5 +2", "EK→II S7 +9"]
    assert told.standing.moves[-1].reason.events == (3, 4)


@pytest.mark.parametrize(("minor", "status"), [(9_999, "EK"), (10_000, "ZA")])
def test_only_a_return_in_full_undoes_a_purchase(story, minor, status):
    assert story().on(1).purchase().on(2).returned(2, minor).status == status


def test_returns_add_up(story):
    assert story().on(1).purchase().on(2).returned(2, 4_000).on(3).returned(2, 6_000).path[-1] == (
        "EK→ZA S7 +3"
    )


def test_an_occasion_stands_while_one_of_its_purchases_does(story):
    told = story().on(1).purchase().purchase().on(3).purchase().on(4).returned(2)
    assert told.status == "SK"
    assert told.on(5).returned(3).path[-1] == "SK→EK S7 +5"


def test_a_purchase_after_a_return_is_the_first_one_again(story):
    told = story().on(1).purchase().on(2).returned(2).on(3).purchase()
    assert told.path == ["ZA→EK S5 +1", "EK→ZA S7 +2", "ZA→EK S5 +3"]


def test_a_return_in_another_currency_gives_nothing_back(story):
    assert story().on(1).purchase().on(2).returned(2, currency="CHF").status == "EK"


def test_a_return_dated_before_its_purchase_still_undoes_it(story):
    assert story().on(5).purchase().on(4).returned(2).status == "ZA"


def test_voiding_the_only_purchase_puts_back_to_where_reactions_leave_it(story):
    assert story().on(1).reaction().on(2).reaction().on(3).purchase().void().status == "KI"


def test_voiding_a_return_restores_the_purchase(story):
    assert story().on(1).purchase().on(2).returned(2).void().path == ["ZA→EK S5 +1"]


def test_silence_never_lowers_a_status(story):
    assert story().on(1).reaction().on(2).reaction().on(3_000).note().status == "KI"


def test_a_status_set_by_hand_stands_and_skips_nothing(story):
    told = story().on(1).by_hand("EK")
    assert (told.path, told.standing.moves[-1].skipped) == (["ZA→EK S8 +1"], ())
    assert (told.standing.floor, told.profile.occasions) == ("EK", ())


def test_a_status_can_be_lowered_by_hand(story):
    assert story().on(1).purchase().on(2).by_hand("II").path[-1] == "EK→II S8 +2"


def test_later_events_raise_a_status_set_by_hand(story):
    assert story().on(1).by_hand("II").on(2).purchase().status == "EK"
    assert story().on(1).by_hand("SK").on(2).purchase().status == "SK"


def test_reactions_from_before_a_hand_set_status_still_count(story):
    assert story().on(1).reaction().on(2).by_hand("ZA").on(3).reaction().path[-1] == "ZA→KI S3 +3"


def test_voids_and_returns_dont_lower_below_what_was_set_by_hand(story):
    told = story().on(1).by_hand("KI").on(2).purchase()
    assert told.on(3).returned(3).path[-1] == "EK→KI S7 +3"
    assert story().on(1).purchase().on(2).by_hand("EK").on(3).returned(2).status == "EK"


def test_an_old_customer_with_one_logged_purchase_is_still_a_first_buyer(story):
    assert story().on(1).by_hand("EK").on(2).purchase().status == "EK"


def test_setting_the_same_status_again_is_no_change(story):
    assert story().on(1).reaction().on(2).by_hand("II").path == ["ZA→II S2 +1"]


def test_an_unknown_code_sets_nothing(story):
    assert story().on(1).by_hand("XX").status == "ZA"


def test_a_backdated_reaction_dates_the_change_with_what_happened_last(story):
    told = story().on(10).reaction().on(3, logged=12).reaction()
    move = told.standing.moves[-1]
    assert told.path == ["ZA→II S2 +3", "II→KI S3 +10"]
    assert move.logged_at == told.events[-1].logged_at


def test_evidence_from_before_the_contact_was_entered_begins_its_story(story):
    moves = story().on(-5, logged=0).reaction().standing.moves
    assert [move.day for move in moves] == [moves[1].day] * 2


def test_a_date_without_a_time_comes_after_the_timed_events_of_its_day(story):
    told = story().on(1, time(0)).reaction().on(1, time(18)).purchase()
    told.events[1] = replace(told.events[1], timed=False)
    assert told.path == ["ZA→EK S5 +1"]


def test_every_change_says_who_and_what_brought_it(story):
    move = story().on(1).reaction().standing.moves[-1]
    assert (move.by, move.event, move.before, move.after) == (7, 2, "ZA", "II")


def test_no_events_at_all_is_still_one_status(story):
    empty = story().void()
    assert (empty.status, empty.planned, empty.step_now()) == ("ZA", (), None)

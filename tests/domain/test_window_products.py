"""A window of one's own for those who began with a product (W3), and the curve that can be drawn of any (W5)."""

import json
from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest

from domain.curve import curve
from domain.kaplan_meier import kaplan_meier
from domain.rules import Rules
from domain.window import Counts, FirstBuyer, Level, by_product, change_of, changed, measure, own_window

TODAY = date(2026, 3, 2)


def ago(days):
    return TODAY - timedelta(days=days)


def shop(*rows, product="", rules=None):
    counts = Counts.of((FirstBuyer(ago(first), back), people) for first, back, people in rows)
    return counts, measure(counts, today=TODAY, rules=rules or Rules(), product=product)


def test_a_first_buyer_is_counted_once_for_each_product_they_began_with(story):
    told = story()
    before = told.profile
    after = told.on(3).purchase(product="Wartung").purchase(product="Toner").profile
    first = FirstBuyer(after.occasions[0].day)
    assert change_of(before, after) == (
        (first, 1),
        (first._replace(product="Toner"), 1),
        (first._replace(product="Wartung"), 1),
    )


def test_however_it_is_written_it_is_one_product_and_no_name_is_none(story):
    told = story().on(3).purchase(product="  Große   Wartung ").purchase(product="GROSSE WARTUNG").purchase()
    products = [buyer.product for buyer, _ in change_of(None, told.profile)]
    assert products == ["", "Große Wartung"]


def test_the_second_purchase_of_anything_ends_the_wait(story):
    told = story().on(3).purchase(product="Drucker")
    before = told.profile
    day = before.occasions[0].day
    assert change_of(before, told.on(33).purchase(product="Toner").profile) == (
        (FirstBuyer(day), -1),
        (FirstBuyer(day, product="Drucker"), -1),
        (FirstBuyer(day, 30), 1),
        (FirstBuyer(day, 30, product="Drucker"), 1),
    )


def test_what_was_returned_in_full_wasnt_begun_with(story):
    told = story().on(3).purchase(product="Drucker")
    bought = told.last
    told.purchase(product="Toner")
    before = told.profile
    gone = change_of(before, told.on(5).returned(bought).profile)
    assert gone == ((FirstBuyer(before.occasions[0].day, product="Drucker"), -1),)


def test_a_very_long_name_is_cut(story):
    told = story().on(3).purchase(product="Wartungsvertrag " * 40)
    (_, (buyer, _)) = change_of(None, told.profile)
    assert len(buyer.product) <= 80


def test_their_window_is_the_products_while_they_are_first_buyers(story):
    _, team = shop((400, 20, 60), (400, None, 60))
    own = by_product([replace(team, product="Wartung", w50=7, n=50), replace(team, product="Toner", n=40)])
    told = story().on(3).purchase(product="wartung").purchase(product="Toner")
    assert own_window(told.profile, own).product == "Wartung"  # the one that rests on more
    assert own_window(story().on(3).purchase(product="Papier").profile, own) is None
    assert own_window(story().profile, own) is None
    assert own_window(told.on(40).purchase(product="Toner").profile, own) is None
    assert own_window(told.profile, {}) is None


def test_a_days_change_in_any_of_them_is_a_change():
    _, team = shop((400, 20, 60), (400, None, 60))
    own = replace(team, product="Wartung", w50=7)
    assert not changed([team, own], [replace(team, n=99, day=ago(1)), own])
    assert changed([team, own], [team, replace(own, w50=8)])
    assert changed([team, own], [team])
    assert changed([team], [team, own])


@pytest.mark.parametrize(
    ("rows", "level"),
    [
        (((400, 20, 60), (400, None, 60)), Level.MEASURED),
        (((60, 20, 30), (60, None, 30)), Level.ESTIMATED),
        (((60, 20, 3),), Level.DEFAULT),
        ((), Level.DEFAULT),
    ],
)
def test_the_curve_says_all_that_a_picture_shows_and_is_plain_numbers(rows, level):
    counts, window = shop(*rows, product="Wartung")
    seen = curve(counts, window, today=TODAY)
    assert (seen.level, seen.w50, seen.w80, seen.n) == (level, window.w50, window.w80, window.n)
    assert (seen.product, seen.horizon) == ("Wartung", 365)
    assert seen.days[0] == seen.shares[0] == 0
    assert len(seen.days) == len(seen.shares)
    assert len(seen.estimate) == (366 if level is Level.ESTIMATED else 0)
    assert json.loads(json.dumps(asdict(seen)))["w50"] == window.w50


def test_the_curve_is_kaplan_meiers_and_tells_who_was_still_watched():
    counts, window = shop((400, 20, 60), (400, 100, 10), (400, None, 50), (50, None, 30))
    seen = curve(counts, window, today=TODAY)
    steps = kaplan_meier(counts.spells(today=TODAY), until=365)
    assert seen.days[1:] == steps.days == (20, 100)
    assert seen.shares[1:] == tuple(map(steps.share, steps.days))
    assert dict(seen.at_risk) == {0: 150, 30: 90, 60: 60, 91: 60, 182: 50, 365: 50}
    assert (seen.returned, seen.waiting) == (70, 80)


def test_who_leaves_on_a_day_was_watched_that_day():
    counts, window = shop((400, 30, 1), (60, None, 1), (400, None, 1))
    assert dict(curve(counts, window, today=TODAY).at_risk) == {0: 3, 30: 3, 60: 2, 91: 1, 182: 1, 365: 1}


def test_who_is_out_of_sight_waits_no_more():
    counts = Counts.of(
        [(FirstBuyer(ago(100), gone=40), 3), (FirstBuyer(ago(100)), 2), (FirstBuyer(ago(9), 5), 4)]
    )
    assert counts.waiting(today=TODAY) == 2
    assert counts.waiting(today=ago(70)) == 5
    assert counts.waiting(today=ago(6)) == 2 + 4
    assert counts.waiting(today=TODAY, since=ago(50)) == 0

"""What a customer's occasions come to (§4)."""

import statistics
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rfm import Buying, Spent, Year, buying, next_step, spent, top, variation, year

TODAY = date(2026, 3, 2)  # a Monday


def ago(days):
    return TODAY - timedelta(days=days)


def customer(*days_ago):
    return buying([Spent(ago(days), 100 + days) for days in days_ago], today=TODAY)


def test_nobody_bought_nothing():
    assert customer() == Buying()
    assert year(Buying(), today=TODAY) == Year(0, 0, 0)


def test_the_own_interval_takes_three_occasions_and_its_variation_four():
    assert (customer(30, 20).cycle, customer(30, 20).cv) == (None, None)
    assert (customer(30, 20, 5).cycle, customer(30, 20, 5).cv) == (12.5, None)
    assert (customer(30, 20, 10, 0).cycle, customer(30, 20, 10, 0).cv) == (10, 0)


def test_weekends_are_saturday_and_sunday():
    assert [customer(days).weekend for days in range(7)] == [0, 1, 1, 0, 0, 0, 0]


def test_the_year_has_364_days_in_four_quarters():
    bought = customer(700, 364, 363, 273, 272, 90, 0)
    assert year(bought, today=TODAY) == Year(0, 3, 5 * 100 + 363 + 273 + 272 + 90)
    assert year(bought, today=TODAY + timedelta(days=1)) == Year(1, 3, 4 * 100 + 273 + 272 + 90)
    assert bought.revenue == 7 * 100 + 700 + 364 + 363 + 273 + 272 + 90


@given(st.lists(st.integers(0, 400), min_size=1, max_size=20, unique=True), st.integers(0, 500))
def test_an_occasion_steps_into_the_next_quarter_and_at_last_out_of_the_year(days_ago, later):
    bought, today = customer(*sorted(days_ago, reverse=True)), TODAY + timedelta(days=later)
    steps = {day + timedelta(days=days) for day, _ in bought.recent for days in (91, 182, 273, 364)}
    expected = min((day for day in steps if day > today), default=None)
    assert next_step(bought, today=today) == expected


def test_returns_and_other_currencies_are_off_the_revenue(story):
    told = story().purchase(10_000).returned(2, 4_000).purchase(500).on(3).purchase(7_000, currency="CHF")
    assert spent(told.profile.occasions, "EUR") == [Spent(TODAY, 6_500), Spent(TODAY + timedelta(days=3), 0)]


@pytest.mark.parametrize(("share", "n", "places"), [(0.2, 5, 1), (0.2, 6, 2), (0.07, 100, 7), (0.03, 0, 0)])
def test_a_top_share_is_rounded_up_as_it_is_written(share, n, places):
    assert top(share, n) == places


@given(st.lists(st.integers(1, 2_000), min_size=3, max_size=50))
def test_variation_is_sample_deviation_over_mean(gaps):
    assert variation(gaps) == pytest.approx(
        statistics.stdev(gaps) / statistics.mean(gaps), rel=1e-9, abs=1e-12
    )

"""Purchases, returns, occasions and what is left of the money (§1)."""

from datetime import timedelta

import pytest

from domain.events import Kind, Money
from domain.purchases import median_gap
from domain.returns import MoreThanRemains, NothingToReturn, to_return

EUR = "EUR"


def test_revenue_is_what_is_left_after_returns_apart_for_each_currency(story):
    told = story().on(1).purchase(5_000).on(2).purchase(20_000, currency="CHF").on(3).returned(2, 1_000)
    assert told.profile.revenue == (Money(4_000, EUR), Money(20_000, "CHF"))


def test_an_occasion_gathers_the_purchases_of_a_day(story):
    told = story().on(1).purchase().purchase().on(2).purchase()
    assert [occasion.events for occasion in told.profile.occasions] == [(2, 3), (4,)]


def test_a_return_without_an_amount_gives_all_back(story):
    assert story().on(1).purchase().on(2).about(Kind.RETURN, 2).profile.occasions == ()


def test_a_return_of_a_voided_purchase_is_nothing(story):
    assert story().on(1).purchase().purchase().on(2).returned(2).void(2).profile.occasions[0].events == (3,)


def test_a_return_names_the_youngest_purchase_of_its_product(story):
    told = story().on(1).purchase(product="Wartung").on(2).purchase(product="wartung").on(3).purchase()
    assert to_return(told.history, Money(10_000, EUR), product="WARTUNG").id == 3


def test_else_the_youngest_that_covers_the_amount(story):
    told = story().on(1).purchase(10_000).on(2).purchase(9_999)
    assert to_return(told.history, Money(10_000, EUR)).id == 2
    assert to_return(told.history, Money(9_999, EUR), product="Unbekannt").id == 3


def test_the_one_named_by_a_button_is_meant(story):
    told = story().on(1).purchase().on(2).purchase()
    assert to_return(told.history, Money(1, EUR), named=2).id == 2


def test_more_than_remains_is_refused(story):
    told = story().on(1).purchase(10_000, "Wartung").on(2).returned(2, 4_000)
    assert to_return(told.history, Money(6_000, EUR)).id == 2
    for product in ("", "Wartung"):
        with pytest.raises(MoreThanRemains) as refused:
            to_return(told.history, Money(6_001, EUR), product=product)
        assert refused.value.purchase.left == Money(6_000, EUR)


def test_where_nothing_was_bought_nothing_comes_back(story):
    with pytest.raises(NothingToReturn):
        to_return(story().history, Money(1, EUR))
    with pytest.raises(NothingToReturn):
        to_return(story().on(1).purchase(currency="CHF").history, Money(1, EUR))


@pytest.mark.parametrize(("gaps", "median"), [((7,), 7), ((3, 9, 4), 4), ((10, 21), 16), ((10, 20), 15)])
def test_the_median_of_the_gaps(story, gaps, median):
    days = [story().day]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    assert median_gap(days) == median

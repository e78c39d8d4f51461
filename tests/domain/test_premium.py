"""Premium tags, each with the numbers that gave it (§7)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from domain.matrix import Group
from domain.premium import (
    Mention,
    Premium,
    PremiumFigures,
    factor,
    labels,
    may_be_royal,
    mean,
    per_year,
    royals,
    weekend_chance,
)
from domain.referrals import Referral
from domain.rfm import Spent, buying
from domain.rules import Rules

TODAY = date(2026, 3, 2)  # a Monday
RULES = Rules()


def ago(days):
    return TODAY - timedelta(days=days)


def customer(*days_ago, each=10_000):
    return buying([Spent(ago(days), each) for days in days_ago], today=TODAY)


def tags(found, team=None, **facts):
    given = labels(1, found, team=team or PremiumFigures(), today=TODAY, rules=RULES, **facts)
    return [label.tag for label in given]


def made(days, **facts):
    return Referral(1, 2, ago(days), **facts)


def test_revenue_is_spread_over_customer_years_but_never_less_than_one():
    assert per_year(customer(730, 10), today=TODAY) == 10_000
    assert per_year(customer(100, 10), today=TODAY) == 20_000
    assert per_year(customer(), today=TODAY) == 0


@pytest.mark.parametrize(
    ("days_ago", "group", "may"),
    [
        ((365, 200, 10), Group.GROWING, True),
        ((364, 200, 10), Group.GROWING, False),
        ((365, 10), Group.GROWING, False),
        ((900, 800, 700), Group.LOST, False),
        ((), Group.NO_BUYER, False),
    ],
)
def test_royal_takes_a_year_three_purchases_and_still_being_there(days_ago, group, may):
    assert may_be_royal(customer(*days_ago), group, today=TODAY, rules=RULES) is may


@pytest.mark.parametrize(
    ("eligible", "chosen"), [(0, 0), (1, 1), (33, 1), (34, 2), (600, 18), (700, 20), (9_000, 20)]
)
def test_royals_are_three_per_cent_at_least_one_at_most_twenty(eligible, chosen):
    assert len(royals(((who, float(who + 1)) for who in range(eligible)), rules=RULES)) == chosen


def test_royals_are_the_first_by_revenue_a_year_and_nobody_for_nothing():
    assert royals([(1, 5.0), (2, 7.0), (3, 7.0)], rules=RULES) == {2}
    assert royals([(1, 0.0)], rules=RULES) == frozenset()


def test_a_royal_is_no_candidate():
    found = customer(400, 399, 398, 10)
    team = PremiumFigures(frozenset({1}), mean_per_year=5.0)
    assert tags(found, team) == [Premium.ROYAL]
    assert tags(found, PremiumFigures(frozenset({2}), 5.0)) == [Premium.CANDIDATE]


def test_a_candidate_spends_more_than_the_mean_irregularly():
    rate = per_year(customer(400, 399, 398, 10), today=TODAY)
    assert tags(customer(400, 399, 398, 10), PremiumFigures(mean_per_year=rate)) == []
    assert tags(customer(400, 270, 140, 10), PremiumFigures(mean_per_year=1.0)) == []  # regular
    assert tags(customer(400, 399, 10), PremiumFigures(mean_per_year=1.0)) == []  # three purchases
    assert tags(customer(400, 399, 398, 10), PremiumFigures(mean_per_year=rate - 1)) == [Premium.CANDIDATE]


SATURDAYS = (2 + 7 * 40, 2 + 7 * 39, 2 + 7 * 38, 2)


def test_an_addict_buys_at_weekends_more_than_chance_would():
    rich = PremiumFigures(mean_per_year=1e9)
    assert tags(customer(*SATURDAYS), rich) == [Premium.ADDICT]
    (label,) = labels(1, customer(*SATURDAYS), team=rich, today=TODAY, rules=RULES)
    assert dict(label.numbers)["p"] == pytest.approx((2 / 7) ** 4)
    assert dict(label.numbers)["weekend"] == 4
    two_of_four = (2 + 7 * 40, 1 + 7 * 40, 3 + 7 * 38, 3)  # half of them, and still p = 0.32
    assert tags(customer(*two_of_four), rich) == []


def test_there_are_no_addicts_where_nothing_is_sold_at_weekends():
    assert tags(customer(*SATURDAYS), PremiumFigures(mean_per_year=1e9, sells_at_weekends=False)) == []


def test_the_chance_of_a_weekend_is_exact():
    assert weekend_chance(0, 5) == 1
    assert weekend_chance(1, 1) == Fraction(2, 7)
    assert weekend_chance(3, 4) == Fraction(4 * 8 * 5 + 16, 7**4)
    assert float(weekend_chance(200, 400)) == pytest.approx(
        6.1e-20, rel=0.5
    )  # far in the tail, no rounding to 0


def test_an_advocate_refers_for_nothing_or_often():
    assert tags(customer(), referrals=[made(900, reacted=True)]) == [Premium.ADVOCATE]
    assert tags(customer(), referrals=[made(900, reacted=True, rewarded=True)]) == []
    assert tags(customer(), referrals=[made(9)]) == []
    assert tags(customer(), referrals=[made(364, rewarded=True), made(9)]) == [Premium.ADVOCATE]
    assert tags(customer(), referrals=[made(365), made(9)]) == []
    assert tags(customer(), referrals=[made(-1, reacted=True)]) == []
    (label,) = labels(
        1,
        customer(),
        team=PremiumFigures(),
        today=TODAY,
        rules=RULES,
        referrals=[made(9, reacted=True, event=4)],
    )
    assert (label.events, dict(label.numbers)) == ((4,), {"free": 1, "lately": 1})


def test_an_influencer_is_an_advocate_with_reach():
    advocate = [made(9, reacted=True)]
    assert tags(customer(), mentions=[Mention(ago(3), 2_500)]) == []
    assert tags(customer(), referrals=advocate, mentions=[Mention(ago(3), 999)]) == [Premium.ADVOCATE]
    both = tags(customer(), referrals=advocate, mentions=[Mention(ago(9), 1_000, "Instagram", 3)])
    assert both == [Premium.ADVOCATE, Premium.INFLUENCER]


def test_the_factor_compares_averages():
    assert factor({1: 900, 2: 50, 3: 50}, frozenset({1})) == pytest.approx(2.7)
    assert factor({1: 900}, frozenset()) is None
    assert factor({1: 0}, frozenset({1})) is None


def test_the_mean_of_nobody_is_nothing():
    assert mean(iter([])) == 0
    assert mean(iter([1.0, 2.0])) == 1.5

"""Where a default cuts: one step below it and one above (§4, W6a)."""

from datetime import date, timedelta

import pytest

from domain.control import Comparison, Group
from domain.evidence import Item, weight
from domain.matrix import Tag, TeamFigures, grouping, vip_cut
from domain.rfm import Spent, buying
from domain.rules import Rules

TODAY = date(2026, 3, 2)
TEAM = TeamFigures(w50=60, w80=150, vip_cut=50_000)


def verdict(*days_ago: int):
    spent = [Spent(TODAY - timedelta(days=days), 20_000) for days in sorted(days_ago, reverse=True)]
    return grouping(buying(spent, today=TODAY), team=TEAM, today=TODAY, rules=Rules())


@pytest.mark.parametrize(
    ("days_ago", "group"),
    [
        ((91, 130, 182, 230, 273), "A5"),  # own interval 45: a VIP for 91 days all the same
        ((92, 130, 182, 230, 273), "A6"),
        ((113, 204, 295), "A5"),  # own interval 91: for 113.75 days
        ((114, 205, 296), "A6"),
    ],
)
def test_a_vip_bought_within_91_days_or_one_and_a_quarter_own_intervals(days_ago, group):
    assert verdict(*days_ago).rule == group


def test_the_top_fifth_of_a_hundred_customers_is_twenty():
    assert vip_cut(range(1, 101), rules=Rules()) == 81


@pytest.mark.parametrize(("longest", "irregular"), [(66, False), (74, True)])
def test_intervals_vary_too_much_from_three_quarters_of_their_mean_on(longest, irregular):
    """Intervals of 10, 40 and 66 days have cv 0.72, of 10, 40 and 74 days 0.77."""
    found = verdict(5, 5 + longest, 5 + longest + 40, 5 + longest + 50)
    assert (Tag.IRREGULAR in found.tags) is irregular


@pytest.mark.parametrize(("each", "decidable"), [(360, False), (430, True)])
def test_reminders_are_judged_once_ten_points_would_be_seen(each, decidable):
    """At 50 % returned 392 in each group would show a difference of 10 points (5 % two-sided, power 80 %)."""
    half = Group(each, each // 2)
    assert Comparison(half, half, days=60).decidable(Rules()) is decidable


@pytest.mark.parametrize(
    ("item", "says"),
    [
        (Item.YEARS, 2),
        (Item.OLD, 1),
        (Item.VIP, 1),
        (Item.STAYED, 2),
        (Item.FORGAVE, 1),
        (Item.CONTRACT, 2),
        (Item.LEFT, -2),
        (Item.DISCOUNT, -2),
        (Item.PAST_WINDOW, -1),
        (Item.LOST, -1),
        (Item.FEEDBACK, 1),
        (Item.DATA, 1),
        (Item.PROJECT, 2),
        (Item.IDEA, 1),
        (Item.CONTACTS, 1),
        (Item.REWARD, 1),
        (Item.REFUSED, -2),
        (Item.UNANSWERED, -1),
        (Item.ORDERS_ONLY, -1),
    ],
)
def test_each_evidence_weighs_what_the_rules_print(item, says):
    assert weight(item, Rules()) == says

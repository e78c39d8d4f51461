"""The activity matrix: which group a customer is in, why, and until when (§4)."""

import statistics
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.matrix import Group, Tag, TeamFigures, grouping, next_look, team_figures, vip_cut
from domain.rfm import Spent, buying, year
from domain.rules import Rules
from domain.window import Counts, measure

TODAY = date(2026, 3, 2)
RULES = Rules()
TEAM = TeamFigures(w50=60, w80=150, vip_cut=50_000)


def ago(days):
    return TODAY - timedelta(days=days)


def customer(*days_ago, each=10_000, today=TODAY):
    return buying([Spent(ago(days), each) for days in sorted(days_ago, reverse=True)], today=today)


def verdict(*days_ago, each=10_000, team=TEAM, rules=RULES):
    return grouping(customer(*days_ago, each=each), team=team, today=TODAY, rules=rules)


@pytest.mark.parametrize(
    ("days_ago", "group"),
    [
        ((), "A0"),
        ((0,), "A1"),
        ((60,), "A1"),
        ((61,), "A2"),
        ((150,), "A2"),
        ((151,), "A3"),
        ((9_000,), "A3"),
        ((182, 202, 222), "A6"),  # own interval 20: lost after 182, not after 40
        ((183, 203, 223), "A4"),
        ((400, 600, 800), "A6"),  # own interval 200: lost after 400
        ((401, 601, 801), "A4"),
        ((730, 1_300, 1_900), "A6"),  # own interval above 500: still lost after 730
        ((731, 1_300, 1_900), "A4"),
        ((300, 301), "A6"),  # two occasions have no rhythm of their own: twice W80
        ((301, 302), "A4"),
        ((1, 100, 200), "A6"),  # three quarters, but 300 is no revenue of the top
    ],
)
def test_the_first_rule_that_matches_gives_the_group(days_ago, group):
    assert verdict(*days_ago).rule == group


@pytest.mark.parametrize(
    ("days_ago", "each", "group"),
    [
        ((1, 100, 200), 16_667, "A5"),
        ((1, 100, 200), 16_666, "A6"),  # 49.998 of 50.000
        ((90, 181, 272), 20_000, "A5"),  # last days of their quarters
        ((91, 182, 273), 20_000, "A5"),
        ((90, 91, 181), 20_000, "A6"),  # two quarters
        ((0, 272, 363), 20_000, "A5"),
        ((0, 272, 364), 30_000, "A6"),  # the oldest is out of the year
        ((92, 183, 274), 20_000, "A5"),  # within 1.25 own intervals of 91
        ((114, 205, 296), 20_000, "A6"),  # beyond 113.75
    ],
)
def test_a_vip_buys_in_three_quarters_lately_and_for_much(days_ago, each, group):
    assert verdict(*days_ago, each=each).rule == group


def test_who_has_just_the_revenue_of_the_last_one_in_is_in():
    exactly = TeamFigures(60, 150, 60_000)
    assert verdict(1, 100, 200, each=20_000, team=exactly).group is Group.VIP
    assert verdict(1, 100, 200, each=19_999, team=exactly).group is Group.GROWING


def test_tags_are_for_the_growing_alone():
    assert verdict(60, 100, 140, 180).tags == set()
    assert verdict(61, 101, 141, 181).tags == {Tag.ENDANGERED}
    assert verdict(1, 2, 3, 100).tags == {Tag.IRREGULAR}
    assert verdict(50, 51, 52, 150).tags == {Tag.ENDANGERED, Tag.IRREGULAR}
    assert verdict(900, 901, 902, 1_200).tags == set()


def test_a_verdict_names_the_numbers_it_compared():
    assert dict(verdict(61).numbers) == {"n": 1, "r": 61, "w50": 60, "w80": 150}
    assert dict(verdict(500, 510, 521).numbers) == {"n": 3, "r": 500, "cycle": 10.5, "lost_after": 182}
    found = verdict(1, 100, 200, each=20_000)
    assert (found.number("q"), found.number("revenue"), found.number("vip_cut")) == (3, 60_000, 50_000)
    assert found.number("unheard of") is None


def test_the_top_fifth_is_a_rank_rounded_up_with_ties_in():
    assert vip_cut([10, 20, 30, 40, 50], rules=RULES) == 50
    assert vip_cut([10, 20, 30, 40, 50, 60], rules=RULES) == 50
    assert vip_cut([10, 50, 50, 50, 50], rules=RULES) == 50
    assert vip_cut([7], rules=RULES) == 7
    assert vip_cut([], rules=RULES) is None


def test_nobody_is_vip_where_nobody_bought_in_the_year():
    team = team_figures(measure(Counts({}), today=TODAY, rules=RULES), [], rules=RULES)
    assert team == TeamFigures(RULES.default_w50, RULES.default_w80, None)
    assert grouping(customer(1, 100, 200), team=team, today=TODAY, rules=RULES).group is Group.GROWING


def test_what_comes_after_the_day_asked_about_hasnt_happened():
    assert customer(-5, 10) == customer(10)


days = st.lists(
    st.integers(0, 1_500) | st.sampled_from([0, 90, 91, 181, 182, 272, 273, 363, 364]), max_size=12
)
teams = st.builds(
    lambda w50, more, cut: TeamFigures(w50, w50 + more, cut),
    st.integers(1, 200),
    st.integers(0, 300),
    st.none() | st.integers(0, 60_000),
)


def conditions(found, team, today):
    """Each row of the table by itself, read off the specification; nothing is shared with the code."""
    gone = sorted((today - day).days for day in found)
    n, r = len(gone), gone[0] if gone else 0
    gaps = [b - a for a, b in pairwise(gone)]
    cyc = statistics.median(gaps) if n >= 3 else team.w80
    quarters = sum(any(91 * k <= age <= 91 * k + 90 for age in gone) for k in range(4))
    revenue = 10_000 * sum(age <= 363 for age in gone)
    top = team.vip_cut is not None and revenue >= team.vip_cut
    return {
        "A0": n == 0,
        "A1": n == 1 and r <= team.w50,
        "A2": n == 1 and team.w50 < r <= team.w80,
        "A3": n == 1 and r > team.w80,
        "A4": n >= 2 and r > min(730, max(182, 2 * cyc)),
        "A5": n >= 2 and quarters >= 3 and r <= max(91, 1.25 * cyc) and top,
        "A6": n >= 2,
    }


@settings(deadline=None, max_examples=300)
@given(days, teams)
@example([], TEAM)
@example([0, 91, 182], TeamFigures(1, 1, 0))
def test_the_rules_are_complete_and_disjoint(days_ago, team):
    distinct = {ago(day) for day in days_ago}
    holds = conditions(distinct, team, TODAY)
    first = next(rule for rule, true in holds.items() if true)  # complete: there is one
    assert [rule for rule, true in holds.items() if true and rule != "A6"] in (
        [],
        [first],
    )  # disjoint but for A6
    assert grouping(customer(*{*days_ago}), team=team, today=TODAY, rules=RULES).rule == first


@settings(deadline=None, max_examples=60)
@given(days, teams)
@example([0, 1, 2], TEAM)  # grows into a second and third quarter while it ages
@example([0, 5, 92, 183], TeamFigures(10, 20, 20_000))
def test_until_the_next_look_nothing_changes(days_ago, team):
    found = customer(*{*days_ago})

    def outcome(day):
        seen = year(found, today=day)
        return grouping(found, team=team, today=day, rules=RULES).outcome, seen.q, seen.revenue

    look = next_look(found, team=team, today=TODAY, rules=RULES)
    assert look is None or look > TODAY
    still = (look - TODAY).days if look else 1_600
    assert all(outcome(TODAY + timedelta(days=step)) == outcome(TODAY) for step in range(1, still))


def test_a_customer_of_one_purchase_is_looked_at_the_day_after_each_end_of_the_window():
    def look(*days_ago):
        return next_look(customer(*days_ago), team=TEAM, today=TODAY, rules=RULES)

    assert look(0) == TODAY + timedelta(days=61)
    assert look(64) == TODAY + timedelta(days=27)  # it grows into its second quarter
    assert look(120) == TODAY + timedelta(days=31)
    assert look(364) is None
    assert look() is None

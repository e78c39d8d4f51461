"""Kaufneigung: purchases that fade, in one float and a date (§4)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.inclination import Inclination, inclination
from domain.rules import Rules

RULES = Rules()
TODAY = date(2026, 3, 2)
days = st.lists(st.integers(0, 20_000).map(lambda ago: TODAY - timedelta(days=ago)), min_size=1, max_size=30)


def ago(count):
    return TODAY - timedelta(days=count)


def plain(found, today=TODAY):
    """The definition."""
    return sum(2 ** (-(today - day).days / 90) for day in found)


def test_a_purchase_counts_half_after_ninety_days():
    assert inclination([TODAY], rules=RULES).on(TODAY, rules=RULES) == 1
    assert inclination([ago(90)], rules=RULES).on(TODAY, rules=RULES) == 0.5
    assert inclination([ago(180), ago(90), TODAY], rules=RULES).on(TODAY, rules=RULES) == 1.75


def test_who_never_bought_has_none():
    assert (Inclination().on(TODAY, rules=RULES), Inclination().level(rules=RULES)) == (0, None)


@given(days, st.randoms(use_true_random=False))
def test_the_order_of_entry_doesnt_matter(found, dice):
    typed = list(found)
    dice.shuffle(typed)
    known = Inclination()
    for day in typed:
        known = known.bought(day, rules=RULES)
    assert known.day == max(found)
    assert known.on(TODAY, rules=RULES) == pytest.approx(plain(found), rel=1e-9)


@given(days, days, st.integers(0, 3_000))
def test_who_is_ahead_today_is_ahead_on_every_day(one, other, later):
    mine, yours = (inclination(found, rules=RULES) for found in (one, other))
    then = TODAY + timedelta(days=later)
    ahead = mine.level(rules=RULES) - yours.level(rules=RULES)
    if abs(ahead) > 1e-9:
        assert (ahead > 0) == (mine.on(then, rules=RULES) > yours.on(then, rules=RULES))


def test_centuries_neither_vanish_nor_overflow():
    known = inclination([date(1, 1, 1)], rules=RULES)
    assert known.on(date(9999, 1, 1), rules=RULES) > 0
    assert Inclination(1, TODAY).bought(date(1, 1, 1), rules=RULES).value == pytest.approx(1)
    assert inclination([TODAY], rules=Rules(inclination_half_life=0)).on(TODAY, rules=Rules()) == 1

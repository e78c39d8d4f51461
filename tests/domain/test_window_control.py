"""Reminders kept back at random, and whether the others bring anything (W6a)."""

from math import erfc, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.control import Comparison, Group, kept_back
from domain.rules import Rules

shares = st.floats(0, 1)
purchases = st.integers(1, 10**9)


def test_about_the_share_that_was_asked_for_is_kept_back():
    kept = sum(kept_back(purchase, salt="team", share=0.2) for purchase in range(10_000))
    assert 1_900 < kept < 2_100


def test_none_is_kept_back_by_default_and_all_at_one():
    assert not any(kept_back(purchase, salt="team", share=Rules().control_share) for purchase in range(1_000))
    assert all(kept_back(purchase, salt="team", share=1.0) for purchase in range(1_000))


def test_the_lot_is_the_same_whenever_it_is_drawn_and_another_for_another_team():
    drawn = [kept_back(purchase, salt="team", share=0.5) for purchase in range(200)]
    # written down, because a rebuild years later has to agree
    assert "".join(str(int(kept)) for kept in drawn[:24]) == "101011111110110111010011"
    assert drawn == [kept_back(purchase, salt="team", share=0.5) for purchase in range(200)]
    assert drawn != [kept_back(purchase, salt="other", share=0.5) for purchase in range(200)]


@given(purchases, shares, shares)
def test_a_larger_share_keeps_whom_a_smaller_one_kept(purchase, one, other):
    small, large = sorted((one, other))
    assert kept_back(purchase, salt="s", share=large) or not kept_back(purchase, salt="s", share=small)


def compared(reminded, kept):
    return Comparison(Group(*reminded), Group(*kept), days=60)


def test_small_groups_are_not_judged_however_far_apart():
    found = compared((20, 20), (20, 0))
    assert found.significant
    assert not found.decidable(Rules())
    assert not compared((5_000, 900), (0, 0)).decidable(Rules())
    assert not compared((0, 0), (0, 0)).decidable(Rules())


def test_large_ones_are_and_the_difference_is_told_in_points():
    found = compared((800, 320), (400, 120))
    assert found.decidable(Rules())
    assert (found.points, found.significant) == (pytest.approx(10), True)
    same = compared((800, 241), (400, 120))
    assert same.decidable(Rules())
    assert not same.significant


def test_a_finer_difference_needs_larger_groups():
    found = compared((800, 320), (400, 120))
    assert not found.decidable(Rules(control_points=0.05))


def test_the_chance_is_that_of_the_textbook():
    found = compared((200, 80), (150, 42))
    z = (0.40 - 0.28) / sqrt((122 / 350) * (228 / 350) * (1 / 200 + 1 / 150))
    assert found.p == pytest.approx(erfc(z / sqrt(2)))


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_no_pair_of_groups_is_too_odd_to_compare(n, kept, back, back_kept):
    found = compared((n, min(n, back)), (kept, min(kept, back_kept)))
    assert 0 <= found.p <= 1
    assert -100 <= found.points <= 100
    assert found.decidable(Rules()) in {True, False}

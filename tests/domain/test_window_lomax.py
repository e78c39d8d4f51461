"""Schätzung: a law of two numbers for a shop too young for Kaplan–Meier (W2)."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import log1p
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kaplan_meier import Spell
from domain.lomax import Lomax, fit
from domain.rules import Rules
from domain.window import Counts, FirstBuyer, Level, measure

TODAY = date(2026, 3, 2)
EASY = settings(deadline=None)
parts = st.integers(1, 99).map(lambda percent: Fraction(percent, 100))
laws = st.builds(Lomax, st.floats(0.1, 1e6), st.floats(0.01, 50))
spells = st.lists(st.builds(Spell, st.integers(0, 800), st.booleans(), st.integers(1, 50)), max_size=30)


def drawn(law, buyers, watched, seed):
    """Buyers whose second purchase follows the law, each watched for up to so many days."""
    dice = Random(seed)  # noqa: S311 – made-up buyers, no secret
    for _ in range(buyers):
        wait = law.alpha * ((1 - dice.random()) ** (-1 / law.r) - 1)
        seen = dice.uniform(0, watched)
        yield Spell(max(1, round(min(wait, seen))), wait <= seen)


@pytest.mark.parametrize("law", [Lomax(30, 0.5), Lomax(100, 1.5), Lomax(12, 0.25), Lomax(400, 3.0)])
def test_it_finds_the_law_its_buyers_follow(law):
    found = fit(drawn(law, 20_000, 700, seed=4))
    for day in (30, 91, 182, 365):
        assert found.share(day) == pytest.approx(law.share(day), abs=0.02)
    assert found.quantile(Fraction(4, 5), by=365) == pytest.approx(
        law.quantile(Fraction(4, 5), by=365), rel=0.05
    )


def test_it_sees_beyond_the_days_it_was_watched():
    # nobody was followed for more than 90 days; what comes later is read off the law
    law = Lomax(40, 0.6)
    found = fit(drawn(law, 20_000, 90, seed=4))
    assert found.share(365) == pytest.approx(law.share(365), abs=0.05)


def test_who_is_out_of_sight_counts_as_long_as_they_were_watched():
    back = [Spell(day, True) for day in (5, 9, 20, 44)]
    waiting = [Spell(90, False, 10)]
    assert (
        fit([*back, *waiting]).share(365)
        < fit([*back, Spell(10, False, 10)]).share(365)
        < fit(back).share(365)
    )


@EASY
@given(spells)
def test_nothing_near_it_is_likelier(found):
    """Moved a little in either number, the likelihood falls."""

    def likelihood(alpha, r):
        return sum(
            people * (-r * log1p(days / alpha) - (log1p(days / alpha) + log1p(alpha / r - 1) if seen else 0))
            for days, seen, people in found
        )

    law = fit(found)
    if law is None:
        assert not any(spell.happened and spell.days for spell in found)
        return
    found = [Spell(days, seen and days > 0, people) for days, seen, people in found]
    best = likelihood(law.alpha, law.r)
    for alpha, r in ((1, 1.02), (1, 0.98), (1.02, 1), (0.98, 1)):
        alpha, r = law.alpha * alpha, law.r * r  # noqa: PLW2901 – the factors, applied
        if 0.1 <= alpha <= 1e6:
            assert likelihood(alpha, r) <= best + 1e-6


@EASY
@given(laws, st.integers(1, 800), parts, parts)
def test_a_larger_share_never_comes_earlier_and_all_within_the_horizon(law, horizon, one, other):
    first, second = (law.quantile(part, by=horizon) for part in sorted((one, other)))
    assert 1 <= first <= second <= horizon


@EASY
@given(laws.filter(lambda law: law.share(365) < 1 - 1e-9), parts)
def test_its_quantile_is_the_first_day_that_reaches_the_share(law, part):
    day = law.quantile(part, by=365)
    wanted = float(part) * law.share(365)
    assert law.share(day) >= wanted - 1e-9
    assert day == 1 or law.share(day - 1) < wanted + 1e-9


@EASY
@given(laws)
def test_its_share_grows_from_none_towards_all(law):
    assert law.share(-3) == law.share(0) == 0
    assert all(0 <= a <= b <= 1 for a, b in pairwise(law.share(day) for day in range(0, 800, 20)))


@EASY
@given(spells)
def test_no_shop_is_too_odd_to_be_estimated(found):
    law = fit(found)
    if law is not None:
        assert law.alpha > 0
        assert law.r > 0
        assert 1 <= law.quantile(Fraction(1, 2), by=365) <= 365


@pytest.mark.parametrize(
    "found",
    [
        [],
        [Spell(90, False, 50)],
        [Spell(0, False, 50)],
        [Spell(0, True, 50)],  # never counted so, but nothing to stumble over
    ],
)
def test_where_nobody_came_back_there_is_no_law(found):
    assert fit(found) is None


@pytest.mark.parametrize(
    "found",
    [
        [Spell(7, True, 30)],  # all on the same day
        [Spell(1, True, 30), Spell(700, False, 900)],  # at once or never
        [Spell(300, True, 30), Spell(300, False, 30)],  # all at the end of what was seen
        [Spell(1, True)],  # one customer
    ],
)
def test_a_degenerate_shop_gives_days_within_the_horizon(found):
    law = fit(found)
    assert 1 <= law.quantile(Fraction(1, 2), by=365) <= law.quantile(Fraction(4, 5), by=365) <= 365


def estimated(*rows, today=TODAY, **rules):
    counts = Counts.of((FirstBuyer(TODAY - timedelta(ago), back), n) for ago, back, n in rows)
    return measure(counts, today=today, rules=Rules(**rules))


def test_a_young_shop_is_estimated_from_twenty_first_buyers_and_ten_second_purchases_on():
    assert estimated((60, 7, 10), (30, None, 10)).level is Level.ESTIMATED
    assert estimated((60, 7, 10), (30, None, 9)).level is Level.DEFAULT
    assert estimated((60, 7, 9), (30, None, 90)).level is Level.DEFAULT
    assert estimated((60, 7, 10), (30, None, 9), window_min_first=19).level is Level.ESTIMATED


def test_the_law_is_kept_with_the_window_and_gives_all_its_figures():
    window = estimated((60, 7, 4), (60, 20, 4), (60, 45, 4), (60, None, 20))
    law = Lomax(*window.law)
    assert (window.level.value, window.n, window.returned, window.waiting) == ("Schätzung", 32, 12, 20)
    assert [window.w50, window.w60, window.w80, window.w90] == [
        law.quantile(Fraction(p, 100), by=365) for p in (50, 60, 80, 90)
    ]
    assert window.share_returned_by_horizon == law.share(365) > 12 / 32


def test_measured_or_by_default_there_is_no_law():
    assert estimated((400, 7, 50), (400, None, 50)).law is None
    assert estimated((400, 7, 5)).law is None


@pytest.mark.parametrize(
    "rows",
    [
        ((30, None, 500),),  # nobody came back
        ((0, None, 500),),  # all first purchases today
        ((-30, 7, 500),),  # all in the future
        ((400, 390, 1),),  # one customer
        ((739_000, 20, 15), (739_000, None, 15)),  # in the third year of the calendar
        ((30_000, 20, 15), (30_000, None, 15)),  # before 1970
    ],
)
def test_no_history_is_too_odd_to_be_measured(rows):
    window = estimated(*rows)
    assert 1 <= window.w50 <= window.w80 <= 365
    assert 0 <= window.share_returned_by_horizon <= 1

"""What holds for every window, whoever the buyers are (W1)."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.rules import Rules
from domain.window import Counts, FirstBuyer, Level, measure

TODAY = date(2026, 3, 2)
# so that a handful of buyers is measured, too
EAGER = Rules(
    window_months=0,
    window_min_first=1,
    window_min_second=1,
    measured_min_first=1,
    measured_followed_share=0,
)


def ago(days):
    return TODAY - timedelta(days=days)


def measured(buyers):
    return measure(Counts.of(Counter(buyers).items()), today=TODAY, rules=EAGER)


EASY = settings(deadline=None)
gaps = st.lists(st.integers(1, 500), min_size=1, max_size=60)
days_ago = st.integers(0, 700).map(ago)
buyers = st.lists(
    st.builds(FirstBuyer, days_ago, st.integers(1, 700), st.none())
    | st.builds(FirstBuyer, days_ago, st.none(), st.none() | st.integers(0, 700)),
    max_size=40,
)


@EASY
@given(gaps)
def test_where_everybody_was_followed_it_is_the_plain_quantile(found):
    window = measured(FirstBuyer(ago(2_000), gap) for gap in found)
    within = sorted(gap for gap in found if gap <= 365)
    assert window.level is (Level.MEASURED if within else Level.DEFAULT)
    for part, marked in ((50, window.w50), (60, window.w60), (80, window.w80), (90, window.w90)):
        if within:
            assert marked == within[-(-part * len(within) // 100) - 1]


@EASY
@given(buyers)
def test_a_larger_share_never_comes_earlier_and_all_within_the_horizon(found):
    window = measured(found)
    if window.level is Level.MEASURED:
        assert 0 < window.w50 <= window.w60 <= window.w80 <= window.w90 <= window.horizon
    assert 0 <= window.share_returned_by_horizon <= 1


@EASY
@given(buyers, st.data())
def test_one_more_out_of_sight_before_anybody_else_never_shortens_it(found, data):
    # where someone else was out of sight earlier, it can: Kaplan–Meier shares the lost ones out among the later days
    first_gone = min(
        (s.days for s in Counts(Counter(found)).spells(today=TODAY) if not s.happened), default=700
    )
    more = FirstBuyer(ago(700), gone=data.draw(st.integers(0, first_gone)))
    before, after = measured(found), measured([*found, more])
    if before.level is Level.MEASURED:
        assert after.w50 >= before.w50
        assert after.w80 >= before.w80


@EASY
@given(gaps, st.integers(1, 200))
def test_who_never_comes_back_doesnt_move_it_where_everybody_was_followed(found, never):
    plain = measured(FirstBuyer(ago(2_000), gap) for gap in found)
    more = measured([*(FirstBuyer(ago(2_000), gap) for gap in found), *[FirstBuyer(ago(2_000))] * never])
    assert (more.w50, more.w60, more.w80, more.w90) == (plain.w50, plain.w60, plain.w80, plain.w90)

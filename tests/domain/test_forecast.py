"""What to expect of those who wait, and how far off it may be."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.forecast import EXACT, forecast
from domain.outlook import Outlook

TODAY = date(2026, 3, 2)
HALF = Outlook(TODAY, tuple(min(1.0, day / 200) for day in range(366)), 0, 0)  # half are back after 100 days
people = st.lists(st.tuples(st.integers(0, 180), st.integers(0, 60)), min_size=1, max_size=6)


def test_one_in_six_of_those_who_wait_for_fourteen_days_comes_in_the_next_thirty_one():
    found = forecast(HALF, [(14, 6)], days=31)
    assert round(found.expected, 6) == 1.0
    assert (found.low, found.high, found.n) == (0, 2, 6)


def test_who_will_surely_come_is_in_both_ends_of_the_range():
    found = forecast(HALF, [(190, 3)], days=28)
    assert (found.expected, found.low, found.high) == (3.0, 3, 3)


def test_nothing_is_forecast_without_a_measured_window_or_anybody_waiting():
    assert forecast(Outlook(TODAY, (), 0, 0), [(14, 6)], days=28) is None
    assert forecast(HALF, [], days=28) is None
    assert forecast(HALF, [(14, 0)], days=28) is None


@given(people)
def test_the_range_holds_what_is_expected_and_nobody_comes_who_does_not_wait(waiting):
    found = forecast(HALF, waiting, days=28)
    if found is None:
        assert not any(count for _, count in waiting)
        return
    assert 0 <= found.low <= found.high <= found.n
    assert found.low - 1 <= found.expected <= found.high + 1


def test_many_are_reckoned_as_a_normal_sum_that_hardly_differs():
    few, many = forecast(HALF, [(20, EXACT)], days=28), forecast(HALF, [(20, EXACT + 1)], days=28)
    assert abs(few.low - many.low) <= 1
    assert abs(few.high - many.high) <= 1

"""The second-purchase window: Kaplan–Meier against lifelines, and how sure it is (W1, W2)."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.kaplan_meier import kaplan_meier
from domain.rules import Rules
from domain.window import Counts, FirstBuyer, Level, Place, measure, window_place

ORACLE = json.loads((Path(__file__).parent / "window_oracle.json").read_text(encoding="utf-8"))
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


def shop(*rows, today=TODAY, rules=EAGER):
    """Measure rows of (first purchase so many days ago, back after, people)."""
    counts = Counts.of((FirstBuyer(ago(first), back), people) for first, back, people in rows)
    return measure(counts, today=today, rules=rules)


@pytest.fixture(params=ORACLE["shops"], ids=lambda found: found["name"])
def drawn(request):
    """What lifelines drew, and the same buyers as counts."""
    opened = date.fromisoformat(ORACLE["opened"])
    counts = Counts.of(
        (FirstBuyer(opened + timedelta(first), back and back - first, gone and gone - first), people)
        for first, back, gone, people in request.param["rows"]
    )
    return request.param, counts, opened + timedelta(request.param["today"])


def test_the_curve_is_the_one_lifelines_draws(drawn):
    expected, counts, today = drawn
    curve = kaplan_meier(counts.spells(today=today), until=ORACLE["horizon"])
    steps = dict(expected["share"])
    assert set(curve.days) | {ORACLE["horizon"]} == set(steps)
    assert all(abs(curve.share(day) - share) < 1e-12 for day, share in steps.items())


def test_the_window_is_the_one_of_lifelines_curve(drawn):
    expected, counts, today = drawn
    window = measure(counts, today=today, rules=EAGER)
    assert [window.w50, window.w60, window.w80, window.w90] == expected["w"]
    assert abs(window.share_returned_by_horizon - expected["share"][-1][1]) < 1e-12


def test_who_still_waits_is_no_one_who_never_returns():
    # ten bought 400 days ago and half are back by day 10; ten more only five days ago
    window = shop((400, 10, 5), (400, None, 5), (5, None, 10))
    assert (window.share_returned_by_horizon, window.n, window.returned) == (0.5, 20, 5)
    assert window.not_back_by_horizon == 0.5
    assert window.percent_returned == 50


def test_of_ties_the_first_day_that_reaches_the_share_counts():
    window = shop(*((400, day, 1) for day in range(1, 11)))
    assert (window.w50, window.w60, window.w80, window.w90) == (5, 6, 8, 9)


def test_only_who_comes_back_within_the_horizon_makes_the_window():
    rules = Rules(**{name: getattr(EAGER, name) for name in EAGER.__slots__} | {"horizon": 30})
    window = shop((400, 10, 2), (400, 30, 1), (400, 31, 5), rules=rules)
    assert (window.w50, window.w80, window.share_returned_by_horizon) == (10, 30, 3 / 8)
    assert shop((400, 31, 5), rules=rules).level is Level.DEFAULT


def test_what_is_still_to_come_hasnt_happened():
    counts = Counts.of([(FirstBuyer(ago(100), 60), 3), (FirstBuyer(ago(10)), 2)])
    then = measure(counts, today=ago(50), rules=EAGER)
    assert (then.n, then.returned, then.day) == (3, 0, ago(50))


def test_without_a_buyer_the_default_stands():
    window = measure(Counts.of(()), today=TODAY, rules=Rules())
    assert (window.level.value, window.w50, window.w80) == ("Standardwert", 91, 182)
    assert (window.w60, window.w90, window.n, window.share_returned_by_horizon) == (None, None, 0, 0.0)


@pytest.mark.parametrize(
    ("rows", "rules", "level"),
    [
        (((400, 7, 10), (400, None, 10)), {"measured_min_first": 0}, "gemessen"),
        (((400, 7, 10), (400, None, 9)), {"measured_min_first": 0}, "Standardwert"),
        (((400, 7, 10), (400, None, 90)), {}, "gemessen"),
        (((400, 7, 9), (400, None, 91)), {}, "Standardwert"),
        (((400, 7, 10), (400, None, 89)), {}, "Schätzung"),
        (((274, 7, 10), (1, None, 90)), {}, "gemessen"),  # 10 % followed for 75 % of 365 days = 273.75
        (((273, 7, 10), (1, None, 90)), {}, "Schätzung"),
        (((274, 7, 9), (273, 7, 1), (1, None, 90)), {}, "Schätzung"),
        (((274, 7, 11), (1, None, 99)), {}, "gemessen"),  # 11 of 110
        (((274, 7, 11), (1, None, 100)), {}, "Schätzung"),
        (((511, 7, 10), (1, None, 90)), {"horizon": 730, "measured_followed_part": 0.7}, "gemessen"),
        (((510, 7, 10), (1, None, 90)), {"horizon": 730, "measured_followed_part": 0.7}, "Schätzung"),
    ],
)
def test_how_sure_it_is(rows, rules, level):
    window = shop(*rows, rules=Rules(**rules))
    assert window.level.value == level
    if level != "Schätzung":
        assert (window.w50, window.w80) == ((7, 7) if level == "gemessen" else (91, 182))


@pytest.mark.parametrize(("gone", "level"), [(274, Level.MEASURED), (273, Level.ESTIMATED)])
def test_who_went_out_of_sight_was_followed_until_then(gone, level):
    rows = [(FirstBuyer(ago(400), gone=gone), 10), (FirstBuyer(ago(20), 7), 90)]
    assert measure(Counts.of(rows), today=TODAY, rules=Rules()).level is level


def test_the_last_twenty_four_months_count_where_they_alone_are_measured():
    old, recent = (800, 90, 500), (700, 7, 60)
    window = shop(old, recent, (700, None, 40), rules=Rules())
    assert (window.w50, window.n, window.since) == (7, 100, date(2024, 3, 2))
    window = shop(old, recent, (700, None, 39), rules=Rules())
    assert (window.w50, window.n, window.since) == (90, 599, None)
    assert shop(old, recent, (700, None, 40), rules=Rules(window_months=0)).n == 600


@pytest.mark.parametrize(
    ("today", "since"), [(date(2024, 2, 29), date(2022, 2, 28)), (date(2026, 12, 31), date(2024, 12, 31))]
)
def test_the_day_months_ago_is_one_of_the_calendar(today, since):
    rows = [(FirstBuyer(since, 7), 50), (FirstBuyer(since, 9), 50), (FirstBuyer(since - timedelta(1), 9), 1)]
    window = measure(Counts.of(rows), today=today, rules=Rules())
    assert (window.since, window.n) == (since, 100)


def test_months_reaching_before_the_calendar_begins_are_no_limit():
    assert shop((400, 7, 100), rules=Rules(window_months=1_000_000)).since is None


@pytest.mark.parametrize(
    ("days", "place"), [(0, "before"), (91, "before"), (92, "near"), (182, "near"), (183, "over")]
)
def test_where_a_first_buyer_stands(days, place):
    assert window_place(days, measure(Counts.of(()), today=TODAY, rules=Rules())) is Place(place)

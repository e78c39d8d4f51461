"""Which moments belong to an absence, and when the word of it is due."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.absence import Absence, begin_told_at, end_told_at
from domain.calendar import Calendar, Rhythm

BERLIN, LISBON = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/Lisbon")
RHYTHM = Rhythm(BERLIN, Calendar())
AUGUST = Absence(date(2026, 8, 3), date(2026, 8, 14), stand_in=2)  # a Monday and a Friday


def at(day, clock, zone=BERLIN):
    return datetime.combine(day, datetime.strptime(clock, "%H:%M").time(), zone).astimezone(UTC)  # noqa: DTZ007


@pytest.mark.parametrize(
    ("day", "clock", "belongs"),
    [
        (date(2026, 8, 2), "23:59", False),
        (date(2026, 8, 3), "00:00", True),
        (date(2026, 8, 14), "23:59", True),
        (date(2026, 8, 15), "00:00", False),
    ],
)
def test_the_first_and_the_last_day_belong_to_it(day, clock, belongs):
    assert AUGUST.holds(at(day, clock), zone=BERLIN) is belongs


def test_its_days_are_those_of_whoever_is_away():
    begins = at(date(2026, 8, 3), "00:00")
    assert not AUGUST.holds(begins, zone=LISBON)
    assert AUGUST.holds(begins + timedelta(hours=1), zone=LISBON)


def test_a_day_on_which_clocks_change_belongs_whole():
    sunday = Absence(date(2026, 10, 25), date(2026, 10, 25))
    assert sunday.ends(BERLIN) - sunday.begins(BERLIN) == timedelta(hours=25)


def test_who_comes_back_earlier_is_back_from_that_moment():
    back = at(date(2026, 8, 10), "11:00")
    ended = Absence(AUGUST.first, AUGUST.last, ended=back)
    assert ended.holds(back - timedelta(minutes=1), zone=BERLIN)
    assert not ended.holds(back, zone=BERLIN)


def test_an_end_noted_too_late_prolongs_nothing():
    ended = Absence(AUGUST.first, AUGUST.last, ended=at(date(2026, 9, 1), "11:00"))
    assert ended.ends(BERLIN) == AUGUST.ends(BERLIN)


@pytest.mark.parametrize(
    ("first", "last", "meet"),
    [
        (date(2026, 7, 20), date(2026, 8, 2), False),
        (date(2026, 7, 20), date(2026, 8, 3), True),
        (date(2026, 8, 5), date(2026, 8, 6), True),
        (date(2026, 8, 14), date(2026, 8, 20), True),
        (date(2026, 8, 15), date(2026, 8, 20), False),
    ],
)
def test_two_are_away_together_from_one_common_day_on(first, last, meet):
    other = Absence(first, last)
    assert AUGUST.meets(other) is meet
    assert other.meets(AUGUST) is meet


def test_the_stand_in_hears_of_it_on_its_first_allowed_minute():
    assert begin_told_at(AUGUST, zone=BERLIN, rhythm=RHYTHM) == at(date(2026, 8, 3), "08:00")


def test_what_begins_on_a_saturday_is_told_on_monday():
    from_saturday = Absence(date(2026, 8, 8), date(2026, 8, 14), stand_in=2)
    assert begin_told_at(from_saturday, zone=BERLIN, rhythm=RHYTHM) == at(date(2026, 8, 10), "08:00")


def test_a_weekend_is_told_before_it():
    weekend = Absence(date(2026, 8, 8), date(2026, 8, 9), stand_in=2)
    assert begin_told_at(weekend, zone=BERLIN, rhythm=RHYTHM) == at(date(2026, 8, 7), "19:59")


def test_the_end_is_told_on_the_next_allowed_minute():
    assert end_told_at(AUGUST, zone=BERLIN, rhythm=RHYTHM) == at(date(2026, 8, 17), "08:00")


@pytest.mark.parametrize(
    ("absence", "settled"),
    [
        (Absence(AUGUST.first, AUGUST.last, back=True), True),
        (Absence(AUGUST.first, AUGUST.last, stand_in=2, back=True), False),
        (Absence(AUGUST.first, AUGUST.last, stand_in=2, over=True), False),
        (Absence(AUGUST.first, AUGUST.last, stand_in=2, over=True, back=True), True),
    ],
)
def test_it_is_settled_when_both_know(absence, settled):
    assert absence.settled is settled

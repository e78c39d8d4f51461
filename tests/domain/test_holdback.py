"""What holds a push back (R2, R3, R9, R10), and what a snooze offers (R4)."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.calendar import Calendar, Rhythm
from domain.events import Due
from domain.holdback import (
    Later,
    Message,
    Suppressed,
    bundle,
    fell_in_downtime,
    hold_back,
    last_allowed,
    next_allowed,
    snooze_choices,
)
from domain.pareto import Class
from domain.planned import ReminderKind, Silence
from domain.rules import Rules
from domain.status import Status
from domain.urgency import urgency

BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class Reminder:
    uncapped: bool = False
    exempt: bool = False
    until: datetime | None = None
    why_silent: Silence | None = None


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-03-03 08:00", "2026-03-03 08:00"),
        ("2026-03-03 07:59", "2026-03-03 08:00"),
        ("2026-03-03 19:59", "2026-03-03 19:59"),
        ("2026-03-03 20:00", "2026-03-04 08:00"),
        ("2026-03-06 20:00", "2026-03-09 08:00"),
        ("2026-03-07 12:00", "2026-03-09 08:00"),
        ("2026-04-02 23:00", "2026-04-07 08:00"),
    ],
)
def test_pushes_wait_for_the_next_allowed_minute(rhythm, moment, allowed):
    assert next_allowed(at(moment), rhythm=rhythm) == at(allowed)


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-03-03 08:00", "2026-03-03 08:00"),
        ("2026-03-03 07:59", "2026-03-02 19:59"),
        ("2026-03-03 20:00", "2026-03-03 19:59"),
        ("2026-03-09 07:00", "2026-03-06 19:59"),
        ("2026-04-05 12:00", "2026-04-02 19:59"),
    ],
)
def test_appointments_are_told_at_the_last_allowed_minute(rhythm, moment, allowed):
    assert last_allowed(at(moment), rhythm=rhythm) == at(allowed)


def test_quiet_hours_may_lie_within_a_day_or_be_none(rhythm):
    noon = replace(rhythm, quiet_from=time(12), quiet_until=time(14))
    assert next_allowed(at("2026-03-03 12:00"), rhythm=noon) == at("2026-03-03 14:00")
    assert next_allowed(at("2026-03-03 23:00"), rhythm=noon) == at("2026-03-03 23:00")
    assert last_allowed(at("2026-03-03 13:59"), rhythm=noon) == at("2026-03-03 11:59")
    none = replace(rhythm, quiet_from=time(0), quiet_until=time(0))
    assert next_allowed(at("2026-03-03 03:00"), rhythm=none) == at("2026-03-03 03:00")


def test_quiet_hours_that_end_in_a_doubled_hour_never_lead_back(rhythm):
    odd = replace(
        rhythm, calendar=Calendar(frozenset(range(7))), quiet_from=time(2, 10), quiet_until=time(2, 30)
    )
    second = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)  # 2:15 for the second time
    assert next_allowed(second, rhythm=odd) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert last_allowed(second, rhythm=odd) <= second


def test_a_week_without_a_working_day_is_refused():
    with pytest.raises(ValueError, match="working day"):
        Calendar(frozenset())


def test_by_day_a_reminder_goes_out(rhythm):
    assert hold_back(Reminder(), now=at("2026-03-03 09:00"), rhythm=rhythm, pushed_today=11) is None


def test_by_night_it_waits(rhythm):
    held = hold_back(Reminder(), now=at("2026-03-03 21:00"), rhythm=rhythm, pushed_today=0)
    assert held == Later(at("2026-03-04 08:00"), "R2")


def test_an_own_step_with_a_time_is_never_held(rhythm):
    step = Reminder(exempt=True, uncapped=True)
    assert hold_back(step, now=at("2026-03-07 23:00"), rhythm=rhythm, pushed_today=99) is None


def test_the_thirteenth_push_of_a_day_stays_on_the_list(rhythm):
    held = hold_back(Reminder(), now=at("2026-03-03 09:00"), rhythm=rhythm, pushed_today=12)
    assert held == Suppressed("R3")
    capped = replace(rhythm, daily_cap=13)
    assert hold_back(Reminder(), now=at("2026-03-03 09:00"), rhythm=capped, pushed_today=12) is None


def test_appointments_and_timed_steps_dont_count(rhythm):
    free = Reminder(uncapped=True)
    assert hold_back(free, now=at("2026-03-03 09:00"), rhythm=rhythm, pushed_today=12) is None


@pytest.mark.parametrize(
    ("why", "rule"), [(Silence.STALE, "§1"), (Silence.PASSED, "R2"), (Silence.ASKED, "S8")]
)
def test_what_never_rings_says_by_which_rule(rhythm, why, rule):
    held = hold_back(Reminder(why_silent=why), now=at("2026-03-03 09:00"), rhythm=rhythm, pushed_today=0)
    assert held == Suppressed(rule)


def test_what_is_of_no_more_use_isnt_told(rhythm):
    begun = Reminder(until=at("2026-03-03 09:00"), uncapped=True)
    assert hold_back(begun, now=at("2026-03-03 09:00"), rhythm=rhythm, pushed_today=0) == Suppressed("R5")
    assert hold_back(begun, now=at("2026-03-03 08:59"), rhythm=rhythm, pushed_today=0) is None
    before_dawn = Reminder(until=at("2026-03-04 07:00"))
    held = hold_back(before_dawn, now=at("2026-03-03 21:00"), rhythm=rhythm, pushed_today=0)
    assert held == Suppressed("R2")


def test_what_was_missed_comes_at_the_next_allowed_minute_even_a_timed_step(rhythm):
    step = Reminder(exempt=True, uncapped=True)
    held = hold_back(step, now=at("2026-03-07 23:00"), rhythm=rhythm, pushed_today=0, missed=True)
    assert held == Later(at("2026-03-09 08:00"), "R10")


@pytest.mark.parametrize(("minutes", "missed"), [(60, False), (61, True)])
def test_downtime_is_more_than_an_hour_without_a_tick(rhythm, minutes, missed):
    last = at("2026-03-03 09:00")
    now, due = last + timedelta(minutes=minutes), last + timedelta(minutes=5)
    assert fell_in_downtime(due, last_tick=last, now=now, rhythm=rhythm) is missed
    assert not fell_in_downtime(last, last_tick=last, now=now, rhythm=rhythm)
    assert fell_in_downtime(due, last_tick=last, now=now, rhythm=replace(rhythm, downtime_min=30))


@pytest.mark.parametrize(("count", "messages"), [(0, 0), (1, 1), (3, 3), (4, 1), (20, 1)])
def test_up_to_three_of_a_minute_are_single_pushes_more_are_one(count, messages):
    assert len(bundle(range(count), rules=Rules())) == messages


def test_a_bundle_shows_eight_and_counts_the_rest():
    assert bundle(range(8), rules=Rules()) == (Message(tuple(range(8))),)
    assert bundle(range(10), rules=Rules()) == (Message(tuple(range(8)), more=2),)
    assert bundle(range(5), rules=Rules(single_pushes=5))[0] == Message((0,))
    assert bundle(range(5), rules=Rules(bundle_shows=4))[0].more == 1


def test_after_downtime_there_is_one_summary():
    assert bundle([1, 2], rules=Rules(), summary=True) == (Message((1, 2), summary=True),)


def test_a_snooze_offers_five_choices_and_none_that_is_past(rhythm):
    now = at("2026-03-03 16:59")
    tuesday = date(2026, 3, 3)
    assert dict(snooze_choices(now, rhythm)) == {
        "1h": Due(tuesday, at("2026-03-03 17:59")),
        "17": Due(tuesday, at("2026-03-03 17:00")),
        "1d": Due(date(2026, 3, 4)),
        "3d": Due(date(2026, 3, 6)),
        "1w": Due(date(2026, 3, 10)),
    }
    assert "17" not in dict(snooze_choices(at("2026-03-03 17:00"), rhythm))
    assert dict(snooze_choices(at("2026-03-03 23:30"), rhythm))["1h"].day == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("zone", "night"),
    [
        (zone, night)
        for zone in ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich")
        for night in (date(2026, 3, 29), date(2026, 10, 25))
    ],
)
def test_nine_stays_nine_across_the_nights_the_clock_changes(zone, night):
    local = Rhythm(ZoneInfo(zone), Calendar(frozenset(range(7))))
    for day in (night - timedelta(days=1), night, night + timedelta(days=1)):
        moment = local.moment(day, local.push_at)
        assert local.local(moment).time() == time(9)
        early = local.moment(day, time(3, 30))
        assert local.local(next_allowed(early, rhythm=local)).replace(tzinfo=None) == datetime.combine(
            day, time(8)
        )
        assert local.local(last_allowed(early, rhythm=local)).time() == time(19, 59)


def test_a_time_the_spring_night_skips_comes_an_hour_later(rhythm):
    skipped = rhythm.moment(date(2026, 3, 29), time(2, 30))
    assert rhythm.local(skipped).time() == time(3, 30)


def test_lists_begin_with_appointments_then_own_steps_then_the_status_goal_then_age():
    monday, tuesday = Due(date(2026, 3, 2)), Due(date(2026, 3, 3))
    told = [
        urgency(ReminderKind.RESULT_MISSING, Status.ZA, tuesday),
        urgency(ReminderKind.OWN_STEP, Status.ZA, tuesday),
        urgency(ReminderKind.NO_APPOINTMENT, Status.KI, tuesday),
        urgency(ReminderKind.THANKS, Status.EK, monday),
        urgency(ReminderKind.THANKS, Status.EK, tuesday),
        urgency(ReminderKind.FIRST_TOUCH, Status.ZA, monday),
    ]
    assert told == sorted(told)


def test_within_the_same_kind_of_work_a_customers_class_comes_before_status_and_age():
    monday, tuesday = Due(date(2026, 3, 2)), Due(date(2026, 3, 3))
    keys = [
        urgency(ReminderKind.OWN_STEP, Status.ZA, tuesday),
        urgency(ReminderKind.THANKS, Status.SK, tuesday, Class.A),
        urgency(ReminderKind.THANKS, Status.KI, monday, Class.B),
        urgency(ReminderKind.THANKS, Status.KI, monday, Class.C),
        urgency(ReminderKind.THANKS, Status.ZA, monday),
    ]
    assert keys == sorted(keys)

"""Due work as rows: equal to the plan, claimed when due, closed when nothing calls for it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.events import Due
from domain.planned import Planned, ReminderKind
from domain.reasons import Reason

DAY = date(2026, 3, 2)


@pytest.fixture
def planned(now):
    return Planned(
        key="first_touch:1:1",
        kind=ReminderKind.FIRST_TOUCH,
        stage=1,
        basis=1,
        due=Due(DAY),
        nominal_day=DAY,
        reason=Reason("§2 ZA", (1,), (("days", 7), ("since", DAY))),
        logged_at=now,
    )


def synced(work, contact, plan):
    return work.agenda.sync(contact.id, contact.owner, plan, today=DAY)


@pytest.fixture
def anna(add, jana):
    return add("Anna Meier", jana)


def test_a_row_comes_back_with_its_reason_when_its_moment_has_come(work, anna, planned, now):
    synced(work, anna, [(planned, now)])
    assert work.reminders.claim_due(anna.owner, now=now - timedelta(seconds=1)) == []
    (due,) = work.reminders.claim_due(anna.owner, now=now)
    assert (due.kind, due.key, due.due, due.reason) == (
        planned.kind,
        planned.key,
        planned.due,
        planned.reason,
    )
    assert list(work.reminders.due_by_owner(now=now)) == [anna.owner]
    assert work.reminders.next_moment() == now


def test_the_same_plan_again_changes_nothing(work, anna, planned, now):
    synced(work, anna, [(planned, now)])
    (before,) = work.reminders.claim_due(anna.owner, now=now)
    assert synced(work, anna, [(planned, now)]) == []
    assert work.reminders.claim_due(anna.owner, now=now) == [before]


def test_what_is_no_longer_planned_is_closed_and_its_push_named(work, anna, planned, now):
    synced(work, anna, [(planned, now)])
    (due,) = work.reminders.claim_due(anna.owner, now=now)
    work.reminders.pushed([due], 99, at=now)
    assert synced(work, anna, []) == [99]
    assert synced(work, anna, []) == []
    assert work.reminders.of_push(99) == []


def test_what_rang_does_not_ring_again_however_its_moment_moves(work, anna, planned, now):
    synced(work, anna, [(planned, now)])
    work.reminders.pushed(work.reminders.claim_due(anna.owner, now=now), 99, at=now)
    for moment in (now - timedelta(hours=1), now + timedelta(days=1)):
        synced(work, anna, [(planned, moment)])
        assert work.reminders.next_moment() is None


def test_what_waits_still_moves_with_its_plan(work, anna, planned, now):
    synced(work, anna, [(planned, now)])
    later = now + timedelta(days=1)
    synced(work, anna, [(planned, later)])
    assert work.reminders.next_moment() == later


def test_a_postponed_row_waits_and_a_held_one_rings_no_more(work, anna, planned, now):
    synced(work, anna, [(planned, now)])
    (due,) = work.reminders.claim_due(anna.owner, now=now)
    work.reminders.postpone(due, until=now + timedelta(hours=2), rule="R2")
    assert work.reminders.claim_due(anna.owner, now=now) == []
    (again,) = work.reminders.claim_due(anna.owner, now=now + timedelta(hours=2))
    assert again.rule == "R2"
    work.reminders.hold(again, rule="R3")
    assert work.reminders.next_moment() is None


def test_a_bundle_counts_once_towards_the_daily_cap(work, anna, planned, now):
    other = replace(planned, key="first_touch:1:2")
    timed = replace(planned, key="own_step:1:3", uncapped=True)
    synced(work, anna, [(planned, now), (other, now), (timed, now)])
    due = work.reminders.claim_due(anna.owner, now=now)
    work.reminders.pushed([d for d in due if not d.uncapped], 99, at=now)
    work.reminders.pushed([d for d in due if d.uncapped], 100, at=now)
    assert work.reminders.pushed_since(anna.owner, now - timedelta(hours=1)) == 1


def test_a_plan_that_never_rings_has_a_silent_row(work, anna, planned):
    synced(work, anna, [(planned, None)])
    assert work.reminders.next_moment() is None
    assert work.reminders.waiting() == 0

"""A night's work: a part that breaks costs only itself, and a night that was missed is made up for by day."""

import asyncio
import logging
import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from led import Desk
from test_database_away import impatient, locked

from bot.night import LAST_NIGHT
from storage.customers import Customers
from storage.duplicates import Duplicates
from storage.outbox import Outbox

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = datetime(2026, 3, 3, 3, 17, tzinfo=BERLIN)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "nachfass.db"


@pytest.fixture
async def desk(file, caplog):
    caplog.set_level(logging.WARNING)
    async with Desk(f"sqlite:///{file}") as opened:
        opened.clock.set(NIGHT)
        with impatient(opened):
            yield opened


def breaks(*_given, **_named):
    raise ZeroDivisionError


def noted(desk):
    with desk.work() as work:
        return work.recall(LAST_NIGHT)


@pytest.fixture
def measured(monkeypatch):
    """Whether the night came to its last part."""
    times, usual = [], Customers.take

    def take(self, team):
        times.append(1)
        return usual(self, team)

    monkeypatch.setattr(Customers, "take", take)
    return times


@pytest.mark.parametrize(
    ("where", "what"), [(Outbox, "tidy"), (Duplicates, "in_different_hands"), (Customers, "to_look_at")]
)
async def test_a_part_that_breaks_costs_only_itself(desk, measured, monkeypatch, caplog, where, what):
    monkeypatch.setattr(where, what, breaks)
    await desk.bot.clockwork.nightly()
    assert measured
    assert noted(desk) == "2026-03-03"
    assert "ZeroDivisionError" in caplog.text


async def test_a_night_without_its_database_is_made_up_for_in_the_next_hour(desk, file, measured):
    with locked(file):
        await desk.bot.clockwork.nightly()
        await desk.bot.clockwork.catch_up()
    assert not measured
    desk.clock.set(NIGHT + timedelta(hours=1))
    await desk.bot.clockwork.catch_up()
    assert measured
    assert noted(desk) == "2026-03-03"


async def test_one_that_was_done_isnt_done_again_by_day(desk, measured):
    await desk.bot.clockwork.nightly()
    for hours in range(1, 24):
        desk.clock.set(NIGHT + timedelta(hours=hours))
        await desk.bot.clockwork.catch_up()
    assert len(measured) == 1
    desk.clock.set(NIGHT + timedelta(hours=25))
    await desk.bot.clockwork.catch_up()
    assert len(measured) == 2


async def test_only_one_night_is_worked_at_a_time(desk, measured, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()
    usual = Duplicates.in_different_hands

    def slow(self):
        begun.set()
        go_on.wait()
        return usual(self)

    monkeypatch.setattr(Duplicates, "in_different_hands", slow)
    night = asyncio.create_task(desk.bot.clockwork.nightly())
    await asyncio.to_thread(begun.wait)
    await desk.bot.clockwork.catch_up()
    await desk.bot.clockwork.nightly()
    go_on.set()
    await night
    assert len(measured) == 1

"""A clock that jumps, and the minute that too many lines must wait for."""

import asyncio
from datetime import timedelta

import pytest
from led import JAN, KIM, START, Desk

from bot.clock import SystemClock
from bot.clockwork import TICK, Clockwork
from bot.jobs import Ticker
from bot.policies import policy
from bot.settings import load
from storage.work import Store


@pytest.fixture
async def desk(tmp_path):
    async with Desk(f"sqlite:///{tmp_path}/nachfass.db") as opened:
        yield opened


async def reminded(desk):
    """An appointment at 11:00 has been reminded of."""
    await desk.says(JAN, "/neu Uwe Ohm", "/termin Ohm heute 11:00")
    await desk.tick(minutes=50)
    await desk.tick(minutes=15)
    assert ["heute 11:00 (R2)" in text for text in desk.news(JAN)] == [True]


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=-1), timedelta(days=-400)])
async def test_a_clock_set_back_repeats_no_push(desk, jump):
    await reminded(desk)
    here = desk.clock.now()
    desk.clock.set(here + jump)
    await desk.tick(seconds=15)
    assert desk.news(JAN) == []
    for minutes in range(0, 60, 15):
        desk.clock.set(here + timedelta(minutes=minutes))
        await desk.tick(seconds=15)
    assert desk.news(JAN) == []


async def test_a_clock_that_hurries_ahead_for_a_moment_pushes_early_and_once(desk):
    await desk.says(JAN, "/neu Uwe Ohm", "/termin Ohm heute 11:00")
    await desk.tick(minutes=50)
    desk.clock.set(START + timedelta(hours=1, minutes=30))
    await desk.tick(seconds=15)
    assert len(desk.news(JAN)) == 1
    desk.clock.set(START + timedelta(minutes=55))
    for _ in range(4):
        await desk.tick(minutes=15)
    assert desk.news(JAN) == []


@pytest.mark.parametrize("hours", [-1, -24, 24])
async def test_nobody_is_locked_out_by_a_clock_that_jumped(desk, hours):
    await desk.says(KIM, "/neu Anna Meier", *(["/heute"] * 29))
    desk.clock.set(desk.clock.now() + timedelta(hours=hours))
    assert "Anna Meier" in "".join(await desk.says(KIM, "/kontakt Meier"))


@pytest.mark.parametrize("hours", [-1, -24])
async def test_lines_that_wait_their_minute_come_soon_even_if_the_clock_is_set_back(desk, hours):
    await desk.says(KIM, *(["/heute"] * 30), "/neu Anna Meier")
    assert desk.column("SELECT name FROM contact") == []
    desk.clock.set(desk.clock.now() + timedelta(hours=hours))
    await desk.tick(minutes=1)
    await desk.tick(minutes=1)
    assert desk.column("SELECT name FROM contact") == ["Anna Meier"]


async def test_time_may_go_back_between_two_lines_of_one_contact(desk):
    await desk.says(KIM, "/neu Anna Meier", "/reaktion Meier Anruf")
    desk.clock.set(START - timedelta(hours=2))
    said = await desk.says(KIM, "/kauf Meier 20", "/kontakt Meier", "/rückgängig")
    assert len(said) >= 3
    assert desk.column("SELECT count(*) FROM inbox WHERE state = 2") == [0]


async def test_the_thirty_first_line_of_a_minute_waits_and_none_is_lost(desk):
    lines = [f"/neu Nummer {number}" for number in range(70)]
    said = await desk.says(KIM, *lines)
    assert len(said) == 31
    assert len(await desk.says(JAN, "/neu Uwe Ohm")) == 1, "others don't wait"
    for _ in range(3):
        await desk.tick(seconds=61)
    names = desk.column("SELECT name FROM contact WHERE owner = 1 ORDER BY id")
    assert names == [f"Nummer {number}" for number in range(70)]


async def test_a_restart_within_the_minute_keeps_their_order(desk):
    await desk.says(KIM, *(["/heute"] * 30), "/neu Anna Meier", "/kauf Meier 5")
    await desk.again()
    await desk.says(KIM, "/kauf Meier 6")
    await desk.tick(seconds=61)
    assert desk.column("SELECT amount FROM event WHERE kind = 'purchase' ORDER BY id") == [500, 600]


async def test_the_scheduler_doesnt_wait_until_a_clock_set_back_has_caught_up(tmp_path, monkeypatch):
    """It knows only when its next run is, and that has become an hour off."""
    monkeypatch.setattr("bot.clockwork.TICK_SECONDS", 0.05)
    settings = load(None, {})
    store = Store(f"sqlite:///{tmp_path}/nachfass.db", policy(settings))
    store.prepare()
    ticker = Ticker(store, SystemClock(), stored=lambda: None)
    clockwork = Clockwork(ticker, store, SystemClock(), settings)
    scheduler = clockwork.scheduler()
    monkeypatch.setattr(clockwork, "scheduler", lambda: scheduler)
    keeping = asyncio.create_task(clockwork.run())
    await ticked(ticker)
    scheduler.get_job(TICK).modify(next_run_time=SystemClock().now() + timedelta(hours=1))
    await ticked(ticker)
    keeping.cancel()
    await asyncio.wait({keeping})
    store.close()


async def ticked(ticker):
    before = ticker.ticked_at
    async with asyncio.timeout(10):
        while ticker.ticked_at == before:  # noqa: ASYNC110 – real time passes
            await asyncio.sleep(0.01)

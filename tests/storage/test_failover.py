"""Two `run` processes on one PostgreSQL: one is killed, or the server crashes; nothing is lost or doubled."""

import asyncio
import os
import sys
import time
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest_asyncio

from bot.clock import SystemClock
from bot.playground.server import Playground
from bot.playground.standin import StandIn
from bot.policies import policy
from bot.settings import load
from storage.locks import Role
from storage.work import Store

REPS = range(101, 107)
FAILOVER = 10  # seconds


@pytest_asyncio.fixture
async def telegram():
    standin = StandIn(SystemClock())
    for rep in REPS:
        standin.join(rep, f"Rep {rep}")
    playground = Playground(standin, SystemClock().now, None)
    standin.address = await playground.start()
    yield standin
    await playground.stop()


@asynccontextmanager
async def machine(telegram, url, folder):
    """A bot process in a session of its own."""
    env = os.environ | {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "NACHFASS_TELEGRAM__TOKEN": telegram.token,
        "NACHFASS_TELEGRAM__BASE_URL": f"{telegram.address}/bot",
        "NACHFASS_TELEGRAM__MAX_PER_SECOND": "0",
        "NACHFASS_TELEGRAM__MAX_PER_CHAT_PER_SECOND": "0",
        "NACHFASS_LIMITS__COMMANDS_PER_MINUTE": "0",
        "NACHFASS_DATABASE__URL": url,
        "NACHFASS_TEAM__MEMBERS": f"{list(REPS)}",
    }
    log = (folder / f"{time.monotonic_ns()}.log").open("wb")
    argv = (sys.executable, "-m", "bot", "run")
    process = await asyncio.create_subprocess_exec(*argv, env=env, cwd=folder, stderr=log)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        log.close()


async def until(happened, seconds=30):
    async with asyncio.timeout(seconds):
        while not happened():  # noqa: ASYNC110 – other processes tell nothing
            await asyncio.sleep(0.05)


def heard(telegram, rep):
    return [entry.text.splitlines()[0] for entry in telegram.did(rep) if entry.by_bot]


async def everybody_has_a_contact(telegram):
    for rep in REPS:
        telegram.say(rep, f"/neu Anna Meier{rep}")
    await until(lambda: all(len(heard(telegram, rep)) == 1 for rep in REPS))


def note(telegram, number):
    for rep in REPS:
        telegram.say(rep, f"/notiz Meier{rep} n{number}")


def notes(count):
    return [f"n{number}" for number in range(count)]


def notes_heard(telegram, rep):
    return [text.split()[-1] for text in heard(telegram, rep)[1:]]


def anybody_has(url, role):
    """Whether a process has the role (asking takes it for a moment)."""
    store = Store(url, policy(load(None, {})))
    free = store.lead(role)
    store.close()
    return not free


async def test_when_a_process_is_killed_under_load_the_other_takes_over_within_ten_seconds(
    telegram, postgres, tmp_path
):
    """A reply that was accepted and not yet noted may come twice; nothing else may."""
    url = postgres.emptied()
    async with AsyncExitStack() as machines:
        first = await machines.enter_async_context(machine(telegram, url, tmp_path))
        await everybody_has_a_contact(telegram)
        await machines.enter_async_context(machine(telegram, url, tmp_path))
        await asyncio.sleep(2)  # it has started, works, and waits for its turn to poll, send and tick
        for number in range(10):
            note(telegram, number)
            if number == 5:
                first.kill()
            await asyncio.sleep(0.05)
        await until(lambda: all("n9" in heard(telegram, rep)[-1] for rep in REPS), FAILOVER)
        await until(lambda: anybody_has(url, Role.TICKER), FAILOVER)
    for rep in REPS:
        assert list(dict.fromkeys(notes_heard(telegram, rep))) == notes(10)
    assert stored(url) == {rep: notes(10) for rep in REPS}


async def test_a_server_that_crashes_under_load_loses_and_doubles_nothing(telegram, postgres, tmp_path):
    url = postgres.emptied()
    async with machine(telegram, url, tmp_path), machine(telegram, url, tmp_path):
        await everybody_has_a_contact(telegram)
        for number in range(30):
            note(telegram, number)
            if number in {8, 20}:
                postgres.crash()
                await asyncio.sleep(0.5)
                postgres.start()
            await asyncio.sleep(0.05)
        await until(lambda: all(len(heard(telegram, rep)) >= 31 for rep in REPS), 60)
        await asyncio.sleep(1)  # what came twice would come now
    for rep in REPS:
        assert notes_heard(telegram, rep) == notes(30)
    assert stored(url) == {rep: notes(30) for rep in REPS}


def stored(url):
    told = "SELECT member.telegram, wording.text FROM event JOIN wording ON wording.event = event.id "
    store = Store(url, policy(load(None, {})))
    with store.work() as work:
        rows = work._connection.exec_driver_sql(  # noqa: SLF001
            told + "JOIN member ON member.id = event.rep WHERE kind = 'note' ORDER BY event.id"
        ).all()
    store.close()
    return {rep: [text for chat, text in rows if chat == rep] for rep in REPS}

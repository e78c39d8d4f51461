"""A database that is locked or full: nothing is half stored, nothing is confirmed too early, all is served later."""

import asyncio
import resource
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from led import JAN, KIM, Desk, Passing, running, sql, timeless

from storage.database import StoreUnavailable
from storage.work import Store

LOCK = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "nachfass.db"


@contextmanager
def locked(file):
    """Another process holds the lock that every writer needs."""
    argv = [sys.executable, "-c", LOCK, str(file)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:  # noqa: S603 – our own
        assert other.stdout.readline() == b"locked\n"
        yield
        other.stdin.close()


@contextmanager
def impatient(desk):
    """Waits for a lock a moment instead of five seconds."""
    with desk.work() as work:
        sql(work, "PRAGMA busy_timeout = 5")
    yield


@pytest.fixture
async def desk(file):
    async with Desk(f"sqlite:///{file}", NACHFASS_LIMITS__COMMANDS_PER_MINUTE="0") as opened:
        with impatient(opened):
            yield opened


async def test_an_update_that_cant_be_stored_is_not_confirmed(desk, file):
    desk.say(KIM, "/neu Anna Meier")
    with locked(file):
        for _ in range(3):
            with pytest.raises(StoreUnavailable):
                await desk.bot.settle()
    assert len(desk.standin.updates.waiting) == 1
    assert [text.splitlines()[0] for text in await desk.heard(KIM)] == ["Neu: Anna Meier – ZA, Nummer #1"]


async def test_a_turn_that_cant_be_stored_is_taken_again_and_nobody_is_apologised_to(desk, file):
    desk.say(KIM, "/neu Anna Meier")
    await desk.bot.intake.poll(seconds=0)
    with locked(file), pytest.raises(StoreUnavailable):
        desk.bot.worker.work_off()
    assert desk.column("SELECT state FROM inbox") == [0]
    assert [text.splitlines()[0] for text in await desk.heard(KIM)] == ["Neu: Anna Meier – ZA, Nummer #1"]


async def test_what_telegram_accepted_while_it_couldnt_be_noted_is_not_sent_again(desk, file):
    desk.say(KIM, "/neu Anna Meier")
    await desk.bot.intake.poll(seconds=0)
    desk.bot.worker.work_off()
    desk.bot.sender._feed()  # noqa: SLF001 – the one moment between taking and noting
    with locked(file), pytest.raises(StoreUnavailable):
        await desk.bot.sender.drain()
    assert len(await desk.heard(KIM)) == 1
    assert desk.column("SELECT state FROM outbox") == [2]


async def test_a_tick_that_cant_be_stored_pushes_at_the_next(desk, file):
    await desk.says(JAN, "/neu Uwe Ohm", "/termin Ohm heute 11:00")
    await desk.tick(minutes=45)
    with locked(file):
        with pytest.raises(StoreUnavailable):
            await desk.tick(minutes=30)
        assert desk.news(JAN) == []
    await desk.tick(seconds=15)
    assert [text.splitlines()[0] for text in desk.news(JAN)] == ["Termin mit Uwe Ohm: heute 11:00 (R2)"]


def test_the_running_bot_waits_for_the_lock_and_then_goes_on(file):
    async def play():
        async with Desk(f"sqlite:///{file}", Passing()) as desk:
            with impatient(desk):
                await running(desk, through_the_lock(desk))

    async def through_the_lock(desk):
        with locked(file):
            desk.say(KIM, "/neu Anna Meier")
            await asyncio.sleep(60)
            desk.say(JAN, "/neu Uwe Ohm")
            await asyncio.sleep(60)
            assert desk.standin.did(KIM) == []
        await asyncio.sleep(31)
        assert [entry.text.splitlines()[0] for entry in desk.standin.did()] == [
            "Neu: Anna Meier – ZA, Nummer #1",
            "Neu: Uwe Ohm – ZA, Nummer #2",
        ]

    timeless(play)


def full(desk):
    """No page more than there are."""
    with desk.work() as work:
        pages = sql(work, "PRAGMA page_count").scalar()
        sql(work, f"PRAGMA max_page_count = {pages}")


def space(desk):
    with desk.work() as work:
        sql(work, "PRAGMA max_page_count = 1000000")


async def test_on_a_full_disk_nothing_is_half_stored_and_all_is_served_once_there_is_space(desk):
    await desk.says(KIM, "/neu Anna Meier")
    full(desk)
    lines = [f"/notiz Meier {number} {'lang ' * 150}" for number in range(30)]
    desk.say(KIM, *lines)
    for _ in range(40):
        with pytest.raises(StoreUnavailable):
            await desk.bot.settle()
    assert half_stored(desk) == []
    assert desk.column("SELECT count(*) FROM inbox WHERE state = 2") == [0]
    space(desk)
    await desk.bot.settle()
    assert [text.strip() for text in desk.column("SELECT text FROM wording ORDER BY event")] == [
        line.removeprefix("/notiz Meier ").strip() for line in lines
    ]
    assert len(desk.news(KIM)) == 30
    assert half_stored(desk) == []


def half_stored(desk):
    """Turns whose reply or event is missing, and done updates without a turn."""
    with desk.work() as work:
        return [
            tuple(row)
            for row in sql(
                work,
                "SELECT turn.id, turn.what FROM turn LEFT JOIN outbox ON outbox.id = turn.reply "
                "LEFT JOIN event ON event.turn = turn.id "
                "WHERE outbox.id IS NULL OR (turn.what = 'note' AND event.id IS NULL)",
            )
        ]


def work_all_off(desk):
    while desk.bot.worker.work_off():
        pass


async def test_a_disk_that_fills_up_in_a_turn_leaves_the_turn_open(desk):
    await desk.says(KIM, "/neu Anna Meier")
    desk.say(KIM, *(f"/notiz Meier {number} {'lang ' * 150}" for number in range(30)))
    await desk.bot.intake.poll(seconds=0)
    full(desk)
    for _ in range(3):
        with pytest.raises(StoreUnavailable):
            work_all_off(desk)
    assert desk.column("SELECT count(*) FROM inbox WHERE state = 2") == [0]
    assert half_stored(desk) == []
    space(desk)
    assert len(await desk.heard(KIM)) == 30


async def test_a_file_that_may_not_grow_is_a_full_disk_too(desk, file):
    """The operating system refuses to write, as it does without space: SQLite calls it an I/O error."""
    await desk.says(KIM, "/neu Anna Meier")
    desk.say(KIM, *(f"/notiz Meier {number} {'lang ' * 150}" for number in range(30)))
    with no_file_bigger_than(file.with_name("nachfass.db-wal").stat().st_size + 20_000):
        for _ in range(3):
            with pytest.raises(StoreUnavailable):
                await desk.bot.settle()
    assert half_stored(desk) == []
    await desk.bot.settle()
    assert len(desk.news(KIM)) == 30
    assert desk.column("PRAGMA integrity_check") == ["ok"]


@contextmanager
def no_file_bigger_than(size):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


async def test_a_database_that_is_gone_comes_back_with_the_next_try(desk):
    """What a lost connection leaves: closed under our hands."""
    await desk.says(KIM, "/neu Anna Meier")
    store: Store = desk.bot.store
    store._connection.connection.dbapi_connection.close()  # noqa: SLF001 – as a server does
    desk.say(KIM, "/kontakt Meier")
    with pytest.raises(StoreUnavailable):
        await desk.bot.settle()
    assert "Anna Meier" in (await desk.heard(KIM))[0]

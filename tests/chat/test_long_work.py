"""Work too long for a turn: it goes on where it was, says when it breaks, and lets turns in between."""

import asyncio
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from bot import delivery, workshop
from bot.longwork import HANDLERS, long_work
from bot.turn import Edit, Made, Reply, Turn
from storage.database import StoreUnavailable
from storage.jobs import Jobs


@pytest.fixture
def counting():
    """A job of five steps, each a transaction; `trouble` is raised once before the step it names."""
    trouble = {}
    seen = []

    @long_work("count")
    async def count(bench, job):
        done = (job.cursor or {}).get("done", 0)
        while done < 5:
            if error := trouble.pop(done, None):
                raise error
            with bench.store.work() as work:
                seen.append(done)
                done += 1
                work.jobs.advance(job.id, {"done": done})
                if done == 5:
                    work.jobs.finish(job.id)
                    delivery.change(work, Edit(job.message, "Fertig: 5"), now=bench.clock.now())
            await asyncio.sleep(0)

    yield trouble, seen
    del HANDLERS["count"]


def queue(chat):
    """A turn whose reply shows a job's progress."""
    nachfass = chat.stage.nachfass
    with chat.work() as work:
        member = work.members.by_telegram(101)
        now = nachfass.clock.now()
        reply = Reply("Es zählt …", job={"kind": "count"})
        delivery.deliver(work, Turn(member, "", now, now), reply, entry=None)


async def test_a_job_shows_its_end_in_the_message_that_announced_it(chat, counting):
    chat.said.clear()
    queue(chat)
    await chat.stage.settle()
    assert counting[1] == [0, 1, 2, 3, 4]
    assert "< Fertig: 5" in chat.said


async def test_an_outage_only_makes_a_job_wait_and_it_goes_on_at_its_cursor(chat, counting):
    trouble, seen = counting
    trouble[3] = StoreUnavailable("gone")
    queue(chat)
    with pytest.raises(StoreUnavailable):
        await chat.stage.nachfass.longwork.work_off()
    assert seen == [0, 1, 2]
    await chat.stage.nachfass.longwork.work_off()
    assert seen == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("gone", ["database is locked", "server closed the connection unexpectedly"])
async def test_an_outage_of_a_connection_of_its_own_is_an_outage_too(chat, counting, gone):
    trouble, seen = counting
    trouble[3] = OperationalError("SELECT 1", {}, sqlite3.OperationalError(gone))
    queue(chat)
    longwork = chat.stage.nachfass.longwork
    running = asyncio.create_task(longwork.run())
    async with asyncio.timeout(20):
        while 4 not in seen:  # noqa: ASYNC110 – a second passes before the next try
            await asyncio.sleep(0.01)
    assert seen == [0, 1, 2, 3, 4]
    assert not running.done()
    running.cancel()
    await asyncio.wait({running})


async def test_nobody_looks_for_jobs_where_nobody_else_could_queue_one(chat, monkeypatch):
    looks, usual = [], Jobs.next
    monkeypatch.setattr(Jobs, "next", lambda self: looks.append(1) or usual(self))
    monkeypatch.setattr("bot.longwork.LOOK_AGAIN", 0.001)
    running = asyncio.create_task(chat.stage.nachfass.longwork.run())
    await asyncio.sleep(0.1)
    running.cancel()
    await asyncio.wait({running})
    assert (len(looks) > 1) == chat.stage.nachfass.store.shared


async def test_a_job_that_breaks_is_set_aside_and_its_member_told(chat, counting, caplog):
    trouble, seen = counting
    trouble[2] = ValueError("a bug")
    queue(chat)
    queue(chat)
    chat.said.clear()
    await chat.stage.settle()
    assert seen == [0, 1, 0, 1, 2, 3, 4]  # the next one isn't held up
    assert any(line.startswith("< Das hat nicht geklappt (Fehler ") for line in chat.said)
    assert "a bug" in caplog.text


async def test_what_cant_be_made_is_said_instead(chat, caplog):
    with chat.work() as work:
        member = work.members.by_telegram(101)
        now = chat.stage.nachfass.clock.now()
        made = Made("photo", "bot.charts.nothing", {}, "bild.png")
        delivery.deliver(work, Turn(member, "", now, now), Reply("Ein Bild", made=made), entry=None)
    chat.said.clear()
    await chat.stage.settle()
    assert "Das Bild ließ sich nicht zeichnen" in "".join(chat.said)
    assert "No module named 'bot.charts" in caplog.text


async def test_only_makers_are_run_in_the_workshop(caplog):
    with pytest.raises(workshop.MakingFailed):
        await workshop.make("os", {})
    assert "no maker: os" in caplog.text


async def test_a_maker_that_takes_too_long_is_ended():
    with pytest.raises(workshop.MakingFailed):
        await workshop.make("bot.charts.style", {}, seconds=0.001)

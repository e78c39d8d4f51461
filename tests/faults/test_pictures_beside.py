"""Pictures and files are made beside the chats: who waits for one waits alone, and what breaks is said."""

import asyncio
import io
import os
import signal
from contextlib import asynccontextmanager

import pytest
from led import JAN, KIM, START, UTE, Desk
from PIL import Image

from bot import delivery, post, workshop
from bot.turn import Made, Reply
from storage.outbox import Lane, State

PICTURE = Made("photo", "bot.charts.funnel", {"counts": []}, "bild.png")
NOT_DRAWN = "Das Bild ließ sich nicht zeichnen"


class Easel:
    """Draws nothing until it is told to."""

    def __init__(self):
        self.begun, self.wet = [], asyncio.Event()

    async def make(self, _maker, facts, **_limits):
        self.begun.append(facts.get("of"))
        await self.wet.wait()
        drawn = io.BytesIO()
        Image.new("L", (200, 100)).save(drawn, "PNG")
        return drawn.getvalue()


@pytest.fixture
def easel(monkeypatch):
    made = Easel()
    monkeypatch.setattr(workshop, "make", made.make)
    return made


@pytest.fixture
async def desk(tmp_path):
    async with Desk(f"sqlite:///{tmp_path}/nachfass.db") as opened:
        yield opened


def picture(desk, chat, text, *, lane=Lane.REPLY):
    made = Made(PICTURE.kind, PICTURE.maker, {"of": text}, PICTURE.name)
    with desk.work() as work:
        delivery.push(work, chat, Reply(text, made=made), now=START, lane=lane)


def say(desk, chat, text):
    with desk.work() as work:
        delivery.say(work, chat, text, now=START)
    desk.bot.sender.wake()


@asynccontextmanager
async def sending(desk):
    running = asyncio.create_task(desk.bot.sender.run())
    yield
    running.cancel()
    await asyncio.wait({running})


async def until(seen):
    async with asyncio.timeout(20):
        while not seen():  # noqa: ASYNC110 – several tasks have a part in it
            await asyncio.sleep(0.001)


def heard(desk, chat):
    return [entry.text for entry in desk.standin.did(chat)]


async def test_a_reply_goes_while_the_teams_pictures_are_drawn(desk, easel):
    for chat in (JAN, KIM, UTE):
        picture(desk, chat, f"Umsatz {chat}", lane=Lane.PICTURE)
    async with sending(desk):
        await until(lambda: easel.begun)
        for chat in (JAN, KIM, UTE):
            say(desk, chat, "Antwort")
        await until(lambda: all(heard(desk, chat) for chat in (JAN, KIM, UTE)))
        assert not easel.wet.is_set()
        easel.wet.set()
        await until(lambda: all(heard(desk, c) == ["Antwort", f"Umsatz {c}"] for c in (JAN, KIM, UTE)))


async def test_a_chats_own_replies_stay_in_order_behind_its_picture(desk, easel):
    say(desk, JAN, "davor")
    picture(desk, JAN, "Bild")
    say(desk, JAN, "danach")
    say(desk, UTE, "nebenan")
    async with sending(desk):
        await until(lambda: heard(desk, UTE) and heard(desk, JAN))
        await asyncio.sleep(0.05)
        assert heard(desk, JAN) == ["davor"]
        easel.wet.set()
        await until(lambda: heard(desk, JAN) == ["davor", "Bild", "danach"])


async def test_a_picture_somebody_asked_for_is_drawn_before_those_of_the_digests(desk, easel):
    for number in range(3):
        picture(desk, JAN, f"Woche {number}", lane=Lane.PICTURE)
        picture(desk, UTE, f"Woche {number} nebenan", lane=Lane.PICTURE)
    async with sending(desk):
        await until(lambda: easel.begun)
        picture(desk, KIM, "gefragt")
        desk.bot.sender.wake()
        await asyncio.sleep(0.05)
        easel.wet.set()
        await until(lambda: len(easel.begun) == 7)
    assert easel.begun[:2] == ["Woche 0", "gefragt"]


async def test_hundreds_that_wait_for_pictures_hide_nobody_elses_reply(desk, easel):
    for number in range(300):
        desk.standin.join(3000 + number, "Neu")
        picture(desk, 3000 + number, f"Bild {number}")
    async with sending(desk):
        await until(lambda: easel.begun)
        say(desk, JAN, "Antwort")
        await until(lambda: heard(desk, JAN) == ["Antwort"])
    assert not easel.wet.is_set()


async def test_what_is_drawn_is_sent_before_everything_counts_as_sent(desk, easel):
    picture(desk, JAN, "Bild")
    draining = asyncio.create_task(desk.bot.sender.drain())
    await until(lambda: easel.begun)
    await asyncio.sleep(0.01)
    assert not draining.done()
    easel.wet.set()
    await draining
    assert heard(desk, JAN) == ["Bild"]
    assert desk.column("SELECT DISTINCT state FROM outbox") == [State.SENT]


async def test_a_maker_that_hangs_is_ended_and_its_chat_goes_on(desk, monkeypatch):
    monkeypatch.setitem(post.LONGEST, "photo", 0.01)
    await goes_on(desk)


async def test_a_maker_that_is_killed_is_told_of_and_its_chat_goes_on(desk, monkeypatch, caplog):
    usual = asyncio.create_subprocess_exec

    async def begun(*argv, **pipes):
        child = await usual(*argv, **pipes)
        os.kill(child.pid, signal.SIGKILL)
        return child

    monkeypatch.setattr(asyncio, "create_subprocess_exec", begun)
    await goes_on(desk)
    assert "bot.charts.funnel broke" in caplog.text


async def test_a_maker_that_cant_even_be_begun_is_told_of_and_its_chat_goes_on(desk, monkeypatch, caplog):
    async def no_process(*_argv, **_pipes):
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", no_process)
    await goes_on(desk)
    assert "no more processes" in caplog.text


async def goes_on(desk):
    picture(desk, JAN, "Bild")
    say(desk, JAN, "danach")
    picture(desk, UTE, "Bild", lane=Lane.PICTURE)
    await desk.bot.sender.drain()
    failed, after = heard(desk, JAN)
    assert failed.startswith("Bild\n\n")
    assert NOT_DRAWN in failed
    assert after == "danach"
    assert NOT_DRAWN in heard(desk, UTE)[0]


async def test_who_lost_the_sending_to_another_process_draws_anew(desk, easel):
    """Whatever it had begun is the other's to send."""
    picture(desk, JAN, "Bild")
    async with sending(desk):
        await until(lambda: easel.begun)
    easel.wet.set()
    with desk.work() as work:
        work.outbox.mark([1], State.SENT)
    picture(desk, JAN, "Noch eins")
    async with sending(desk):
        await until(lambda: heard(desk, JAN))
    assert heard(desk, JAN) == ["Noch eins"]

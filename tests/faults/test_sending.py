"""The sender under load and trouble: order, lanes, edits, pushes of which nobody knows whether they arrived."""

import asyncio
import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from led import JAN, KIM, START, UTE, Desk, Line, Passing, running, sends, timeless

from bot import delivery
from bot.playground.standin import Fault
from bot.turn import Button, Edit, Reply
from storage.outbox import Lane, State

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/nachfass.db"


@pytest.fixture
async def desk(url):
    async with Desk(url) as opened:
        yield opened


class Winding(Line):
    """A line on which every request takes its own time."""

    dice = random.Random(1)  # noqa: S311 – repeatable, not secret

    async def do_request(self, *asked, **more):
        await asyncio.sleep(self.dice.random())
        answer = await super().do_request(*asked, **more)
        await asyncio.sleep(self.dice.random())
        return answer


def test_each_chat_gets_its_replies_in_order_however_the_requests_overtake_each_other(url, monkeypatch):
    people, dice = range(2000, 2020), random.Random(2)  # noqa: S311 – repeatable, not secret
    trouble = Fault(500), Fault(502), Fault.too_many(1), Fault(lost="refused")

    async def play():
        monkeypatch.setattr("led.Line", Winding)
        async with Desk(url, Passing()) as desk:
            desk.standin.fault = lambda *_: dice.choice(trouble) if dice.random() < 0.1 else None
            await running(desk, talk(desk))
            for person in people:
                heard = [entry.text.splitlines()[0] for entry in desk.standin.did(person)]
                assert heard == [f"Neu: Nummer {person} {number} –" for number in range(8)], person

    async def talk(desk):
        with desk.work() as work:
            for person in people:
                desk.standin.join(person, "Neu")
                work.members.admit(person, name="Neu", lead=False, now=START)
        for number in range(8):
            for person in people:
                desk.say(person, f"/sag Nummer {person} {number} –")
        await asyncio.sleep(400)

    monkeypatch.setattr("bot.respond.run", lambda _desk, text: Reply("Neu: " + text.removeprefix("/sag ")))
    timeless(play)


def test_replies_go_before_pushes_and_pushes_before_digests(url):
    async def play():
        async with Desk(url, Passing(), NACHFASS_TELEGRAM__MAX_PER_SECOND="2") as desk:
            with desk.work() as work:
                for lane in (Lane.DIGEST, Lane.PUSH, Lane.REPLY):
                    for chat in range(2000, 2010):
                        desk.standin.join(chat, "Neu")
                        delivery.push(work, chat + lane * 10, Reply(lane.name), now=START, lane=lane)
                for chat in range(2010, 2030):
                    desk.standin.join(chat, "Neu")
            await desk.bot.sender.drain()
            lanes = [entry.text for entry in desk.standin.did()]
            assert lanes == ["REPLY"] * 10 + ["PUSH"] * 10 + ["DIGEST"] * 10

    timeless(play)


def test_a_reply_overtakes_pushes_that_already_wait_for_their_slot(url):
    async def play():
        async with Desk(url, Passing(), NACHFASS_TELEGRAM__MAX_PER_SECOND="1") as desk:
            with desk.work() as work:
                for chat in range(2000, 2030):
                    desk.standin.join(chat, "Neu")
                    delivery.push(work, chat, Reply("Push"), now=START, lane=Lane.PUSH)
            await running(desk, question(desk))

    async def question(desk):
        await asyncio.sleep(5)
        desk.say(KIM, "/heute")
        await asyncio.sleep(2.5)
        assert len(desk.standin.did(KIM)) == 1
        assert 6 <= len(desk.standin.did()) <= 9

    timeless(play)


def test_pushes_to_many_chats_keep_close_below_thirty_a_second(url):
    """Close to the limit, and not one more in any second, although requests overtake each other by some ms."""

    async def play():
        dice, arrived = random.Random(3), []  # noqa: S311 – repeatable, not secret
        async with Desk(url, Passing(), NACHFASS_TELEGRAM__MAX_PER_SECOND="30") as desk:
            with desk.work() as work:
                for chat in range(2000, 2300):
                    desk.standin.join(chat, "Neu")
                    delivery.push(work, chat, Reply("Push"), now=START, lane=Lane.PUSH)
            now = asyncio.get_running_loop().time
            with desk.trouble(lambda *_: arrived.append(now() + 0.02 * dice.random())):
                await desk.bot.sender.drain()
        arrived.sort()
        assert 300 / (arrived[-1] - arrived[0]) > 0.95 * 30
        assert all(later - first > 1 for first, later in zip(arrived, arrived[30:], strict=False))

    timeless(play)


async def test_an_edit_of_what_hasnt_left_yet_leaves_one_message_with_the_last_words(desk):
    with desk.work() as work:
        row = work.outbox.add(KIM, {"text": "eins"}, now=START)
        for text in ("zwei", "drei"):
            delivery.change(work, Edit(row, text, ((Button.line("Knopf", "/heute"),),)), now=START)
    await desk.bot.sender.drain()
    (message,) = [m for m in desk.standin.history(KIM) if m.by_bot]
    assert message.text == "drei"
    assert "fällig" in (await desk.taps(KIM, "Knopf"))[-1]


async def test_of_several_edits_that_wait_only_the_last_is_sent(desk):
    with desk.work() as work:
        row = work.outbox.add(KIM, {"text": "eins"}, now=START)
    await desk.bot.sender.drain()
    with desk.work() as work:
        for text in ("zwei", "drei", "vier"):
            delivery.change(work, Edit(row, text), now=START)
    await desk.bot.sender.drain()
    assert [entry.text for entry in desk.standin.did(KIM)] == ["eins", "vier"]


async def test_an_edit_that_changes_while_it_is_under_way_goes_again(desk):
    with desk.work() as work:
        row = work.outbox.add(KIM, {"text": "eins"}, now=START)
    await desk.bot.sender.drain()
    with desk.work() as work:
        delivery.change(work, Edit(row, "zwei"), now=START)
    desk.bot.sender._feed()  # noqa: SLF001 – taken, not sent
    with desk.work() as work:
        delivery.change(work, Edit(row, "drei"), now=START)
    await desk.bot.sender.drain()
    assert [entry.text for entry in desk.standin.did(KIM)] == ["eins", "zwei", "drei"]
    assert desk.column("SELECT DISTINCT state FROM outbox") == [State.SENT]


async def test_a_message_that_was_deleted_comes_anew_when_it_changes(desk):
    with desk.work() as work:
        row = work.outbox.add(KIM, {"text": "eins"}, now=START)
    await desk.bot.sender.drain()
    gone = desk.standin.last(KIM, by_bot=True)
    del desk.standin.messages[KIM, gone.id]
    for text in ("zwei", "drei"):
        with desk.work() as work:
            delivery.change(work, Edit(row, text), now=START)
        await desk.bot.sender.drain()
    assert [(entry.kind, entry.text) for entry in desk.standin.did(KIM)] == [
        ("sent", "eins"), ("sent", "zwei"), ("edited", "drei"),
    ]  # fmt: skip


async def pushed(desk, fault):
    """Jan's reminder of an appointment runs into trouble."""
    await desk.says(JAN, "/neu Uwe Ohm", "/termin Ohm heute 11:00")
    await desk.tick(minutes=50)
    with desk.trouble(sends(fault)):
        await desk.tick(minutes=11)
    return desk.news(JAN)


@pytest.mark.parametrize(("lost", "arrived"), [("before", 0), ("after", 1)])
async def test_a_push_without_an_answer_is_not_repeated_and_shows_in_system(desk, lost, arrived):
    assert len(await pushed(desk, Fault(lost=lost))) == arrived
    await desk.again()
    assert await desk.heard(JAN) == []
    assert "Ungeklärt zugestellt: 1" in (await desk.says(KIM, "/system"))[0]


async def test_a_tap_on_an_unclear_push_settles_it(desk):
    await pushed(desk, Fault(lost="after"))
    label = desk.standin.last(JAN, by_bot=True).buttons[0][0]["text"]
    await desk.taps(JAN, label)
    assert "Ungeklärt zugestellt: 0" in (await desk.says(KIM, "/system"))[0]


async def test_an_unclear_push_counts_as_delivered_after_a_day(desk):
    await pushed(desk, Fault(lost="before"))
    desk.clock.set(START + timedelta(hours=26))
    desk.bot.ticker.nightly()
    assert "Ungeklärt zugestellt: 0" in (await desk.says(KIM, "/system"))[0]


async def test_a_push_that_telegram_refused_to_connect_for_is_a_plain_retry(url):
    async with Desk(url) as desk:
        await desk.says(JAN, "/neu Uwe Ohm", "/termin Ohm heute 11:00")
        await desk.tick(minutes=50)
        faults = iter([Fault(lost="refused"), Fault(500)])
        with desk.trouble(lambda method, _: next(faults, None) if method.lower() == "sendmessage" else None):
            await desk.tick(minutes=11)
        assert len(desk.news(JAN)) == 1
        assert desk.column("SELECT count(*) FROM outbox WHERE state = ?", State.UNCLEAR) == [0]


def test_an_outage_that_ends_at_night_rings_nobody(url):
    """The bot ran on and tried again and again, past the end of the day."""

    async def play():
        async with Desk(url, Passing()) as desk:
            desk.clock.jump = timedelta(hours=10, minutes=50)  # 19:50 in Berlin
            with desk.work() as work:
                delivery.push(work, JAN, Reply("Klingelt"), now=desk.clock.now(), lane=Lane.PUSH)
            await running(desk, evening(desk))
            desk.clock.jump += timedelta(hours=10)
            await desk.bot.sender.drain()
            assert [entry.text for entry in desk.standin.did(JAN)] == ["Klingelt"]

    async def evening(desk):
        with desk.trouble(sends(Fault(lost="refused"))):
            await asyncio.sleep(2 * 3600)
        await asyncio.sleep(600)
        assert desk.standin.did(JAN) == []

    timeless(play)


async def test_a_refused_message_doesnt_hold_up_its_chat(desk, caplog):
    with desk.work() as work:
        work.outbox.add(KIM, {"text": "<b>nicht zu"}, now=START)
        work.outbox.add(KIM, {"no text": "ein Fehler von uns"}, now=START)
        work.outbox.add(KIM, {"text": "danach"}, now=START)
        work.outbox.add(UTE, {"text": "nebenan"}, now=START)
    await desk.bot.sender.drain()
    assert [entry.text for entry in desk.standin.did()][-2:] in (["danach", "nebenan"], ["nebenan", "danach"])
    assert "failed unexpectedly" in caplog.text


async def test_a_push_kept_past_the_evening_by_an_outage_waits_for_the_morning(desk):
    evening = datetime(2026, 3, 2, 20, 30, tzinfo=BERLIN)
    with desk.work() as work:
        for chat, lane, anytime in (
            (JAN, Lane.PUSH, False),
            (UTE, Lane.PUSH, True),
            (KIM, Lane.DIGEST, False),
        ):
            delivery.push(work, chat, Reply("Klingelt"), now=START, lane=lane, anytime=anytime)
    desk.clock.set(evening)
    await desk.bot.sender.drain()
    assert [len(desk.standin.did(chat)) for chat in (JAN, UTE, KIM)] == [0, 1, 1]
    desk.clock.set(evening.replace(day=3, hour=8, minute=0))
    await desk.bot.sender.drain()
    assert [entry.text for entry in desk.standin.did(JAN)] == ["Klingelt"]

"""Telegram refuses, is busy, breaks the line or is away for an hour; the hours of these tests pass at once."""

import asyncio
import logging
from collections import Counter
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from led import JAN, KIM, START, Desk, Passing, running, sends, timeless

from bot.playground.standin import Fault

REFUSED, DROPPED = Fault(lost="refused"), Fault(lost="before")


class Diary(Desk):
    """Writes down when which method was called, in seconds of the loop."""

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.calls = []
        self.fault = lambda _method, _params: None
        self.standin.fault = self._called

    def _called(self, method, params):
        fault = self.fault(method.lower(), params)
        self.calls.append((asyncio.get_running_loop().time(), method.lower(), fault))
        return fault

    def at(self, method):
        return [moment for moment, name, _ in self.calls if name == method]


@pytest.fixture
def desk(tmp_path):
    @asynccontextmanager
    async def opened(**more):
        async with Diary(f"sqlite:///{tmp_path}/nachfass.db", Passing(), **more) as desk:
            yield desk

    return opened


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level(logging.CRITICAL, "bot")


@pytest.mark.parametrize("trouble", [REFUSED, DROPPED, Fault(500), Fault(502)], ids=str)
def test_after_an_hour_without_telegram_everything_is_answered_within_half_a_minute(desk, trouble):
    async def play():
        async with desk() as team:
            await running(team, hour(team))

    async def hour(team):
        team.say(KIM, "/neu Anna Meier")
        await asyncio.sleep(1)
        team.fault = lambda _method, _params: trouble
        team.say(KIM, "/notiz Meier eins")
        team.say(JAN, "/neu Uwe Ohm")
        await asyncio.sleep(3600)
        assert team.news(KIM) == [team.standin.did(KIM)[0].text]
        asked = Counter(method for _, method, _ in team.calls)
        assert asked["getupdates"] < 140, "one try in half a minute, after a few at the beginning"
        team.fault = lambda _method, _params: None
        await asyncio.sleep(31)
        assert ["eins" in text for text in team.news(KIM)] == [True]
        assert len(team.standin.did(JAN)) == 1
        assert team.column("SELECT count(*) FROM event WHERE kind = 'note'") == [1]

    timeless(play)


def test_messages_that_wait_an_hour_are_sent_once_and_in_order(desk):
    async def play():
        async with desk() as team:
            await running(team, hour(team))

    async def hour(team):
        team.fault = sends(REFUSED)
        team.say(KIM, "/neu Anna Meier", *(f"/notiz Meier {number}" for number in range(9)))
        await asyncio.sleep(3600)
        assert len(team.at("sendmessage")) < 140
        team.fault = lambda _method, _params: None
        await asyncio.sleep(31)
        first, *notes = team.news(KIM)
        assert "Neu: Anna Meier" in first
        assert [text.splitlines()[0][-1] for text in notes] == list("012345678")

    timeless(play)


def test_what_was_typed_before_the_outage_is_of_its_own_day(desk):
    """The message's date counts, not the hour at which it arrives."""

    async def play():
        async with desk() as team:
            await running(team, day(team))

    async def day(team):
        team.say(KIM, "/neu Anna Meier")
        await asyncio.sleep(1)
        team.fault = lambda _method, _params: REFUSED
        team.say(KIM, "/reaktion Meier Anruf gestern")
        team.clock.jump = timedelta(hours=24)
        await asyncio.sleep(300)
        team.fault = lambda _method, _params: None
        await asyncio.sleep(60)
        assert team.column("SELECT day FROM event WHERE kind = 'reaction'") == ["2026-03-01"]

    timeless(play)


def test_a_retry_after_pauses_every_chat(desk):
    async def play():
        async with desk(NACHFASS_TELEGRAM__MAX_PER_SECOND="30") as team:
            await running(team, busy(team))

    async def busy(team):
        people = range(2000, 2040)
        with team.work() as work:
            for person in people:
                team.standin.join(person, "Neu")
                work.members.admit(person, name="Neu", lead=False, now=START)
        too_many = Fault.too_many(17)
        faults = iter([None, None, None, None, too_many, None, too_many])
        team.fault = lambda method, _params: next(faults, None) if method == "sendmessage" else None
        for person in people:
            team.say(person, "/heute")
        await asyncio.sleep(60)
        assert {len(team.standin.did(person)) for person in people} == {1}
        refused = [moment for moment, _, fault in team.calls if fault]
        assert len(refused) == 2
        inside = [m for m in team.at("sendmessage") for begin in refused if begin < m < begin + 17]
        assert inside == []

    timeless(play)


def test_another_poller_with_our_token_is_named_and_waited_for(desk, caplog):
    caplog.set_level(logging.WARNING, "bot")

    async def play():
        async with desk() as team:
            await running(team, conflict(team))

    async def conflict(team):
        team.fault = lambda method, _params: Fault(409) if method == "getupdates" else None
        team.say(KIM, "/neu Anna Meier")
        await asyncio.sleep(120)
        assert team.news(KIM) == []
        assert len(team.at("getupdates")) < 15
        team.fault = lambda _method, _params: None
        await asyncio.sleep(31)
        assert len(team.news(KIM)) == 1

    timeless(play)
    assert "another process polls with this token" in caplog.text


def test_a_poll_that_never_answers_is_given_up(desk):
    """The watchdog: a line that hangs looks like a quiet day."""

    async def play():
        async with desk() as team:
            await running(team, hanging(team))

    async def hanging(team):
        team.line.stuck = True
        await asyncio.sleep(60)  # the poll under way ends, the next one hangs
        team.line.stuck = False
        team.say(KIM, "/neu Anna Meier")
        await asyncio.sleep(60)
        assert len(team.news(KIM)) == 1

    timeless(play)


def test_a_push_that_waits_out_an_outage_is_sent_once_and_survives_a_kill(desk):
    """Its request was never written, so nothing about it is unclear."""

    async def play():
        async with desk() as team:
            team.say(JAN, "/neu Uwe Ohm", "/termin Ohm heute 11:00")
            await running(team, outage(team))
            await team.again()
            team.fault = lambda _method, _params: None
            await team.bot.settle()
            assert [text for text in team.news(JAN) if "heute 11:00 (R2)" in text]
            assert team.column("SELECT count(*) FROM outbox WHERE state = 3") == [0]

    async def outage(team):
        for _ in range(60):
            await asyncio.sleep(60)
            team.bot.ticker.tick()
        team.news(JAN)
        team.fault = sends(REFUSED)
        team.bot.ticker.tick()
        await asyncio.sleep(300)
        assert team.at("sendmessage")[-1] > 3600
        assert team.news(JAN) == []

    timeless(play)

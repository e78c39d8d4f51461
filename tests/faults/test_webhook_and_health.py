"""The doors beside polling: a webhook that stores before it says yes, and /healthz."""

import socket

import aiohttp
import pytest_asyncio

from bot.clock import SystemClock
from bot.health import Health, Pulse
from bot.intake import Intake
from bot.policies import policy
from bot.settings.sections import Settings, Webhook
from bot.settings.values import Address, Port, Secret
from bot.webhook import SECRET, WebhookDoor
from storage.work import Store

UPDATE = {
    "update_id": 7,
    "message": {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}, "text": "/start"},
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest_asyncio.fixture
async def store():
    made = Store("sqlite://", policy(Settings()))
    made.prepare()
    yield made
    made.close()


@pytest_asyncio.fixture
async def door(store):
    settings = Webhook(Address("https://bot.example/hook"), "127.0.0.1", Port(free_port()), Secret("s" * 32))
    arrived = []
    door = WebhookDoor(settings, None, Intake(None, store, SystemClock(), lambda: arrived.append(1)))
    door.address, door.arrived = f"http://127.0.0.1:{settings.port}/hook", arrived
    await door.start()
    yield door
    await door.stop()


async def post(door, body, secret="s" * 32):
    async with (
        aiohttp.ClientSession() as session,
        session.post(door.address, json=body, headers={SECRET: secret}) as answer,
    ):
        return answer.status


def stored(store):
    with store.work() as work:
        return [letter.update for letter in work.inbox.waiting(now=SystemClock().now(), most=9)]


async def test_an_update_is_stored_before_telegram_hears_yes(door, store):
    assert await post(door, UPDATE) == 200
    assert stored(store) == [7]
    assert door.arrived


async def test_the_same_update_twice_is_stored_once(door, store):
    assert [await post(door, UPDATE), await post(door, UPDATE)] == [200, 200]
    assert stored(store) == [7]


async def test_without_the_secret_nobody_gets_in(door, store):
    assert [
        await post(door, UPDATE, ""),
        await post(door, UPDATE, "s" * 31),
        await post(door, UPDATE, "ü"),
    ] == [403] * 3
    assert stored(store) == []


async def test_what_is_no_update_is_refused(door, store):
    assert [await post(door, body) for body in ([], {}, {"update_id": "7"}, "x")] == [400] * 4
    assert stored(store) == []


async def test_healthz_says_whether_the_clock_and_telegram_are_heard(store):
    pulse = [Pulse(1.0, 2.0)]
    health = Health(store, lambda: pulse[0], port := free_port())
    await health.start()
    async with aiohttp.ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert answer.status == 200
        pulse[0] = Pulse(1.0, 500.0)
        async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert answer.status == 503
        async with session.get(f"http://127.0.0.1:{port}/metrics") as answer:
            assert "nachfass_outbox_waiting 0" in await answer.text()
    await health.stop()

"""`run` and `invite` as an installer meets them: the process, its signals, the stand-in behind a socket."""

import asyncio
import os
import re
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from bot.clock import SystemClock
from bot.invite import invite, lines
from bot.playground.server import Playground
from bot.playground.standin import StandIn
from bot.run import run
from bot.settings import ConfigError, load

KIM, JAN = 101, 102


@pytest_asyncio.fixture
async def telegram():
    """The stand-in with a socket; Kim has a phone."""
    standin = StandIn(SystemClock())
    standin.join(KIM, "Kim")
    standin.join(JAN, "Jan")
    playground = Playground(standin, SystemClock().now, None)
    standin.address = await playground.start()
    yield standin
    await playground.stop()


def environ(telegram, folder):
    return {
        "NACHFASS_TELEGRAM__TOKEN": telegram.token,
        "NACHFASS_TELEGRAM__BASE_URL": f"{telegram.address}/bot",
        "NACHFASS_DATABASE__URL": f"sqlite:///{folder}/nachfass.db",
        "NACHFASS_TEAM__LEADS": f"[{KIM}]",
    }


@asynccontextmanager
async def running(telegram, folder, **more):
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])} | environ(telegram, folder) | more
    argv = (sys.executable, "-m", "bot", "run")
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*argv, env=env, cwd=folder, stderr=pipe)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def heard(telegram, text, user=KIM):
    """Wait until the bot has said this."""
    said = asyncio.Event()
    stop = telegram.watch(lambda _entry: said.set())
    async with asyncio.timeout(10):
        while not any(text in entry.text for entry in telegram.did(user)):
            said.clear()
            await said.wait()
    stop()


async def test_it_answers_and_ends_in_order_on_sigterm(telegram, tmp_path):
    async with running(telegram, tmp_path) as process:
        telegram.say(KIM, "/neu Anna Meier")
        await heard(telegram, "Neu: Anna Meier")
        assert telegram.commands
        telegram.say(KIM, "/kontakt Meier")
        await heard(telegram, "ZA")
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            assert await process.wait() == 0


async def test_what_was_written_while_it_was_down_is_answered_at_the_next_start(telegram, tmp_path):
    telegram.say(KIM, "/neu Anna Meier")
    async with running(telegram, tmp_path):
        await heard(telegram, "Neu: Anna Meier")
    telegram.say(KIM, "/kontakt Meier")
    async with running(telegram, tmp_path):
        await heard(telegram, "Stammdaten")
    assert len([entry for entry in telegram.did(KIM) if "Neu: Anna Meier" in entry.text]) == 1


async def test_a_token_that_telegram_refuses_ends_it_with_two_lines(telegram, tmp_path):
    wrong = {"NACHFASS_TELEGRAM__TOKEN": "4242:ANDERER", "NACHFASS_LOG__LEVEL": "error"}
    async with running(telegram, tmp_path, **wrong) as process:
        _, said = await asyncio.wait_for(process.communicate(), 10)
    assert process.returncode == 2
    assert "Telegram lehnt den Bot-Token ab." in said.decode()
    assert "ANDERER" not in said.decode()


def test_without_a_token_it_says_where_to_get_one():
    with pytest.raises(ConfigError, match="Der Bot-Token fehlt"):
        run(load(None, {}))


async def test_an_invite_lets_the_first_lead_in_once(telegram, tmp_path, capsys):
    settings = load(None, environ(telegram, tmp_path) | {"NACHFASS_TEAM__LEADS": "[]"})
    assert await asyncio.to_thread(invite, settings) == 0
    _, link, line = capsys.readouterr().out.splitlines()
    code = re.fullmatch(r"/start ([\w-]{22})", line)[1]
    assert link == f"https://t.me/nachfass_bot?start={code}"
    async with running(telegram, tmp_path, NACHFASS_TEAM__LEADS="[]"):
        telegram.say(KIM, line)
        await heard(telegram, "Vertriebsleitung")
        telegram.say(JAN, line)
        await heard(telegram, "verbraucht", JAN)


def test_without_a_network_the_plain_line_is_enough():
    assert [line for line in lines("CODE", "") if "https" in line] == []
    assert lines("CODE", "")[-1] == "/start CODE"

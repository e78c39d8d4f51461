"""The process as an operating system sees it: SIGTERM, SIGKILL, and no token in anything it leaves behind."""

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest_asyncio
from test_database_away import locked

from bot.clock import SystemClock
from bot.playground.server import Playground
from bot.playground.standin import Fault, StandIn

KIM = 101
SECRET = "SPIELWIESE"  # what is secret in the stand-in's token


@pytest_asyncio.fixture
async def telegram():
    standin = StandIn(SystemClock())
    standin.join(KIM, "Kim")
    playground = Playground(standin, SystemClock().now, None)
    standin.address = await playground.start()
    yield standin
    await playground.stop()


class Process:
    """`python -m bot run` in a folder of its own; `said` is all it wrote to standard error."""

    def __init__(self, telegram, folder):
        self.telegram, self.folder, self.said = telegram, folder, ""
        self.env = os.environ | {
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "NACHFASS_TELEGRAM__TOKEN": telegram.token,
            "NACHFASS_TELEGRAM__BASE_URL": f"{telegram.address}/bot",
            "NACHFASS_TELEGRAM__MAX_PER_CHAT_PER_SECOND": "0",
            "NACHFASS_DATABASE__URL": f"sqlite:///{folder}/nachfass.db",
            "NACHFASS_TEAM__LEADS": f"[{KIM}]",
            "NACHFASS_LIMITS__COMMANDS_PER_MINUTE": "0",
            "NACHFASS_LOG__LEVEL": "debug",
        }

    @asynccontextmanager
    async def running(self, *code, **more):
        argv = (sys.executable, *(("-c", *code) if code else ("-m", "bot", "run")))
        pipe = asyncio.subprocess.PIPE
        child = await asyncio.create_subprocess_exec(*argv, env=self.env | more, cwd=self.folder, stderr=pipe)
        reader = asyncio.create_task(child.stderr.read())
        try:
            yield child
        finally:
            if child.returncode is None:
                child.kill()
            await child.wait()
            self.said += (await reader).decode()

    def leaves_no_token(self):
        files = [file.read_bytes() for file in self.folder.iterdir()]
        return SECRET not in self.said and not any(SECRET.encode() in file for file in files)


async def until(seen, *, seconds=60):
    async with asyncio.timeout(seconds):
        while not seen():  # noqa: ASYNC110 – it happens in another process
            await asyncio.sleep(0.02)


async def ended(child):
    """SIGTERM; the exit code, which has to come within ten seconds."""
    child.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        return await child.wait()


def replies(telegram):
    return [entry.text.splitlines()[0] for entry in telegram.did(KIM) if entry.kind == "sent"]


def names(count):
    return [f"/neu Nummer {number} eins" for number in range(count)]


async def test_sigterm_sends_what_waits_and_ends_in_order(telegram, tmp_path):
    process = Process(telegram, tmp_path)
    async with process.running(NACHFASS_TELEGRAM__MAX_PER_SECOND="6") as child:
        for line in names(20):
            telegram.say(KIM, line)
        await until(lambda: replies(telegram))
        assert await ended(child) == 0
    assert len(replies(telegram)) == 20
    assert process.leaves_no_token()


async def test_what_cant_be_sent_in_time_waits_for_the_next_start_and_nothing_is_sent_twice(
    telegram, tmp_path
):
    process = Process(telegram, tmp_path)
    async with process.running(NACHFASS_TELEGRAM__MAX_PER_SECOND="2") as child:
        for line in names(40):
            telegram.say(KIM, line)
        await until(lambda: replies(telegram))
        assert await ended(child) == 0
    assert 10 < len(replies(telegram)) < 30
    async with process.running(NACHFASS_TELEGRAM__MAX_PER_SECOND="0"):
        await until(lambda: len(replies(telegram)) >= 40)
        await asyncio.sleep(0.2)
    assert len(replies(telegram)) == len(set(replies(telegram))) == 40


async def test_sigterm_ends_it_in_time_even_without_telegram(telegram, tmp_path):
    process = Process(telegram, tmp_path)
    async with process.running() as child:
        telegram.say(KIM, "/neu Anna Meier")
        await until(lambda: replies(telegram))
        telegram.fault = lambda _method, _params: Fault(lost="before")
        telegram.say(KIM, "/kontakt Meier")
        await asyncio.sleep(0.5)
        assert await ended(child) == 0
    telegram.fault = None
    async with process.running():
        await until(lambda: len(replies(telegram)) == 2)
    assert process.leaves_no_token()


async def test_killed_while_it_works_the_process_loses_and_doubles_nothing(telegram, tmp_path):
    process = Process(telegram, tmp_path)
    lines = names(120)
    for part in range(4):
        async with process.running() as child:
            for line in lines[part * 30 : part * 30 + 30]:
                telegram.say(KIM, line)
            await until(lambda part=part: len(set(replies(telegram))) > part * 30 + 5 * part)
            child.kill()
    async with process.running() as child:
        await until(lambda: len(set(replies(telegram))) == 120)
        assert await ended(child) == 0
    numbers = [reply.rpartition("#")[2] for reply in dict.fromkeys(replies(telegram))]
    assert numbers == [str(number + 1) for number in range(120)], "each once, in order"
    assert len(replies(telegram)) <= 120 + 4 * 64, "twice only what was under way at a kill"
    assert process.leaves_no_token()


LONG_READING = """
import os, sys, time
from storage.duplicates import Duplicates

def reading(_duplicates):
    open("begun", "w").close()
    time.sleep(60)
    return []

Duplicates.in_different_hands = reading
from bot.cli.main import main
sys.exit(main(["run"], os.environ))
"""


async def test_sigterm_waits_for_nobody_who_reads_beside_the_turns(telegram, tmp_path):
    """The night that was missed is made up for at the start, and reads on in its thread."""
    process = Process(telegram, tmp_path)
    async with process.running(LONG_READING) as child:
        await until((tmp_path / "begun").exists)
        telegram.say(KIM, "/neu Anna Meier")
        await until(lambda: replies(telegram))
        assert await ended(child) == 0
    assert "Traceback" not in process.said


DRAWS_FOR_LONG = """
import sys, time
if "bot.charts.revenue" in sys.argv:
    open("begun", "w").close()
    time.sleep(60)
"""


async def test_sigterm_ends_what_is_being_drawn_and_the_next_start_draws_it(telegram, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(DRAWS_FOR_LONG)
    process = Process(telegram, tmp_path)
    path = f"{process.env['PYTHONPATH']}{os.pathsep}{tmp_path}"
    async with process.running(PYTHONPATH=path) as child:
        telegram.say(KIM, "/umsatz")
        await until((tmp_path / "begun").exists)
        assert await ended(child) == 0
    assert telegram.did(KIM) == []
    async with process.running():
        await until(lambda: telegram.did(KIM))
    assert telegram.did(KIM)[0].text.startswith("Umsatz")


async def test_sigterm_ends_it_in_time_although_another_process_holds_the_database(telegram, tmp_path):
    process = Process(telegram, tmp_path)
    async with process.running() as child:
        telegram.say(KIM, "/neu Anna Meier")
        await until(lambda: replies(telegram))
        with locked(tmp_path / "nachfass.db"):
            telegram.say(KIM, "/kontakt Meier")
            await asyncio.sleep(2)
            assert await ended(child) == 0
    async with process.running():
        await until(lambda: len(replies(telegram)) == 2)

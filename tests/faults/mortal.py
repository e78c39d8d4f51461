"""A bot that dies where it is told to: a warm process forks children, each the real bot with its Telegram on a pipe.

Run as a script by `keeper.py`. Time in the child stands still (clock) or costs nothing (pauses of the event loop).
"""

import asyncio
import itertools
import json
import logging
import os
import signal
import socket
import sqlite3
import sys
import traceback
from collections import Counter
from contextlib import closing
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import urlsplit

from led import KIM, TEAM, TimelessLoop, led
from sqlalchemy import event
from telegram.request import BaseRequest

import bot.worker
from bot.app import Nachfass
from bot.clock import MovedClock
from bot.playground.standin import StandIn
from bot.playground.standin_request import InMemoryRequest
from bot.policies import policy
from bot.settings import load
from bot.transport import NotSent, Unanswered
from storage.work import Store

POLL_PAUSE, LOOK_AGAIN = 0.2, 0.3  # seconds of the loop's own time, which pass at once
TOKEN = "4242:SPIELWIESE"
UNSETTLED = """SELECT (SELECT count(*) FROM inbox WHERE state = 0)
                   + (SELECT count(*) FROM outbox WHERE state IN (0, 1))"""
LINES = "/neu Anna Meier", "/reaktion Meier Anruf", "/kauf Meier 5 Brot", "/termin Meier morgen 15:00"


class Fate:
    """Counts the points that are passed, by edge, and kills the process at the one that is named."""

    def __init__(self, edge: str, number: int) -> None:
        self.edge, self.number = edge, number
        self.passed: Counter[str] = Counter()

    def passes(self, edge: str) -> None:
        self.passed[edge] += 1
        if edge == self.edge and self.passed[edge] == self.number:
            os.kill(os.getpid(), signal.SIGKILL)


class SteppedLoop(TimelessLoop):
    def __init__(self, fate: Fate) -> None:
        super().__init__()
        self._fate = fate

    def _run_once(self) -> None:
        self._fate.passes("step")
        super()._run_once()  # type: ignore[misc]  # not in the stubs


class Pipe(BaseRequest):
    """Telegram is the process that holds the other end. A request is on its way before its answer is awaited."""

    def __init__(self, wire: Connection) -> None:
        self._wire = wire
        self._numbers = itertools.count()
        self._answers: dict[int, Any] = {}
        self.nothing_new = False

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(self, url: str, method: str, request_data: Any = None, *_: Any, **__: Any) -> Any:  # noqa: ARG002
        await asyncio.sleep(0)
        number, name = next(self._numbers), urlsplit(url).path.rpartition("/")[2]
        params = request_data.json_parameters if request_data else {}
        self._wire.send(("call", number, name, params))
        await asyncio.sleep(0)  # Telegram has it, we have no answer: a point to die at
        status, body = self._answer(number)
        await asyncio.sleep(0)
        if name.lower() == "getupdates":
            await self._polled(status, body)
        return status, json.dumps(body).encode()

    def _answer(self, number: int) -> Any:
        while number not in self._answers:
            came, answer = self._wire.recv()
            self._answers[came] = answer
        answer = self._answers.pop(number)
        if answer == "refused":
            raise NotSent("refused")
        if answer == "dropped":
            raise Unanswered("dropped")
        return answer

    async def _polled(self, status: int, body: Any) -> None:
        self.nothing_new = status == 200 and not body["result"]
        if self.nothing_new:
            await asyncio.sleep(POLL_PAUSE)


class Life:
    """One child: from its birth to its end, wherever that is."""

    def __init__(self, plan: dict[str, Any], wire: Connection) -> None:
        self.fate = Fate(plan["edge"], plan["number"])
        self.wire, self.pipe = wire, Pipe(wire)
        self.clock = MovedClock(datetime.fromisoformat(plan["now"]), running=False)
        store = watched(self.fate, plan["file"])
        self.look = sqlite3.connect(plan["file"])
        self.bot = led(SETTINGS, store, self.clock, line=self.pipe, token=TOKEN)

    async def live(self) -> None:
        await self.bot.open()
        self.bot.ticker.tick()  # as the scheduler does at its start
        stop = asyncio.Event()
        running = asyncio.create_task(self.bot.run(stop))
        while await self._next_command(running):
            self.bot.ticker.tick()
        stop.set()
        await running
        await self.bot.close()

    async def _next_command(self, running: asyncio.Task[None]) -> bool:
        await self._quiet(running)
        self.bot.ticker.tick()  # what this moment's turns made due at once
        await self._quiet(running)
        self.wire.send(("quiet", dict(self.fate.passed)))
        command, moment = self.wire.recv()
        self.pipe.nothing_new = False
        self.clock.set(datetime.fromisoformat(moment))
        return bool(command == "go")

    async def _quiet(self, running: asyncio.Task[None]) -> None:
        """Until nothing is new, open, waiting or on its way."""
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            if running.done():
                running.result()
            under_way = self.bot.sender._busy or self.bot.courtesies.under_way  # noqa: SLF001 – no event tells
            if self.pipe.nothing_new and not under_way and not self._unsettled():
                return

    def _unsettled(self) -> int:
        return int(self.look.execute(UNSETTLED).fetchone()[0])


def watched(fate: Fate, file: str) -> Store:
    """A store whose transactions tell where they are."""
    store = Store(f"sqlite:///{file}", policy(SETTINGS))
    dialect: Any = store.engine.dialect
    commit = dialect.do_commit

    def do_commit(connection: Any) -> None:
        fate.passes("commit")
        commit(connection)
        fate.passes("committed")

    dialect.do_commit = do_commit
    event.listen(store.engine, "begin", lambda _connection: fate.passes("begin"), insert=True)
    return store


SETTINGS = load(None, TEAM)


async def warm_up() -> None:
    """What is compiled and loaded here needn't be in every child."""
    clock = MovedClock(datetime.fromisoformat("2026-03-02T08:00+00:00"), running=False)
    standin = StandIn(clock)
    request = InMemoryRequest(standin)
    store = Store("sqlite://", policy(SETTINGS))
    nachfass = Nachfass(SETTINGS, store, clock, calls=request, polls=request, token=standin.token)
    await nachfass.open()
    standin.join(KIM, "Kim")
    for line in LINES:
        standin.say(KIM, line)
    nachfass.ticker.tick()
    await nachfass.settle()
    await nachfass.close()


def child(plan: dict[str, Any], descriptor: int) -> None:
    wire = Connection(descriptor)
    try:
        life = Life(plan, wire)
        with asyncio.Runner(loop_factory=lambda: SteppedLoop(life.fate)) as runner:
            runner.run(life.live())
    except BaseException:  # noqa: BLE001 – whatever it is, the keeper is told
        wire.send(("failed", traceback.format_exc()))
        os._exit(1)


def main(descriptor: int) -> None:
    """Fork a child for every plan that comes with its end of a pipe; tell how it ended."""
    logging.disable()
    bot.worker.SECONDS_PER_COMMIT = 60  # a slow machine must not move the points to die at
    asyncio.run(warm_up())
    with closing(socket.socket(fileno=descriptor)) as control:
        while True:
            plan, descriptors, _, _ = socket.recv_fds(control, 4096, 1)
            if not plan:
                return
            number = os.fork()
            if not number:
                child(json.loads(plan), descriptors[0])
                os._exit(0)
            os.close(descriptors[0])
            control.send(f"{os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]):4d}".encode())


if __name__ == "__main__":
    main(int(sys.argv[1]))

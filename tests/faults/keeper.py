"""Leads a mortal bot through a day: plays Telegram to it, kills it as planned, starts it again, notes every death."""

import json
import os
import random
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import ledger
from day import PEOPLE, START, Moment, act, moments

from bot.clock import MovedClock
from bot.playground.standin import Dropped, Fault, StandIn

ROOT = Path(__file__).parents[2]
KILLED = -9
PATIENCE = 30  # seconds; what the bot waits for costs no time
Kill = tuple[str, int]  # the edge and the how manieth of its points


class Nursery:
    """The warm process that children are forked from."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair()
        env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}
        argv = [sys.executable, str(Path(__file__).with_name("mortal.py")), str(theirs.fileno())]
        self._process = subprocess.Popen(argv, env=env, pass_fds=[theirs.fileno()])  # noqa: S603 – our own
        theirs.close()

    def bear(self, plan: dict[str, Any]) -> Connection:
        ours, theirs = socket.socketpair()
        socket.send_fds(self._control, [json.dumps(plan).encode()], [theirs.fileno()])
        theirs.close()
        return Connection(ours.detach())

    def bury(self) -> int:
        """How the last child ended: its exit code, negative for a signal."""
        return int(self._control.recv(4))

    def close(self) -> None:
        self._control.close()
        self._process.wait(10)


@contextmanager
def nursery() -> Iterator[Nursery]:
    opened = Nursery()
    try:
        yield opened
    finally:
        opened.close()


@dataclass
class Telegram:
    """The stand-in with its faults, and what it was asked."""

    faults: Any = None  # a function of (random, method) that may return a Fault
    seed: int = 0
    doubles: float = 0.0
    calls: Counter[str] = field(default_factory=Counter)
    unanswered: list[int] = field(default_factory=list)  # messages that came to be, and nobody was told
    trouble: int = 0  # faults and doubles so far

    def __post_init__(self) -> None:
        self.clock = MovedClock(START, running=False)
        self.standin = StandIn(self.clock)
        self._random = random.Random(self.seed)  # noqa: S311 – repeatable, not secret
        for number, name in PEOPLE.items():
            self.standin.join(number, name)
        self.standin.fault = self._fault
        self.standin.updates.double = self._double

    def _fault(self, method: str, _params: Any) -> Fault | None:
        fault: Fault | None = self.faults(self._random, method) if self.faults else None
        self.trouble += fault is not None
        return fault

    def _double(self, _update: Any) -> bool:
        doubled = self._random.random() < self.doubles
        self.trouble += doubled
        return doubled

    def answer(self, method: str, params: Any) -> Any:
        self.calls[method.lower()] += 1
        before = self.standin.last_message
        try:
            return self.standin.call(method, params)
        except ConnectionRefusedError:
            return "refused"
        except Dropped:
            self.unanswered += range(before + 1, self.standin.last_message + 1)
            return "dropped"


class Keeper:
    """One bot, one database, one day. `kills`: where each of its lives ends; the last one sees the evening."""

    def __init__(self, nursery: Nursery, file: Path, telegram: Telegram, kills: Iterable[Kill] = ()) -> None:
        self.nursery, self.file, self.telegram = nursery, file, telegram
        self.kills = iter(kills)
        self.deaths: list[Kill] = []
        self.gap: set[int] = set()  # messages accepted and not noted at the time of a kill
        self.passed: Counter[str] = Counter()

    def play(self, day: Iterable[Moment] = ()) -> "ledger.Books":
        self._start()
        try:
            self._until_quiet()
            for moment in day or moments():
                self._happen(moment)
            while not self._ended():
                self._until_quiet()
        except BaseException:
            self.wire.close()  # whereupon the child ends
            self.nursery.bury()
            raise
        return ledger.read(self.file, self.telegram.standin)

    def _happen(self, moment: Moment) -> None:
        self.telegram.clock.set(self.telegram.clock.now() + moment.later)
        for person, how, words in moment.acts:
            act(self.telegram.standin, person, how, words)
        self._let("go")
        self._until_quiet()

    def _ended(self) -> bool:
        """The evening: an orderly end, unless the bot is killed even in that."""
        self._let("stop")
        try:
            while True:
                self._serve()
        except (EOFError, ConnectionError):
            self.wire.close()
        code = self.nursery.bury()
        if code == KILLED:
            self._note_death()
            self._start()
        assert code in {0, KILLED}, f"the bot ended with {code}"
        return code == 0

    def _start(self) -> None:
        self.edge, self.number = next(self.kills, ("", 0))
        self.wire = self.nursery.bear(
            {
                "file": str(self.file),
                "now": self.telegram.clock.now().isoformat(),
                "edge": self.edge,
                "number": self.number,
            }
        )

    def _let(self, command: str) -> None:
        self.wire.send((command, self.telegram.clock.now().isoformat()))

    def _until_quiet(self) -> None:
        """Serve the bot; if it dies, start it anew, until it has nothing left to do."""
        while True:
            try:
                if self._serve():
                    return
            except (EOFError, ConnectionError):
                self._died()
                self._start()

    def _serve(self) -> bool:
        assert self.wire.poll(PATIENCE), "the bot hangs"
        kind, *facts = self.wire.recv()
        if kind == "failed":
            raise AssertionError(facts[0])
        if kind == "quiet":
            self.passed = Counter(facts[0])
            return True
        number, method, params = facts
        self.wire.send((number, self.telegram.answer(method, params)))
        return False

    def _died(self) -> None:
        self.wire.close()
        code = self.nursery.bury()
        assert code == KILLED, f"the bot ended by itself with {code}"
        self._note_death()

    def _note_death(self) -> None:
        self.deaths.append((self.edge, self.number))
        self.gap |= ledger.unnoted(self.file, self.telegram.standin)

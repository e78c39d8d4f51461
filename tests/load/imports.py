"""A file of 100,000 rows read, checked, entered and taken back while other reps go on working.

Must reach: read to entered in at most 60 s, nobody else's answer later than 200 ms. Run by hand from the repository's
root: `python -m tests.load.imports --folder FOLDER [--rows 100000] [--each 1] [--xlsx]`.
"""

import argparse
import asyncio
import gc
import itertools
import resource
import statistics
import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.app import Nachfass
from bot.clock import MovedClock
from bot.playground.demo import playground
from bot.playground.stage import LEAD, REP
from bot.playground.standin import StandIn
from bot.playground.standin_request import InMemoryRequest
from bot.policies import policy
from storage.work import Store
from tests.load import rig

PROBE_EVERY = 0.1  # seconds between two lines of the other rep
BEAT = 0.001


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="an empty one for the database")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--each", type=int, default=1, help="rows a person: purchases, if more than one")
    parser.add_argument("--back", action="store_true", help="take it back afterwards")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(measured(asked))


def table(rows, each):
    """Names as in the other load scripts; with several rows a person each is a purchase."""
    lines = ["Name;Firma;Telefon;E-Mail;Ort;Datum;Betrag;Produkt"]
    day = date(2024, 1, 1)
    for number in range(rows):
        who = number // each
        surname = rig.SURNAMES[who % len(rig.SURNAMES)]
        facts = (
            f"Anna {surname}{who};Betrieb {who} GmbH;0171 {2000000 + who};a{who}@betrieb{who}.example;Köln"
        )
        bought = (
            f"{day + timedelta(days=(who * 7 + number * 31) % 700):%d.%m.%Y};{100 + number % 900},50;Wartung"
        )
        lines.append(f"{facts};{bought if each > 1 else ';;'}")
    return "\n".join(lines).encode()


async def measured(asked):
    file = asked.folder / "imports.db"
    for part in asked.folder.glob("imports.db*"):
        part.unlink()
    settings = playground(f"sqlite:///{file}")
    clock = MovedClock(datetime.now(UTC), running=True)
    standin = StandIn(clock)
    for user, name in ((LEAD, "Kim"), (REP, "Jan")):
        standin.join(user, name)
    network = InMemoryRequest(standin)
    store = Store(settings.database.url, policy(settings))
    nachfass = Nachfass(settings, store, clock, calls=network, polls=network, token=standin.token)
    await nachfass.open()
    gc.freeze()  # as `run` does
    with store.work() as work:
        for user, lead in ((LEAD, True), (REP, False)):
            work.members.admit(user, name=str(user), lead=lead, now=clock.now())
    stop = asyncio.Event()
    running = asyncio.create_task(nachfass.run(stop))
    await asyncio.sleep(1)
    await watched(asked, standin)
    stop.set()
    await running
    await nachfass.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rig.table(("", ""), [("peak memory MB", peak), ("database MB", file.stat().st_size >> 20)])


async def watched(asked, standin):
    watch = Watch(standin)
    tasks = [asyncio.create_task(watch.beat()), asyncio.create_task(watch.probe())]
    figures = []
    standin.document(LEAD, "kunden.csv", table(asked.rows, asked.each))
    figures.append(("read and check", *await watch.until("noch nichts gespeichert")))
    press(standin, "Importieren")
    figures.append(("enter", *await watch.until("Importiert:")))
    if asked.back:
        press(standin, "zurücknehmen")
        await watch.until("Import kunden.csv zurücknehmen?")
        press(standin, "Ja, zurücknehmen")
        figures.append(("take back", *await watch.until("Import zurückgenommen")))
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    rig.table(("", "seconds", "longest hold ms", "answer p50 ms", "p99 ms", "max ms"), figures)


def press(standin, label):
    standin.press(LEAD, *standin.find_button(LEAD, label))


class Watch:
    """How long the loop was held, and how long another rep waited for an answer."""

    def __init__(self, standin):
        self.standin = standin
        self.held, self.waited = [0.0], []
        self.answered, self.said = asyncio.Event(), ""
        standin.watch(self.noted)

    def noted(self, entry):
        if entry.by_bot and entry.chat == REP:
            self.answered.set()
        elif entry.by_bot:
            self.said = entry.text

    async def beat(self):
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(BEAT)
            self.held.append(time.perf_counter() - begun - BEAT)

    async def probe(self):
        for number in itertools.count():
            await asyncio.sleep(PROBE_EVERY)
            self.answered.clear()
            begun = time.perf_counter()
            self.standin.say(REP, f"/neu Bert Probe{number}, 0172 {3000000 + number}")
            await self.answered.wait()
            self.waited.append(time.perf_counter() - begun)

    async def until(self, text):
        """Seconds until the lead reads this, then the figures of the time in between, in milliseconds."""
        self.held, self.waited = [0.0], []
        begun = time.perf_counter()
        while text not in self.said:  # noqa: ASYNC110 – an event would wake us with every word
            await asyncio.sleep(0.02)
        spent = time.perf_counter() - begun
        answers = sorted(self.waited) or [0.0]
        figures = (max(self.held), statistics.median(answers), answers[int(len(answers) * 0.99)], answers[-1])
        return (f"{spent:.1f}", *(f"{figure * 1000:.0f}" for figure in figures))


if __name__ == "__main__":
    main()

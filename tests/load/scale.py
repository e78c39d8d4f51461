"""What a million customers cost: a rebuild beside plain SQL, a night, a due sweep, and a rep's commands.

Must reach: rebuild at most 3 × plain SQL, due sweep (1 % due) 5 s, commands 1.5 × those of 10,000 contacts. By hand:
`python -m tests.load.scale --folder FOLDER [--customers 1000000] [--only rebuild,night,sweep,commands]`.
Seconds are elapsed / CPU: on a machine that others use the second says more.
"""

import argparse
import asyncio
import gc
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.playground.demo import playground
from bot.playground.stage import Stage
from bot.rebuild import rebuild_all
from tests.load import rig
from tests.load.customers import EACH, NOW, Size, build
from tests.load.yardstick import plain_sql, swept

TUESDAY = NOW + timedelta(days=1)  # no digests
NIGHT = timedelta(hours=19, minutes=17)  # from there to 3:17 in Berlin
FEW = 10_000
DUE = "UPDATE reminder SET state = 0, push_at = :now, planned_at = :now, rule = '' WHERE id IN ({})"
ONE_EACH = "SELECT min(id) FROM reminder WHERE contact % :every = 0 AND state < 3 GROUP BY contact"
COMMANDS = ("/reaktion {} Anruf", "/kauf {} 120 Brot", "/kontakt {}", "/heute", "/liste")
RUNS = 60
PARTS = ("rebuild", "night", "sweep", "commands")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--folder", type=Path, required=True, help="for the databases; they stay for the next run"
    )
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--only", default=",".join(PARTS))
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for part in asked.only.split(","):
        MEASURED[part](asked)


def database(asked: argparse.Namespace, customers: int) -> Path:
    file: Path = asked.folder / f"scale-{customers}.db"
    if not file.exists():
        spent = timed(lambda: build(file, Size(customers, customers)))
        rig.table(("made", "s / CPU s", "MB"), [(customers, spent, file.stat().st_size >> 20)])
    return file


def staged(file: Path) -> Stage:
    stage = Stage(playground(f"sqlite:///{file}"), TUESDAY)
    asyncio.run(stage.nachfass.open())
    stage.standin.updates.next_id = stage.standin.last_message = int(
        time.time() * 1000
    )  # no doubles of before
    with stage.nachfass.store.work() as work:
        for member in work.members.all():
            stage.standin.join(member.telegram, member.name)
    gc.freeze()  # as the bot does when it has started
    return stage


def spent(done: Callable[[], object]) -> tuple[float, float]:
    """Seconds, and those of the CPU."""
    begun = time.perf_counter(), time.process_time()
    done()
    return time.perf_counter() - begun[0], time.process_time() - begun[1]


def timed(done: Callable[[], object]) -> str:
    return "{:.1f} / {:.1f}".format(*spent(done))


def rebuild(asked: argparse.Namespace) -> None:
    """Twice: all is to be written, nothing is."""
    file = database(asked, asked.customers)
    rows = [("plain SQL", *spent(lambda: plain_sql(str(file), f"{NOW:%Y-%m-%d}")))]
    swept(str(file))
    stage = staged(file)
    stage.nachfass.store.hurry()
    rebuild_once = lambda: rebuild_all(stage.nachfass.store, now=TUESDAY)  # noqa: E731
    rows += [(name, *spent(rebuild_once)) for name in ("rebuild, first", "rebuild, nothing to change")]
    asyncio.run(stage.close())
    yard, yard_cpu = rows[0][1:]
    told = [(name, f"{s:.1f}", f"{s / yard:.2f}", f"{c:.1f}", f"{c / yard_cpu:.2f}") for name, s, c in rows]
    rig.table((f"{asked.customers} customers", "s", "× plain SQL", "CPU s", "× plain SQL"), told)


def night(asked: argparse.Namespace) -> None:
    """The second one of two: the first has the windows to measure for the first time."""
    stage = staged(database(asked, asked.customers))
    rows = []
    for place in (1, 2):
        stage.clock.set(TUESDAY + NIGHT + timedelta(days=place - 1))
        with stage.nachfass.store.work() as work:
            due = len(work.customers.to_look_at(today=work.team_day(stage.clock.now()), most=10**7))
        holds: list[tuple[float, float]] = []
        taken = timed(lambda: holds.extend(held(stage.nachfass.ticker.night())))  # noqa: B023 – called at once
        rows.append(
            (place, due, taken, *(f"{max(hold[kind] for hold in holds) * 1000:.0f}" for kind in (0, 1)))
        )
    asyncio.run(stage.close())
    rig.table(("night", "looked at", "s / CPU s", "longest hold ms", "CPU ms"), rows)


def held(steps: Iterator[Any]) -> Iterator[tuple[float, float]]:
    """How long each part of it keeps turns waiting; what is read aside doesn't."""
    while True:
        begun = time.perf_counter(), time.process_time()
        aside = next(steps, steps)
        yield time.perf_counter() - begun[0], time.process_time() - begun[1]
        if aside is steps:
            return
        if aside:
            aside()


def sweep(asked: argparse.Namespace) -> None:
    """A hundredth of the contacts has something due at once, every rep five; then a tick with nothing due."""
    stage = staged(database(asked, asked.customers))
    stage.clock.set(TUESDAY + timedelta(days=3))
    ticker, store = stage.nachfass.ticker, stage.nachfass.store
    for _ in range(2):  # what the clock has brought since; whom the window measured then concerns
        ticker.tick(moved=True)
        stage.clock.set(stage.clock.now() + timedelta(minutes=1))
    with store.work() as work:
        facts = {"now": int(stage.clock.now().timestamp()) * 1_000_000, "every": 100}
        count = work._connection.exec_driver_sql(DUE.format(ONE_EACH), facts).rowcount  # noqa: SLF001
    rows = [(count, timed(lambda: ticker.tick(moved=True))), (0, timed(lambda: ticker.tick(moved=True)))]
    asyncio.run(stage.close())
    rig.table(("due", "s / CPU s"), rows)


def commands(asked: argparse.Namespace) -> None:
    """The same lines of one of the reps, and of the lead, who sees them all."""
    few, many = (typed(derived(staged(database(asked, count)))) for count in (FEW, asked.customers))
    rows = [(*name, f"{few[name]:.2f}", f"{many[name]:.2f}", f"{many[name] / few[name]:.2f}") for name in few]
    rig.table(("p50, CPU ms a turn", "", FEW, asked.customers, "×"), rows)


def derived(stage: Stage) -> Stage:
    """With everything that lists show, if no rebuild was measured before."""
    with stage.nachfass.store.work() as work:
        fresh = work.first_buyers.counted_to is None and not work.reminders.waiting()
    if fresh:
        rebuild_all(stage.nachfass.store, now=TUESDAY)
    return stage


def typed(stage: Stage) -> dict[tuple[str, str], float]:
    """Each line's median; the first fifth warms up."""
    with asyncio.Runner() as loop:
        found = {
            (line, name): statistics.median(turns(stage, loop, line, user))
            for name, user in (("rep", 3), ("lead", 1))
            for line in COMMANDS
            if user != 1 or "{}" not in line
        }
        loop.run(stage.close())
    return found


def turns(stage: Stage, loop: asyncio.Runner, line: str, user: int) -> list[float]:
    took = []
    for number in range(RUNS):
        stage.clock.set(stage.clock.now() + timedelta(seconds=5))
        stage.standin.say(user, line.format(f"Kunde{number * 7 % EACH}"))
        took.append(spent(lambda: loop.run(stage.settle()))[1] * 1000)
    return took[RUNS // 5 :]


MEASURED = dict(zip(PARTS, (rebuild, night, sweep, commands), strict=True))

if __name__ == "__main__":
    main()

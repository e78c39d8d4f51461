"""Finding a contact among a million: p50 and p99 in ms, warm, of lines as a rep, a rep of 5,000 and a lead type them.

`python -m tests.load.finding --folder FOLDER` on SQLite; with `--embedded` on a PostgreSQL of its own in there.
SQLite's file (a gigabyte, two minutes) stays for the next run: delete it when done. Must reach: 50 ms everywhere.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.commands.who import contact_and_rest
from bot.desk import Desk, Office
from bot.turn import Refusal, Turn
from domain.calendar import Calendar, Rhythm
from domain.rules import Rules
from storage.database import connect
from storage.finding import Finding
from storage.work import Policy, Store, Work
from tests.conftest import BERLIN, embedded, prepare
from tests.load.crowd import BUSY, COMMON, FIRST, LEAD, NOW, REP, TALK, TOWNS, Crowd, fill
from tests.load.rig import table

Typed = Callable[[random.Random, list[tuple[str, str]]], str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--embedded", action="store_true")
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument(
        "--cpu", action="store_true", help="count CPU time: SQLite on a machine that others use, too"
    )
    parser.add_argument("--only", default="", help="kinds of lines that contain this")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with database(asked) as url:
        compare(asked, url)


@contextmanager
def database(asked: argparse.Namespace) -> Iterator[str]:
    """Filled, and without statistics: a fresh one has none."""
    if asked.embedded:
        server = embedded(asked.folder)
        server.psql("ALTER SYSTEM SET fsync = off; ")
        server.psql("SELECT pg_reload_conf()")
        try:
            yield filled(server.get_uri(), asked.contacts)
        finally:
            server.cleanup()
        return
    file = asked.folder / f"crowd-{asked.contacts}.db"
    yield f"sqlite:///{file}" if file.exists() else filled(f"sqlite:///{file}", asked.contacts)


def filled(url: str, contacts: int) -> str:
    begun = time.perf_counter()
    prepare(url)
    engine = connect(url)
    with engine.connect() as connection:
        fill(connection, Crowd(contacts))
    engine.dispose()
    print(f"{contacts} contacts in {time.perf_counter() - begun:.0f} s")  # noqa: T201
    return url


def compare(asked: argparse.Namespace, url: str) -> None:
    rhythm = Rhythm(BERLIN, Calendar())
    store = Store(url, Policy(Rules(), BERLIN, lambda _member: rhythm))
    rows = []
    with store.work() as work:
        backend = backend_of(url)
        desks = [desk_of(work, who, rhythm) for who in (REP, BUSY, LEAD)]
        for kind, typed in KINDS.items():
            if asked.only in kind:
                rows.append((kind, *(measured(desk, kind, typed, asked, backend) for desk in desks)))
    table(("p50/p99 ms", "rep", "rep of 5,000", "lead"), rows)
    store.close()


def desk_of(work: Work, who: int, rhythm: Rhythm) -> Desk:
    member = work.members.get(who)
    turn = Turn(member, "", NOW, NOW)
    return Desk(turn, work, Office("Team", "DE", "EUR", Rules()), rhythm, command="notiz")


def measured(desk: Desk, kind: str, typed: Typed, asked: argparse.Namespace, backend: int) -> str:
    """The first tenth warms up."""
    dice, known = random.Random(1), people(desk)  # noqa: S311 – made-up lines
    took, runs = [], asked.runs
    clock = cpu_of(backend) if asked.cpu else time.perf_counter
    for _ in range(runs + runs // 10):
        line = typed(dice, known)
        begun = clock()
        carried_out(desk, kind, line)
        took.append((clock() - begun) * 1000)
    took = sorted(took[runs // 10 :])
    return f"{statistics.median(took):.2f} / {took[int(len(took) * 0.99)]:.1f}"


def backend_of(url: str) -> int:
    """The number of PostgreSQL's process that serves the store; 0 on SQLite."""
    engine = connect(url)
    if engine.dialect.name == "sqlite":
        return 0
    asked = "SELECT max(pid) FROM pg_stat_activity WHERE application_name = 'nachfass' AND pid <> pg_backend_pid()"
    with engine.connect() as connection:
        return int(connection.exec_driver_sql(asked).scalar_one())


def cpu_of(backend: int) -> Callable[[], float]:
    """Our own seconds, and those of the server's process at our end of the line."""
    if not backend:
        return time.process_time
    spent = Path(f"/proc/{backend}/schedstat")
    return lambda: time.process_time() + int(spent.read_text(encoding="ascii").split()[0]) / 1e9


def carried_out(desk: Desk, kind: str, line: str) -> None:
    work = desk.work
    if kind.startswith("/suche"):
        Finding(work.contacts, work.events.mentions, desk.scope).anywhere(line)
        return
    with suppress(Refusal):  # a question is an answer
        contact_and_rest(desk, line)


def people(desk: Desk) -> list[tuple[str, str]]:
    """Names and numbers this member could type."""
    mine = desk.work.contacts.recent(owner=desk.turn.member.id, most=500)
    listed = mine or desk.work.contacts.many(list(range(7, 900_000, 1_999)), scope=desk.scope)
    return [(item.contact.name, item.contact.phone) for item in listed]


def slip(word: str, dice: random.Random) -> str:
    """One letter too few, too many, wrong, or two exchanged."""
    place = dice.randrange(len(word) - 1)
    before, one, other, after = word[:place], word[place], word[place + 1], word[place + 2 :]
    return dice.choice(
        (
            before + other + after,
            before + one + "q" + other + after,
            before + "q" + other + after,
            before + other + one + after,
        )
    )


def surname(dice: random.Random, known: list[tuple[str, str]]) -> str:
    return dice.choice(known)[0].split()[-1]


def both(dice: random.Random, known: list[tuple[str, str]], first: int, last: int) -> str:
    """The first letters of first name and surname."""
    one, other = dice.choice(known)[0].split()
    return f"{one[:first]} {other[:last]}"


KINDS: dict[str, Typed] = {
    "surname": surname,
    "surname and content": lambda dice, known: f"{surname(dice, known)} spielt Handball",
    "very common surname": lambda dice, _: dice.choice(COMMON[:10]),
    "first name": lambda dice, _: dice.choice(FIRST),
    "first and last name": lambda dice, known: both(dice, known, 20, 20),
    "common first and last name": lambda dice, _: f"{dice.choice(FIRST[:10])} {dice.choice(COMMON[:10])}",
    "name and town": lambda dice, known: f"{both(dice, known, 20, 20)} {dice.choice(TOWNS)}",
    "town": lambda dice, _: dice.choice(TOWNS),
    "one letter": lambda dice, known: surname(dice, known)[:1],
    "two letters": lambda dice, known: surname(dice, known)[:2],
    "four letters": lambda dice, known: surname(dice, known)[:4],
    "first name and beginning": lambda dice, known: both(dice, known, 20, 4),
    "two beginnings": lambda dice, known: both(dice, known, 3, 4),
    "initial and surname": lambda dice, known: both(dice, known, 1, 20),
    "company": lambda dice, _: f"{dice.choice(COMMON)} Bau GmbH",
    "typing error": lambda dice, known: slip(surname(dice, known), dice),
    "typing error, common name": lambda dice, _: slip(dice.choice(COMMON[:30]), dice),
    "first letter wrong": lambda dice, known: "q" + surname(dice, known)[1:],
    "typing error in one of three": lambda dice, known: (
        f"{slip(both(dice, known, 20, 0).strip(), dice)} {surname(dice, known)} {dice.choice(TOWNS)}"
    ),
    "nobody": lambda dice, _: f"Xq{dice.randrange(10**6)} Yz",
    "phone": lambda dice, known: dice.choice(known)[1],
    "beginning of a phone": lambda dice, known: "0" + dice.choice(known)[1][3:9],
    "last digits": lambda dice, known: dice.choice(known)[1][-5:],
    "/suche surname": surname,
    "/suche note": lambda dice, _: dice.choice(TALK),
    "/suche note and town": lambda dice, _: f"{dice.choice(TALK)} {dice.choice(TOWNS)}",
    "/suche rare word of a note": lambda dice, known: surname(dice, known) + " fragen",
    "/suche two notes": lambda dice, _: f"{dice.choice(TALK)} {dice.choice(TALK)}",
    "/suche beginning": lambda dice, _: dice.choice(TALK)[:3],
    "/suche digits": lambda dice, known: "0" + dice.choice(known)[1][3:8],
}

if __name__ == "__main__":
    main()

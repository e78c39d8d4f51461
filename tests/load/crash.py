"""Killed again and again under faults and doubled updates: nothing acknowledged may stay unanswered.

Compares the events with the commands afterwards: each /neu, /reaktion and /kauf exactly once.
"""

import sqlite3
from collections import Counter
from contextlib import closing

from tests.load import rig

FAULTS = "--dup .05 --p429 .01 --p500 .01 --reset-after .01"
MAKES = {"/neu": "created", "/reaktion": "reaction", "/kauf": "purchase"}


def main() -> None:
    asked = rig.arguments(__doc__ or "", updates=5000, kills=4, every=2.0)
    database = rig.stocked(asked, "crash.db")
    kills = ("--kill-after", str(asked.every), "--kills", str(asked.kills))
    report = rig.botload(
        asked,
        rig.nachfass(),
        *("--updates", str(asked.updates), "--script", str(rig.script(asked))),
        *(*kills, *FAULTS.split(), "--timeout", "180", "--drain", "3"),
        env=rig.environment(asked, database),
    )
    shown = "handed_out", "replied", "confirmed_but_unanswered", "answered_more_than_once", "sigkills"
    rig.table(("", ""), [(name, report[name]) for name in (*shown, "duplicates_injected", "http_status")])
    rig.table(("command", "sent", "stored"), applied(asked, database))


def applied(asked, database):
    """How often each kind was sent, and how often it is in the books."""
    each, extra = divmod(asked.updates, asked.reps)
    sent = Counter()
    for rep in range(asked.reps):
        lines = (rig.LINES[n % len(rig.LINES)] for n in range(each + (rep < extra)))
        sent.update(line.split()[0] for line in lines)
    with closing(sqlite3.connect(database)) as books:
        stored = dict(books.execute("SELECT kind, count(*) FROM event GROUP BY kind"))
        stored["created"] = books.execute("SELECT count(*) FROM contact").fetchone()[0] - asked.contacts
        inbox = books.execute(
            "SELECT count(*), count(DISTINCT update_id), sum(state = 1) FROM inbox"
        ).fetchone()
        lanes = books.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall()
    yield from ((word, sent[word], stored.get(kind, 0)) for word, kind in MAKES.items())
    yield ("updates", asked.updates, f"{inbox[0]} rows, {inbox[1]} ids, {inbox[2]} done")
    yield ("outbox", "", f"by state {dict(lanes)}")


if __name__ == "__main__":
    main()

"""Pushes to thousands of chats under Telegram's limits (30/s, 1/s a chat).

Must reach: 95 % of the limit, at most three answers 429, no call inside a retry_after.
"""

import json
import os
import shlex
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from datetime import UTC, datetime

from bot import delivery
from bot.policies import policy
from bot.settings import load
from bot.turn import Reply
from storage.outbox import Lane
from storage.work import Store
from tests.load import rig

LIMIT = 30


def main() -> None:
    asked = rig.arguments(__doc__ or "", pushes=3000)
    database = waiting(asked)
    env = rig.environment(
        asked,
        database,
        NACHFASS_TELEGRAM__MAX_PER_SECOND="30",
        NACHFASS_TELEGRAM__MAX_PER_CHAT_PER_SECOND="1",
    )
    with server(asked), bot(env):
        while accepted(asked) < asked.pushes:
            time.sleep(1)
        time.sleep(1)
        stats, log = asked_of(asked, "stats"), asked_of(asked, "log")
    sends = [call["t"] for call in log if call["method"] == "sendmessage" and call["status"] == 200]
    rate = (len(sends) - 1) / (sends[-1] - sends[0])
    rows = [("pushes", len(sends)), ("a second", f"{rate:.2f}"), ("of the limit", f"{rate / LIMIT:.1%}")]
    rows += [("answers 429", stats["http_status"].get("429", 0))]
    rig.table(("", ""), [*rows, ("inside a retry_after", stats["calls_inside_retry_after"])])


def accepted(asked):
    stats = asked_of(asked, "stats")
    return stats["calls"].get("SendMessage", 0) - stats["http_status"].get("429", 0)


def waiting(asked):
    """A database in whose outbox a push waits for every chat."""
    asked.reps, asked.contacts = 1, 1
    file = rig.stocked(asked, "pace.db")
    settings = load(None, rig.environment(asked, file))
    store = Store(settings.database.url, policy(settings))
    with store.work() as work:
        for number in range(asked.pushes):
            chat, now = rig.FIRST_CHAT + number, datetime.now(UTC)
            delivery.push(work, chat, Reply("Termin morgen 10:00"), now=now, lane=Lane.PUSH, anytime=True)
    store.close()
    return file


@contextmanager
def server(asked):
    argv = [sys.executable, str(asked.botload / "botload.py"), "serve", "--port", str(asked.port)]
    with ended([*argv, "--limits", "--keep-log"], os.environ):
        time.sleep(1)
        yield


@contextmanager
def bot(env):
    with ended(shlex.split(rig.nachfass()), os.environ | {"PYTHONPATH": str(rig.ROOT)} | env):
        yield


@contextmanager
def ended(argv, env):
    child = subprocess.Popen(argv, env=env, stdout=subprocess.DEVNULL)  # noqa: S603 – what we were asked for
    try:
        yield
    finally:
        child.terminate()
        child.wait(20)


def asked_of(asked, what):
    url = f"http://127.0.0.1:{asked.port}/ctl/{what}"
    with urllib.request.urlopen(urllib.request.Request(url, data=b"{}")) as answer:  # loopback
        return json.load(answer)


if __name__ == "__main__":
    main()

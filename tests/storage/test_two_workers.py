"""Two workers on one database: each chat in its order, each update once, and what is derived as if there were one."""

import threading
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from bot.access import Access
from bot.clock import SystemClock
from bot.policies import office, policy
from bot.rebuild import rebuild_all
from bot.settings import load
from bot.worker import Worker
from storage.database import StoreUnavailable
from storage.work import Store

LEAD, REPS = 101, range(102, 109)
LINES = 25
SETTINGS = load(None, {"NACHFASS_LIMITS__COMMANDS_PER_MINUTE": "0"})


@pytest.fixture
def url(postgres):
    return postgres.emptied()


def lines(rep):
    """Of a rep on contacts of their own, of the lead on everybody's; names and days are everybody's."""
    if rep == LEAD:
        return ["", *(f"/notiz Meier{REPS[number % len(REPS)]} l{number}" for number in range(LINES - 1))]
    notes = [f"/notiz Meier{rep} {number}" for number in range(LINES - 4)]
    return [
        f"/neu Anna Meier{rep}",
        f"/neu Bert Schulz{rep}",
        f"/kauf Meier{rep} 9",
        *notes,
        f"/kauf Schulz{rep} 9",
    ]


def update(number, chat, text):
    person = {"id": chat, "is_bot": False, "first_name": str(chat)}
    message = {"message_id": number, "date": 1772438400 + number, "text": text}
    return {
        "update_id": number,
        "message": {**message, "chat": {"id": chat, "type": "private"}, "from": person},
    }


def filled(url):
    store = Store(url, policy(SETTINGS))
    now = SystemClock().now()
    with store.work() as work:
        for rep in (LEAD, *REPS):
            work.members.admit(rep, name=str(rep), lead=rep == LEAD, now=now)
    return store, now


def arrive(store, now, *, steps, chats):
    """Line by line, while the workers are at it."""
    for step in steps:
        numbered = [(step * 10 + place, chat) for place, chat in enumerate(chats)]
        updates = [(number, chat, update(number, chat, lines(chat)[step])) for number, chat in numbered]
        with store.work() as work:
            work.inbox.store(updates, received_at=now)


def work_off(url, stop):
    """A process's worker until nobody has anything left; returns how many commits it took."""
    store = Store(url, policy(SETTINGS))
    nothing = lambda *_: None  # noqa: E731 – neither a sender nor taps here
    worker = Worker(
        store, Access(office(SETTINGS)), SystemClock(), per_minute=0, stored=nothing, courtesy=nothing
    )
    commits = 0
    while not stop.is_set():
        with suppress(StoreUnavailable):  # they got in each other's way: once more
            commits += worker.work_off()
    store.close()
    return commits


def test_two_workers_keep_each_chat_in_order_and_take_each_update_once(url):
    store, now = filled(url)
    stop = threading.Event()
    with ThreadPoolExecutor() as processes:
        workers = [processes.submit(work_off, url, stop) for _ in range(2)]
        arrive(store, now, steps=[0], chats=REPS)
        wait_until_done(store)  # the lead needs somebody to write about
        arrive(store, now, steps=range(1, LINES), chats=(LEAD, *REPS))
        wait_until_done(store)
        stop.set()
    assert all(worker.result() for worker in workers)
    assert notes_by_rep(store) == expected_notes()
    assert replies(store) == {LEAD: LINES - 1} | dict.fromkeys(REPS, LINES)
    assert_nothing_derived_is_wrong(store, now)
    store.close()


def wait_until_done(store):
    while True:
        with store.work() as work:
            counts = work.inbox.counts()
        assert counts.get(2, 0) == 0, "parked"
        if not counts.get(0):
            return


def sql(store, statement):
    with store.work() as work:
        return work._connection.exec_driver_sql(statement).all()  # noqa: SLF001


def notes_by_rep(store):
    found = defaultdict(list)
    told = "SELECT member.telegram, wording.text FROM event JOIN wording ON wording.event = event.id "
    for rep, text in sql(
        store, told + "JOIN member ON member.id = event.rep WHERE kind = 'note' ORDER BY event.id"
    ):
        found[rep].append(text)
    return found


def expected_notes():
    return {rep: [line.split()[-1] for line in lines(rep) if "/notiz" in line] for rep in (LEAD, *REPS)}


def replies(store):
    return dict(Counter(row[0] for row in sql(store, "SELECT chat FROM outbox WHERE lane = 0")))


def assert_nothing_derived_is_wrong(store, now):
    """Counts and contacts are what a rebuild makes of the events."""
    before = derived(store)
    rebuild_all(store, now=now)
    assert derived(store) == before


def derived(store):
    tables = {
        "contact": "SELECT id, status, since, step, step_day, occasions, last_bought FROM contact ORDER BY id",
        "reminder": "SELECT contact, key, day, state FROM reminder ORDER BY contact, key",
        "first_buyer": "SELECT first, back, gone, people FROM first_buyer WHERE people <> 0 ORDER BY first, back",
    }
    return {table: sql(store, statement) for table, statement in tables.items()}

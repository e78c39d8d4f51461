"""After an import thousands are due in the same minute: one message, and few words with the database."""

import itertools
from collections import Counter
from contextlib import contextmanager, nullcontext
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from bot.playground.stage import LEAD
from bot.reminding import UNREACHABLE
from domain.contact import NewContact
from domain.events import Event, Kind
from storage.agenda import Progress
from storage.entering import Entrant, enter
from storage.outbox import Lane
from storage.prepared import Prepared
from storage.tables import metadata

REMINDER = metadata.tables["reminder"]
OUTBOX = metadata.tables["outbox"]
MANY = 2000
FEW = 160  # words with the database: far fewer than reminders


def entered(chat, many):
    """So many addresses, entered at once and due together in a week."""
    now = chat.stage.clock.now()
    with chat.work() as work:
        rep = work.members.by_telegram(LEAD)
        turn = work.turns.begin(rep.id, "import", now=now, typed_at=now, chat=None, message=None)
        day = work.team_day(now)
        created = Event(0, Kind.CREATED, 0, rep.id, now, day, now, turn=turn)
        enter(work, [Entrant(NewContact(f"Anna {n}"), rep.id, [created]) for n in range(many)], now=now)
    return rep


def states(chat):
    with chat.stage.nachfass.store.engine.connect() as connection:
        query = select(REMINDER.c.state, REMINDER.c.rule, func.count()).group_by(
            REMINDER.c.state, REMINDER.c.rule
        )
        return {(row[0], row[1]): row[2] for row in connection.execute(query)}


@pytest.fixture
def asked(chat, monkeypatch):
    """How often the database was spoken to, however many rows a word was about."""
    said = Counter()
    run = Prepared._for  # noqa: SLF001 – every prepared statement asks it once

    def counted(self, connection):
        said["calls"] += 1
        return run(self, connection)

    def heard(*_):
        said["calls"] += 1

    monkeypatch.setattr(Prepared, "_for", counted)
    engine = chat.stage.nachfass.store.engine
    event.listen(engine, "before_cursor_execute", heard)
    yield said
    event.remove(engine, "before_cursor_execute", heard)


def fall_due(chat, asked, *, moved=True):
    """The clock jumps to the minute, and ticks."""
    with chat.work() as work:
        due = work.reminders.next_moment()
    chat.stage.clock.set(due if moved else due + timedelta(hours=3))
    asked.clear()
    chat.stage.nachfass.ticker.tick(moved=moved)
    assert asked["calls"] <= FEW
    with chat.work() as work:
        rows = work._connection.execute(select(OUTBOX.c.body).order_by(OUTBOX.c.id.desc()).limit(3))  # noqa: SLF001
        return [body["text"] for (body,) in rows if f"({MANY})" in body.get("text", "")]


async def test_thousands_of_a_minute_are_one_message(chat, asked):
    entered(chat, MANY)
    (said,) = fall_due(chat, asked)
    assert said.startswith(f"<b>Jetzt dran</b> ({MANY})\n1. <b>Anna 0</b> ZA: erste Ansprache")
    assert states(chat) == {(Progress.PUSHED, ""): MANY}


async def test_after_downtime_they_are_one_summary(chat, asked):
    entered(chat, MANY)
    chat.stage.nachfass.ticker.tick()
    (said,) = fall_due(chat, asked, moved=False)
    assert said.startswith(
        f"<b>Während ich weg war, wurde fällig</b> ({MANY})\n1. <b>Anna 0</b> ZA: erste Ansprache"
    )
    assert states(chat) == {(Progress.PUSHED, ""): MANY}


async def test_what_the_cap_excludes_is_held_at_once(chat, asked):
    await chat.answers("> /einstellungen Pushes 1")
    await chat.answers("> /neu Bert Braun")
    entered(chat, MANY)
    with chat.work() as work:
        (bert, *_) = sorted(work.agenda.between(1, 1)[1])
        moment = bert.push_at - timedelta(minutes=30)
        spent = REMINDER.update().where(REMINDER.c.id == bert.id)
        spent = spent.values(state=Progress.PUSHED, push_at=None, push=1, pushed_at=moment)
        work._connection.execute(spent)  # noqa: SLF001 – the cap is full when the others fall due
    assert fall_due(chat, asked) == []
    assert states(chat) == {(Progress.PUSHED, ""): 1, (Progress.SILENT, "R3"): MANY}


async def test_in_quiet_hours_they_wait_all_together(chat, asked):
    entered(chat, MANY)
    with chat.work() as work:
        evening = work.reminders.next_moment() + timedelta(hours=12)
        late = REMINDER.update().values(push_at=evening)
        work._connection.execute(late)  # noqa: SLF001 – as if the quiet hours had been set afterwards
    assert fall_due(chat, asked) == []
    assert states(chat) == {(Progress.WAITING, "R2"): MANY}


async def test_who_cannot_be_reached_is_reminded_of_nothing(chat, asked):
    rep = entered(chat, MANY)
    with chat.work() as work:
        work.members.reachable(rep.id, reachable=False)
    assert fall_due(chat, asked) == []
    assert states(chat) == {(Progress.SILENT, UNREACHABLE): MANY}


def in_slices(monkeypatch, size):
    monkeypatch.setattr("bot.many.SLICE", size)
    monkeypatch.setattr("bot.jobs.SLICE", size)


def in_a_week(chat, many):
    entered(chat, many)
    with chat.work() as work:
        chat.stage.clock.set(work.reminders.next_moment())


def messages(chat):
    """Pushes with how many reminders name each."""
    with chat.work() as work:
        named = select(REMINDER.c.push, func.count()).where(REMINDER.c.push.is_not(None))
        counted = dict(work._connection.execute(named.group_by(REMINDER.c.push)).all())  # noqa: SLF001
        rows = work._connection.execute(select(OUTBOX.c.id, OUTBOX.c.body).where(OUTBOX.c.lane == Lane.PUSH))  # noqa: SLF001
        return [(body["text"].splitlines()[0], counted.get(row, 0)) for row, body in rows]


@pytest.mark.parametrize("rules", [{"control_share": 0.5}])
@pytest.mark.parametrize("cap", [0, 5])
async def test_in_slices_the_same_rings_as_at_once(chat, monkeypatch, cap):
    """Some ring in spite of the cap, some are kept back, some have run out."""
    await chat.answers(f"> /einstellungen Pushes {cap}")
    in_a_week(chat, 300)
    with chat.work() as work:
        connection, now = work._connection, chat.stage.clock.now()  # noqa: SLF001
        due = REMINDER.update().where(REMINDER.c.state == Progress.WAITING)
        connection.execute(due.where(REMINDER.c.id % 3 == 0).values(uncapped=True))
        connection.execute(due.where(REMINDER.c.id % 7 == 0).values(until=now - timedelta(hours=1)))
        connection.execute(due.where(REMINDER.c.id % 5 == 0).values(kind="window_over"))
    outcomes = []
    for size in (10_000, 25):
        in_slices(monkeypatch, size)
        with taken_back(chat):
            chat.stage.nachfass.ticker.tick(moved=True)
            outcomes.append((states(chat), messages(chat)))
    assert outcomes[0] == outcomes[1]
    assert len(outcomes[0][0]) > 2


@contextmanager
def taken_back(chat):
    """What a tick did is as if it hadn't been."""
    with chat.work() as work:
        rows = [dict(row) for row in work._connection.execute(select(REMINDER)).mappings()]  # noqa: SLF001
        last = work._connection.execute(select(func.max(OUTBOX.c.id))).scalar() or 0  # noqa: SLF001
    yield
    with chat.work() as work:
        for undo in (REMINDER.delete(), OUTBOX.delete().where(OUTBOX.c.id > last)):
            work._connection.execute(undo)  # noqa: SLF001
        work._connection.execute(REMINDER.insert(), rows)  # noqa: SLF001


@pytest.mark.parametrize("moved", [True, False])
async def test_killed_between_slices_it_rings_once_and_for_nobody_twice(chat, monkeypatch, moved):
    in_slices(monkeypatch, 25)
    chat.stage.nachfass.ticker.tick()
    in_a_week(chat, 130)
    ticker = chat.stage.nachfass.ticker
    steps = len(list(cut_short(chat, ticker, None, moved=moved)))
    assert steps > 12
    for step in range(1, steps):
        with taken_back(chat):
            assert sum(1 for _ in cut_short(chat, ticker, step, moved=moved)) == step
            ticker.tick(moved=True)
            ((said, named),) = messages(chat)
            assert states(chat) == {(Progress.PUSHED, ""): 130}, step
            assert 8 <= named <= int(said.partition("(")[2].rstrip(")")), (
                "only what was counted belongs to it"
            )


def cut_short(chat, ticker, steps, *, moved):
    with taken_back(chat) if steps is None else nullcontext():
        yield from itertools.islice(ticker.ticking(moved=moved), steps)

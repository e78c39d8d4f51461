"""After an import thousands are due in the same minute: one message, and few words with the database."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from bot.jobs import UNREACHABLE
from bot.playground.stage import LEAD
from domain.contact import NewContact
from domain.events import Event, Kind
from storage.entering import Entrant, enter
from storage.prepared import Prepared
from storage.reminders import Progress
from storage.tables import metadata

REMINDER = metadata.tables["reminder"]
OUTBOX = metadata.tables["outbox"]
MANY = 2000
FEW = 120  # words with the database: far fewer than reminders


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
        (bert, *_) = sorted(work.reminders.between(1, 1)[1])
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

"""Who blocked the bot, who came back, and who was never let in."""

from datetime import timedelta

import pytest
from led import JAN, KIM, START, STRANGER, UTE, Desk, sends

from bot.playground.standin import Fault

SECRET = "Geheimrezept"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "nachfass.db"


@pytest.fixture
async def desk(file):
    async with Desk(f"sqlite:///{file}") as opened:
        yield opened


def unreachable(desk, who):
    return desk.column("SELECT unreachable FROM member WHERE telegram = ?", who)


async def test_a_rep_who_blocked_the_bot_gets_no_pushes_and_the_lead_is_told_once(desk):
    await desk.says(JAN, "/neu Uwe Ohm", "/termin Ohm heute 11:00", "/termin Ohm heute 15:00")
    desk.standin.blocked.add(JAN)
    for _ in range(8):
        await desk.tick(minutes=50)
    told = desk.news(KIM)
    assert ["Jan" in text for text in told] == [True], "one message, though two reminders fell due"
    assert [entry.text for entry in desk.standin.did(JAN) if "(R2)" in entry.text] == []
    assert unreachable(desk, JAN) == [1]


async def test_telegram_says_itself_that_somebody_blocked_the_bot(desk):
    await desk.says(JAN, "/neu Uwe Ohm", "/termin Ohm heute 11:00")
    desk.standin.block(JAN)
    await desk.bot.settle()
    calls = []
    with desk.trouble(lambda method, params: calls.append((method.lower(), params.get("chat_id")))):
        for _ in range(3):
            await desk.tick(minutes=50)
    assert not [chat for method, chat in calls if method == "sendmessage" and str(chat) == str(JAN)]


async def test_writing_again_makes_reachable(desk):
    await desk.says(JAN, "/neu Uwe Ohm", "/termin Ohm heute 15:00")
    desk.standin.block(JAN)
    await desk.bot.settle()
    desk.standin.blocked.discard(JAN)
    assert len(await desk.says(JAN, "/heute")) == 1
    for _ in range(7):
        await desk.tick(minutes=50)
    assert any("heute 15:00 (R2)" in text for text in desk.news(JAN))


async def test_even_a_line_that_is_refused_makes_reachable(desk):
    desk.standin.block(JAN)
    await desk.bot.settle()
    desk.standin.blocked.discard(JAN)
    assert len(await desk.says(JAN, "hallo")) == 1
    assert unreachable(desk, JAN) == [0]


async def test_unblocking_makes_reachable(desk):
    for blocked in (True, False):
        desk.standin.block(JAN, blocked=blocked)
        await desk.bot.settle()
    assert unreachable(desk, JAN) == [0]


async def test_somebody_elses_block_changes_nothing(desk):
    with desk.trouble(sends(Fault(403))):
        await desk.says(UTE, "/heute")
    assert unreachable(desk, UTE) == [1]
    assert len(await desk.says(JAN, "/heute")) == 1


def act(standin, how):
    known = {"id": STRANGER, "is_bot": False, "first_name": SECRET}
    chat = {"id": STRANGER, "type": "private", "first_name": SECRET}
    message = {"message_id": 5, "date": int(START.timestamp()), "chat": chat, "from": known, "text": SECRET}
    group = message | {"chat": {"id": -5, "type": "group", "title": SECRET}}
    tap = {"id": "5", "from": known, "chat_instance": "5", "data": SECRET, "message": message}
    left = {"chat": chat, "from": known, "date": message["date"]}
    left |= {"old_chat_member": {"status": "member", "user": known}}
    left |= {"new_chat_member": {"status": "kicked", "user": known, "until_date": 0}}
    file = {"file_id": "1", "file_unique_id": "1", "file_name": SECRET}
    bodies = {
        "writes": ("message", message),
        "tries a code": ("message", message | {"text": f"/start {SECRET}"}),
        "edits": ("edited_message", message | {"edit_date": message["date"]}),
        "taps": ("callback_query", tap),
        "blocks": ("my_chat_member", left),
        "writes in a group": ("message", group),
        "adds the bot to a group": ("my_chat_member", left | {"chat": group["chat"]}),
        "sends what nobody can read": ("message", message | {"date": 10**18}),
        "sends a file": ("message", message | {"document": file}),
        "writes as a bot": ("message", message | {"from": known | {"is_bot": True}}),
        "posts as a channel": ("message", {k: v for k, v in group.items() if k != "from"}),
    }  # fmt: skip
    standin.updates.add(*bodies[how])


WAYS = (
    "writes", "tries a code", "edits", "taps", "blocks", "writes in a group", "adds the bot to a group",
    "sends what nobody can read", "sends a file", "writes as a bot", "posts as a channel",
)  # fmt: skip


@pytest.mark.parametrize("how", WAYS)
async def test_a_stranger_leaves_no_content(desk, file, how):
    desk.standin.join(STRANGER, "Fremd")
    act(desk.standin, how)
    await desk.bot.settle()
    await desk.bot.close()
    left = b"".join(part.read_bytes() for part in file.parent.iterdir())
    assert len(left) > 1000
    assert SECRET.encode() not in left


@pytest.mark.parametrize("how", WAYS)
async def test_a_stranger_leaves_no_content_even_while_the_bot_runs(desk, file, how):
    desk.standin.join(STRANGER, "Fremd")
    act(desk.standin, how)
    await desk.bot.settle()
    with desk.bot.store.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert SECRET.encode() not in b"".join(part.read_bytes() for part in file.parent.iterdir())


async def test_a_stranger_is_answered_once_a_day(desk):
    for hours in (0, 1, 20):
        desk.clock.set(START + timedelta(hours=hours))
        desk.standin.stranger("hallo", user=STRANGER)
        await desk.bot.settle()
    assert len(desk.standin.did(STRANGER)) == 2

"""A turn that breaks is set aside under an id that its rep is told; everybody else is served."""

import logging
import re
from datetime import timedelta

import pytest
from led import JAN, KIM, START, STRANGER, UTE, Desk

from bot.commands.registry import COMMANDS, Command
from bot.views import pushes
from domain.events import Kind


@pytest.fixture
async def desk(tmp_path):
    async with Desk(f"sqlite:///{tmp_path}/nachfass.db") as opened:
        yield opened


@pytest.fixture
def broken(monkeypatch):
    """A command that stores something and then breaks."""

    def handler(desk, _rest):
        contact = desk.work.contacts.any(1)
        desk.record(contact, desk.event(Kind.NOTE, text="nie geschehen"))
        raise ZeroDivisionError

    command = Command("kaputt", handler, topic="", does="", examples=())
    monkeypatch.setitem(COMMANDS, "kaputt", command)


@pytest.mark.usefixtures("broken")
async def test_what_it_wrote_goes_and_the_next_update_is_served_in_the_same_commit(desk, caplog):
    await desk.says(KIM, "/neu Anna Meier")
    desk.say(KIM, "/notiz Meier vorher", "/kaputt")
    desk.say(UTE, "/neu Uwe Ohm")
    before, apology = await desk.heard(KIM)
    assert "vorher" in before
    number = re.search(r"\b[0-9A-F]{4}\b", apology)[0]
    assert desk.column("SELECT error FROM inbox WHERE state = 2") == [f"{number} ZeroDivisionError"]
    assert desk.column("SELECT text FROM wording") == ["vorher"]
    assert desk.column("SELECT name FROM contact") == ["Anna Meier", "Uwe Ohm"]
    assert number in caplog.text
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.usefixtures("broken")
async def test_it_is_not_tried_again(desk):
    await desk.says(KIM, "/neu Anna Meier")
    await desk.says(KIM, "/kaputt")
    await desk.again()
    assert "Neu: Uwe Ohm" in "".join(await desk.says(KIM, "/neu Uwe Ohm"))
    assert desk.column("SELECT count(*) FROM inbox WHERE state = 2") == [1]


PRIVATE = {"id": KIM, "type": "private", "first_name": "Kim"}
FROM = {"id": KIM, "is_bot": False, "first_name": "Kim"}
WHOLE = {"message_id": 7, "date": 1772438400, "chat": PRIVATE, "from": FROM, "text": "/heute"}
POISON = {
    "no dictionary": ("message", "hallo"),
    "a chat without a type": ("message", WHOLE | {"chat": {"id": KIM}}),
    "no message id": ("message", {"chat": PRIVATE, "from": FROM, "date": 1772438400, "text": "/heute"}),
    "a date beyond all calendars": ("message", WHOLE | {"date": 10**18}),
    "a date beyond all integers": ("message", WHOLE | {"date": 10**400}),
    "a date that is text": ("message", WHOLE | {"date": "gestern"}),
    "a text that is a number": ("message", WHOLE | {"text": 5}),
    "half a surrogate": ("message", WHOLE | {"text": "/neu Kaputt\ud83d"}),
    "a list for a person": ("message", WHOLE | {"from": [KIM]}),
    "a tap without a person": ("callback_query", {"id": "1", "data": "1.0.0", "chat_instance": "1"}),
    "a chat id that no integer holds": ("message", WHOLE | {"chat": PRIVATE | {"id": 2**80}}),
}


@pytest.mark.parametrize("kind", POISON)
async def test_an_update_that_nobody_can_read_holds_nobody_up(desk, kind):
    await desk.says(KIM, "/neu Anna Meier")
    desk.standin.updates.add(*POISON[kind])
    assert "vorher" in (await desk.says(KIM, "/notiz Meier vorher"))[-1]
    assert desk.standin.updates.waiting.keys() <= {
        desk.standin.updates.next_id - 1
    }  # the next poll confirms it
    await desk.bot.settle()
    assert not desk.standin.updates.waiting
    assert desk.column("SELECT count(*) FROM inbox WHERE state = 0") == [0]


async def test_whoever_sent_what_nobody_can_read_is_told_if_they_are_a_member(desk):
    desk.standin.updates.add("message", WHOLE | {"date": 10**18})
    assert re.search(r"\b[0-9A-F]{4}\b", (await desk.heard(KIM))[0])


async def test_what_a_stranger_sent_and_nobody_can_read_is_not_kept(desk):
    unknown = {"id": STRANGER, "type": "private"}
    desk.standin.updates.add("message", WHOLE | {"chat": unknown, "date": 10**18, "text": "Schlüsselwort"})
    assert await desk.heard(STRANGER) == []
    assert desk.column("SELECT state FROM inbox") == [2]
    assert desk.column("SELECT body FROM inbox") == [None]


async def test_a_reminder_that_breaks_holds_up_nobody_elses(desk, monkeypatch, caplog):
    await desk.says(JAN, "/neu Uwe Ohm", "/termin Ohm heute 14:00")
    await desk.says(UTE, "/neu Ida Kern", "/termin Kern heute 14:00")
    usual = pushes.message

    def breaking(work, message, **more):
        if message.items[0].listed.contact.name == "Uwe Ohm":
            raise ZeroDivisionError
        return usual(work, message, **more)

    monkeypatch.setattr(pushes, "message", breaking)
    for _ in range(5):
        await desk.tick(minutes=50)
    assert any("Ida Kern" in text for text in desk.news(UTE))
    assert "ZeroDivisionError" in caplog.text
    monkeypatch.undo()
    await desk.tick(seconds=15)
    assert any("Uwe Ohm" in text for text in desk.news(JAN))


@pytest.fixture(autouse=True)
def loud(caplog):
    caplog.set_level(logging.WARNING)


async def test_a_digest_that_breaks_holds_up_no_reminder_and_no_tick(desk, monkeypatch):
    broken = []
    monkeypatch.setattr("bot.views.digest.digest", lambda *_asked, **_more: broken.append(1) or 1 / 0)
    desk.bot.ticker.tick()
    later = START + timedelta(days=8)
    desk.clock.set(later)
    desk.bot.ticker.tick()
    assert broken
    with desk.work() as work:
        assert work.recall("last_tick") == later.isoformat()


MONDAY = START + timedelta(days=7, hours=-1)


@pytest.fixture
async def weekly(desk, monkeypatch):
    """Digests for all, of which Jan's breaks until `.undo()`."""
    from bot.views import digest as views  # noqa: PLC0415 – patched where it is called

    usual = views.digest

    def breaking(work, asked):
        if asked.member.telegram == JAN:
            raise ZeroDivisionError
        return usual(work, asked)

    monkeypatch.setattr(views, "digest", breaking)
    for who, name in ((KIM, "Anna Meier"), (JAN, "Uwe Ohm"), (UTE, "Ida Kern")):
        await desk.says(who, f"/neu {name}", f"/schritt {name}: anrufen morgen")
    desk.bot.ticker.tick()
    desk.clock.set(MONDAY)
    return monkeypatch


def weeks(desk, who):
    return [e.text.splitlines()[0] for e in desk.standin.did(who) if e.text.startswith("Deine Woche")]


def failures(caplog):
    """With their traceback, wherever it is kept."""
    told = [record for record in caplog.records if record.exc_info or record.exc_text]
    return sum("digest of member" in record.getMessage() for record in told)


async def test_a_digest_that_breaks_is_tried_every_hour_and_the_others_get_theirs(desk, weekly, caplog):
    await desk.tick()
    await desk.tick(minutes=10)
    assert [len(weeks(desk, who)) for who in (KIM, JAN, UTE)] == [1, 0, 1]
    assert failures(caplog) == 1
    weekly.undo()
    await desk.tick(hours=1)
    assert [len(weeks(desk, who)) for who in (KIM, JAN, UTE)] == [1, 1, 1]


async def test_one_that_goes_on_breaking_is_given_up_and_the_next_weeks_comes(desk, weekly, caplog):
    for _ in range(30):
        await desk.tick(hours=1)
    assert failures(caplog) == 24
    assert "given up" in caplog.text
    weekly.undo()
    desk.clock.set(MONDAY + timedelta(days=7))
    await desk.tick()
    assert [len(weeks(desk, who)) for who in (KIM, JAN, UTE)] == [2, 1, 2]

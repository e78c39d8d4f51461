"""`/kalender`: a secret address from which a calendar takes its owner's appointments, and nobody else's."""

import asyncio
import logging
import re
import socket
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import aiohttp
import pytest
from icalendar import Calendar

from bot import logs
from bot.feed import Feed
from bot.health import Health, Pulse
from bot.playground.demo import playground
from bot.playground.stage import LEAD, REP, Stage, one_lead
from bot.redact import Redactor
from bot.settings import ConfigError, load
from bot.settings.kinds import Address
from bot.settings.sections import Feed as FeedSettings
from domain.events import Due, Kind

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
BASE = "https://bot.example.de"


class Calendars:
    """A bot with the feed switched on, its two reps, and a calendar program's requests."""

    def __init__(self, stage, port, session):
        self.stage, self.port, self.session = stage, port, session

    async def say(self, text, user=LEAD):
        self.stage.standin.say(user, text)
        await self.stage.settle()
        return self.stage.standin.last(user, by_bot=True).text

    async def address(self, user=LEAD):
        """A fresh one."""
        said = await self.say("/kalender neu", user)
        return re.search(rf"{BASE}(/kalender/[\w-]+\.ics)", said)[1]

    async def get(self, path, **headers):
        async with self.session.get(f"http://127.0.0.1:{self.port}{path}", headers=headers) as answer:
            return answer.status, answer.headers, await answer.read()

    async def entries(self, path):
        status, _, body = await self.get(path)
        assert status == 200
        return {str(entry["SUMMARY"]): entry for entry in Calendar.from_ical(body).walk("VEVENT")}


@pytest.fixture
async def calendars(database_url):
    settings = replace(playground(database_url), feed=FeedSettings(Address(f"{BASE}/")))
    stage = Stage(settings, NOW)
    await stage.open(one_lead)
    stage.admit_rep()
    port = free_port()
    routes = Feed(stage.nachfass.store, stage.clock).routes()
    health = Health(stage.nachfass.store, lambda: Pulse(1.0, 1.0), port, routes)
    await health.start()
    async with aiohttp.ClientSession() as session:
        yield Calendars(stage, port, session)
    await health.stop()
    await stage.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def arranged(calendars):
    for user, line in (
        (LEAD, "/neu Anna Meier, Meier GmbH, 0171 3920012"),
        (LEAD, "/termin Meier Di 14:00 Video"),
        (REP, "/neu Bert Kunz"),
        (REP, "/termin Kunz Mi 10:00 Geheim"),
    ):
        await calendars.say(line, user)


async def test_a_calendar_gets_ones_own_appointments(calendars):
    await arranged(calendars)
    found = await calendars.entries(await calendars.address())
    assert list(found) == ["Termin Anna Meier (Meier GmbH)"]
    (entry,) = found.values()
    assert entry["DTSTART"].dt == datetime(2026, 3, 3, 13, tzinfo=UTC)
    assert str(entry["DESCRIPTION"]) == "Video\n+491713920012"
    assert list(await calendars.entries(await calendars.address(REP))) == ["Termin Bert Kunz"]


async def test_it_is_the_same_entry_as_in_the_file(calendars):
    await arranged(calendars)
    data = calendars.stage.standin.find_button(LEAD, "Kalender")
    calendars.stage.standin.press(LEAD, *data)
    await calendars.stage.settle()
    file = [m.file for m in calendars.stage.standin.history(LEAD) if m.file][-1]
    (single,) = Calendar.from_ical(file.data).walk("VEVENT")
    (entry,) = (await calendars.entries(await calendars.address())).values()
    for name in ("UID", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "STATUS"):
        assert entry[name].to_ical() == single[name].to_ical()


async def test_moves_show_and_cancelled_ones_go(calendars):
    await arranged(calendars)
    path = await calendars.address()
    await calendars.say("/termin_verschieben Meier Fr 9:00")
    (entry,) = (await calendars.entries(path)).values()
    assert entry["DTSTART"].dt == datetime(2026, 3, 6, 8, tzinfo=UTC)
    assert entry["SEQUENCE"] == 1
    data = calendars.stage.standin.find_button(LEAD, "Absagen")
    calendars.stage.standin.press(LEAD, *data)
    await calendars.stage.settle()
    assert await calendars.entries(path) == {}


async def test_a_calendar_is_read_while_a_turn_writes(calendars):
    await arranged(calendars)
    path = await calendars.address()
    with calendars.stage.nachfass.store.work() as work:
        work.members.admit(7, name="Neu", lead=False, now=NOW)
        async with asyncio.timeout(3):
            assert list(await calendars.entries(path)) == ["Termin Anna Meier (Meier GmbH)"]


async def test_a_day_without_a_time_is_a_whole_day(calendars):
    await calendars.say("/neu Anna Meier")
    with calendars.stage.nachfass.store.work() as work:
        contact, (created,) = work.contacts.any(1), work.events.history(1).events
        due = Due(date(2026, 3, 5))
        work.record(contact, [replace(created, kind=Kind.APPOINTMENT, due=due)], now=NOW)
    (entry,) = (await calendars.entries(await calendars.address())).values()
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2026, 3, 5), date(2026, 3, 6))


async def test_thirty_days_are_looked_back_on(calendars):
    await arranged(calendars)
    path = await calendars.address()
    for days, kept in ((31, 1), (32, 0)):
        calendars.stage.clock.set(NOW + timedelta(days=days))
        assert len(await calendars.entries(path)) == kept


async def test_unknown_revoked_and_replaced_addresses_answer_alike(calendars):
    await arranged(calendars)
    first, second = await calendars.address(), await calendars.address()
    assert first != second
    assert len(await calendars.entries(second)) == 1
    refusals = [
        await calendars.get(path) for path in (first, "/kalender/x.ics", "/kalender/" + "ä" * 500 + ".ics")
    ]
    await calendars.say("/kalender widerrufen")
    refusals.append(await calendars.get(second))
    assert {status for status, _, _ in refusals} == {404}
    assert len({body for _, _, body in refusals}) == 1
    assert len({tuple(sorted(set(headers) - {"Date"})) for _, headers, _ in refusals}) == 1


async def test_who_was_removed_is_served_no_more(calendars):
    await arranged(calendars)
    path = await calendars.address(REP)
    with calendars.stage.nachfass.store.work() as work:
        connection = work._connection  # noqa: SLF001 – nobody removes a member yet
        connection.exec_driver_sql(f"UPDATE member SET removed = true WHERE telegram = {REP}")  # noqa: S608
    assert (await calendars.get(path))[0] == 404


async def test_an_unchanged_calendar_is_not_sent_again(calendars):
    await arranged(calendars)
    path = await calendars.address()
    _, headers, _ = await calendars.get(path)
    assert headers["Cache-Control"].startswith("private")
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendars.stage.clock.set(NOW + timedelta(hours=5))
    status, again, body = await calendars.get(path, **{"If-None-Match": headers["ETag"]})
    assert (status, body, again["ETag"]) == (304, b"", headers["ETag"])
    await calendars.say("/termin_verschieben Meier Fr 9:00")
    assert (await calendars.get(path, **{"If-None-Match": headers["ETag"]}))[0] == 200


async def test_only_the_hash_of_the_code_is_kept_and_no_log_shows_it(calendars, caplog):
    path = await calendars.address()
    code = re.search(r"/kalender/([\w-]+)\.ics", path)[1]
    with calendars.stage.nachfass.store.work() as work:
        rows = work._connection.exec_driver_sql("SELECT code_hash FROM feed").fetchall()  # noqa: SLF001
    assert len(rows) == 1
    assert code not in rows[0][0]
    assert len(code) * 6 >= 128
    caplog.set_level(logging.DEBUG)
    await calendars.get(path)
    assert code not in caplog.text
    record = logging.makeLogRecord({"msg": "GET %s broke", "args": (path,)})
    logs.Redaction(Redactor()).filter(record)
    assert record.getMessage() == "GET /kalender/***.ics broke"


async def test_the_command_says_how_it_stands(calendars):
    assert "noch keine Kalender-Adresse" in await calendars.say("/kalender")
    assert "keine Kalender-Adresse; es wurde nichts geändert" in await calendars.say("/kalender widerrufen")
    await calendars.address()
    assert "gilt seit heute" in await calendars.say("/kalender")
    assert "verstehe ich hier nicht" in await calendars.say("/kalender morgen")
    assert "Widerrufen" in await calendars.say("/kalender widerrufen")
    assert "noch keine Kalender-Adresse" in await calendars.say("/kalender")


async def test_where_it_is_off_the_command_says_who_switches_it_on(chat):
    await chat.play("""
        > /kalender
        < Kalender-Abos sind hier nicht eingeschaltet. … [feed] … [health] …
    """)


def test_an_address_that_nothing_answers_under_is_a_slip_in_the_settings():
    with pytest.raises(ConfigError, match="nichts antwortet"):
        load(None, {"NACHFASS_FEED__URL": BASE})
    found = load(None, {"NACHFASS_FEED__URL": BASE, "NACHFASS_HEALTH__PORT": "9100"})
    assert found.feed.base == BASE

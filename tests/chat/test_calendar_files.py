"""[Kalender]: files that a calendar takes, updates and cancels, at the right hour all year."""

from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from bot.playground.stage import LEAD

# what a line means is the same on every database
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def entry_of(chat, press="! Kalender"):
    """The newest file a tap brought: the whole calendar and its one entry."""
    said = await chat.answers(press)
    files = [m.file for m in chat.stage.standin.history(LEAD) if m.file]
    calendar = Calendar.from_ical(files[-1].data)
    (entry,) = calendar.walk("VEVENT")
    return calendar, entry, said


async def arranged(chat, line="/termin Meier Di 14:00 Video"):
    await chat.answers("> /neu Anna Meier, Meier GmbH, 0171 3920012")
    await chat.answers(f"> {line}")


async def test_a_file_says_who_when_and_where_to_call(chat):
    await arranged(chat)
    calendar, entry, said = await entry_of(chat)
    assert said == [
        "<file: termin-anna-meier-2026-03-03.ics>",
        "  Für den Kalender: Anna Meier (Meier GmbH), morgen 14:00",
    ]
    assert calendar["METHOD"] == "PUBLISH"
    assert str(entry["SUMMARY"]) == "Termin Anna Meier (Meier GmbH)"
    assert str(entry["DESCRIPTION"]) == "Video\n+491713920012"
    assert entry["DTSTART"].dt == datetime(2026, 3, 3, 13, tzinfo=UTC)
    assert entry["DTEND"].dt == datetime(2026, 3, 3, 14, tzinfo=UTC)
    assert (entry["SEQUENCE"], str(entry["STATUS"])) == (0, "CONFIRMED")


@pytest.mark.parametrize(
    ("line", "begins", "ends"),
    [
        ("Fr 27.3. 14:00", "13:00", "14:00"),  # winter time
        ("Mo 30.3. 14:00", "12:00", "13:00"),  # summer time since the 29th
        ("Mo 30.3. 14:00-14:20", "12:00", "12:20"),
        ("So 29.3. 1:30", "00:30", "01:30"),  # ends after the hour that the night skips
        ("So 29.3. 2:30", "01:30", "02:30"),  # skipped itself: 3:30
    ],
)
async def test_the_hour_is_right_on_both_sides_of_the_change_of_time(chat, line, begins, ends):
    await arranged(chat, f"/termin Meier {line}")
    _, entry, _ = await entry_of(chat)
    assert f"{entry['DTSTART'].dt.astimezone(UTC):%H:%M}" == begins
    assert f"{entry['DTEND'].dt.astimezone(UTC):%H:%M}" == ends


async def test_a_move_updates_the_same_entry(chat):
    await arranged(chat)
    _, first, _ = await entry_of(chat)
    for at in ("Mi 10:00", "Do 9:00"):
        await chat.answers(f"> /termin_verschieben Meier {at}")
    _, moved, _ = await entry_of(chat)
    assert moved["UID"] == first["UID"]
    assert moved["SEQUENCE"] == 2
    assert moved["DTSTART"].dt == datetime(2026, 3, 5, 8, tzinfo=UTC)
    assert str(moved["DESCRIPTION"]).startswith("Video")


async def test_only_its_own_moves_raise_the_sequence(chat):
    await arranged(chat)
    await chat.answers("> /termin_verschieben Meier Mi 10:00")
    await chat.answers("> /termin Meier Fr 9:00 vor Ort")
    _, other, _ = await entry_of(chat)
    assert other["SEQUENCE"] == 0


async def test_an_undone_move_is_an_update_too(chat):
    """A calendar passes over what has no higher sequence than it knows."""
    await arranged(chat)
    await chat.answers("> /termin_verschieben Meier Mi 10:00")
    _, moved, _ = await entry_of(chat)
    await chat.answers("> /rueckgaengig")
    await chat.answers("> /termin_verschieben Meier Do 10:00")
    _, again, _ = await entry_of(chat)
    assert again["SEQUENCE"] > moved["SEQUENCE"]


async def test_a_cancelled_appointment_is_taken_out_of_the_calendar(chat):
    await arranged(chat)
    await chat.answers("> /termin_verschieben Meier Mi 10:00")
    _, moved, _ = await entry_of(chat)
    await chat.answers("! Absagen")
    calendar, entry, said = await entry_of(chat)  # the button under the first reply is still there
    assert calendar["METHOD"] == "CANCEL"
    assert (str(entry["STATUS"]), entry["UID"]) == ("CANCELLED", moved["UID"])
    assert entry["SEQUENCE"] > moved["SEQUENCE"]
    assert said[1] == "  Absage für den Kalender: Anna Meier (Meier GmbH), Mi 4.3. 10:00"


async def test_cancelling_offers_the_calendar_file(chat):
    await arranged(chat)
    await chat.answers("! Absagen")
    calendar, _, _ = await entry_of(chat, "! Kalender")
    assert calendar["METHOD"] == "CANCEL"


async def test_the_button_under_an_earlier_move_still_knows_the_appointment(chat):
    await arranged(chat)
    await chat.answers("> /termin_verschieben Meier Mi 10:00")
    data = chat.stage.standin.find_button(LEAD, "Kalender")
    await chat.answers("> /termin_verschieben Meier Do 9:00")
    chat.stage.standin.press(LEAD, *data)
    await chat.stage.settle()
    newest = [m for m in chat.stage.standin.history(LEAD) if m.file][-1]
    assert newest.file.name == "termin-anna-meier-2026-03-05.ics"


async def test_two_appointments_have_two_entries(chat):
    await arranged(chat)
    _, first, _ = await entry_of(chat)
    await chat.answers("> /termin Meier Fr 9:00")
    _, second, _ = await entry_of(chat)
    assert first["UID"] != second["UID"]


async def test_odd_names_make_no_odd_file(chat):
    await chat.answers("> /neu Jörg Groß; BEGIN:VEVENT/..\\nzweite Zeile, Ö\\, GmbH")
    await chat.answers("> /termin Groß Di 14:00 a\\, b; c")
    calendar, entry, said = await entry_of(chat)
    assert len(calendar.walk("VEVENT")) == 1
    assert "Jörg Groß" in str(entry["SUMMARY"])
    assert said[0].startswith("<file: termin-jorg-gross")
    assert "/" not in said[0]

"""What holds a push back, rule by rule, at the minute and the number where each begins (R1–R10)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.playground.stage import LEAD, REP
from storage.tables import metadata

REMINDER = metadata.tables["reminder"]


async def rings(chat, move, user=LEAD):
    """Move the clock; when what rang on a phone: `("09.03. 09:00", "Anna Meier: anrufen – heute (§2)")`."""
    before = len(chat.stage.standin.journal)
    await chat.answers(move)
    told = [e for e in chat.stage.standin.did(user, after=before) if e.kind == "sent"]
    return [
        (f"{e.at.astimezone(chat.stage.zone):%d.%m. %H:%M}", e.text.splitlines()[0])
        for e in told
        if "Deine Woche" not in e.text
    ]


async def times(chat, move, user=LEAD):
    return [at for at, _ in await rings(chat, move, user)]


async def steps_for(chat, when, count, who="", names="Kunde"):
    """So many contacts with an own step each."""
    for number in range(1, count + 1):
        await chat.answers(f"{who}> /neu {names}{number:02}")
        await chat.answers(f"{who}> /schritt {names}{number:02} anrufen {when}")


def rows(chat):
    with chat.stage.nachfass.store.engine.connect() as connection:
        return connection.execute(select(REMINDER).order_by(REMINDER.c.id)).all()


# R1


async def test_what_is_due_goes_to_the_owner_whoever_wrote_it_down(chat):
    await chat.answers("2> /neu Bert Braun")
    await chat.answers("> /schritt Braun anrufen morgen")
    assert await rings(chat, "+ 2d", LEAD) == []
    assert [at for at, _ in pushes_of(chat, REP)] == ["03.03. 09:00"]


def pushes_of(chat, user):
    with chat.work() as work:
        member = work.members.by_telegram(user)
    zone = chat.stage.zone
    return [
        (f"{row.pushed_at.astimezone(zone):%d.%m. %H:%M}", row.kind)
        for row in rows(chat)
        if row.owner == member.id and row.pushed_at
    ]


# R2


@pytest.mark.parametrize(
    ("asked", "rung"),
    [
        ("10.3. 7:59", "10.03. 08:00"),
        ("10.3. 8:00", "10.03. 08:00"),
        ("10.3. 8:01", "10.03. 08:01"),
        ("10.3. 19:59", "10.03. 19:59"),
        ("10.3. 20:00", "11.03. 08:00"),
        ("13.3. 20:00", "16.03. 08:00"),
    ],
)
async def test_eight_itself_is_allowed_and_twenty_is_not(chat, asked, rung):
    await chat.answers("> /neu Anna Meier")
    await chat.answers(f"> /spaeter Meier {asked}")
    assert await times(chat, "@ 2026-03-17 08:00") == [rung]


@pytest.mark.parametrize("at", ["6:30", "20:00", "23:59"])
async def test_an_own_step_with_a_time_rings_at_any_hour_on_any_day(chat, at):
    await chat.answers("> /neu Anna Meier")
    await chat.answers(f"> /schritt Meier anrufen So {at}")
    assert await times(chat, "@ 2026-03-09 07:00") == [f"08.03. {at:0>5}"]


async def test_quiet_hours_of_ones_own_count(chat):
    await chat.answers("> /einstellungen Ruhe 18:00-10:30")
    await steps_for(chat, "morgen", 1)
    assert await times(chat, "+ 2d") == ["03.03. 10:30"]


async def test_an_appointment_early_in_the_morning_is_told_at_the_last_allowed_minute_before(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /termin Meier Mi 8:30")
    assert await times(chat, "@ 2026-03-04 08:30") == ["03.03. 17:00", "03.03. 19:59"]


async def test_an_appointment_on_monday_is_told_on_friday_at_five(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /termin Meier 9.3. 11:00")
    assert await times(chat, "@ 2026-03-09 11:00") == ["06.03. 17:00", "09.03. 10:00"]


async def test_a_push_whose_moment_had_passed_when_the_appointment_was_made_is_dropped_and_listed(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /termin Meier heute 9:30")
    assert await rings(chat, "@ 2026-03-02 09:30") == []
    said = "\n".join(await chat.answers("> /warum_nicht"))
    assert said.count("der Zeitpunkt war beim Eintragen schon vorbei (R2)") == 2


async def test_moving_an_appointment_moves_both_its_pushes(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /termin Meier Mi 14:00")
    await chat.answers("> /termin_verschieben Meier Fr 15:00")
    assert await times(chat, "@ 2026-03-06 15:00") == ["05.03. 17:00", "06.03. 14:00"]


# R3


async def test_the_thirteenth_push_of_a_day_waits_on_the_list(chat):
    for number in range(13):
        await chat.answers(f"> /neu Kunde{number:02}")
        await chat.answers(f"> /spaeter Kunde{number:02} 10.3. {10 + number // 6}:{number % 6}0")
    assert len(await rings(chat, "@ 2026-03-10 23:00")) == 12
    said = "".join(await chat.answers("> /warum_nicht"))
    assert "Kunde12: erste Ansprache" in said
    assert said.count("(R3)") == 1
    assert "Kunde12" in "".join(await chat.answers("> /liste heute Seite 2"))
    assert await rings(chat, "@ 2026-03-11 23:00") == []


@pytest.mark.parametrize(("cap", "rung"), [(1, 1), (2, 2), (3, 2)])
async def test_appointments_and_timed_steps_do_not_count(chat, cap, rung):
    await chat.answers(f"> /einstellungen Pushes {cap}")
    await steps_for(chat, "morgen", 2)
    await chat.answers("> /neu Frei Eins")
    await chat.answers("> /schritt Frei anrufen morgen 8:10")
    await chat.answers("> /neu Frei Zwei")
    await chat.answers("> /termin Zwei morgen 11:00")
    told = await rings(chat, "@ 2026-03-03 23:00")
    assert sum("Kunde" in text for _, text in told) == rung
    assert sum("Frei" in text for _, text in told) == 3


async def test_the_cap_is_filled_by_q6(chat):
    await chat.answers("> /einstellungen Pushes 1")
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /spaeter Meier 9.3.")
    await chat.answers("> /neu Bert Braun")
    await chat.answers("> /schritt Braun anrufen 9.3.")
    assert await rings(chat, "@ 2026-03-09 12:00") == [("09.03. 09:00", "Bert Braun: anrufen – heute (§2)")]


async def test_a_bundle_counts_once(chat):
    await chat.answers("> /einstellungen Pushes 2")
    await steps_for(chat, "10.3.", 5)
    await chat.answers("> /neu Spät Eins")
    await chat.answers("> /spaeter Eins 10.3. 11:00")
    told = await rings(chat, "@ 2026-03-10 23:00")
    assert [text.split(" ist seit")[0] for _, text in told] == ["Jetzt dran (5)", "Spät Eins"]


async def test_what_shrinks_to_three_is_no_bundle_and_keeps_the_cap(chat):
    """Four of a minute, one of no more use: three singles, of which the cap lets one through."""
    await chat.answers("> /einstellungen Pushes 1")
    await steps_for(chat, "morgen", 3)
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /schritt Meier anrufen morgen")
    useless, until = REMINDER.c.contact == 4, datetime(2026, 3, 3, 7, tzinfo=UTC)
    with chat.stage.nachfass.store.engine.begin() as connection:
        connection.execute(REMINDER.update().where(useless).values(until=until))
    assert len(await rings(chat, "@ 2026-03-03 12:00")) == 1


async def test_what_the_cap_held_back_stays_silent_whatever_is_set_afterwards(chat):
    await chat.answers("> /einstellungen Pushes 0")
    await steps_for(chat, "morgen", 2)
    await chat.answers("@ 2026-03-04 12:00")
    for setting in ("Pushes 12", "Zone London", "Ruhe 21:00-9:30", "zurücksetzen"):
        await chat.answers(f"> /einstellungen {setting}")
        assert await rings(chat, "+ 1h") == []


# R4


async def test_a_snooze_holds_all_but_appointments_and_timed_steps(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /termin Meier Mi 14:00")
    await chat.answers("> /schritt Meier anrufen Do 11:00")
    await chat.answers("> /spaeter Meier in 3 Wochen")
    told = await rings(chat, "@ 2026-03-20 12:00")
    assert [at for at, _ in told] == ["03.03. 17:00", "04.03. 13:00", "05.03. 11:00"]
    said = "".join(await chat.answers("> /warum_nicht"))
    assert "du hast die Erinnerungen verschoben (R4)" in said


@pytest.mark.parametrize(
    "ends", ["/reaktion Meier Angebot", "/kauf Meier 100 Wartung", "/status Meier KI weil Budget"]
)
async def test_a_status_change_ends_a_snooze_and_undoing_it_restores_it(chat, ends):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /spaeter Meier in 6 Wochen")
    await chat.answers(f"> {ends}")
    assert not any(":s" in row.key for row in rows(chat) if row.state == 0)
    await chat.answers("> /rueckgaengig")
    assert any(":s" in row.key for row in rows(chat) if row.state == 0)


async def test_every_push_of_a_derived_step_can_be_done_put_off_and_answered(chat):
    for line in ("/neu Anna Meier", "/neu Bert Braun", "/reaktion Braun Angebot", "/neu Cem Can"):
        await chat.answers(f"> {line}")
    await chat.answers("> /reaktion Can Infomaterial")
    await chat.answers("> /angebot Can 300 Filter bis 20.3.")
    await chat.answers("@ 2026-03-20 12:00")
    pushed = [m for m in chat.stage.standin.history(LEAD) if m.text.rstrip().endswith(")") and m.buttons]
    labels = [{b["text"] for row in m.buttons for b in row} for m in pushed if "(§2" in m.text]
    assert labels
    assert all({"Erledigt", "Später", "Ergebnis eintragen"} <= keys for keys in labels)


# R5


async def test_old_purchases_typed_in_one_after_the_other_ring_nobody(chat):
    for number in range(20):
        await chat.answers(f"> /neu Kunde{number:02}")
        await chat.answers(f"> /kauf Kunde{number:02} 100 Wartung am {number + 1}.9.2024")
    assert await rings(chat, "+ 1w") == []
    assert "verjährt" in "".join(await chat.answers("> /warum_nicht"))


@pytest.mark.parametrize(("now", "rung"), [("2026-03-02 09:00", 1), ("2026-03-03 09:00", 0)])
async def test_seven_days_late_still_rings_and_eight_never(chat, rung):
    """The thank-you for a Friday's purchase is due on Monday, 23 February."""
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /kauf Meier 100 Wartung am 20.2.")
    told = await rings(chat, "@ 2026-03-05 23:00")
    assert sum("bedank dich" in text for _, text in told) == rung


async def test_an_undone_entry_withdraws_what_it_would_have_rung(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /reaktion Meier Angebot")
    await chat.answers("> /rueckgaengig")
    assert await rings(chat, "@ 2026-03-06 23:00") == []


async def test_an_undone_entry_strikes_what_has_rung(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("@ 2026-03-03 16:00")
    await chat.answers("> /schritt Meier anrufen morgen 8:00")
    await chat.answers("@ 2026-03-04 09:00")
    await chat.answers("> /rueckgaengig")
    push = next(m for m in chat.stage.standin.history(LEAD) if "anrufen – heute" in m.text)
    assert push.text.endswith("hinfällig: Eintrag zurückgenommen")
    assert push.buttons == []


# R6


async def test_all_that_was_held_back_can_be_paged_through(chat):
    await chat.answers("> /einstellungen Pushes 0")
    await steps_for(chat, "morgen", 19)
    await chat.answers("@ 2026-03-03 12:00")
    found = set()
    said = "\n".join(await chat.answers("> /warum_nicht"))
    for turn in range(3):
        if turn:
            said = "\n".join(await chat.answers("! Weiter"))
        assert said.count("(R3)") == (8, 8, 3)[turn]
        found |= {line.split(":")[0] for line in said.splitlines() if "•" in line}
    assert len(found) == 19
    assert "[Weiter »]" not in said


# R7


async def test_nine_is_nine_where_each_rep_is(chat):
    await chat.answers("> /einstellungen Zone London")
    await chat.answers("2> /einstellungen Zone Istanbul")
    await steps_for(chat, "morgen", 1)
    await steps_for(chat, "morgen", 1, who="2", names="Fern")
    await chat.answers("+ 2d")
    for user, zone in ((LEAD, "Europe/London"), (REP, "Europe/Istanbul")):
        (entry,) = [e for e in chat.stage.standin.did(user) if "anrufen – heute" in e.text]
        assert f"{entry.at.astimezone(ZoneInfo(zone)):%d.%m. %H:%M}" == "03.03. 09:00"


# R8


async def test_nothing_due_is_nothing_sent(chat):
    assert await chat.answers("+ 4w") == []
    assert (await chat.answers("> /heute"))[0] == "< Heute ist nichts fällig."


# R9


@pytest.mark.parametrize(("count", "messages"), [(3, 3), (4, 1)])
async def test_three_of_a_minute_ring_singly_and_four_as_one(chat, count, messages):
    await steps_for(chat, "morgen", count)
    assert len(await rings(chat, "@ 2026-03-03 09:00")) == messages


# R10


@pytest.mark.parametrize(("minutes", "head"), [(60, "Kunde01: anrufen"), (61, "Während ich weg war")])
async def test_an_hour_of_silence_is_none_and_a_minute_more_is_told(chat, minutes, head):
    await steps_for(chat, "heute 9:30", 1)
    before = len(chat.stage.standin.journal)
    await chat.answers(f"off {minutes}m")
    (told,) = [e.text for e in chat.stage.standin.did(LEAD, after=before)]
    assert told.startswith(head)


async def test_a_week_of_silence_is_one_message_to_each_rep(chat):
    await steps_for(chat, "morgen", 3)
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /termin Meier Mi 14:00")
    await steps_for(chat, "Do 11:00", 2, who="2", names="Fern")
    before = len(chat.stage.standin.journal)
    await chat.answers("off 7d")
    for user in (LEAD, REP):
        told = [e.text for e in chat.stage.standin.did(user, after=before)]
        assert [text.startswith("Während ich weg war") for text in told if "Deine Woche" not in text] == [
            True
        ]

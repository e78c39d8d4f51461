"""Appointments: arranged, moved, cancelled, missed, and what came of them."""

import pytest


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("14-15 Uhr", "heute, Mo 2.3. 14:00–15:00"),
        ("3.12. 10:00–11:30 vor Ort", "Do 3.12.2026 10:00–11:30 – vor Ort"),
        ("Di 14 bis 15 Uhr Video", "morgen, Di 3.3. 14:00–15:00 – Video"),
        ("Di Video 14:00", "morgen, Di 3.3. 14:00 – Video"),
        ("morgen früh", "morgen, Di 3.3. 08:00"),
        ("übermorgen mittags", "Mi 4.3. 12:00"),
        ("halb drei", "heute, Mo 2.3. 14:30"),
    ],
)
async def test_spans_and_places_are_read_and_shown_resolved(chat, typed, shown):
    await chat.answers("> /neu Anna Meier")
    assert (await chat.answers(f"> /termin Meier {typed}"))[0] == f"< Termin: Anna Meier – {shown}"


async def test_an_end_before_its_beginning_is_refused(chat):
    await chat.answers("> /neu Anna Meier")
    assert "„11:30-10:00“" in (await chat.answers("> /termin Meier morgen 11:30-10:00"))[0]


async def test_an_appointment_without_a_time_asks_for_it(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /termin Meier morgen Video
        < Um wie viel Uhr ist der Termin mit Anna Meier? …
        ! 11:00
        ~ Termin: Anna Meier – morgen, Di 3.3. 11:00 – Video …
    """)


async def test_moving_an_appointment_moves_its_pushes(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /termin Meier Mi 14:00
        …
        ! Verschieben
        ~ … Wann ist der Termin mit Anna Meier? …
        > Do 10:00
        …
        < Termin verschoben: Anna Meier – Do 5.3. 10:00 …
        @ 2026-03-04 16:59
        @ 2026-03-04 17:00
        < Termin mit Anna Meier: morgen 10:00 (R2) …
        @ 2026-03-05 09:00
        < Termin mit Anna Meier: heute 10:00 (R2) …
    """)


async def test_cancelling_drops_the_pushes_and_the_question(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /termin Meier Mi 14:00
        …
        ! Absagen
        ~ Termin abgesagt: Anna Meier …
        @ 2026-03-06 12:00
        < Anna Meier ist KI ohne Termin, KI seit Mo 2.3. …
    """)


async def test_a_missed_appointment_is_a_result(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /termin Meier morgen 14:00
        …
        @ 2026-03-04 09:00
        …
        < Wie war der Termin mit Anna Meier (gestern 14:00)? …
        ! Nicht erschienen
        ~ Nicht erschienen: Anna Meier
          Nächster Schritt: Termin vereinbaren bis …
    """)


async def test_an_appointment_logged_after_the_moment_of_its_push_drops_that_push(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /termin Meier heute 9:30
        …
        @ 2026-03-02 09:29
        @ 2026-03-03 08:59
        @ 2026-03-03 09:00
        < Wie war der Termin mit Anna Meier (gestern 09:30)? …
    """)


async def test_a_result_without_an_appointment_sets_the_next_step(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /ergebnis Meier Angebot bis Freitag
        < Ergebnis notiert: Anna Meier – Angebot bis Freitag
          Nächster Schritt: Angebot bis Fr 6.3.
    """)


async def test_a_result_may_say_when_it_was(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /ergebnis Meier gestern gesprochen
        < Ergebnis notiert: Anna Meier – gestern gesprochen
          Nächster Schritt: erste Ansprache bis Mo 9.3.
        > /ergebnis Meier gestern gesprochen, Angebot bis Freitag
        < Ergebnis notiert: Anna Meier – gestern gesprochen, Angebot bis Freitag
          Nächster Schritt: gesprochen, Angebot bis Fr 6.3.
    """)


async def test_morning_appointments_are_told_before_the_quiet_hours(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /termin Meier Mi 7:30
        …
        @ 2026-03-03 16:59
        @ 2026-03-03 17:00
        < Termin mit Anna Meier: morgen 07:30 (R2) …
        @ 2026-03-03 20:00
        < Termin mit Anna Meier: morgen 07:30 (R2) …
        @ 2026-03-04 09:00
    """)

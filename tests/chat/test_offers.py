"""`/angebot` is asked about, `/absage` is left in peace (Q7)."""

import pytest

from bot.playground.stage import LEAD

# what a line means is the same on every database
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def rings(chat, move):
    before = len(chat.stage.standin.journal)
    await chat.answers(move)
    told = [e for e in chat.stage.standin.did(LEAD, after=before) if e.kind == "sent"]
    return [
        (f"{e.at.astimezone(chat.stage.zone):%d.%m. %H:%M}", e.text)
        for e in told
        if not e.text.startswith("Deine Woche")
    ]


async def offered(chat, *lines):
    for line in ("/neu Anna Meier", "/reaktion Meier Angebot", "/termin Meier 4.5. 10:00", *lines):
        await chat.answers(f"> {line}")


async def test_it_is_followed_up_after_three_working_days_and_at_its_end(chat):
    await offered(chat, "/angebot Meier 12.000 Wartung bis 20.3.")
    told = await rings(chat, "@ 2026-03-31 12:00")
    assert [at for at, _ in told] == ["05.03. 09:00", "20.03. 09:00"]
    assert "hat dein Angebot seit ein paar Tagen – was ist daraus geworden? (§2)" in told[0][1]
    assert "dein Angebot läuft heute ab – letzte Gelegenheit (§2)" in told[1][1]


@pytest.mark.parametrize(
    ("until", "rung"),
    [
        ("bis Do", ["05.03. 09:00"]),  # ends on the day it is followed up
        ("bis Fr", ["05.03. 09:00", "06.03. 09:00"]),
        ("bis So 15.3.", ["05.03. 09:00", "13.03. 09:00"]),  # the last working day before its end
        ("bis 3.4.", ["05.03. 09:00", "02.04. 09:00"]),  # Good Friday
        ("", ["05.03. 09:00"]),
    ],
)
async def test_its_end_falls_on_a_working_day(chat, until, rung):
    await offered(chat, f"/angebot Meier 300 Filter {until}")
    assert [at for at, _ in await rings(chat, "@ 2026-04-09 12:00")] == rung


@pytest.mark.parametrize("line", ["/kauf Meier 12.000 Wartung", "/absage Meier zu teuer"])
async def test_a_purchase_or_a_no_settles_it(chat, line):
    await offered(chat, "/angebot Meier 12.000 Wartung bis 20.3.", line)
    assert not [text for _, text in await rings(chat, "@ 2026-03-31 12:00") if "dein Angebot" in text]


async def test_done_answers_the_first_question_but_not_the_last(chat):
    await offered(chat, "/angebot Meier 12.000 Wartung bis 20.3.")
    await rings(chat, "@ 2026-03-05 12:00")
    assert "beim Angebot nachfassen (angerufen)" in "".join(await chat.answers("! Erledigt"))
    assert [at for at, _ in await rings(chat, "@ 2026-03-31 12:00")] == ["20.03. 09:00"]


@pytest.mark.parametrize("reaction", [None, "Web"])
async def test_an_offer_to_a_cold_address_is_stored_with_a_soft_hint(chat, reaction):
    await chat.answers("> /neu Anna Meier")
    if reaction:
        await chat.answers(f"> /reaktion Meier {reaction}")
    said = "".join(await chat.answers("> /angebot Meier 300 Filter"))
    assert said.startswith("< Angebot notiert: Anna Meier – 300,00 € Filter")
    assert "Hinweis: Ziel ist bei Anna Meier erst die Reaktion" in said


async def test_a_no_is_quiet_for_a_hundred_and_eighty_days(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.play("""
        > /absage Meier zu teuer
        < Absage notiert: Anna Meier – zu teuer, Ruhe bis Sa 29.8.
          Nächster Schritt: erste Ansprache bis Mo 7.9.2026
        [Bedanken] [180 Tage Ruhe] [Nie wieder] [Schritt ändern] [Rückgängig]
        ! 180 Tage
        ~ Absage notiert: …
          Anna Meier hat Ruhe: keine Erinnerungen, bis die Zeit um ist oder eine Reaktion kommt (Q7).
    """)
    assert await rings(chat, "@ 2026-09-06 23:00") == []
    assert [at for at, _ in await rings(chat, "@ 2026-09-07 12:00")] == ["07.09. 09:00"]


async def test_a_reaction_wakes_who_said_no(chat):
    for line in ("/neu Anna Meier", "/absage Meier zu teuer", "/reaktion Meier Angebot"):
        await chat.answers(f"> {line}")
    assert "ist KI ohne Termin" in (await rings(chat, "@ 2026-03-04 12:00"))[0][1]


async def test_never_again_is_for_ever_until_taken_back(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /absage Meier kein Bedarf")
    await chat.play("""
        ! Nie wieder
        ~ Nie wieder: Anna Meier – keine Erinnerungen mehr
          Kein nächster Schritt
        [Zurückholen] [Schritt ändern] [Rückgängig]
    """)
    assert await rings(chat, "@ 2026-09-15 12:00") == []
    assert "Nächster Schritt: erste Ansprache bis Di 22.9." in "".join(
        await chat.answers("> /zurueckstellen Meier zurück")
    )


async def test_taken_back_by_a_tap_the_message_says_only_what_holds_now(chat):
    for line in ("> /neu Anna Meier", "> /absage Meier kein Bedarf", "! Nie wieder"):
        await chat.answers(line)
    await chat.play("""
        ! Zurückholen
        ~ Wieder dabei: Anna Meier
          Nächster Schritt: erste Ansprache bis Mo 9.3.
        …
    """)


@pytest.mark.parametrize("step", ["anrufen Do", "anrufen Do 6:30"])
async def test_a_no_takes_the_planned_step_along_and_undone_it_stands_again(chat, step):
    for line in ("/neu Anna Meier", f"/schritt Meier {step}", "/absage Meier zu teuer"):
        await chat.answers(f"> {line}")
    assert "anrufen" not in "".join(await chat.answers("> /heute"))
    await chat.answers("> /rueckgaengig")
    assert "anrufen" in (await rings(chat, "@ 2026-03-06 12:00"))[0][1]


async def test_what_is_planned_after_a_no_is_the_reps_own_will(chat):
    for line in ("/neu Anna Meier", "/absage Meier zu teuer", "/schritt Meier noch mal anrufen Do 10:00"):
        await chat.answers(f"> {line}")
    assert [at for at, _ in await rings(chat, "@ 2026-03-31 12:00")] == ["05.03. 10:00"]

"""`nicht erreicht, morgen noch mal`: the touch and the next step in one line."""

import pytest


@pytest.fixture
async def meier(chat):
    await chat.answers("> /neu Anna Meier")
    return chat


@pytest.mark.parametrize(
    ("line", "done", "step"),
    [
        ("nicht erreicht, morgen noch mal", "nicht erreicht, heute", "noch mal anrufen bis morgen"),
        ("nicht erreicht morgen nochmal", "nicht erreicht, heute", "noch mal anrufen bis morgen"),
        ("Mailbox, versuche es Donnerstag früh", "Mailbox, heute", "noch mal anrufen Do 5.3. 08:00"),
        ("Mailbox – Do 10:00 erneut", "Mailbox, heute", "noch mal anrufen Do 5.3. 10:00"),
        ("Mail geschickt, nächste Woche Di noch mal", "Mail geschrieben", "noch mal schreiben bis Di 10.3."),
        ("angerufen, ruft in 3 Tagen zurück", "angerufen, heute", "ruft zurück bis Do 5.3."),
        ("angerufen, meldet sich Freitag", "angerufen, heute", "meldet sich bis Fr 6.3."),
        ("letzten Freitag nicht erreicht, Di 10:00 nochmal", "nicht erreicht, Fr 27.2.", "noch mal anrufen"),
    ],
)
async def test_what_is_tried_again_is_the_next_step(meier, line, done, step):
    said = "\n".join(await meier.answers(f"> /nachgefasst Meier {line}"))
    assert f"Nachgefasst: Anna Meier – {done}" in said
    assert f"Nächster Schritt: {step}" in said


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("angerufen gestern", "gestern"),
        ("Freitag wieder nicht erreicht", "Fr 27.2."),
        ("noch mal angerufen am Freitag", "Fr 27.2."),
        ("angerufen, war gestern krank", "gestern"),
    ],
)
async def test_what_was_is_no_step(meier, line, day):
    said = "\n".join(await meier.answers(f"> /nachgefasst Meier {line}"))
    assert f", {day}\n" in said
    assert "noch mal anrufen" not in said.partition("Nächster Schritt")[2]


async def test_two_days_to_try_again_are_asked_back_and_nothing_is_stored(meier):
    said = "\n".join(await meier.answers("> /nachgefasst Meier nicht erreicht, Do oder Fr noch mal"))
    assert "lässt mehr als eine Deutung zu" in said
    assert "1 Eintrag" in "\n".join(await meier.answers("> /verlauf Meier"))


async def test_one_undo_takes_both_back(meier):
    await meier.play("""
        > /nachgefasst Meier nicht erreicht, morgen noch mal
        < …
        ! Rückgängig
        ~ …
          Nächster Schritt: erste Ansprache bis …
    """)

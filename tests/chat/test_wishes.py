"""`/einstellungen`: every way to say it, what can't be, and that it counts from then on."""

import pytest

from bot.playground.stage import LEAD

# what a line means is the same on every database
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HEAD = ["< Gespeichert. Deine Einstellungen:"]


def shown(said):
    return [line.strip() for line in said if line.startswith("  ")]


async def test_without_a_word_it_shows_what_holds(chat):
    assert await chat.answers("> /einstellungen") == [
        "< Deine Einstellungen:",
        "  Ruhezeit: 20:00–08:00",
        "  Zeitzone: Europe/Berlin",
        "  Wochenblick: Mo 07:30",
        "  Höchstens 12 Pushes je Tag",
        "[Ruhe 19–8] [Ruhe 20–7] [Ruhe 22–6]",
        "[Woche Mo 7:30] [Woche So 18:00]",
        "[6 Pushes] [12 Pushes] [20 Pushes]",
        "[Wie das Team]",
    ]


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("Ruhe 19:00-7:30", "Ruhezeit: 19:00–07:30"),
        ("ruhezeit 19 – 7", "Ruhezeit: 19:00–07:00"),
        ("Ruhe: 19.30 bis 7.15", "Ruhezeit: 19:30–07:15"),
        ("Ruhe 22 Uhr bis 6 Uhr", "Ruhezeit: 22:00–06:00"),
        ("Ruhe von 22:00 bis 06:00 Uhr", "Ruhezeit: 22:00–06:00"),
        ("Ruhe aus", "Ruhezeit: keine"),
        ("Ruhe keine", "Ruhezeit: keine"),
        ("Ruhe 8-8", "Ruhezeit: keine"),
        ("Zone Wien", "Zeitzone: Europe/Vienna"),
        ("Zone Zürich", "Zeitzone: Europe/Zurich"),
        ("zeitzone zuerich", "Zeitzone: Europe/Zurich"),
        ("Zone Europe/Lisbon", "Zeitzone: Europe/Lisbon"),
        ("Zone New York", "Zeitzone: America/New_York"),
        ("Zone lissabon", None),
        ("Zone UTC", "Zeitzone: UTC"),
        ("Woche Fr 16:00", "Wochenblick: Fr 16:00"),
        ("Woche Sonntag 18 Uhr", "Wochenblick: So 18:00"),
        ("Wochenblick freitags um 7.45 Uhr", "Wochenblick: Fr 07:45"),
        ("Woche Mi", "Wochenblick: Mi 07:30"),
        ("Woche 6:15", "Wochenblick: Mo 06:15"),
        ("Pushes 1", "Höchstens 1 Push je Tag"),
        ("push 50", "Höchstens 50 Pushes je Tag"),
        ("Pushes 0", "Keine Pushes außer Terminen und Schritten mit Uhrzeit"),
    ],
)
async def test_it_is_understood_however_it_is_said(chat, said, line):
    answer = await chat.answers(f"> /einstellungen {said}")
    if line is None:
        assert "verstehe ich als Einstellung nicht" in answer[0]
    else:
        assert answer[:1] == HEAD
        assert line in shown(answer)


@pytest.mark.parametrize(
    "wrong",
    [
        "Ruhe", "Ruhe abends", "Ruhe 25-7", "Ruhe 7:61-8", "Zone", "Zone Mars", "Zone ../etc/passwd",
        "Zone /etc/localtime", "Woche", "Woche 25:00", "Woche bald", "Woche Mo 7:30 und Fr", "Pushes", "Pushes 51",
        "Pushes -1", "Pushes acht", "Pushes 1e3", "Pushes ²", "Blubb 3", "<b>", "Ruhe " + "9" * 500,
    ],
)  # fmt: skip
async def test_what_it_cannot_read_it_refuses_and_keeps_what_was(chat, wrong):
    answer = "".join(await chat.answers(f"> /einstellungen {wrong}"))
    assert "verstehe ich als Einstellung nicht" in answer
    assert "/einstellungen Ruhe 19:00-7:30" in answer
    assert shown(await chat.answers("> /einstellungen"))[:4] == [
        "Ruhezeit: 20:00–08:00",
        "Zeitzone: Europe/Berlin",
        "Wochenblick: Mo 07:30",
        "Höchstens 12 Pushes je Tag",
    ]


async def test_a_tap_changes_it_in_place_and_the_team_comes_back(chat):
    await chat.play("""
        > /einstellungen
        < …
        ! Ruhe 22–6
        ~ Gespeichert. Deine Einstellungen:
          Ruhezeit: 22:00–06:00 …
        ! So 18:00
        ~ … Wochenblick: So 18:00 …
        ! 6 Pushes
        ~ … Ruhezeit: 22:00–06:00 … Höchstens 6 Pushes je Tag
        ! Wie das Team
        ~ … Ruhezeit: 20:00–08:00 … Wochenblick: Mo 07:30 … Höchstens 12 Pushes je Tag
        …
    """)


async def test_one_reps_settings_are_no_other_ones(chat):
    await chat.answers("2> /einstellungen Ruhe 18:00-10:00")
    assert "Ruhezeit: 20:00–08:00" in shown(await chat.answers("> /einstellungen"))


async def test_what_waits_moves_with_the_new_hours_at_once(chat):
    for line in ("> /neu Anna Meier", "> /schritt Meier anrufen Di", "> /einstellungen Ruhe 20:00-10:30"):
        await chat.answers(line)
    await chat.answers("@ 2026-03-03 10:29")
    assert not [m for m in chat.stage.standin.history(LEAD) if "anrufen – heute" in m.text]
    await chat.answers("+ 1m")
    assert [m for m in chat.stage.standin.history(LEAD) if "anrufen – heute" in m.text]


async def test_setting_something_is_no_entry_that_undo_takes_back(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /einstellungen Pushes 3")
    assert "Zurückgenommen: Anna Meier" in "".join(await chat.answers("> /rueckgaengig"))

"""The player of transcripts: what it understands, what it prints, what a moved clock brings."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from bot.playground.demo import demo

MORNING = datetime(2026, 3, 2, 9)  # noqa: DTZ001 – wall clock of the team, a Monday


@pytest.fixture
def play(tmp_path, capsys):
    """Play a script as `demo --script FILE` does: exit code and printed lines."""

    def played(*lines, **wishes):
        file = tmp_path / "script.txt"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        code = demo(script=str(file), **({"empty": True, "now": MORNING} | wishes))
        return code, capsys.readouterr().out.splitlines()

    return played


def did(chat, kind):
    """What people did on their phones, of one kind."""
    return [entry for entry in chat.stage.standin.journal if not entry.by_bot and entry.kind == kind]


def pushes(chat, after):
    """Local times and first words of what the bot sent after so many entries of the journal."""
    zone = chat.stage.zone
    sent = [entry for entry in chat.stage.standin.did(after=after) if entry.kind == "sent"]
    return [(f"{entry.at.astimezone(zone):%d.%m. %H:%M}", entry.text.split(":")[0]) for entry in sent]


def test_every_line_is_printed_back_with_its_answer_under_it(play):
    code, lines = play("# erst ein Kontakt", "", "> /neu Anna Meier")
    assert lines[:3] == ["# erst ein Kontakt", "", "> /neu Anna Meier"]
    assert lines[3].startswith("< Neu: Anna Meier")
    assert code == 0


def test_further_lines_are_indented_and_tags_left_out(play):
    _, lines = play("> /start")
    assert lines[1].startswith("< ")
    assert all(line.startswith(("  ", "[")) for line in lines[2:])
    assert "<b>" not in "".join(lines)


def test_a_missing_button_is_named_and_the_script_goes_on(play):
    code, lines = play("! Gibt es nicht", "> /neu Anna Meier")
    assert lines[1] == "? kein Knopf „Gibt es nicht“"
    assert lines[3].startswith("< Neu: Anna Meier")
    assert code == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/neu Anna Meier", "? unbekannte Zeile, möglich sind: "),
        (">", "? hier fehlt der Text"),
        ("+ bald", "? die Uhr läuft nur vorwärts"),
        ("@ 2026-03-01 09:00", "? die Uhr läuft nur vorwärts"),
        ("off", "? die Uhr läuft nur vorwärts"),
        ("^ fehlt.csv", "? keine Datei „fehlt.csv“"),
        ("r> Ja", "? noch keine Nachricht vom Bot"),
        ("e> Ja", "? noch keine eigene Zeile"),
        ("c> Anna", "? eine Kontaktkarte ist etwa"),
        ("f> Anna", "? eine Weiterleitung ist etwa"),
    ],
)
def test_a_line_that_cannot_be_carried_out_says_why(play, line, said):
    code, lines = play(line)
    assert lines[1].startswith(said)
    assert code == 1


def test_all_that_the_second_rep_gets_begins_with_2(play):
    _, lines = play("2> /neu Bernd Lorenz")
    assert lines[1].startswith("2< Neu: Bernd Lorenz")
    assert any(line.startswith("2[") for line in lines)
    assert not any(line.startswith(("<", "[")) for line in lines)


def test_a_stranger_is_marked_and_leaves_nothing(play):
    _, lines = play("x> /neu Anna Meier", "> /kontakt Anna")
    assert lines[1].startswith("x< ")
    assert lines[3].startswith("< „Anna“")


def test_the_same_script_prints_the_same(play):
    script = ("> /neu Anna Meier", "> /reaktion Meier Web", "2> /neu Bernd Lorenz", "+ 2w", "kill", "+ 1d")
    assert play(*script, empty=False) == play(*script, empty=False)


def test_a_printed_transcript_can_be_played_again(play):
    _, once = play("> /start", "> /neu Anna Meier", "! nachgefasst?", "2> /hilfe", "+ 8d", "! Erledigt")
    assert play(*once)[1] == once


def test_standard_input_is_answered_line_by_line(tmp_path):
    argv = [sys.executable, "-m", "bot", "demo", "--script", "-", "--empty", "--now", "2026-03-02 09:00"]
    environ = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(  # noqa: S603 – our own interpreter
        argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, env=environ, encoding="utf-8"
    ) as running:
        for name in ("Anna Meier", "Jörg Groß"):
            running.stdin.write(f"> /neu {name}\n")
            running.stdin.flush()
            assert running.stdout.readline() == f"> /neu {name}\n"
            assert running.stdout.readline().startswith(f"< Neu: {name}")
            while not running.stdout.readline().startswith("[Schritt"):
                pass
        running.stdin.close()
        assert running.wait(10) == 0


def test_a_kept_database_stays_as_it_is(play, tmp_path):
    play("> /neu Anna Meier", "+ 1d", keep=tmp_path / "data")
    _, lines = play("> /kontakt Meier", "> /neu Bernd Lorenz", "> /rueckgaengig", keep=tmp_path / "data")
    assert lines[1].startswith("< Anna Meier")
    assert "Bernd Lorenz" in lines[-2] or "Bernd Lorenz" in "".join(lines[-4:])


async def test_days_keep_the_time_of_day_and_hours_elapse(chat):
    await chat.play("@ 2026-03-28 09:00\n+ 1d")
    assert f"{chat.now:%d.%m. %H:%M}" == "29.03. 09:00"
    await chat.play("@ 2026-10-24 09:00\n+ 24h")
    assert f"{chat.now:%d.%m. %H:%M}" == "25.10. 08:00"
    await chat.play("+ 1w\n+ 90m")
    assert f"{chat.now:%d.%m. %H:%M}" == "01.11. 09:30"


async def test_the_clock_runs_through_every_moment_in_between(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /schritt Meier anrufen morgen 10:20")
    await chat.answers("> /neu Bernd Lorenz")
    before = len(chat.stage.standin.journal)
    await chat.answers("+ 2w")
    assert [at for at, text in pushes(chat, before) if "Deine Woche" not in text] == [
        "03.03. 10:20",
        "09.03. 09:00",
    ]


async def test_what_fell_due_while_the_bot_was_off_comes_as_one_message(chat):
    for name in ("Anna Meier", "Bernd Lorenz"):
        await chat.answers(f"> /neu {name}")
    await chat.answers("@ 2026-03-06 09:00")
    before = len(chat.stage.standin.journal)
    await chat.answers("off 4d")
    sent = [entry for entry in chat.stage.standin.did(after=before) if "Deine Woche" not in entry.text]
    assert len(sent) == 1
    assert "Anna Meier" in sent[0].text
    assert "Bernd Lorenz" in sent[0].text


async def test_a_kill_loses_and_repeats_nothing(chat):
    await chat.answers("> /neu Anna Meier")
    before = chat.stage.nachfass
    assert await chat.answers("kill") == []
    assert chat.stage.nachfass is not before
    assert (await chat.answers("> /kontakt Meier"))[0].startswith("< Anna Meier")


async def test_a_button_is_looked_for_in_the_newest_message_first(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /neu Bernd Lorenz")
    assert "Bernd Lorenz" in "".join(await chat.answers("! rückgängig"))
    assert [entry.text for entry in did(chat, "pressed")] == ["Rückgängig"]


@pytest.fixture
def list_of_contacts(tmp_path):
    """Lies where the chat is played."""
    (tmp_path / "liste.csv").write_bytes(b"Name\nAnna\n")


@pytest.mark.usefixtures("list_of_contacts")
async def test_people_send_lines_replies_edits_cards_forwards_and_files(chat):
    for line in (
        "> /neu Anna Meier\\nsucht Wartung",
        "r> danke",
        "e> danke schön",
        "c> Bernd Lorenz, +491713920013",
        "f> Carla Winter: Bitte um Rückruf",
        "^ liste.csv",
    ):
        await chat.answers(line)
    first, reply, forward = (entry.message for entry in did(chat, "sent"))
    assert first.text == "/neu Anna Meier\nsucht Wartung"
    assert chat.stage.standin.messages[chat.stage.standin.people[101].id, reply.reply_to].by_bot
    assert forward.extra["forward_origin"]["sender_user_name"] == "Carla Winter"
    assert did(chat, "edited")[0].text == "danke schön"
    assert did(chat, "contact")[0].message.extra["contact"]["first_name"] == "Bernd"
    assert did(chat, "document")[0].message.file.data == b"Name\nAnna\n"


async def test_a_transcript_may_leave_out_what_does_not_matter(chat):
    await chat.play("""
        > /neu Anna Meier
        < Neu: Anna Meier – ZA …

        > /neu Bernd Lorenz
        …
        [… [Rückgängig]
        2> /heute
        2< …
    """)


@pytest.mark.parametrize(
    "wrong",
    [
        "> /neu Anna Meier",
        "> /neu Anna Meier\n< Neu: Anna Maier …",
        "> /neu Anna Meier\n< …\n[Rückgängig]",
        "> /neu Anna Meier\n< …\n< …",
        "# nichts\n< …",
    ],
)
async def test_a_transcript_that_does_not_fit_fails_with_both_sides(chat, wrong):
    with pytest.raises(pytest.fail.Exception, match=r"erwartet +│ bekommen"):
        await chat.play(wrong)

"""Scripts as they really come: from other editors, half finished, in odd orders, and what they may not do."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from bot.playground.demo import demo

MORNING = datetime(2026, 3, 2, 9)  # noqa: DTZ001 – wall clock of the team, a Monday
ARGV = [sys.executable, "-m", "bot", "demo", "--script", "-", "--empty", "--now", "2026-03-02 09:00"]


@pytest.fixture
def play(tmp_path, capsys):
    """Play these bytes as `demo --script FILE` does: exit code and printed lines."""

    def played(script, **wishes):
        file = tmp_path / "script.txt"
        file.write_bytes(script)
        code = demo(script=str(file), **({"empty": True, "now": MORNING} | wishes))
        return code, capsys.readouterr().out.splitlines()

    return played


def piped(script):
    environ = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(  # noqa: S603 – our own interpreter
        ARGV, input=script, capture_output=True, env=environ, timeout=30, check=False
    )


def slips(lines):
    return [line for line in lines if line.startswith("? ")]


@pytest.mark.parametrize(
    "script",
    [
        b"> /neu Anna Meier\r\n\r\n> /kontakt Meier\r\n",
        b"\xef\xbb\xbf> /neu Anna Meier\n\n> /kontakt Meier",
        b"  > /neu Anna Meier   \n \n\t> /kontakt Meier\n",
        b">/neu Anna Meier\n# Pause\n>/kontakt Meier\n\n\n",
    ],
    ids=["Windows", "byte order mark, no last newline", "indented", "no blanks"],
)
def test_a_script_is_read_whatever_editor_wrote_it(play, script):
    code, lines = play(script)
    answers = [line for line in lines if line.startswith("< ")]
    assert [answer.split(" –")[0].split(" ·")[0] for answer in answers] == [
        "< Neu: Anna Meier",
        "< Anna Meier",
    ]
    assert (code, slips(lines)) == (0, [])
    assert not any("\r" in line or "\ufeff" in line for line in lines)


def test_a_pipe_may_begin_with_a_byte_order_mark_and_end_without_a_newline():
    ended = piped("\ufeff> /neu Anna Meier\r\n> /neu Bernd Lorenz".encode())
    said = [line for line in ended.stdout.decode().splitlines() if line.startswith(("> ", "< "))]
    assert said[0] == "> /neu Anna Meier"
    assert said[2:] == ["> /neu Bernd Lorenz", "< Neu: Bernd Lorenz – ZA, Nummer #2"]
    assert ended.returncode == 0


def test_what_is_no_text_is_replaced_not_raised():
    ended = piped(b"> /neu Anna Meier\n> /notiz Meier \xff\xfe\n")
    assert ended.returncode == 0
    assert "Notiz: Anna Meier" in ended.stdout.decode()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"!", "? hier fehlt der Text"),
        (b"! Termin", "? kein Knopf „Termin“"),
        (b"2! Termin", "? kein Knopf „Termin“"),
        (b"x! Termin", "? kein Knopf „Termin“"),
        (b"2^ fehlt.csv", "? keine Datei „fehlt.csv“"),
        (b"2+ 1d", "? unbekannte Zeile"),
        (b"3> /heute", "? unbekannte Zeile"),
        (b"offen", "? unbekannte Zeile"),
        (b"kill -9", "? „kill“ steht allein"),
        (b"+ 1w 2d", "? die Uhr läuft nur vorwärts"),
        (b"+ -1d", "? die Uhr läuft nur vorwärts"),
        (b"+ 9999999w", "? die Uhr läuft nur vorwärts"),
        (b"off bald", "? die Uhr läuft nur vorwärts"),
        (b"@ bald", "? die Uhr läuft nur vorwärts"),
        (b"@ 2026-03-02 08:59", "? die Uhr läuft nur vorwärts"),
        (b"@ 2026-02-30 08:00", "? die Uhr läuft nur vorwärts"),
    ],
)
def test_a_broken_line_is_named_the_rest_is_played_and_the_exit_code_tells(play, line, said):
    code, lines = play(line + b"\n> /neu Anna Meier\n")
    assert lines[1].startswith(said)
    assert "< Neu: Anna Meier – ZA, Nummer #1" in lines
    assert code == 1


@pytest.mark.parametrize("line", [b"+ 0m", b"+ 0d", b"@ 2026-03-02 09:00", b"off 0h", b"kill"])
def test_no_time_at_all_is_no_mistake(play, line):
    code, lines = play(line + b"\n> /heute\n")
    assert lines[:2] == [line.decode(), "> /heute"]
    assert code == 0


async def test_a_script_may_count_a_week_in_minutes(chat):
    assert not slips(await chat.answers("+ 10080m"))
    assert f"{chat.now:%d.%m. %H:%M}" == "09.03. 09:00"


@pytest.mark.parametrize(
    ("now", "line", "then"),
    [
        ("2026-03-25 09:00", "+ 1w", "01.04. 09:00 +0200"),
        ("2026-10-21 09:00", "+ 1w", "28.10. 09:00 +0100"),
        ("2026-10-21 09:00", "off 1w", "28.10. 09:00 +0100"),
        ("2026-03-28 23:00", "+ 168h", "05.04. 00:00 +0200"),
        ("2026-03-28 02:30", "+ 1d", "29.03. 03:30 +0200"),
        ("2026-03-29 00:00", "@ 2026-03-29 02:30", "29.03. 03:30 +0200"),
        ("2026-10-25 00:00", "@ 2026-10-25 02:30", "25.10. 02:30 +0200"),
    ],
)
async def test_time_passes_over_the_nights_the_clocks_are_changed(chat, line, then):
    assert not slips(await chat.answers(line))
    assert f"{chat.now:%d.%m. %H:%M %z}" == then


@pytest.mark.parametrize(
    ("label", "does"),
    [("Abs", "Absagen"), ("sagen", "Absagen"), ("ABSAGEN", "Absagen"), ("Kalender", "Kalender")],
)
async def test_part_of_a_label_is_enough(chat, label, does):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /termin Meier Di 14:00")
    await chat.answers(f"! {label}")
    assert [entry.text for entry in chat.stage.standin.journal if entry.kind == "pressed"] == [does]


async def test_of_several_labels_the_one_that_says_just_that_is_pressed(chat):
    keys = [[{"text": label, "callback_data": label} for label in ("Neinsager", "Nein", "Nein danke")]]
    chat.stage.standin.call(
        "sendMessage", {"chat_id": 101, "text": "Ja?", "reply_markup": {"inline_keyboard": keys}}
    )
    await chat.answers("! nein")
    assert [entry.text for entry in chat.stage.standin.journal if entry.kind == "pressed"] == ["Nein"]


async def test_a_button_the_phone_sees_to_itself_is_found_and_tells_the_bot_nothing(chat):
    await chat.answers("> /neu Anna Meier, 0171 3920012")
    assert any("[Nummer kopieren]" in line for line in await chat.answers("> /kontakt Meier"))
    assert await chat.answers("! Nummer kopieren") == []


async def test_switched_off_and_killed_the_bot_goes_on_where_it_was(chat):
    await chat.play("""
        > /neu Anna Meier
        < Neu: …
        > /schritt Meier anrufen morgen 10:20
        < Schritt: …
        off 30m
        kill
        off 1d
        kill
        + 1h
        < …Anna Meier: anrufen …
        kill
        + 1d
        > /kontakt Meier
        < Anna Meier · #1 …
    """)


def test_with_empty_what_a_database_holds_is_kept(play, bare_urls):
    place = bare_urls[0]
    play(b"> /neu Anna Meier\n2> /neu Bernd Lorenz\n", database=place)
    code, lines = play(b"> /kontakt Meier\n2> /kontakt Lorenz\n2> /kontakt Meier\n", database=place)
    assert lines[1].startswith("< Anna Meier · #1")
    assert "2< Bernd Lorenz · #2" in lines
    assert any(line.startswith("2< „Meier“") for line in lines)
    assert code == 0

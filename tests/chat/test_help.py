"""`/hilfe` teaches: every page is short, every example that is shown anywhere works when it is copied."""

import html
import re
from contextlib import suppress
from dataclasses import replace

import pytest

from bot import respond
from bot.commands.help import TOPICS
from bot.commands.menu import menu
from bot.commands.registry import COMMANDS
from bot.desk import Desk
from bot.policies import office
from bot.turn import Attachment, Refusal, Turn
from bot.views import refusals
from bot.views.help import LONGEST

FURNISHED = (
    "/neu Anna Meier, Meier GmbH, 0171 3920012, anna@meier.example, Ort Köln, Branche Handel, Quelle Messe – Handball",
    *(f"/neu Kunde{number} Probe" for number in range(2, 13)),
    "/kauf Meier 1.299,00 Wartungsvertrag gestern", "/kauf #12 1.299,00 Wartungsvertrag gestern",
    "/termin Meier Do 10:00", "/termin #12 Do 10:00", "/notiz Meier Wartung in Köln",
    "/neu Otto Meyer", "/neu Paul Kunz", "/zurueckstellen Meier bis Mai",
)  # fmt: skip
WRONG = (
    "", "Niemand Sonst", "Meier", "#12", "#999", "Meier qwertz", "Meier 31.2.", "Meier gestern", "Meier morgen",
    "Meier in 3 Jahren", "Meier -5", "Meier 0", "Meier 99.999.999", "Meier 12 x 3", "Meier am 3.4. oder 4.5.",
    "qwertz", "31.2.", "Maier 200", "Kunde", "KI", "KI weil", "Meier XY weil nichts", "Seite 99", "Quelle Plakat",
    "Quelle", "bei Otto", "Ruhe 99", "Meier Telefon", "Meier Schuhgröße 44", "Meier + Meier", f"Meier {'x' * 3000}",
)  # fmt: skip
EXAMPLE = re.compile(r"<code>(/[^<]+)</code>")


def whole(chat):
    """The team's settings, with an address for calendars."""
    return replace(office(chat.stage.settings), feed="https://kalender.example")


class Undone(Exception):
    """Ends a trial: nothing it wrote stays."""


@pytest.fixture
async def furnished(chat):
    """What the examples speak of."""
    chat.stage.admit_rep()
    for line in FURNISHED:
        await chat.answers(f"> {line}")
    return chat


def tried(chat, line):
    """The text a line is answered with, as it is sent, and whether it was refused; the line itself leaves no trace."""
    now = chat.stage.clock.now()
    told = []
    with suppress(Undone), chat.work() as work:
        member = work.members.all()[0]
        rhythm = work.policy.rhythm(member)
        file = Attachment("photo", "file-1") if line.startswith("/anhang ") else None
        desk = Desk(Turn(member, line, now, now, file=file), work, whole(chat), rhythm)
        try:
            told.append((respond.run(desk, line).text, None))
        except Refusal as refusal:
            told.append((refusals.reply(refusal, rhythm.local(now)).text, refusal))
        raise Undone
    return told[0]


def shown_in(text):
    return {html.unescape(example) for example in EXAMPLE.findall(text)}


async def test_every_example_of_every_command_and_every_refusal_works_when_it_is_copied(furnished):
    lines = {example for command in COMMANDS.values() for example in command.examples}
    for command in COMMANDS.values():
        for wrong in WRONG:
            lines |= shown_in(tried(furnished, f"/{command.name} {wrong}".strip())[0])
    for line in (
        "Meier will ein Angebot",
        "Meier",
        "/qwertzuiop",
        "/kuaf Meier 200",
        "/start",
        "/hilfe Schreibweisen",
    ):
        lines |= shown_in(tried(furnished, line)[0])
    assert len(lines) > 2 * len(COMMANDS)
    refused = [f"{line}: {found!r}" for line in sorted(lines) if (found := tried(furnished, line)[1])]
    assert not refused, "\n".join(refused)


def test_every_commands_examples_are_its_own():
    for command in COMMANDS.values():
        names = {respond.folded(example.split()[0].lstrip("/")) for example in command.examples}
        assert names == {respond.folded(command.name)}, command.name
        assert len(set(command.examples)) == len(command.examples)


def test_the_menu_has_ten_commands_in_letters_telegram_takes():
    listed = menu()
    assert len(listed) == 10
    assert {"heute", "neu", "reaktion", "kauf", "termin", "kontakt"} <= {each["command"] for each in listed}
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", each["command"]) for each in listed)


def test_no_command_is_a_single_letter():
    assert all(len(name) > 1 for name in COMMANDS)


@pytest.mark.usefixtures("furnished")
async def test_every_page_of_the_help_fits_a_phone(chat):
    for word in ("", "Schreibweisen", *TOPICS, *(command.name for command in COMMANDS.values())):
        said, refusal = tried(chat, f"/hilfe {word}".strip())
        assert refusal is None
        assert len(re.sub("<[^>]+>", "", said)) <= LONGEST, word


async def test_from_topic_to_command_and_back_in_one_message(chat):
    await chat.play("""
        > /hilfe
        < Erfassen: /neu · /reaktion · /kauf · /termin · …
          Planen: …
        [Erfassen] … [Schreibweisen] [Rundgang in 5 Taps]
        ! Erfassen
        ~ Erfassen
          /neu – Kontakt anlegen
          /neu Anna Meier …
        [neu] … [kauf] … [Alle Themen]
        ! kauf
        ~ /kauf – Kauf eintragen
          /kauf Meier 1.299,00 Wartungsvertrag am 3.11. …
        [Erfassen] [Alle Themen]
        ! Erfassen
        ~ Erfassen …
        ! Alle Themen
        ~ Erfassen: /neu · …
    """)


async def test_a_misspelt_command_is_proposed_with_all_that_was_typed_behind_it(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kuaf Meier 1.299 Wartung gestern
        < Den Befehl /kuaf kenne ich nicht. Meintest du /kauf? …
        [Ja: /kauf Meier 1.299 Wartung gestern] [Hilfe]
        ! Ja
        ~ … Kauf notiert: Anna Meier – 1.299,00 € Wartung, gestern …
        > /xyzzyx Meier
        < Den Befehl /xyzzyx kenne ich nicht. Alle Befehle zeigt /hilfe.
        …
        > /hilfe kuaf
        < /kauf – Kauf eintragen …
    """)


async def test_a_rep_is_shown_no_commands_for_leads(chat):
    await chat.answers("2> /start")
    assert "/einladen" in "".join(await chat.answers("> /hilfe"))
    assert "/einladen" not in "".join(await chat.answers("2> /hilfe"))

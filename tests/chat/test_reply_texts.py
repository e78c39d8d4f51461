"""How replies read: every refusal has a sentence with a way on, every example works, every button answers."""

import re
from dataclasses import fields
from datetime import UTC, datetime

import pytest

from bot import errors, errors_pieces, respond
from bot.commands.registry import COMMANDS
from bot.turn import Button, Refusal
from bot.views import refusals, words
from domain.contact import Contact
from domain.events import Money
from storage.contacts import Listed

respond.load()
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
CONTACT = Contact(1, 1, "Anna Meier", NOW)
LISTED = Listed(CONTACT, "ZA", None, "", None, None)
SAMPLE = {  # by the names of their facts
    "asked": Money(100, "EUR"),
    "choices": [("200,00 €", "/kauf #1: 200,00 €")],
    "colleagues": False,
    "command": "einladen",
    "contact": "Anna Meier",
    "day": NOW.date(),
    "elsewhere": [LISTED],
    "example": "/kauf Meier 200",
    "found": [LISTED],
    "furthest": NOW.date(),
    "left": Money(50, "EUR"),
    "length": 20,
    "line": "/notiz #1:",
    "minor": 0,
    "more": True,
    "most": 10,
    "nearest": COMMANDS["kauf"],
    "number": 12,
    "oldest": NOW.date(),
    "others": ["Notiz"],
    "phrase": "31.2.",
    "phrases": ["200", "300"],
    "query": "Meier",
    "recent": [LISTED],
    "status": "KI",
    "usual": [("200,00 € Wartung", "200,00 € Wartung")],
    "what": "termin",
    "when": NOW,
    "why": "impossible",
}


def kinds(base=Refusal):
    for kind in base.__subclasses__():
        yield from kinds(kind)
        if kind.__module__ in {errors.__name__, errors_pieces.__name__} and not kind.__subclasses__():
            yield kind


def example_of(kind):
    needed = {f.name: SAMPLE.get(f.name, "etwas") for f in fields(kind) if f.init}
    return kind(**needed)


KINDS = sorted(set(kinds()), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_refusal_has_a_sentence_with_a_way_on(kind):
    reply = refusals.reply(example_of(kind), NOW)
    way_on = (
        "<code>" in reply.text or reply.buttons or "/hilfe" in reply.text or "/rueckgaengig" in reply.text
    )
    unchanged = "nichts geändert" in reply.text or "keinen Eintrag" in reply.text
    assert way_on or unchanged, reply.text
    assert len(re.sub("<[^>]+>", "", reply.text)) <= 600


def examples_in_refusals():
    texts = [refusals.reply(example_of(kind), NOW).text for kind in KINDS]
    return sorted({code for text in texts for code in re.findall(r"<code>(/[^<]+)</code>", text)})


EXAMPLES = sorted(
    {e for command in COMMANDS.values() for e in command.examples} | set(examples_in_refusals())
)
REFUSED = re.compile(
    r"(?:finde|kenne|verstehe) ich nicht|kann ich|läge in|Wer ist gemeint|Um wen geht|Wie viel hat|"
    r"Gespeichert ist nichts|Fehler|gibt es (?:nicht|bei dir nicht|vielleicht schon)|kein Termin offen"
)


async def furnished(chat):
    """What the examples speak of: contacts Meier and #12, with purchases, an appointment, a parking."""
    await chat.answers("> /neu Anna Meier, Meier GmbH, 0171 3920012")
    for number in range(2, 13):
        await chat.answers(f"> /neu Kunde{number} Probe")
    for who in ("#1", "#12"):
        await chat.answers(f"> /kauf {who} 1.299,00 Wartungsvertrag gestern")
        await chat.answers(f"> /termin {who} Do 10:00")
    await chat.answers("> /neu Paul Kunz")
    await chat.answers("> /neu Vorletzter Eintrag")


def command_of(line):
    return line.split()[0]


@pytest.mark.parametrize("command", sorted({command_of(line) for line in EXAMPLES}))
async def test_every_example_works_when_it_is_copied(chat, command):
    if command != "/neu":
        await furnished(chat)
    for line in filter(lambda each: command_of(each) == command, EXAMPLES):
        if line.endswith("zurück"):
            await chat.answers("> /zurueckstellen Meier bis Mai")
        answer = "\n".join(await chat.answers(f"> {line}"))
        assert answer, line
        assert not REFUSED.search(answer), answer
        if command == "/neu":
            await chat.answers("! Rückgängig")


STATES = {
    "a new contact": ["> /neu Anna Meier"],
    "a serious prospect": ["> /neu Anna Meier", "> /reaktion Meier Angebot", "> /kontakt Meier"],
    "an appointment": ["> /neu Anna Meier", "> /termin Meier morgen 14:00"],
    "a buyer": ["> /neu Anna Meier", "> /kauf Meier 200 Wartung", "> /warum Meier"],
    "a push": ["> /neu Anna Meier", "@ 2026-03-09 09:00"],
    "a result is missing": ["> /neu Anna Meier", "> /termin Meier morgen 14:00", "@ 2026-03-04 09:00"],
    "satisfaction": ["> /neu Anna Meier", "> /kauf Meier 200", "@ 2026-03-16 09:00"],
    "buy or park": ["> /neu Anna Meier", "> /status Meier KI weil Test", "@ 2026-04-01 09:00"],
    "an own step": ["> /neu Anna Meier", "> /schritt Meier anrufen morgen 10:00", "@ 2026-03-03 10:00"],
    "the list": ["> /neu Anna Meier", "> /neu Bert Braun", "@ 2026-03-09 10:00", "> /heute"],
    "a question": ["> /neu Anna Meier", "> /neu Bert Meier", "> /reaktion Meier"],
    "a typing error": ["> /neu Anna Meier", "> /kauf Maier 200"],
    "somebody unknown": ["> /kauf Clara Winter 200"],
    "a duplicate": ["> /neu Anna Meier", "> /neu Anna Meier"],
    "a line without a command": ["> /neu Anna Meier", "> Meier will ein Angebot"],
    "a misspelt command": ["> /neu Anna Meier", "> /kuaf Meier 200"],
    "help": ["> /hilfe"],
    "undone": ["> /neu Anna Meier", "> /rueckgaengig"],
    "parked": ["> /neu Anna Meier", "> /zurueckstellen Meier bis Mai"],
    "lists": ["> /neu Anna Meier", "> /liste"],
}
DEPTH = 3


@pytest.mark.parametrize("state", STATES)
async def test_every_button_works_and_every_tap_is_answered(chat, state):
    """Whatever stands under the newest message is pressed, then whatever that brings."""
    for line in STATES[state]:
        await chat.answers(line)
    seen: set[str] = set()
    for _ in range(DEPTH):
        labels = [
            button["text"] for row in chat.stage.standin.last(101, by_bot=True).buttons for button in row
        ]
        for label in [each for each in labels if each not in seen]:
            seen.add(label)
            await tapped(chat, label)
    assert seen


async def tapped(chat, label):
    """The newest button of this name; one that went with an earlier tap is passed over."""
    standin = chat.stage.standin
    if not (found := standin.find_button(101, label)):
        return
    answered = []
    standin.fault = lambda method, _params: answered.append(method)
    before = len(standin.journal)
    standin.press(101, *found)
    await chat.stage.settle()
    said = "\n".join(entry.text for entry in standin.did(101, after=before))
    assert "Fehler" not in said, f"[{label}] {said}"
    assert answered.count("AnswerCallbackQuery") == 1, f"[{label}] was not answered"
    assert said, f"[{label}] said nothing"
    assert_reads_well(said)


ENGLISH = re.compile(
    r"\b(?:the|error|none|null|true|false|reminder|contact|undo|today|tomorrow|monday|week)\b", re.IGNORECASE
)


def assert_reads_well(said):
    for text in said.split("\n"):
        assert ".." not in text, text
        assert not ENGLISH.search(text), text
        assert not re.search(r"\b(?:Sie|Ihr|Ihre|Ihnen)\b", text), text
        assert not re.search(r"  |\ue000|<[a-z/]|&amp;", text.strip()), text


DAY = """
> /neu Anna Meier, Meier GmbH, 0171 2345678 – sucht Wartung
> /reaktion Meier Web gestern
> /reaktion Meier Anruf
> /termin Meier morgen 14:00 Video
> /kontakt Meier
> /warum Meier
> /schritt Meier anrufen Fr
> /heute
> /zurueckstellen Meier bis Mai
> /kontakt Meier
> /kauf Meier 200 Wartung
> /kontakt Meier
> /rueckgaengig
> /hilfe
> /system
> /spaeter Meier in 3 Jahren
> /termin Meier gestern 10:00
@ 2026-03-20 12:00
> /heute
"""


async def test_a_whole_day_reads_well(chat):
    for line in DAY.strip().splitlines():
        await chat.answers(line)
    for entry in chat.stage.standin.did(101):
        assert_reads_well(entry.text)
        assert len(entry.text) <= 1200


@pytest.mark.parametrize(
    ("labels", "in_rows"),
    [
        (["Anna Meier · ZA", "Bernd · II"], [2]),
        (["Anna Meier · Meier Metallbau GmbH · ZA", "Bernd · II"], [1, 1]),
    ],
)
def test_names_too_long_to_be_read_side_by_side_have_a_row_each(labels, in_rows):
    keys = [Button.line(label, "/kontakt") for label in labels]
    assert [len(row) for row in refusals.readable(keys)] == in_rows


def test_less_than_nothing_is_written_with_a_minus():
    assert words.amount(-219_500, "EUR") == "−2.195,00 €"

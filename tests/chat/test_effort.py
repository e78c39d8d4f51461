"""README's table of everyday tasks is true: each row is played, its messages, taps and characters are counted."""

import re
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest

README = (Path(__file__).parents[2] / "README.md").read_text()
ROW = re.compile(
    r"^\| (?P<task>[^|]+) \| (?P<do>[^|]+) \| (?P<messages>\d) \+ (?P<taps>\d) \| (?P<letters>\d+) "
    r"\| (?P<elsewhere>[\d–]+) \|$",
    re.MULTILINE,
)
CARD = "share the card"
SHARED = "c> Carl Castor, +491713920077"
DONE = {  # what shows that the task is done, row by row
    "A new contact with company and phone": "Neu: Berta Blum (Blum GmbH)",
    "A new contact from the phone's address book": "Neu: Carl Castor",
    "They asked for material: log it, adjust the status": "Reaktion notiert: Anna Meier",
    "Called, not reached, try again tomorrow": "Di 3.3.",
    "A purchase": "Kauf notiert: Anna Meier – 1.299,00 € Wartung, heute",
    "Yesterday's purchase, at a discount": "Kauf notiert: Anna Meier – 49,90 € Filter mit Rabatt, gestern",
    "Part of it came back": "Retoure notiert: Anna Meier – 49,90 €",
    "An appointment on Tuesday at two": "Termin: Anna Meier – morgen, Di 3.3. 14:00",
    "It moves to Thursday": "Termin verschoben: Anna Meier – Do 5.3. 10:00",
    "Its result, and what to do by Friday": "Nächster Schritt: Angebot bis Fr 6.3.",
    "An offer, valid until the end of the month": "gültig bis Di 31.3.",
    "They said no: why, and leave them alone": "Absage notiert: Anna Meier – zu teuer, Ruhe bis",
    "Something to remember": "Notiz: Anna Meier – spielt Handball",
    "The next step, with a reminder": "Nächster Schritt: anrufen Do 5.3. 10:00",
    "Not before May": "Zurückgestellt: Anna Meier",
    "Everything about them, before the call": "Anna Meier · #1",
    "What is on today; tick the first item off": "Heute dran (1)",
    "Who wants to buy but has no appointment": "Liste „KI ohne Termin“: 2",
    "A new phone number": "Telefon: +491713920011 → +491713920099",
    "The last entry was wrong": "Zurückgenommen: ",
}


@dataclass(frozen=True)
class Task:
    """A row: what it promises, and the lines and labels that keep the promise."""

    name: str
    lines: list[str]
    labels: list[str]
    messages: int
    taps: int
    letters: int


def tasks():
    for row in ROW.finditer(README):
        typed = re.findall(r"`([^`]+)`", row["do"])
        lines = [f"> {line}" for line in typed] + ([SHARED] if CARD in row["do"] else [])
        labels = re.findall(r"\[([^]]+)\]", row["do"])
        yield Task(row["task"], lines, labels, int(row["messages"]), int(row["taps"]), int(row["letters"]))


TASKS = list(tasks())


async def before(chat):
    """A rep's morning: a buyer with a past appointment, and a few who are due."""
    for line in (
        "> /neu Anna Meier, 0171 3920011", "> /kauf Meier 200 Filter gestern",
        "> /neu Dora Dahl", "> /reaktion Dahl Angebot", "> /neu Emil Ecker", "> /reaktion Ecker Angebot",
        "@ 2026-03-02 09:00", "> /termin Meier morgen 9:00", "> /notiz Meier Parkplatz im Hof",
    ):  # fmt: skip
        await chat.answers(line)


def test_the_table_has_twenty_tasks_and_its_medians_are_the_ones_it_names():
    assert [task.name for task in TASKS] == list(DONE)
    counted = [
        median(values) for values in zip(*((t.messages, t.taps, t.letters) for t in TASKS), strict=True)
    ]
    said = re.search(r"the median is (\d+) message, (\d+) taps, ([\d.]+) characters", README)
    assert said
    assert [float(number) for number in said.groups()] == counted
    elsewhere = [int(row["elsewhere"]) for row in ROW.finditer(README) if row["elsewhere"] != "–"]
    assert f"Its median is {median(elsewhere):g} taps." in README


@pytest.mark.parametrize("now", ["2026-02-20 09:00"])
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
async def test_a_task_costs_what_the_table_says(chat, task):
    assert (len(task.lines), len(task.labels)) == (task.messages, task.taps)
    assert sum(len(line.removeprefix("> ")) for line in task.lines if line != SHARED) == task.letters
    assert (task.messages <= 1, task.taps <= 2) == (True, True)
    await before(chat)
    said = []
    for line in (*task.lines, *(f"! {label}" for label in task.labels)):
        said = await chat.answers(line)
    assert DONE[task.name] in "\n".join(said)
    assert chat.player.slips == 0

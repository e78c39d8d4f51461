"""A sentence for every refusal: what was wrong, what was understood, one example that works when copied."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any

from bot import errors, waiting
from bot.commands.registry import COMMANDS
from bot.turn import Button, Refusal, Reply, Rows, rows
from bot.views import words
from bot.views.words import shown
from domain.folding import folded
from storage.contacts import Listed

LONGEST_BESIDE = 18  # characters of a label of which two stand in a row
_MEIER = re.compile(r"(<code>/[a-z_]+) Meier\b")  # our examples' customer gives way to the one it is about
_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
Sentence = Callable[[Any, datetime], Reply]
SENTENCES: dict[type[Refusal], Sentence] = {}
TOPICS = (
    "absence", "content", "exports", "judged", "imports", "lists", "pieces", "record", "state", "team", "trade",
)  # fmt: skip


@cache
def load() -> None:
    """Import every module of sentences, so that each registers its own."""
    for topic in TOPICS:
        import_module(f"bot.views.refusals_{topic}")


def reply(refusal: Refusal, local: datetime) -> Reply:
    """The German answer; `local` is when the line was typed, in the rep's zone."""
    load()
    said = SENTENCES[type(refusal)](refusal, local)
    if not refusal.about:
        return said
    return replace(said, text=_MEIER.sub(lambda found: f"{found[1]} {shown(refusal.about)}", said.text))


def says(kind: type[Refusal]) -> Callable[[Sentence], Sentence]:
    def register(sentence: Sentence) -> Sentence:
        SENTENCES[kind] = sentence
        return sentence

    return register


def example(line: str) -> str:
    return f"<code>{shown(line)}</code>"


def _name(command: str) -> str:
    return "/" + command.translate(_ASCII)


_OTHERS = {
    "sticker": "Mit Stickern",
    "location": "Mit Standorten",
    "venue": "Mit Orten",
    "poll": "Mit Umfragen",
    "dice": "Mit Würfeln",
    "game": "Mit Spielen",
    "story": "Mit Storys",
}


@says(errors.NothingTyped)
def _nothing(refusal: errors.NothingTyped, _local: datetime) -> Reply:
    return Reply(
        f"{_OTHERS.get(refusal.other, 'Damit')} kann ich nichts anfangen – ich lese Text und nehme Fotos, Dateien und "
        f"Sprachnachrichten. Zum Beispiel {example('/notiz Meier spielt Handball')}"
    )


@says(errors.UnknownCommand)
def _unknown_command(refusal: errors.UnknownCommand, _local: datetime) -> Reply:
    word = shown(refusal.word, most=40)
    if refusal.nearest is None:
        return Reply(
            f"Den Befehl /{word} kenne ich nicht. Alle Befehle zeigt /hilfe.",
            rows([Button.line("Hilfe", "/hilfe")]),
        )
    near = _name(refusal.nearest.name)
    line = f"{near} {refusal.rest}".strip()
    text = f"Den Befehl /{word} kenne ich nicht. Meintest du {near}? Zum Beispiel {example(refusal.nearest.examples[0])}"
    yes = Button(
        f"Ja: {line[:40]}", "run", {"line": line, "over": True}
    )  # complete as it is: it asks nothing
    return Reply(text, rows([yes], [] if near == "/hilfe" else [Button.line("Hilfe", "/hilfe")]))


@says(errors.LeadsOnly)
def _leads_only(refusal: errors.LeadsOnly, _local: datetime) -> Reply:
    return Reply(f"{_name(refusal.command)} darf nur die Vertriebsleitung. Was du tun kannst, zeigt /hilfe.")


@says(errors.ContactMissing)
def _contact_missing(refusal: errors.ContactMissing, _local: datetime) -> Reply:
    command, *said = waiting.typed(refusal.line).split(maxsplit=1)
    sample = example(_whole(command))
    if not refusal.recent:
        return Reply(
            f"Um wen geht es? Du hast noch keine Kontakte. Leg einen an: {example('/neu Anna Meier')}"
        )
    keys = choices(refusal.recent, refusal.line)
    text = f"Um wen geht es? Tippe einen Namen an oder antworte mit einem, zum Beispiel {sample}"
    return Reply(text, readable(keys), question=refusal.line if said else command)


def _whole(command: str) -> str:
    """A line of this command that needs no further question."""
    known = COMMANDS.get(folded(command.removeprefix("/")))
    return known.examples[0] if known else f"{command} Anna Meier"


def choices(found: Sequence[Listed], line: str) -> list[Button]:
    """A button each; those that would read the same say their number."""
    labels = [words.label(item.contact, item.status) for item in found]
    return [
        Button.line(
            f"{label} · #{item.contact.id}" if labels.count(label) > 1 else label,
            waiting.completed(line, item.contact.id),
        )
        for item, label in zip(found, labels, strict=True)
    ]


def readable(keys: Sequence[Button]) -> Rows:
    """Two in a row where a phone shows both labels whole, else one: Telegram cuts what is wider than its button."""
    beside = 1 if any(len(key.label) > LONGEST_BESIDE for key in keys) else 2
    return rows(*(keys[place : place + beside] for place in range(0, len(keys), beside)))


@says(errors.ContactAmbiguous)
def _ambiguous(refusal: errors.ContactAmbiguous, _local: datetime) -> Reply:
    more = " Es gibt noch mehr – genauer, bitte." if refusal.more else ""
    keys = [[key] for key in choices(refusal.found, refusal.line)]
    text = f"„{shown(refusal.query, most=60)}“ passt auf mehrere. Wer ist gemeint?{more}"
    return Reply(text, rows(*keys, [CANCEL]), question=refusal.line)


@says(errors.ContactUnsure)
def _unsure(refusal: errors.ContactUnsure, _local: datetime) -> Reply:
    query = shown(refusal.query, most=60)
    if len(refusal.found) == 1:
        item = refusal.found[0]
        yes = Button.line(f"Ja, {item.contact.name[:30]}", waiting.completed(refusal.line, item.contact.id))
        text = f"„{query}“ kenne ich nicht. Meintest du {words.name(item.contact)}?"
        return Reply(text, rows([yes, CANCEL], [_create(refusal.query, refusal.line)]), question=refusal.line)
    keys = [[key] for key in choices(refusal.found, refusal.line)]
    text = f"„{query}“ kenne ich nicht. Meintest du jemanden von diesen?"
    return Reply(text, rows(*keys, [_create(refusal.query, refusal.line), CANCEL]), question=refusal.line)


CANCEL = Button("Abbrechen", "cancel_question", {})


def _create(name: str, line: str) -> Button:
    return creating(f"„{name[:30]}“ neu anlegen", name, line)


def creating(label: str, name: str, line: str) -> Button:
    """Create someone, then carry out the line that named them."""
    return Button(label, "create", {"name": name, "line": line})


@says(errors.ContactUnknown)
def _unknown(refusal: errors.ContactUnknown, _local: datetime) -> Reply:
    query = shown(refusal.query, most=60)
    if not refusal.creatable or not any(letter.isalpha() for letter in refusal.query):
        return Reply(
            f"Zu „{query}“ finde ich keinen Kontakt. Leg ihn an, zum Beispiel "
            f"{example('/neu Anna Meier, 0171 3920012')}"
        )
    keys = choices(refusal.elsewhere, refusal.otherwise)
    keys += [_create(name, line) for name, line in _names(refusal.query, refusal.line)]
    text = f"„{query}“ finde ich nicht. Soll ich den Kontakt neu anlegen? Deine Zeile führe ich danach gleich aus."
    return Reply(text, rows(*([key] for key in keys), [CANCEL]), question=refusal.line)


def _names(query: str, line: str) -> list[tuple[str, str]]:
    """The name as it was read; with a second word it may also be the first alone."""
    first, *further = query.split()
    return [(query, line), *([(first, waiting.shortened(line, first))] if further else [])]


@says(errors.NumberUnknown)
def _number(refusal: errors.NumberUnknown, _local: datetime) -> Reply:
    return Reply(
        f"Einen Kontakt #{refusal.number} gibt es bei dir nicht. Such mit dem Namen: {example('/kontakt Meier')}"
    )


@says(errors.NameMissing)
def _name_missing(refusal: errors.NameMissing, _local: datetime) -> Reply:
    understood = f" Verstanden habe ich „{shown(refusal.typed, most=80)}“." if refusal.typed else ""
    return Reply(
        f"Für einen neuen Kontakt brauche ich zuerst einen Namen.{understood} Zum Beispiel {example('/neu Anna Meier, 0171 3920012')}",
        question="/neu",
    )

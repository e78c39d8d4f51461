"""Sentences that ask before anything is guessed: who of a line is meant, which number is the price, which day."""

import re
from datetime import datetime

from bot import errors, errors_pieces
from bot.turn import Button, Reply, rows
from bot.views import words
from bot.views.refusals import CANCEL, choices, example, says
from bot.views.words import shown

MOST_NAMED = 6


@says(errors_pieces.NameBehind)
def _behind(refusal: errors_pieces.NameBehind, _local: datetime) -> Reply:
    keys = choices(refusal.found, refusal.line)
    if len(keys) == 1:
        who = words.name(refusal.found[0].contact)
        keys = [Button.line(f"Ja, {refusal.found[0].contact.name[:30]}", keys[0].args["line"])]
        asked = f"Meintest du {who}?"
    else:
        asked = "Wer ist gemeint?"
    return Reply(
        f"Am Anfang der Zeile erwarte ich den Namen, „{shown(refusal.begins, most=40)}“ kenne ich nicht. {asked}",
        rows(*([key] for key in keys), [CANCEL]),
        question=refusal.line,
    )


def _taps(found: errors_pieces.Choices) -> list[list[Button]]:
    return [[Button(label, "run", {"line": line, "over": True})] for label, line in found]


@says(errors_pieces.AmountsSeveral)
def _several(refusal: errors_pieces.AmountsSeveral, _local: datetime) -> Reply:
    named = words.listing([f"„{shown(phrase, most=30)}“" for phrase in refusal.phrases[:MOST_NAMED]])
    return Reply(
        f"Ich sehe mehrere Beträge: {named}. Welcher ist es? Gespeichert ist nichts – tippe oder antworte mit dem "
        "Betrag, zum Beispiel <code>1.299,00</code>",
        rows(*_taps(refusal.choices[:MOST_NAMED]), [CANCEL]),
        question=refusal.line,
    )


@says(errors_pieces.DayOrAmount)
def _day_or_amount(refusal: errors_pieces.DayOrAmount, _local: datetime) -> Reply:
    phrase = shown(refusal.phrase, most=20)
    return Reply(
        f"„{phrase}“ kann ein Tag oder ein Betrag sein. Gespeichert ist nichts – tippe, was gemeint ist. Einen Tag "
        f"schreibst du mit Punkt dahinter, <code>{phrase}.</code>, einen Betrag mit Komma, "
        f"<code>{phrase.replace('.', ',')}</code>",
        rows(*_taps(refusal.choices), [CANCEL]),
        question=refusal.line,
    )


@says(errors_pieces.TooLongAgo)
def _too_long_ago(refusal: errors_pieces.TooLongAgo, _local: datetime) -> Reply:
    return Reply(
        f"{refusal.what} läge im Jahr {refusal.day.year} – so weit zurück trage ich nichts ein, frühestens ab "
        f"{refusal.oldest.year}. Gespeichert ist nichts, antworte mit dem richtigen Tag. "
        f"Zum Beispiel {example(refusal.example)}",
        question=refusal.line,
    )


@says(errors.AmountMissing)
def _amount_missing(refusal: errors.AmountMissing, _local: datetime) -> Reply:
    seen = f" In „{shown(refusal.said, most=60)}“ sehe ich keinen Betrag." if refusal.said else ""
    if _FREE.search(refusal.said):
        seen += f" Was nichts gekostet hat, ist kein Kauf, sondern eine Notiz: {example('/notiz Meier Wartung umsonst')}."
    keys = [
        Button(label, "run", {"line": f"{refusal.line} {said}", "over": True})
        for label, said in refusal.usual
    ]
    tap = "Tippe oder antworte" if keys else "Antworte einfach"
    return Reply(
        f"Um wie viel geht es bei {refusal.who}?{seen} {tap} mit dem Betrag, zum Beispiel <code>1.299,00</code>",
        rows(*([key] for key in keys)),
        question=refusal.line,
    )


@says(errors.AmountUnreadable)
def _amount(refusal: errors.AmountUnreadable, _local: datetime) -> Reply:
    return Reply(
        f"„{shown(refusal.phrase, most=40)}“ kann ich nicht als Betrag lesen. Gespeichert ist nichts – antworte mit dem "
        f"Betrag: 1299, 1.299,00 oder 49,90 €. Ganze Zeile zum Beispiel {example(_whole_line(refusal.command))}",
        question=refusal.line,
    )


def _whole_line(command: str) -> str:
    return _PRICED.get(command, _PRICED["kauf"])[1]


@says(errors.AmountOutOfRange)
def _range(refusal: errors.AmountOutOfRange, _local: datetime) -> Reply:
    command = refusal.command if refusal.command in _PRICED else "kauf"
    why = "ist sehr viel, stimmt das?" if refusal.minor > 0 else f"ist kein Betrag für {_PRICED[command][0]}."
    way = "" if refusal.minor > 0 else _OTHERWISE.get((command, refusal.minor < 0), "")
    return Reply(
        f"{shown(refusal.phrase, most=40)} {why} Ich nehme Beträge über 0 bis 10.000.000, gespeichert ist nichts. {way}"
        f"Antworte mit dem Betrag. Ganze Zeile zum Beispiel {example(_PRICED[command][1])}",
        question=refusal.line,
    )


_FREE = re.compile(r"\b(?:umsonst|gratis|kostenlos|geschenkt|nichts)\b", re.IGNORECASE)
_PRICED = {  # what an amount is asked for, and a line with one
    "kauf": ("einen Kauf", "/kauf Meier 1.299,00 Wartung"),
    "retoure": ("eine Retoure", "/retoure Meier 200 Wartung"),
    "angebot": ("ein Angebot", "/angebot Meier 450 Zubehör"),
}
_OTHERWISE = {  # by command, and whether it was less than nothing
    ("kauf", False): f"War es umsonst, ist es eine Notiz: {example('/notiz Meier Wartung umsonst')}. ",
    ("kauf", True): f"Kam etwas zurück, ist es eine Retoure: {example('/retoure Meier 200 Wartung')}. ",
    ("angebot", False): f"Ohne Preis geht es auch: {example('/angebot Meier Wartung')}. ",
}

"""Sentences for what can't be changed in a record, taken back there, or merged."""

from datetime import datetime

from bot import errors_record as errors
from bot import waiting
from bot.turn import Button, Reply, rows
from bot.views import words
from bot.views.fields import FIELDS
from bot.views.refusals import CANCEL, example, says
from bot.views.words import shown
from domain.record import Field

SAMPLES = {
    Field.PHONE: "0171 3920012", Field.PHONE2: "0221 4710815", Field.EMAIL: "anna@meier.example",
    Field.EMAIL2: "anna@meier.example", Field.WEBSITE: "meier.example", Field.POSTCODE: "50667",
    Field.PRIVATE: "ja", Field.ADDRESS: "Du", Field.NAME: "Anna Meier",
}  # fmt: skip
CHOICES = {Field.PRIVATE: ("ja", "nein"), Field.ADDRESS: ("Du", "Sie")}


@says(errors.FieldUnknown)
def _unknown(refusal: errors.FieldUnknown, _local: datetime) -> Reply:
    names = ", ".join([*FIELDS.values(), "Stichwort"])
    return Reply(
        f"Ein Feld „{shown(refusal.word, most=40)}“ gibt es nicht, bei {refusal.who} ist nichts geändert. Es gibt: {names}. "
        f"Zum Beispiel {example('/aendern Meier Telefon 0171 3920012')}",
        rows([Button("Als Notiz", "run", {"line": refusal.note, "over": True})]),
    )


@says(errors.FieldUnreadable)
def _unreadable(refusal: errors.FieldUnreadable, _local: datetime) -> Reply:
    label, sample = FIELDS[refusal.field], SAMPLES.get(refusal.field, "etwas anderes")
    keys = [Button.line(choice, f"{refusal.line} {choice}") for choice in CHOICES.get(refusal.field, ())]
    return Reply(
        f"„{shown(refusal.typed, most=60)}“ geht nicht als {label} von {refusal.who}. Gespeichert ist nichts, antworte "
        f"einfach, wie es heißen soll. Zum Beispiel {example(f'/aendern Meier {label} {sample}')}",
        rows(keys),
        question=refusal.line,
    )


@says(errors.NameNeeded)
def _name_needed(refusal: errors.NameNeeded, _local: datetime) -> Reply:
    return Reply(
        f"Ohne Namen fände {refusal.who} niemand wieder, es wurde nichts geändert. Antworte mit dem neuen Namen, zum Beispiel "
        f"{example('/aendern Meier Name Anna Meier')}",
        question=refusal.line,
    )


@says(errors.MergePartnerMissing)
def _partner(refusal: errors.MergePartnerMissing, _local: datetime) -> Reply:
    keys = [
        Button.line(words.label(item.contact, item.status), waiting.completed(refusal.line, item.contact.id))
        for item in refusal.likely
    ]
    return Reply(
        f"Mit wem soll ich {refusal.who} zusammenführen? Tippe oder antworte mit dem Namen, zum Beispiel "
        f"{example('/zusammenfuehren Meier + Meyer')}",
        rows(*([key] for key in keys), [CANCEL]),
        question=refusal.line,
    )


@says(errors.MergePartnerUnknown)
def _nobody(refusal: errors.MergePartnerUnknown, _local: datetime) -> Reply:
    return Reply(
        f"„{shown(refusal.query, most=60)}“ finde ich nicht; es wurde nichts geändert. Antworte mit dem Namen, wie er gespeichert "
        f"ist, oder mit der Nummer, zum Beispiel in {example('/zusammenfuehren Meier + #12')}",
        rows([CANCEL]),
        question=refusal.line,
    )


@says(errors.MergeTooMany)
def _too_many(refusal: errors.MergeTooMany, _local: datetime) -> Reply:
    return Reply(
        f"Zusammenführen kann ich immer nur zwei, es wurde nichts geändert. Erst die ersten beiden, dann den dritten: "
        f"{example(refusal.first)}",
        rows([Button.line("Die ersten beiden", refusal.first)]),
    )


@says(errors.MergeWithItself)
def _itself(refusal: errors.MergeWithItself, _local: datetime) -> Reply:
    already = f"#{refusal.merged} ist längst in {refusal.who} aufgegangen" if refusal.merged else ""
    same = already or f"Beides ist {refusal.who} (#{refusal.number})"
    return Reply(
        f"{same}; es wurde nichts geändert. Nenn zwei verschiedene Kontakte, zum Beispiel mit ihren Nummern: "
        f"{example('/zusammenfuehren #3 + #12')}",
        rows([Button.line("Karte", f"/kontakt #{refusal.number}:")]),
    )


@says(errors.MergeLeadsOnly)
def _leads_only(refusal: errors.MergeLeadsOnly, _local: datetime) -> Reply:
    return Reply(
        f"{refusal.one} und {refusal.other} sind in verschiedenen Händen; zusammenführen kann sie die Vertriebsleitung. "
        "Es wurde nichts geändert."
    )


@says(errors.MergeGone)
def _gone(_refusal: errors.MergeGone, _local: datetime) -> Reply:
    return Reply(
        "Das passt nicht mehr: Einer der beiden Kontakte ist inzwischen zusammengeführt, getrennt oder nicht mehr bei dir. "
        "Es wurde nichts geändert."
    )


@says(errors.MergedAway)
def _away(refusal: errors.MergedAway, _local: datetime) -> Reply:
    return Reply(
        f"{refusal.who} ist inzwischen in #{refusal.survivor} aufgegangen; heb erst die Zusammenführung auf, dann geht es. "
        "Es wurde nichts geändert.",
        rows([Button.line("Zusammenführung ansehen", f"/zusammenfuehren #{refusal.survivor}:")]),
    )


@says(errors.MergedOver)
def _over(refusal: errors.MergedOver, _local: datetime) -> Reply:
    return Reply(
        f"Auf dieser Zusammenführung steht eine spätere: {refusal.told}. Getrennt wird in umgekehrter Reihenfolge, die spätere "
        f"zuerst. Bei {refusal.who} wurde nichts geändert.",
        rows([Button("Die spätere aufheben", "unmerge", {"turn": refusal.later})]),
    )


@says(errors.MergeTooOld)
def _too_old(refusal: errors.MergeTooOld, local: datetime) -> Reply:
    on = words.dated(refusal.on, local.date())
    return Reply(
        f"{refusal.who} wurde {on} zusammengeführt; nach 30 Tagen trenne ich das nicht mehr. Es wurde nichts geändert. "
        f"Leg bei Bedarf neu an: {example('/neu Anna Meier')}"
    )

"""Sentences for exports that can't be made."""

from datetime import datetime

from bot import errors_exports as errors
from bot.turn import Button, Reply, rows
from bot.views.exports import FILES
from bot.views.refusals import example, says
from bot.views.words import listing, shown


@says(errors.ExportUnknown)
def _unknown(refusal: errors.ExportUnknown, _local: datetime) -> Reply:
    known = [file for file in FILES if refusal.lead or not file.leads_only]
    words = listing((file.asked for file in known), "oder")
    keys = [Button.line(file.label, f"/export {file.asked}") for file in known]
    text = f"„{shown(refusal.word, most=40)}“ kann ich nicht ausgeben – es gibt {words}. Zum Beispiel {example('/export csv')}"
    return Reply(text, rows(keys[:3], keys[3:]))


@says(errors.NothingToExport)
def _nothing(refusal: errors.NothingToExport, _local: datetime) -> Reply:
    if refusal.purchases:
        return Reply(
            f"Noch kein Kauf ist eingetragen, die Datei wäre leer. Einen trägst du so ein: {example('/kauf Meier 200')}"
        )
    return Reply(
        f"Es gibt noch keine Kontakte, die Datei wäre leer. Leg einen an: {example('/neu Anna Meier')}"
    )


@says(errors.ArchiveForLeads)
def _leads(_refusal: errors.ArchiveForLeads, _local: datetime) -> Reply:
    return Reply(
        "Das Archiv mit den Daten des ganzen Teams bekommt nur die Vertriebsleitung. Deine eigenen Kontakte bekommst du, "
        f"zum Beispiel so: {example('/export excel')}"
    )


@says(errors.FeedOff)
def _feed_off(_refusal: errors.FeedOff, _local: datetime) -> Reply:
    return Reply(
        "Kalender-Abos sind hier nicht eingeschaltet. Wer den Bot betreibt, setzt dafür in config.toml unter [feed] die url, "
        "unter der Kalender ihn erreichen, und unter [health] einen port. Einzelne Termine gibt es mit [Kalender] unter dem "
        f"Termin, zum Beispiel nach {example('/termin Meier Di 14:00')}"
    )


@says(errors.FeedUnclear)
def _feed_unclear(refusal: errors.FeedUnclear, _local: datetime) -> Reply:
    return Reply(
        f"„{shown(refusal.typed, most=40)}“ verstehe ich hier nicht. Eine Adresse gibt es mit {example('/kalender neu')}, "
        f"zurück nimmst du sie mit {example('/kalender widerrufen')}"
    )

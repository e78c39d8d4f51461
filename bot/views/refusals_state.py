"""Sentences for what can't be done as things stand: status, undo, steps, appointments."""

from datetime import datetime

from bot import errors
from bot.turn import Button, Reply, rows
from bot.views import words
from bot.views.refusals import example, says
from bot.views.words import shown
from domain.status import Status


@says(errors.StatusUnknown)
def _status(refusal: errors.StatusUnknown, _local: datetime) -> Reply:
    why = f" weil {refusal.reason}" if refusal.reason else ""
    keys = [Button(code, "run", {"line": f"{refusal.line} {code}{why}", "over": True}) for code in Status]
    return Reply(
        f"Den Status „{shown(refusal.word, most=20)}“ gibt es nicht – es gibt ZA, II, KI, EK und SK. Tippe oder antworte "
        f"mit Status und Grund. Zum Beispiel {example('/status Meier KI weil Budget bestätigt')}",
        rows(keys),
        question=refusal.line,
    )


@says(errors.ReasonMissing)
def _reason(refusal: errors.ReasonMissing, _local: datetime) -> Reply:
    return Reply(
        f"Warum soll {refusal.who} {refusal.status} sein? Ein Status von Hand braucht einen Grund (S8). Antworte mit dem Grund, "
        f"zum Beispiel {example(f'/status Meier {refusal.status} weil Budget bestätigt')}",
        question=refusal.line,
    )


@says(errors.NothingToUndo)
def _nothing_to_undo(_refusal: errors.NothingToUndo, _local: datetime) -> Reply:
    return Reply("In den letzten 24 Stunden gibt es von dir keinen Eintrag, den ich zurücknehmen kann.")


@says(errors.TooLateToUndo)
def _too_late(_refusal: errors.TooLateToUndo, _local: datetime) -> Reply:
    return Reply(
        "Nach 24 Stunden nehme ich einen Eintrag nicht mehr zurück. Schreib dazu, was stimmt, "
        f"zum Beispiel {example('/notiz Meier war ein anderer Kunde')}"
    )


@says(errors.AlreadyUndone)
def _already(_refusal: errors.AlreadyUndone, _local: datetime) -> Reply:
    return Reply("Das ist schon erledigt; es wurde nichts geändert.")


@says(errors.OthersHangOn)
def _others(refusal: errors.OthersHangOn, _local: datetime) -> Reply:
    way = (
        "Das hat auch jemand anderes eingetragen; sprecht euch ab."
        if refusal.colleagues
        else "Nimm erst das zurück – mit /rueckgaengig, Eintrag für Eintrag."
    )
    reason = words.sentence(f"denn daran hängt noch: {words.listing(refusal.others)}")
    return Reply(f"{refusal.contact} bleibt angelegt, {reason} {way}")


@says(errors.StillIncomplete)
def _incomplete(_refusal: errors.StillIncomplete, _local: datetime) -> Reply:
    return Reply(
        "So fehlt in der geänderten Zeile noch etwas, ich habe sie nicht übernommen. "
        f"Vollständig ist zum Beispiel {example('/reaktion Meier Infomaterial gestern')}"
    )


@says(errors.StepGone)
def _step_gone(_refusal: errors.StepGone, _local: datetime) -> Reply:
    return Reply(
        "Dieser Schritt ist schon erledigt oder ersetzt; es wurde nichts geändert. "
        f"Was jetzt ansteht, zeigt {example('/kontakt Meier')} oder /heute."
    )


@says(errors.NotParked)
def _not_parked(refusal: errors.NotParked, _local: datetime) -> Reply:
    return Reply(
        f"{refusal.who} ist gar nicht zurückgestellt; es wurde nichts geändert. "
        f"Ruhen lassen kannst du so: {example('/zurueckstellen Meier bis Mai')}"
    )


@says(errors.NoAppointment)
def _no_appointment(refusal: errors.NoAppointment, _local: datetime) -> Reply:
    keys = [Button.line("Termin setzen", f"/termin #{refusal.number}:")]
    return Reply(
        f"Mit {refusal.who} ist kein Termin offen. Setz einen, zum Beispiel {example(f'/termin #{refusal.number} Di 14:00')}",
        rows(keys),
    )


@says(errors.NotYours)
def _not_yours(_refusal: errors.NotYours, _local: datetime) -> Reply:
    return Reply("Dieser Kontakt ist nicht mehr bei dir. Es wurde nichts geändert.")

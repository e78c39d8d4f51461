"""Sentences for absences that can't be, and for buttons from when one stood in."""

from datetime import datetime

from bot import errors_absence as errors
from bot.turn import Button, Reply, rows
from bot.views import absences, words
from bot.views.refusals import CANCEL, example, says
from bot.views.words import shown

_WITHOUT = "Eingetragen ist nichts. Nenn jemand anderen aus dem Team, oder lass die Vertretung weg:"


@says(errors.AbsenceUnclear)
def _unclear(refusal: errors.AbsenceUnclear, local: datetime) -> Reply:
    keys = []
    if refusal.day is not None:
        day, said = f"{refusal.day:%d.%m.%Y}", words.dated(refusal.day, local.date())
        keys = [
            Button(f"Bis {said}", "run", {"line": f"/urlaub bis {day}", "over": True}),
            Button(f"Nur {said}", "run", {"line": f"/urlaub am {day}", "over": True}),
        ]
    return Reply(
        f"Von wann bis wann? „{shown(refusal.typed, most=60)}“ kann ich nicht sicher lesen, gespeichert ist nichts. Zum "
        f"Beispiel {example('/urlaub vom 3.8. bis 14.8.')}, {example('/urlaub bis Freitag')} oder "
        f"{example('/urlaub ab Montag 2 Wochen')}, mit „Vertretung“ und einem Namen dahinter.",
        rows(keys, [CANCEL] if keys else []),
    )


@says(errors.AbsenceOver)
def _over(refusal: errors.AbsenceOver, local: datetime) -> Reply:
    return Reply(
        f"Der {words.dated(refusal.last, local.date())} ist schon vorbei, gespeichert ist nichts. Zum Beispiel "
        f"{example('/urlaub bis Freitag')}"
    )


@says(errors.AbsenceTooLong)
def _too_long(refusal: errors.AbsenceTooLong, local: datetime) -> Reply:
    today = local.date()
    return Reply(
        f"{words.dated(refusal.first, today)} bis {words.dated(refusal.last, today)} ist zu lang oder zu weit weg: Ich "
        f"nehme bis zu einem Jahr, gespeichert ist nichts. Zum Beispiel {example('/urlaub bis 14.8.')}"
    )


@says(errors.StandInUnknown)
def _unknown(refusal: errors.StandInUnknown, _local: datetime) -> Reply:
    said = "Wer im Team ist, steht auf den Knöpfen." if refusal.known else "Sonst ist noch niemand im Team."
    return Reply(
        f"„{shown(refusal.typed, most=40)}“ ist niemand im Team, eingetragen ist nichts. {said} Ohne Vertretung zum "
        f"Beispiel {_alone(refusal.line)}",
        rows(*absences.choices(refusal.known, refusal.line), [CANCEL]),
    )


@says(errors.StandInAmbiguous)
def _ambiguous(refusal: errors.StandInAmbiguous, _local: datetime) -> Reply:
    return Reply(
        f"„{shown(refusal.typed, most=40)}“ passt auf mehrere im Team. Wer vertritt dich?",
        rows(*absences.choices(refusal.found, refusal.line), [CANCEL]),
    )


def _alone(line: str) -> str:
    return example(line.replace("Vertretung {}", "ohne Vertretung"))


@says(errors.StandInYourself)
def _yourself(_refusal: errors.StandInYourself, _local: datetime) -> Reply:
    return Reply(f"Dich selbst kannst du nicht vertreten. {_WITHOUT} {_SAMPLE}")


_SAMPLE = example("/urlaub bis 14.8. ohne Vertretung")


@says(errors.StandInRemoved)
def _removed(refusal: errors.StandInRemoved, _local: datetime) -> Reply:
    return Reply(f"{absences.called(refusal.who)} ist nicht mehr im Team. {_WITHOUT} {_SAMPLE}")


@says(errors.StandInUnreachable)
def _unreachable(refusal: errors.StandInUnreachable, _local: datetime) -> Reply:
    who = absences.called(refusal.who)
    return Reply(
        f"{who} hat mich blockiert, Erinnerungen kämen dort nicht an. {_WITHOUT} {_SAMPLE}",
    )


@says(errors.StandInAway)
def _away(refusal: errors.StandInAway, local: datetime) -> Reply:
    who, today = absences.called(refusal.who), local.date()
    first, last = (words.dated(day, today) for day in (refusal.away.first, refusal.away.last))
    return Reply(f"{who} ist selbst nicht da, {first} bis {last}. {_WITHOUT} {_SAMPLE}")


@says(errors.StandingInOver)
def _standing_in_over(refusal: errors.StandingInOver, _local: datetime) -> Reply:
    return Reply(
        f"Du vertrittst {absences.called(refusal.owner)} nicht mehr. Es wurde nichts geändert, der Kontakt ist wieder "
        "allein in eigenen Händen."
    )

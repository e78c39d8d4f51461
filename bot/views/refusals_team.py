"""Sentences for what the team's leads can't do."""

from datetime import datetime

from bot import errors_team as errors
from bot.turn import Button, Reply, rows
from bot.views.refusals import CANCEL, example, says
from bot.views.words import shown
from storage.members import Member

MOST_NAMED = 8
_TEAM = Button("Team", "run", {"line": "/team", "over": True})


def _choices(found: tuple[Member, ...], line: str) -> list[list[Button]]:
    """Of two with the same name each says the number."""
    labels = [member.label for member in found]
    told = [member.label if labels.count(member.label) == 1 else f"Mitglied {member.id}" for member in found]
    return [
        [Button.line(label if label == name else f"{name} ({label})", line.replace("{}", label))]
        for label, name in zip(told, labels, strict=True)
    ][:MOST_NAMED]


@says(errors.ColleagueUnknown)
def _unknown(refusal: errors.ColleagueUnknown, _local: datetime) -> Reply:
    typed = shown(refusal.typed, most=40)
    names = ", ".join(shown(member.label, most=30) for member in refusal.known[:MOST_NAMED])
    line = refusal.line.replace("{}", refusal.known[0].label) if refusal.known else "/team"
    return Reply(
        f"„{typed}“ ist niemand im Team. Es gibt: {names}. Zum Beispiel {example(line)}",
        rows(*_choices(refusal.known, refusal.line), [_TEAM, CANCEL]),
    )


@says(errors.ColleagueAmbiguous)
def _ambiguous(refusal: errors.ColleagueAmbiguous, _local: datetime) -> Reply:
    text = f"„{shown(refusal.typed, most=40)}“ passt auf mehrere im Team. Wer ist gemeint?"
    return Reply(text, rows(*_choices(refusal.found, refusal.line), [CANCEL]))


@says(errors.LastLead)
def _last_lead(refusal: errors.LastLead, _local: datetime) -> Reply:
    return Reply(
        f"{shown(refusal.who, most=40)} ist die einzige Leitung, und ohne geht es nicht. Mach zuerst jemand anderen "
        f"zur Leitung, mit einem Knopf unter /team oder mit {example('/einladen Leitung')}",
        rows([_TEAM]),
    )


@says(errors.TeamMoved)
def _moved(refusal: errors.TeamMoved, _local: datetime) -> Reply:
    return Reply(
        f"Bei {shown(refusal.who, most=40)} hat sich das inzwischen geändert. Wie es jetzt ist, zeigt /team.",
        rows([_TEAM]),
    )


@says(errors.InviteGone)
def _invite_gone(_refusal: errors.InviteGone, _local: datetime) -> Reply:
    return Reply(
        "Diese Einladung gilt nicht mehr: verbraucht, abgelaufen oder zurückgezogen. Eine neue macht /einladen.",
        rows([_TEAM]),
    )


@says(errors.HandoverUnclear)
def _unclear(_refusal: errors.HandoverUnclear, _local: datetime) -> Reply:
    return Reply(
        "Wessen Kontakte an wen? Zum Beispiel alle: "
        f"{example('/uebergabe Kim an Jan')}, einen: {example('/uebergabe #12 an Jan')} oder einige: "
        f"{example('/uebergabe Kim an Jan Status ZA')}"
    )


@says(errors.GiverUnknown)
def _giver(refusal: errors.GiverUnknown, _local: datetime) -> Reply:
    return Reply(
        f"„{shown(refusal.typed, most=40)}“ ist niemand im Team, und einen Kontakt finde ich dazu auch nicht. "
        f"Zum Beispiel {example(refusal.line.replace('{}', '#12'))}",
        rows([_TEAM, CANCEL]),
    )


@says(errors.GiverAmbiguous)
def _both(refusal: errors.GiverAmbiguous, _local: datetime) -> Reply:
    name, taker = refusal.member.label, refusal.taker
    return Reply(
        f"„{shown(refusal.typed, most=40)}“ heißt jemand im Team und auch ein Kontakt. Was soll an "
        f"{shown(taker, most=30)} gehen?",
        rows(
            [Button.line(f"Alle Kontakte von {name[:30]}", f"/uebergabe alle von {name} an {taker}")],
            [Button.line(f"Der Kontakt „{refusal.typed[:30]}“", f"/uebergabe {refusal.typed}: an {taker}")],
            [CANCEL],
        ),
    )


@says(errors.TakerGone)
def _taker_gone(refusal: errors.TakerGone, _local: datetime) -> Reply:
    who = shown(refusal.who, most=40)
    return Reply(
        f"{who} ist nicht mehr im Team und kann keine Kontakte bekommen. Wer dabei ist, zeigt /team.",
        rows([_TEAM]),
    )


@says(errors.HandoverEmpty)
def _empty(refusal: errors.HandoverEmpty, _local: datetime) -> Reply:
    giver, taker = shown(refusal.giver, most=40), shown(refusal.taker, most=40)
    return Reply(
        f"{giver} hat keine solchen Kontakte, die an {taker} gehen könnten. Es hat sich nichts geändert."
    )


@says(errors.HandoverToSelf)
def _to_self(refusal: errors.HandoverToSelf, _local: datetime) -> Reply:
    return Reply(f"Das liegt schon bei {shown(refusal.who, most=40)}. Es hat sich nichts geändert.")


@says(errors.HandoverExtra)
def _extra(refusal: errors.HandoverExtra, _local: datetime) -> Reply:
    return Reply(
        f"„{shown(refusal.typed, most=40)}“ verstehe ich hier nicht: Ein einzelner Kontakt geht ohne Zusatz, "
        f"zum Beispiel {example(refusal.line)}"
    )


@says(errors.HandoverTooOld)
def _too_old(_refusal: errors.HandoverTooOld, _local: datetime) -> Reply:
    return Reply(
        "Die Übergabe ist mehr als 30 Tage her. Gib die Kontakte mit einer neuen zurück, zum Beispiel "
        f"{example('/uebergabe #12 an Jan')}"
    )

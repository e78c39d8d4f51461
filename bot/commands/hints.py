"""`/warum_nicht`: every hint that was held back, with the rule that did it (R6)."""

from bot.commands.registry import command
from bot.desk import Desk
from bot.turn import Reply, rows
from bot.views import pages, steps, words
from bot.views.absences import WAITED
from domain.planned import Silence
from storage.reminders import HeldBack

SHOWN = 8
LONGEST_PAGE = 3  # digits
SENTENCES = {
    "R2": "Ruhezeit, Wochenende, Feiertag oder der Zeitpunkt war schon vorbei (R2)",
    "R3": "mehr Pushes als am Tag erlaubt, steht auf /heute (R3)",
    "R4": "du hast die Erinnerungen verschoben (R4)",
    "R5": "inzwischen nicht mehr nötig (R5)",
    "R10": "kam während einer Pause, kommt gesammelt (R10)",
    WAITED: "du bist nicht da und niemand vertritt dich, kommt gesammelt nach der Rückkehr (R10)",
    "§1": "verjährt: war schon lange fällig, als es eingetragen wurde (§1)",
    "S8": "in der Antwort schon gefragt (S8)",
    "W4": "das Fenster hat sich geändert; nur in den Listen (W4)",
    "W6a": "Vergleichsgruppe: bleibt aus, damit ihr seht, was Erinnerungen bringen (W6a)",
    "blockiert": "du hattest mich blockiert",
    Silence.STALE.value: "verjährt: war schon lange fällig, als es eingetragen wurde (§1)",
    Silence.PASSED.value: "der Zeitpunkt war beim Eintragen schon vorbei (R2)",
    Silence.LATE.value: "das Fenster hat sich geändert; nur in den Listen (W4)",
    Silence.ASKED.value: "in der Antwort schon gefragt (S8)",
}


@command(
    "warum_nicht", topic="Nachsehen", does="zurückgehaltene Hinweise und warum", examples=("/warum_nicht",)
)
def held_back(desk: Desk, rest: str) -> Reply:
    """All of them, page by page (R6)."""
    number = rest.casefold().removeprefix("seite").strip()
    page = max(0, int(number) - 1) if number.isdecimal() and len(number) <= LONGEST_PAGE else 0
    begin, end = page * SHOWN, (page + 1) * SHOWN
    found = desk.work.reminders.held_back(desk.turn.member.id, most=end + 1)
    if not found:
        return Reply("Gerade ist kein Hinweis zurückgehalten.")
    lines = [_line(desk, held) for held in found[begin:end]] or ["Hier ist nichts mehr."]
    turners = pages.turners("/warum_nicht", page, last=len(found) <= end, words_=("Zurück", "Weiter"))
    return Reply("\n".join(["<b>Zurückgehalten</b>", *lines]), rows(turners))


def _line(desk: Desk, held: HeldBack) -> str:
    listed = desk.work.contacts.listed(held.contact)
    later = f" → {words.moment(desk.local(held.push_at), desk.today)}" if held.push_at else ""
    why = SENTENCES.get(held.rule, held.rule)
    return f"• {words.name(listed.contact)}: {steps.words(held.kind)} ({words.dated(held.day, desk.today)}) – {why}{later}"

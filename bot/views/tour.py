"""What the tour says: after each tap one sentence on what just happened and why."""

from typing import Any

from bot.turn import Button, Reply, rows
from bot.views import words
from domain.contact import Contact

LATER = "Gut, ein andermal: <code>/tour</code> fängt von vorn an. Was heute dran ist, zeigt /heute."
_TOLD = (
    "Von einer neuen Adresse weiß ich nur, dass es sie gibt: Status <b>ZA</b> (S1). Ziel ist jetzt eine Reaktion, daran erinnere ich dich.",
    "Die erste Reaktion macht aus der Adresse einen Interessenten: <b>ZA → II</b> (S2). Zu jedem Status gehört ein nächster Schritt.",
    "Wer einen Termin will, will kaufen: <b>II → KI</b> (S4). Am Werktag davor und kurz vorher melde ich mich mit dem Wichtigsten.",
    "Was du mit einem Tag einträgst, wird der eine nächste Schritt. Der Status bleibt <b>KI</b>: <b>EK</b> wird erst, wer kauft (S5).",
    "Jeder Eintrag lässt sich 24 Stunden lang zurücknehmen; Status und nächster Schritt sind dann wieder wie vorher.",
)
_NEXT = (
    "Es kam eine Reaktion",
    "Termin vereinbart",
    "Das kam heraus",
    "Rückgängig",
)
LESSONS = len(_TOLD)
_SHOWN_LINES = 3


def asked() -> Reply:
    """Somebody real: practice on invented people only makes work."""
    text = (
        "Der erste Tag in fünf Taps. Jeder trägt wirklich etwas ein, am Ende kannst du alles zurücknehmen.\n"
        "Wen triffst du heute? Antworte mit einem Namen, zum Beispiel <code>Berta Beispiel</code>"
    )
    return Reply(text, rows([Button("Später", "tour_leave")]), question="/tour")


def known_already(contact: Contact) -> Reply:
    text = (
        f"{words.name(contact)} kenne ich schon, daran soll niemand üben. Antworte mit einem Namen, den ich noch nicht kenne, "
        "zum Beispiel <code>/tour Berta Beispiel</code>"
    )
    return Reply(text, rows([Button("Später", "tour_leave")]), question="/tour")


def lesson(place: int, line: str, said: str, state: dict[str, Any]) -> Reply:
    """What was stored, the line it stands for, one sentence why; the last one asks what is to stay."""
    stored = "\n".join(said.split("\n")[:_SHOWN_LINES])
    head = f"<b>{place + 1} von {LESSONS}</b> · getippt wäre das: <code>{words.shown(line, most=80)}</code>"
    text = f"{head}\n\n{stored}\n\n{_TOLD[place]}"
    if place == len(_NEXT):
        return Reply(f"{text}\n\nDas war alles. Soll bleiben, was du eingetragen hast?", rows(_ending(state)))
    return Reply(
        text, rows([Button(_NEXT[place], "tour_on", state)], [Button("Aufhören", "tour_leave", state)])
    )


def _ending(state: dict[str, Any]) -> list[Button]:
    return [Button("Behalten", "tour_keep", state), Button("Alles zurücknehmen", "tour_undo", state)]


def left(state: dict[str, Any]) -> Reply:
    return Reply("Rundgang beendet. Soll bleiben, was du dabei eingetragen hast?", rows(_ending(state)))


def kept(contact: Contact) -> Reply:
    card = Button.line("Karte", f"/kontakt #{contact.id}:")
    today = Button.line("Was ist heute dran?", "/heute")
    return Reply(f"{words.name(contact)} bleibt, mit allem, was du eingetragen hast.", rows([card, today]))


def undone(entries: int) -> Reply:
    said = (
        f"Alles zurückgenommen ({words.count(entries, 'Eintrag', 'Einträge')})."
        if entries
        else "Es war schon alles zurückgenommen."
    )
    new = Button.line("Neuer Kontakt: so geht’s", "/hilfe neu")
    return Reply(f"{said} Von jetzt an zählt’s: <code>/neu Anna Meier, 0171 3920012</code>", rows([new]))

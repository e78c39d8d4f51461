"""Plain sentences: to strangers, about buttons, about the bot itself."""

from bot import waiting
from bot.turn import Button, Reply, rows
from bot.views.words import shown

SLOW_DOWN = "Das war viel auf einmal – der Rest kommt gleich dran, es geht nichts verloren."
PRIVATE_ONLY = "Ich arbeite nur im privaten Chat. Schreib mir bitte dort."
NOT_INVITED = "Du bist noch nicht dabei. Bitte deine Vertriebsleitung um einen Einladungslink."
NO_LONGER_IN = "Du bist nicht mehr dabei."
INVITE_USED = "Diese Einladung ist verbraucht oder abgelaufen. Bitte deine Vertriebsleitung um eine neue."
FOREIGN_BUTTON = "Dieser Knopf gehört nicht zu diesem Chat oder ist zu alt. Es wurde nichts geändert."
NOT_MADE = {
    "photo": "Das Bild ließ sich nicht zeichnen – die Zahlen gibt es auch als Text.",
    "document": "Die Datei ließ sich nicht erstellen. Schick den Befehl bitte noch einmal.",
}
FILE_GONE = "Telegram gibt diese Datei nicht mehr heraus."
TOO_LARGE = (
    "Die Datei ist größer als die 50 MB, die Telegram annimmt. Wer den Bot betreibt, bekommt sie auf dem Rechner mit "
    "<code>python -m bot export --format xlsx --out team.xlsx</code> (oder json, csv, vcf)."
)
STALE_BUTTON = "Dieser Knopf gilt nicht mehr – oben steht der neue Stand. Es wurde nichts geändert."


def unexpected(number: str) -> str:
    """An error nobody foresaw; the log has it under the same number."""
    return f"Das hat nicht geklappt (Fehler {number}). Der Eintrag ist <b>nicht</b> gespeichert."


def job_broken(number: str) -> str:
    """The same, of work that takes longer than a turn."""
    return f"Das hat nicht geklappt (Fehler {number}). Was bis dahin gespeichert war, gilt; der Rest ist liegen geblieben."


def unreachable(name: str) -> str:
    who = shown(name) or "Ein Mitglied"
    return f"{who} hat mich blockiert oder den Chat gelöscht: Erinnerungen kommen dort nicht mehr an."


def expired(line: str) -> str:
    """A question's last word; what was typed is shown, so that it can be sent again."""
    typed = shown(waiting.typed(line), most=1000)
    return f"Die Frage ist nach 24 Stunden abgelaufen, nichts wurde gespeichert. Getippt war: <code>{typed}</code>"


def still_stands(refusal: Reply) -> Reply:
    """An edit was refused: nothing may be completed from here, it would be a second entry beside the first."""
    return Reply(
        f"{refusal.text}\n\nDer bisherige Eintrag gilt weiter. Ändere die Zeile einfach noch einmal."
    )


def welcome(name: str, *, lead: bool) -> Reply:
    """The first thing a member reads: three lines, three taps."""
    greeting = f"Hallo {shown(name)}! " if name else "Hallo! "
    role = "Du bist als <b>Vertriebsleitung</b> dabei." if lead else "Du bist dabei."
    text = (
        f"{greeting}{role}\n\n"
        "Ein Satz genügt, ich merke mir den Rest – Status, Grund, nächster Schritt, Erinnerung:\n"
        "<code>/neu Anna Meier, Meier GmbH, 0171 3920012</code>\n"
        "<code>/reaktion Meier Infomaterial</code>\n"
        "<code>/kauf Meier 1.299 Wartung</code>"
    )
    return Reply(
        text,
        rows(
            [Button.line("Rundgang in 5 Taps", "/tour")],
            [Button.line("Was ist heute dran?", "/heute"), Button.line("Alle Befehle", "/hilfe")],
        ),
        new=True,
    )

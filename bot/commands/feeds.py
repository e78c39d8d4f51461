"""`/kalender`: a secret address from which a calendar subscribes to one's own appointments."""

import secrets

from bot.commands.registry import command
from bot.desk import Desk
from bot.errors_exports import FeedOff, FeedUnclear
from bot.turn import Button, Reply, rows
from bot.views import words
from domain.folding import folded

BITS = 128
FRESH = {"neu", "erzeugen", "an", "ein", "anlegen"}
GONE = {"widerrufen", "aus", "weg", "loschen", "entfernen"}
ABOUT = "Mit ihr zeigt dein Kalender (Apple, Google, Outlook …) deine Termine von selbst an: die der letzten 30 Tage und alle kommenden."


@command(
    "kalender",
    topic="Sonst",
    does="eigene Termine als Kalender-Abo",
    examples=("/kalender", "/kalender neu", "/kalender widerrufen"),
)
def calendar(desk: Desk, rest: str) -> Reply:
    wish = folded(rest).strip(" .")
    if wish in GONE:
        return _revoke(desk)
    if not desk.office.feed:
        raise FeedOff
    if wish and wish not in FRESH:
        raise FeedUnclear(rest.strip())
    return _fresh(desk) if wish else _state(desk)


def _state(desk: Desk) -> Reply:
    since = desk.work.feeds.since(desk.turn.member.id)
    if since is None:
        return Reply(f"Du hast noch keine Kalender-Adresse. {ABOUT}", rows([_key("Adresse erzeugen", "neu")]))
    day = words.day(desk.local(since).date(), desk.today)
    text = f"Deine Kalender-Adresse gilt seit {day}. Noch einmal zeigen kann ich sie nicht: Gespeichert ist nur ihre Prüfsumme."
    return Reply(text, rows([_key("Neue Adresse erzeugen", "neu"), _key("Adresse widerrufen", "widerrufen")]))


def _fresh(desk: Desk) -> Reply:
    """Only the hash of the code is stored; the address is shown this once, and the one before is void."""
    code = secrets.token_urlsafe(BITS // 8)
    desk.work.feeds.open(desk.turn.member.id, code, now=desk.turn.now)
    desk.begin("kalender")
    text = (
        f"Deine Kalender-Adresse, zum Abonnieren:\n<code>{words.shown(f'{desk.office.feed}/kalender/{code}.ics')}</code>\n"
        "Wer sie kennt, sieht deine Termine – gib sie nicht weiter. Eine frühere gilt nicht mehr."
    )
    return Reply(text, rows([_key("Adresse widerrufen", "widerrufen")]))


def _revoke(desk: Desk) -> Reply:
    if not desk.work.feeds.close(desk.turn.member.id):
        return Reply("Du hast keine Kalender-Adresse; es wurde nichts geändert.")
    desk.begin("kalender")
    text = "Widerrufen: Unter der Adresse gibt es nichts mehr. Dein Kalender merkt es beim nächsten Abruf."
    return Reply(text, rows([_key("Neue Adresse erzeugen", "neu")] if desk.office.feed else []))


def _key(label: str, wish: str) -> Button:
    return Button(label, "run", {"line": f"/kalender {wish}", "over": True})

"""Sentences for refusals of returns and settings."""

from datetime import datetime

from bot import errors
from bot.turn import Reply
from bot.views.refusals import example, says
from bot.views.words import money, shown


@says(errors.ReturnTooMuch)
def _too_much(refusal: errors.ReturnTooMuch, _local: datetime) -> Reply:
    left = f"sind noch {money(refusal.left)}" if refusal.left else "ist nichts mehr"
    what = f" für {shown(refusal.what, most=60)}" if refusal.what else ""
    return Reply(
        f"{refusal.who}: {money(refusal.asked)} zurück geht nicht, vom Kauf{what} {left} übrig. Gespeichert ist nichts, "
        f"antworte mit dem richtigen Betrag. Zum Beispiel {example('/retoure Meier 200 Wartungsvertrag')}",
        question=refusal.line,
    )


@says(errors.NothingBought)
def _nothing_bought(refusal: errors.NothingBought, _local: datetime) -> Reply:
    return Reply(
        f"Bei {refusal.who} steht kein Kauf, den das zurückgeben könnte. Gespeichert ist nichts. "
        f"Erst den Kauf eintragen: {example('/kauf Meier 1.299,00 Wartungsvertrag am 3.11.')}"
    )


@says(errors.ReturnTooEarly)
def _too_early(refusal: errors.ReturnTooEarly, _local: datetime) -> Reply:
    return Reply(
        f"Zurück {refusal.returned}, gekauft aber erst {refusal.bought}: das kann bei {refusal.who} nicht stimmen. "
        f"Gespeichert ist nichts. Zum Beispiel {example('/retoure Meier 200 Wartungsvertrag heute')}"
    )


@says(errors.WishUnreadable)
def _wish(refusal: errors.WishUnreadable, _local: datetime) -> Reply:
    return Reply(
        f"„{shown(refusal.typed, most=60)}“ verstehe ich als Einstellung nicht. Zum Beispiel "
        f"{example('/einstellungen Ruhe 19:00-7:30')} oder {example('/einstellungen Pushes 8')}"
    )

"""`/woche`: the digest now."""

from bot.commands.registry import command
from bot.desk import Desk
from bot.digests import todays
from bot.turn import Button, Reply, rows
from bot.views import digest


@command("woche", topic="Nachsehen", does="der Wochenblick jetzt", examples=("/woche",))
def week(desk: Desk, _rest: str) -> Reply:
    """A command always answers, also where the digest would stay away."""
    outlook = todays(desk.work, now=desk.turn.now)
    asked = digest.Asked(desk.turn.member, desk.turn.now, desk.rhythm, outlook, so_far=True)
    return digest.digest(desk.work, asked) or Reply(
        "Diese Woche ist nichts offen, und in den letzten 7 Tagen ist nichts passiert.",
        rows([Button.line("Neuer Kontakt: so geht’s", "/hilfe neu")]),
    )

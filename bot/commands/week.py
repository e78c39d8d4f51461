"""`/woche`: the digest now."""

from bot.commands.registry import command
from bot.desk import Desk
from bot.turn import Reply
from bot.views import digest


@command("woche", topic="Nachsehen", does="der Wochenblick jetzt", examples=("/woche",))
def week(desk: Desk, _rest: str) -> Reply:
    """A command always answers, also where the digest would stay away."""
    today = desk.rhythm.local(desk.turn.now).date()
    reply = digest.digest(
        desk.work, desk.turn.member, today=today, rhythm=desk.rhythm, window=desk.work.window()
    )
    return reply or Reply(
        "Diese Woche ist nichts offen, und letzte Woche ist nichts passiert. Leg los: /neu Anna Meier"
    )

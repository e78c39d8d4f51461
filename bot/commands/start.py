"""`/start`, `/system`: getting in, looking under the bonnet."""

from datetime import datetime

from bot.backups import LAST_BACKUP
from bot.commands.registry import command
from bot.desk import Desk
from bot.turn import Reply
from bot.views import texts, words
from storage.outbox import State


@command("start", topic="Sonst", does="von vorn", examples=("/start",))
def start(desk: Desk, rest: str) -> Reply:
    """Members are in already; a lead's invite makes a rep a lead."""
    member = desk.turn.member
    if rest:
        promoted = desk.work.members.claim(rest.strip(), member.telegram, name=member.name, now=desk.turn.now)
        if promoted is None:
            return Reply(
                "Du bist schon dabei; diesen Code brauchst du nicht. Was heute dran ist, sagt dir /heute."
            )
        return texts.welcome(promoted.name, lead=promoted.lead)
    return texts.welcome(member.name, lead=member.lead)


def _backup(desk: Desk) -> list[str]:
    """Only where the bot makes copies by itself."""
    stored = desk.work.recall(LAST_BACKUP)
    return (
        [f"Letzte Sicherung: {words.moment(desk.local(datetime.fromisoformat(stored)), desk.today)}"]
        if stored
        else []
    )


@command("system", topic="Sonst", does="läuft alles?", examples=("/system",))
def system(desk: Desk, _rest: str) -> Reply:
    """Is the bot healthy: last tick, queues, unclear pushes, version."""
    work = desk.work
    boxes, letters = work.outbox.counts(), work.inbox.counts()
    stored = work.recall("last_tick")
    tick = words.moment(desk.local(datetime.fromisoformat(stored)), desk.today) if stored else "noch keiner"
    lines = [
        "<b>System</b>",
        f"Letzter Takt: {tick}",
        f"Warteschlange: {max(0, letters.get(0, 0) - 1)} Eingänge, {boxes.get(State.WAITING, 0) + boxes.get(State.SENDING, 0)} Ausgänge",
        f"Erinnerungen in Vorbereitung: {work.reminders.waiting()}",
        f"Ungeklärt zugestellt: {boxes.get(State.UNCLEAR, 0)} · abgelehnt: {boxes.get(State.FAILED, 0)} · beiseitegelegt: {letters.get(2, 0)}",
        *_backup(desk),
        f"Version {desk.office.version}",
    ]
    return Reply("\n".join(lines))

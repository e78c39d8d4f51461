"""An edited message corrects its entry: the old one is voided, the new one stored, the old reply says so."""

from collections.abc import Callable
from dataclasses import replace

from bot.commands.undo import take_back
from bot.desk import Desk
from bot.errors import StillIncomplete
from bot.turn import Reply
from storage.turns import UNDOABLE, StoredTurn

Run = Callable[[Desk, str], Reply]


def correct(desk: Desk, run: Run) -> Reply:
    """Carry out the line as it reads now, in the place of what it stored before."""
    turn = desk.turn
    stored = desk.work.turns.by_message(turn.chat, turn.message) if turn.message is not None else None
    if stored is None:
        return run(desk, turn.text)  # it had stored nothing: a question, a refusal
    if stored.undone_at is not None:
        return Reply(
            "Dieser Eintrag ist schon zurückgenommen; die Änderung habe ich nicht übernommen. Schick die Zeile bitte neu."
        )
    if turn.now - stored.at > UNDOABLE:
        return Reply(
            "Nach 24 Stunden ändere ich den Eintrag nicht mehr über die Nachricht. Schick die Zeile bitte neu."
        )
    return _replaced(desk, stored, run)


def _replaced(desk: Desk, stored: StoredTurn, run: Run) -> Reply:
    """Void and new in one turn; the corrected line keeps the time it was first typed."""
    take_back(desk, stored)
    desk.entry = None
    desk.turn = replace(desk.turn, typed_at=stored.typed_at)
    reply = run(desk, desk.turn.text)
    if desk.entry is None and reply.question:
        raise StillIncomplete
    said = "Berichtigt." if desk.entry is not None else "Der frühere Eintrag ist zurückgenommen.\n"
    return replace(reply, text=f"{said} {reply.text}", onto=stored.reply)

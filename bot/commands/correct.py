"""An edited message corrects its entry: the old one is voided, the new one stored, the old reply says so."""

from collections.abc import Callable
from dataclasses import replace

from bot.commands import pushed
from bot.commands.undo import take_back
from bot.desk import Desk
from bot.errors import StillIncomplete
from bot.turn import Edit, Reply, Turn
from storage.questions import Question
from storage.turns import UNDOABLE, StoredTurn
from storage.work import Work

Run = Callable[[Desk, str], Reply]


def correct(desk: Desk, run: Run) -> Reply:
    """Carry out the line as it reads now, in the place of what it stored before."""
    turn = desk.turn
    stored = desk.work.turns.by_message(turn.chat, turn.message) if turn.message is not None else None
    if stored is None:
        return _asked_anew(desk, run)  # it had stored nothing: a question, a refusal
    if stored.undone_at is not None:
        return Reply(
            "Dieser Eintrag ist schon zurückgenommen; die Änderung habe ich nicht übernommen. Schick die Zeile bitte neu."
        )
    if turn.now - stored.at > UNDOABLE:
        return Reply(
            "Nach 24 Stunden ändere ich den Eintrag nicht mehr über die Nachricht. Schick die Zeile bitte neu."
        )
    return _replaced(desk, stored, run)


def _asked_anew(desk: Desk, run: Run) -> Reply:
    """The question that the line led to asks no longer."""
    question = raised(desk.work, desk.turn)
    edits = settled(desk.work, question) if question else ()
    reply = run(desk, desk.turn.text)
    return replace(reply, edits=(*reply.edits, *edits))


def raised(work: Work, turn: Turn) -> Question | None:
    """The question that an edited line had led to, if it still waits."""
    if not turn.edited or turn.message is None:
        return None
    waiting = work.questions.waiting(turn.member.id, now=turn.now)
    return next((question for question in waiting if _asked_by(work, question) == turn.message), None)


def _asked_by(work: Work, question: Question) -> int | None:
    asked = work.outbox.message(question.message)
    line: int | None = (asked.body or {}).get("line") if asked else None
    return line


def settled(work: Work, question: Question) -> tuple[Edit, ...]:
    """An answered question waits no longer and loses its buttons."""
    work.questions.settle(question.message)
    asked = work.outbox.message(question.message)
    return (Edit(asked.id, asked.body["text"]),) if asked and asked.body and asked.actions else ()


def _replaced(desk: Desk, stored: StoredTurn, run: Run) -> Reply:
    """Void and new in one turn; the corrected line keeps the time it was first typed."""
    back = take_back(desk, stored)
    desk.entry = None
    desk.turn = replace(desk.turn, typed_at=stored.typed_at)
    reply = run(desk, desk.turn.text)
    if desk.entry is None and reply.question:
        raise StillIncomplete
    said = "Berichtigt." if desk.entry is not None else "Der frühere Eintrag ist zurückgenommen.\n"
    pushes = (*pushed.withdrawn(desk, back.changes), *pushed.again(desk, [*back.changes, *desk.changes]))
    return replace(
        reply,
        text="\n".join([f"{said} {reply.text}", *back.told]),
        edits=(*reply.edits, *pushes),
        onto=stored.reply,
    )

"""A tap on a question counts for the time at which the question's line was typed."""

from dataclasses import replace

from bot.desk import Desk
from storage.questions import Question


def as_typed(desk: Desk) -> Question | None:
    """Carry the tap out at the time its question's line was typed, if it hangs on one."""
    pressed = desk.turn.pressed
    question = desk.work.questions.of(pressed.id) if pressed else None
    if question:
        desk.turn = replace(desk.turn, typed_at=question.typed_at)
    return question

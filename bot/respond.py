"""From a line or a tap to its handler: split by us at the first space, folded, never by Telegram's entity."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot import waiting
from bot.commands import load
from bot.commands.correct import correct
from bot.commands.new import create_and_go_on
from bot.commands.registry import COMMANDS, TAPS, nearest, tap
from bot.desk import Desk
from bot.errors import LeadsOnly, Misread, NoCommand, NothingTyped, UnknownCommand
from bot.turn import Edit, Reply, Turn
from bot.views import texts
from domain.folding import folded
from storage.members import Member
from storage.outbox import Message
from storage.questions import Question
from storage.work import Work

load()

Pressed = Message
FRESH = timedelta(hours=1)  # so long a plain line may answer a question; a reply to it may for 24 h
LONGEST_KEY = 18  # digits of a 64-bit number, with room to spare


@dataclass(frozen=True, slots=True)
class Stale:
    """A tap that changes nothing, and the sentence that says why."""

    sentence: str


def row_of(data: str) -> int | None:
    """The outbox row that callback data names."""
    row = data.partition(".")[0]
    return int(row) if row.isdecimal() and len(row) < LONGEST_KEY else None


def press(desk: Desk, data: str) -> Reply | Stale:
    """Carry out a button's action; a stale or foreign one changes nothing."""
    pressed = desk.turn.pressed
    if pressed is None:
        return Stale(texts.FOREIGN_BUTTON)
    _, version, place = (*(int(part) for part in data.split(".") if part.isdecimal()), -1, -1, -1)[:3]
    actions = pressed.actions or []
    if version != (pressed.body or {}).get("version", 0) or not 0 <= place < len(actions):
        return Stale(texts.STALE_BUTTON)
    action, args = actions[place]
    return TAPS[action](desk, args)


def to_line(desk: Desk) -> Reply:
    """Answer what was typed; an edited line corrects what it stored."""
    if desk.turn.edited:
        return correct(desk, run)
    return run(desk, desk.turn.text)


def run(desk: Desk, text: str) -> Reply:
    """A line: a command, or the answer to an open question."""
    text = text.strip()
    if text.startswith("/"):
        return _command(desk, text)
    if not text:
        raise NothingTyped
    if question := open_question(desk.work, desk.turn):
        return _answered(desk, question, text)
    raise NoCommand(text, desk.turn.answers.contact if desk.turn.answers else None)


def open_question(work: Work, turn: Turn) -> Question | None:
    """What a plain line answers: the message replied to, else the newest question while it is fresh."""
    if turn.text.lstrip().startswith("/"):
        return None
    if turn.answers:
        return work.questions.of(turn.answers.id) or _result_asked(turn, turn.answers)
    newest = work.questions.latest(turn.member.id, now=turn.now)
    return newest if newest and _fresh(work, turn, newest) else None


def _result_asked(turn: Turn, push: Message) -> Question | None:
    """The push after an appointment asks by itself: a reply to it is the result."""
    if not any(action == "no_show" for action, _ in push.actions or []):
        return None
    return Question(push.id, turn.member.id, f"/ergebnis #{push.contact}:", turn.typed_at)


def _fresh(work: Work, turn: Turn, question: Question) -> bool:
    """A line out of the blue answers only what was asked just now; an entry made since has moved on."""
    last = work.turns.last(turn.member.id, now=turn.now)
    moved_on = last is not None and last.typed_at > question.typed_at
    return not moved_on and turn.typed_at - question.typed_at <= FRESH


def settled(work: Work, question: Question) -> tuple[Edit, ...]:
    """An answered question waits no longer and loses its buttons."""
    work.questions.settle(question.message)
    asked = work.outbox.message(question.message)
    return (Edit(asked.id, asked.body["text"]),) if asked and asked.body and asked.actions else ()


def _answered(desk: Desk, question: Question, text: str) -> Reply:
    """Carry out the line that waited, complete now."""
    edits = settled(desk.work, question)
    reply = _command(desk, waiting.answered(question.line, text))
    return replace(reply, edits=(*reply.edits, *edits))


def _command(desk: Desk, text: str) -> Reply:
    word, rest = _split(text)
    found = COMMANDS.get(folded(word))
    if found is None:
        raise UnknownCommand(word, nearest(word), rest)
    if found.leads_only and not desk.turn.member.lead:
        raise LeadsOnly(found.name)
    desk.command = found.name
    try:
        return found.handler(desk, rest)
    except Misread as misread:
        misread.line = _without(text, misread.phrase)
        raise


def _without(line: str, phrase: str) -> str:
    """The line to be completed by an answer; empty where the phrase doesn't stand in it."""
    before, found, after = line.rpartition(phrase)
    return f"{before.rstrip()} {after.lstrip()}".strip() if found else ""


def _split(text: str) -> tuple[str, str]:
    """`/Rückgängig@bot rest` → (`Rückgängig`, `rest`)."""
    head, *rest = text[1:].split(maxsplit=1) if text[1:].strip() else [""]
    return head.partition("@")[0], rest[0] if rest else ""


@tap("run")
def press_line(desk: Desk, args: dict[str, Any]) -> Reply:
    """A button that types a line; where it answers a question, at the time the question's line was typed."""
    pressed = desk.turn.pressed
    question = desk.work.questions.of(pressed.id) if pressed else None
    if question:
        desk.turn = replace(desk.turn, typed_at=question.typed_at)
    elif args.get("new"):
        return replace(run(desk, args["line"]), new=True)
    elif not args.get("over"):
        return replace(run(desk, args["line"]), keeps=True)
    return run(desk, args["line"])


@tap("create")
def create(desk: Desk, args: dict[str, Any]) -> Reply:
    """Someone unknown was named: create, then carry the line out at the time it was typed."""
    pressed = desk.turn.pressed
    question = desk.work.questions.of(pressed.id) if pressed else None
    if question:
        desk.turn = replace(desk.turn, typed_at=question.typed_at)
    return create_and_go_on(desk, args["name"], args["line"], run)


@tap("cancel_question")
def cancel_question(_desk: Desk, _args: dict[str, Any]) -> Reply:
    return Reply("Abgebrochen, nichts gespeichert.")


def welcome(member: Member) -> Reply:
    return texts.welcome(member.name, lead=member.lead)

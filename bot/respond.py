"""From a line or a tap to its handler: split by us at the first space, folded, never by Telegram's entity."""

from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.commands import load
from bot.commands.correct import correct
from bot.commands.new import create_and_go_on
from bot.commands.registry import COMMANDS, TAPS, Command, tap
from bot.desk import Desk
from bot.errors import LeadsOnly, NoCommand, NothingTyped, UnknownCommand
from bot.turn import Reply
from bot.views import texts
from domain.folding import folded
from storage.members import Member
from storage.outbox import Message

load()

Pressed = Message
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
    if line := _open_question(desk):
        return _command(desk, f"{line} {text}")
    raise NoCommand(text)


def _open_question(desk: Desk) -> str:
    """The line that waits: of the message replied to, else of the newest question to this member."""
    turn, questions = desk.turn, desk.work.questions
    question = (
        questions.of(turn.answers.id) if turn.answers else questions.latest(turn.member.id, now=turn.now)
    )
    return question.line if question else ""


def _command(desk: Desk, text: str) -> Reply:
    word, rest = _split(text)
    found = COMMANDS.get(folded(word))
    if found is None:
        raise UnknownCommand(word, _nearest(word), rest)
    if found.leads_only and not desk.turn.member.lead:
        raise LeadsOnly(found.name)
    desk.command = found.name
    return found.handler(desk, rest)


def _split(text: str) -> tuple[str, str]:
    """`/Rückgängig@bot rest` → (`Rückgängig`, `rest`)."""
    head, *rest = text[1:].split(maxsplit=1) if text[1:].strip() else [""]
    return head.partition("@")[0], rest[0] if rest else ""


def _nearest(word: str) -> Command | None:
    """The command that was probably meant."""
    found = process.extractOne(
        folded(word), list(COMMANDS), scorer=OSA.normalized_similarity, score_cutoff=0.6
    )
    return COMMANDS[found[0]] if found else None


@tap("run")
def press_line(desk: Desk, args: dict[str, Any]) -> Reply:
    """A button that types a line; where it answers a question, at the time the question's line was typed."""
    pressed = desk.turn.pressed
    question = desk.work.questions.of(pressed.id) if pressed else None
    if question:
        desk.turn = replace(desk.turn, typed_at=question.typed_at)
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

"""From a line or a tap to its handler: split by us at the first space, folded, never by Telegram's entity."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot import waiting
from bot.commands import load
from bot.commands.arrivals import along, take
from bot.commands.asked import as_typed
from bot.commands.correct import correct, settled
from bot.commands.mention import mentioned
from bot.commands.new import create_and_go_on
from bot.commands.proposals import chosen, propose
from bot.commands.registry import COMMANDS, TAPS, nearest, tap
from bot.commands.stood_in import named, refuse_if_over
from bot.commands.usual import usual
from bot.commands.who import called
from bot.desk import Desk
from bot.errors import AmountMissing, LeadsOnly, Misread, NothingTyped, UnknownCommand
from bot.turn import Button, Refusal, Reply, Turn
from bot.views import texts
from domain.folding import folded
from domain.phrases import DateUnreadable, Lean, find_when
from storage.members import Member
from storage.outbox import Message
from storage.questions import Question
from storage.work import Work

load()

Pressed = Message
FRESH = timedelta(hours=1)  # so long a plain line may answer a question; a reply to it may for 24 h
_ASKED = re.compile(r"#(\d+):")  # whom a waiting line is about
_COUNTING = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)\s+([xX])")
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
    if version != (pressed.body or {"version": pressed.version}).get("version", 0) or not 0 <= place < len(
        actions
    ):
        return Stale(texts.STALE_BUTTON)
    action, args = actions[place]
    refuse_if_over(desk, named(args))
    return TAPS[action](desk, args)


def to_line(desk: Desk) -> Reply:
    """Answer what was typed, shared or attached; an edited line corrects what it stored."""
    if desk.turn.edited:
        return correct(desk, _arrived)
    return _arrived(desk, desk.turn.text)


def _arrived(desk: Desk, text: str) -> Reply:
    return take(desk, text.strip(), run)


def run(desk: Desk, text: str) -> Reply:
    """A line: a command, the answer to an open question, or a sentence of which we propose what it means."""
    line, enclosed = waiting.opened(text.strip())
    if enclosed.file:
        desk.turn = replace(desk.turn, file=enclosed.file)
    if line.startswith("/"):
        return _command(desk, line)
    if enclosed.forwarded:
        desk.turn = replace(desk.turn, sender="")
        return chosen(desk, line)
    if not line:
        raise NothingTyped(desk.turn.other)
    question = open_question(desk.work, desk.turn)
    if question and not _is_another(desk, question, line):
        return _answered(desk, question, line)
    return propose(desk, line, extra=_as_answer(question, line) if question else ())


def _as_answer(question: Question, line: str) -> tuple[Button, ...]:
    """What names somebody else may be the answer all the same."""
    if waiting.asks_who(question.line):
        return ()
    return (
        Button(
            "Als Antwort auf die Frage", "run", {"line": waiting.answered(question.line, line), "over": True}
        ),
    )


def _is_another(desk: Desk, question: Question, line: str) -> bool:
    """Whether a line out of the blue is no answer but a new matter: it begins with a contact, or names another one."""
    if desk.turn.answers is not None:
        return False
    mention = mentioned(desk, line)
    if waiting.asks_who(question.line):
        named = mention is not None and bool(mention.hits)
        return bool(named and mention and mention.content) or (
            not named and not question.line.startswith("/")
        )
    if mention is None or not mention.hits or not mention.content:
        return False
    asked = _ASKED.search(question.line)
    return mention.leading or (asked is not None and int(asked[1]) not in mention.hits)


def open_question(work: Work, turn: Turn) -> Question | None:
    """What a plain line answers: the message replied to, else the newest question while it is fresh."""
    if turn.pressed or turn.card or turn.sender is not None or turn.text.lstrip().startswith("/"):
        return None
    if turn.answers:
        question = work.questions.of(turn.answers.id) or _result_asked(turn, turn.answers)
        return question if question and waiting.is_open(question.line) else None
    newest = work.questions.latest(turn.member.id, now=turn.now)
    return newest if newest and waiting.is_open(newest.line) and _fresh(work, turn, newest) else None


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


def _answered(desk: Desk, question: Question, text: str) -> Reply:
    """Carry out the line that waited, complete now."""
    edits = settled(desk.work, question)
    try:
        reply = _carried_out(desk, waiting.answered(question.line, _with_money(text)))
    except AmountMissing as missing:
        if not waiting.asks_who(question.line) and _says_no_day(desk, text):
            missing.line = waiting.typed(
                question.line
            )  # what isn't an amount doesn't become the goods by itself
        raise
    return replace(reply, edits=(*reply.edits, *edits))


def _carried_out(desk: Desk, text: str) -> Reply:
    """A line that is complete now; it answers no question itself."""
    line, enclosed = waiting.opened(text)
    if enclosed.forwarded or line.startswith("/"):
        return run(desk, text)
    if enclosed.file:
        desk.turn = replace(desk.turn, file=enclosed.file)
    return propose(desk, line)


def _with_money(text: str) -> str:
    """`200 X` as an answer: an amount with something behind it, where in a line it would count things."""
    found = _COUNTING.fullmatch(text.strip())
    return f"{found[1]},– {found[2]}" if found else text


def _says_no_day(desk: Desk, text: str) -> bool:
    try:
        return find_when(text, now=desk.typed, lean=Lean.PAST) is None
    except DateUnreadable:
        return False


def came_with(work: Work, turn: Turn) -> Turn:
    """The turn as its refusal is worded: a line that waited has its own time, and brings along what came with it."""
    question = work.questions.of(turn.pressed.id) if turn.pressed else open_question(work, turn)
    if question is None:
        return turn
    _, enclosed = waiting.opened(question.line)
    typed_at = question.typed_at if turn.pressed else turn.typed_at
    forwarded = "" if enclosed.forwarded else None
    sender = turn.sender if turn.sender is not None else forwarded
    return replace(turn, typed_at=typed_at, file=turn.file or enclosed.file, sender=sender)


def carrying(reply: Reply, turn: Turn) -> Reply:
    """A question keeps what came with its line, and so do the lines on its buttons."""
    enclosed = waiting.Enclosed(turn.file, forwarded=turn.sender is not None)
    if not (enclosed and reply.question):
        return reply
    buttons = tuple(tuple(_sealed(button, enclosed) for button in row) for row in reply.buttons)
    return replace(reply, question=waiting.sealed(reply.question, enclosed), buttons=buttons)


def _sealed(button: Button, enclosed: waiting.Enclosed) -> Button:
    line = button.args.get("line")
    return replace(button, args={**button.args, "line": waiting.sealed(line, enclosed)}) if line else button


def _command(desk: Desk, text: str) -> Reply:
    word, rest = _split(text)
    found = COMMANDS.get(folded(word))
    if found is None:
        raise UnknownCommand(word, nearest(word), rest)
    if found.leads_only and not desk.turn.member.lead:
        raise LeadsOnly(found.name)
    desk.command = found.name
    try:
        reply = found.handler(desk, rest)
    except Refusal as refusal:
        _completed(desk, refusal, text)
        raise
    return along(desk, _with_asides(desk, reply))


def _completed(desk: Desk, refusal: Refusal, text: str) -> None:
    """What the handler didn't know: the line as typed, and how it may call the contact it is about."""
    if isinstance(refusal, Misread):
        refusal.line = refusal.line or _without(text, refusal.phrase)
        refusal.command = desk.command
    if isinstance(refusal, AmountMissing):
        refusal.usual = refusal.usual or usual(desk, refusal.line)
    if desk.about is not None:
        refusal.about = called(desk, desk.about)


def _with_asides(desk: Desk, reply: Reply) -> Reply:
    if not desk.asides:
        return reply
    asides, desk.asides = desk.asides, []
    return replace(reply, text="\n".join([reply.text, *asides]))


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
    if as_typed(desk):
        return run(desk, args["line"])
    if args.get("new"):
        return replace(run(desk, args["line"]), new=True)
    if not args.get("over"):
        return replace(run(desk, args["line"]), keeps=True)
    return run(desk, args["line"])


@tap("create")
def create(desk: Desk, args: dict[str, Any]) -> Reply:
    """Someone unknown was named: create, then carry the line out at the time it was typed."""
    as_typed(desk)
    return create_and_go_on(desk, args["name"], args["line"], run)


@tap("cancel_question")
def cancel_question(_desk: Desk, _args: dict[str, Any]) -> Reply:
    return Reply("Abgebrochen, nichts gespeichert.")


def welcome(member: Member) -> Reply:
    return texts.welcome(member.name, lead=member.lead)

"""A reply becomes outbox rows: texts, buttons and their actions, edits, a waiting question."""

from base64 import b64encode
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.turn import Button, Edit, Reply, Rows, Turn
from storage.outbox import Lane, Message
from storage.work import Work

LONGEST = 1200  # characters a reply may have (§ reply to a logged event)
LONGEST_COPY = 256  # characters Telegram lets a button copy


def say(work: Work, chat: int, text: str, *, now: datetime) -> None:
    """A plain line to a chat."""
    work.outbox.add(chat, {"text": text}, now=now)


def push(
    work: Work,
    chat: int,
    reply: Reply,
    *,
    now: datetime,
    lane: Lane,
    silent: bool = False,
    anytime: bool = False,
) -> int:
    """A message nobody asked for just now. Returns its outbox row. `anytime`: quiet hours don't hold it (R2)."""
    body, actions = _content(reply.text, reply.buttons)
    body |= {name: True for name, set_ in (("silent", silent), ("anytime", anytime)) if set_}
    if reply.made:
        body["made"] = asdict(reply.made)
    return work.outbox.add(chat, body, now=now, lane=lane, actions=actions, contact=reply.contact)


def deliver(work: Work, turn: Turn, reply: Reply, *, entry: int | None, onto: int | None = None) -> None:
    """Write a turn's answer: below or over the pressed message (or the row `onto`), or as a message of its own."""
    for edit in reply.edits:
        change(work, edit, now=turn.now)
    alone = reply.new or reply.document or reply.made or reply.kept
    target = None if alone else _target(work, turn, onto)
    row = _onto(work, turn, reply, target) if target else _fresh(work, turn, reply)
    if reply.question:
        work.questions.settle(row)
        work.questions.ask(row, rep=turn.member.id, line=reply.question, typed_at=turn.typed_at, now=turn.now)
    if reply.job:
        work.jobs.add(**reply.job, rep=turn.member.id, now=turn.now, message=row)
    if entry is not None:
        work.turns.answered(entry, row)


def change(work: Work, edit: Edit, *, now: datetime) -> None:
    """Edit a message of ours, if it is still known."""
    if message := work.outbox.message(edit.row):
        body, actions = _content(edit.text, edit.buttons)
        work.outbox.edit(message, body, now=now, actions=actions)


def _target(work: Work, turn: Turn, onto: int | None) -> Message | None:
    return work.outbox.message(onto) if onto is not None else turn.pressed


def _fresh(work: Work, turn: Turn, reply: Reply) -> int:
    body, actions = _content(reply.text, reply.buttons)
    if reply.document:
        body["document"] = {
            "name": reply.document.name,
            "content": b64encode(reply.document.content).decode(),
        }
    if reply.made:
        body["made"] = asdict(reply.made)
    if reply.question and turn.message is not None:
        body["line"] = turn.message  # an edit of this line takes the question back
    if reply.kept:
        body["kept"] = asdict(reply.kept)
    return work.outbox.add(turn.chat, body, now=turn.now, actions=actions, contact=reply.contact)


def _onto(work: Work, turn: Turn, reply: Reply, target: Message) -> int:
    text = reply.text
    if reply.keeps and target.body:
        both = f"{target.body['text']}\n\n{text}"
        text = both if len(both) <= LONGEST else text
    if not (text == (target.body or {}).get("text") and _same_buttons(target, reply.buttons)):
        body, actions = _content(text, reply.buttons)
        work.outbox.edit(target, body, now=turn.now, actions=actions)
    if not reply.question:
        work.questions.settle(target.id)
    return target.id


def _same_buttons(target: Message, buttons: Rows) -> bool:
    return _content("", buttons)[1] == (target.actions or None)


def _content(text: str, buttons: Rows) -> tuple[dict[str, Any], list[Any] | None]:
    """The body (what is shown) and the actions (what a tap does), place by place."""
    body: dict[str, Any] = {"text": text}
    if not buttons:
        return body, None
    body["rows"] = [[_cell(button) for button in row] for row in buttons]
    return body, [[b.action, b.args] for row in buttons for b in row if not (b.url or b.copy)]


def _cell(button: Button) -> Any:
    """A label, its page's address where it opens one, what it copies where it copies something."""
    if button.copy:
        return [button.label, "", button.copy[:LONGEST_COPY]]
    return [button.label, button.url] if button.url else button.label

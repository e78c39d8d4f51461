"""Who is asking: members get a turn, strangers one line a day, groups a hint; nobody else has any effect."""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType

from bot import delivery, enclosed, respond, waiting
from bot.commands.correct import raised, settled
from bot.desk import Desk, Office
from bot.plain import Line, Typed, Typist
from bot.turn import Refusal, Reply, Turn
from bot.views import refusals, texts
from domain.folding import folded
from storage.inbox import Letter
from storage.members import Member
from storage.work import Work


@dataclass(slots=True)
class Courtesy:
    """An answerCallbackQuery: sent once after the commit, never stored."""

    query: str
    text: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update that has its turn; `courtesies` collects what is sent beside the outbox."""

    letter: Letter
    update: Update | Typed
    now: datetime
    courtesies: list[Courtesy]


class Access:
    def __init__(self, office: Office) -> None:
        self._office = office

    def answer(self, work: Work, arrival: Arrival) -> bool:
        """One update's turn. Returns whether its row is simply done; strangers' rows are emptied instead."""
        update = arrival.update
        chat = update.effective_chat
        if chat is not None and chat.type != ChatType.PRIVATE:
            return self._group(work, arrival)
        if update.my_chat_member is not None:
            return _blocked_or_back(work, arrival, update.my_chat_member)
        user = update.effective_user
        if user is None or user.is_bot:
            work.inbox.forget(arrival.letter.seq)
            return False
        member = _member(work, user)
        if member is None:
            return self._stranger(work, arrival, user)
        self._turn(work, arrival, member)
        return True

    def refuse(self, work: Work, arrival: Arrival, refusal: Refusal) -> bool:
        """The same turn again, answered by the refusal's sentence."""
        user = arrival.update.effective_user
        member = _member(work, user) if user else None
        if member:
            turn = respond.came_with(work, _turn_of(work, arrival, member))
            local = turn.typed_at.astimezone(work.policy.rhythm(member).zone)
            reply = respond.carrying(_refused(work, turn, refusals.reply(refusal, local)), turn)
            delivery.deliver(work, turn, reply, entry=None)
            _courtesy(arrival, "")
        return True

    def _turn(self, work: Work, arrival: Arrival, member: Member) -> None:
        turn = _turn_of(work, arrival, member)
        desk = Desk(turn, work, self._office, work.plans.rhythm(member))
        query = arrival.update.callback_query
        if query is not None:
            outcome = respond.press(desk, query.data or "")
            if isinstance(outcome, respond.Stale):
                _courtesy(arrival, outcome.sentence, alert=True)
                return
            reply = outcome
        else:
            reply = respond.to_line(desk)
        _courtesy(arrival, reply.toast)
        if reply.text or reply.edits:
            reply = respond.carrying(reply, desk.turn)
            delivery.deliver(work, desk.turn, reply, entry=desk.entry, onto=reply.onto)

    def _group(self, work: Work, arrival: Arrival) -> bool:
        """Private chats only: said once a day, and only when we were spoken to; nothing is kept."""
        work.inbox.forget(arrival.letter.seq)
        message = arrival.update.message
        spoken_to = message is not None and (message.text or "").startswith("/")
        if spoken_to and self._first_today(work, arrival.letter.chat, arrival.now):
            delivery.say(work, arrival.letter.chat, texts.PRIVATE_ONLY, now=arrival.now)
        return False

    def _stranger(self, work: Work, arrival: Arrival, user: User | Typist) -> bool:
        """An invite lets in; everybody else gets one line a day and leaves no content."""
        work.inbox.forget(arrival.letter.seq)
        code = _start_code(arrival.update.message)
        now = arrival.now
        member = work.members.claim(code, user.id, name=user.first_name, now=now) if code else None
        if member:
            _welcome(work, member, now)
        elif self._first_today(work, user.id, now):
            delivery.say(work, user.id, texts.INVITE_USED if code else texts.NOT_INVITED, now=now)
        was_in = work.members.by_telegram(user.id) is not None
        _courtesy(arrival, texts.NO_LONGER_IN if was_in else "", alert=was_in)
        return False

    def _first_today(self, work: Work, who: int, now: datetime) -> bool:
        key = work.recall("stranger_key")
        if key is None:
            key = secrets.token_hex(16)
            work.remember("stranger_key", key)
        return work.members.first_today(who, key=key.encode(), today=work.team_day(now))


def _welcome(work: Work, member: Member, now: datetime) -> None:
    work.turns.begin(member.id, "start", now=now, typed_at=now, chat=None, message=None)
    reply = respond.welcome(member)
    turn = Turn(member, "/start", now, now)
    delivery.deliver(work, turn, reply, entry=None)


def _member(work: Work, user: User | Typist) -> Member | None:
    """Which member writes, if one does: that shows that we reach them, and what the config's ids are called."""
    member = work.members.by_telegram(user.id)
    if member is None or member.removed:
        return None
    if member.unreachable:
        work.members.reachable(member.id, reachable=True)
    if not member.name:
        work.members.rename(member.id, user.first_name)
    if member.name and not member.unreachable:
        return member
    return replace(member, unreachable=False, name=member.name or user.first_name)


def _turn_of(work: Work, arrival: Arrival, member: Member) -> Turn:
    """Its time is the message's own date (edits: the edit's; taps: when they came in)."""
    letter, update = arrival.letter, arrival.update
    if isinstance(update, Typed):
        line = update.message
        return Turn(member, waiting.safe(line.text), line.date, arrival.now, message=line.message_id)
    if query := update.callback_query:
        return Turn(member, "", letter.received_at, arrival.now, pressed=_pressed(work, query))
    message = update.message or update.edited_message
    if message is None:
        return Turn(member, "", letter.received_at, arrival.now)
    edited = update.edited_message is not None
    typed_at = (message.edit_date if edited else None) or message.date
    answered = message.reply_to_message
    return Turn(
        member,
        waiting.safe(message.text or message.caption or ""),
        typed_at.astimezone(UTC),
        arrival.now,
        message=message.message_id,
        answers=work.outbox.by_message(member.telegram, answered.message_id) if answered else None,
        edited=edited,
        file=enclosed.file(message),
        card=enclosed.card(message),
        sender=enclosed.sender(message),
        other=enclosed.other(message),
    )


def _refused(work: Work, turn: Turn, said: Reply) -> Reply:
    """One question at a time: a new one takes the place of the one that was answered."""
    if _corrects(work, turn):
        return texts.still_stands(said)
    answered = raised(work, turn) or (respond.open_question(work, turn) if said.question else None)
    edits = settled(work, answered) if answered else ()
    over = turn.pressed is None or work.questions.of(turn.pressed.id) is not None
    return replace(said, keeps=not over, edits=edits)


def _corrects(work: Work, turn: Turn) -> bool:
    """An edited line whose entry stands."""
    if not turn.edited or turn.message is None:
        return False
    stored = work.turns.by_message(turn.chat, turn.message)
    return stored is not None and stored.undone_at is None


def _pressed(work: Work, query: CallbackQuery) -> respond.Pressed | None:
    """The row the button names, if it is this chat's; the tap teaches which copy is looked at."""
    row = respond.row_of(query.data or "")
    message = work.outbox.message(row) if row is not None else None
    if message is None or message.chat != query.from_user.id:
        return None
    if query.message is not None:
        work.outbox.learn(message.id, query.message.message_id)
    return message


def _courtesy(arrival: Arrival, text: str, *, alert: bool = False) -> None:
    if query := arrival.update.callback_query:
        arrival.courtesies.append(Courtesy(query.id, text, alert))


def _start_code(message: Message | Line | None) -> str:
    """The code of `/start CODE`, empty where there is none."""
    command, _, code = (message.text or "" if message else "").strip().partition(" ")
    return code.strip() if folded(command).partition("@")[0] == "/start" else ""


def _blocked_or_back(work: Work, arrival: Arrival, change: ChatMemberUpdated) -> bool:
    """A member blocked the bot, or came back; of anybody else nothing is kept."""
    member = work.members.by_telegram(change.from_user.id)
    if member is None or member.removed:
        work.inbox.forget(arrival.letter.seq)
        return False
    gone = change.new_chat_member.status in {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}
    work.members.reachable(member.id, reachable=not gone)
    return True

"""Telegram as far as the state machine's sender sees it: phones that keep all they got, trouble, and death."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, Forbidden, RetryAfter

from bot.transport import NotSent, Unanswered
from storage.outbox import Parcel

UNDER_WAY: ContextVar[Parcel] = ContextVar("parcel")  # what the sender's task is about


class Killed(BaseException):
    """SIGKILL: nothing handles it."""


@dataclass
class Fate:
    """Death comes at the n-th edge from now: around each commit and each request. `locked`: so often no database."""

    edges: int | None = None
    locked: int = 0
    dead: bool = False

    def edge(self) -> None:
        if self.edges is not None:
            self.edges -= 1
            self.dead = self.dead or self.edges < 0
        if self.dead:
            raise Killed


@dataclass(frozen=True)
class Sent:
    """A request that Telegram carried out. `told`: whether it said so; `life`: whose request it was."""

    parcel: Parcel
    chat: int
    text: str
    message: int
    fresh: bool  # a message of its own, no edit
    told: bool
    life: int


@dataclass
class Phones:
    """Telegram as far as the sender sees it. `troubles` come one a request, then all is well."""

    shown: dict[int, tuple[int, str, Any]]  # by message id: chat, text, keyboard
    next_id: int
    troubles: deque[str] = field(default_factory=deque)
    sent: list[Sent] = field(default_factory=list)
    unsure: set[int] = field(default_factory=set)  # rows of which the bot can't know whether they arrived
    refused: set[int] = field(default_factory=set)
    life: int = 0
    fate: Fate = field(default_factory=Fate)
    meanwhile: Callable[[], object] = bool

    def number(self) -> int:
        """Message ids are counted over both sides."""
        self.next_id += 1
        return self.next_id

    async def call(self, method: str, **asked: Any) -> Any:
        parcel, trouble = UNDER_WAY.get(), self.troubles.popleft() if self.troubles else ""
        self._refuse(trouble, parcel)
        self.unsure.add(parcel.id)  # until the answer is there
        self.fate.edge()
        if trouble == "lost before":
            raise Unanswered(trouble)
        await asyncio.sleep(0)
        if trouble == "meanwhile":
            self.meanwhile()
        message = self._accept(method, asked, parcel, told=trouble != "lost after")
        self.fate.edge()
        if trouble == "lost after":
            raise Unanswered(trouble)
        self.unsure.discard(parcel.id)
        return {"message_id": message}

    def _refuse(self, trouble: str, parcel: Parcel) -> None:
        match trouble:
            case "unconnected":
                raise NotSent(trouble)
            case "busy":
                raise RetryAfter(timedelta(seconds=7))
            case "forbidden":
                self.refused.add(parcel.id)
                raise Forbidden("bot was blocked by the user")

    def _accept(self, method: str, asked: Any, parcel: Parcel, *, told: bool) -> int:
        fresh = method != "editMessageText"
        message = self.number() if fresh else asked["message_id"]
        seen = asked["chat_id"], asked.get("text") or asked["caption"], asked["reply_markup"]
        known = self.shown.get(message)
        if not fresh and (known is None or known[0] != seen[0]):
            self._answer(parcel, "message to edit not found")
        if known == seen:
            self._answer(parcel, "message is not modified")
        self.shown[message] = seen
        self.sent.append(Sent(parcel, seen[0], seen[1], message, fresh, told, self.life))
        return message

    def _answer(self, parcel: Parcel, refusal: str) -> None:
        self.unsure.discard(parcel.id)
        raise BadRequest(refusal)

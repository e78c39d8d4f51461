"""What the stand-in for Telegram is made of: people, files, messages, what was done, what goes wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

Json = dict[str, Any]
Kind = Literal[
    "sent", "edited", "document", "photo", "deleted", "alert", "contact", "voice", "video", "pressed"
]  # fmt: skip


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in UTC."""


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    shown: bool = True  # strangers have no phone on the page

    def as_json(self) -> Json:
        facts = {"last_name": self.last_name, "username": self.username}
        return {"id": self.id, "first_name": self.first_name} | {k: v for k, v in facts.items() if v}


@dataclass(frozen=True, slots=True)
class File:
    id: str
    kind: Literal["document", "photo", "voice", "video"]
    name: str
    data: bytes
    mime: str

    @property
    def path(self) -> str:
        return f"{self.kind}s/{self.id}"


@dataclass(frozen=True, slots=True)
class Writing:
    """A text as typed (`html`), as shown (`text`), and what is bold in it (`entities`, UTF-16 offsets)."""

    text: str = ""
    html: str = ""
    entities: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    id: int
    chat: int
    sender: int  # the bot's own id, or a person's
    by_bot: bool
    date: int
    writing: Writing = Writing()
    file: File | None = None
    extra: Json = field(default_factory=dict)  # contact, forward_origin, sizes of a photo
    markup: Json | None = None
    reply_to: int | None = None
    edited: int | None = None
    silent: bool = False

    @property
    def text(self) -> str:
        return self.writing.text

    @property
    def buttons(self) -> list[list[Json]]:
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard", [])
        return rows


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal. `message` is as it stood then; `text` is plain, also of an alert."""

    seq: int
    at: datetime
    chat: int
    kind: Kind
    by_bot: bool
    text: str
    message: Message | None = None
    modal: bool = False  # an alert that must be closed, not a toast

    @property
    def labels(self) -> list[list[str]]:
        return [[button["text"] for button in row] for row in (self.message.buttons if self.message else [])]


class Refused(Exception):
    """The Bot API says no: its status and its own words."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters

    def as_json(self) -> Json:
        body = {"ok": False, "error_code": self.status, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


class Dropped(ConnectionError):
    """The line broke after the request was written: only the stand-in knows whether it was done."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Trouble for one call: a status instead of the answer, or a line that breaks or never stands."""

    status: int = 0
    retry_after: int = 0
    lost: Literal["", "refused", "before", "after"] = ""

    @classmethod
    def too_many(cls, retry_after: int = 1) -> "Fault":
        return cls(429, retry_after)

    def refusal(self) -> Refused:
        if self.status == 429:  # noqa: PLR2004
            wait = self.retry_after
            return Refused(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        words = {
            500: "Internal Server Error",
            502: "Bad Gateway",
            403: "Forbidden: bot was blocked by the user",
        }
        return Refused(self.status, words.get(self.status, "Bad Request"))


FaultHook = Callable[[str, Json], Fault | None]
Observer = Callable[[Entry], None]

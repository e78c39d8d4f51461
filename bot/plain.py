"""A typed line in a private chat, read without PTB: nearly all updates are one, and its own reading takes 100 µs."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from telegram import Update

_UPDATE = {"update_id", "message"}
_LINE = {"message_id", "from", "chat", "date", "text", "entities"}


@dataclass(frozen=True, slots=True)
class Typist:
    """Who typed; in a private chat also where."""

    id: int
    first_name: str
    is_bot: bool
    type: str = "private"


@dataclass(frozen=True, slots=True)
class Line:
    """A message that is nothing but a text."""

    message_id: int
    date: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What `telegram.Update` says of such a message."""

    message: Line
    effective_user: Typist
    callback_query: None = None
    my_chat_member: None = None

    @property
    def effective_chat(self) -> Typist:
        return self.effective_user


def update_of(body: Any) -> Update | Typed:
    """What came in; of what is poison PTB raises whatever it likes."""
    typed = _typed(body["message"]) if body.keys() == _UPDATE else None
    return typed or Update.de_json(body, None)


def _typed(message: Any) -> Typed | None:
    """None where there is more to it, or anything isn't as it should be."""
    match message:
        case {
            "message_id": int(number),
            "date": int(date),
            "text": str(text),
            "chat": {"id": int(chat), "type": "private"},
            "from": {"id": int(user), "first_name": str(name), "is_bot": bool(is_bot)},
        } if chat == user and message.keys() <= _LINE:
            return Typed(Line(number, datetime.fromtimestamp(date, UTC), text), Typist(user, name, is_bot))
    return None

"""A call of the Bot API as it arrives: parameters are text or JSON, files lie beside them."""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.playground.standin_markup import ordinary, parse, utf16
from bot.playground.standin_room import Room
from bot.playground.standin_values import Json, Message, Refused, Writing

Files = dict[str, tuple[str, bytes]]
TEXT_LIMIT, CAPTION_LIMIT, DATA_LIMIT, BUTTON_LIMIT = 4096, 1024, 64, 100
ACTIONS = (
    "callback_data", "url", "switch_inline_query", "switch_inline_query_current_chat", "copy_text", "web_app",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    room: Room
    method: str
    params: Json
    files: Files = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.params.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        try:
            return int(float(self.params.get(name) or default))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "1"}

    def json(self, name: str) -> Any:
        value = self.params.get(name)
        try:
            return json.loads(value) if isinstance(value, str) and value else value
        except ValueError:
            raise Refused(400, f"Bad Request: can't parse {name.replace('_', ' ')} JSON object") from None

    def chat(self) -> int:
        """The chat meant; raises Refused for one that isn't known or has blocked the bot."""
        chat = self.number("chat_id")
        if not chat:
            raise Refused(400, "Bad Request: chat_id is empty")
        if chat not in self.room.people and chat not in self.room.groups:
            raise Refused(400, "Bad Request: chat not found")
        if chat in self.room.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat

    def writing(self, name: str) -> Writing:
        mode = self.text("parse_mode").lower()
        if mode not in {"", "html"}:
            raise Refused(400, "Bad Request: unsupported parse_mode")  # the stand-in reads HTML only
        written = parse(self.text(name)) if mode else ordinary(self.text(name))
        limit, words = (TEXT_LIMIT, "text is") if name == "text" else (CAPTION_LIMIT, "caption is")
        if utf16(written.text) > limit:
            words = "is" if name == "text" else words
            raise Refused(400, f"Bad Request: message {words} too long")
        return written

    def markup(self, *, inline_only: bool = False) -> Json | None:
        given = self.json("reply_markup")
        if not given:
            return None
        if inline_only and "inline_keyboard" not in given:
            raise Refused(400, "Bad Request: inline keyboard expected")
        for button in (button for row in given.get("inline_keyboard", []) for button in row):
            check(button)
        if sum(map(len, given.get("inline_keyboard", []))) > BUTTON_LIMIT:
            raise Refused(400, "Bad Request: reply markup is too long")
        result: Json = given
        return None if given == {"inline_keyboard": []} else result

    def reply_to(self) -> int | None:
        wish = self.json("reply_parameters") or {}
        number = int(wish.get("message_id") or self.number("reply_to_message_id"))
        if not number or (self.chat(), number) in self.room.messages:
            return number or None
        if wish.get("allow_sending_without_reply") or self.flag("allow_sending_without_reply"):
            return None
        raise Refused(400, "Bad Request: message to be replied not found")

    def target(self, doing: str) -> Message:
        """The bot's own message named by the call."""
        message = self.room.messages.get((self.chat(), self.number("message_id")))
        if not message:
            raise Refused(400, f"Bad Request: message to {doing} not found")
        if not message.by_bot and doing == "edit":
            raise Refused(400, "Bad Request: message can't be edited")
        return message


def check(button: Json) -> None:
    if not button.get("text"):
        raise Refused(400, 'Bad Request: can\'t parse inline keyboard button: Field "text" must be non-empty')
    if not any(action in button for action in ACTIONS):
        words = "Text buttons are unallowed in the inline keyboard"
        raise Refused(400, f"Bad Request: can't parse inline keyboard button: {words}")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= DATA_LIMIT:
        raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")

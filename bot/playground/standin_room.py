"""The memory of the stand-in: who is there, what was written, the journal and who watches it."""

import mimetypes
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.playground.standin_updates import Updates
from bot.playground.standin_values import (
    Clock,
    Entry,
    File,
    Json,
    Kind,
    Message,
    Observer,
    Person,
    Writing,
)

BOT_ID = 4242


class Room:
    """One bot, its private chats (a chat's id is the person's) and its groups."""

    def __init__(self, clock: Clock, *, name: str = "Nachfass", username: str = "nachfass_bot") -> None:
        self.clock = clock
        self.bot: Json = {"id": BOT_ID, "is_bot": True, "first_name": name, "username": username}
        self.token = f"{BOT_ID}:SPIELWIESE"
        self.people: dict[int, Person] = {}
        self.groups: dict[int, str] = {}
        self.blocked: set[int] = set()
        self.messages: dict[tuple[int, int], Message] = {}
        self.files: dict[str, File] = {}
        self.queries: dict[str, tuple[int, datetime]] = {}  # a press waits for its answer: chat and moment
        self.asked: set[str] = set()  # inline queries
        self.inline_answers: dict[str, Json] = {}
        self.commands: list[Json] = []
        self.webhook = ""
        self.updates = Updates()
        self.journal: list[Entry] = []
        self.observers: list[Observer] = []
        self.last_message = 0
        self.last_query = 0

    def seconds(self) -> int:
        return int(self.clock.now().timestamp())

    def join(self, user: int, first_name: str, **more: Any) -> Person:
        """Who this is; whoever is known can be written to, as if they had pressed Start."""
        person = self.people[user] = Person(user, first_name, **more)
        return person

    def watch(self, observer: Observer) -> Callable[[], None]:
        """Tell `observer` of every entry from now on; call the result to stop."""
        self.observers.append(observer)

        def stop() -> None:
            with suppress(ValueError):
                self.observers.remove(observer)

        return stop

    def note(self, kind: Kind, chat: int, *, by_bot: bool, text: str, **more: Any) -> Entry:
        entry = Entry(len(self.journal) + 1, self.clock.now(), chat, kind, by_bot, text, **more)
        self.journal.append(entry)
        for observer in list(self.observers):
            observer(entry)
        return entry

    def noted(self, kind: Kind, message: Message) -> Message:
        self.note(kind, message.chat, by_bot=message.by_bot, text=message.text, message=message)
        return message

    def did(self, chat: int | None = None, *, after: int = 0) -> list[Entry]:
        """What the bot did since entry `after`, in one chat or in all."""
        return [e for e in self.journal[after:] if e.by_bot and chat in (None, e.chat)]

    def put(self, chat: int, sender: int, writing: Writing, **more: Any) -> Message:
        """A new message; ids are counted over all chats, as a bot sees them."""
        self.last_message += 1
        by_bot = sender == BOT_ID
        message = Message(self.last_message, chat, sender, by_bot, self.seconds(), writing, **more)
        self.messages[chat, message.id] = message
        return message

    def change(self, message: Message, **facts: Any) -> Message:
        changed = replace(message, edited=self.seconds(), **facts)
        self.messages[message.chat, message.id] = changed
        return changed

    def keep(self, kind: Any, name: str, data: bytes) -> File:
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        suffix = "." + name.rsplit(".", 1)[-1] if "." in name else ""
        file = File(f"{kind}_{len(self.files) + 1}{suffix}", kind, name, data, mime)
        self.files[file.id] = file
        return file

    def history(self, chat: int) -> list[Message]:
        return [message for (where, _), message in self.messages.items() if where == chat]

    def last(self, chat: int, *, by_bot: bool) -> Message | None:
        """The newest message of the bot, or of the person, in a chat."""
        return next((m for m in reversed(self.history(chat)) if m.by_bot is by_bot), None)

"""What people do on their phones: each act queues an update for the bot and is noted in the journal."""

import re
from typing import Any, Literal

from bot.playground.standin_json import chat_json, message_json, sender_json
from bot.playground.standin_markup import ordinary, utf16
from bot.playground.standin_room import Room
from bot.playground.standin_values import Json, Message, Writing

COMMAND = re.compile(r"(?<![^\s])/[A-Za-z0-9_]{1,32}")  # Telegram marks /rückgängig as /r


class ButtonUnknown(LookupError):
    """There is no such button under that message."""


class MessageUnknown(LookupError):
    """There is no such message in that chat, or it isn't the person's own."""


class People(Room):
    def say(self, user: int, text: str, *, reply_to: int | None = None) -> Json:
        return self._arrive("sent", user, typed(text), reply_to=reply_to)

    def edit(self, user: int, message_id: int, text: str) -> Json:
        """A person changes an own line (or the caption of an own file)."""
        message = self.messages.get((user, message_id))
        if not message or message.by_bot:
            raise MessageUnknown(message_id)
        changed = self.noted("edited", self.change(message, writing=typed(text)))
        return self.updates.add("edited_message", message_json(self, changed))

    def press(
        self, user: int, message_id: int, data: str | None = None, *, row: int = 0, column: int = 0
    ) -> Json:
        """Tap a button: by its place, or by its data – also one that a stale screen still showed."""
        message = self.messages.get((user, message_id))
        if not message:
            raise MessageUnknown(message_id)
        button = button_of(message, data, row, column)
        self.last_query += 1
        query = f"{7_000_000 + self.last_query}"
        self.queries[query] = (user, self.clock.now())
        self.note("pressed", user, by_bot=False, text=button["text"], message=message)
        body = {"id": query, "from": sender_json(self, user), "chat_instance": str(user)}
        body |= {"message": message_json(self, message), "data": button["callback_data"]}
        return self.updates.add("callback_query", body)

    def find_button(self, user: int, part: str) -> tuple[int, str | None] | None:
        """The newest button whose label contains `part`, in a message the one that says just that.

        Its message's id and its data: None where the phone acts by itself (copies, opens a map).
        """
        wanted = part.casefold()
        for message in reversed(self.history(user)):
            named = [
                button for row in message.buttons for button in row if wanted in button["text"].casefold()
            ]
            if named:
                button = min(named, key=lambda b: (b["text"].casefold() != wanted, "callback_data" not in b))
                return message.id, button.get("callback_data")
        return None

    def contact(
        self, user: int, first_name: str, phone: str, *, last_name: str = "", vcard: str = ""
    ) -> Json:
        """A person shares a card from the address book."""
        card = {"phone_number": phone, "first_name": first_name, "last_name": last_name, "vcard": vcard}
        extra = {"contact": {name: value for name, value in card.items() if value}}
        return self._arrive("contact", user, Writing(), extra=extra)

    def forward(self, user: int, sender: str, text: str, *, sender_id: int | None = None) -> Json:
        """A person forwards somebody's message; without an id the sender hides their account."""
        origin: Json = {"type": "hidden_user", "sender_user_name": sender, "date": self.seconds()}
        if sender_id:
            known = {"id": sender_id, "is_bot": False, "first_name": sender}
            origin = {"type": "user", "sender_user": known, "date": self.seconds()}
        return self._arrive("sent", user, typed(text), extra={"forward_origin": origin})

    def document(
        self,
        user: int,
        name: str,
        data: bytes,
        caption: str = "",
        *,
        reply_to: int | None = None,
        kind: Literal["document", "photo", "voice", "video"] = "document",
    ) -> Json:
        file = self.keep(kind, name, data)
        return self._arrive(kind, user, typed(caption), file=file, reply_to=reply_to)

    def sticker(self, user: int) -> Json:
        """Something without a word in it."""
        facts = {
            "file_id": "sticker_1",
            "file_unique_id": "us1",
            "type": "regular",
            "width": 512,
            "height": 512,
        }
        extra = {"sticker": facts | {"is_animated": False, "is_video": False, "emoji": "👍"}}
        return self._arrive("sent", user, Writing(), extra=extra)

    def stranger(self, text: str, *, user: int = 999, name: str = "Unbekannt") -> Json:
        """Somebody writes who has no phone on the page."""
        if user not in self.people:
            self.join(user, name, shown=False)
        return self.say(user, text)

    def group(self, chat: int, user: int, text: str, *, title: str = "Vertrieb") -> Json:
        """Somebody writes in a group (its id is negative) that the bot was added to."""
        self.groups[chat] = title
        return self._arrive("sent", user, typed(text), chat=chat)

    def inline(self, user: int, query: str) -> Json:
        self.last_query += 1
        body = {"id": str(8_000_000 + self.last_query), "query": query, "offset": ""}
        self.asked.add(str(body["id"]))
        return self.updates.add("inline_query", body | {"from": sender_json(self, user)})

    def block(self, user: int, *, blocked: bool = True) -> Json:
        (self.blocked.add if blocked else self.blocked.discard)(user)
        status = ("member", "kicked") if blocked else ("kicked", "member")
        old, new = ({"status": word, "user": self.bot, "until_date": 0} for word in status)
        body: Json = {"chat": chat_json(self, user), "from": sender_json(self, user)}
        body |= {"date": self.seconds(), "old_chat_member": old, "new_chat_member": new}
        return self.updates.add("my_chat_member", body)

    def _arrive(self, kind: Any, user: int, writing: Writing, **more: Any) -> Json:
        message = self.put(more.pop("chat", user), user, writing, **more)
        return self.updates.add("message", message_json(self, self.noted(kind, message)))


def typed(text: str) -> Writing:
    """A person's text with the commands marked as Telegram marks them."""
    words = ordinary(text)
    found = [(utf16(words.text[: m.start()]), utf16(m[0])) for m in COMMAND.finditer(words.text)]
    marks = ({"type": "bot_command", "offset": offset, "length": length} for offset, length in found)
    return Writing(words.text, words.html, tuple(marks))


def button_of(message: Message, data: str | None, row: int, column: int) -> Json:
    if data is None:
        try:
            return message.buttons[row][column]
        except IndexError:
            raise ButtonUnknown(row, column) from None
    known = (button for line in message.buttons for button in line)
    stale = {"text": "", "callback_data": data}
    return next((button for button in known if button.get("callback_data") == data), stale)

"""What the page is told: the journal's entries and the state of the room, as JSON."""

from datetime import datetime
from typing import Any

from bot.playground.standin_json import PNG, size_of
from bot.playground.standin_room import Room
from bot.playground.standin_values import Entry, Json, Message

QUOTE = 120


def state_json(room: Room, now: datetime, *, moving: bool) -> Json:
    zone: Any = now.tzinfo
    return {
        "bot": room.bot,
        "users": [{"id": p.id, "name": p.first_name} for p in room.people.values() if p.shown],
        "commands": room.commands,
        "now": int(now.timestamp()),
        "zone": getattr(zone, "key", "UTC"),
        "local": now.strftime("%Y-%m-%dT%H:%M"),
        "moving": moving,
    }


def entry_json(room: Room, entry: Entry, *, push: bool) -> Json:
    body: Json = {"seq": entry.seq, "chat": entry.chat, "kind": entry.kind, "by_bot": entry.by_bot}
    body |= {"text": entry.text, "modal": entry.modal, "push": push}
    return body | {"message": message_view(room, entry.message) if entry.message else None}


def message_view(room: Room, message: Message) -> Json:
    quoted = room.messages.get((message.chat, message.reply_to or 0))
    markup = message.markup or {}
    return {
        "id": message.id,
        "by_bot": message.by_bot,
        "date": message.date,
        "edited": bool(message.edited),
        "text": message.text,
        "entities": list(message.writing.entities),
        "buttons": message.buttons,
        "keyboard": markup.get("keyboard") or ([] if markup.get("remove_keyboard") else None),
        "file": file_view(message),
        "contact": message.extra.get("contact"),
        "forwarded": forwarded_from(message),
        "quote": {"id": quoted.id, "by_bot": quoted.by_bot, "text": headline(quoted)} if quoted else None,
        "silent": message.silent,
    }


def file_view(message: Message) -> Json | None:
    if not (file := message.file):
        return None
    body: Json = {"id": file.id, "name": file.name, "kind": file.kind, "size": len(file.data)}
    if file.data.startswith(PNG):  # so that the page keeps its place before the picture has come
        body["width"], body["height"] = size_of(file.data)
    return body


def forwarded_from(message: Message) -> str:
    origin = message.extra.get("forward_origin", {})
    return str(origin.get("sender_user_name") or origin.get("sender_user", {}).get("first_name", ""))


def headline(message: Message) -> str:
    """One line that stands for the message where it is quoted."""
    first = message.text.partition("\n")[0]
    return (first or (message.file.name if message.file else "Kontakt"))[:QUOTE]

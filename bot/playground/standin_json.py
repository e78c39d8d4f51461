"""How the Bot API writes down a message, a person, a file."""

from typing import Any

from bot.playground.standin_room import Room
from bot.playground.standin_values import File, Json, Message

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
PICTURE_TYPES = {PNG: "image/png", JPEG: "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp"}
PICTURES = tuple(PICTURE_TYPES)


def chat_json(room: Room, chat: int) -> Json:
    if chat in room.groups:
        return {"id": chat, "type": "group", "title": room.groups[chat]}
    return room.people[chat].as_json() | {"type": "private"}


def sender_json(room: Room, sender: int) -> Json:
    if sender == room.bot["id"]:
        return room.bot
    return room.people[sender].as_json() | {"is_bot": False, "language_code": "de"}


def message_json(room: Room, message: Message) -> Json:
    body: Json = {
        "message_id": message.id,
        "date": message.date,
        "chat": chat_json(room, message.chat),
        "from": sender_json(room, message.sender),
    }
    body |= written_json(message) | message.extra
    if message.edited:
        body["edit_date"] = message.edited
    if message.buttons:
        body["reply_markup"] = {"inline_keyboard": message.buttons}
    if quoted := room.messages.get((message.chat, message.reply_to or 0)):
        body["reply_to_message"] = message_json(room, quoted) | {}
        body["reply_to_message"].pop("reply_to_message", None)  # Telegram quotes one level deep
    return body


def written_json(message: Message) -> Json:
    text, entities = ("caption", "caption_entities") if message.file else ("text", "entities")
    body: Json = file_json(message.file) if message.file else {}
    if message.text:
        body[text] = message.text
    if message.writing.entities:
        body[entities] = list(message.writing.entities)
    return body


def file_json(file: File) -> Json:
    facts: Json = {"file_id": file.id, "file_unique_id": f"u{file.id}", "file_size": len(file.data)}
    if file.kind == "photo":
        width, height = size_of(file.data)
        return {"photo": [facts | {"width": width, "height": height}]}
    if file.kind == "voice":
        return {"voice": facts | {"duration": 3, "mime_type": file.mime}}
    if file.kind == "video":
        size = {"duration": 3, "width": 640, "height": 360}
        return {"video": facts | size | {"file_name": file.name, "mime_type": file.mime}}
    return {"document": facts | {"file_name": file.name, "mime_type": file.mime}}


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG; others are shown at a usual size."""
    if picture.startswith(PNG):
        return int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
    return 1280, 720


def picture_type(data: bytes) -> str:
    """The type of a picture by its first bytes, empty for anything else."""
    return next((mime for start, mime in PICTURE_TYPES.items() if data.startswith(start)), "")


def answer(result: Any) -> Json:
    return {"ok": True, "result": result}

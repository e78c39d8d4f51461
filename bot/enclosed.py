"""What comes with a message besides its text: a file, a contact card, the name of who wrote a forwarded one."""

from telegram import (
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from bot.turn import Attachment, Card
from bot.waiting import safe

_NAMED = ("animation", "document", "video", "audio")  # an animation comes as a document, too
_NAMELESS = ("voice", "video_note")
_OTHERS = (
    "sticker", "location", "venue", "poll", "dice", "game", "story", "paid_media", "checklist", "invoice",
)  # fmt: skip


def file(message: Message) -> Attachment | None:
    """The photo (its biggest size), voice note, video or document of a message."""
    if message.photo:
        biggest = max(message.photo, key=lambda size: size.width * size.height)
        return Attachment("photo", biggest.file_id, size=biggest.file_size or 0)
    for kind in _NAMED:
        if sent := getattr(message, kind, None):
            return Attachment(
                kind,
                sent.file_id,
                safe(sent.file_name or ""),
                safe(sent.mime_type or ""),
                sent.file_size or 0,
            )
    for kind in _NAMELESS:
        if sent := getattr(message, kind, None):
            return Attachment(kind, sent.file_id, size=sent.file_size or 0)
    return None


def card(message: Message) -> Card | None:
    shared = message.contact
    if shared is None:
        return None
    name = " ".join(part for part in (shared.first_name, shared.last_name) if part)
    return Card(safe(name), safe(shared.phone_number), safe(shared.vcard or ""))


def sender(message: Message) -> str | None:
    """Who wrote what was forwarded; empty where that isn't told, None where nothing was."""
    match message.forward_origin:
        case None:
            return None
        case MessageOriginHiddenUser(sender_user_name=name):
            return safe(name)
        case MessageOriginUser(sender_user=user):
            return "" if user.is_bot else safe(user.full_name)
        case MessageOriginChat(sender_chat=chat) | MessageOriginChannel(chat=chat):
            return safe(chat.title or "")
    return ""


def other(message: Message) -> str:
    """What a message is that brings nothing we could keep."""
    return next((kind for kind in _OTHERS if getattr(message, kind, None)), "")

"""What comes with a message besides its text: a file, a contact card, the name of who wrote a forwarded one."""

from telegram import Message, MessageOriginHiddenUser, MessageOriginUser

from bot.turn import Attachment, Card


def file(message: Message) -> Attachment | None:
    """The photo (its biggest size), voice note, video or document of a message."""
    if message.photo:
        biggest = max(message.photo, key=lambda size: size.width * size.height)
        return Attachment("photo", biggest.file_id, size=biggest.file_size or 0)
    if message.voice:
        return Attachment("voice", message.voice.file_id, size=message.voice.file_size or 0)
    for kind, sent in (("document", message.document), ("video", message.video), ("document", message.audio)):
        if sent:
            name, mime, size = sent.file_name or "", sent.mime_type or "", sent.file_size or 0
            return Attachment(kind, sent.file_id, name, mime, size)
    return None


def card(message: Message) -> Card | None:
    shared = message.contact
    if shared is None:
        return None
    name = " ".join(part for part in (shared.first_name, shared.last_name) if part)
    return Card(name, shared.phone_number, shared.vcard or "")


def sender(message: Message) -> str | None:
    """Who wrote what was forwarded; empty where that isn't told, None where nothing was."""
    origin = message.forward_origin
    if origin is None:
        return None
    if isinstance(origin, MessageOriginHiddenUser):
        return origin.sender_user_name
    if isinstance(origin, MessageOriginUser):
        return origin.sender_user.full_name
    return ""

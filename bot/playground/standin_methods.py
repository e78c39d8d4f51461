"""The methods of the Bot API that the stand-in knows: sending, editing, deleting, answering, asking."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal

from bot.playground.standin_calls import Call
from bot.playground.standin_json import PICTURES, chat_json, message_json
from bot.playground.standin_markup import utf16
from bot.playground.standin_values import File, Json, Message, Refused, Writing

QUERY_LIFE = timedelta(minutes=5)
ALERT_LIMIT, COMMAND_LIMIT, DESCRIPTION_LIMIT, RESULT_LIMIT = 200, 100, 256, 50
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
Kept = Literal["document", "photo", "voice", "video"]
OLD = "query is too old and response timeout expired or query ID is invalid"


def send_message(call: Call) -> Json:
    chat, writing = call.chat(), call.writing("text")
    if not writing.text:
        raise Refused(400, "Bad Request: message text is empty")
    return sent(call, chat, writing)


def send_document(call: Call) -> Json:
    return sent(call, call.chat(), call.writing("caption"), uploaded(call, "document", call.text("document")))


def send_photo(call: Call) -> Json:
    return sent(call, call.chat(), call.writing("caption"), uploaded(call, "photo", call.text("photo")))


def send_kept(kind: Kept) -> Callable[[Call], Json]:
    """Sending of a kind that the bot only ever sends on by its id."""

    def send(call: Call) -> Json:
        return sent(call, call.chat(), call.writing("caption"), uploaded(call, kind, call.text(kind)))

    return send


def sent(call: Call, chat: int, writing: Writing, file: File | None = None) -> Json:
    room, markup = call.room, call.markup()
    facts = {"reply_to": call.reply_to(), "silent": call.flag("disable_notification")}
    message = room.put(chat, room.bot["id"], writing, file=file, markup=markup, **facts)
    room.noted(file.kind if file else "sent", message)
    return message_json(room, message)


def uploaded(call: Call, kind: Kept, named: str) -> File:
    """The file of a call: beside it, attached under another name, or one known by its id."""
    part = call.files.get(named.removeprefix("attach://") or kind)
    if not part:
        known = call.room.files.get(named)
        if not known:
            raise Refused(400, "Bad Request: wrong file identifier/HTTP URL specified")
        if known.kind != kind:
            raise Refused(400, f"Bad Request: can't use file of type {known.kind.title()} as {kind.title()}")
        return known
    name, data = part
    if not data:
        raise Refused(400, "Bad Request: file must be non-empty")
    if kind == "photo" and not data.startswith(PICTURES):
        raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED")
    return call.room.keep(kind, name, data)


def edit_message_text(call: Call) -> Json:
    message, writing = call.target("edit"), call.writing("text")
    if message.file:
        raise Refused(400, "Bad Request: there is no text in the message to edit")
    if not writing.text:
        raise Refused(400, "Bad Request: message text is empty")
    return edited(call, message, replace(message, writing=writing))


def edit_message_caption(call: Call) -> Json:
    message = call.target("edit")
    if not message.file:
        raise Refused(400, "Bad Request: there is no caption in the message to edit")
    return edited(call, message, replace(message, writing=call.writing("caption")))


def edit_message_media(call: Call) -> Json:
    message, media = call.target("edit"), call.json("media") or {}
    inner = replace(call, params=call.params | {k: media.get(k) for k in ("caption", "parse_mode")})
    kind: Literal["document", "photo"] = "photo" if media.get("type") == "photo" else "document"
    file = uploaded(call, kind, str(media.get("media", "")))
    return edited(call, message, replace(message, writing=inner.writing("caption"), file=file))


def edit_message_reply_markup(call: Call) -> Json:
    message = call.target("edit")
    return edited(call, message, message)


def edited(call: Call, message: Message, wanted: Message) -> Json:
    """Store the changed message; a keyboard that isn't named is taken away, as Telegram does."""
    if message.markup and not message.buttons:
        raise Refused(400, "Bad Request: message can't be edited")  # it carries a reply keyboard
    wanted = replace(wanted, markup=call.markup(inline_only=True))
    if (wanted.writing.text, wanted.writing.entities, wanted.file, wanted.markup) == (
        message.writing.text, message.writing.entities, message.file, message.markup,
    ):  # fmt: skip
        raise Refused(400, f"Bad Request: {SAME}")
    facts = {"writing": wanted.writing, "file": wanted.file, "markup": wanted.markup}
    return message_json(call.room, call.room.noted("edited", call.room.change(message, **facts)))


def delete_message(call: Call) -> bool:
    message = call.target("delete")
    del call.room.messages[message.chat, message.id]
    call.room.note("deleted", message.chat, by_bot=True, text=message.text, message=message)
    return True


def answer_callback_query(call: Call) -> bool:
    known = call.room.queries.get(call.text("callback_query_id"))
    if not known or call.room.clock.now() - known[1] > QUERY_LIFE:
        raise Refused(400, f"Bad Request: {OLD}")
    if text := call.text("text"):
        if utf16(text) > ALERT_LIMIT:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        call.room.note("alert", known[0], by_bot=True, text=text, modal=call.flag("show_alert"))
    return True


def answer_inline_query(call: Call) -> bool:
    """Kept for a test to look at; a question that nobody asked, or long ago, is refused."""
    query = call.text("inline_query_id")
    if query not in call.room.asked:
        raise Refused(400, f"Bad Request: {OLD}")
    results = call.json("results") or []
    if len(results) > RESULT_LIMIT:
        raise Refused(400, "Bad Request: RESULTS_TOO_MUCH")
    call.room.inline_answers[query] = {**call.params, "results": results}
    return True


def set_my_commands(call: Call) -> bool:
    commands = call.json("commands") or []
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "")):
            raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= DESCRIPTION_LIMIT:
            raise Refused(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    if len(commands) > COMMAND_LIMIT:
        raise Refused(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
    call.room.commands = commands
    return True


def get_updates(call: Call) -> list[Json]:
    if call.room.webhook:
        words = "can't use getUpdates method while webhook is active; use deleteWebhook to delete"
        raise Refused(409, f"Conflict: {words} the webhook first")
    if (allowed := call.json("allowed_updates")) is not None:
        call.room.updates.allowed = frozenset(allowed)
    return call.room.updates.take(call.number("offset"), call.number("limit", 100))


def set_webhook(call: Call) -> bool:
    """Kept and obeyed by getUpdates; the stand-in delivers to nobody."""
    call.room.webhook = call.text("url")
    if call.flag("drop_pending_updates"):
        call.room.updates.drop()
    return True


def get_webhook_info(call: Call) -> Json:
    waiting = len(call.room.updates)
    return {"url": call.room.webhook, "has_custom_certificate": False, "pending_update_count": waiting}


def get_file(call: Call) -> Json:
    file = call.room.files.get(call.text("file_id"))
    if not file:
        raise Refused(400, "Bad Request: invalid file_id")
    size = len(file.data)
    return {"file_id": file.id, "file_unique_id": f"u{file.id}", "file_size": size, "file_path": file.path}


def send_chat_action(call: Call) -> bool:
    call.chat()
    return True


def granted(_call: Call) -> bool:
    return True


ME = {
    "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True,
    "can_connect_to_business": False, "has_main_web_app": False,
}  # fmt: skip
METHODS: dict[str, Callable[[Call], Any]] = {
    "getme": lambda call: call.room.bot | ME,
    "getupdates": get_updates,
    "setwebhook": set_webhook,
    "deletewebhook": lambda call: set_webhook(replace(call, params=call.params | {"url": ""})),
    "getwebhookinfo": get_webhook_info,
    "sendmessage": send_message,
    "senddocument": send_document,
    "sendphoto": send_photo,
    "sendvoice": send_kept("voice"),
    "sendvideo": send_kept("video"),
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagemedia": edit_message_media,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "answercallbackquery": answer_callback_query,
    "answerinlinequery": answer_inline_query,
    "setmycommands": set_my_commands,
    "getmycommands": lambda call: call.room.commands,
    "getchat": lambda call: chat_json(call.room, call.chat()),
    "getfile": get_file,
    "sendchataction": send_chat_action,
} | dict.fromkeys(
    (
        "deletemycommands", "setchatmenubutton", "setmydescription", "setmyname",
        "setmyshortdescription", "setmessagereaction", "leavechat", "close", "logout",
    ),
    granted,
)  # fmt: skip

"""One outbox row as calls of the Bot API: a text, an edit, a file; what is still to be made is made first."""

import itertools
import logging
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

from telegram import InputFile
from telegram.error import BadRequest

from bot import workshop
from bot.api import BotApi
from bot.views import texts
from storage.outbox import Parcel

log = logging.getLogger(__name__)

KEPT = {
    "photo": ("sendPhoto", "photo"),
    "voice": ("sendVoice", "voice"),
    "video": ("sendVideo", "video"),
    "audio": ("sendAudio", "audio"),
    "animation": ("sendAnimation", "animation"),
    "video_note": ("sendVideoNote", "video_note"),
    "document": ("sendDocument", "document"),
}  # a file goes out as what it came in as, else Telegram refuses it

Made = InputFile | workshop.MakingFailed | None
LONGEST = {"photo": 30.0, "document": 300.0}  # seconds


def wanted(parcel: Parcel) -> bool:
    """Whether a picture or file is to be made before the row can go."""
    return "made" in parcel.body and parcel.edits is None


class Post:
    """`database`: where makers read that read it themselves."""

    def __init__(self, api: BotApi, database: str) -> None:
        self._api = api
        self._database = database

    async def make(self, parcel: Parcel) -> Made:
        """The picture or file of a row that has one to be made; whatever breaks, its chat is told and goes on."""
        asked = parcel.body["made"]
        facts = asked["facts"] | ({"database": self._database} if asked["database"] else {})
        try:
            made = await workshop.make(asked["maker"], facts, seconds=LONGEST[asked["kind"]])
            return InputFile(made, filename=asked["name"])
        except workshop.MakingFailed as failed:
            return failed
        except Exception as broken:
            log.exception("outbox row %s: nothing made", parcel.id)
            return workshop.MakingFailed(str(broken))

    async def send(self, parcel: Parcel, made: Made) -> int | None:
        """Returns the message id Telegram gave; None for an edit."""
        content = payload(parcel)
        if parcel.edits is None:
            return await self._fresh(parcel, content, made)
        if parcel.target is not None:
            try:
                await self._api.call(
                    "editMessageText", chat_id=parcel.chat, message_id=parcel.target, **content
                )
            except BadRequest as refused:
                if not _gone(refused):
                    return None  # "not modified" is what we wanted
            else:
                return None
        return await self._call("sendMessage", parcel, content)

    async def _fresh(self, parcel: Parcel, content: dict[str, Any], made: Made) -> int:
        if made is not None:
            return await self._call(*_made(parcel, content, made))
        if "kept" in parcel.body:
            return await self._kept(parcel, content)
        if document := parcel.body.get("document"):
            file = InputFile(b64decode(document["content"]), filename=document["name"])
            return await self._call("sendDocument", parcel, captioned(content, document=file))
        return await self._call("sendMessage", parcel, content)

    async def _kept(self, parcel: Parcel, content: dict[str, Any]) -> int:
        """A file Telegram has, by its id; one it no longer gives away is said in its place."""
        kept = parcel.body["kept"]
        method, name = KEPT.get(kept["kind"], KEPT["document"])
        given = captioned(content, **{name: kept["file"]})
        if kept["kind"] == "video_note":  # Telegram shows no caption under one
            del given["caption"]
        try:
            return await self._call(method, parcel, given)
        except BadRequest as refused:
            log.warning("file of outbox row %s refused: %s", parcel.id, refused)
            return await self._call("sendMessage", parcel, _instead(content, texts.FILE_GONE))

    async def _call(self, method: str, parcel: Parcel, given: dict[str, Any]) -> int:
        sent = await self._api.call(method, chat_id=parcel.chat, **given)
        return int(sent["message_id"])


def _made(
    parcel: Parcel, content: dict[str, Any], made: InputFile | workshop.MakingFailed
) -> tuple[str, Parcel, dict[str, Any]]:
    """What was made goes out with the text as its caption; what couldn't be is said in its place."""
    kind = parcel.body["made"]["kind"]
    if isinstance(made, workshop.MakingFailed):
        large = isinstance(made, workshop.MadeTooLarge)
        return "sendMessage", parcel, _instead(content, texts.TOO_LARGE if large else texts.NOT_MADE[kind])
    if kind == "photo":
        return "sendPhoto", parcel, captioned(content, photo=made)
    return "sendDocument", parcel, captioned(content, document=made)


def _instead(content: dict[str, Any], said: str) -> dict[str, Any]:
    return content | {"text": f"{content['text']}\n\n{said}"}


def _gone(refused: BadRequest) -> bool:
    words = str(refused).lower()
    if "not modified" in words:
        return False
    if "to edit not found" in words or "can't be edited" in words or "message_id_invalid" in words:
        return True
    raise refused


def captioned(content: dict[str, Any], **file: InputFile | str) -> dict[str, Any]:
    """The text becomes the caption of the file."""
    said = {key: value for key, value in content.items() if key not in {"text", "link_preview_options"}}
    return {**said, "caption": content["text"], **file}


def payload(parcel: Parcel) -> dict[str, Any]:
    """Text and keyboard; callback data names the row, its version and the button's place, and holds no data."""
    body = parcel.body
    version = body.get("version", 0)
    owner = parcel.edits or parcel.id
    places = (f"{owner}.{version}.{place}" for place in itertools.count())
    keyboard = [[_key(cell, places) for cell in row] for row in body.get("rows", ())]
    return {
        "text": body["text"],
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "disable_notification": body.get("silent"),
        "reply_markup": {"inline_keyboard": keyboard} if keyboard or parcel.edits else None,
    }


def _key(cell: Any, places: Iterator[str]) -> dict[str, Any]:
    if isinstance(cell, str):
        return {"text": cell, "callback_data": next(places)}
    label, url, *copied = cell
    return {"text": label, "copy_text": {"text": copied[0]}} if copied else {"text": label, "url": url}

"""What the page may do: the acts of a person on the phone, files, and the clock."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal
from urllib.parse import quote

from aiohttp import web

from bot.playground import phone_clock
from bot.playground.page_stream import Stream
from bot.playground.phone_clock import Move, MoveUnclear
from bot.playground.standin import ButtonUnknown, MessageUnknown, StandIn
from bot.playground.standin_http import read_parts
from bot.playground.standin_json import PICTURES, picture_type
from bot.playground.standin_values import Json

Acts = dict[str, Callable[[Json], Any]]
GONE = "Diese Nachricht gibt es nicht mehr."
NO_MOMENT = "Das ist kein Zeitpunkt nach jetzt. Zum Beispiel: Do 14:00, 9.12. oder in 3 Tagen."


class PageApi:
    def __init__(self, standin: StandIn, stream: Stream, move: Callable[[Move], Awaitable[None]]) -> None:
        self.standin, self.stream, self.move = standin, stream, move
        self.acts: Acts = {"say": self.say, "press": self.press, "edit": self.edit}
        self.acts |= {"contact": self.contact, "forward": self.forward}

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/ui/state", self.state)
        app.router.add_get("/ui/events", self.stream.serve)
        app.router.add_get("/ui/file/{id}", self.download)
        app.router.add_post("/ui/file", self.upload)
        app.router.add_post("/ui/clock", self.clock)
        app.router.add_post("/ui/{act}", self.act)

    async def state(self, _request: web.Request) -> web.Response:
        return web.json_response(self.stream.state())

    async def act(self, request: web.Request) -> web.Response:
        act, asked = self.acts.get(request.match_info["act"]), await asked_by(request)
        if not act:
            raise web.HTTPNotFound
        try:
            return web.json_response(act(asked))
        except (ButtonUnknown, MessageUnknown):
            return refusal(GONE)
        except (KeyError, TypeError, ValueError):
            return refusal("Das habe ich nicht verstanden.")

    def user(self, asked: Json) -> int:
        return self.standin.people[int(asked["user"])].id

    def say(self, asked: Json) -> Json:
        if not (text := str(asked["text"]).strip()):
            raise ValueError(text)
        return self.standin.say(self.user(asked), text, reply_to=asked.get("reply_to"))

    def press(self, asked: Json) -> Json:
        return self.standin.press(self.user(asked), int(asked["message"]), str(asked["data"]))

    def edit(self, asked: Json) -> Json:
        return self.standin.edit(self.user(asked), int(asked["message"]), str(asked["text"]))

    def contact(self, asked: Json) -> Json:
        last_name = str(asked.get("last_name", ""))
        return self.standin.contact(
            self.user(asked), str(asked["first_name"]), str(asked["phone"]), last_name=last_name
        )

    def forward(self, asked: Json) -> Json:
        return self.standin.forward(self.user(asked), str(asked["sender"]), str(asked["text"]))

    async def upload(self, request: web.Request) -> web.Response:
        fields, files = await read_parts(request)
        if "file" not in files or int(fields.get("user", 0)) not in self.standin.people:
            return refusal("Es fehlt die Datei.")
        name, data = files["file"]
        # a picture goes as a picture and a recording as a voice message, as a phone sends them
        kind: Literal["document", "photo", "voice", "video"] = (
            "photo" if data.startswith(PICTURES) else "document"
        )
        kind = "voice" if name.endswith((".ogg", ".oga")) else "video" if name.endswith(".mp4") else kind
        reply_to = int(fields["reply_to"]) if fields.get("reply_to") else None
        caption = fields.get("caption", "")
        update = self.standin.document(int(fields["user"]), name, data, caption, reply_to=reply_to, kind=kind)
        return web.json_response(update)

    async def download(self, request: web.Request) -> web.Response:
        if not (file := self.standin.files.get(request.match_info["id"])):
            raise web.HTTPNotFound
        picture = picture_type(file.data) if file.kind == "photo" else ""
        mime = picture or "application/octet-stream"
        how = "inline" if picture else "attachment"
        disposition = f"{how}; filename*=UTF-8''{quote(file.name, safe='')}"
        return web.Response(body=file.data, content_type=mime, headers={"Content-Disposition": disposition})

    async def clock(self, request: web.Request) -> web.Response:
        """Move the clock; answers once all that fell due meanwhile has been run."""
        try:
            move = phone_clock.asked(
                str((await asked_by(request)).get("move", "")), now=self.stream.clock_now()
            )
            move.target(self.stream.clock_now())
        except (MoveUnclear, OverflowError):
            return refusal(NO_MOMENT)
        if self.stream.moving:
            return refusal("Die Uhr läuft schon.")
        await self.moved(move)
        return web.json_response(self.stream.state())

    async def moved(self, move: Move) -> None:
        self.stream.moving = True
        self.stream.wake()
        try:
            await self.move(move)
        finally:
            self.stream.moving = False
            self.stream.wake()


async def asked_by(request: web.Request) -> Json:
    try:
        asked = await request.json()
    except ValueError:
        raise web.HTTPBadRequest(text="JSON erwartet") from None
    if not isinstance(asked, dict):
        raise web.HTTPBadRequest(text="JSON erwartet")
    return asked


def refusal(words: str) -> web.Response:
    return web.json_response({"error": words}, status=400)

"""The stand-in as a web server: /bot<token>/<method> and /file/bot<token>/<path>, as api.telegram.org."""

from typing import Any

from aiohttp import BodyPartReader, web

from bot.playground.standin import StandIn
from bot.playground.standin_calls import Files
from bot.playground.standin_door import BAD_GATEWAY, Door
from bot.playground.standin_values import Dropped, Refused


class BotApi:
    def __init__(self, standin: StandIn) -> None:
        self.door = Door(standin)

    def add_to(self, app: web.Application) -> None:
        for method in ("GET", "POST"):
            app.router.add_route(method, "/bot{token}/{method}", self.answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self.file)

    async def answer(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.door.standin.token:
            return web.json_response(Refused(401, "Unauthorized").as_json(), status=401)
        params, files = await read(request)
        try:
            status, body = await self.door.call(request.match_info["method"], params, files)
        except (Dropped, ConnectionRefusedError):
            if request.transport:
                request.transport.abort()
            return web.Response(status=500)  # reaches nobody
        if status == 502:  # noqa: PLR2004
            return web.Response(status=502, body=BAD_GATEWAY, content_type="text/html")
        return web.json_response(body, status=status)

    async def file(self, request: web.Request) -> web.Response:
        data = self.door.file(request.match_info["path"])
        if data is None or request.match_info["token"] != self.door.standin.token:
            return web.json_response(Refused(404, "Not Found").as_json(), status=404)
        return web.Response(body=data, content_type="application/octet-stream")


async def read(request: web.Request) -> tuple[dict[str, Any], Files]:
    """The parameters of a call however they were sent: in the address, as a form, JSON or multipart."""
    params: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        params |= await request.json()
    elif request.content_type == "application/x-www-form-urlencoded":
        params |= {name: str(value) for name, value in (await request.post()).items()}
    elif request.content_type == "multipart/form-data":
        fields, files = await read_parts(request)
        return params | fields, files
    return params, {}


async def read_parts(request: web.Request) -> tuple[dict[str, str], Files]:
    fields: dict[str, str] = {}
    files: Files = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        if part.filename:
            files[part.name] = (part.filename, bytes(await part.read(decode=True)))
        else:
            fields[part.name] = await part.text()
    return fields, files

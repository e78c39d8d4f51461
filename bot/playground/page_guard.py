"""Who may talk to the playground: this machine's own browser and bot, nobody through a foreign page."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

HOSTS = {"127.0.0.1", "localhost", "::1"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@web.middleware
async def guard(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse foreign names for this address (DNS rebinding) and requests that another site's page makes."""
    if urlsplit(f"//{request.host}").hostname not in HOSTS or is_foreign(request):
        raise web.HTTPForbidden(text="Nur von diesem Rechner aus.")
    return await handler(request)


def is_foreign(request: web.Request) -> bool:
    """Browsers name the origin of what a page sends; programs without a browser (the bot) name none."""
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        return True
    opens_page = request.method == "GET" and request.path == "/"
    return not opens_page and request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)

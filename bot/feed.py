"""`GET /kalender/CODE.ics`: a member's own appointments for a calendar that subscribes."""

import asyncio
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.commands.calendars import INSTALLATION, entry_of, told_of
from bot.views import ics
from storage.database import StoreUnavailable
from storage.work import Store, Work

if TYPE_CHECKING:
    from aiohttp import web

PATH = "/kalender/{code}.ics"
PAST = timedelta(days=30)
MOST = 500  # contacts with appointments in sight; nobody keeps more
HEADERS = {"Cache-Control": "private, max-age=900", "X-Robots-Tag": "noindex"}


class Feed:
    """An unknown, a revoked and a malformed code get the same answer, found the same way."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def routes(self) -> "list[web.RouteDef]":
        from aiohttp import web  # noqa: PLC0415 – only where a feed is switched on

        return [web.get(PATH, self._answer)]

    async def _answer(self, request: "web.Request") -> "web.Response":
        from aiohttp import web  # noqa: PLC0415 – see routes

        try:
            content = await self._found(request.match_info["code"])
        except StoreUnavailable:
            return web.Response(status=503)
        if content is None:
            return web.Response(status=404)
        tag = hashlib.sha256(content).hexdigest()[:32]
        known = request.if_none_match or ()
        if any(etag.value in {tag, "*"} for etag in known):
            return web.Response(status=304, headers={**HEADERS, "ETag": f'"{tag}"'})
        headers = {**HEADERS, "ETag": f'"{tag}"', "Content-Disposition": 'inline; filename="nachfass.ics"'}
        return web.Response(body=content, content_type="text/calendar", charset="utf-8", headers=headers)

    async def _found(self, code: str) -> bytes | None:
        """Read beside the turns: whoever asks, however often, holds up nobody."""
        if not self._store.has_aside:
            return self._of(code)
        return await asyncio.to_thread(self._of, code)

    def _of(self, code: str) -> bytes | None:
        with self._store.aside() as work:
            member = work.feeds.whose(code)
            if member is None:
                return None
            entries = sorted(self._entries(work, member), key=lambda entry: entry.appointment.id)
            minutes = work.policy.rules.appointment_minutes
            return ics.feed(entries, installation=work.recall(INSTALLATION) or "", minutes=minutes)

    def _entries(self, work: Work, member: int) -> Iterator[ics.Entry]:
        """What wasn't cancelled, of the member's own contacts, from thirty days back on."""
        since = work.team_day(self._clock.now() - PAST)
        for number in work.feeds.with_appointments(member, since=since, most=MOST):
            contact = work.contacts.any(number)
            if contact is None:
                continue
            history, profile, _ = work.profile(contact)
            for appointment in profile.appointments:
                entry = entry_of(appointment, contact, told_of(history, appointment.id))
                if appointment.day >= since and not entry.cancelled:
                    yield entry

"""What only one of several processes does: wait for the role, do the part, leave off where the role is lost."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from storage.database import StoreUnavailable
from storage.locks import Role
from storage.work import Store

log = logging.getLogger(__name__)

STANDBY = 2.0  # seconds between two tries
AGAIN = 0.3  # the same for who just had the role: a database that comes back finds everybody where they were
LOOK = 0.3  # seconds between two looks whether it is still ours
GRACE = 1.5  # seconds in which a predecessor that is still alive notes what it did


async def alone(
    store: Store,
    role: Role,
    part: Callable[[], Awaitable[None]],
    *,
    standby: Callable[[], None] = lambda: None,
) -> None:
    """Do a part as the one process with its role, until cancelled; `standby` is done between tries for it."""
    if not store.shared:
        return await part()
    had = False
    while True:
        await _taken(store, role, standby, had=had)
        log.info("this process is the %s", role.name.lower())
        running = asyncio.ensure_future(part())
        try:
            while store.leads(role) and not running.done():
                await asyncio.wait({running}, timeout=LOOK)
            if running.done():
                return running.result()
        finally:
            running.cancel()
            await asyncio.wait({running})
        had = True


async def _taken(store: Store, role: Role, standby: Callable[[], None], *, had: bool) -> None:
    """Until the role is ours. Who had it a moment ago tries sooner, and goes on at once."""
    waited = False
    while True:
        try:
            standby()
            if store.lead(role):
                break
            waited, had = True, False
        except StoreUnavailable as trouble:
            log.debug("no %s without the database: %s", role.name.lower(), trouble)  # the worker warns
        await asyncio.sleep(AGAIN if had else STANDBY)
    if waited:
        await asyncio.sleep(GRACE)

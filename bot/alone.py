"""What only one of several processes does: wait for the role, do the part, leave off where the role is lost."""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from storage.database import StoreUnavailable
from storage.locks import Role
from storage.work import Store

log = logging.getLogger(__name__)

LOOK = 0.3  # seconds between two looks: is it still ours, or, for who just lost it, free again?
SELDOM = 4  # looks after which a standby looks, so that who had a role finds it where it was when a database comes back
GRACE = 2.0  # seconds in which a predecessor that is still alive notes what it did


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
    """Until the role is ours, and whoever had it since has had time to note what it did."""
    after_another = False
    for look in itertools.count():
        with suppress(StoreUnavailable):  # the worker warns
            standby()
            if had or look % SELDOM == 0:
                if store.lead(role):
                    await asyncio.sleep(GRACE if after_another else 0)
                    if store.leads(role):
                        return
                else:
                    had, after_another = False, True
        await asyncio.sleep(LOOK)

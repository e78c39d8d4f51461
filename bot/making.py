"""Pictures and big files are made beside the chats: whoever waits for one waits alone."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator

from bot.post import Made, wanted
from storage.outbox import Parcel

log = logging.getLogger(__name__)

AT_ONCE = {"photo": 1, "document": 2}  # a Monday's digests mustn't take all cores
MOST = 500  # rows in hand; the others stay in the outbox until it is their turn


class Making:
    """What is being made, replies' before digests', and what is ready. `told`: of each that is."""

    def __init__(self, make: Callable[[Parcel], Awaitable[Made]], told: Callable[[], None]) -> None:
        self._make = make
        self._told = told
        self._asked: dict[int, Parcel] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._made: dict[int, Made] = {}

    @property
    def asked(self) -> Collection[int]:
        """The rows that aren't ready yet."""
        return self._asked.keys()

    @property
    def tasks(self) -> Collection[asyncio.Task[None]]:
        return self._tasks.values()

    def ready(self, waiting: Iterable[Parcel]) -> Iterator[Parcel]:
        """What can go: what is still to be made is asked for, and what comes behind it in its chat and lane waits."""
        behind: dict[tuple[int, int], int] = {}
        for parcel in sorted(self._asked.values(), key=lambda parcel: parcel.id):
            behind.setdefault((parcel.chat, parcel.lane), parcel.id)
        for parcel in waiting:
            place = parcel.chat, parcel.lane
            if behind.get(place, parcel.id) < parcel.id:
                continue
            if wanted(parcel) and parcel.id not in self._made:
                behind[place] = parcel.id
                self._ask(parcel)
                continue
            yield parcel

    def take(self, parcel: Parcel) -> Made:
        """What was made for a row that goes now."""
        made = self._made.pop(parcel.id, None)
        return made if wanted(parcel) else None

    def drop(self) -> None:
        """Begin anew: another process may have sent it meanwhile."""
        for task in self._tasks.values():
            task.cancel()
        for kept in (self._asked, self._tasks, self._made):
            kept.clear()

    def _ask(self, parcel: Parcel) -> None:
        if len(self._asked) < MOST:
            self._asked[parcel.id] = parcel
            self._begin()

    def _begin(self) -> None:
        """The next of each kind, as far as there is room."""
        room = dict(AT_ONCE)
        for row in self._tasks:
            room[_kind(self._asked[row])] -= 1
        for parcel in sorted(self._asked.values(), key=lambda parcel: (parcel.lane, parcel.id)):
            if parcel.id not in self._tasks and room[_kind(parcel)] > 0:
                room[_kind(parcel)] -= 1
                self._tasks[parcel.id] = asyncio.create_task(self._work(parcel))

    async def _work(self, parcel: Parcel) -> None:
        made = await self._make(parcel)
        del self._tasks[parcel.id], self._asked[parcel.id]
        self._made[parcel.id] = made
        self._begin()
        self._told()


def _kind(parcel: Parcel) -> str:
    return "photo" if parcel.body["made"]["kind"] == "photo" else "document"

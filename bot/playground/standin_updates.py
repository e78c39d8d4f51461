"""Telegram's queue of updates: one stays until a later offset confirms it."""

from collections import deque
from collections.abc import Callable

from bot.playground.standin_values import Json

FIRST_ID = 1000


class Updates:
    def __init__(self) -> None:
        self.next_id = FIRST_ID
        self.waiting: dict[int, Json] = {}
        self.confirmed: dict[int, Json] = {}
        self.allowed: frozenset[str] = frozenset()  # none named: all of them
        self.doubles: deque[Json] = deque()
        self.double: Callable[[Json], bool] = lambda _update: False  # asked when an update is confirmed
        self.arrived: list[Callable[[], None]] = []

    def __len__(self) -> int:
        return len(self.waiting) + len(self.doubles)

    def add(self, kind: str, body: Json) -> Json:
        number = self.next_id
        update: Json = {"update_id": number, kind: body}
        self.next_id += 1
        if not self.allowed or kind in self.allowed:
            self.waiting[number] = update
            self.ring()
        return update

    def again(self, update_id: int) -> None:
        """Deliver a confirmed update once more, whatever the offset, as Telegram may do."""
        self.doubles.append(self.confirmed[update_id])
        self.ring()

    def ring(self) -> None:
        for arrived in list(self.arrived):
            arrived()

    def take(self, offset: int, limit: int) -> list[Json]:
        if offset < 0:  # the last few only, the others are forgotten
            offset = min(list(self.waiting)[offset:], default=0)
        self.confirm(offset)
        number = max(1, min(100, limit))
        doubled = [self.doubles.popleft() for _ in range(min(number, len(self.doubles)))]
        return doubled + list(self.waiting.values())[: number - len(doubled)]

    def confirm(self, offset: int) -> None:
        for update_id in [known for known in self.waiting if known < offset]:
            update = self.confirmed[update_id] = self.waiting.pop(update_id)
            if self.double(update):
                self.doubles.append(update)

    def drop(self) -> None:
        self.waiting.clear()
        self.doubles.clear()

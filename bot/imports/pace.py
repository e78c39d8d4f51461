"""Long work in slices: short enough that turns hardly wait, long enough that commits don't cost the time."""

import asyncio
import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TARGET = 0.025  # seconds of our own work in a transaction
ROUNDS = 4  # of the loop in between: a turn takes several, from intake to sender
LEAST = 5
MOST = 500  # rows of a transaction

_MANY = 1_000_000

Tell = Callable[[int], None]  # told how many rows are done


class Pace:
    """How many things the next slice should take."""

    def __init__(self, first: int = 40, most: int = MOST) -> None:
        self.size, self._most = first, most

    @contextmanager
    def slice(self) -> Iterator[None]:
        begun = time.thread_time()  # not what others take of the machine: smaller slices would only add to it
        yield
        spent = max(time.thread_time() - begun, 1e-4)
        self.size = max(LEAST, min(self._most, int(self.size * min(2.0, TARGET / spent))))


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Python looks through all there is for cycles, a tenth of a second in which nobody is answered.

    While rows become objects by the ten thousand, none in a cycle, only the young ones are looked at.
    """
    young, middle, old = gc.get_threshold()
    gc.set_threshold(young, middle, _MANY)
    try:
        yield
    finally:
        gc.set_threshold(young, middle, old)


async def breathe() -> None:
    for _ in range(ROUNDS):
        await asyncio.sleep(0)


def nobody(_done: int) -> None:
    """Nobody watches."""

"""How long contacts take from rung to rung of the ladder (V15)."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from domain.status import RANK, Move, Status


class Climb(NamedTuple):
    """One rung up, and the days it took. A jump over a rung took no step of its own."""

    to: Status
    days: int


def climbs(moves: Iterable[Move]) -> Iterator[Climb]:
    for before, after in pairwise(moves):
        if RANK[after.after] == RANK[before.after] + 1:
            yield Climb(after.after, (after.day - before.day).days)

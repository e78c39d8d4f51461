"""Rows that all chats share (counts, vocabulary) are written last and in one order.

Two processes then wait for each other no longer than a commit takes, and never in a circle.
"""

from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


class Unwritten(Counter[K]):
    """What is to be added to such rows, by key."""

    @contextmanager
    def kept(self) -> Iterator[None]:
        """What is added inside goes if it raises, as with a savepoint."""
        before = dict(self)
        try:
            yield
        except BaseException:
            self.clear()
            self.update(before)
            raise

"""A progress bar on the error stream for what takes longer than two seconds."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_PATIENCE = 2.0  # seconds without one
_PACE = 0.2
_WIDTH = 30


class Progress:
    """`shown(done)` as often as you like; where nobody watches (no terminal) it is a line each ten per cent."""

    def __init__(self, what: str, whole: int) -> None:
        self._what, self._whole = what, max(1, whole)
        self._begun = time.monotonic()
        self._next = self._begun + _PATIENCE
        self._told = -1
        self._live = sys.stderr.isatty()
        self._shown = False

    def shown(self, done: int) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _PACE
        share = min(1.0, done / self._whole)
        if self._live:
            filled = round(share * _WIDTH)
            self._write(f"\r{self._what} [{'█' * filled}{'·' * (_WIDTH - filled)}] {share:4.0%}")
        elif int(share * 10) > self._told:
            self._told = int(share * 10)
            self._write(f"{self._what}: {share:.0%}\n")

    def done(self) -> None:
        """Leave the line to what comes next."""
        if self._shown and self._live:
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        self._shown = True
        sys.stderr.write(text)
        sys.stderr.flush()


@contextmanager
def progress(what: str, whole: int) -> Iterator[Callable[[int], None]]:
    bar = Progress(what, whole)
    try:
        yield bar.shown
    finally:
        bar.done()

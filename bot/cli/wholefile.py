"""A file takes its name when it is whole: whoever is killed in between leaves what was there. Its owner's alone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EISDIR
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """Written beside its place, then moved there; raises OSError."""
    if target.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(target))
    unfinished = target.with_name(f".{target.name}.part")
    try:
        with open(unfinished, "wb", opener=_private) as file:  # Path.open takes no opener
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)

"""Pictures and big files are made in a child process: the event loop isn't held, the memory is given back.

A maker is a module below `bot.charts` or `bot.exports` with `make(facts) -> bytes`; `facts` is JSON and goes in by
standard input, so nothing of it shows among the processes. Measured: 0.3 s for a picture, the loop held 1 ms.
"""

import asyncio
import json
import logging
import sys
from importlib import import_module
from typing import Any

log = logging.getLogger(__name__)

ROOMS = ("bot.charts.", "bot.exports.")
LAST_WORDS = 2000  # characters of what a maker said before it broke


LARGEST = 50_000_000  # bytes a bot may send (Bot API)


class MakingFailed(Exception):
    """The child process broke, or took too long; the log says why."""


class MadeTooLarge(MakingFailed):
    """More than Telegram takes."""


async def make(maker: str, facts: dict[str, Any], *, seconds: float = 300) -> bytes:
    """The bytes a maker makes of these facts."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.workshop",
        maker,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(seconds):
            made, said = await process.communicate(json.dumps(facts).encode())
    except TimeoutError:
        raise MakingFailed(maker) from None
    finally:
        if process.returncode is None:  # too late, or we are told to end
            process.kill()
            await process.wait()
    if process.returncode or not made:
        log.error("%s broke: %s", maker, said.decode(errors="replace")[-LAST_WORDS:])
        raise MakingFailed(maker)
    if len(made) > LARGEST:
        raise MadeTooLarge(maker)
    return made


def main() -> None:
    """In the child: read the facts, write the bytes."""
    maker = sys.argv[1]
    if not maker.startswith(ROOMS):
        raise SystemExit(f"no maker: {maker}")
    facts = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(import_module(maker).make(facts))


if __name__ == "__main__":
    main()

"""`run`: the bot on real time and the real Telegram, until SIGTERM or Ctrl-C."""

import asyncio
import gc
import logging
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from telegram.error import InvalidToken

from bot.app import Nachfass
from bot.clock import SystemClock
from bot.policies import policy
from bot.sender import AT_ONCE
from bot.settings import ConfigError, Settings
from bot.transport import AiohttpRequest
from storage.work import Store

READER, PATIENCE = "nachfass-reader", 1.0  # seconds


def run(settings: Settings) -> int:
    """Returns 0 after an orderly end; raises ConfigError where no start can succeed."""
    settings.telegram.needed_token()
    asyncio.run(until_stopped(settings))
    _leave_readers()
    return 0


class Readers(ThreadPoolExecutor):
    """Threads that read beside the turns, a file or the whole team; at the end nobody waits for what they found."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002
        super().shutdown(wait=False, cancel_futures=True)


def _leave_readers() -> None:
    """The interpreter would wait for them; they write nothing that counts before it is whole."""
    reading = [thread for thread in threading.enumerate() if thread.name.startswith(READER)]
    for thread in reading:
        thread.join(PATIENCE / len(reading))
    if any(thread.is_alive() for thread in reading):
        logging.shutdown()
        os._exit(0)


async def until_stopped(settings: Settings) -> None:
    asyncio.get_running_loop().set_default_executor(Readers(thread_name_prefix=READER))
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: there Ctrl-C raises KeyboardInterrupt
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    nachfass = built(settings)
    try:
        await nachfass.open()
        gc.freeze()  # what the bot is made of is no garbage: looking through it would hold an answer up each time
        await nachfass.run(stop)
    except InvalidToken:
        what, remedy = "Telegram lehnt den Bot-Token ab.", "Hol bei @BotFather mit /token den gültigen."
        raise ConfigError(what, remedy) from None
    finally:
        await nachfass.close()


def built(settings: Settings) -> Nachfass:
    store = Store(settings.database.url, policy(settings))
    token = settings.telegram.needed_token().reveal()
    calls = AiohttpRequest(connections=AT_ONCE)  # a chat in the sender's hands is a connection
    polls = AiohttpRequest(connections=1)
    return Nachfass(settings, store, SystemClock(), calls=calls, polls=polls, token=token)

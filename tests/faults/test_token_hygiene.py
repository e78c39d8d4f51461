"""The bot token is in no log line, error, repr or traceback, whoever writes it."""

import asyncio
import io
import json
import logging
import subprocess
import sys
import threading
from urllib.parse import quote

import pytest
from telegram.error import InvalidToken, NetworkError
from telegram.ext import Application

from bot import logs
from bot.redact import Redactor
from bot.transport import AiohttpRequest, DiscreetBot

TOKEN = "987654321:AAhushhushhushhushhushhushhushhush"
HALF = TOKEN.partition(":")[2]
ODD = "pass/word ü&1"


@pytest.fixture(params=["text", "json"])
def logged(request, monkeypatch):
    """What reaches standard error, in both formats."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, sys.excepthook, sys.unraisablehook, threading.excepthook
    root.handlers.clear()  # `setup` closes what it replaces
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.setup(level="debug", form=request.param, secrets=[TOKEN, ODD])
    yield stream.getvalue
    root.handlers[:], level, sys.excepthook, sys.unraisablehook, threading.excepthook = before
    root.setLevel(level)
    logging.captureWarnings(False)


def is_clean(text):
    return not any(
        form in text for form in (HALF, quote(TOKEN, safe=""), ODD, quote(ODD), quote(ODD, safe=""))
    )


@pytest.fixture
async def bot():
    request = AiohttpRequest(connect=0.2)
    bot = DiscreetBot(TOKEN, base_url="http://127.0.0.1:9/bot", request=request)
    async with request:
        yield bot


def wrong_request(url):
    raise ValueError(f"cannot fetch {url}")


async def test_a_failed_call_logs_no_token(logged, bot):
    for logger in map(logging.getLogger, ("telegram.Bot", "aiohttp.client", "nachfass")):
        try:
            await bot.do_api_request("SendMessage", {"chat_id": 1})
        except NetworkError:
            logger.exception("could not reach %s with %r", bot.base_url, bot)
    assert logged().count("ClientConnectorError") >= 3
    assert is_clean(logged())


def test_arguments_tracebacks_chains_and_stacks_are_cleaned(logged):
    try:
        try:
            wrong_request(f"https://api.telegram.org/bot{TOKEN}/getMe")
        except ValueError as error:
            raise RuntimeError(quote(TOKEN, safe=""), ODD) from error
    except RuntimeError:
        logging.getLogger("httpx").exception("%s of %s", {"url": TOKEN}, quote(ODD), stack_info=True)
    assert "RuntimeError" in logged()
    assert "***" in logged()
    assert is_clean(logged())


def test_a_record_that_cannot_be_formatted_is_cleaned(logged):
    logging.getLogger("telegram").error("%d requests", TOKEN)
    assert "arguments do not fit" in logged()
    assert is_clean(logged())


async def test_a_task_nobody_awaited_is_logged_without_token(logged):
    task = asyncio.get_running_loop().create_task(asyncio.to_thread(wrong_request, TOKEN))
    await asyncio.wait([task])
    del task
    assert "never retrieved" in logged()
    assert is_clean(logged())


def test_a_crashed_thread_is_logged_without_token(logged):
    thread = threading.Thread(target=wrong_request, args=[TOKEN])
    thread.start()
    thread.join()
    assert "thread crashed" in logged()
    assert is_clean(logged())


def test_json_lines_are_json(logged, request):
    logging.getLogger("nachfass").warning("Grüße\nan %s", TOKEN)
    if request.node.callspec.params["logged"] == "json":
        line = json.loads(logged())
        assert (line["level"], line["message"]) == ("WARNING", "Grüße\nan ***")


def test_a_crashing_process_tells_no_token():
    code = f"from bot import logs\nlogs.setup()\nraise ValueError('https://x/bot{TOKEN}/getMe')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 – our own interpreter
    assert done.returncode == 1
    assert "ValueError: https://x/bot***/getMe" in done.stderr
    assert "raise ValueError" not in done.stdout
    assert is_clean(done.stdout + done.stderr)


async def test_no_repr_tells_the_token(bot):
    application = Application.builder().bot(bot).updater(None).job_queue(None).build()
    shown = f"{bot} {bot!r} {application} {application!r} {bot.request!r}"
    assert "DiscreetBot[token=***]" in shown
    assert is_clean(shown)


async def test_errors_of_the_library_tell_no_token(bot):
    with pytest.raises(NetworkError) as caught:
        await bot.get_me()
    assert is_clean(repr(caught.value))
    with pytest.raises(InvalidToken) as caught:
        DiscreetBot("")
    assert is_clean(repr(caught.value))


@pytest.mark.parametrize(
    "text", [TOKEN, f"bot{TOKEN}/x", TOKEN.replace(":", "%3A"), TOKEN.replace(":", "%3a")]
)
def test_what_looks_like_a_token_is_hidden_before_any_is_known(text):
    assert is_clean(Redactor()(text))
    assert "***" in Redactor()(text)


def test_ordinary_words_stay_where_a_token_is_short():
    assert Redactor(["4242:TEST"])("4242:TEST of TEST at 10:30") == "*** of TEST at 10:30"

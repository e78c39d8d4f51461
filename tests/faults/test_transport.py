"""Real sockets: what arrives at Telegram, and whether a failed request may be sent again."""

import asyncio
import json
import re
import socket
import traceback
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from telegram import InputFile
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.transport import AiohttpRequest, AnswerTimedOut, DiscreetBot, NotSent, Unanswered

TOKEN = "123456789:AAsecretsecretsecretsecretsecretsec"
PAGE = b"<html>Bad Gateway</html>"


class Telegram:
    """A server that answers every request with the same bytes, or not at all, and keeps what it got."""

    def __init__(self, answer, *, half=False, hang=False):
        self.answer, self.half, self.hang = answer, half, hang
        self.requests = []
        self.connections = []

    async def serve(self, reader, writer):
        self.connections.append(asyncio.current_task())
        try:
            await self.answer_all(reader, writer)
        finally:
            writer.close()
            await asyncio.gather(writer.wait_closed(), return_exceptions=True)

    async def answer_all(self, reader, writer):
        while head := await self.head(reader):
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            chunked = b"chunked" in head.lower()
            end = await reader.readuntil(b"0\r\n\r\n") if chunked else b""
            self.requests.append((head, end or await reader.readexactly(int(length[1]) if length else 0)))
            if self.hang:
                await reader.read()
            writer.write(self.answer)
            if self.half or not self.answer:
                break

    async def head(self, reader):
        try:
            return await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return b""


def http(status, body, kind="application/json", length=None):
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {length or len(body)}\r\n\r\n"
    return head.encode() + body


OK = http(200, b'{"ok": true, "result": {"message_id": 7}}')


@asynccontextmanager
async def bot_at(telegram, **timeouts):
    server = await asyncio.start_server(telegram.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    bot = DiscreetBot(TOKEN, base_url=f"http://127.0.0.1:{port}/bot", request=AiohttpRequest(**timeouts))
    await bot.request.initialize()
    try:
        yield bot
    finally:
        await bot.request.shutdown()
        server.close()
        await asyncio.gather(*telegram.connections, return_exceptions=True)


async def failure(telegram, **timeouts):
    """The error a call ends with; its traceback, context included, never tells the token."""
    async with bot_at(telegram, **timeouts) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.do_api_request("SendMessage", {"chat_id": 1, "text": "Hallo"})
    assert "AAsecret" not in "".join(traceback.format_exception(caught.value))
    return caught.value


async def test_a_call_arrives_as_json_and_its_result_comes_back():
    telegram = Telegram(OK)
    markup = {"inline_keyboard": [[{"text": "Rückgängig", "callback_data": "a1"}]]}
    async with bot_at(telegram) as bot:
        result = await bot.do_api_request(
            "SendMessage", {"chat_id": 1, "text": "Grüße → 😀", "reply_markup": markup}
        )
    assert result == {"message_id": 7}
    head, body = telegram.requests[0]
    assert head.startswith(f"POST /bot{TOKEN}/SendMessage HTTP/1.1".encode())
    assert json.loads(body) == {"chat_id": 1, "text": "Grüße → 😀", "reply_markup": markup}


async def test_a_file_arrives_as_multipart_under_its_german_name():
    telegram = Telegram(OK)
    async with bot_at(telegram) as bot:
        document = InputFile(b"Name;Ort\n" * 200_000, filename='Kontäkte "neu"\r\nX.csv')
        await bot.do_api_request("SendDocument", {"chat_id": 1, "caption": "Übersicht", "document": document})
    _, body = telegram.requests[0]
    text = body.decode()
    assert re.search(r'name="caption"\r\n(.+\r\n)*\r\nÜbersicht\r\n', text)
    assert re.search(r'name="document"; filename="Kontäkte \\"neu\\"__X.csv"\r\n', text)
    assert text.count("Name;Ort\n") == 200_000


async def test_a_file_is_downloaded():
    async with bot_at(Telegram(http(200, b"BEGIN:VCARD", "text/vcard"))) as bot:
        assert await bot.request.retrieve(f"{bot.base_url}/photo.vcf") == b"BEGIN:VCARD"


async def test_calls_share_a_connection():
    telegram = Telegram(OK)
    async with bot_at(telegram) as bot:
        for _ in range(5):
            await bot.do_api_request("SendMessage", {"chat_id": 1, "text": "x"})
    assert (len(telegram.connections), len(telegram.requests)) == (1, 5)


async def test_a_refused_connection_was_not_sent():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    async with AiohttpRequest() as request:
        with pytest.raises(NotSent):
            await request.post(f"http://127.0.0.1:{port}/bot{TOKEN}/getMe")


async def test_a_host_without_address_was_not_sent():
    async with AiohttpRequest() as request:
        with pytest.raises(NotSent) as caught:
            await request.post(f"http://nowhere.invalid/bot{TOKEN}/getMe")
    assert caught.value.__context__ is None


async def test_an_impossible_address_was_not_sent_and_keeps_the_token():
    async with AiohttpRequest() as request:
        with pytest.raises(NotSent, match=r"(?i)invalidurl") as caught:
            await request.post(f"http:///bot{TOKEN}/getMe")
    assert "AAsecret" not in str(caught.value)


async def test_a_connection_that_takes_too_long_was_not_sent():
    with socket.socket() as full:  # nobody accepts, and the queue holds one
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(address)
        async with AiohttpRequest(connect=0.05, pool=0.05) as request:
            with pytest.raises(NotSent):
                await request.post(f"http://127.0.0.1:{address[1]}/bot{TOKEN}/getMe")
        for one in waiting:
            one.close()


async def test_a_call_that_finds_no_free_connection_was_not_sent():
    async with bot_at(Telegram(OK, hang=True), connections=1, read=5, connect=0.05, pool=0.05) as bot:
        first = asyncio.create_task(bot.do_api_request("SendMessage", {"chat_id": 1, "text": "x"}))
        await asyncio.sleep(0.05)
        with pytest.raises(NotSent):
            await bot.do_api_request("SendMessage", {"chat_id": 1, "text": "y"})
        first.cancel()


@pytest.mark.parametrize(
    "telegram",
    [
        Telegram(b""),
        Telegram(b"HTTP/1.1 200 O", half=True),
        Telegram(http(200, b'{"ok": true, "res', length=90), half=True),
        Telegram(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        Telegram(http(200, PAGE, "text/html")),
        Telegram(http(200, b"[]")),
    ],
    ids=["closes", "half a head", "half a body", "no HTTP", "a page", "a list"],
)
async def test_a_written_request_without_a_whole_answer_is_unanswered(telegram):
    error = await failure(telegram)
    assert isinstance(error, Unanswered)
    assert not isinstance(error, TimedOut)
    assert len(telegram.requests) == 1


async def test_a_hanging_answer_is_unanswered_in_time():
    error = await failure(Telegram(OK, hang=True), read=0.05)
    assert isinstance(error, AnswerTimedOut)
    assert isinstance(error, Unanswered)
    assert isinstance(error, TimedOut)


async def test_an_upload_nobody_reads_ends(unread_server):
    async with AiohttpRequest(read=0.1, media_write=0.1, connect=0.1, pool=0.1) as request:
        bot = DiscreetBot(TOKEN, base_url=f"{unread_server}/bot", request=request)
        with pytest.raises(AnswerTimedOut):
            await bot.do_api_request("SendDocument", {"document": InputFile(bytes(30_000_000))})


@pytest.fixture
async def unread_server():
    release = asyncio.Event()

    async def ignore(_reader, writer):
        await release.wait()
        writer.close()

    server = await asyncio.start_server(ignore, "127.0.0.1", 0, limit=1024)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    release.set()
    server.close()


@pytest.mark.parametrize(
    "answer",
    [
        http(500, PAGE, "text/html"),
        http(502, b"<p>/bot" + TOKEN.encode() + b"/sendMessage</p>", "text/html"),
        http(302, b""),
    ],
    ids=["500", "502 that quotes the URL", "302"],
)
async def test_an_answer_of_the_server_is_a_plain_failure(answer):
    error = await failure(Telegram(answer))
    assert not isinstance(error, Unanswered | NotSent)


async def test_half_an_error_page_is_a_plain_failure():
    error = await failure(Telegram(http(500, PAGE, "text/html", length=900), half=True))
    assert not isinstance(error, Unanswered | NotSent)


async def test_too_many_requests_tell_how_long_to_wait():
    body = b'{"ok": false, "description": "Too Many Requests", "parameters": {"retry_after": 3}}'
    async with bot_at(Telegram(http(429, body))) as bot:
        with pytest.raises(RetryAfter) as caught:
            await bot.do_api_request("SendMessage", {"chat_id": 1, "text": "x"})
    assert caught.value.retry_after == timedelta(seconds=3)


@pytest.mark.parametrize(("status", "kind"), [(400, BadRequest), (401, InvalidToken)])
async def test_a_refusal_of_telegram_stays_what_it_is(status, kind):
    async with bot_at(Telegram(http(status, b'{"ok": false, "description": "no"}'))) as bot:
        with pytest.raises(kind):
            await bot.do_api_request("SendMessage", {"chat_id": 1, "text": "x"})


async def test_a_rejected_token_is_not_quoted():
    async with bot_at(Telegram(http(401, b'{"ok": false, "description": "Unauthorized"}'))) as bot:
        with pytest.raises(InvalidToken) as caught:
            await bot.initialize()
        await bot.shutdown()
    assert "AAsecret" not in "".join(traceback.format_exception(caught.value))


async def test_a_session_can_be_opened_again():
    request = AiohttpRequest()
    with pytest.raises(NetworkError, match="not initialized"):
        await request.post("http://127.0.0.1:1/bot1:x/getMe")
    for _ in range(2):
        async with request:
            assert request.read_timeout == 15

"""The stand-in behaves towards a bot as Telegram does, and towards people as a phone does."""

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, FormData
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.playground.phone_clock import Move, MoveUnclear
from bot.playground.server import Playground
from bot.playground.standin import ButtonUnknown, Dropped, Fault, MessageUnknown, StandIn, plain
from bot.playground.standin_door import Door
from bot.playground.standin_request import InMemoryRequest

JANA, TOM = 101, 102
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000030000000208060000001f15c489")


@dataclass
class HandClock:
    moment: datetime = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def standin() -> StandIn:
    made = StandIn(HandClock())
    made.join(JANA, "Jana")
    return made


def sent(standin: StandIn, text: str = "Hallo", **more: Any) -> int:
    status, body = standin.call("sendMessage", {"chat_id": JANA, "text": text} | more)
    assert status == 200, body
    return body["result"]["message_id"]


def refused(standin: StandIn, method: str, **params: Any) -> str:
    status, body = standin.call(method, {"chat_id": JANA} | params)
    assert (body["ok"], body["error_code"]) == (False, status)
    return body["description"]


def updates(standin: StandIn, offset: int = 0, **more: Any) -> list[int]:
    return [u["update_id"] for u in standin.call("getUpdates", {"offset": offset} | more)[1]["result"]]


def keyboard(*labels: str) -> str:
    row = [{"text": label, "callback_data": f"d:{label}"} for label in labels]
    return json.dumps({"inline_keyboard": [row]})


# --- updates


def test_an_update_stays_until_a_later_offset_confirms_it(standin: StandIn):
    first = standin.say(JANA, "eins")["update_id"]
    second = standin.say(JANA, "zwei")["update_id"]
    assert (first, second) == (1000, 1001)
    assert updates(standin) == updates(standin, first) == [first, second]
    assert updates(standin, first + 1) == [second]
    assert updates(standin) == [second]
    assert updates(standin, second + 1) == []


def test_a_negative_offset_forgets_all_but_the_last(standin: StandIn):
    for word in "abc":
        standin.say(JANA, word)
    assert updates(standin, -1) == [1002]
    assert updates(standin) == [1002]


def test_no_more_than_the_limit_is_handed_out(standin: StandIn):
    for word in "abc":
        standin.say(JANA, word)
    assert updates(standin, limit=2) == [1000, 1001]


def test_a_kind_of_update_that_is_not_wished_for_never_comes(standin: StandIn):
    standin.call("getUpdates", {"allowed_updates": '["message"]'})
    spoken = standin.say(JANA, "Hallo")
    standin.edit(JANA, spoken["message"]["message_id"], "Hallo!")
    assert updates(standin) == [spoken["update_id"]]


def test_a_confirmed_update_can_come_again(standin: StandIn):
    update = standin.say(JANA, "eins")["update_id"]
    assert updates(standin, update + 1) == []
    standin.updates.again(update)
    assert updates(standin, update + 1) == [update]
    assert updates(standin, update + 1) == []


def test_a_webhook_shuts_the_poll_out(standin: StandIn):
    standin.call("setWebhook", {"url": "http://127.0.0.1/hook"})
    assert standin.call("getUpdates", {})[0] == 409
    standin.call("deleteWebhook", {})
    assert standin.call("getUpdates", {})[0] == 200


# --- people


def test_a_line_arrives_with_its_date_its_sender_and_its_command(standin: StandIn):
    message = standin.say(JANA, "/neu Anna")["message"]
    assert message["date"] == int(datetime(2026, 3, 3, 8, 0, tzinfo=UTC).timestamp())
    assert message["from"] == {"id": JANA, "first_name": "Jana", "is_bot": False, "language_code": "de"}
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 4}]


def test_umlauts_end_a_command_as_telegram_sees_it(standin: StandIn):
    assert standin.say(JANA, "/rückgängig")["message"]["entities"][0]["length"] == 2


def test_an_edited_line_says_when(standin: StandIn):
    spoken = standin.say(JANA, "eins")["message"]
    edited = standin.edit(JANA, spoken["message_id"], "zwei")["edited_message"]
    assert (edited["text"], edited["message_id"]) == ("zwei", spoken["message_id"])
    assert edited["edit_date"] >= edited["date"]


def test_nobody_edits_what_the_bot_wrote(standin: StandIn):
    with pytest.raises(MessageUnknown):
        standin.edit(JANA, sent(standin), "anders")


def test_a_press_carries_data_and_message(standin: StandIn):
    number = sent(standin, reply_markup=keyboard("Ja", "Nein"))
    query = standin.press(JANA, number, row=0, column=1)["callback_query"]
    assert (query["data"], query["message"]["message_id"]) == ("d:Nein", number)
    assert standin.find_button(JANA, "nei") == (number, "d:Nein")
    assert standin.find_button(JANA, "vielleicht") is None


def test_a_button_that_is_not_there_cannot_be_pressed_but_a_stale_one_can(standin: StandIn):
    number = sent(standin)
    with pytest.raises(ButtonUnknown):
        standin.press(JANA, number)
    assert standin.press(JANA, number, "alt")["callback_query"]["data"] == "alt"


def test_a_reply_quotes_the_message(standin: StandIn):
    number = sent(standin, "Anna Meier")
    message = standin.say(JANA, "/notiz Handball", reply_to=number)["message"]
    assert message["reply_to_message"]["text"] == "Anna Meier"


def test_cards_files_and_forwarded_messages_arrive(standin: StandIn):
    card = standin.contact(JANA, "Anna", "+49171", last_name="Meier")["message"]["contact"]
    assert card == {"phone_number": "+49171", "first_name": "Anna", "last_name": "Meier"}
    file = standin.document(JANA, "kunden.csv", b"a;b", "Liste")["message"]
    assert (file["document"]["file_name"], file["caption"]) == ("kunden.csv", "Liste")
    assert standin.document(JANA, "foto.png", PNG, kind="photo")["message"]["photo"][0]["width"] == 3
    hidden = standin.forward(JANA, "Anna Meier", "Bitte anrufen")["message"]["forward_origin"]
    assert (hidden["type"], hidden["sender_user_name"]) == ("hidden_user", "Anna Meier")


def test_groups_and_strangers_write_too(standin: StandIn):
    assert standin.stranger("/start")["message"]["chat"]["type"] == "private"
    assert standin.group(-5, JANA, "Hallo")["message"]["chat"] == {
        "id": -5,
        "type": "group",
        "title": "Vertrieb",
    }


# --- what the bot may and may not


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<b>Anna</b> &amp; Co", "Anna & Co"),
        ("a &lt;b&gt; &quot;c&quot; &#228;", 'a <b> "c" ä'),
        ("R&D &copy;", "R&D &copy;"),
        ('<a href="https://x.example/?a=1&amp;b=2">hier</a>', "hier"),
        ("<pre><code class='language-py'>x</code></pre>", "x"),
        ("\n  <i> oben</i>\n", "oben"),
    ],
)
def test_html_is_read_as_telegram_does(html: str, shown: str):
    assert plain(html) == shown


def test_entities_count_in_utf16_and_follow_cut_blanks(standin: StandIn):
    _, body = standin.call(
        "sendMessage", {"chat_id": JANA, "parse_mode": "HTML", "text": " 🎉 <b>Anna <i>M</i></b> "}
    )
    assert body["result"]["entities"] == [
        {"type": "bold", "offset": 3, "length": 6},
        {"type": "italic", "offset": 8, "length": 1},
    ]


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ("5 < 6", 'Unsupported start tag "" at byte offset 2'),
        ("ü <br>", 'Unsupported start tag "br" at byte offset 3'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler"'),
    ],
)
def test_wrong_html_is_refused_in_telegrams_words(standin: StandIn, html: str, complaint: str):
    words = refused(standin, "sendMessage", text=html, parse_mode="HTML")
    assert words == f"Bad Request: can't parse entities: {complaint}"


def test_empty_and_too_long_texts_are_refused(standin: StandIn):
    assert refused(standin, "sendMessage", text=" \n") == "Bad Request: message text is empty"
    assert refused(standin, "sendMessage", text="ä" * 4097) == "Bad Request: message is too long"
    assert sent(standin, f"<b>{'ä' * 4096}</b>", parse_mode="HTML")


def test_callback_data_ends_at_64_bytes(standin: StandIn):
    markup = {"inline_keyboard": [[{"text": "Ja", "callback_data": "ä" * 33}]]}
    assert (
        refused(standin, "sendMessage", text="x", reply_markup=markup) == "Bad Request: BUTTON_DATA_INVALID"
    )


def test_an_edit_that_changes_nothing_or_hits_nothing_is_refused(standin: StandIn):
    number = sent(standin, reply_markup=keyboard("Ja"))
    same = refused(standin, "editMessageText", message_id=number, text="Hallo", reply_markup=keyboard("Ja"))
    assert same.startswith("Bad Request: message is not modified")
    gone = refused(standin, "editMessageText", message_id=999, text="Hallo")
    assert gone == "Bad Request: message to edit not found"
    own = standin.say(JANA, "mein")["message"]["message_id"]
    assert (
        refused(standin, "editMessageText", message_id=own, text="x")
        == "Bad Request: message can't be edited"
    )


def test_an_edit_without_buttons_takes_them_away(standin: StandIn):
    number = sent(standin, reply_markup=keyboard("Ja"))
    standin.call("editMessageText", {"chat_id": JANA, "message_id": number, "text": "Neu"})
    assert standin.find_button(JANA, "Ja") is None


def test_files_go_and_can_be_fetched_again(standin: StandIn):
    _, body = standin.call(
        "sendDocument", {"chat_id": JANA, "document": "attach://x"}, {"x": ("a.csv", b"1;2")}
    )
    file_id = body["result"]["document"]["file_id"]
    _, found = standin.call("getFile", {"file_id": file_id})
    assert found["result"]["file_path"] == f"documents/{file_id}"
    assert standin.call("sendDocument", {"chat_id": JANA, "document": file_id})[0] == 200
    assert refused(standin, "sendDocument", document="nix").endswith(
        "wrong file identifier/HTTP URL specified"
    )
    status, body = standin.call("sendPhoto", {"chat_id": JANA}, {"photo": ("x.png", b"kein Bild")})
    assert (status, body["description"]) == (400, "Bad Request: IMAGE_PROCESS_FAILED")


def test_a_late_answer_to_a_press_is_too_old(standin: StandIn):
    query = standin.press(JANA, sent(standin), "x")["callback_query"]["id"]
    assert standin.call("answerCallbackQuery", {"callback_query_id": query})[0] == 200
    standin.clock.moment += timedelta(hours=1)
    assert refused(standin, "answerCallbackQuery", callback_query_id=query).startswith(
        "Bad Request: query is too old"
    )


def test_commands_are_checked_and_kept(standin: StandIn):
    good = [{"command": "heute", "description": "was ansteht"}]
    standin.call("setMyCommands", {"commands": json.dumps(good)})
    assert standin.call("getMyCommands", {})[1]["result"] == good
    bad = [{"command": "rückgängig", "description": "x"}]
    assert refused(standin, "setMyCommands", commands=bad) == "Bad Request: BOT_COMMAND_INVALID"


def test_who_is_unknown_or_has_blocked_the_bot_gets_nothing(standin: StandIn):
    assert refused(standin, "sendMessage", chat_id=5, text="x") == "Bad Request: chat not found"
    assert "my_chat_member" in standin.block(JANA)
    assert refused(standin, "sendMessage", text="x") == "Forbidden: bot was blocked by the user"
    standin.block(JANA, blocked=False)
    assert sent(standin)


def test_an_unknown_method_is_not_found(standin: StandIn):
    assert standin.call("sendLove", {})[0] == 404


# --- the journal


def test_the_journal_keeps_what_was_said_when_and_observers_hear_it(standin: StandIn):
    heard: list[str] = []
    stop = standin.watch(lambda entry: heard.append(entry.kind))
    number = sent(standin, "<b>eins</b>", parse_mode="HTML", reply_markup=keyboard("Ja"))
    query = standin.press(JANA, number)["callback_query"]["id"]
    standin.call("editMessageText", {"chat_id": JANA, "message_id": number, "text": "zwei"})
    standin.call("answerCallbackQuery", {"callback_query_id": query, "text": "Gut", "show_alert": "true"})
    standin.call("deleteMessage", {"chat_id": JANA, "message_id": number})
    stop()
    sent(standin)
    assert heard == ["sent", "pressed", "edited", "alert", "deleted"]
    first, *_ = standin.did(JANA)
    assert (first.text, first.message.writing.html, first.labels) == ("eins", "<b>eins</b>", [["Ja"]])
    assert [entry.text for entry in standin.did(after=2)] == ["zwei", "Gut", "zwei", "Hallo"]
    assert [entry.modal for entry in standin.did() if entry.kind == "alert"] == [True]


# --- trouble


def test_faults_answer_as_telegram_does_when_it_is_in_trouble(standin: StandIn):
    standin.fault = lambda _method, _params: Fault.too_many(7)
    status, body = standin.call("sendMessage", {"chat_id": JANA, "text": "x"})
    assert (status, body["parameters"]) == (429, {"retry_after": 7})
    standin.fault = lambda _method, _params: Fault(502)
    assert standin.call("sendMessage", {"chat_id": JANA, "text": "x"})[0] == 502
    assert standin.did() == []


@pytest.mark.parametrize(("lost", "done"), [("refused", 0), ("before", 0), ("after", 1)])
def test_a_broken_line_leaves_the_call_done_or_not(standin: StandIn, lost: Any, done: int):
    standin.fault = lambda _method, _params: Fault(lost=lost)
    with pytest.raises(ConnectionError):
        standin.call("sendMessage", {"chat_id": JANA, "text": "x"})
    assert len(standin.did()) == done


# --- through python-telegram-bot, without a socket


@pytest.fixture
async def bot(standin: StandIn):
    async with Bot(
        standin.token, request=InMemoryRequest(standin), get_updates_request=InMemoryRequest(standin)
    ) as bot:
        yield bot


async def test_a_bot_talks_to_the_stand_in_without_a_socket(standin: StandIn, bot: Bot):
    assert bot.username == "nachfass_bot"
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="ja")]])
    message = await bot.send_message(JANA, "<b>Hallo</b>", parse_mode="HTML", reply_markup=markup)
    assert message.text == "Hallo"
    await bot.send_document(JANA, b"a;b", filename="a.csv", caption="Liste")
    standin.press(JANA, message.message_id)
    (update,) = await bot.get_updates()
    assert update.callback_query.data == "ja"
    file = await bot.get_file(standin.did()[-1].message.file.id)
    assert bytes(await file.download_as_bytearray()) == b"a;b"


async def test_errors_arrive_as_the_librarys_own(standin: StandIn, bot: Bot, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else the library warns of its own next version
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(7, "x")
    standin.block(JANA)
    with pytest.raises(Forbidden):
        await bot.send_message(JANA, "x")
    standin.fault = lambda _method, _params: Fault.too_many(3)
    with pytest.raises(RetryAfter):
        await bot.send_message(JANA, "x")
    standin.fault = lambda _method, _params: Fault(lost="after")
    with pytest.raises(NetworkError) as broken:
        await bot.send_message(JANA, "x")
    assert isinstance(broken.value.__cause__, Dropped)


async def test_a_wrong_token_is_turned_away(standin: StandIn):
    request = InMemoryRequest(standin)
    with pytest.raises(InvalidToken):
        await Bot("1:FALSCH", request=request).initialize()


async def test_a_poll_waits_for_news(standin: StandIn):
    poll = asyncio.create_task(Door(standin).call("getUpdates", {"timeout": "20"}))
    await asyncio.sleep(0.01)
    assert not poll.done()
    standin.say(JANA, "Hallo")
    _, body = await asyncio.wait_for(poll, 1)
    assert [update["message"]["text"] for update in body["result"]] == ["Hallo"]


async def test_a_poll_ends_empty_when_nothing_comes(standin: StandIn):
    assert await Door(standin).call("getUpdates", {"timeout": 0.01}) == (200, {"ok": True, "result": []})


async def test_a_second_poll_ends_the_first(standin: StandIn):
    door = Door(standin)
    first = asyncio.create_task(door.call("getUpdates", {"timeout": 20}))
    await asyncio.sleep(0.01)
    assert await door.call("getUpdates", {}) == (200, {"ok": True, "result": []})
    status, body = await first
    assert (status, body["description"][:34]) == (409, "Conflict: terminated by other getU")


# --- through sockets


@pytest.fixture
async def playground(standin: StandIn):
    async def move(asked: Move) -> None:
        standin.clock.moment = asked.target(standin.clock.moment)
        standin.call("sendMessage", {"chat_id": JANA, "text": "fällig"})

    made = Playground(standin, standin.clock.now, move)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def web(playground: Playground):
    async with ClientSession(playground.address) as session:
        yield session


async def test_the_bot_api_takes_forms_json_and_files(standin: StandIn, web: ClientSession):
    path = f"/bot{standin.token}/sendMessage"
    for how in ({"params": {"chat_id": str(JANA), "text": "a"}}, {"data": {"chat_id": JANA, "text": "b"}}):
        assert (await web.post(path, **how)).status == 200
    assert (await web.post(path, json={"chat_id": JANA, "text": "c"})).status == 200
    form = FormData({"chat_id": str(JANA)})
    form.add_field("document", b"1;2", filename="a.csv")
    answer = await (await web.post(f"/bot{standin.token}/sendDocument", data=form)).json()
    file_id = answer["result"]["document"]["file_id"]
    assert await (await web.get(f"/file/bot{standin.token}/documents/{file_id}")).read() == b"1;2"
    assert [entry.text for entry in standin.did()] == ["a", "b", "c", ""]
    assert (await web.get("/bot1:FALSCH/getMe")).status == 401


async def test_the_page_acts_for_a_person(standin: StandIn, web: ClientSession):
    number = sent(standin, reply_markup=keyboard("Ja"))
    assert (await web.post("/ui/say", json={"user": JANA, "text": "Hallo"})).status == 200
    assert (await web.post("/ui/press", json={"user": JANA, "message": number, "data": "d:Ja"})).status == 200
    assert updates(standin) == [1000, 1001]
    assert (await web.post("/ui/press", json={"user": JANA, "message": 99, "data": "x"})).status == 400
    assert (await web.post("/ui/say", json={"user": 5, "text": "Hallo"})).status == 400


async def test_the_page_moves_the_clock_only_forward(standin: StandIn, web: ClientSession):
    assert (await (await web.post("/ui/clock", json={"move": "+1w"})).json())["local"] == "2026-03-10T08:00"
    assert (await web.post("/ui/clock", json={"move": "2026-03-01T08:00"})).status == 400
    assert standin.clock.now() == datetime(2026, 3, 10, 8, 0, tzinfo=UTC)


async def test_what_comes_while_the_clock_moves_is_a_push(standin: StandIn, web: ClientSession):
    await web.post("/ui/say", json={"user": JANA, "text": "Hallo"})
    sent(standin)  # the answer
    await web.post("/ui/clock", json={"move": "+1d"})
    stream = await web.get("/ui/events?after=2")
    news = ""
    while "event: ready" not in news:
        news += (await stream.content.readline()).decode()
    stream.close()
    entry = json.loads(next(line for line in news.splitlines() if "fällig" in line).removeprefix("data: "))
    assert entry["push"] is True


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "boese.example"},
        {"Origin": "https://boese.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_foreign_pages_are_turned_away(standin: StandIn, web: ClientSession, headers: dict[str, str]):
    said = await web.post("/ui/say", json={"user": JANA, "text": "Hallo"}, headers=headers)
    api = await web.post(f"/bot{standin.token}/sendMessage", json={}, headers=headers)
    assert (said.status, api.status) == (403, 403)
    assert standin.journal == []


async def test_the_page_comes_with_a_strict_policy_and_nothing_else_is_served(web: ClientSession):
    page = await web.get("/")
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    for path in ("/server.py", "/..%2fserver.py", "/nichts.js"):
        assert (await web.get(path)).status == 404


async def test_a_document_is_never_shown_as_a_page(standin: StandIn, web: ClientSession):
    standin.call("sendDocument", {"chat_id": JANA}, {"document": ("x.html", b"<script>")})
    answer = await web.get(f"/ui/file/{standin.did()[-1].message.file.id}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.content_type == "application/octet-stream"


# --- the clock


@pytest.mark.parametrize(
    ("asked", "goal"),
    [
        ("+1h", "2026-03-03T09:00"),
        ("+ 30m", "2026-03-03T08:30"),
        ("+2d", "2026-03-05T08:00"),
        ("monday", "2026-03-09T07:30"),
        ("2026-03-04 12:15", "2026-03-04T12:15"),
    ],
)
def test_moves_of_the_clock(asked: str, goal: str):
    now = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
    assert Move.parse(asked).target(now).strftime("%Y-%m-%dT%H:%M") == goal


def test_an_unclear_move_is_refused():
    for asked in ("", "+1x", "gestern"):
        with pytest.raises(MoveUnclear):
            Move.parse(asked)

"""A browser and a playground for it: the stand-in, its page, a moved clock, and a bot to talk to."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from bot.playground.phone_clock import Move
from bot.playground.server import Playground
from bot.playground.standin import StandIn

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 3, 9, 0, tzinfo=BERLIN)
JANA, TOM = 101, 102
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
COMMANDS = [
    {"command": "heute", "description": "was heute ansteht, das Wichtigste zuerst"},
    {"command": "neu", "description": "neuen Kontakt anlegen"},
    {"command": "reaktion", "description": "eine Reaktion notieren"},
    {"command": "kauf", "description": "einen Kauf notieren"},
    {"command": "termin", "description": "einen Termin setzen"},
    {"command": "rueckgaengig", "description": "den letzten Eintrag zurücknehmen"},
    {"command": "hilfe", "description": "alle Befehle"},
]
BUTTONS = {
    "inline_keyboard": [
        [{"text": "Ändern", "callback_data": "change"}, {"text": "Hinweis", "callback_data": "hint"}]
    ]
}


@dataclass
class HandClock:
    """A clock that stands still until somebody moves it."""

    moment: datetime = START

    def now(self) -> datetime:
        return self.moment.astimezone(UTC)

    def local(self) -> datetime:
        return self.moment


@dataclass
class Echo:
    """The smallest bot with buttons: repeats a line, edits on one button, shows an alert on the other."""

    standin: StandIn
    offset: int = 0

    def begin(self) -> None:
        self.standin.call("setMyCommands", {"commands": COMMANDS})
        loop = asyncio.get_running_loop()
        self.standin.updates.arrived.append(lambda: loop.call_soon(self.turn))

    def turn(self) -> None:
        for update in self.standin.call("getUpdates", {"offset": self.offset})[1]["result"]:
            self.offset = update["update_id"] + 1
            self.answer(update)

    def answer(self, update: dict[str, Any]) -> None:
        if query := update.get("callback_query"):
            where = {"chat_id": query["from"]["id"], "message_id": query["message"]["message_id"]}
            if query["data"] == "change":
                self.standin.call("editMessageText", where | {"text": "Geändert"})
            words = {"text": "Nur ein Hinweis"} if query["data"] == "hint" else {}
            self.standin.call("answerCallbackQuery", {"callback_query_id": query["id"]} | words)
        else:
            message = update.get("message") or update["edited_message"]
            text = f"Echo: {message.get('text') or message.get('caption') or 'Datei'}"
            chat = message["chat"]["id"]
            self.standin.call("sendMessage", {"chat_id": chat, "text": text, "reply_markup": BUTTONS})


@dataclass
class Room:
    """What a browser test has in hand."""

    page: Page
    standin: StandIn
    clock: HandClock
    moves: list[Move]
    playground: Playground
    address: str
    complaints: list[str] = field(default_factory=list)  # what the browser's console objects to

    def phone(self, user: int = JANA) -> Any:
        return self.page.locator(f"#phone-{user}")

    async def write(self, text: str) -> None:
        field = self.phone().get_by_label("Nachricht", exact=True)
        await field.fill(text)
        await field.press("Enter")

    def says(self, text: str, **how: Any) -> None:
        """The bot writes unasked."""
        self.standin.call("sendMessage", {"chat_id": JANA, "text": text} | how)


def chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    return path or pytest.skip("no Chromium on this machine: install chromium to run the browser tests")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    opened = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="de-DE")
    opened.set_default_timeout(5000)
    yield opened
    await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def room(context: BrowserContext) -> AsyncIterator[Room]:
    clock, moves = HandClock(), []
    standin = StandIn(clock)
    standin.join(JANA, "Jana")
    Echo(standin).begin()

    async def move(asked: Move) -> None:
        """On the way the bot reminds of something, as due work would."""
        moves.append(asked)
        clock.moment = asked.target(clock.moment)
        await asyncio.sleep(0.2)  # long enough for the page to show that time passes
        standin.call("sendMessage", {"chat_id": JANA, "text": "Erinnerung: Anna Meier anrufen"})

    playground = Playground(standin, clock.local, move)
    address = await playground.start()
    opened = Room(await context.new_page(), standin, clock, moves, playground, address)
    opened.page.on(
        "console", lambda said: opened.complaints.append(said.text) if said.type == "error" else None
    )
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    await opened.page.goto(address)
    await opened.page.wait_for_selector("body[data-ready]")
    yield opened
    await opened.page.close()
    await playground.stop()
    assert opened.complaints == []

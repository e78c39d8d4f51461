"""The page when not all is well: no connection, no mouse, a moment that is none, very long chats and names."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from bot.playground.server import Playground
from bot.playground.standin import StandIn

pytestmark = pytest.mark.asyncio(loop_scope="session")
JANA = 101
REFUSED = re.compile(
    r"ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE)|400 \(Bad Request\)"
)


@pytest.fixture
async def expected(room: Any) -> Any:
    """The browser's own complaints about a connection that is refused are what these tests are about."""
    yield
    room.complaints[:] = [said for said in room.complaints if not REFUSED.search(said)]


@pytest.mark.usefixtures("expected")
async def test_a_lost_connection_is_told_and_the_typed_line_is_kept(room: Any) -> None:
    await room.write("Hallo")
    await expect(room.phone().locator(".theirs")).to_have_count(1)
    await room.playground.stop()
    await expect(room.page.get_by_role("status").filter(has_text="Keine Verbindung")).to_be_visible()
    await room.write("/neu Anna Meier")
    await expect(room.phone().locator(".toast.shown")).to_have_text("Die Spielwiese antwortet nicht.")
    await expect(room.phone().get_by_label("Nachricht", exact=True)).to_have_value("/neu Anna Meier")
    await expect(room.phone().locator(".mine")).to_have_count(1)


@pytest.mark.usefixtures("expected")
async def test_a_playground_started_anew_under_the_address_shows_its_own_chat(room: Any) -> None:
    room.says("aus dem alten Leben")
    await expect(room.phone().locator(".theirs")).to_have_count(1)
    await room.playground.stop()
    other = StandIn(room.clock)
    other.join(JANA, "Jana")
    for text in ("aus dem neuen Leben", "und noch etwas"):  # more than the page has seen of the old one
        other.call("sendMessage", {"chat_id": JANA, "text": text})
    again = Playground(other, room.clock.local, room.playground.stream.clock_now)
    await again.start(int(room.address.rsplit(":", 1)[1]))
    await expect(room.phone().locator(".theirs .text")).to_have_text(
        ["aus dem neuen Leben", "und noch etwas"]
    )
    await expect(room.page.locator(".offline")).to_be_hidden()
    await room.page.goto("about:blank")
    await again.stop()


async def test_the_clock_is_told_in_words(room: Any) -> None:
    await room.page.get_by_label("Vorstellen bis").fill("Do 14:30")
    await room.page.get_by_label("Vorstellen bis").press("Enter")
    await expect(room.page.locator(".now-day")).to_have_text("Donnerstag, 5. März 2026")
    await expect(room.page.locator(".now-time")).to_have_text("14:30")
    await expect(room.page.get_by_label("Vorstellen bis")).to_have_value("")


@pytest.mark.usefixtures("expected")
@pytest.mark.parametrize("text", ["gestern", "31.2.", "irgendwann", "Do 14:00 oder so", "2026-03-02 09:00"])
async def test_a_moment_that_does_not_lie_ahead_is_refused_with_examples(room: Any, text: str) -> None:
    await room.page.get_by_label("Vorstellen bis").fill(text)
    await room.page.get_by_role("button", name="Stellen", exact=True).click()
    await expect(room.page.locator(".panel-status")).to_contain_text("Zum Beispiel: Do 14:00")
    await expect(room.page.get_by_label("Vorstellen bis")).to_have_value(text)
    assert room.moves == []


async def test_behind_the_sheet_with_the_clock_nothing_can_be_reached(room: Any) -> None:
    await room.page.set_viewport_size({"width": 390, "height": 844})
    await room.phone().get_by_role("button", name="Uhr stellen").click()
    for _ in range(12):
        await room.page.keyboard.press("Tab")
        assert not await room.page.evaluate("!!document.activeElement.closest('.phones')")
    await room.page.keyboard.press("Escape")
    await expect(room.phone().get_by_role("button", name="Uhr stellen")).to_be_focused()


async def test_the_button_that_moves_the_clock_keeps_the_focus(room: Any) -> None:
    button = room.page.get_by_role("button", name="+1 Tag")
    await button.focus()
    for day in ("Mittwoch, 4. März 2026", "Donnerstag, 5. März 2026"):
        await room.page.keyboard.press("Enter")
        await expect(room.page.locator(".now-day")).to_have_text(day)
        await expect(button).to_be_focused()


async def test_taps_while_the_time_is_moving_wait_for_their_turn(room: Any) -> None:
    button = room.page.get_by_role("button", name="+1 Tag", exact=True)
    for _ in range(3):
        await button.click()
    await expect(room.page.locator(".now-day")).to_have_text("Freitag, 6. März 2026")
    assert len(room.moves) == 3


async def test_a_message_that_changes_under_the_keyboard_keeps_the_focus(room: Any) -> None:
    await room.write("Hallo")
    await room.phone().get_by_role("button", name="Ändern").focus()
    await room.page.keyboard.press("Enter")
    await expect(room.phone().locator(".theirs .text")).to_have_text("Geändert")
    await expect(room.phone().locator(".theirs")).to_be_focused()


async def test_a_long_chat_opens_at_its_end_and_stays_there(room: Any) -> None:
    for number in range(300):
        room.says(f"Nachricht {number}")
    await room.page.reload()
    await expect(room.phone().locator(".theirs").last).to_be_in_viewport()
    await expect(room.phone().locator(".theirs .text").last).to_have_text("Nachricht 299")
    await expect(room.phone().locator(".jump")).to_be_hidden()


async def test_what_came_while_the_line_was_dead_is_caught_up_with(room: Any) -> None:
    room.playground.stream.close()
    await expect(room.page.locator(".offline")).to_be_visible()
    for number in range(60):
        room.says(f"Nachricht {number}")
    room.playground.stream.closed = False
    await expect(room.page.locator(".offline")).to_be_hidden()
    await expect(room.phone().locator(".theirs")).to_have_count(60)
    await expect(room.phone().locator(".theirs").last).to_be_in_viewport()
    await expect(room.phone().locator(".banner")).to_have_count(0)


async def test_long_and_foreign_names_stay_inside_the_phone(room: Any) -> None:
    await room.page.set_viewport_size({"width": 390, "height": 844})
    names = ["Donaudampfschifffahrtsgesellschaftskapitän" * 2, "محمد علي " * 9, "🎉" * 40, "x" * 80]
    for name in names:
        keys = {
            "inline_keyboard": [[{"text": name, "callback_data": "x"}, {"text": "✓ 1", "callback_data": "y"}]]
        }
        room.says(name, reply_markup=keys)
    await expect(room.phone().locator(".theirs")).to_have_count(len(names))
    assert await room.phone().locator(".log").evaluate("log => log.scrollWidth - log.clientWidth") == 0
    assert await room.phone().evaluate(OUTSIDE) == []


OUTSIDE = """phone => [...phone.querySelectorAll('.bubble, .key')]
  .filter((node) => node.getBoundingClientRect().right > phone.getBoundingClientRect().right)
  .map((node) => node.textContent)"""

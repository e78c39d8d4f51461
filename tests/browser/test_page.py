"""The phone in the browser: what a person does there arrives, what the bot does there is seen."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

pytestmark = pytest.mark.asyncio(loop_scope="session")
JANA, TOM = 101, 102
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000154a24f5f0000000049454e44ae426082"
)


async def test_enter_sends_and_the_answer_appears(room: Any):
    await room.write("Hallo")
    await expect(room.phone().locator(".mine .text")).to_have_text("Hallo")
    await expect(room.phone().locator(".theirs .text")).to_have_text("Echo: Hallo")
    await expect(room.phone().locator(".theirs time")).to_have_text("09:00")


async def test_shift_enter_writes_a_second_line(room: Any):
    field = room.phone().get_by_label("Nachricht", exact=True)
    await field.fill("eins")
    await field.press("Shift+Enter")
    await field.press_sequentially("zwei")
    await field.press("Enter")
    await expect(room.phone().locator(".mine .text")).to_have_text("eins\nzwei")


async def test_a_button_edits_its_message_in_place(room: Any):
    await room.write("Hallo")
    await room.phone().get_by_role("button", name="Ändern").click()
    await expect(room.phone().locator(".theirs .text")).to_have_text("Geändert")
    await expect(room.phone().locator(".theirs .edited")).to_have_text("bearbeitet")
    await expect(room.phone().get_by_role("button", name="Ändern")).to_have_count(0)


async def test_an_alert_is_a_toast(room: Any):
    await room.write("Hallo")
    await room.phone().get_by_role("button", name="Hinweis").click()
    await expect(room.phone().locator(".toast.shown")).to_have_text("Nur ein Hinweis")


async def test_an_empty_chat_offers_examples_that_vanish_with_the_first_line(room: Any):
    chips = room.phone().get_by_role("group", name="Zum Ausprobieren").get_by_role("button")
    await expect(chips).to_have_count(3)
    await chips.nth(1).click()
    field = room.phone().get_by_label("Nachricht", exact=True)
    await expect(field).to_have_value("/neu Anna Meier, 0171 2345678")
    await field.press("Enter")
    await expect(chips.nth(1)).to_be_hidden()


async def test_a_slash_opens_the_command_menu_and_typing_narrows_it(room: Any):
    field = room.phone().get_by_label("Nachricht", exact=True)
    await field.press_sequentially("/")
    options = room.phone().get_by_role("option")
    await expect(options).to_have_count(7)
    await field.press_sequentially("rü")
    await expect(options).to_have_count(1)
    await field.press("Enter")
    await expect(field).to_have_value("/rueckgaengig ")
    await expect(options.first).to_be_hidden()


async def test_the_menu_button_shows_all_commands(room: Any):
    await room.phone().get_by_role("button", name="Menü").click()
    await room.phone().get_by_role("option", name="/kauf").click()
    await expect(room.phone().get_by_label("Nachricht", exact=True)).to_have_value("/kauf ")


async def test_arrow_up_edits_the_last_own_line(room: Any):
    await room.write("Hallo Anna")
    await expect(room.phone().locator(".theirs")).to_have_count(1)
    field = room.phone().get_by_label("Nachricht", exact=True)
    await field.press("ArrowUp")
    await expect(field).to_have_value("Hallo Anna")
    await field.fill("Hallo Anne")
    await field.press("Enter")
    await expect(room.phone().locator(".mine .text")).to_have_text("Hallo Anne")
    await expect(room.phone().locator(".mine .edited")).to_have_text("bearbeitet")


async def test_a_right_click_replies(room: Any):
    await room.write("Hallo")
    await room.phone().locator(".theirs .bubble").click(button="right")
    await expect(room.phone().locator(".context strong")).to_have_text("Antwort an Nachfass")
    await room.write("dazu noch")
    await expect(room.phone().locator(".mine .quote span")).to_have_text("Echo: Hallo")


async def test_a_command_in_an_answer_can_be_tapped(room: Any):
    room.says("und 4 weitere → /heute")
    await room.phone().locator(".theirs .command").click()
    await expect(room.phone().locator(".mine .text")).to_have_text("/heute")


async def test_moving_the_clock_shows_pushes_as_banners(room: Any):
    await room.page.get_by_role("button", name="+1 Tag").click()
    await expect(room.page.locator(".now-time")).to_have_text("09:00")
    await expect(room.page.locator(".now-day")).to_have_text("Mittwoch, 4. März 2026")
    await expect(room.phone().locator(".banner")).to_contain_text("Erinnerung: Anna Meier anrufen")
    await expect(room.phone().locator(".day").last).to_have_text("Mittwoch, 4. März")
    assert room.moves[0].days == 1


async def test_an_answer_is_no_push(room: Any):
    await room.write("Hallo")
    await expect(room.phone().locator(".theirs")).to_have_count(1)
    await expect(room.phone().locator(".banner")).to_have_count(0)


async def test_the_clock_goes_to_next_monday_and_to_a_moment(room: Any):
    await room.page.get_by_role("button", name="nächster Montag 7:30").click()
    await expect(room.page.locator(".now-time")).to_have_text("07:30")
    await room.page.get_by_label("Vorstellen bis").fill("Di 16:45")
    await room.page.get_by_role("button", name="Stellen", exact=True).click()
    await expect(room.page.locator(".now-day")).to_have_text("Dienstag, 10. März 2026")


async def test_markup_of_a_stranger_stays_text(room: Any):
    room.standin.call(
        "sendMessage",
        {"chat_id": JANA, "parse_mode": "HTML", "text": "<b>fett</b> &lt;img src=x onerror=alert(1)&gt;"},
    )
    text = room.phone().locator(".theirs .text")
    await expect(text).to_have_text("fett <img src=x onerror=alert(1)>")
    await expect(text.locator("strong")).to_have_text("fett")
    await expect(text.locator("img")).to_have_count(0)


async def test_documents_can_be_downloaded_and_pictures_are_seen(room: Any):
    room.standin.call("sendDocument", {"chat_id": JANA}, {"document": ("liste.csv", b"name\nAnna\n")})
    room.standin.call("sendPhoto", {"chat_id": JANA, "caption": "Matrix"}, {"photo": ("matrix.png", PNG)})
    await expect(room.phone().locator(".photo img")).to_have_js_property("naturalWidth", 1)
    async with room.page.expect_download() as download:
        await room.phone().get_by_role("link", name="liste.csv").click()
    assert (await download.value).suggested_filename == "liste.csv"


async def test_a_picture_is_sent_again_by_its_id(room: Any):
    sent = room.standin.call("sendPhoto", {"chat_id": JANA}, {"photo": ("matrix.png", PNG)})[1]["result"]
    room.standin.call(
        "sendPhoto", {"chat_id": JANA, "photo": sent["photo"][-1]["file_id"], "caption": "Noch mal"}
    )
    pictures = room.phone().locator(".photo img")
    await expect(pictures).to_have_count(2)
    await expect(pictures.last).to_have_js_property("naturalWidth", 1)
    assert await pictures.last.get_attribute("src") == await pictures.first.get_attribute("src")


async def test_a_picture_that_answers_leaves_its_quote_to_be_read(room: Any):
    room.says("Anna Meier · #1")
    await room.phone().locator(".theirs .bubble").click(button="right")
    files = [{"name": "schild.png", "mimeType": "image/png", "buffer": PNG}]
    await room.phone().locator(".pick").set_input_files(files)
    picture = room.phone().locator(".mine .photo img")
    await expect(picture).to_have_js_property("naturalWidth", 1)
    # both at one moment: a new bubble still moves
    gap = (
        await room.phone()
        .locator(".mine .bubble")
        .evaluate(
            "b => b.querySelector('.photo img').getBoundingClientRect().top"
            " - b.querySelector('.quote').getBoundingClientRect().bottom"
        )
    )
    assert gap >= 0


async def test_a_button_copies_what_it_is_made_for(room: Any):
    await room.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    key = {"text": "Nummer kopieren", "copy_text": {"text": "+491713920012"}}
    room.says("Anna Meier", reply_markup={"inline_keyboard": [[key]]})
    await room.phone().get_by_role("button", name="Nummer kopieren", exact=True).click()
    await expect(room.phone().locator(".toast.shown")).to_have_text("Kopiert.")
    assert await room.page.evaluate("navigator.clipboard.readText()") == "+491713920012"


async def test_a_week_and_four_words_fit_a_phone_without_breaking_a_word(room: Any):
    await room.page.set_viewport_size({"width": 390, "height": 844})
    rows = [
        ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
        ["Reaktion", "Kauf", "Warum?", "Bild"],
    ]
    keys = [[{"text": word, "callback_data": "x"} for word in row] for row in rows]
    room.says("Wann?", reply_markup={"inline_keyboard": keys})
    await expect(room.phone().locator(".button-row")).to_have_count(len(rows))
    for row, height in enumerate(await room.phone().locator(".button-row").evaluate_all(HEIGHTS)):
        assert height <= ONE_LINE, rows[row]


async def test_a_file_and_a_contact_are_sent(room: Any):
    files = [{"name": "kunden.csv", "mimeType": "text/csv", "buffer": b"name\nAnna\n"}]
    await room.phone().locator(".pick").set_input_files(files)
    await expect(room.phone().locator(".mine .file")).to_contain_text("kunden.csv")
    await room.phone().get_by_role("button", name="Anhängen").click()
    await room.phone().get_by_role("button", name="Kontakt teilen").click()
    await room.page.get_by_label("Vorname").fill("Anna")
    await room.page.get_by_label("Telefon", exact=True).fill("+49 171 2345678")
    await room.page.get_by_role("button", name="Teilen", exact=True).click()
    await expect(room.phone().locator(".mine .card")).to_contain_text("+49 171 2345678")


async def test_a_reloaded_page_shows_the_same_chat_without_banners(room: Any):
    room.says("Guten Morgen")
    await room.write("Hallo")
    await expect(room.phone().locator(".theirs")).to_have_count(2)
    await room.page.reload()
    await expect(room.phone().locator(".theirs")).to_have_count(2)
    await expect(room.phone().locator(".banner")).to_have_count(0)


async def test_two_phones_stand_side_by_side_or_behind_tabs(room: Any):
    room.standin.join(TOM, "Tom")
    await expect(room.phone(TOM)).to_be_visible()
    await expect(room.phone(JANA)).to_be_visible()
    await room.page.set_viewport_size({"width": 800, "height": 800})
    await expect(room.phone(TOM)).to_be_hidden()
    room.standin.call("sendMessage", {"chat_id": TOM, "text": "Hallo Tom"})
    await expect(room.page.get_by_role("tab", name="Tom").locator(".badge")).to_have_text("1")
    await room.page.get_by_role("tab", name="Tom").click()
    await expect(room.phone(TOM)).to_be_visible()


async def test_a_small_screen_is_all_phone_and_the_clock_a_sheet(room: Any):
    await room.page.set_viewport_size({"width": 390, "height": 844})
    box = await room.phone().bounding_box()
    assert (box["width"], box["height"]) == (390, 844)
    await room.phone().get_by_role("button", name="Uhr stellen").click()
    await room.page.get_by_role("button", name="+1 Stunde").click()
    await expect(room.phone().locator(".top-time")).to_have_text("10:00")
    await expect(room.page.locator(".panel.open")).to_have_count(0)


async def test_everything_can_be_reached_by_keyboard_and_has_a_name(room: Any):
    await room.write("Hallo")
    await expect(room.phone().locator(".theirs")).to_have_count(1)
    nameless = await room.page.evaluate(NAMELESS)
    assert nameless == []
    await room.phone().locator(".log").focus()
    names = [await tab(room.page) for _ in range(8)]
    assert "Antworten" in names
    assert "Ändern" in names
    assert any(re.search("Menü", name) for name in names)


async def tab(page: Page) -> str:
    await page.keyboard.press("Tab")
    return await page.evaluate(
        "(document.activeElement.ariaLabel || document.activeElement.textContent).trim()"
    )


ONE_LINE = 42  # a button's height in pixels
HEIGHTS = "rows => rows.map(row => row.getBoundingClientRect().height)"
NAMELESS = """[...document.querySelectorAll('button, input, textarea, a')]
  .filter((node) => !node.textContent.trim() && !node.ariaLabel && !node.labels?.length)
  .map((node) => node.outerHTML)"""

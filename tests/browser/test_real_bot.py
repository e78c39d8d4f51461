"""The first minute of a stranger: the demo as started, a line, a button, the clock, the push."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, FilePayload, Page, expect

ROOT = Path(__file__).parents[2]
KIM = "#phone-101"
TABLE: FilePayload = {
    "name": "kunden.csv",
    "mimeType": "text/csv",
    "buffer": b"Name;Firma;Telefon\nUlla Brandt;Brandt Bau GmbH;0171 3921001\n",
}
pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def demo() -> AsyncIterator[str]:
    """`python -m bot demo --empty` and the address it prints."""
    command = (sys.executable, "-m", "bot", "demo", "--empty", "--now", "2026-03-02 09:00")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    said = (await asyncio.wait_for(process.stdout.readline(), 30)).decode()
    found = re.search(r"http://127\.0\.0\.1:\d+", said)
    assert found, said
    yield found[0]
    with suppress(ProcessLookupError):
        process.terminate()
    assert await asyncio.wait_for(process.wait(), 15) == 0


async def write(page: Page, text: str) -> None:
    field = page.locator(KIM).get_by_label("Nachricht", exact=True)
    await field.fill(text)
    await field.press("Enter")


async def test_a_file_is_previewed_and_imported_and_its_contact_has_a_picture(
    context: BrowserContext, demo: str
) -> None:
    page = await context.new_page()
    await page.goto(demo)
    phone = page.locator(KIM)
    await expect(phone.get_by_text("Vertriebsleitung")).to_be_visible()

    await phone.locator(".pick").set_input_files([TABLE])
    await expect(phone.get_by_text(re.compile("1 neu · 0 ergänzt"))).to_be_visible()
    await phone.get_by_role("button", name="Importieren (1)").click()
    await expect(phone.get_by_text(re.compile(r"Importiert: kunden\.csv"))).to_be_visible()

    await write(page, "/kontakt Brandt")
    await phone.get_by_role("button", name="Bild", exact=True).click()
    await expect(phone.locator(".photo img")).to_have_js_property("naturalWidth", 1080, timeout=20_000)
    await page.close()


async def test_a_line_a_button_and_the_clock_bring_a_push(context: BrowserContext, demo: str) -> None:
    page = await context.new_page()
    await page.goto(demo)
    phone = page.locator(KIM)
    await expect(phone.get_by_text("Vertriebsleitung")).to_be_visible()

    await write(page, "/neu Anna Meier, 0171 3920012")
    await expect(phone.get_by_text(re.compile(r"Neu: Anna Meier"))).to_be_visible()
    await phone.get_by_role("button", name="Hat schon reagiert").click()
    await expect(phone.get_by_text(re.compile("Wie hat Anna Meier reagiert"))).to_be_visible()
    await phone.get_by_role("button", name="Messe", exact=True).click()
    await expect(phone.get_by_text(re.compile("ZA → II"))).to_be_visible()

    await page.get_by_role("button", name="+1 Woche").click()
    await expect(phone.get_by_text(re.compile("wartet auf Informationen")).first).to_be_visible()
    await page.close()

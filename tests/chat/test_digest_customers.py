"""What the digest says first: who drifts away, by value; what was expected of a week, and what came."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot import digests
from bot.playground.stage import LEAD
from bot.views import digest_figures
from domain.contact import NewContact
from domain.events import Event, Kind, Money
from domain.forecast import Forecast

DRIFT = """
    > /neu Anna Klein
    …
    > /neu Bert Gross
    …
    > /neu Cleo Gefahr
    …
"""


async def week_of(chat, who=""):
    return "\n".join(await chat.answers(f"{who}> /woche"))


@pytest.fixture
async def drifting(chat):
    """Two are lost in a year (364 days of silence), one is endangered; the smaller one first in the alphabet."""
    await chat.play(DRIFT)
    for line in (
        "/kauf Klein 10 Filter vor 400 Tagen", "/kauf Klein 10 Filter vor 354 Tagen",
        "/kauf Gross 900 Filter vor 410 Tagen", "/kauf Gross 900 Filter vor 352 Tagen",
        "/kauf Gefahr 50 Filter vor 472 Tagen", "/kauf Gefahr 50 Filter vor 262 Tagen",
    ):  # fmt: skip
        await chat.answers(f"> {line}")


@pytest.mark.usefixtures("drifting")
async def test_who_is_newly_lost_comes_first_and_by_value(chat):
    await chat.answers("+ 14d")
    found = await week_of(chat)
    lines = [line.strip() for line in found.splitlines()]
    assert lines[1:3] == [
        "Neu verloren: 2 – Bert Gross (1.800,00 €), Anna Klein (20,00 €)",
        "Neu gefährdet: 1 – Cleo Gefahr (100,00 €)",
    ]
    assert "[Verloren]" in found


async def test_the_key_leads_to_whom_the_lines_name(chat):
    await chat.play("""
        > /neu Cleo Gefahr
        …
        > /kauf Gefahr 50 Filter vor 472 Tagen
        …
        > /kauf Gefahr 50 Filter vor 262 Tagen
        …
    """)
    await chat.answers("+ 14d")
    found = await week_of(chat)
    assert "Neu gefährdet: 1" in found
    assert "[Gefährdet]" in found
    assert "Verloren" not in found


def first_buyers(work, now, count=40):
    """So many who bought once, a third of whom came back after 60 days: the window is estimated."""
    for number in range(count):
        owner = work.members.by_telegram(LEAD)
        contact = work.contacts.add(NewContact(name=f"Kunde {number}"), owner=owner.id, now=now)
        turn = work.turns.begin(owner.id, "kauf", now=now, typed_at=now, chat=None, message=None)
        facts = {"contact": 0, "rep": owner.id, "turn": turn, "logged_at": now, "money": Money(1000, "EUR")}
        first = now.date() - timedelta(days=100 + number)
        days = [first, first + timedelta(days=60)] if number % 3 == 0 else [first]
        moments = [(day, datetime.combine(day, now.time(), UTC)) for day in days]
        work.record(
            contact,
            [Event(id=0, kind=Kind.PURCHASE, at=at, day=day, **facts) for day, at in moments],
            now=now,
        )


async def test_a_week_later_it_says_what_was_expected_and_what_came(chat):
    with chat.work() as work:
        first_buyers(work, chat.stage.clock.now())
    await chat.answers("+ 7d")
    await chat.answers("> /kauf Kunde 1: 20 Filter")
    before = len(chat.stage.standin.journal)
    await chat.answers("+ 7d")
    told = [e.text for e in chat.stage.standin.did(LEAD, after=before) if e.text.startswith("Deine Woche")]
    assert any("Zweitkäufe in 4 Wochen: etwa " in text and "meist " in text for text in told)
    (line,) = {line for text in told for line in text.splitlines() if line.startswith("Letzte Woche: etwa ")}
    assert line.endswith("gekommen 1")


async def test_what_is_expected_of_the_team_is_kept_for_the_second_lead_too(chat):
    """Digests are sent one after the other; each keeps the figure of the coming week."""
    with chat.work() as work:
        first_buyers(work, chat.stage.clock.now())
        work.windows.remeasure(now=chat.stage.clock.now())
        outlook = digests.todays(work, now=chat.stage.clock.now())
        week_ago = outlook.day - timedelta(days=7)
        last = {"days": 7, "expected": 1.5, "low": 0, "high": 3, "n": 9}
        work.remember("forecast team", json.dumps({week_ago.isoformat(): last}))
        for _ in range(2):
            digest_figures.keep(work, None, outlook)
            assert digest_figures.kept(work, None, week_ago) == Forecast(7, 1.5, 0, 3, 9)
        assert digest_figures.kept(work, None, outlook.day) is not None

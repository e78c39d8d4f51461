"""A quarter of two reps and their lead, every line as they read it; and a winter under another region's holidays.

After a change that is meant, play the transcript again and read the difference; the invitation's code is CODE there:
`python -m bot demo --script tests/chat/quarter.txt --empty --now "2026-03-02 09:00"`
"""

import re
from dataclasses import replace
from datetime import datetime
from difflib import unified_diff
from pathlib import Path

import pytest

from bot.playground.demo import playground
from bot.playground.script import Player
from bot.playground.stage import REP, Stage, one_lead

QUARTER = Path(__file__).with_name("quarter.txt")
WINTER = Path(__file__).with_name("winter.txt")
CODE = re.compile(r"(?<=/start )\S{22}$", re.MULTILINE)


async def played(url, file, start, region="NW"):
    """What the transcript's lines bring today."""
    settings = playground(url)
    settings = replace(settings, team=replace(settings.team, region=region))
    stage = Stage(settings, datetime.fromisoformat(start).replace(tzinfo=settings.team.timezone))
    said = []
    player = Player(stage, said.append)
    await stage.open(one_lead)
    try:
        await player.play(file.read_text(encoding="utf-8").splitlines())
    finally:
        await stage.close()
    assert player.slips == 0
    return CODE.sub("CODE", "\n".join(said)).splitlines()


def compare(file, said):
    stored = file.read_text(encoding="utf-8").splitlines()
    changed = "\n".join(unified_diff(stored, said, file.name, "heute", n=2, lineterm=""))
    if changed:
        pytest.fail(changed, pytrace=False)


async def test_a_quarter_reads_as_it_did(database_url):
    said = await played(database_url, QUARTER, "2026-03-02 09:00")
    assert sum(line[:2] not in {"< ", "~ ", "  "} for line in said) >= 150
    compare(QUARTER, said)


async def test_a_winter_in_bavaria_reads_as_it_did(database_url):
    compare(WINTER, await played(database_url, WINTER, "2026-10-23 09:00", region="BY"))


async def test_who_blocks_the_bot_for_a_month_misses_pushes_and_digests_but_no_step(chat):
    for line in ("2> /neu Bert Braun", "2> /schritt Braun anrufen 10.3.", "2> /schritt Braun: anrufen 10.3."):
        await chat.answers(line)
    chat.stage.standin.block(REP)
    await chat.stage.settle()
    before = len(chat.stage.standin.journal)
    await chat.answers("+ 4w")
    assert chat.stage.standin.did(REP, after=before) == []
    chat.stage.standin.block(REP, blocked=False)
    await chat.stage.settle()
    await chat.play("""
        2> /warum_nicht
        2< Zurückgehalten
          • Bert Braun: eigener Schritt (Di 10.3.) – du hattest mich blockiert
        2> /heute
        2< Heute dran (1)
          1. Bert Braun ZA: anrufen – seit 20 Tagen überfällig
        …
        2> /schritt Braun anrufen morgen
        …
        + 1d
        2< Bert Braun: anrufen – heute (§2)
        …
    """)

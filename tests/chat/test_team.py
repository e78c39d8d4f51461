"""`/einladen`: a code that lets one person in, once, for 48 hours, and is stored only as a hash."""

import hashlib
import re

import pytest
from sqlalchemy import select

from bot.playground.stage import STRANGER
from storage.tables import metadata

INVITE = metadata.tables["invite"]

# what a line means is the same on every database
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def invited(chat, line="/einladen"):
    said = "\n".join(await chat.answers(f"> {line}"))
    return re.search(r"/start (\S+)", said)[1], said


async def test_the_invitation_names_its_end_and_holds_128_bits(chat):
    code, said = await invited(chat)
    assert "Einladung ins Team, gültig einmal und bis Mi 4.3. 09:00:" in said
    assert len(code) >= 22


async def test_it_works_once(chat):
    code, _ = await invited(chat)
    assert "Du bist dabei." in "".join(await chat.answers(f"x> /start {code}"))
    chat.stage.standin.join(998, "Noch einer", shown=False)
    chat.stage.standin.say(998, f"/start {code}")
    await chat.stage.settle()
    assert "verbraucht oder abgelaufen" in chat.stage.standin.history(998)[-1].text


@pytest.mark.parametrize(("wait", "lets_in"), [("47h", True), ("2879m", True), ("48h", False)])
async def test_it_ends_after_48_hours(chat, wait, lets_in):
    code, _ = await invited(chat)
    await chat.answers(f"+ {wait}")
    assert ("dabei." in (await chat.answers(f"x> /start {code}"))[0]) is lets_in


async def test_only_its_hash_is_stored(chat):
    code, _ = await invited(chat)
    with chat.stage.nachfass.store.engine.connect() as connection:
        (row,) = connection.execute(select(INVITE)).all()
    assert row.code_hash == hashlib.sha256(code.encode()).hexdigest()
    assert code not in str(row)


async def test_a_wrong_code_lets_nobody_in_and_spoils_nothing(chat):
    code, _ = await invited(chat)
    for wrong in (code[:-1], code.lower(), f"{code}x", "' OR 1=1 --", "a" * 5000):
        assert "dabei." not in "".join(await chat.answers(f"x> /start {wrong}")).replace(
            "noch nicht dabei", ""
        )
    assert "Du bist dabei." in "".join(await chat.answers(f"x> /start {code}"))


async def test_a_lead_is_made_only_by_a_leads_invitation(chat):
    code, said = await invited(chat, "/einladen Leitung")
    assert "Einladung als Leitung" in said
    assert "Vertriebsleitung" in "".join(await chat.answers(f"x> /start {code}"))
    with chat.work() as work:
        assert work.members.by_telegram(STRANGER).lead


async def test_a_rep_can_invite_nobody(chat):
    said = "".join(await chat.answers("2> /einladen"))
    assert "/start" not in said
    assert "darf nur die Vertriebsleitung" in said


async def test_two_invitations_are_two_codes(chat):
    first, _ = await invited(chat)
    second, _ = await invited(chat)
    assert first != second

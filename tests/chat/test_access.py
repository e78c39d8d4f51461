"""Who gets in, who sees what: strangers, groups, invites, and two reps who never meet in the data."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

STRANGER = 999


async def invited(chat, *, lead=False, hours=48):
    code = "einladung-" + str(len(chat.stage.standin.journal))
    with chat.work() as work:
        work.members.invite(code, lead=lead, expires_at=chat.now + timedelta(hours=hours))
    return code


async def test_a_stranger_gets_one_line_a_day_and_has_no_effect(chat):
    await chat.play("""
        x> /start
        x< Du bist noch nicht dabei. Bitte deine Vertriebsleitung um einen Einladungslink.
        x> hallo
        x> /neu Anna Meier
        > /kontakt Meier
        < „Meier“ finde ich nicht. …
        + 1d
        …
        x> hallo
        x< Du bist noch nicht dabei. …
    """)


async def test_nothing_a_stranger_says_is_kept(chat):
    await chat.answers("x> /neu Geheim Wort")
    engine = chat.stage.nachfass.store.engine
    with engine.connect() as connection:
        kept = [tuple(row) for row in connection.execute(text("SELECT * FROM inbox"))]
    assert kept
    assert "Geheim" not in repr(kept)


async def test_an_invite_lets_in_once(chat):
    code = await invited(chat)
    await chat.play(f"""
        x> /start {code}
        x< Hallo Unbekannt! Du bist dabei. …
        x> /neu Anna Meier
        x< Neu: Anna Meier – ZA …
    """)
    chat.said.clear()
    chat.stage.standin.stranger(f"/start {code}", user=998, name="Zweiter")
    await chat.stage.settle()
    assert "verbraucht oder abgelaufen" in "".join(chat.said)


async def test_an_expired_or_wrong_code_lets_nobody_in(chat):
    code = await invited(chat, hours=48)
    await chat.play("""
        + 49h
        …
        x> /start falsch
        x< Diese Einladung ist verbraucht oder abgelaufen. …
        + 1d
        …
    """)
    await chat.play(f"""
        x> /start {code}
        x< Diese Einladung ist verbraucht oder abgelaufen. …
        x> /heute
        x> /start falsch
        + 1d
        …
        x> /heute
        x< Du bist noch nicht dabei. …
        x> /start falsch
    """)


async def test_a_member_who_starts_again_is_greeted_and_a_code_makes_a_lead(chat):
    code = await invited(chat, lead=True)
    await chat.play(f"""
        2> /start
        2< Hallo Jan Vogt! Du bist dabei. …
        2> /start nichts
        2< Du bist schon dabei; diesen Code brauchst du nicht. …
        2> /start {code}
        2< Hallo Jan Vogt! Du bist als Vertriebsleitung dabei. …
    """)


async def test_in_a_group_only_the_private_chat_is_pointed_to(chat):
    group = -500
    for line in ("/neu Anna Meier", "/heute", "hallo"):
        chat.stage.standin.group(group, 101, line)
        await chat.stage.settle()
    assert [m.text for m in chat.stage.standin.history(group) if m.by_bot] == [
        "Ich arbeite nur im privaten Chat. Schreib mir bitte dort."
    ]
    assert (await chat.answers("> /kontakt Meier"))[0].startswith("< „Meier“ finde ich nicht")


async def test_a_rep_neither_finds_nor_opens_nor_changes_a_colleagues_contact(chat):
    await chat.play("""
        > /neu Anna Meier, 0171 2345678, anna@meier.example
        …
        2> /kontakt Meier
        2< „Meier“ finde ich nicht. …
        2> /kontakt #1
        2< Einen Kontakt #1 gibt es bei dir nicht. …
        2> /notiz #1 Hund
        2< Einen Kontakt #1 gibt es bei dir nicht. …
        2> /kontakt 0171 2345678
        2< Zu „0171 2345678“ finde ich keinen Kontakt. …
        2> /kontakt Maier
        2< „Maier“ finde ich nicht. …
        2> /neu Anna Meier, 0171 2345678
        2< Neu: Anna Meier – ZA, Nummer #2 …
        2> /rueckgaengig
        …
        2< Zurückgenommen: Anna Meier – angelegt
        2> /heute
        2< Heute ist nichts fällig. …
        > /kontakt #1
        < Anna Meier · #1 … Stammdaten …
    """)


@pytest.mark.parametrize("label", ["Hat schon reagiert", "Schritt ändern", "Rückgängig"])
async def test_a_colleagues_button_changes_nothing(chat, label):
    """Its data, sent from another chat: as if somebody had forged it."""
    await chat.answers("> /neu Anna Meier")
    await chat.answers("2> /heute")
    _, data = chat.stage.standin.find_button(101, label)
    own = chat.stage.standin.last(102, by_bot=True)
    chat.said.clear()
    chat.stage.standin.press(102, own.id, data)
    await chat.stage.settle()
    assert (
        "".join(chat.said)
        == "2* Dieser Knopf gehört nicht zu diesem Chat oder ist zu alt. Es wurde nichts geändert."
    )
    await chat.play("> /kontakt Meier\n< Anna Meier · #1 …")


@pytest.mark.parametrize("data", ["", "x", "1", "1.0", "1.0.99", "99999.0.0", "-1.0.0", "1.²", "9" * 60])
async def test_made_up_button_data_is_answered_and_changes_nothing(chat, data):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /notiz Meier Hund")
    message = chat.stage.standin.last(101, by_bot=True)
    chat.said.clear()
    chat.stage.standin.press(101, message.id, data)
    await chat.stage.settle()
    assert re.fullmatch(r"\* .*(nichts geändert|geändert)\.?", "".join(chat.said)), chat.said


async def test_a_lead_sees_the_teams_contacts(chat):
    await chat.play("""
        2> /neu Bert Braun
        …
        > /kontakt Braun
        < Bert Braun · #1 …
        > /kauf Braun 200 Wartung
        < Kauf notiert: Bert Braun – 200,00 € Wartung …
        2> /kontakt Braun
        2< … Status EK …
    """)


async def test_a_reps_list_holds_own_work_alone(chat):
    await chat.play("""
        2> /neu Bert Braun
        …
        @ 2026-03-10 10:00
        …
        > /heute
        < Heute ist nichts fällig. …
        2> /heute
        2< Heute dran (1) …
    """)

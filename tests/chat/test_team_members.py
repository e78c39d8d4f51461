"""`/team`: who is in it, who leads it; and what a removal takes away, at once."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.pacing import Pacer
from bot.playground.stage import LEAD, REP, STRANGER
from storage.outbox import Lane, State


async def answers(chat, *lines):
    return ["\n".join(await chat.answers(line)) for line in lines]


async def removed(chat):
    await answers(chat, "> /team entfernen Jan", "! Ja, entfernen")


def rows(opened, query, **values):
    with opened.stage.nachfass.store.engine.connect() as connection:
        return connection.execute(text(query), values).all()


async def test_a_lead_sees_the_team_a_line_a_member_and_what_is_open(chat):
    await answers(chat, "2> /neu Bodo Vogel", "> /einladen Leitung")
    await chat.play("""
        > /team
        < Team: 2 Mitglieder
          1. Kim Berger · Leitung · 0 Kontakte · zuletzt heute 09:00
          2. Jan Vogt · Verkäufer · 1 Kontakt · zuletzt heute 09:00
          Offene Einladungen: als Leitung bis Mi 4.3. 09:00
        [1. Kim Berger] [2. Jan Vogt] [Einladen] [Einladung als Leitung bis Mi 4.3. 09:00 zurückziehen]
        ! Einladen
        < Einladung ins Team, gültig einmal …
    """)


async def test_a_rep_gets_one_sentence(chat):
    await chat.play("""
        2> /team
        2< /team darf nur die Vertriebsleitung. Was du tun kannst, zeigt /hilfe.
        2> /team entfernen Kim
        2< /team darf nur die Vertriebsleitung. …
    """)


async def test_many_are_turned_page_by_page_and_the_line_finds_one_by_name(chat):
    with chat.work() as work:
        for number in range(10):
            work.members.admit(700 + number, name=f"Rep {chr(65 + number)}", lead=False, now=chat.now)
    first, second = await answers(chat, "> /team", "! Weiter")
    assert len(re.findall(r"^\s*(?:< )?\d+\. ", first, re.MULTILINE)) == 8
    assert len(re.findall(r"^\s*(?:< )?\d+\. ", second, re.MULTILINE)) == 3
    assert "Rep J" not in first
    await chat.play("""
        > /team Rep J
        < Rep J · Verkäufer · 0 Kontakte · noch kein Eintrag
        [Entfernen] [Zur Leitung machen] [Team]
        > /team Rep
        < „Rep“ passt auf mehrere im Team. …
        …
        > /team Ottokar
        < „Ottokar“ ist niemand im Team. …
        …
    """)


async def test_a_removal_says_what_stays_and_takes_effect_at_once(chat):
    await answers(chat, "2> /neu Bodo Vogel")
    await chat.play("""
        > /team entfernen Jan
        < Jan Vogt aus dem Team entfernen?
          Ab sofort kommt dort nichts mehr an und geht nichts mehr: …
          Alle Einträge behalten ihren Verfasser. Der eine Kontakt bleibt dort, bis du ihn übergibst; …
        [Ja, entfernen] [Abbrechen] [Übergeben an …]
        ! Ja, entfernen
        ~ Jan Vogt ist nicht mehr im Team.
          Jan Vogt · entfernt heute · 1 Kontakt · zuletzt heute 09:00
        [Wieder aufnehmen] [Übergeben an …] [Team]
        2> /heute
        2< Du bist noch nicht dabei. …
        2> /neu Heimlich
        2! Rückgängig
        2* Du bist nicht mehr dabei.
        > /kontakt Heimlich
        < „Heimlich“ finde ich nicht. …
        …
        > /kontakt Bodo
        < Bodo Vogel …
        …
    """)


async def test_a_line_that_was_waiting_behind_the_removal_has_no_effect(chat):
    await answers(chat, "2> /neu Bodo Vogel", "> /team entfernen Jan")
    standin = chat.stage.standin
    [(number, key)] = [
        (n, k["callback_data"])
        for (user, n), m in standin.messages.items()
        for row in m.buttons
        for k in row
        if user == LEAD and k["text"] == "Ja, entfernen"
    ]
    standin.press(LEAD, number, key)
    for line in ("/neu Gar zu spät", "/notiz Bodo zu spät"):
        standin.say(REP, line)
    await chat.stage.settle()
    assert [row.name for row in rows(chat, "SELECT name FROM contact")] == ["Bodo Vogel"]
    assert rows(chat, "SELECT count(*) AS n FROM event")[0].n == 1
    assert not rows(
        chat, "SELECT body FROM inbox WHERE chat = :chat AND CAST(body AS text) LIKE '%zu sp%'", chat=REP
    )


async def test_neither_pushes_nor_the_digest_come_any_more(chat):
    await answers(chat, "2> /neu Bodo Vogel", "2> /schritt Bodo anrufen morgen 10:00")
    await removed(chat)
    said = "".join(await answers(chat, "+ 1d", "@ 2026-03-16 12:00"))
    assert "2<" not in said


async def test_what_was_to_be_sent_is_withdrawn_and_rings_where_the_contact_goes(chat):
    await answers(chat, "2> /neu Bodo Vogel", "2> /schritt Bodo anrufen heute 10:00", "> /team entfernen Jan")
    chat.stage.clock.set(chat.now.replace(hour=10))
    chat.stage.nachfass.ticker.tick(moved=True)  # pushed, and not yet sent
    assert rows(chat, "SELECT id FROM outbox WHERE chat = :chat AND state = 0 AND lane = 1", chat=REP)
    said = "\n".join(await answers(chat, "! Ja, entfernen", "> /uebergabe Jan an Kim", "! Übergeben", "+ 5m"))
    assert "2<" not in said
    assert re.search(r"^< .*Bodo Vogel.*anrufen", said, re.MULTILINE)


async def test_a_digest_that_waits_in_the_outbox_is_withdrawn(chat):
    await answers(chat, "2> /heute", "> /team entfernen Jan")
    with chat.work() as work:
        work.outbox.add(REP, {"text": "Deine Woche"}, now=chat.now, lane=Lane.DIGEST)
    said = "".join(await answers(chat, "! Ja, entfernen"))
    assert "Deine Woche" not in said


async def test_open_questions_and_the_calendar_address_end(chat):
    await answers(chat, "2> /neu Bodo Vogel", "2> /notiz")
    with chat.work() as work:
        jan = work.members.by_telegram(REP)
        work.feeds.open(jan.id, "geheim", now=chat.now)
    await removed(chat)
    with chat.work() as work:
        assert work.feeds.whose("geheim") is None
        assert work.questions.latest(jan.id, now=chat.now) is None
    await answers(chat, "! Wieder aufnehmen")
    with chat.work() as work:
        assert work.feeds.whose("geheim") is None


async def test_a_config_that_names_them_brings_neither_the_removed_nor_the_lead_back(chat):
    await answers(chat, "2> /heute", "> /team Jan", "! Zur Leitung", "> /team Jan", "! Leitung nehmen")
    team = replace(chat.stage.settings.team, leads=(LEAD, REP), members=(REP,))
    chat.stage.settings = replace(chat.stage.settings, team=team)
    await chat.stage.kill()
    with chat.work() as work:
        assert not work.members.by_telegram(REP).lead
    await removed(chat)
    await chat.stage.kill()
    with chat.work() as work:
        assert work.members.by_telegram(REP).removed


async def test_an_invite_kept_from_before_is_no_way_back_a_new_one_is(chat):
    before = re.search(r"/start (\S+)", (await answers(chat, "> /einladen"))[0])[1]
    await answers(chat, "2> /heute", "+ 5m")
    await removed(chat)
    (said,) = await answers(chat, f"2> /start {before}")
    assert "verbraucht oder abgelaufen" in said
    after = re.search(r"/start (\S+)", (await answers(chat, "> /einladen"))[0])[1]
    (said,) = await answers(chat, f"2> /start {after}")
    assert "Du bist dabei." in said
    assert (
        "Du bist dabei." in (await answers(chat, f"x> /start {before}"))[0]
    )  # still good for whom it was meant


async def test_a_withdrawn_invite_lets_nobody_in(chat):
    code = re.search(r"/start (\S+)", (await answers(chat, "> /einladen"))[0])[1]
    (said,) = await answers(chat, "> /team")
    assert "Offene Einladungen: ins Team" in said
    (said,) = await answers(chat, "! zurückziehen")
    assert "Offene Einladungen" not in said
    (said,) = await answers(chat, f"x> /start {code}")
    assert "verbraucht oder abgelaufen" in said
    with chat.work() as work:
        assert work.members.by_telegram(STRANGER) is None


async def test_the_last_lead_can_be_neither_removed_nor_made_a_rep(chat):
    for tapped in ("Entfernen", "Leitung nehmen"):
        said = "".join(
            await answers(chat, "> /team Kim", f"! {tapped}", *(["! Ja"] if tapped == "Entfernen" else []))
        )
        assert "ist die einzige Leitung" in said
    with chat.work() as work:
        assert [member.telegram for member in work.members.leads()] == [LEAD]


async def test_a_lead_may_go_where_another_leads(chat):
    await answers(chat, "2> /heute", "> /team Jan", "! Zur Leitung")
    await chat.play("""
        > /team entfernen Kim
        < Kim Berger aus dem Team entfernen? Das bist du selbst. …
        …
        ! Ja
        ~ Du bist nicht mehr im Team. …
        > /team
        < Du bist noch nicht dabei. …
        2> /team
        2< Team: 2 Mitglieder …
        …
    """)


async def test_who_is_made_lead_and_rep_again_is_told_and_old_buttons_say_no(chat):
    await chat.play("""
        2> /heute
        …
        > /team Jan
        …
        ! Zur Leitung machen
        2< Du gehörst jetzt zur Vertriebsleitung: …
        ~ Jan Vogt gehört jetzt zur Leitung. …
        [Entfernen] [Leitung nehmen] [Team]
        2> /team Kim
        …
        > /team Jan
        …
        ! Leitung nehmen
        2< Du gehörst nicht mehr zur Vertriebsleitung. …
        ~ Jan Vogt gehört nicht mehr zur Leitung. …
        …
        2! Leitung nehmen
        2~ … /team darf nur die Vertriebsleitung. …
    """)
    with chat.work() as work:
        assert work.members.by_telegram(LEAD).lead


async def test_who_is_taken_in_again_is_a_rep_with_the_old_contacts(chat):
    await answers(chat, "2> /neu Bodo Vogel")
    await removed(chat)
    await chat.play("""
        ! Wieder aufnehmen
        2< Du bist wieder dabei. …
        ~ Jan Vogt ist wieder im Team, als Verkäufer. …
        …
        2> /kontakt Bodo
        2< Bodo Vogel …
        …
    """)


@pytest.mark.parametrize("tapped", ["Ja, entfernen", "Zur Leitung machen"])
async def test_a_button_that_shows_somebody_as_they_were_changes_nothing(chat, tapped):
    await answers(chat, "2> /heute", "> /team Jan")
    if tapped == "Ja, entfernen":
        await answers(chat, "! Entfernen")
    with chat.work() as work:
        work.roster.remove(work.members.by_telegram(REP), now=chat.now)
    (said,) = await answers(chat, f"! {tapped}")
    assert "hat sich das inzwischen geändert" in said


async def test_a_push_that_waits_for_its_slot_when_they_are_removed_doesnt_go_out(chat, monkeypatch):
    await answers(chat, "2> /heute")
    with chat.work() as work:
        work.outbox.add(REP, {"text": "Ruf Bodo an"}, now=chat.now, lane=Lane.PUSH)
    usual = Pacer.slot

    async def removed_meanwhile(self, user, lane):
        with chat.work() as work:
            if not (jan := work.members.by_telegram(REP)).removed:
                work.roster.remove(jan, now=chat.now)
        await usual(self, user, lane)

    monkeypatch.setattr(Pacer, "slot", removed_meanwhile)
    await chat.stage.settle()
    assert not any("Bodo" in message.text for message in chat.stage.standin.history(REP))
    assert [row.state for row in rows(chat, "SELECT state FROM outbox WHERE lane = 1")] == [State.WITHDRAWN]


async def test_what_a_lead_does_with_the_team_is_kept_and_is_no_entry_to_take_back(chat):
    await answers(
        chat,
        "> /neu Anna Meier",
        "2> /heute",
        "> /team Jan",
        "! Zur Leitung",
        "> /team Jan",
        "! Entfernen",
        "! Ja",
    )
    kept = [row.what for row in rows(chat, "SELECT what FROM turn WHERE what LIKE 'team %' ORDER BY id")]
    assert kept == ["team promote 2", "team remove 2"]
    assert "Anna Meier – angelegt" in (await answers(chat, "> /rueckgaengig"))[0]

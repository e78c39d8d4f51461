"""`/uebergabe`: contacts go into other hands whole, once, and nothing about them changes but whose they are."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.playground.stage import LEAD, REP
from bot.rebuild import rebuild_all
from domain.contact import NewContact
from domain.events import Kind
from domain.profile import fold
from storage.database import StoreUnavailable
from storage.handovers import AT_ONCE, Handovers

UTE = 103
KEPT = (
    "status, since, step, step_day, step_at, appointment_at, parked, occasions, last_bought, revenue, place, "
    "year_revenue, quarters, name, phone"
)


async def answers(chat, *lines):
    return ["\n".join(await chat.answers(line)) for line in lines]


def rows(opened, query, **values):
    with opened.stage.nachfass.store.engine.connect() as connection:
        return connection.execute(text(query), values).all()


def admit(chat, user=UTE, name="Ute Groß"):
    first, last = name.split()
    chat.stage.standin.join(user, first, last_name=last)
    with chat.work() as work:
        return work.members.admit(user, name=name, lead=False, now=chat.now).id


def phone(chat, user):
    return [message.text for message in chat.stage.standin.history(user) if message.by_bot]


async def as_ute(chat, line):
    seen = len(phone(chat, UTE))
    chat.stage.standin.say(UTE, line)
    await chat.stage.settle()
    return "\n".join(phone(chat, UTE)[seen:])


def owners(chat):
    return [row.owner for row in rows(chat, "SELECT owner FROM contact ORDER BY id")]


async def furnished(chat):
    """Two of Jan's contacts, with all that hangs on one."""
    ute = admit(chat)
    await answers(
        chat, "2> /neu Bodo Vogel, 0171 2345678", "2> /kauf Bodo 400 Wartung vor 30 Tagen",
        "2> /termin Bodo morgen 14:00",
        "2> /neu Anna Meier", "2> /reaktion Meier Messe", "2> /schritt Meier anrufen heute 11:00",
    )  # fmt: skip
    return ute


async def test_all_contacts_go_after_a_preview_and_both_are_told(chat):
    await furnished(chat)
    await chat.play("""
        > /uebergabe Jan an Ute
        < Übergeben? 2 Kontakte von Jan Vogt an Ute Groß
          Mit dabei: 1 offener Termin, … Erinnerungen.
          Status, Gruppen und Daten bleiben, wie sie sind; Einträge behalten ihren Verfasser. Jan Vogt und Ute Groß …
        [Übergeben] [Abbrechen]
        2> /kontakt Bodo
        2< Bodo Vogel …
        …
        ! Übergeben
        ~ Übergeben: 2 Kontakte von Jan Vogt sind jetzt bei Ute Groß.
        [Zurückgeben] [Team]
        …
        2< Kim Berger hat 2 Kontakte von dir an Ute Groß übergeben. …
        > /verlauf Bodo
        < Verlauf Bodo Vogel … übergeben von Jan Vogt an Ute Groß, durch Kim Berger …
        …
        2> /kontakt Bodo
        2< „Bodo“ finde ich nicht. …
        …
        2> /kontakt #2
        2< Einen Kontakt #2 gibt es bei dir nicht. …
        2> /heute
        2< … nichts …
        …
    """)
    told = [said for said in phone(chat, UTE) if "übergeben" in said]
    assert told == ["Kim Berger hat dir 2 Kontakte von Jan Vogt übergeben. Was heute dran ist, zeigt /heute."]
    assert "Anna Meier" in await as_ute(chat, "/heute")
    assert "Bodo Vogel" in await as_ute(chat, "/kontakt 0171 2345678")


async def test_nothing_changes_but_whose_they_are(chat):
    await furnished(chat)
    before = rows(chat, f"SELECT {KEPT} FROM contact ORDER BY id")  # noqa: S608 – our own names
    planned = "SELECT contact, key, day, at, push_at, planned_at, state FROM reminder ORDER BY id"
    reminded, moved = rows(chat, planned), rows(chat, "SELECT * FROM movement")
    await answers(chat, "> /uebergabe Jan an Ute", "! Übergeben")
    assert rows(chat, f"SELECT {KEPT} FROM contact ORDER BY id") == before  # noqa: S608
    assert rows(chat, planned) == reminded
    assert rows(chat, "SELECT * FROM movement") == moved
    with chat.work() as work:
        ute = work.members.by_telegram(UTE).id
    for table, column in (("contact", "owner"), ("reminder", "owner"), ("word", "rep")):
        assert {row[0] for row in rows(chat, f"SELECT {column} FROM {table}")} == {ute}  # noqa: S608
    state = "SELECT * FROM contact ORDER BY id"
    stood = rows(chat, state)
    rebuild_all(chat.stage.nachfass.store, now=chat.stage.clock.now())
    assert rows(chat, state) == stood


@pytest.mark.parametrize(
    "line", ["#1 an Ute", "Bodo an Ute", "bodo vogel an ute groß", "Vogel: an Ute", "von Bodo an Ute"]
)
async def test_one_contact_goes_alone(chat, line):
    ute = await furnished(chat)
    said = (await answers(chat, f"> /uebergabe {line}"))[0]
    assert "Übergeben? Bodo Vogel · #1 von Jan Vogt an Ute Groß" in said
    await answers(chat, "! Übergeben")
    with chat.work() as work:
        jan = work.members.by_telegram(REP).id
    assert owners(chat) == [ute, jan]
    assert phone(chat, UTE)[-1].startswith("Kim Berger hat dir Bodo Vogel · #1 von Jan Vogt übergeben")


async def test_a_filter_says_which(chat):
    ute = await furnished(chat)
    said = (await answers(chat, "> /uebergabe Jan an Ute Status EK"))[0]
    assert "Übergeben? 1 Kontakt von Jan Vogt an Ute Groß – EK" in said
    await answers(chat, "! Übergeben")
    assert owners(chat)[0] == ute
    assert owners(chat)[1] != ute
    assert "kenne ich als Filter nicht" in (await answers(chat, "> /uebergabe Jan an Ute Unsinn"))[0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "Wessen Kontakte an wen?"),
        ("Jan", "Wessen Kontakte an wen?"),
        ("Jan an Otto", "„Otto“ ist niemand im Team."),
        ("Otto an Ute", "„Otto“ ist niemand im Team, und einen Kontakt finde ich dazu auch nicht."),
        ("alle von Bodo an Ute", "„Bodo“ ist niemand im Team"),
        ("#99 an Ute", "Einen Kontakt #99 gibt es bei dir nicht"),
        ("Ute an Ute", "Das liegt schon bei Ute Groß."),
        ("Ute an Jan", "Ute Groß hat keine solchen Kontakte"),
        ("#1 an Ute KI", "Ein einzelner Kontakt geht ohne Zusatz"),
    ],
)
async def test_what_isnt_clear_is_asked_and_moves_nothing(chat, line, said):
    await furnished(chat)
    before = owners(chat)
    found = (await answers(chat, f"> /uebergabe {line}"))[0]
    assert said in found
    assert owners(chat) == before


async def test_who_is_called_like_a_contact_is_asked_about(chat):
    await furnished(chat)
    await answers(chat, "2> /neu Jan Kunde")
    await chat.play("""
        > /uebergabe Jan an Ute
        < „Jan“ heißt jemand im Team und auch ein Kontakt. …
        [Alle Kontakte von Jan Vogt] [Der Kontakt „Jan“] [Abbrechen]
        ! Der Kontakt
        ~ … Übergeben? Jan Kunde · #3 von Jan Vogt an Ute Groß …
        …
        > /uebergabe Jan an Ute
        …
        ! Alle Kontakte
        ~ … Übergeben? 3 Kontakte von Jan Vogt an Ute Groß …
        …
    """)


async def test_of_several_contacts_the_one_that_is_chosen_goes(chat):
    ute = await furnished(chat)
    await answers(chat, "2> /neu Berta Meier", "> /uebergabe Meier an Ute", "! Berta", "! Übergeben")
    assert owners(chat)[2] == ute
    assert owners(chat)[1] != ute


async def test_from_the_member_in_the_team_it_takes_three_taps(chat):
    ute = await furnished(chat)
    await answers(chat, "> /team entfernen Jan", "! Ja, entfernen", "! Übergeben an", "! Ute", "! Übergeben")
    assert owners(chat) == [ute, ute]
    assert not any("übergeben" in said for said in phone(chat, REP))


async def test_a_rep_gets_one_sentence_and_nothing_else(chat):
    await furnished(chat)
    await chat.play("""
        2> /uebergabe Jan an Kim
        2< /uebergabe darf nur die Vertriebsleitung. Was du tun kannst, zeigt /hilfe.
    """)


async def test_what_came_goes_back_but_not_what_the_taker_had(chat):
    ute = await furnished(chat)
    await as_ute(chat, "/neu Clara Eigen")
    await answers(chat, "> /uebergabe Jan an Ute", "! Übergeben")
    said = (await answers(chat, "! Zurückgeben"))[0]
    assert "Übergeben? 2 Kontakte von Ute Groß an Jan Vogt" in said
    await answers(chat, "! Übergeben")
    with chat.work() as work:
        jan = work.members.by_telegram(REP).id
    assert owners(chat) == [jan, jan, ute]


async def test_nothing_goes_back_by_a_tap_after_thirty_days(chat):
    await furnished(chat)
    await answers(chat, "> /uebergabe Jan an Ute", "! Übergeben")
    chat.stage.clock.set(chat.now.replace(month=4, day=2))
    assert "mehr als 30 Tage her" in (await answers(chat, "! Zurückgeben"))[0]


async def test_the_former_owner_can_neither_undo_nor_tap_nor_answer_nor_correct(chat):
    await furnished(chat)
    await answers(chat, "2> /notiz Bodo spielt Handball")
    await answers(chat, "> /uebergabe Jan an Ute", "! Übergeben")
    before = rows(chat, "SELECT * FROM event ORDER BY id")
    for line in ("2> /rueckgaengig", "2! Rückgängig", "2e> /notiz Bodo spielt Golf", "2r> ruft an"):
        said = (await answers(chat, line))[0]
        assert re.search(
            "nicht mehr bei dir|finde ich nicht|Wer ist|kenne ich nicht|Es wurde nichts", said
        ), line
    assert rows(chat, "SELECT * FROM event ORDER BY id") == before


async def test_what_was_pushed_stays_settled_and_what_wasnt_rings_once_at_the_new_owner(chat):
    await furnished(chat)
    await answers(chat, "2> /schritt Bodo Mail schreiben heute 12:00", "@ 2026-03-02 11:05")
    assert any("anrufen" in said for said in phone(chat, REP))
    await answers(chat, "> /uebergabe Jan an Ute", "! Übergeben", "@ 2026-03-02 13:00")
    rung = [said for said in phone(chat, UTE) if "übergeben" not in said]
    assert sum("Mail schreiben" in said for said in rung) == 1
    assert not any("anrufen" in said for said in rung)
    assert not any("Mail schreiben – heute 12:00" in said for said in phone(chat, REP)[-2:])


async def many(chat, number, *, step=None):
    """So many of Jan's contacts, each with an own step where one is asked for."""
    await answers(chat, "2> /heute")
    with chat.work() as work:
        jan = work.members.by_telegram(REP)
        turn = work.turns.begin(jan.id, "neu", now=chat.now, typed_at=chat.now, chat=None, message=None)
        for place in range(number):
            new = NewContact(name=f"Kunde{place} Viele")
            contact = work.contacts.add(new, owner=jan.id, now=chat.now)
            work.record(contact, created(chat, jan.id, turn, step), now=chat.now)
    return jan.id


def created(chat, rep, turn, step):
    from domain.events import Due, Event  # noqa: PLC0415 – only here

    facts = {
        "contact": 0,
        "rep": rep,
        "at": chat.now,
        "day": chat.now.date(),
        "logged_at": chat.now,
        "turn": turn,
    }
    events = [Event(0, Kind.CREATED, **facts)]
    return (
        [*events, Event(0, Kind.STEP, due=Due(step.date(), step), text="anrufen", **facts)]
        if step
        else events
    )


async def test_thousands_dont_flood_the_phone(chat):
    admit(chat)
    await many(chat, 60, step=chat.now.replace(hour=15))
    await answers(chat, "> /uebergabe Jan an Ute", "! Übergeben", "@ 2026-03-02 18:00")
    rung = [said for said in phone(chat, UTE) if "übergeben" not in said]
    assert len(rung) == 1  # one bundle (R9)
    assert "60" in rung[0]
    assert not any("Kunde" in said for said in phone(chat, REP))


async def test_more_than_a_handful_is_long_work_that_goes_on_after_a_kill(chat, monkeypatch):
    ute = admit(chat)
    jan = await many(chat, 2 * AT_ONCE + 30)
    await answers(chat, "> /uebergabe Jan an Ute")
    move, calls = Handovers.move, []

    def dying(self, *args):
        calls.append(1)
        if len(calls) == 2:
            move(self, *args)
            raise StoreUnavailable("killed before the commit")
        return move(self, *args)

    monkeypatch.setattr(Handovers, "move", dying)
    with pytest.raises(StoreUnavailable):
        await chat.answers("! Übergeben")
    assert owners(chat).count(ute) == AT_ONCE
    assert owners(chat).count(jan) == AT_ONCE + 30
    await chat.stage.kill()
    await chat.stage.settle()
    assert set(owners(chat)) == {ute}
    handed = rows(chat, "SELECT contact, count(*) AS n FROM event WHERE kind = 'handed' GROUP BY contact")
    assert {row.n for row in handed} == {1}
    assert len(handed) == 2 * AT_ONCE + 30
    for user, told in (
        (UTE, "hat dir 230 Kontakte"),
        (REP, "hat 230 Kontakte von dir"),
        (LEAD, "Übergeben: 230"),
    ):
        assert sum(told in said for said in phone(chat, user)) == 1, told


async def test_who_is_removed_while_contacts_come_gets_no_more_of_them(chat, monkeypatch):
    ute = admit(chat)
    await many(chat, 2 * AT_ONCE)
    await answers(chat, "> /uebergabe Jan an Ute")
    move = Handovers.move

    def then_removed(self, *args):
        done = move(self, *args)
        self._connection.execute(text("UPDATE member SET removed = true WHERE telegram = 103"))
        return done

    monkeypatch.setattr(Handovers, "move", then_removed)
    said = (await answers(chat, "! Übergeben"))[0]
    assert "Nach 100 war Schluss" in said
    assert owners(chat).count(ute) == AT_ONCE


async def test_what_a_button_showed_is_looked_at_again(chat):
    await furnished(chat)
    await answers(chat, "> /uebergabe Jan an Ute")
    with chat.work() as work:
        work.roster.remove(work.members.by_telegram(UTE), now=chat.now)
    before = owners(chat)
    assert "Ute Groß ist nicht mehr im Team" in (await answers(chat, "! Übergeben"))[0]
    assert owners(chat) == before


async def test_a_taker_with_another_rhythm_is_reminded_in_it(chat):
    await furnished(chat)
    await answers(chat, "2> /schritt Bodo anrufen morgen")
    with chat.work() as work:
        ute = work.members.by_telegram(UTE)
        work.members.wish(ute.id, replace(ute.wishes, zone="Europe/London"))
    before = rows(chat, "SELECT push_at FROM reminder WHERE contact = 1 AND kind = 'own_step' AND state = 0")
    await answers(chat, "> /uebergabe Jan an Ute", "! Übergeben", "+ 1m")
    after = rows(chat, "SELECT push_at FROM reminder WHERE contact = 1 AND kind = 'own_step' AND state = 0")
    assert before
    assert after != before


async def test_a_card_that_is_replied_to_names_the_contact(chat):
    await furnished(chat)
    await answers(chat, "> /kontakt Bodo")
    said = (await answers(chat, "r> /uebergabe an Ute"))[0]
    assert re.search("Übergeben\\? Bodo Vogel", said)


async def test_a_push_that_hasnt_gone_out_rings_at_the_new_owner_instead(chat):
    await furnished(chat)
    await answers(chat, "> /uebergabe Jan an Ute")
    chat.stage.clock.set(chat.now.replace(hour=11))
    chat.stage.nachfass.ticker.tick(moved=True)  # pushed, and not yet sent
    assert rows(chat, "SELECT id FROM outbox WHERE state = 0 AND lane = 1")
    await answers(chat, "! Übergeben", "+ 5m")
    assert sum("anrufen" in said for said in phone(chat, UTE)) == 1
    assert not any("Meier: anrufen" in said for said in phone(chat, REP))


async def test_a_handover_is_no_contact_with_the_customer(chat):
    """§2 KI: weeks of silence aren't broken by changing hands."""
    ute = admit(chat)
    await answers(chat, "2> /neu Clara Still", "2> /status Clara KI weil empfohlen", "+ 10d")
    await answers(chat, "> /uebergabe Jan an Ute", "! Übergeben")
    with chat.work() as work:
        contact = work.contacts.any(1)
        history, profile, plan = work.profile(contact)
        without = type(history)(tuple(event for event in history.events if event.kind is not Kind.HANDED))
        silent = fold(without, rules=work.policy.rules)
        assert contact.owner == ute
        assert profile == silent
        assert plan == work.plans.planned(contact, without, silent)

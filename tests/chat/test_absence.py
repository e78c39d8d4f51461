"""Away and who stands in: whose phone rings, what the stand-in sees and may do, and only then; what is told when.

Kim leads the team, Jan is a rep. Mostly Kim is away and Jan stands in: a rep sees nothing of others otherwise.
"""

from datetime import datetime, timedelta

import pytest

from bot import errors_absence as errors
from bot.commands.absence_lines import read
from bot.errors_absence import AbsenceOver, AbsenceTooLong, AbsenceUnclear
from bot.many import Many
from bot.playground.stage import LEAD, REP
from bot.turn import Refusal
from bot.views import refusals
from domain.absence import Absence
from storage.members import Member, Wishes

OVER = "Du vertrittst Kim Berger nicht mehr. Es wurde nichts geändert, der Kontakt ist wieder allein in eigenen Händen."


@pytest.fixture
async def team(chat):
    """Kim's contact Meier is #1, Jan's Braun is #2."""
    await chat.answers("> /neu Anna Meier, 0171 3920012")
    await chat.answers("2> /neu Bert Braun")
    return chat


async def rang(chat, move):
    """Move the clock; what rang: `("REP", "03.03. 10:00", whole text)`, digests apart."""
    before = len(chat.stage.standin.journal)
    await chat.answers(move)
    return [
        (entry.chat, f"{entry.at.astimezone(chat.stage.zone):%d.%m. %H:%M}", entry.text)
        for entry in chat.stage.standin.did(after=before)
        if entry.kind == "sent" and "Deine Woche" not in entry.text
    ]


async def said(chat, line):
    return "\n".join(await chat.answers(line))


def member(chat, user):
    with chat.work() as work:
        return work.members.by_telegram(user)


def history(chat, number):
    with chat.work() as work:
        return [(event.kind.value, event.rep) for event in work.events.history(number).events]


async def test_it_is_set_shown_and_ended(team):
    await team.play("""
        > /urlaub
        < Du bist nicht abwesend gemeldet. …
        [1 Woche] [2 Wochen]
        > /urlaub vom 9.3. bis 13.3. Vertretung Jan
        < Eingetragen: Abwesend Mo 9.3. bis Fr 13.3., Vertretung: Jan Vogt.
          Jan Vogt bekommt in der Zeit deine Erinnerungen, …
        [Beenden]
        > /urlaub
        < Abwesend Mo 9.3. bis Fr 13.3., Vertretung: Jan Vogt. …
        [Beenden] [1 Woche] [2 Wochen]
        ! Beenden
        ~ Die geplante Abwesenheit ist gelöscht.
        ! 1 Woche
        …
        > /urlaub
        < Abwesend bis So 8.3., ohne Vertretung. …
    """)


async def test_the_whole_of_a_stand_in_as_both_read_it(team):
    await team.play("""
        > /schritt Meier anrufen Mi 10:00
        …
        2> /schritt Braun zurückrufen Mi
        …
        > /urlaub bis Freitag Vertretung @jan
        < Eingetragen: Abwesend bis Fr 6.3., Vertretung: Jan Vogt. …
        2< Du vertrittst jetzt Kim Berger, bis Fr 6.3. (1 Kontakt). Die Erinnerungen für Kim Berger kommen zu dir, …
        2[Heute]
        @ 2026-03-04 10:00
        …
        2< für Kim Berger
           Anna Meier: anrufen – heute 10:00 (§2) …
        2[Erledigt] [Später] [Ergebnis eintragen] [Karte]
        2> /heute
        2< Heute dran (2)
           1. Bert Braun ZA: zurückrufen – heute
           2. Anna Meier ZA: anrufen – heute 10:00, für Kim Berger
        …
        2> /kontakt Meier
        2< Anna Meier · #1
           …Vertretung für Kim Berger bis Fr 6.3.…
        2> /notiz Meier ruft zurück
        2< Notiz: Anna Meier – ruft zurück …
        @ 2026-03-09 07:45
        …
        + 1h
        2< Deine Vertretung für Kim Berger ist zu Ende. Danke! Die Kontakte siehst du jetzt nicht mehr.
        < Während du weg warst: 1 Eintrag deiner Vertretung
          • Anna Meier: 1 Eintrag
        [Anna Meier]
        …
        > /verlauf Meier
        < … Notiz – ruft zurück – von Jan Vogt …
    """)


async def test_nothing_rings_on_the_phone_of_who_is_away(team):
    await team.answers("> /termin Meier Do 14:00")
    await team.answers("> /urlaub bis 13.3. Vertretung Jan")
    rung = await rang(team, "@ 2026-03-06 12:00")
    mine = [(chat, at) for chat, at, text in rung if "Anna Meier" in text]
    assert mine == [(REP, "04.03. 17:00"), (REP, "05.03. 13:00"), (REP, "06.03. 09:00")]
    assert all(text.startswith("für Kim Berger\n") for _, _, text in rung if "Anna Meier" in text)
    assert LEAD not in {chat for chat, _, _ in rung}


async def test_own_and_covered_ones_of_a_minute_are_one_message(team):
    for place in range(2):
        await team.answers(f"> /neu Kunde{place} A")
        await team.answers(f"> /schritt Kunde{place} anrufen morgen 10:00")
        await team.answers(f"2> /neu Kunde{place} B")
        await team.answers(f"2> /schritt Kunde{place} anrufen morgen 10:00")
    await team.answers("> /urlaub bis 13.3. Vertretung Jan")
    at_ten = [(chat, text) for chat, at, text in await rang(team, "+ 2d") if at == "03.03. 10:00"]
    assert [chat for chat, _ in at_ten] == [REP]
    assert at_ten[0][1].startswith("Jetzt dran (4)")
    assert at_ten[0][1].count("für Kim Berger") == 2


async def test_the_stand_ins_quiet_hours_hold(team):
    await team.answers("2> /einstellungen Ruhe 18:00-10:30")
    await team.answers("> /schritt Meier anrufen morgen")
    await team.answers("> /urlaub bis 13.3. Vertretung Jan")
    rung = [(chat, at) for chat, at, text in await rang(team, "@ 2026-03-03 12:00") if "Meier" in text]
    assert rung == [(REP, "03.03. 10:30")]


async def test_the_stand_ins_cap_holds_for_both(team):
    await team.answers("2> /einstellungen Pushes 1")
    await team.answers("2> /einstellungen Zone Lisbon")  # nine o'clock is an hour later there
    await team.answers("2> /schritt Braun anrufen morgen")
    await team.answers("> /schritt Meier anrufen morgen")
    await team.answers("> /urlaub bis 13.3. Vertretung Jan")
    rung = [(at, text.splitlines()[1]) for chat, at, text in await rang(team, "@ 2026-03-03 18:00")]
    assert rung == [("03.03. 09:00", "Anna Meier: anrufen – heute (§2)")]


async def test_without_a_stand_in_all_waits_for_the_return(team):
    await team.answers("> /schritt Meier anrufen Mi 10:00")
    await team.answers("> /neu Carla Cohn")
    await team.answers("> /schritt Cohn mailen Do")
    await team.answers("> /urlaub bis Freitag")
    assert [one for one in await rang(team, "@ 2026-03-08 23:00") if "Braun" not in one[2]] == []
    assert "niemand vertritt dich, kommt gesammelt nach der Rückkehr (R10) → " in await said(
        team, "> /warum_nicht"
    )
    back = next(one for one in await rang(team, "@ 2026-03-09 12:00") if one[0] == LEAD)
    assert back[:2] == (LEAD, "09.03. 08:00")
    assert back[2].startswith("Während du weg warst, wurde fällig (2)")


async def test_who_is_back_earlier_gets_what_waited_then(team):
    await team.answers("> /schritt Meier anrufen Mi 10:00")
    await team.answers("> /urlaub bis 20.3.")
    await team.answers("@ 2026-03-05 11:00")
    await team.answers("> /urlaub beenden")
    rung = [one for one in await rang(team, "+ 1h") if one[0] == LEAD]
    assert len(rung) == 1
    assert rung[0][2].startswith("Während du weg warst, wurde fällig (1)")
    assert [one for one in await rang(team, "@ 2026-03-24 07:00") if "anrufen" in one[2]] == []


async def test_a_stand_in_named_later_gets_what_waited(team):
    await team.answers("> /schritt Meier anrufen Mi 10:00")
    await team.answers("> /urlaub bis 20.3.")
    await team.answers("@ 2026-03-05 11:00")
    await team.answers("> /urlaub bis 20.3. Vertretung Jan")
    rung = [(chat, text) for chat, _, text in await rang(team, "+ 1h")]
    assert [chat for chat, text in rung] == [REP]
    assert rung[0][1].startswith("Inzwischen wurde fällig (1)")
    assert "für Kim Berger" in rung[0][1]


@pytest.mark.parametrize("gone", ["blocked", "removed", "away"])
async def test_where_the_stand_in_is_gone_it_waits(team, gone):
    await team.answers("> /schritt Meier anrufen Mi 10:00")
    await team.answers("> /urlaub bis Freitag Vertretung Jan")
    jan = member(team, REP)
    if gone == "blocked":
        with team.work() as work:
            work.members.reachable(jan.id, reachable=False)
    elif gone == "removed":
        with team.work() as work:
            work.roster.remove(jan, now=team.stage.clock.now())
    else:
        await team.answers("2> /urlaub bis 20.3.")
    assert [one for one in await rang(team, "@ 2026-03-08 23:00") if "Meier" in one[2]] == []
    rung = [one[:2] for one in await rang(team, "@ 2026-03-09 12:00") if "Meier" in one[2]]
    assert rung == [(LEAD, "09.03. 08:00")]


SEEING = (
    "/kontakt Meier", "/kontakt #1", "/verlauf #1", "/suche Meier", "/liste ZA", "/warum #1", "/heute",
    "/notiz #1 hallo", "0171 3920012",
)  # fmt: skip


@pytest.mark.parametrize("line", SEEING)
async def test_the_stand_in_sees_the_contacts_during_it_and_neither_before_nor_after(team, line):
    await team.answers("> /schritt Meier anrufen heute")
    await team.answers("> /urlaub vom 4.3. bis 6.3. Vertretung Jan")
    await team.answers("@ 2026-03-03 23:59")
    assert "Anna" not in await said(team, f"2> {line}")
    await team.answers("@ 2026-03-04 00:00")
    assert "Anna" in await said(team, f"2> {line}")
    await team.answers("@ 2026-03-06 23:59")
    assert "Anna" in await said(team, f"2> {line}")
    await team.answers("@ 2026-03-07 00:00")
    assert "Anna" not in await said(team, f"2> {line}")


async def test_entries_name_who_logged_and_contacts_stay_the_owners(team):
    kim, jan = member(team, LEAD).id, member(team, REP).id
    await team.answers("> /urlaub bis Freitag Vertretung Jan")
    await team.answers("2> /kauf Meier 100 Wartung")
    assert history(team, 1)[-1] == ("purchase", jan)
    with team.work() as work:
        assert work.contacts.any(1).owner == kim


@pytest.mark.parametrize("key", ["Erledigt", "Später", "Ergebnis eintragen", "Karte"])
async def test_a_button_from_then_says_so_and_changes_nothing(team, key):
    await team.answers("> /schritt Meier anrufen Mi 10:00")
    await team.answers("> /urlaub bis Mittwoch Vertretung Jan")
    await team.answers("@ 2026-03-04 10:00")
    await team.answers("@ 2026-03-05 07:00")
    before = history(team, 1)
    assert OVER in await said(team, f"2! {key}")
    assert history(team, 1) == before
    assert "Anna" not in await said(team, "2> /kontakt #1")


async def test_what_did_not_go_out_in_time_goes_to_who_is_back(team):
    await team.answers("> /schritt Meier anrufen Mi 23:50")
    await team.answers("> /urlaub bis Mittwoch Vertretung Jan")
    await team.answers("@ 2026-03-04 23:00")
    stage = team.stage
    for minutes in (55, 65):  # Telegram is away: nothing is sent
        stage.clock.set(stage.clock.now() + timedelta(minutes=minutes))
        stage.nachfass.ticker.tick(moved=True)
    rung = [one[0] for one in await rang(team, "@ 2026-03-05 12:00") if "Meier: anrufen" in one[2]]
    assert rung == [LEAD]


async def test_an_entry_of_then_is_not_taken_back_afterwards(team):
    await team.answers("> /urlaub bis heute Vertretung Jan")
    await team.answers("@ 2026-03-02 23:00")
    await team.answers("2> /notiz Meier ruft zurück")
    await team.answers("@ 2026-03-03 01:00")
    assert "Du vertrittst Kim Berger nicht mehr" in await said(team, "2> /rueckgaengig")
    assert [kind for kind, _ in history(team, 1)][-1] == "note"
    assert "ruft zurück" in await said(team, "> /verlauf Meier")


async def test_the_digest_of_who_is_away_is_left_out_and_the_stand_ins_has_a_line(team):
    await team.answers("> /schritt Meier anrufen Mi 10:00")
    await team.answers("> /urlaub bis 13.3. Vertretung Jan")
    before = len(team.stage.standin.journal)
    await team.answers("@ 2026-03-09 12:00")
    digests = [e for e in team.stage.standin.did(after=before) if "Deine Woche" in e.text]
    assert [e.chat for e in digests] == [REP]
    assert "Vertretung für Kim Berger bis Fr 13.3.: 1 Schritt, davon 1 überfällig" in digests[0].text
    before = len(team.stage.standin.journal)
    await team.answers("@ 2026-03-16 12:00")
    digests = [e for e in team.stage.standin.did(after=before) if "Deine Woche" in e.text]
    assert {e.chat for e in digests} == {LEAD, REP}
    assert not any("Vertretung für" in e.text for e in digests)


async def test_what_begins_later_is_told_on_its_morning(team):
    await team.answers("> /urlaub vom 4.3. bis 6.3. Vertretung Jan")
    rung = await rang(team, "@ 2026-03-09 12:00")
    told = [
        (chat, at, text.split(",")[0]) for chat, at, text in rung if "ertritt" in text or "ertretung" in text
    ]
    assert told == [
        (REP, "04.03. 08:00", "Du vertrittst jetzt Kim Berger"),
        (
            REP,
            "09.03. 08:00",
            "Deine Vertretung für Kim Berger ist zu Ende. Danke! Die Kontakte siehst du jetzt nicht mehr.",
        ),
    ]


async def test_where_nothing_was_logged_the_return_says_nothing(team):
    await team.answers("> /urlaub bis Freitag Vertretung Jan")
    rung = await rang(team, "@ 2026-03-09 08:59")
    assert [text for chat, _, text in rung if chat == LEAD] == []


async def test_the_summary_at_return_has_eight_lines_at_most(team):
    for number in range(9):
        await team.answers(f"> /neu Kunde{number} Alt")
    await team.answers("> /urlaub bis Freitag Vertretung Jan")
    for number in range(9):
        await team.answers(f"2> /notiz Kunde{number} ruft an")
    await team.answers("2> /notiz Kunde3 noch einmal")
    (back,) = [text for chat, _, text in await rang(team, "@ 2026-03-09 08:30") if chat == LEAD]
    lines = back.splitlines()
    assert lines[0] == "Während du weg warst: 10 Einträge deiner Vertretung"
    assert lines[1] == "• Kunde3 Alt: 2 Einträge"
    assert lines[-1] == "und 3 weitere Kontakte"
    assert len(lines) == 8


async def test_back_earlier_one_reads_at_once_what_was_logged(team):
    await team.answers("> /urlaub bis 20.3. Vertretung Jan")
    await team.answers("2> /notiz Meier ruft zurück")
    await team.play("""
        > /urlaub Ende
        < Willkommen zurück, deine Abwesenheit ist beendet. …
          Während du weg warst: 1 Eintrag deiner Vertretung
          • Anna Meier: 1 Eintrag
        [Anna Meier]
        2< Deine Vertretung für Kim Berger ist zu Ende. …
        2> /kontakt #1
        2< … #1 …
        > /urlaub
        < Du bist nicht abwesend gemeldet. …
    """)
    assert member(team, LEAD).absence is None
    assert [one for one in await rang(team, "@ 2026-03-24 12:00") if "ertret" in one[2]] == []


async def test_other_days_keep_the_stand_in_who_isnt_told_twice(team):
    await team.answers("> /urlaub bis Freitag Vertretung Jan")
    told = await said(team, "> /urlaub bis 13.3.")
    assert "bis Fr 13.3., Vertretung: Jan Vogt." in told
    assert "2<" not in told
    assert "ohne Vertretung" in (told := await said(team, "> /urlaub bis 13.3. ohne Vertretung"))
    assert "Deine Vertretung für Kim Berger ist zu Ende" in told
    assert "Anna" not in await said(team, "2> /kontakt Meier")


async def test_who_is_away_is_served_as_ever(team):
    await team.answers("> /urlaub bis Freitag Vertretung Jan")
    assert "Notiz: Anna Meier" in await said(team, "> /notiz Meier meldet sich")
    assert "Anna Meier" in await said(team, "> /kontakt Meier")


async def test_settings_and_absence_leave_each_other_alone(team):
    await team.answers("> /urlaub bis Freitag Vertretung Jan")
    await team.answers("> /einstellungen Ruhe 19:00-7:30")
    assert member(team, LEAD).absence is not None
    await team.answers("> /einstellungen zurücksetzen")
    kept = member(team, LEAD)
    assert kept.wishes == Wishes()
    assert kept.absence.stand_in == member(team, REP).id


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("/urlaub bis Freitag Vertretung Kunz", "„Kunz“ ist niemand im Team"),
        ("/urlaub bis Freitag Vertretung Kim", "Dich selbst kannst du nicht vertreten"),
        ("/urlaub bis 1.3.2026 Vertretung Jan", "ist schon vorbei"),
        ("/urlaub bis 2028", "kann ich nicht sicher lesen"),
        ("/urlaub ab Montag", "kann ich nicht sicher lesen"),
        ("/urlaub bis 1.6.2027", "ist zu lang oder zu weit weg"),
    ],
)
async def test_what_cant_be_is_refused_with_an_example(team, line, why):
    told = await said(team, f"> {line}")
    assert why in told
    assert "/urlaub " in told
    assert member(team, LEAD).absence is None


async def test_a_stand_in_who_isnt_there_is_refused(team):
    jan = member(team, REP)
    with team.work() as work:
        work.members.reachable(jan.id, reachable=False)
    assert "Jan Vogt hat mich blockiert" in await said(team, "> /urlaub bis Freitag Vertretung Jan")
    await team.answers("2> /urlaub vom 6.3. bis 8.3.")
    assert "Jan Vogt ist selbst nicht da, Fr 6.3. bis So 8.3." in await said(
        team, "> /urlaub bis Freitag Vertretung Jan"
    )
    assert "Vertretung: Jan Vogt" in await said(team, "> /urlaub bis Donnerstag Vertretung Jan")
    await team.answers("> /urlaub Ende")
    with team.work() as work:
        work.roster.remove(work.members.get(jan.id), now=team.stage.clock.now())
    assert "Jan Vogt ist nicht mehr im Team" in await said(team, "> /urlaub bis Donnerstag Vertretung Jan")


async def test_of_several_a_tap_tells_who(team):
    with team.work() as work:
        now = team.stage.clock.now()
        for user in (201, 202):
            work.members.admit(user, name="Jan Vogt", lead=False, now=now)
        work.members.admit(203, name="Ute Jansen", lead=False, now=now)
    await team.play("""
        > /urlaub bis Freitag Vertretung Jan V
        < „Jan V“ passt auf mehrere im Team. Wer vertritt dich?
        [Vertretung Jan Vogt (Mitglied 2)] [Vertretung Jan Vogt (Mitglied 3)]
        [Vertretung Jan Vogt (Mitglied 4)] [Abbrechen]
        ! Vertretung Jan Vogt (Mitglied 3)
        …
    """)
    assert member(team, LEAD).absence.stand_in == member(team, 201).id


async def test_figures_stay_those_of_ones_own(team):
    await team.answers("> /urlaub bis Freitag Vertretung Jan")
    await team.answers("> /kauf Meier 100 Wartung")
    assert "100,00" not in await said(team, "2> /umsatz")
    assert "100,00" in await said(team, "> /umsatz")


async def test_very_many_of_who_is_away_ring_on_the_stand_ins_phone_as_one(team):
    kim = member(team, LEAD)
    now = team.stage.clock.now()
    for number in range(4):
        await team.answers(f"> /neu Kunde{number} Alt")
        await team.answers(f"> /schritt Kunde{number} anrufen morgen 10:00")
    await team.answers("> /urlaub bis Freitag Vertretung Jan")
    jan, later = member(team, REP), now + timedelta(days=1, hours=1)
    with team.work() as work:
        due = work.absences.by_phone(work.reminders.due_by_owner(now=later), now=later)
    assert list(due) == [jan.id]
    for _ in Many(team.stage.nachfass.store, jan.id, later, later).remind(due[jan.id]):
        pass
    with team.work() as work:
        assert work.reminders.due_by_owner(now=later) == {}
        assert work.reminders.pushed_since(kim.id, now, chat=kim.telegram) == 0


def test_every_refusal_of_an_absence_has_a_sentence_with_a_way_on():
    away = Absence(NOW.date(), NOW.date())
    who = Member(2, 102, "Jan Vogt", lead=False, removed=False, unreachable=False, wishes=Wishes())
    line = "/urlaub bis 14.8. Vertretung {}"
    for refusal in (
        errors.AbsenceUnclear("dann", None),
        errors.AbsenceOver(NOW.date()),
        errors.AbsenceTooLong(NOW.date(), NOW.date()),
        errors.StandInUnknown("Kunz", (), line),
        errors.StandInAmbiguous("Jan", (who, who), line),
        errors.StandInYourself(),
        errors.StandInRemoved(who),
        errors.StandInUnreachable(who),
        errors.StandInAway(who, away),
        errors.StandingInOver(who),
    ):
        told = refusals.reply(refusal, NOW)
        assert "<code>/urlaub" in told.text or told.buttons or "nichts geändert" in told.text, told.text


NOW = datetime.fromisoformat("2026-08-05T09:00+02:00")  # a Wednesday


@pytest.mark.parametrize(
    ("line", "first", "last", "who"),
    [
        ("bis 14.8.", "08-05", "08-14", None),
        ("bis zum 14.8. Vertretung @kollege", "08-05", "08-14", "kollege"),
        ("vom 10.8. bis 14.8. Vertretung Bert Braun", "08-10", "08-14", "Bert Braun"),
        ("vom 3.8. bis 14.8., Vertretung: Bert", "08-05", "08-14", "Bert"),
        ("Vertretung Bert bis 14.8.", "08-05", "08-14", "Bert"),
        ("Vertretung durch Bert von Braun vom 10.8. bis 14.8.", "08-10", "08-14", "Bert von Braun"),
        ("10.8.–14.8.", "08-10", "08-14", None),
        ("10.-14.8. @bert", "08-10", "08-14", "bert"),
        ("ab Montag 2 Wochen Vertretung @bert", "08-10", "08-23", "bert"),
        ("ab Montag bis Freitag", "08-10", "08-14", None),
        ("ab morgen bis Montag, Bert vertritt mich", "08-06", "08-10", "Bert"),
        ("1 Woche", "08-05", "08-11", None),
        ("für zwei Wochen", "08-05", "08-18", None),
        ("3 Tage", "08-05", "08-07", None),
        ("morgen", "08-06", "08-06", None),
        ("nur am Freitag", "08-07", "08-07", None),
        ("vom 27.12. bis 3.1.2027", "12-27", "01-03", None),
    ],
)
def test_days_and_names_are_read_as_they_are_said(line, first, last, who):
    asked = read(line, NOW)
    assert (f"{asked.first:%m-%d}", f"{asked.last:%m-%d}", asked.stand_in) == (first, last, who)


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("ab Montag", AbsenceUnclear),
        ("14.8.", AbsenceUnclear),
        ("bis dann", AbsenceUnclear),
        ("vom 20.8. bis 10.8.", AbsenceUnclear),
        ("bis 1.8.2026", AbsenceOver),
        ("bis 7.8.2027", AbsenceTooLong),
        ("0 Tage", AbsenceUnclear),
    ],
)
def test_what_names_no_days_is_refused(line, refusal):
    with pytest.raises(Refusal) as refused:
        read(line, NOW)
    assert isinstance(refused.value, refusal)

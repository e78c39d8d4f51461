"""Questions that wait: for a tap, a reply or the next line; over a restart, for a day."""

from datetime import date

import pytest

from domain.events import Kind


async def test_a_choice_survives_a_restart(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Meier
        …
        > /reaktion Meier Messe
        < „Meier“ passt auf mehrere. …
        kill
        ! Bert
        ~ Reaktion notiert: Bert Meier – Messe, heute 09:00 …
    """)


async def test_after_24_hours_a_question_says_what_was_typed_and_loses_its_buttons(chat):
    await chat.play("""
        > /kauf Schulze 200 Wartung
        < „Schulze“ finde ich nicht. …
        + 24h
        ~ Die Frage ist nach 24 Stunden abgelaufen, nichts wurde gespeichert. Getippt war: /kauf Schulze 200 Wartung
        ! neu anlegen
        ? kein Knopf „neu anlegen“
    """)


async def test_the_line_counts_for_the_day_it_was_typed_on(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Meier
        …
        > /kauf Meier 200 Wartung gestern
        …
        + 20h
        ! Bert
        ~ Kauf notiert: Bert Meier – 200,00 € Wartung, …
    """)
    with chat.work() as work:
        assert work.events.history(2).last(Kind.PURCHASE).day == date(2026, 3, 1)


async def test_an_answered_question_waits_no_longer(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /reaktion Meier
        < Wie hat Anna Meier reagiert? …
        > Anruf
        ~ Wie hat Anna Meier reagiert? …
        < Reaktion notiert: Anna Meier – Anruf, heute 09:00 …
        > Messe
        < „Messe“ – was soll ich damit tun? …
        + 25h
        …
        > /kontakt Meier
        < … Reaktion Anruf …
    """)
    expired = [entry.text for entry in chat.stage.standin.journal if "Die Frage ist" in entry.text]
    assert [text.rpartition(": ")[2] for text in expired] == ["Messe"]


async def test_one_question_after_the_other_leaves_only_the_last_open(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /schritt Meier
        < Was ist bei Anna Meier der nächste Schritt, und bis wann? …
        > anrufen
        ~ Was ist bei Anna Meier …
        < Bis wann soll das bei Anna Meier erledigt sein? …
        > Do 10:00
        ~ Bis wann …
        < Schritt: Anna Meier – anrufen, Do 5.3. 10:00 …
    """)


async def test_other_commands_go_their_way_while_a_question_is_open(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Braun
        …
        > /notiz Meier
        < Anna Meier: Was soll in die Notiz? …
        > /kontakt Braun
        < Bert Braun · #2 …
        > spielt Handball
        …
        < Notiz: Anna Meier – spielt Handball …
    """)


async def test_a_line_out_of_the_blue_is_no_answer_once_something_else_was_entered(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /notiz Meier
        < Anna Meier: Was soll in die Notiz? …
        + 1m
        > /neu Bert Braun
        …
        > Braun will ein Angebot
        < „Braun will ein Angebot“ – was soll ich damit tun? …
    """)


async def test_a_line_hours_later_answers_a_question_only_as_a_reply_to_it(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /notiz Meier
        < Anna Meier: Was soll in die Notiz? …
        + 3h
        > Braun will ein Angebot
        < „Braun will ein Angebot“ – was soll ich damit tun? …
    """)
    asked = next(m for m in chat.stage.standin.history(101) if "Was soll in die Notiz" in m.text)
    chat.said.clear()
    chat.stage.standin.say(101, "spielt Handball", reply_to=asked.id)
    await chat.stage.settle()
    assert "< Notiz: Anna Meier – spielt Handball" in chat.said


async def test_a_reply_to_the_push_after_an_appointment_is_its_result(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /termin Meier morgen 14:00
        …
        @ 2026-03-04 08:00
        …
        @ 2026-03-04 09:00
        < Wie war der Termin mit Anna Meier (gestern 14:00)? Antworte mit dem Ergebnis (§2 KI)
        r> will ein Angebot bis Freitag
        ~ Wie war …
        < Ergebnis notiert: Anna Meier – will ein Angebot bis Freitag
          Nächster Schritt: will ein Angebot bis Fr 6.3.
    """)


async def test_cancelling_a_question_stores_nothing(chat):
    await chat.play("""
        > /kauf Schulze 200
        …
        ! Abbrechen
        ~ Abgebrochen, nichts gespeichert.
        > /kontakt #1
        < Einen Kontakt #1 gibt es bei dir nicht. …
    """)


async def test_a_double_tap_stores_once(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /reaktion Meier")
    found = chat.stage.standin.find_button(101, "Messe")
    for _ in range(2):
        chat.stage.standin.press(101, *found)
    await chat.stage.settle()
    with chat.work() as work:
        assert len(list(work.events.history(1).events)) == 2
    assert "Dieser Knopf gilt nicht mehr" in "".join(
        e.text for e in chat.stage.standin.journal if e.kind == "alert"
    )


async def test_an_old_done_button_does_not_settle_a_newer_step(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /schritt Meier anrufen Do 10:00
        …
    """)
    old = chat.stage.standin.find_button(101, "Erledigt")
    await chat.answers("> /schritt Meier Angebot schicken Fr")
    chat.stage.standin.press(101, *old)
    await chat.stage.settle()
    assert "Dieser Schritt ist schon erledigt oder ersetzt" in "\n".join(chat.said)
    await chat.play("""
        > /kontakt Meier
        < … Nächster Schritt: Angebot schicken bis Fr 6.3. …
    """)


ASKING = [
    "/reaktion Meier", "/reaktion Meier kein Interesse", "/kauf Meier", "/kauf Meier 12,34.56", "/kauf Meier 0",
    "/kauf Meier 200 am 31.2.", "/kauf Meier 200 morgen", "/retoure Meier", "/termin Meier", "/termin Meier Do",
    "/termin Meier gestern 9:00", "/schritt Meier", "/schritt Meier anrufen", "/ergebnis Meier", "/nachgefasst Meier",
    "/angebot Meier", "/notiz Meier", "/spaeter Meier", "/spaeter Meier in 3 Jahren", "/status Meier KI", "/neu",
    "/neu Anna Meier", "/kauf Mayer 200", "/kauf Schulze 200", "/notiz", "Meier will ein Angebot", "will ein Angebot",
    "Schulze will ein Angebot",
]  # fmt: skip


@pytest.mark.parametrize("line", ASKING)
async def test_an_ignored_question_does_no_harm(chat, line):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /neu Bert Braun")
    with chat.work() as work:
        before = work.events.history(1).events
    await chat.answers(f"> {line}")
    await chat.play("""
        > Braun will ein Angebot
        < … Es geht um Bert Braun. …
        ! Reaktion: Angebot
        ~ Reaktion notiert: Bert Braun – will ein Angebot, heute 09:00 …
        > /notiz Braun spielt Handball
        < Notiz: Bert Braun – spielt Handball …
        > Braun anrufen Do 10:00
        < … Es geht um Bert Braun. …
        kill
        + 25h
        …
    """)
    with chat.work() as work:
        assert work.events.history(1).events == before
        assert work.contacts.any(3) is None
        assert [e.kind for e in work.events.history(2).events] == [Kind.CREATED, Kind.REACTION, Kind.NOTE]


async def test_what_names_somebody_else_can_be_the_answer_all_the_same(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Braun
        …
        > /notiz Meier
        …
        > kennt Braun vom Handball
        < „kennt Braun vom Handball“ – was soll ich damit tun?
          Es geht um Bert Braun. Gespeichert ist noch nichts.
        ! Als Antwort
        ~ Notiz: Anna Meier – kennt Braun vom Handball …
    """)


async def test_what_is_no_amount_does_not_become_the_goods(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier
        …
        > viel
        …
        < Um wie viel geht es bei Anna Meier? In „viel“ sehe ich keinen Betrag. Antworte … zum Beispiel 1.299,00
        > 200 Wartung
        …
        < Kauf notiert: Anna Meier – 200,00 € Wartung, heute 09:00 …
    """)


async def test_an_amount_may_be_followed_by_goods_called_x(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier
        …
        > 200 X
        …
        < Kauf notiert: Anna Meier – 200,00 € X, heute 09:00 …
    """)


async def test_a_day_that_was_answered_stays_while_the_amount_is_asked_for(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 31.2.
        < „31.2.“ gibt es nicht. …
        > gestern
        …
        < Um wie viel geht es bei Anna Meier? …
        > 200
        …
        < Kauf notiert: Anna Meier – 200,00 €, gestern …
    """)


async def test_a_choice_that_leads_to_a_question_keeps_the_day_of_the_line(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Meier
        …
        > /kauf Meier gestern
        …
        + 20h
        ! Bert
        ~ Um wie viel geht es bei Bert Meier? …
        > /kontakt #1
        …
    """)
    asked = next(m for m in reversed(chat.stage.standin.history(101)) if "Um wie viel" in m.text)
    with chat.work() as work:
        row = work.outbox.by_message(101, asked.id)
        assert work.questions.of(row.id).typed_at.date() == date(2026, 3, 2)


async def test_a_warning_of_duplicates_takes_no_line_for_its_answer(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Anna Meier
        < Anna Meier gibt es vielleicht schon: …
        > Messe
        < „Messe“ – was soll ich damit tun? …
    """)
    with chat.work() as work:
        assert work.contacts.any(2) is None

"""Questions that wait: for a tap, a reply or the next line; over a restart, for a day."""

from datetime import date

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
    assert "Die Frage ist" not in "".join(entry.text for entry in chat.stage.standin.journal)


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

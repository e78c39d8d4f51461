"""An edited line corrects what it stored; what can't be corrected is said, and nothing changes."""


async def test_an_edited_line_replaces_its_entry_and_its_reply(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 200 Wartung
        …
        e> /kauf Meier 300 Wartung
        ~ Berichtigt. Kauf notiert: Anna Meier – 300,00 € Wartung, heute 09:00
          ZA → EK …
        > /kontakt Meier
        < … 1 Kauf, zusammen 300,00 € …
    """)


async def test_a_correction_may_be_of_another_kind_and_is_undone_like_an_entry(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 200 Wartung
        …
        e> /notiz Meier will Wartung
        ~ Berichtigt. Notiz: Anna Meier – will Wartung
          Nächster Schritt: erste Ansprache bis Mo 9.3.
        > /rueckgaengig
        …
        < Zurückgenommen: Anna Meier – Notiz – will Wartung …
        > /kontakt Meier
        < … Status ZA …
    """)


async def test_a_correction_keeps_the_time_of_the_first_line(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /notiz Meier eins
        …
        + 2h
        > /kauf Meier 200 Wartung
        …
        + 3h
        e> /kauf Meier 250 Wartung
        ~ Berichtigt. Kauf notiert: Anna Meier – 250,00 € Wartung, heute 11:00 …
    """)


async def test_a_wrong_correction_is_refused_and_the_entry_stays(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 200 Wartung
        …
        e> /kauf Meier 300 Wartung am 31.2.
        < „31.2.“ gibt es nicht. … Der bisherige Eintrag gilt weiter. Ändere die Zeile einfach noch einmal.
        > /kontakt Meier
        < … zusammen 200,00 € …
        > /reaktion Meier Web
        …
        e> /reaktion Meier Dings
        < So fehlt in der geänderten Zeile noch etwas, … Der bisherige Eintrag gilt weiter. …
    """)


async def test_a_refused_correction_offers_no_button_that_would_store_a_second_entry(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 200 Wartung
        …
    """)
    answers = await chat.answers("e> /kauf Maier 300 Wartung")
    assert "Der bisherige Eintrag gilt weiter" in "".join(answers)
    assert not any(line.startswith("[") for line in answers)
    await chat.play("""
        > 400
        < „400“ – was soll ich damit tun? …
    """)


async def test_an_entry_edited_into_a_look_is_taken_back(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 200 Wartung
        …
        e> /kontakt Meier
        ~ Der frühere Eintrag ist zurückgenommen.
          Anna Meier · #1
          Status ZA …
    """)


async def test_after_24_hours_an_edit_changes_nothing(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 200 Wartung
        …
        + 25h
        …
        e> /kauf Meier 300 Wartung
        < Nach 24 Stunden ändere ich den Eintrag nicht mehr über die Nachricht. …
        > /kontakt Meier
        < … zusammen 200,00 € …
    """)


async def test_an_edit_of_what_was_taken_back_only_says_so(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 200 Wartung
        …
        ! Rückgängig
        …
        e> /kauf Meier 300 Wartung
        < Dieser Eintrag ist schon zurückgenommen; …
        > /kontakt Meier
        < … Status ZA …
    """)


async def test_an_edited_refusal_is_simply_carried_out(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 0 Wartung
        …
        e> /kauf Meier 200 Wartung
        < Kauf notiert: Anna Meier – 200,00 € Wartung, heute 09:00 …
    """)


async def test_an_edited_line_that_had_only_raised_a_question_closes_it(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Meier
        …
        > /reaktion Meier Web
        < „Meier“ passt auf mehrere. …
        [Anna Meier · ZA] [Bert Meier · ZA] [Abbrechen]
        e> /reaktion Anna Meier Web
        ~ „Meier“ passt auf mehrere. Wer ist gemeint?
        < Reaktion notiert: Anna Meier – Web, heute 09:00 …
    """)
    with chat.work() as work:
        assert work.questions.waiting(1, now=chat.stage.clock.now()) == []


async def test_an_edited_line_that_raises_another_question_leaves_only_that_one(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 0 Wartung
        …
        > /notiz Meier
        …
        e> /kauf Meier
        < Um wie viel geht es bei Anna Meier? …
    """)
    with chat.work() as work:
        lines = [question.line for question in work.questions.waiting(1, now=chat.stage.clock.now())]
    assert len(lines) == 2
    assert not any("/notiz" in line for line in lines)

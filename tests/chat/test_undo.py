"""Taking back: all a turn stored, one further each time, and back again."""


async def test_undo_strikes_the_old_reply_and_says_what_follows(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 200 Wartung
        …
        > /rueckgaengig
        ~ Kauf notiert: Anna Meier – 200,00 € Wartung, heute 09:00
          …
          Zurückgenommen.
        < Zurückgenommen: Anna Meier – Kauf 200,00 € Wartung
          EK → ZA, weil der Eintrag nicht mehr zählt (S7)
          Nächster Schritt: erste Ansprache bis Mo 9.3.
        [Doch behalten]
    """)


async def test_undo_again_goes_one_further_back(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /notiz Meier eins
        …
        > /notiz Meier zwei
        …
        > /rueckgaengig
        …
        < Zurückgenommen: Anna Meier – Notiz – zwei …
        > /rueckgaengig
        …
        < Zurückgenommen: Anna Meier – Notiz – eins …
        > /rueckgaengig
        …
        < Zurückgenommen: Anna Meier – angelegt
        > /rueckgaengig
        < In den letzten 24 Stunden gibt es von dir keinen Eintrag, den ich zurücknehmen kann.
    """)


async def test_keep_after_all_restores_the_entry_and_its_old_reply(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 200 Wartung
        …
        > /rueckgaengig
        …
        ! Doch behalten
        ~ Kauf notiert: Anna Meier – 200,00 € Wartung, heute 09:00
          ZA → EK (II, KI übersprungen), weil erster Kauf: heute 200,00 € (S5)
          Nächster Schritt: für den Kauf bedanken bis Do 5.3.
        ~ Steht wieder: Anna Meier – Kauf 200,00 € Wartung
          ZA → EK …
        [Rückgängig]
        > /kontakt Meier
        < … Status EK …
    """)


async def test_the_button_under_a_reply_takes_back_that_entry_alone(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 200 Wartung
        …
        > /neu Bert Braun
        …
        > /kontakt Meier
        …
        > /notiz Meier Hund
        …
        ! Rückgängig
        ~ Zurückgenommen: Anna Meier – Notiz – Hund …
        > /kontakt Meier
        < … Status EK …
    """)


async def test_what_was_created_while_carrying_out_a_line_goes_with_it(chat):
    await chat.play("""
        > /kauf Winter 200 Wartung
        …
        ! „Winter“ neu
        ~ Neu: Winter – ZA, Nummer #1 …
        > /rueckgaengig
        …
        < Zurückgenommen: Winter – angelegt, Kauf 200,00 € Wartung
        > /kontakt Winter
        < „Winter“ finde ich nicht. …
    """)


async def test_a_contact_on_which_entries_hang_is_not_removed_and_they_are_named(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /notiz Meier Hund
        …
        > /neu Bert Braun
        …
        > /rueckgaengig
        …
        2> /neu Rudi Rabe
        …
        > /notiz Rabe vom Lead
        …
        2> /rueckgaengig
        2< Rudi Rabe bleibt angelegt, denn daran hängt noch: Notiz – vom Lead. Das hat auch jemand …
    """)


async def test_after_24_hours_nothing_is_taken_back(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        + 25h
        …
        ! Rückgängig
        ~ … Nach 24 Stunden nehme ich einen Eintrag nicht mehr zurück. …
        > /rueckgaengig
        < In den letzten 24 Stunden gibt es von dir keinen Eintrag, den ich zurücknehmen kann.
        > /kontakt Meier
        < Anna Meier · #1 …
    """)


async def test_one_rep_never_takes_back_what_another_entered(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        2> /rueckgaengig
        2< In den letzten 24 Stunden gibt es von dir keinen Eintrag, den ich zurücknehmen kann.
        2> /neu Bert Braun
        …
        > /rueckgaengig
        …
        < Zurückgenommen: Anna Meier – angelegt
        2> /kontakt Braun
        2< Bert Braun · #2 …
    """)


async def test_undoing_a_snooze_wakes_the_reminder(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /spaeter Meier in 3 Wochen
        …
        > /rueckgaengig
        …
        @ 2026-03-09 07:00
        …
        @ 2026-03-09 09:00
        …
        < Anna Meier ist seit Mo 2.3. ZA ohne Ansprache. …
    """)


async def test_a_status_change_ends_a_snooze_and_undoing_it_brings_the_snooze_back(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /spaeter Meier in 3 Wochen
        …
        > /reaktion Meier Web
        < … Nächster Schritt: Informationen schicken bis Mi 4.3.
        > /rueckgaengig
        …
        < Zurückgenommen: … Nächster Schritt: erste Ansprache bis Mo 23.3.
        …
    """)


async def test_a_push_whose_entry_is_taken_back_says_so(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /schritt Meier anrufen morgen 7:00
        …
        @ 2026-03-03 07:00
        < Anna Meier: anrufen – heute 07:00 (§2)
        > /rueckgaengig
        ~ Schritt: …
          Zurückgenommen.
        ~ Anna Meier: anrufen – heute 07:00 (§2)
          hinfällig: Eintrag zurückgenommen
        < Zurückgenommen: Anna Meier – Schritt für heute 07:00 – anrufen …
    """)


async def test_keep_after_all_makes_the_push_read_as_before(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /schritt Meier anrufen morgen 7:00
        …
        @ 2026-03-03 07:00
        …
        > /rueckgaengig
        ~ Schritt: …
        ~ Anna Meier: anrufen – heute 07:00 …
          hinfällig: Eintrag zurückgenommen
        < Zurückgenommen: …
        ! Doch behalten
        ~ Schritt: …
        ~ Anna Meier: anrufen – heute 07:00 …
        [Erledigt] [Später] …
        ~ Steht wieder: …
        ! Erledigt
        ~ Erledigt: Anna Meier – anrufen …
    """)


async def test_a_push_of_several_stays_while_one_of_them_is_open(chat):
    await chat.answers("+ 2h")
    for number in range(1, 5):
        await chat.answers(f"> /neu Kunde{number} Probe")
        await chat.answers(f"> /schritt #{number} anrufen morgen")
    await chat.answers("@ 2026-03-03 09:00")
    answers = await chat.answers("> /rueckgaengig")
    assert "Zurückgenommen: Kunde4 Probe" in "".join(answers)
    assert "hinfällig" not in "".join(answers)


async def test_a_file_is_taken_back_like_any_entry(chat):
    await chat.answers("> /neu Anna Meier")
    chat.stage.standin.document(101, "plan.pdf", b"%PDF-1.4", "/notiz Meier Plan der Halle")
    await chat.stage.settle()
    await chat.play("""
        > /rueckgaengig
        …
        < Zurückgenommen: Anna Meier – Notiz – Plan der Halle, Datei plan.pdf …
        > /verlauf Meier
        < … Datei plan.pdf (zurückgenommen) …
        > /rueckgaengig
        …
        < Zurückgenommen: Anna Meier – angelegt
    """)


async def test_undo_shows_no_trace_of_the_contact_in_lists(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /rueckgaengig
        …
        > /kontakt #1
        < Einen Kontakt #1 gibt es bei dir nicht. …
        @ 2026-03-10 10:00
        …
        > /heute
        < Heute ist nichts fällig. …
    """)

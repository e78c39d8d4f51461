"""Motivation, money, realism: with evidence, and what a no means."""


async def test_three_times_yes_is_qualified(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /qualifizierung Meier Geld ja, weil Anzahlung geleistet
        < Notiert: Geld ja, Anzahlung geleistet, heute, Mo 2.3.
          Nächster Schritt: …
          Qualifizierung Anna Meier: noch offen
          • Motivation: unbekannt
          • Geld: ja – Anzahlung geleistet, heute
          • Realismus: unbekannt
          Frage für den nächsten Kontakt: Sieht der Kunde den Nutzen für sich?
        ! Motivation: ja
        …
        > /qualifizierung Meier ja Realismus
        < … Qualifizierung Anna Meier: qualifiziert, drei Ja (Q2) …
    """)


async def test_one_no_puts_the_contact_back_and_lifting_it_brings_it_back(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /qualifizierung Meier Realismus nein weil sucht ein Perpetuum mobile
        < Notiert: Realismus nein, sucht ein Perpetuum mobile, heute, Mo 2.3.
          Kein nächster Schritt
          Qualifizierung Anna Meier: zurückgestellt, weil ein Nein dabei ist (Q2) …
        > /liste zurückgestellt
        < … Anna Meier …
        > /qualifizierung Meier Motivation ja
        < Notiert: Motivation ja, heute, Mo 2.3.
          Kein nächster Schritt …
        > /qualifizierung Meier Realismus teils
        < Notiert: Realismus teils, heute, Mo 2.3.
          Nächster Schritt: erste Ansprache … Qualifizierung Anna Meier: noch offen …
    """)


async def test_a_no_taken_back_is_as_if_never_said(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /qualifizierung Meier Geld nein
        …
        ! Rückgängig
        …
        > /liste zurückgestellt
        < Liste „zurückgestellt“: niemand.
        > /qualifizierung Meier
        < Qualifizierung Anna Meier: noch offen
          • Motivation: unbekannt
          • Geld: unbekannt
          • Realismus: unbekannt
          Frage für den nächsten Kontakt: Sieht der Kunde den Nutzen für sich?
    """)


async def test_evidence_ages_and_is_asked_for_again(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /qualifizierung Meier Motivation ja
        …
        > /qualifizierung Meier Geld ja
        …
        > /qualifizierung Meier Realismus ja
        …
    """)
    await chat.answers("+ 179d")
    assert "Frage für den nächsten Kontakt" not in "\n".join(await chat.answers("> /qualifizierung Meier"))
    await chat.answers("+ 1d")
    asked = "\n".join(await chat.answers("> /qualifizierung Meier"))
    assert (
        "Frage für den nächsten Kontakt: Sieht der Kunde den Nutzen für sich? (zuletzt vor 180 Tagen geklärt)"
        in asked
    )


async def test_money_paid_in_advance_proves_itself(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 200 Wartung Anzahlung
        …
        > /qualifizierung Meier
        < …
          • Geld: ja – Anzahlung, heute
          …
    """)


async def test_what_is_no_answer_gets_an_example(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /qualifizierung Meier prima Kerl
        < „prima Kerl“ verstehe ich nicht als Antwort. Nenn ein Kriterium (Motivation, Geld, Realismus) und ja, …
        > Geld teils
        < Notiert: Geld teils …
        …
    """)


async def test_without_a_name_the_two_most_due_questions_are_asked(chat):
    await chat.play("""
        > /qualifizierung
        < Gerade ist nichts nachzufragen. …
    """)
    for name, way in (("Anna Alt", "Geld ja"), ("Bert Neu", "Motivation ja"), ("Cleo Nein", "Geld nein")):
        await chat.answers(f"> /neu {name}")
        await chat.answers(f"> /qualifizierung {name}: {way}")
        await chat.answers("+ 10d")
    await chat.answers("> /neu Dora Kauf")
    await chat.answers("> /status Kauf KI weil sie will")
    await chat.answers("+ 165d")
    await chat.play("""
        > /qualifizierung
        < Beim nächsten Kontakt klären (Q3):
          • Anna Alt: Kann er es bezahlen? (zuletzt vor 195 Tagen geklärt)
          • Bert Neu: Sieht der Kunde den Nutzen für sich? (zuletzt vor 185 Tagen geklärt)
        ! Anna Alt: ja
        …
        > /qualifizierung
        < Beim nächsten Kontakt klären (Q3):
          • Bert Neu: …
          • Anna Alt: Sieht der Kunde den Nutzen für sich?
        2> /qualifizierung
        2< Gerade ist nichts nachzufragen. …
    """)


async def test_the_day_and_a_colon_are_understood_and_a_missing_answer_is_asked_for(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /qualifizierung Meier Motivation: ja gestern, weil hat gefragt
        < Notiert: Motivation ja, hat gefragt, gestern, So 1.3. …
        > /qualifizierung Meier Geld
        < „Geld“ verstehe ich nicht als Antwort. …
        [Ja] [Teils] [Nein] [Unbekannt]
        ! Teils
        ~ Notiert: Geld teils, heute, Mo 2.3. …
    """)


async def test_a_no_parks_without_end_and_lifting_it_leaves_what_was_parked_by_hand(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /zurueckstellen Meier bis Mai
        …
        > /qualifizierung Meier Geld nein
        …
    """)
    await chat.answers("+ 120d")
    assert "Anna Meier" in "\n".join(await chat.answers("> /liste zurückgestellt"))
    await chat.answers("> /qualifizierung Meier Geld ja")
    assert "niemand" in "\n".join(await chat.answers("> /liste zurückgestellt"))
    for line in ("/zurueckstellen Meier", "/qualifizierung Meier Geld nein", "/qualifizierung Meier Geld ja"):
        await chat.answers(f"> {line}")
    assert "Anna Meier" in "\n".join(await chat.answers("> /liste zurückgestellt"))


async def test_who_reacts_after_a_no_is_not_said_to_be_put_back(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /qualifizierung Meier Geld nein
        < … zurückgestellt, weil ein Nein dabei ist (Q2) …
        > /reaktion Meier Anruf
        …
        > /qualifizierung Meier
        < Qualifizierung Anna Meier: nicht qualifiziert, weil ein Nein dabei ist (Q2) …
    """)


async def test_answers_that_have_aged_are_asked_for_below_the_days_work(chat):
    for name in ("Anna Alt", "Bert Alt", "Cleo Alt"):
        await chat.answers(f"> /neu {name}")
        for answer in ("Geld ja", "Motivation ja", "Realismus teils"):
            await chat.answers(f"> /qualifizierung {name}: {answer}")
        await chat.answers(f"> /schritt {name}: anrufen 1.12.")
        await chat.answers("+ 1d")
    await chat.play("""
        > /heute
        < Heute ist nichts fällig.
    """)
    await chat.answers("+ 176d")
    await chat.play("""
        > /heute
        < Heute ist nichts fällig.
    """)
    await chat.answers("+ 2d")
    await chat.play("""
        > /heute
        < Heute ist nichts fällig.
          Frage an Anna Alt: Sieht der Kunde den Nutzen für sich? (zuletzt vor 181 Tagen geklärt) (Q3)
          Frage an Bert Alt: Sieht der Kunde den Nutzen für sich? (zuletzt vor 180 Tagen geklärt) (Q3)
        [Anna Alt: ja] [Anna Alt: teils] [Anna Alt: nein] [Bert Alt: ja] [Bert Alt: teils] [Bert Alt: nein]
        > /schritt Cleo anrufen heute
        …
        > /heute
        < Heute dran (1)
          1. Cleo Alt ZA: anrufen – heute
          Frage an Anna Alt: …
          Frage an Bert Alt: …
        ! Anna Alt: ja
        < Notiert: Motivation ja, …
        > /heute
        < Heute dran (1)
          1. Cleo Alt ZA: anrufen – heute
          Frage an Anna Alt: Kann er es bezahlen? …
        > /qualifizierung Anna Geld ja
        …
        > /heute
        < Heute dran (1)
          1. Cleo Alt ZA: anrufen – heute
        2> /heute
        2< Heute ist nichts fällig.
    """)


async def test_a_ki_is_asked_after_ninety_days_and_who_was_put_back_never(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /status Meier KI weil sie will
        …
        > /qualifizierung Meier Geld ja
        …
        > /schritt Meier anrufen 1.12.
        …
        > /neu Bert Kunz
        …
        > /qualifizierung Kunz Geld nein
        …
    """)
    await chat.answers("+ 200d")
    told = "\n".join(await chat.answers("> /heute"))
    assert "Frage an Anna Meier: Kann er es bezahlen? (zuletzt vor 200 Tagen" in told
    assert "Kunz" not in told
    await chat.answers("> /qualifizierung Meier Geld teils")
    await chat.answers("+ 89d")
    assert "Frage" not in "\n".join(await chat.answers("> /heute"))
    await chat.answers("+ 1d")
    assert "Frage an Anna Meier: Kann er es bezahlen?" in "\n".join(await chat.answers("> /heute"))


async def test_answers_given_anew_leave_room_for_the_one_that_aged(chat):
    for number in range(8):
        await chat.answers(f"> /neu Kunde{number} Probe")
        await chat.answers(f"> /qualifizierung Kunde{number} Geld ja")
    await chat.answers("+ 170d")
    for number in range(7):
        await chat.answers(f"> /qualifizierung Kunde{number} Geld teils")
    await chat.answers("+ 20d")
    told = "\n".join(await chat.answers("> /heute Seite 2"))
    assert "Frage an Kunde7 Probe: Kann er es bezahlen?" in told
    assert told.count("Frage an") == 1

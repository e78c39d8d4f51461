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

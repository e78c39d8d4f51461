"""From an address to a regular customer and back: the status ladder as a rep sees it."""


async def test_an_address_becomes_a_first_buyer_and_a_regular_and_undo_leads_back(chat):
    await chat.play("""
        > /neu Anna Meier, Meier GmbH
        < Neu: Anna Meier (Meier GmbH) – ZA, Nummer #1
          Nächster Schritt: erste Ansprache bis Mo 9.3.
        [Hat schon reagiert] [Schritt ändern] [Rückgängig]

        > /reaktion Meier Infomaterial
        < Reaktion notiert: Anna Meier (Meier GmbH) – Infomaterial, heute 09:00
          ZA → II, weil erste Reaktion: heute Info (S2)
          Nächster Schritt: Informationen schicken bis Mi 4.3.

        + 1d
        > /reaktion Meier Anruf
        < Reaktion notiert: Anna Meier (Meier GmbH) – Anruf, heute 09:00
          II → KI, weil 2 Reaktionen in 180 Tagen: gestern Info, heute Anruf (S3)
          Nächster Schritt: Termin vereinbaren bis Do 5.3.

        @ 2026-03-05 08:59
        @ 2026-03-05 09:00
        < Anna Meier (Meier GmbH) ist KI ohne Termin, KI seit Di 3.3. Ziel: persönlicher Termin (§2 KI)
        [Termin setzen] [Erledigt] [Später] [Ergebnis eintragen]

        > /termin Meier morgen 14:00 Video
        < Termin: Anna Meier (Meier GmbH) – morgen, Fr 6.3. 14:00 – Video
          Nächster Schritt: Termin morgen 14:00 – Video

        @ 2026-03-05 16:59
        @ 2026-03-05 17:00
        < Termin mit Anna Meier (Meier GmbH): morgen 14:00 – Video (R2)
        @ 2026-03-06 13:00
        < Termin mit Anna Meier (Meier GmbH): heute 14:00 – Video (R2)
        @ 2026-03-09 08:59
        < Deine Woche …
        @ 2026-03-09 09:00
        < Wie war der Termin mit Anna Meier (Meier GmbH) (Fr 6.3. 14:00) – Video? Antworte mit dem Ergebnis (§2 KI)
        [Angebot gewünscht] [Kauf] [Nächster Termin] [Kein Interesse]
        [Nicht erschienen] [Erledigt] [Ergebnis eintragen] [Später]

        > /kauf Meier 1.299,00 Wartungsvertrag
        < Kauf notiert: Anna Meier (Meier GmbH) – 1.299,00 € Wartungsvertrag, heute 09:00
          KI → EK, weil erster Kauf: heute 1.299,00 € (S5)
          Nächster Schritt: für den Kauf bedanken bis Do 12.3.

        @ 2026-03-12 08:59
        @ 2026-03-12 09:00
        < Anna Meier (Meier GmbH) hat zum ersten Mal gekauft (Mo 9.3.) – bedank dich (§2 EK)
        ! Erledigt
        ~ Erledigt: Anna Meier (Meier GmbH) – für den Kauf bedanken (bedankt)
          Nächster Schritt: nach der Zufriedenheit fragen bis Mo 23.3.
        …

        > /kauf Meier 200 Zubehör
        < Kauf notiert: Anna Meier (Meier GmbH) – 200,00 € Zubehör, heute 09:00
          EK → SK, weil 2 Käufe: 9.3. 1.299,00 € und heute 200,00 € (S6)
          Nächster Schritt: …
        …

        > /rueckgaengig
        ~ Kauf notiert: …
          Zurückgenommen.
        < Zurückgenommen: Anna Meier (Meier GmbH) – Kauf 200,00 € Zubehör
          SK → EK, weil der Eintrag nicht mehr zählt (S7)
          Nächster Schritt: nach der Zufriedenheit fragen bis Mo 23.3.
        [Doch behalten]

        > /warum Meier
        < Warum Anna Meier (Meier GmbH) EK ist:
          1. Mo 2.3.: ZA, weil angelegt Mo 2.3. (S1)
          2. Mo 2.3.: ZA → II, weil erste Reaktion: 2.3. Info (S2)
          3. Di 3.3.: II → KI, weil 2 Reaktionen in 180 Tagen: 2.3. Info, 3.3. Anruf (S3)
          4. Mo 9.3.: KI → EK, weil erster Kauf: 9.3. 1.299,00 € (S5)
          …
          Nächster Schritt: nach der Zufriedenheit fragen bis Mo 23.3. (§2 EK)
          1 Eintrag zurückgenommen, zählt nicht.…
    """)


async def test_two_reactions_on_one_day_are_one_piece_of_evidence(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /reaktion Meier Web
        < … ZA → II …
        > /reaktion Meier Anruf
        < Reaktion notiert: Anna Meier – Anruf, heute 09:00
          Nächster Schritt: Informationen schicken bis Mi 4.3.
        > /reaktion Meier Messe gestern
        < … II → KI, weil 2 Reaktionen in 180 Tagen: gestern Messe, heute Web (S3) …
    """)


async def test_a_buying_signal_skips_a_rung_and_says_so(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /reaktion Meier Angebot per Mail
        < … ZA → KI (II übersprungen), weil Kaufsignal: Angebot gewünscht, heute (S4) …
    """)


async def test_an_appointment_with_an_address_is_a_buying_signal(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /termin Meier Do 10:00
        < … ZA → KI (II übersprungen), weil Kaufsignal: Termin vereinbart (S4) …
    """)


async def test_a_refusal_is_not_a_reaction(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /reaktion Meier kein Interesse
        < Das klingt nach einem Nein von Anna Meier …
        [Als Notiz] [180 Tage Ruhe]
        ! Als Notiz
        ~ Notiz: Anna Meier – kein Interesse
          Nächster Schritt: erste Ansprache bis Mo 9.3.
        > /kontakt Meier
        < … Status ZA seit Mo 2.3. Ziel: eine Reaktion bekommen …
    """)


async def test_two_purchases_on_one_day_are_one_occasion(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 100 Wartung
        < … ZA → EK (II, KI übersprungen), weil erster Kauf: heute 100,00 € (S5) …
        > /kauf Meier 50 Zubehör
        < Kauf notiert: Anna Meier – 50,00 € Zubehör, heute 09:00
          Nächster Schritt: …
    """)


async def test_a_status_by_hand_needs_a_reason_and_keeps_it(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /status Meier KI
        < Warum soll Anna Meier KI sein? …
        > weil Budget bestätigt
        < Status gesetzt: Anna Meier – KI, weil Budget bestätigt (S8)
          ZA → KI, weil von Hand gesetzt: Budget bestätigt (S8)
          …
        > /warum Meier
        < … ZA → KI, weil von Hand gesetzt: Budget bestätigt (S8) …
    """)


async def test_evidence_from_earlier_counts_on_its_own_day(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 100 Wartung am 3.2.
        < … Di 3.2. …
        > /warum Meier
        < Warum Anna Meier EK ist:
          1. Di 3.2., eingetragen heute: ZA, weil angelegt heute (S1)
          2. Di 3.2., eingetragen heute: ZA → EK (II, KI übersprungen), weil erster Kauf: 3.2. 100,00 € (S5)
          …
    """)

"""Premium types and referrals: with a reason, without circles, and nobody's colleague in sight."""

TWO = """
    > /neu Anna Meier, Meier GmbH
    …
    > /neu Bert Kunz
    …
"""


async def test_a_referral_that_led_to_a_reaction_makes_an_advocate(chat):
    await chat.play(TWO)
    await chat.play("""
        > /empfehlung Meier hat Kunz geworben
        < Empfehlung notiert: Anna Meier (Meier GmbH) – hat Bert Kunz geworben, heute, Mo 2.3.
          Nächster Schritt: …
        > /premium Meier
        < Premium Anna Meier (Meier GmbH): keine Marke
          Eigener Umsatz 0,00 €
          Geworben: Bert Kunz; brachte 0,00 €
        > /kauf Kunz 250 Filter
        …
        > /premium Meier
        < Premium Anna Meier (Meier GmbH): Advokat
          • Advokat: 1 Empfehlung ohne Belohnung, die zu einer Reaktion führte (§7)
            Tipp: ein kleines Dankeschön, kein Geld
          Eigener Umsatz 0,00 €
          Geworben: Bert Kunz; brachte 250,00 €
        > /premium Meier erwähnt Instagram 2.500
        < Erwähnung notiert: Anna Meier (Meier GmbH) – Instagram, Reichweite 2.500, heute, Mo 2.3.
          Premium: Advokat, Influencer …
        > /liste Advokat
        < Liste „Advokat“: 1
          1. Anna Meier …
        > /premium
        < Premium-Kunden
          Advokat (1): Anna Meier
            Tipp: …
          Influencer (1): Anna Meier …
    """)


async def test_a_promised_reward_makes_no_advocate(chat):
    await chat.play(TWO)
    await chat.play("""
        > /empfehlung Meier hat Kunz geworben mit Belohnung
        < Empfehlung notiert: Anna Meier (Meier GmbH) – hat Bert Kunz geworben, heute, Mo 2.3., Belohnung versprochen …
        > /reaktion Kunz Anruf
        …
        > /premium Meier
        < Premium Anna Meier (Meier GmbH): keine Marke …
    """)


async def test_nobody_recruits_themselves_or_in_a_circle_or_who_was_recruited(chat):
    await chat.play(TWO)
    await chat.play("""
        > /neu Cleo Vogel
        …
        > /empfehlung Meier hat Meier geworben
        < Anna Meier (Meier GmbH) kann sich nicht selbst werben; es ist nichts gespeichert. …
        > /empfehlung Meier hat Kunz geworben
        …
        > /empfehlung Kunz hat Vogel geworben
        …
        > /empfehlung Vogel hat Meier geworben
        < Das wäre ein Kreis: Cleo Vogel ← Bert Kunz ← Anna Meier (Meier GmbH). …
        > /empfehlung Vogel hat Kunz geworben
        < Bert Kunz wurde schon von Anna Meier (Meier GmbH) geworben, und werben kann nur einer; …
        > /empfehlung Meier
        < Wen hat Anna Meier (Meier GmbH) geworben? …
    """)


async def test_taken_back_on_both_sides_it_can_be_logged_anew(chat):
    await chat.play(TWO)
    await chat.play("""
        > /empfehlung Meier hat Kunz geworben
        …
        > /rueckgaengig
        …
        > /empfehlung Kunz hat Meier geworben
        < Empfehlung notiert: Bert Kunz – hat Anna Meier (Meier GmbH) geworben …
    """)


async def test_a_mention_needs_its_reach(chat):
    await chat.play(TWO)
    await chat.play("""
        > /premium Meier erwähnt Instagram
        < Wie viele Leute erreicht die Erwähnung von Anna Meier (Meier GmbH)? …
        > 900
        ~ Wie viele …
        < Erwähnung notiert: Anna Meier (Meier GmbH) – Instagram, Reichweite 900, heute, Mo 2.3.
          Premium: noch keine …
        …
    """)


async def test_who_it_could_be_is_asked_and_the_line_goes_on(chat):
    await chat.play(TWO)
    await chat.play("""
        > /neu Berta Kunz
        …
        ! Trotzdem
        …
        > /empfehlung Meier hat Kunz geworben mit Belohnung
        < …
        ! Berta
        ~ Empfehlung notiert: Anna Meier (Meier GmbH) – hat Berta Kunz geworben, heute, Mo 2.3., Belohnung versprochen …
    """)


async def test_a_rep_sees_own_premium_customers_only(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /premium Meier erwähnt Zeitung 5000
        …
        > /neu Bert Kunz
        …
        > /empfehlung Meier hat Kunz geworben
        …
        > /reaktion Kunz Anruf
        …
        2> /premium
        2< Noch hat niemand eine Premium-Marke. …
        2> /liste Advokat
        2< Liste „Advokat“: niemand.
        2> /empfehlung Meier hat Kunz geworben
        2< „Meier“ finde ich nicht …
    """)


async def test_the_last_number_is_the_reach_and_a_customer_with_more_details_is_no_trouble(chat):
    await chat.play("""
        > /neu Anna Meier, Rolle Chefin
        …
        > /premium Meier erwähnt Kanal 5 2500 gestern
        < Erwähnung notiert: Anna Meier – Kanal 5, Reichweite 2.500, gestern, So 1.3. …
        > /premium Meier erwähnt auf Instagram 1,5k Follower
        < Erwähnung notiert: Anna Meier – Instagram, Reichweite 1.500, heute, Mo 2.3. …
        > /premium Meier erwähnt Zeitung 0
        < Wie viele Leute erreicht die Erwähnung von Anna Meier? …
        > /premium Meier Instagram
        < „Instagram“ verstehe ich hier nicht; bei Anna Meier ist nichts gespeichert. …
        > /neu Bert Kunz
        …
        > /empfehlung Meier hat Kunz geworben
        …
        > /reaktion Kunz Anruf
        …
        > /premium
        < Premium-Kunden
          Advokat (1): Anna Meier …
        > /premium erwähnt Blog 700
        < Um wen geht es? …
        ! Bert Kunz
        ~ Erwähnung notiert: Bert Kunz – Blog, Reichweite 700 …
    """)


async def test_an_advocate_who_never_bought_does_not_dilute_what_premium_customers_bring(chat):
    """Premium ÷ average revenue is of customers."""
    for line in (
        "/neu Anna Meier", "/neu Bert Kunz", "/neu Cleo Vogel", "/kauf Kunz 100 Filter", "/kauf Vogel 300 Filter",
        "/empfehlung Meier hat Kunz geworben", "/empfehlung Vogel hat Meier geworben", "/reaktion Meier Anruf",
    ):  # fmt: skip
        await chat.answers(f"> {line}")
    assert "Sie bringen das 1,5-Fache eines Kunden im Schnitt" in "\n".join(await chat.answers("> /premium"))


async def test_a_history_names_who_was_recruited_and_keeps_a_colleagues_name_to_itself(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Kunz
        …
        2> /neu Cleo Vogel
        …
        > /empfehlung Meier hat Kunz geworben
        …
        > /empfehlung Vogel hat Meier geworben
        …
        > /verlauf Meier
        < … von Cleo Vogel geworben
          • … hat Bert Kunz geworben …
        > /verlauf Kunz
        < … von Anna Meier geworben …
        2> /verlauf Vogel
        2< … hat jemanden geworben …
        > /rueckgaengig
        ~ …
        < Zurückgenommen: Anna Meier – von Cleo Vogel geworben
          …
          Cleo Vogel – hat Anna Meier geworben …
    """)

"""Evidence by a word or a tap, the ledger it makes, and a type set by hand."""

REGULAR = """
    > /neu Anna Meier, Meier GmbH
    …
    > /kauf Meier 100 Wartung vor 400 Tagen
    …
    > /kauf Meier 300 Wartung vor 200 Tagen
    …
    > /kauf Meier 900 Filter gestern
    …
"""


async def test_two_different_items_on_each_axis_make_a_type(chat):
    await chat.play(REGULAR)
    await chat.play("""
        > /hinweis Meier Vertrag
        < Hinweis notiert: Anna Meier (Meier GmbH) – Vertrag oder Abo, heute, Mo 2.3.
          Typ: noch unbestimmt – Horizont +4 (langfristig), Nähe −1
          Offene Frage: Verweigert er Angaben oder ein Interview?
          Nächster Schritt: …
        > /hinweis Meier Feedback zum Filter gestern
        < … Horizont +4 (langfristig), Nähe +1 …
        > /hinweis Meier Idee
        < … Typ: Beziehungssucher – Horizont +4 (langfristig), Nähe +2 (nah)
          Tipp: gemeinsam planen, nach Ideen fragen. …
        > /typ Meier
        < Typ von Anna Meier (Meier GmbH): Beziehungssucher
          Horizont +4 (langfristig)
          • +2 Vertrag oder Abo, heute
          • +2 3 Käufe über mehr als ein Jahr, gestern
          Nähe +2 (nah)
          • +1 brachte eine Idee, heute
          • +1 gab ungefragt Feedback, gestern
          Eine Achse spricht ab ±2 aus 2 verschiedenen Belegen (§6).
          Tipp: gemeinsam planen, nach Ideen fragen.
    """)


async def test_the_same_item_twice_is_one_kind_of_evidence(chat):
    await chat.play("""
        > /neu Bert Kunz
        …
        > /hinweis Kunz Feedback vorgestern
        …
        > /hinweis Kunz Feedback gestern
        < … Typ: noch unbestimmt – Horizont 0, Nähe +2
          …
    """)


async def test_without_a_word_it_is_asked_for_and_a_tap_answers(chat):
    await chat.play("""
        > /neu Bert Kunz
        …
        > /hinweis Kunz
        < Was fiel bei Bert Kunz auf? …
        [Feedback] [Idee] [Projekt]
        [Daten] [Vertrag] [treu]
        [Panne] [abgewandert] [verweigert]
        [Belohnung] [unbeantwortet]
        ! verweigert
        ~ Hinweis notiert: Bert Kunz – hat Angaben oder Interview verweigert, heute, Mo 2.3.
          Typ: noch unbestimmt – Horizont 0, Nähe −2
          …
        > /hinweis Kunz
        < Was fiel bei Bert Kunz auf? …
        > Panne
        ~ Was fiel …
        < Hinweis notiert: Bert Kunz – hat eine Panne verziehen, heute, Mo 2.3. …
    """)


async def test_a_word_that_is_no_evidence_says_which_there_are_and_loses_nothing(chat):
    await chat.play("""
        > /neu Bert Kunz
        …
        > /hinweis Kunz spielt Handball
        < „spielt“ ist kein Hinweis auf den Typ; bei Bert Kunz ist nichts gespeichert. Es gibt: Feedback, …
        ! Als Notiz
        ~ Notiz … Bert Kunz … spielt Handball …
    """)


async def test_a_type_set_by_hand_needs_a_reason_and_holds_for_180_days(chat):
    await chat.play("""
        > /neu Bert Kunz
        …
        > /typ Kunz Freund
        < Den Typ „Freund“ gibt es nicht, bei Bert Kunz ist nichts geändert. Es gibt: Beziehungssucher, treuer Käufer, …
        > /typ Kunz treuer Käufer
        < Warum ist Bert Kunz treuer Käufer? …
        > bestellt jedes Jahr dasselbe
        ~ Warum ist Bert Kunz treuer Käufer? …
        < Typ gesetzt: Bert Kunz – treuer Käufer, heute, Mo 2.3., weil bestellt jedes Jahr dasselbe; gilt 180 Tage
          Typ: treuer Käufer – Horizont 0, Nähe 0
          Tipp: verlässlich liefern, wenig Aufwand machen, keine Umfragen. …
    """)
    kept = await chat.answers("> /typ Kunz")
    assert "Von Hand gesetzt Mo 2.3.: bestellt jedes Jahr dasselbe." in "\n".join(kept)
    assert "Gilt bis Sa 29.8." in "\n".join(kept)
    await chat.answers("+ 180d")
    assert "treuer Käufer" in (await chat.answers("> /typ Kunz"))[0]
    await chat.answers("+ 1d")
    assert "noch unbestimmt" in (await chat.answers("> /typ Kunz"))[0]


async def test_evidence_that_is_taken_back_counts_no_more(chat):
    await chat.play(REGULAR)
    await chat.play("""
        > /hinweis Meier Vertrag
        …
        > /rueckgaengig
        ~ …
        < Zurückgenommen: Anna Meier (Meier GmbH) – Hinweis Vertrag
          …
        > /typ Meier
        < …
          Horizont +2
          • +2 3 Käufe über mehr als ein Jahr, gestern
          …
    """)


async def test_the_day_of_a_hint_and_of_a_type_may_be_said_and_the_colon_stands_anywhere(chat):
    await chat.play("""
        > /neu Bert Kunz
        …
        > /hinweis Kunz Feedback: lobt den Service
        < Hinweis notiert: Bert Kunz – gab ungefragt Feedback, heute, Mo 2.3. …
        > /hinweis Kunz Vertrag bis 31.12.2027
        < Hinweis notiert: Bert Kunz – Vertrag oder Abo, heute, Mo 2.3. …
        > /hinweis Kunz gestern
        < Was fiel bei Bert Kunz auf? …
        ! Panne
        ~ Hinweis notiert: Bert Kunz – hat eine Panne verziehen, gestern, So 1.3. …
        > /typ Kunz Einmalkunde gestern, weil fragt nur nach dem Preis
        < Typ gesetzt: Bert Kunz – Einmalkunde, gestern, So 1.3., weil fragt nur nach dem Preis; gilt 180 Tage …
        > /typ Kunz Einmalkunde weil gestern nach Rabatt gefragt
        < Typ gesetzt: Bert Kunz – Einmalkunde, heute, Mo 2.3., weil gestern nach Rabatt gefragt; gilt 180 Tage …
        > /verlauf Kunz
        < … Hinweis Vertrag – bis 31.12.2027 …
    """)


async def test_without_a_name_the_own_types_are_counted_and_whom_to_ask_is_named(chat):
    await chat.play("""
        > /typ
        < Noch gibt es keine Kunden, bei denen sich ein Typ zeigt. …
        > /neu Bert Kunz
        …
        > /typ Kunz Einmalkunde weil so ist er
        …
        > /neu Cleo Vogel
        …
        > /hinweis Vogel Idee
        …
        > /typ
        < Typen deiner Kunden (n = 2)
          Einmalkunde: 1
          noch unbestimmt: 1
          • Cleo Vogel: Hat der Kunde einen Vertrag oder ein Abo?
        [Cleo Vogel]
        ! Cleo Vogel
        < Typ von Cleo Vogel: noch unbestimmt …
        2> /typ
        2< Noch gibt es keine Kunden, …
    """)

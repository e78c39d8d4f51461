"""Customers by activity and by revenue, where they come from, what they have in common."""

import pytest

CUSTOMERS = """
    > /neu Anna Meier, Meier GmbH, Quelle Messe
    …
    > /neu Bert Kunz, Quelle Web
    …
    > /kauf Meier 100 Wartung vor 400 Tagen
    …
    > /kauf Meier 300 Wartung vor 200 Tagen
    …
    > /kauf Meier 900 Filter gestern
    …
    > /kauf Kunz 50 Filter vor 20 Tagen
    …
"""


async def test_the_matrix_is_a_picture_whose_caption_says_its_numbers(chat):
    await chat.play(CUSTOMERS)
    await chat.play("""
        > /neu Cleo Vogel
        …
        > /matrix
        <picture: Kundenmatrix des Teams
          A0 Kein Käufer: 1
          A1 Neuling: 1, 50,00 €
          A6 Wachsend: 1, 1.300,00 €
          W50 91, W80 182 Tage (Standardwert)>
        [Liste Neuling] [Liste Wachsend]
        ! Liste Wachsend
        < Liste „Wachsend“: 1
          1. Anna Meier …
    """)


async def test_silence_moves_a_customer_and_the_night_notes_it(chat):
    await chat.play(CUSTOMERS)
    await chat.answers("+ 26w")
    found = "\n".join(await chat.answers("> /matrix"))
    assert "A3 Einmalig: 1, 50,00 €" in found
    await chat.answers("+ 17w")
    found = "\n".join(await chat.answers("> /matrix"))
    assert "Davon 1 gefährdet" in found
    assert "Neu gefährdet (30 Tage): Anna Meier (1.300,00 €)" in found
    gone = "\n".join(await chat.answers("> /liste gefährdet"))
    assert "Anna Meier" in gone
    await chat.answers("+ 15w")
    found = "\n".join(await chat.answers("> /matrix"))
    assert "A4 Verloren: 1, 1.300,00 €" in found
    assert "Neu verloren (30 Tage): Anna Meier (1.300,00 €)" in found


async def test_what_was_entered_late_is_not_newly_lost(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 100 Wartung vor 900 Tagen
        …
        > /kauf Meier 100 Wartung vor 800 Tagen
        …
        > /matrix
        <picture: Kundenmatrix des Teams
          A4 Verloren: 1, 200,00 €
          W50 91, W80 182 Tage (Standardwert)>
        [Liste Verloren]
    """)


async def test_pareto_names_who_brings_the_revenue_and_warns_of_one_that_is_too_big(chat):
    await chat.play(CUSTOMERS)
    await chat.play("""
        > /pareto
        <picture: 20/80 der letzten 365 Tage: 1.250,00 € von 2 Kunden
          Die oberen 20 % bringen 96 %; 80 % kommen von 1 Kunden.
          A 1 · B 0 · C 1 (Schnitte bei 80 % und 95 %, Q5)
          1. Anna Meier A: 1.200,00 € (96 %)
          2. Bert Kunz C: 50,00 € (4 %)
          Achtung: Anna Meier allein bringt 96 % des Umsatzes.>
        [Anna Meier] [Bert Kunz]
        2> /pareto
        2< In den letzten 365 Tagen hat noch niemand etwas gekauft.
    """)


async def test_the_last_day_of_365_counts_and_the_day_before_does_not(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 100 Wartung vor 364 Tagen
        …
        > /kauf Meier 70 Wartung vor 365 Tagen
        …
        > /retoure Meier 30 Wartung
        …
        > /pareto
        <picture: 20/80 der letzten 365 Tage: 70,00 € von 1 Kunden …
    """)


async def test_a_source_with_few_contacts_says_so(chat):
    await chat.play(CUSTOMERS)
    await chat.play("""
        > /quellen
        < Quellen des Teams
          • Messe (1): zu wenig (ab 5)
          • Web (1): zu wenig (ab 5)
          Verlorene Kunden im Februar: zu wenig Kunden (n = 1)
    """)


async def test_from_five_on_a_source_shows_its_conversion(chat):
    for number in range(6):
        await chat.answers(f"> /neu Kunde Nummer{number}, Quelle Messe")
    for number in range(3):
        await chat.answers(f"> /reaktion Nummer{number} Anruf")
    await chat.answers("> /kauf Nummer0 100 Filter")
    found = "\n".join(await chat.answers("> /quellen"))
    assert "• Messe (6): II 50 %, KI 17 %, EK 17 %" in found
    assert (
        "Tage je Schritt: ZA → II zu wenig (n = 3), II → KI zu wenig (n = 0), KI → EK zu wenig (n = 0)"
        in found
    )


async def test_from_five_on_a_source_shows_the_days_of_every_step(chat):
    for number in range(6):
        await chat.answers(f"> /neu Kunde Nummer{number}, Quelle Messe")
        await chat.answers(f"> /neu Andre Nummer{number}, Quelle Web")
    await chat.answers("+ 10d")
    for number in range(5):
        await chat.answers(f"> /reaktion Kunde Nummer{number}: Anruf")
    await chat.answers("+ 20d")
    for number in range(5):
        await chat.answers(f"> /reaktion Kunde Nummer{number}: Angebot")
    await chat.answers("> /kauf Kunde Nummer1: 100")
    await chat.play("""
        > /quellen messe
        < Quelle des Teams
          • Messe (6): II 83 %, KI 83 %, EK 17 %
          Tage je Schritt: ZA → II 10 (n = 5), II → KI 20 (n = 5), KI → EK zu wenig (n = 1)
        [Liste] [Alle Quellen]
        ! Alle Quellen
        ~ …
          Quellen des Teams
          • Messe (6): …
          • Web (6): II 0 %, KI 0 %, EK 0 %
          Tage je Schritt: ZA → II zu wenig (n = 0), … Verlorene Kunden …
        [Liste Messe] [Liste Web] [Nur Messe] [Nur Web]
        > /quellen Kino
        < Mit „Kino“ kann /quellen nichts anfangen, es geht /quellen Messe und /quellen Web.
          Quellen des Teams …
    """)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/matrix bitte", "Mit „bitte“ kann /matrix nichts anfangen, der Befehl steht allein."),
        ("/pareto 90 Tage", "Mit „90 Tage“ kann /pareto nichts anfangen, der Befehl steht allein."),
        ("/persona Messe", "Mit „Messe“ kann /persona nichts anfangen, der Befehl steht allein."),
        ("/trichter Messe", "Mit „Messe“ kann /trichter nichts anfangen, es geht /trichter und /trichter 12 Monate."),
        ("/umsatz Messe", "Mit „Messe“ kann /umsatz nichts anfangen, es geht /umsatz 12 Wochen und /umsatz 6 Monate."),
        ("/umsatz 300 Wochen", "Mit „300 Wochen“ kann /umsatz nichts anfangen"),
    ],
)  # fmt: skip
async def test_words_a_picture_has_no_use_for_are_named(chat, line, said):
    await chat.play(CUSTOMERS)
    answer = "\n".join(await chat.answers(f"> {line}"))
    assert said in answer


@pytest.mark.parametrize(
    ("line", "weeks"),
    [("/umsatz", 26), ("/umsatz 12 Wochen", 12), ("/umsatz letzte 6 Monate", 26), ("/umsatz Jahr", 52)],
)
async def test_revenue_is_shown_for_as_many_weeks_as_are_asked_for(chat, line, weeks):
    await chat.play(CUSTOMERS)
    answer = "\n".join(await chat.answers(f"> {line}"))
    assert f"{weeks} Wochen seit" in answer
    assert "nichts anfangen" not in answer


async def test_a_persona_needs_ten_regular_customers_and_must_tell_them_from_others(chat):
    await chat.play("""
        > /persona
        < Für eine Persona braucht es 10 Stammkunden (SK), bisher gibt es keinen.
    """)
    for number in range(10):
        await chat.answers(f"> /neu Stamm Kunde{number}, Branche Handel")
        await chat.answers(f"> /status Kunde{number} SK weil alter Kunde")
    for number in range(20):
        await chat.answers(f"> /neu Neue Adresse{number}, Branche Bau")
    found = "\n".join(await chat.answers("> /persona"))
    assert "Persona aus 10 Stammkunden" in found
    assert "• Branche Handel: 100 % der SK, 3,0-mal so oft wie bei allen" in found
    assert "Achtung" not in found


async def test_another_currency_is_named_apart_under_both_pictures(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier CHF 99 Filter
        …
        > /pareto
        < In den letzten 365 Tagen hat noch niemand etwas gekauft.
          Dazu 99,00 CHF, nicht umgerechnet.
        > /kauf Meier 50 Filter
        …
    """)
    assert "Dazu 99,00 CHF, nicht umgerechnet." in "\n".join(await chat.answers("> /pareto"))
    assert "Dazu 99,00 CHF, nicht umgerechnet." in "\n".join(await chat.answers("> /matrix"))
    await chat.answers("> /retoure Meier CHF 99")
    assert "Dazu" not in "\n".join(await chat.answers("> /pareto"))


@pytest.mark.parametrize("rules", [{"perk_days": 90}])
async def test_a_candidates_perk_is_as_rare_as_the_team_set_it(chat):
    await chat.answers("> /neu Anna Meier")
    for ago in (400, 390, 380, 10):
        await chat.answers(f"> /kauf Meier 100 Wartung vor {ago} Tagen")
    assert "höchstens alle 90 Tage" in "".join(await chat.answers("> /premium Meier"))

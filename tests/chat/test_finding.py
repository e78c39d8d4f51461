"""Who a line is about: names, numbers, phones, typing errors, replies."""

import pytest


async def test_a_surname_is_enough_and_the_reply_names_who_was_matched(chat):
    await chat.play("""
        > /neu Anna Meier, Meier GmbH, 0171 2345678
        …
        > /notiz meier spielt Handball
        < Notiz: Anna Meier (Meier GmbH) – spielt Handball …
    """)


@pytest.mark.parametrize(
    "typed",
    ["MEIER", "Mei", "Anna Meier", "Meier Anna", "anna", "Anna Meier Köln", "meier koeln", "Meier Koln", "#1",
     "0171 2345678", "+49 171 2345678", "0049171/2345678", "(0171) 23 45 67-8", "345678", "meier@firma.example"],
)  # fmt: skip
async def test_every_way_to_name_a_contact_leads_to_it(chat, typed):
    await chat.answers("> /neu Anna Meier, 0171 2345678, meier@firma.example, Ort Köln")
    assert (await chat.answers(f"> /kontakt {typed}"))[0] == "< Anna Meier · #1"
    assert (await chat.answers(f"> /notiz {typed}: Hund"))[0].startswith("< Notiz: Anna Meier – Hund")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/kauf 0171 2345678 1.299,00 Wartung", "1.299,00 € Wartung"),
        ("/kauf 0171 2345678 200", "200,00 €"),
        ("/kauf Meier -5 Wartung", "-5 ist kein Betrag"),
        ("/reaktion Meier – Info", "Info, heute"),
        ("/reaktion Meier, Info gestern", "Info, gestern"),
        ("/termin Meier 3.12. 14 Uhr", "Do 3.12.2026 14:00"),
        ("/notiz Meier 14 Lizenzen", "14 Lizenzen"),
        ("/notiz Anna Meier: Müller GmbH empfohlen", "Müller GmbH empfohlen"),
    ],
)
async def test_amounts_dates_and_known_words_end_the_name(chat, line, said):
    await chat.answers("> /neu Anna Meier, 0171 2345678")
    assert said in "".join(await chat.answers(f"> {line}"))


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Herr Morgen", "/termin Morgen morgen 14 Uhr"),
        ("Herr Morgen", "/notiz Herr Morgen: ruft an"),
        ("Frau Mai", "/notiz Mai ruft an"),
        ("Anruf GmbH", "/reaktion Anruf GmbH Messe"),
        ("Mi Nguyen", "/reaktion Mi Nguyen Info"),
        ("Mi Nguyen", "/termin Mi Mi 14:00"),
        ("Info AG", "/reaktion Info AG Infomaterial"),
        ("Dr. Kauf", "/kauf Dr. Kauf 200 Wartung"),
        ("Dr. Kauf", "/kauf Kauf 200 Wartung"),
        ("Karl-Heinz O'Neill", "/kauf Karl-Heinz 200"),
        ("Karl-Heinz O'Neill", "/kauf O'Neill 200"),
        ("3M Deutschland GmbH", "/kauf 3M 200"),
        ("Firma 4711", "/notiz 4711 ruft an"),
        ("Änne Öz-Straße", "/notiz aenne oez strasse: ruft an"),
        ("שלום כהן", "/notiz שלום ruft an"),
        ("🦊 Fuchs", "/notiz Fuchs ruft an"),
        ("<b>Fett</b> & Söhne", "/notiz Fett ruft an"),
    ],
)
async def test_names_that_look_like_something_else_are_found(chat, name, line):
    await chat.answers(f"> /neu {name}")
    first = (await chat.answers(f"> {line}"))[0]
    assert f": {name}" in first, first


async def test_the_further_words_of_a_name_that_begins_like_a_day_are_no_content(chat):
    await chat.play("""
        > /neu Mi Nguyen
        …
        > /reaktion Mi Nguyen Info
        < Reaktion notiert: Mi Nguyen – Info, heute 09:00 …
    """)


async def test_a_typing_error_is_asked_about_and_nothing_stored_by_guess(chat):
    await chat.play("""
        > /neu Anna Mayer
        …
        > /kauf Mayr 200 Wartung
        < „Mayr“ kenne ich nicht. Meintest du Anna Mayer?
        [Ja, Anna Mayer] [Abbrechen] [„Mayr“ neu anlegen]
        > /kontakt Mayer
        < … Status ZA …
        ! Ja, Anna
        ~ Kauf notiert: Anna Mayer – 200,00 € Wartung …
    """)


async def test_several_hits_become_a_button_each_and_the_line_is_carried_out_by_a_tap(chat):
    await chat.play("""
        > /neu Anna Meier, Meier GmbH
        …
        > /neu Bert Meier, Ort Bonn
        …
        > /reaktion Meier Messe gestern
        < „Meier“ passt auf mehrere. Wer ist gemeint?
        [Anna Meier · Meier GmbH · ZA] [Bert Meier · Bonn · ZA] [Abbrechen]
        ! Bert
        ~ Reaktion notiert: Bert Meier – Messe, gestern …
    """)


async def test_whole_words_win_over_beginnings_and_more_words_over_fewer(chat):
    await chat.play("""
        > /neu Anna Mai
        …
        > /neu Anna Maier
        …
        > /kontakt Mai
        < Anna Mai · #1 …
        > /kontakt Anna Maie
        < Anna Maier · #2 …
    """)


async def test_more_than_eight_hits_show_eight_and_ask_to_be_more_precise(chat):
    for number in range(10):
        await chat.answers(f"> /neu Meier Filiale{number}")
    found = await chat.answers("> /kontakt Meier")
    assert "genauer, bitte" in found[0]
    assert sum("Meier Filiale" in line for line in found) == 8


async def test_namesakes_of_two_reps_are_told_apart_by_their_number(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        2> /neu Anna Meier
        2< Neu: Anna Meier – ZA, Nummer #2 …
        > /kontakt Meier
        < „Meier“ passt auf mehrere. Wer ist gemeint?
        […Anna Meier · ZA · #1]…
    """)


async def test_someone_unknown_is_created_and_the_line_carried_out(chat):
    await chat.play("""
        > /kauf Clara Winter 200 Wartung
        < „Clara Winter“ finde ich nicht. Soll ich den Kontakt neu anlegen? Deine Zeile führe ich danach gleich aus.
        [„Clara Winter“ neu anlegen] [„Clara“ neu anlegen] [Abbrechen]
        ! „Clara Winter“
        ~ Neu: Clara Winter – ZA, Nummer #1
          Kauf notiert: Clara Winter – 200,00 € Wartung, heute 09:00
          ZA → EK …
    """)


async def test_the_second_word_may_be_content_after_all(chat):
    await chat.play("""
        > /notiz Winter Hund
        < „Winter Hund“ finde ich nicht. …
        ! „Winter“
        ~ Neu: Winter – ZA, Nummer #1
          Notiz: Winter – Hund …
    """)


async def test_an_answered_name_takes_the_place_of_the_unknown_one(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /reaktion Schulze Messe gestern
        < „Schulze“ finde ich nicht. …
        > Meier
        ~ „Schulze“ finde ich nicht. …
        < Reaktion notiert: Anna Meier – Messe, gestern …
    """)


async def test_an_unknown_number_is_said_and_offers_no_creation(chat):
    await chat.play("""
        > /kontakt #999
        < Einen Kontakt #999 gibt es bei dir nicht. Such mit dem Namen: /kontakt Meier
        > /kauf 0171 999999 200
        < Zu „0171 999999 200“ finde ich keinen Kontakt. …
    """)


async def test_no_contact_given_offers_the_last_used_ones(chat):
    for number in range(8):
        await chat.answers(f"> /neu Kunde{number} Test")
    found = await chat.answers("> /notiz")
    assert found[0].startswith("< Um wen geht es?")
    assert "".join(found).count("· ZA]") == 6
    await chat.play("""
        ! Kunde7
        ~ … Kunde7 Test: Was soll in die Notiz? …
        > spielt Handball
        …
        < Notiz: Kunde7 Test – spielt Handball …
    """)


async def test_a_reply_to_a_message_about_a_contact_means_that_contact(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Braun
        …
        > /kontakt Meier
        < Anna Meier · #1 …
        r> /notiz spielt Handball
        < Notiz: Anna Meier – spielt Handball …
        > /kontakt Braun
        < Bert Braun · #2 …
        r> will ein Angebot
        < „will ein Angebot“ – was soll ich damit tun? …
        ! Reaktion: Angebot
        ~ Reaktion notiert: Bert Braun – will ein Angebot, heute 09:00 …
    """)


async def test_likely_duplicates_are_warned_of_before_anything_is_stored(chat):
    await chat.play("""
        > /neu Anna Meier, 0171 2345678
        …
        > /neu A. Meier, +49 171 2345678
        < A. Meier gibt es vielleicht schon:
          • Anna Meier – ZA, gleiche Nummer
          Noch ist nichts angelegt.
        [Trotzdem anlegen] [Öffnen: Anna Meier]
        > /kontakt #2
        < Einen Kontakt #2 gibt es bei dir nicht. …
        ! Trotzdem
        ~ Neu: A. Meier – ZA, Nummer #2 …
    """)

"""What a line lacks, has twice or has in the wrong place is asked for; nothing is stored by guess."""

import pytest


@pytest.fixture(autouse=True)
async def bert(chat):
    await chat.answers("> /neu Bert Kunz, Ort Köln")


async def stored(chat):
    with chat.work() as work:
        return [event.kind.value for event in work.events.history(1).standing()][1:]


@pytest.mark.parametrize(
    ("line", "stores"),
    [
        ("/kauf 200 Kunz", "200,00 €"),
        ("/kauf 1.299,00 € Wartung für Kunz", "1.299,00 € Wartung"),
        ("/reaktion Infomaterial Kunz", "Infomaterial"),
        ("/nachgefasst angerufen Kunz", "angerufen"),
        ("/termin morgen 10:00 Kunz", "morgen, Di 3.3. 10:00"),
        ("/schritt morgen anrufen Kunz", "anrufen, morgen"),
        ("/absage zu teuer Kunz", "zu teuer"),
        ("/zurueckstellen bis Mai Kunz", "bis Fr 1.5."),
        ("/angebot 450 Kunz Zubehör", "450,00 € Zubehör"),
    ],
)
async def test_a_name_behind_its_content_is_asked_about_before_anything_is_stored(chat, line, stores):
    said = await chat.answers(f"> {line}")
    assert "Am Anfang der Zeile erwarte ich den Namen" in said[0]
    assert "Meintest du Bert Kunz?" in said[0]
    assert await stored(chat) == []
    assert stores in "\n".join(await chat.answers("! Ja, Bert Kunz"))


async def test_a_strange_word_before_a_known_name_may_be_new_or_not(chat):
    await chat.play("""
        > /absage kaputt Kunz
        < „kaputt Kunz“ finde ich nicht. …
        [Bert Kunz · Köln · ZA]
        [„kaputt Kunz“ neu anlegen]
        [„kaputt“ neu anlegen]
        [Abbrechen]
        ! Bert Kunz · Köln · ZA
        ~ Absage notiert: Bert Kunz – kaputt, …
    """)


@pytest.mark.parametrize("content", ["200", "morgen anrufen", "Infomaterial", "zu teuer", "🎉"])
async def test_content_without_a_name_asks_whose_it_is_and_is_kept(chat, content):
    said = await chat.answers(f"> /notiz {content}")
    assert said[0].startswith("< Um wen geht es?")
    assert "Notiz: Bert Kunz – " + content in "\n".join(await chat.answers("> Kunz"))


async def test_of_two_amounts_the_price_is_asked_for(chat):
    await chat.play("""
        > /kauf Kunz 200 300
        < Ich sehe mehrere Beträge: „200“ und „300“. Welcher ist es? Gespeichert ist nichts – …
        [200,00 €] [300,00 €] [Abbrechen]
        > 250 Wartung
        ~ …
        < Kauf notiert: Bert Kunz – 250,00 € Wartung, …
        …
        > /kauf Kunz 200 € Wartung 300 €
        …
        ! 300,00 €
        ~ Kauf notiert: Bert Kunz – 300,00 € Wartung, …
        > /kauf Kunz 1200 Golf 2024
        …
        ! 1.200,00 €
        ~ Kauf notiert: Bert Kunz – 1.200,00 € Golf 2024, …
        > /kauf Kunz 2 Lizenzen 500,00
        < Kauf notiert: Bert Kunz – 500,00 € 2 Lizenzen, …
        > /retoure Kunz 50 60
        < Ich sehe mehrere Beträge: „50“ und „60“. …
        ! 60,00 €
        ~ Retoure notiert: Bert Kunz – 60,00 € …
        > /angebot Kunz 200 € 300 €
        < Ich sehe mehrere Beträge: „200 €“ und „300 €“. …
    """)


async def test_a_day_without_its_second_dot_is_not_taken_for_money(chat):
    await chat.play("""
        > /kauf Kunz 3.11 für 200
        < „3.11“ kann ein Tag oder ein Betrag sein. …
        [Tag Mo 3.11.] [Betrag 3,11 €] [Abbrechen]
        ! Tag Mo 3.11.
        ~ Kauf notiert: Bert Kunz – 200,00 €… Mo 3.11. …
        > /kauf Kunz 1.5
        …
        ! Betrag 1,50 €
        ~ Kauf notiert: Bert Kunz – 1,50 €, heute …
        > /kauf Kunz 49.90
        < Kauf notiert: Bert Kunz – 49,90 €, …
        > /kauf Kunz 300 Version 1.5
        < Kauf notiert: Bert Kunz – 300,00 € Version 1.5, …
        > /termin Kunz 1.5
        < Wann ist der Termin mit Bert Kunz? …
        [Am 1.5.] …
        ! Am 1.5.
        ~ Um wie viel Uhr ist der Termin mit Bert Kunz? …
        > /zurueckstellen Kunz 1.5
        < Bis wann soll Bert Kunz ruhen? …
        ! Am 1.5.
        ~ Zurückgestellt: Bert Kunz – bis Fr 1.5. …
    """)


async def test_words_that_say_no_amount_are_no_goods(chat):
    await chat.play("""
        > /kauf Kunz viel
        < Um wie viel geht es bei Bert Kunz? In „viel“ sehe ich keinen Betrag. …
        > 200
        < Kauf notiert: Bert Kunz – 200,00 €, heute 09:00 …
        > /kauf Kunz Wartung
        < Um wie viel geht es bei Bert Kunz? In „Wartung“ sehe ich keinen Betrag. …
        > 300
        …
        < Kauf notiert: Bert Kunz – 300,00 € Wartung, heute 09:00 …
        > /kauf Kunz umsonst
        < … Was nichts gekostet hat, ist kein Kauf, sondern eine Notiz: /notiz Kunz Wartung umsonst. …
        > /kauf Kunz 🎉 gestern
        < Um wie viel geht es bei Bert Kunz? …
        > 400
        …
        < Kauf notiert: Bert Kunz – 400,00 €, gestern …
        > /angebot Kunz viel
        < Bert Kunz: Was hast du angeboten? …
        > /angebot Kunz bis 30.11.
        < Bert Kunz: Was hast du angeboten? …
        > 450
        < Angebot notiert: Bert Kunz – 450,00 €, gültig bis Mo 30.11.2026 …
    """)


async def test_nothing_and_less_than_nothing_are_no_price(chat):
    await chat.play("""
        > /kauf Kunz 0 Wartung
        < 0 ist kein Betrag für einen Kauf. … /notiz Kunz Wartung umsonst. … /kauf Kunz 1.299,00 Wartung
        > /kauf Kunz -50
        < -50 ist kein Betrag für einen Kauf. … Kam etwas zurück, ist es eine Retoure: /retoure Kunz 200 Wartung. …
        > /angebot Kunz 0
        < 0 ist kein Betrag für ein Angebot. … Ohne Preis … /angebot Kunz Wartung. … /angebot Kunz 450 Zubehör
        > /kauf Kunz 200 Wartung
        …
        > /retoure Kunz 0
        < 0 ist kein Betrag für eine Retoure. … /retoure Kunz 200 Wartung
    """)
    assert await stored(chat) == ["purchase"]


async def test_without_a_purchase_there_is_nothing_to_give_back(chat):
    await chat.play("""
        > /retoure Kunz
        < Bei Bert Kunz steht kein Kauf, den das zurückgeben könnte. … /kauf Kunz 1.299,00 Wartungsvertrag am 3.11.
        > /kauf Kunz 200 Wartung gestern
        …
        > /kauf Kunz 80 Zubehör
        …
        > /retoure Kunz 50 Wartung
        …
        > /retoure Kunz
        < Um wie viel geht es bei Bert Kunz? …
        [80,00 € Zubehör] [150,00 € Wartung]
        ! 150,00 € Wartung
        ~ Retoure notiert: Bert Kunz – 150,00 € vom Kauf So 1.3. (Wartung), …
    """)


async def test_a_status_is_understood_in_words_and_asked_for_where_it_is_not(chat):
    await chat.play("""
        > /status Kunz Erstkäufer weil alter Kunde
        < Status gesetzt: Bert Kunz – EK, weil alter Kunde (S8) …
        > /status Kunz von EK auf KI weil verwechselt
        < Status gesetzt: Bert Kunz – KI, weil verwechselt (S8) …
        > /status Kunz Kunde weil alt
        < Den Status „Kunde“ gibt es nicht – … /status Kunz KI weil Budget bestätigt
        [ZA] [II] [KI] [EK] [SK]
        ! SK
        ~ Status gesetzt: Bert Kunz – SK, weil alt (S8) …
        > /status Kunz prima
        …
        > EK weil gekauft
        ~ …
        < Status gesetzt: Bert Kunz – EK, weil gekauft (S8) …
    """)


async def test_an_unread_word_is_named_and_asked_for_again(chat):
    await chat.play("""
        > /reaktion Kunz
        < Wie hat Bert Kunz reagiert? Tippe …
        > Blumen
        ~ …
        < Wie hat Bert Kunz reagiert? In „Blumen“ erkenne ich es nicht. Tippe …
        > Web
        ~ …
        < Reaktion notiert: Bert Kunz – Blumen Web, …
        > /nachgefasst Kunz Blumen
        < Was hast du bei Bert Kunz gemacht? In „Blumen“ erkenne ich es nicht. Tippe …
    """)


async def test_an_example_is_one_for_the_contact_it_is_about(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Eva Meier
        …
        > /kauf Kunz 200 31.2.
        < „31.2.“ gibt es nicht. … /kauf Kunz 1.299,00 Wartungsvertrag am 3.11.
        > /kauf Eva Meier 200 31.2.
        < „31.2.“ gibt es nicht. … /kauf #3 1.299,00 Wartungsvertrag am 3.11.
        > /kauf #3 1.299,00 Wartungsvertrag am 3.11.
        < Kauf notiert: Eva Meier – …
    """)


@pytest.mark.parametrize(
    "line",
    [
        "kauf Kunz 200 am 3.11.1938",
        "reaktion Kunz Web 31.12.1949",
        "nachgefasst Kunz Anruf 1.1.1949",
        "absage Kunz 3.3.1900",
    ],
)
async def test_what_lies_before_1950_is_a_slip_of_the_year(chat, line):
    said = "\n".join(await chat.answers(f"> /{line}"))
    assert "so weit zurück trage ich nichts ein, frühestens ab 1950. Gespeichert ist nichts" in said
    assert await stored(chat) == []


async def test_a_purchase_of_1950_is_one(chat):
    await chat.play("""
        > /kauf Kunz 200 am 1.1.1950
        < Kauf notiert: Bert Kunz – 200,00 €, So 1.1.1950 …
        > /kauf Kunz 200 am 3.11.1938
        …
        > 3.11.2025
        < Kauf notiert: Bert Kunz – 200,00 €, Mo 3.11. …
    """)

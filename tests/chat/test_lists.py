"""`/liste` and `/verlauf`: filters, pages that turn in place, cards that leave the list where it is."""

import pytest

FILTERS = {
    "ZA": {"Zoe"},
    "KI": {"Kai", "Kim"},
    "ki": {"Kai", "Kim"},
    "KI ohne Termin": {"Kai"},
    "ohne Termin KI": {"Kai"},
    "ZA II": {"Zoe", "Ida"},
    "ohne Schritt": set(),
    "überfällig": {"Ida"},
    "ueberfaellig": {"Ida"},
    "heute": {"Ida", "Kai", "Zoe"},
    "überfällig ohne Termin": {"Ida"},
    "zurückgestellt": {"Rita", "Rosa"},
    "zurückgestellt ohne Schritt": {"Rosa"},
    "EK": set(),
}


@pytest.fixture
async def everyone(chat):
    for line in (
        "/neu Zoe", "/neu Ida", "/reaktion Ida Web", "/neu Kai", "/reaktion Kai Angebot",
        "/neu Kim", "/termin Kim 20.3. 10:00", "/neu Rita", "/zurueckstellen Rita in 90 Tagen",
        "/neu Rosa", "/zurueckstellen Rosa", "@ 2026-03-09 12:00", "/nachgefasst Kai angerufen gestern",
    ):  # fmt: skip
        await chat.answers(line if line.startswith("@") else f"> {line}")


@pytest.mark.usefixtures("everyone")
async def test_each_filter_shows_whom_it_names(chat):
    for wanted, names in FILTERS.items():
        said = await chat.answers(f"> /liste {wanted}")
        shown = {line.split(". ")[1].split()[0] for line in said if line.startswith("  ") and ". " in line}
        assert shown == names, wanted
        assert f"Liste „{wanted}“: {len(names) or 'niemand.'}" in said[0]


@pytest.mark.parametrize("wrong", ["KU", "KI ohne Kaffee", "Meier"])
async def test_an_unknown_filter_is_refused_with_what_there_is(chat, wrong):
    said = "".join(await chat.answers(f"> /liste {wrong}"))
    assert "kenne ich als Filter nicht. Es gibt ZA, II, KI, EK, SK, ohne Termin" in said


async def test_without_contacts_the_overview_helps_on(chat):
    assert await chat.answers("> /liste") == ["< Noch keine Kontakte.", "[Neuer Kontakt: so geht’s]"]


@pytest.mark.usefixtures("everyone")
async def test_from_the_overview_to_a_list_and_back_in_one_message(chat):
    await chat.play("""
        > /liste
        < Alle Kontakte des Teams: 6
          ZA: 3
          II: 1
          KI: 2
          EK: 0
          SK: 0
        [ZA (3)] [II (1)] [KI (2)] [KI ohne Termin] [Überfällig] [Ohne Schritt] [Zurückgestellt]
        ! KI (2)
        ~ Liste „KI“: 2 …
        ! Übersicht
        ~ Alle Kontakte des Teams: 6 …
    """)


async def test_twenty_turn_in_place_eight_a_page(chat):
    for number in range(1, 21):
        await chat.answers(f"> /neu Kunde{number:02}")
    await chat.play("""
        > /liste ZA
        < Liste „ZA“: 20
          1. Kunde01 ZA: erste Ansprache – Mo 9.3. …
          8. Kunde08 …
        [1. Kunde01] [2. Kunde02] … [8. Kunde08] [Weiter »] [Übersicht]
        ! Weiter
        ~ Liste „ZA“: 20
          9. Kunde09 … 16. Kunde16 …
        [… [« Zurück] [Weiter »] [Übersicht]
        ! 16. Kunde16
        < Kunde16 · #16 …
        ! Weiter
        ~ Liste „ZA“: 20
          17. Kunde17 … 20. Kunde20 …
        [… [« Zurück] [Übersicht]
        > /liste ZA Seite 99
        < Liste „ZA“: 20
          17. Kunde17 …
        > /liste ZA Seite 0
        < Liste „ZA“: 20
          1. Kunde01 …
    """)


async def test_exactly_a_page_has_no_next_one(chat):
    for number in range(1, 9):
        await chat.answers(f"> /neu Kunde{number:02}")
    assert "Weiter" not in "".join(await chat.answers("> /liste ZA"))


async def test_a_list_names_the_own_wording_and_what_is_late(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /schritt Meier Muster & <Preise> schicken morgen
        …
        + 2d
        …
        > /liste ZA
        < Liste „ZA“: 1
          1. Anna Meier ZA: Muster & <Preise> schicken – gestern (überfällig)
        …
    """)


async def test_a_lead_sees_whose_contact_it_is_and_a_rep_only_their_own(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        2> /neu Bert Braun
        …
        > /liste ZA
        < Liste „ZA“: 2
          1. Anna Meier ZA: erste Ansprache – Mo 9.3.
          2. Bert Braun ZA: erste Ansprache – Mo 9.3., bei Jan Vogt
        …
        2> /liste ZA
        2< Liste „ZA“: 1
          1. Bert Braun ZA: erste Ansprache – Mo 9.3.
        …
    """)


async def test_a_history_turns_in_place_newest_first_and_keeps_what_was_taken_back(chat):
    await chat.answers("> /neu Anna Meier")
    for number in range(1, 11):
        await chat.answers(f"> /notiz Meier: Zettel {number:02}")
    await chat.answers("> /rueckgaengig")
    await chat.play("""
        > /verlauf Meier
        < Verlauf Anna Meier (11 Einträge)
          • heute 09:00: Notiz – Zettel 10 (zurückgenommen)
          • heute 09:00: Notiz – Zettel 09 …
          • heute 09:00: Notiz – Zettel 03
        [Älter »] [Karte]
        ! Älter
        ~ Verlauf Anna Meier (11 Einträge)
          • heute 09:00: Notiz – Zettel 02
          • heute 09:00: Notiz – Zettel 01
          • heute 09:00: angelegt
        [« Neuer] [Karte]
        ! Neuer
        ~ Verlauf Anna Meier (11 Einträge)
          • heute 09:00: Notiz – Zettel 10 (zurückgenommen) …
        > /verlauf Meier Seite 99
        < Verlauf Anna Meier (11 Einträge)
          • heute 09:00: Notiz – Zettel 02 …
    """)

"""`/liste`, `/verlauf` and `/heute`: filters, pages that turn in place, cards that leave the list where it is."""

from datetime import UTC, date, datetime

import pytest

from storage.contacts import CONTACT, COUNTED
from storage.filters import Filter
from storage.words import WORD, Scope

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
    "KIs": {"Kai", "Kim"},
    "Kaufinteressenten ohne Termin": {"Kai"},
    "Interessenten": {"Ida", "Kai", "Kim"},
    "KI und II": {"Kai", "Kim", "Ida"},
    "Erstkäufer": set(),
    "Stammkunden": set(),
    "alle überfälligen": {"Ida"},
    "diese Woche": {"Ida", "Kai", "Zoe"},
    "Adressen diese Woche": {"Zoe"},
    "zurückgestellte": {"Rita", "Rosa"},
    "#wichtig": {"Kai", "Zoe"},
    "wichtig": {"Kai", "Zoe"},
    "Stichwort #wichtig": {"Kai", "Zoe"},
    "KI #wichtig": {"Kai"},
    "alter Kunde": {"Ida"},
    "Gruppe A0 KI": {"Kai", "Kim"},
    "Gruppe Verloren": set(),
    "Gruppe Zweitkauf fällig": set(),
    "VIPs": set(),
    "Klasse A": set(),
}


@pytest.fixture
async def everyone(chat):
    for line in (
        "/neu Zoe", "/neu Ida", "/reaktion Ida Web", "/neu Kai", "/reaktion Kai Angebot",
        "/neu Kim", "/termin Kim 20.3. 10:00", "/neu Rita", "/zurueckstellen Rita in 90 Tagen",
        "/neu Rosa", "/zurueckstellen Rosa", "/aendern Kai Stichwort +wichtig",
        "/aendern Zoe Stichwort +wichtig", "/aendern Ida Stichwort +alter Kunde", "@ 2026-03-09 12:00",
        "/nachgefasst Kai angerufen gestern",
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


async def test_a_word_that_is_no_filter_can_be_searched_for(chat):
    await chat.play("""
        > /neu Ines Albers, Ort Hamburg
        …
        > /liste Hamburg
        < „Hamburg“ kenne ich als Filter nicht. …
        [Suchen: Hamburg]
        [Übersicht]
        ! Suchen: Hamburg
        ~ Suche „Hamburg“: 1…
        [1. Ines Albers]
    """)


async def test_without_contacts_the_overview_helps_on(chat):
    assert await chat.answers("> /liste") == ["< Noch keine Kontakte.", "[Neuer Kontakt: so geht’s]"]


@pytest.mark.usefixtures("everyone")
async def test_from_the_overview_to_a_list_and_back_in_one_message(chat):
    await chat.play("""
        > /liste
        < Alle Kontakte des Teams: 6
          ZA: 1
          II: 1
          KI: 2
          EK: 0
          SK: 0
          zurückgestellt: 2
          Filter lassen sich verbinden: …
        [ZA (1)] [II (1)] [KI (2)] [Überfällig] [KI ohne Termin] [Ergebnis fehlt] [Ohne Schritt] [Zurückgestellt]
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
        [↩ Notiz – Zettel 09] … [Älter »] [Karte] [Bild]
        ! Älter
        ~ Verlauf Anna Meier (11 Einträge)
          • heute 09:00: Notiz – Zettel 02
          • heute 09:00: Notiz – Zettel 01
          • heute 09:00: angelegt
        [↩ Notiz – Zettel 02] … [« Neuer] [Karte] [Bild]
        ! Neuer
        ~ Verlauf Anna Meier (11 Einträge)
          • heute 09:00: Notiz – Zettel 10 (zurückgenommen) …
        > /verlauf Meier Seite 99
        < Verlauf Anna Meier (11 Einträge)
          • heute 09:00: Notiz – Zettel 02 …
    """)


PEOPLE = (
    "/neu Anna Köhler, Köhler & Söhne GmbH, Ort Köln, Branche Handel, Quelle Messe",
    "/neu Bert Braun, Nordbau AG, Ort Neu-Ulm, Branche Bau und Handwerk, Quelle messe",
    "/neu Cora Celik, Müller Metall, Ort Koeln-Porz, Quelle Web",
    "/neu Dora Dahl, Ort Ulm, Branche Gesundheit",
    "/neu Emil Ecker, Ort Passau",
    "/reaktion Braun Angebot",
)
FOUND = {
    "Quelle Messe": {"Anna", "Bert"},
    "quelle: MESSE": {"Anna", "Bert"},
    "Quelle Messe KI": {"Bert"},
    "KI Quelle Messe": {"Bert"},
    "Quelle Messe ohne Termin": {"Anna", "Bert"},
    "Quelle Messe, Ort Ulm": {"Bert"},
    "Ort Köln": {"Anna", "Cora"},
    "Ort koeln": {"Anna", "Cora"},
    "Ort Ulm": {"Bert", "Dora"},
    "Ort Au": set(),
    "Branche Handwerk": {"Bert"},
    "Branche Hand": {"Anna", "Bert"},
    "Branche 100%": set(),
    "Firma Müller": {"Cora"},
    "Firma Mueller Metall": {"Cora"},
    "Firma Söhne": {"Anna"},
    "Firma Söhne Ort Köln Branche Handel Quelle Messe ZA": {"Anna"},
    "Ort Köln Ort Ulm": {"Bert", "Dora"},
    "ZA Ort Ulm": {"Dora"},
    "Stichwort Handwerk": set(),
    "Interesse Wartung": set(),
}


def names(said):
    return {line.split(". ")[1].split()[0] for line in said if line.startswith("  ") and ". " in line}


@pytest.fixture
async def people(chat):
    for line in PEOPLE:
        await chat.answers(f"> {line}")


@pytest.mark.usefixtures("people")
async def test_filters_combine_in_any_order(chat):
    for wanted, expected in FOUND.items():
        assert names(await chat.answers(f"> /liste {wanted}")) == expected, wanted


@pytest.mark.usefixtures("people")
async def test_keywords_and_interests_are_found_as_they_are_noted(chat):
    with chat.work() as work:
        anna, bert = (work.contacts.any(number) for number in (1, 2))
        work.tags.add(anna.id, "Großhandel")
        work.contacts.change(bert, {"interests": "Wärmepumpe, Solar", "wish": "Wartung"})
    found = {
        "Stichwort Großhandel": {"Anna"}, "Tag grosshandel": {"Anna"}, "Stichwort Groß": set(),
        "Stichwort Großhandel Ort Ulm": set(), "Interesse solar": {"Bert"}, "Interesse wärmepumpe": {"Bert"},
        "Interesse Wartung": set(), "Interesse": None,
    }  # fmt: skip
    for wanted, expected in found.items():
        said = await chat.answers(f"> /liste {wanted}")
        if expected is None:
            assert "Hinter „Interesse“ fehlt noch" in said[0]
        else:
            assert names(said) == expected, wanted


@pytest.mark.usefixtures("people")
async def test_a_source_nobody_came_from_is_refused_with_those_there_are(chat):
    await chat.play("""
        > /liste Quelle Mässe
        < Die Quelle „Mässe“ hat niemand. Es gibt: Messe, Web, messe. Zum Beispiel /liste Quelle Messe …
        > /liste Quelle Plakat
        < Die Quelle „Plakat“ hat niemand. …
        [Messe] [Web] …
        ! Web
        ~ Liste „Quelle Web“: 1
          1. Cora Celik (Müller Metall) ZA: …
        2> /liste Quelle Web
        2< Quelle „Web“: Noch hat kein Kontakt eine Quelle. …
    """)


async def test_leads_ask_for_a_colleagues_contacts_reps_may_not(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        2> /neu Bert Braun
        …
        > /liste bei Jan
        < Liste „bei Jan“: 1
          1. Bert Braun ZA: erste Ansprache – Mo 9.3., bei Jan Vogt
        …
        > /liste ZA Besitzer kim berger
        < Liste „ZA Besitzer kim berger“: 1
          1. Anna Meier …
        > /liste bei Otto
        < „Otto“ ist niemand im Team. Es gibt: Kim Berger, Jan Vogt. …
        2> /liste bei Kim
        2< /liste bei Kim darf nur die Vertriebsleitung. …
        2> /liste ZA
        2< Liste „ZA“: 1
          1. Bert Braun …
    """)


async def test_the_work_list_turns_in_place_and_stays_on_its_page_when_something_is_done(chat):
    for number in range(1, 12):
        await chat.answers(f"> /neu Kunde{number:02}")
    await chat.answers("@ 2026-03-10 12:00")
    await chat.play("""
        > /heute
        < Heute dran (11)
          1. Kunde01 ZA: erste Ansprache – seit 1 Tag überfällig
          … 8. Kunde08 …
        [1. Kunde01] [✓ 1] … [8. Kunde08] [✓ 8] [Weiter »]
        ! Weiter
        ~ Heute dran (11)
          9. Kunde09 … 11. Kunde11 …
        [9. Kunde09] [✓ 9] [10. Kunde10] [✓ 10] [11. Kunde11] [✓ 11] [« Zurück]
        ! ✓ 10
        ~ … Heute dran (10)
          9. Kunde09 …
          10. Kunde11 …
        [… [« Zurück] [Rückgängig]
        ! Zurück
        ~ Heute dran (10)
          1. Kunde01 … 8. Kunde08 …
        > /heute Seite 7
        < Heute dran (10)
          9. Kunde09 …
    """)


@pytest.mark.parametrize("wanted", ["Quelle Messe", "KI ohne Termin Ort Köln", "überfällig bei Kim"])
async def test_a_long_list_is_counted_up_to_a_thousand_and_its_pages_end_there(chat, wanted):
    with chat.work() as work:
        fill(work, 1003)
        now = chat.stage.clock.now()
        asked = {"scope": Scope(None), "now": now, "today": now.date()}
        assert work.contacts.count_by(Filter(sources=("Messe",)), **asked) == COUNTED + 1
    await chat.play(f"""
        > /liste {wanted}
        < Liste „{wanted}“: über 1.000
          1. K1 …
        > /liste {wanted} Seite 9999
        < Liste „{wanted}“: über 1.000
          993. K… 1000. K…
        [… [« Zurück] [Übersicht]
    """)


def fill(work, many):
    """Contacts that most filters find, written as rows."""
    now = datetime(2026, 3, 1, 8, tzinfo=UTC)
    row = {
        "owner": 1, "town": "Köln", "source": "Messe", "created_at": now, "used_at": now, "status": "KI",
        "step": "no_appointment", "step_day": date(2026, 2, 20), "hidden": False, "parked": False, "private": False,
        "occasions": 0, "company": "", "email": "", "phone": "", "industry": "",
    }  # fmt: skip
    connection = work.contacts._connection  # noqa: SLF001 – rows in bulk, as no unit of work writes them
    connection.execute(CONTACT.insert(), [{**row, "id": n, "name": f"K{n}"} for n in range(1, many + 1)])
    words = [{"rep": 1, "word": "koln", "contact": number} for number in range(1, many + 1)]
    connection.execute(WORD.insert(), words)


async def test_a_tick_on_an_old_list_settles_no_step_that_came_since(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /schritt Meier anrufen heute
        …
        > /heute
        …
        > /schritt Meier Angebot schicken 30.3.
        …
    """)
    said = "\n".join(await chat.answers("! ✓ 1"))
    assert "Dieser Schritt ist schon erledigt oder ersetzt" in said
    assert "Angebot schicken" in "\n".join(await chat.answers("> /kontakt Meier"))


async def test_a_cards_done_button_means_the_step_it_showed(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /schritt Meier anrufen heute
        …
        > /kontakt Meier
        …
    """)
    old = chat.stage.standin.find_button(101, "Erledigt")
    await chat.answers("> /schritt Meier Angebot schicken heute")
    chat.said.clear()
    chat.stage.standin.press(101, *old)
    await chat.stage.settle()
    assert "Dieser Schritt ist schon erledigt oder ersetzt" in "\n".join(chat.said)


async def test_a_class_lists_customers_by_the_revenue_of_the_year(chat):
    for number, euros in enumerate((8000, 1000, 700, 300), 1):
        await chat.answers(f"> /neu Kunde{number} Probe")
        await chat.answers(f"> /kauf Kunde{number} {euros},00")
    await chat.answers("+ 1d")
    for wanted, names in (
        ("Klasse A", "1"),
        ("A-Kunden", "1"),
        ("Klasse B", "23"),
        ("Klasse C", "4"),
        ("B Kunden", "23"),
    ):
        said = "\n".join(await chat.answers(f"> /liste {wanted}"))
        assert {number for number in "1234" if f"Kunde{number} Probe" in said} == set(names), wanted


async def test_a_group_or_a_class_that_there_is_not_is_refused_with_those_there_are(chat):
    await chat.play("""
        > /liste Gruppe A9
        < Die Gruppe „A9“ gibt es nicht – es gibt A0 Kein Käufer, A1 Neuling, …
        [A0 Kein Käufer] …
        > /liste Klasse D
        < Die Klasse „D“ gibt es nicht – es gibt A, B und C …
        [Klasse A] [Klasse B] [Klasse C]
        > /liste Gruppe
        < Hinter „Gruppe“ fehlt noch, was du suchst. Zum Beispiel /liste Gruppe A2
        > /liste #niemand
        < Liste „#niemand“: niemand.
    """)


async def test_a_history_says_what_changed_the_status_and_takes_an_entry_back(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /reaktion Meier Web gestern
        …
        > /reaktion Meier Info
        …
        > /notiz Meier ruft zurück
        …
        > /verlauf Meier
        < Verlauf Anna Meier (4 Einträge)
          • heute 09:00: Notiz – ruft zurück
          • heute 09:00: Reaktion Info → KI (S3)
          • heute 09:00: angelegt
          • gestern: Reaktion Web → II (S2)
        [↩ Notiz – ruft zurück] [↩ Reaktion Info] [↩ angelegt] [↩ Reaktion Web] [Karte] [Bild] [Warum?]
        ! ↩ Reaktion Info
        ~ …
        < Zurückgenommen: Anna Meier – Reaktion Info
          KI → II, …
        > /verlauf Meier
        < Verlauf Anna Meier (4 Einträge)
          • heute 09:00: Notiz – ruft zurück
          • heute 09:00: Reaktion Info (zurückgenommen) …
        [↩ Notiz – ruft zurück] [↩ angelegt] [↩ Reaktion Web] [Karte] [Bild] [Warum?]
    """)
    await chat.answers("+ 2d")
    assert "↩" not in "\n".join(await chat.answers("> /verlauf Meier"))

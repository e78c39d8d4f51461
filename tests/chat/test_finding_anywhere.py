"""`/suche`: over records and over what was said, within one's own."""

import pytest

from domain.contact import NewContact


@pytest.fixture
async def book(chat):
    for line in (
        "/neu Anna Meier, Meier GmbH, 0171 2345678, Ort Köln",
        "/neu Bert Braun, 0172 9999999, Ort Bonn",
        "/notiz Meier hat am Wochenende gern mit den Kindern Handball gespielt und freut sich auf die Messe im Mai",
        "/kauf Meier 1.299 Wartung gestern",
        "/notiz Braun <b>fett</b> & frech",
    ):
        await chat.answers(f"> {line}")
    return chat


async def test_a_word_of_a_note_is_found_with_what_stands_around_it(book):
    await book.play("""
        > /suche handball
        < Suche „handball“: 1
          1. Anna Meier (Meier GmbH) EK: Notiz heute: … gern mit den Kindern Handball gespielt und freut …
        [1. Anna Meier]
        ! 1. Anna
        < Anna Meier (Meier GmbH) · #1 …
    """)


async def test_words_may_stand_in_different_places(book):
    await book.play("""
        > /suche wartung köln
        < Suche „wartung köln“: 1
          1. Anna Meier (Meier GmbH) EK: Ort Köln · Kauf gestern: Wartung
        …
        > /suche Wartung Bonn
        < „Wartung Bonn“ steht nirgends – …
    """)


@pytest.mark.parametrize(
    "typed", ["0171 23", "+49 171", "0171/2345678", "345678", "meier", "Mei", "köl", "#1", "gmbh"]
)
async def test_records_are_searched_as_ever(book, typed):
    assert "\n  1. Anna Meier (Meier GmbH)" in "\n".join(await book.answers(f"> /suche {typed}"))


async def test_what_was_typed_and_noted_comes_out_as_text(book):
    said = "\n".join(await book.answers("> /suche fett"))
    assert "Notiz heute: <b>fett</b> & frech" in said


async def test_an_entry_that_was_undone_is_found_no_more_until_it_comes_back(book):
    await book.play("""
        > /notiz Braun segelt
        …
        > /suche segelt
        < Suche „segelt“: 1 …
        > /rueckgaengig
        …
        > /suche segelt
        < „segelt“ steht nirgends – nicht bei den Kontakten, nicht in Notizen und Käufen. …
        > /rückgängig
        …
    """)


async def test_a_corrected_line_is_found_by_what_it_says_now(book):
    await book.play("""
        > /notiz Braun kegelt
        …
        e> /notiz Braun rudert
        …
        > /suche rudert
        < Suche „rudert“: 1 …
        > /suche kegelt
        < „kegelt“ steht nirgends – …
    """)


async def test_a_typing_error_is_forgiven_last(book):
    await book.play("""
        > /suche Maier
        < „Maier“ steht nirgends. Meintest du:
          1. Anna Meier (Meier GmbH) EK
        [1. Anna Meier]
    """)


async def test_nothing_asked_is_asked_for(book):
    await book.play("""
        > /suche
        < Wonach soll ich suchen? …
        > Handball
        …
        < Suche „Handball“: 1 …
    """)


async def test_a_colleagues_entries_are_nobody_elses_and_a_lead_reads_whose_they_are(book):
    await book.play("""
        2> /neu Clara Winter
        2< …
        2> /notiz Winter spielt Handball
        2< …
        2> /suche Handball
        2< Suche „Handball“: 1
           1. Clara Winter ZA: Notiz heute: spielt Handball
        2[1. Clara Winter]
        2> /suche Wartung
        2< „Wartung“ steht nirgends – …
        > /suche Handball
        < Suche „Handball“: 2
          1. Anna Meier (Meier GmbH) EK: Notiz heute: …
          2. Clara Winter ZA, bei Jan Vogt: Notiz heute: spielt Handball
        …
    """)


async def test_many_hits_turn_in_place(chat):
    for number in range(10):
        await chat.answers(f"> /neu Kunde{number} Test, Ort Köln – mag Segeln")
    first = await chat.answers("> /suche segeln")
    assert first[0] == "< Suche „segeln“: 10"
    assert len([line for line in first if "Kunde" in line and "Notiz" in line]) == 8
    assert "[Weiter »]" in "".join(first)
    second = await chat.answers("! Weiter")
    assert second[0] == "~ Suche „segeln“: 10"
    assert [line.strip()[:3] for line in second if "Notiz" in line] == ["9. ", "10."]
    assert "[« Zurück]" in "".join(second)


async def test_too_many_hits_ask_for_more_words(chat):
    with chat.work() as work:
        lead = work.members.all()[0]
        for number in range(105):
            work.contacts.add(
                NewContact(name=f"Kunde{number} Test"), owner=lead.id, now=chat.stage.clock.now()
            )
    said = await chat.answers("> /suche test")
    assert said[0] == "< Suche „test“: mehr als 100 – genauer, bitte"

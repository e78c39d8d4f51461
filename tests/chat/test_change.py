"""`/aendern`: one line changes a record, what can't be is refused with a way on, and all of it goes back."""

import inspect
import re
from datetime import UTC, datetime

import pytest

from bot import errors_record
from bot.turn import Refusal
from bot.views import refusals
from domain.contact import Contact
from domain.record import Field
from storage.contacts import Listed

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def contact_of(chat, number=1):
    with chat.work() as work:
        return work.contacts.any(number)


async def test_several_fields_change_in_one_line_and_are_found_by_at_once(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /aendern Meier Telefon 0171 999, Ort Köln
        < Geändert: Anna Meier – Telefon: leer → +49171999
          Ort: leer → Köln
          Nächster Schritt: erste Ansprache bis Mo 9.3.
        [Karte] [Schritt ändern] [Rückgängig]
        > /aendern Meier Name Anna Berger
        < Geändert: Anna Berger – Name: Anna Meier → Anna Berger …
        > /kontakt Berger
        < Anna Berger · #1 …
        > /kontakt Meier
        < „Meier“ finde ich nicht. …
    """)


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("Mail anna@meier.example", Field.EMAIL, "anna@meier.example"),
        ("E-Mail: anna@meier.example", Field.EMAIL, "anna@meier.example"),
        ("Telefon 2 0221 471081", Field.PHONE2, "+49221471081"),
        ("Festnetz 0221 471081", Field.PHONE2, "+49221471081"),
        ("Branche Bau", Field.INDUSTRY, "Bau"),
        ("Firma Meier GmbH", Field.COMPANY, "Meier GmbH"),
        ("Quelle: Messe", Field.SOURCE, "Messe"),
        ("PLZ 50667", Field.POSTCODE, "50667"),
        ("Du", Field.ADDRESS, "Du"),
        ("Ansprache Sie", Field.ADDRESS, "Sie"),
        ("Schmerz zu teuer, zu langsam", Field.PAIN, "zu teuer, zu langsam"),
        ("Interesse Wartung", Field.INTERESTS, "Wartung"),
        ("FUNKTION Leitung", Field.ROLE, "Leitung"),
    ],
)
async def test_fields_are_meant_by_their_german_names(chat, said, field, value):
    await chat.answers("> /neu Anna Maier")
    await chat.answers(f"> /aendern Maier {said}")
    contact = contact_of(chat)
    assert (getattr(contact, field.value, None) or contact.detail(field.value)) == value


async def test_private_is_yes_or_no(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /aendern Meier privat ja
        < Geändert: Anna Meier – Privat: leer → ja …
        > /aendern Meier privat nein
        < Geändert: Anna Meier – Privat: ja → leer …
        > /aendern Meier privat vielleicht
        < „vielleicht“ geht nicht als Privat von Anna Meier. …
        [ja] [nein]
        ! ja
        ~ Geändert: Anna Meier – Privat: leer → ja …
    """)
    assert contact_of(chat).private


async def test_without_a_field_the_fields_are_shown_with_what_they_hold(chat):
    await chat.play("""
        > /neu Anna Meier, 0171 3920012
        …
        > /aendern Meier
        < Anna Meier · #1: Was soll ich ändern?
          Name: Anna Meier
          Firma: –
          Mail: –
          Telefon: +491713920012 …
        [Name] [Firma] [Mail] [Telefon] [Ort] [Branche] [Quelle] [Privat] [Weitere Felder »]
        ! Weitere
        ~ Anna Meier · #1: Was soll ich ändern?
          Telefon 2: – …
        ! PLZ
        ~ … PLZ von Anna Meier: –. Was soll dort stehen? …
        > 50667
        …
        < Geändert: Anna Meier – PLZ: leer → 50667 …
    """)


async def test_a_field_without_a_value_is_asked_for_and_can_be_cleared(chat):
    await chat.play("""
        > /neu Anna Meier, 0171 3920012
        …
        > /aendern Meier Telefon
        < Telefon von Anna Meier: +491713920012. Was soll dort stehen? …
        [Leeren]
        ! Leeren
        ~ Geändert: Anna Meier – Telefon: +491713920012 → leer …
        > /aendern Meier Ort Köln, Telefon
        < Telefon von Anna Meier: –. Was soll dort stehen? …
        > 0221 4710815
        < Geändert: Anna Meier – Ort: leer → Köln
          Telefon: leer → +492214710815 …
        > /aendern Meier Ort löschen
        < Geändert: Anna Meier – Ort: Köln → leer …
        > /aendern Meier Ort -
        < Bei Anna Meier steht das schon so; es wurde nichts geändert.
        [Karte]
    """)


async def test_an_impossible_value_stores_nothing_and_the_answer_completes_the_line(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /aendern Meier Telefon 12, Ort Köln
        < „12“ geht nicht als Telefon von Anna Meier. Gespeichert ist nichts, … /aendern Meier Telefon 0171 3920012
        > /kontakt Meier
        < Anna Meier · #1 … es fehlt: Mail, Telefon, Branche …
        > /aendern Meier Telefon 12, Ort Köln
        …
        > 0171 3920012
        < Geändert: Anna Meier – Ort: leer → Köln
          Telefon: leer → +491713920012 …
        > /aendern Meier Mail quatsch
        < „quatsch“ geht nicht als Mail von Anna Meier. …
        > anna@meier.example
        < Geändert: Anna Meier – Mail: leer → anna@meier.example …
        > /aendern Meier Name -
        < Ohne Namen fände Anna Meier niemand wieder, es wurde nichts geändert. …
    """)


async def test_an_unknown_field_names_those_there_are_and_offers_a_note(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /aendern Meier Haarfarbe blond
        < Ein Feld „Haarfarbe“ gibt es nicht, bei Anna Meier ist nichts geändert. Es gibt: Name, Firma, Mail, Telefon, …
        [Als Notiz]
        ! Als Notiz
        ~ Notiz: Anna Meier – Haarfarbe blond …
    """)


async def test_who_is_called_like_a_field_is_found_all_the_same(chat):
    await chat.play("""
        > /neu Anna Land, Quelle Messe
        …
        > /neu Anna Ort
        …
        > /aendern Anna Land Ort Köln
        < Geändert: Anna Land – Ort: leer → Köln …
        > /aendern Anna Ort Ort Bonn
        < Geändert: Anna Ort – Ort: leer → Bonn …
        > /aendern Telefon 0171 3920012
        < Um wen geht es? …
        ! Anna Land
        ~ Geändert: Anna Land – Telefon: leer → +491713920012 …
    """)


async def test_a_number_named_twice_is_a_second_one_and_else_the_last_word_counts(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /aendern Meier Telefon 0171 3920012, Ort Bonn, Telefon 0221 4710815, Ort Köln
        < Geändert: Anna Meier – Telefon: leer → +491713920012
          Ort: leer → Köln
          Telefon 2: leer → +492214710815 …
        > /rueckgaengig
        …
        < Zurückgenommen: Anna Meier – …
          Nächster Schritt: erste Ansprache bis Mo 9.3.
    """)


async def test_a_reply_to_a_card_needs_no_name(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kontakt Meier
        …
        r> /aendern Telefon 0171 3920012, Ort Köln
        < Geändert: Anna Meier – Telefon: leer → +491713920012
          Ort: leer → Köln …
    """)


async def test_keywords_come_and_go_and_undo_knows_them(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /aendern Meier Stichwort +VIP +Messe Köln
        < Geändert: Anna Meier – Stichwort +VIP
          Stichwort +Messe Köln …
        > /aendern Meier Stichwort -vip
        < Geändert: Anna Meier – Stichwort -VIP …
        > /aendern Meier Stichwort messe köln
        < Bei Anna Meier steht das schon so; …
    """)
    assert tags(chat) == ["Messe Köln"]
    await chat.answers("> /rueckgaengig")
    assert tags(chat) == ["Messe Köln", "VIP"]
    await chat.answers("! Doch behalten")
    assert tags(chat) == ["Messe Köln"]
    await chat.answers("> /rueckgaengig")
    await chat.answers("> /rueckgaengig")
    assert tags(chat) == []


def tags(chat):
    with chat.work() as work:
        return work.tags.of(1)


async def test_words_the_law_protects_get_a_warning_and_are_stored(chat):
    await chat.play("""
        > /neu Anna Meier – spricht von ihrer Diabetes
        < Neu: … Hinweis: „Diabetes“ berührt Gesundheit, Religion oder Politik (Art. 9 DSGVO) …
        > /aendern Meier Smalltalk singt in der Kirche
        < Geändert: Anna Meier – Smalltalk: leer → singt in der Kirche
          Nächster Schritt: …
          Hinweis: „Kirche“ berührt Gesundheit, Religion oder Politik (Art. 9 DSGVO) …
        > /aendern Meier Ort Kirchen
        < Geändert: Anna Meier – Ort: leer → Kirchen
          Nächster Schritt: erste Ansprache bis Mo 9.3.
    """)


async def test_undo_puts_a_field_back_and_keep_puts_it_forward(chat):
    await chat.play("""
        > /neu Anna Meier, 0171 3920012
        …
        > /aendern Meier Telefon 0221 4710815
        …
        > /rueckgaengig
        …
        < Zurückgenommen: Anna Meier – Telefon: +491713920012 → +492214710815 …
        > /kontakt 0171 3920012
        < Anna Meier · #1 …
        ! Doch behalten
        …
        > /kontakt 0221 4710815
        < Anna Meier · #1 …
    """)


async def test_undo_of_an_older_change_leaves_the_newer_one_and_says_so(chat):
    await chat.play("""
        > /neu Anna Meier, Ort Bonn
        …
        > /aendern Meier Ort Köln
        …
        > /aendern Meier Ort Trier
        …
        ! Rückgängig
        …
    """)
    assert contact_of(chat).town == "Köln"
    await chat.play("""
        > /aendern Meier Ort Mainz
        …
    """)
    assert "Ort wurde seitdem geändert und bleibt: Mainz." in await undo_turn(chat, 2)
    assert contact_of(chat).town == "Mainz"
    await undo_turn(chat, 5)
    assert contact_of(chat).town == "Bonn"


async def undo_turn(chat, turn):
    """Press the button under the reply of an entry, however old; what is said then."""
    with chat.work() as work:
        stored = work.turns.get(turn)
        said = work.outbox.message(stored.reply)
        place = next(i for i, (action, _) in enumerate(said.actions) if action == "undo")
    standin = chat.stage.standin
    before = len(standin.journal)
    standin.press(101, said.message, f"{said.id}.{said.version}.{place}")
    await chat.stage.settle()
    return "\n".join(entry.text for entry in standin.did(101, after=before))


async def test_an_edited_change_takes_the_place_of_the_first(chat):
    await chat.play("""
        > /neu Anna Meier, Ort Bonn
        …
        > /aendern Meier Ort Köln
        …
        e> /aendern Meier Branche Bau
        ~ Berichtigt. Geändert: Anna Meier – Branche: leer → Bau …
    """)
    assert (contact_of(chat).town, contact_of(chat).industry) == ("Bonn", "Bau")


async def test_the_same_number_as_another_contacts_is_pointed_out(chat):
    await chat.play("""
        > /neu Anna Meier, 0171 3920012
        …
        > /neu Bert Braun
        …
        > /aendern Braun Telefon 0171 3920012
        < Geändert: Bert Braun – Telefon: leer → +491713920012
          Nächster Schritt: …
          Hinweis: Dieselbe Nummer oder Mail steht schon bei Anna Meier (#1) – derselbe Kontakt?
        [Karte] [Zusammenführen: Anna Meier] [Schritt ändern] [Rückgängig]
        ! Zusammenführen
        ~ … Zusammenführen? … Bleibt: Bert Braun · #2 …
    """)


async def test_a_new_contact_is_read_with_every_field_by_its_name(chat):
    await chat.play("""
        > /neu Anna Meier, Funktion: Leitung, PLZ 50667, Du, 0171 3920012, 0221 4710815, Land & Bau GmbH
        < Neu: Anna Meier (Land & Bau GmbH) – ZA, Nummer #1
          +491713920012 · Funktion Leitung · PLZ 50667 · Ansprache Du · Telefon 2 +492214710815 …
    """)


SAMPLE = {
    "field": Field.PHONE, "first": "/zusammenfuehren #3 + #12", "later": 7, "line": "/aendern #1: Telefon",
    "likely": [Listed(Contact(2, 1, "Bert Braun", NOW), "ZA", None, "", None, None)], "number": 3, "merged": 12,
    "on": NOW.date(), "survivor": 3, "note": "/notiz #1: x",
}  # fmt: skip
KINDS = [
    kind
    for _, kind in inspect.getmembers(errors_record, inspect.isclass)
    if issubclass(kind, Refusal) and kind.__module__ == errors_record.__name__
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_refusal_of_records_has_a_sentence_with_a_way_on(kind):
    facts = {name: SAMPLE.get(name, "etwas") for name in inspect.signature(kind).parameters}
    said = refusals.reply(kind(**facts), NOW)
    assert "<code>" in said.text or said.buttons or "nichts geändert" in said.text
    assert len(re.sub("<[^>]+>", "", said.text)) <= 600

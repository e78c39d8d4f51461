"""Likely duplicates are proposed with their reason, never merged by themselves, and a no is remembered."""

import pytest

from bot.commands.duplicates import AT_ONCE
from domain.contact import NewContact


@pytest.mark.parametrize(
    ("known", "new", "why"),
    [
        ("Anna Meier, 0171 3920012", "A. M., +49 171 3920012", "gleiche Nummer"),
        ("Anna Meier, anna@meier.example", "Meier GmbH, ANNA@meier.example", "gleiche Mail"),
        ("Anna Meier", "Meier Anna", "gleicher Name"),
        ("Anna Meier", "Dr. Anna Meier", "gleicher Name"),
        ("Anna Meier, Ort Köln", "Anna Mayer, Ort Köln", "klingt gleich, gleicher Ort"),
        ("Kurt Schmidt, Bau GmbH", "Kurt Schmitt, Bau GmbH", "klingt gleich, gleiche Firma"),
        ("Jürgen Weißmüller, Ort Ulm", "Juergen Weismüller, 89073 Ulm", "klingt gleich, gleicher Ort"),
        ("Katharina Bergmann, Ort Ulm", "Katharina Bermann, Ort Ulm", "ähnlich geschrieben, gleicher Ort"),
    ],
)
async def test_a_new_contact_like_a_known_one_is_warned_of_with_the_reason(chat, known, new, why):
    await chat.answers(f"> /neu {known}")
    said = "\n".join(await chat.answers(f"> /neu {new}"))
    assert "gibt es vielleicht schon" in said
    assert f", {why}" in said
    assert "[Trotzdem anlegen]" in said
    assert "[Öffnen: " in said


@pytest.mark.parametrize(
    ("known", "new"),
    [
        ("Anna Meier, Ort Köln", "Anna Mayer, Ort Bonn"),
        ("Anna Meier", "Anna Mayer"),
        ("Anna Meier, Ort Köln", "Bert Braun, Ort Köln"),
        ("Anna Meier, Ort Köln", "Clara Meier, Ort Köln"),
        ("Filiale 1, Bau GmbH", "Filiale 2, Bau GmbH"),
    ],
)
async def test_who_only_shares_a_name_or_a_place_is_no_duplicate(chat, known, new):
    await chat.answers(f"> /neu {known}")
    assert "Nummer #2" in "\n".join(await chat.answers(f"> /neu {new}"))


async def test_a_rep_hears_nothing_of_a_colleagues_contact(chat):
    await chat.play("""
        > /neu Anna Meier, 0171 3920012
        …
        2> /neu Anna Meier, 0171 3920012
        2< Neu: Anna Meier – ZA, Nummer #2 …
        2> /dubletten
        2< Niemand sieht doppelt aus. Verglichen habe ich deine Kontakte …
        > /dubletten
        < Vielleicht doppelt (1 Paar)
          1. Anna Meier #1 ZA, bei … – Anna Meier #2 ZA, bei …: gleiche Nummer, gleicher Name
        [1. Ansehen] [1. Kein Duplikat]
    """)


async def test_created_all_the_same_they_can_be_merged_at_once(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Anna Meier
        …
        ! Trotzdem
        ~ Neu: Anna Meier – ZA, Nummer #2 …
        [Hat schon reagiert] [Schritt ändern] [Rückgängig] [Zusammenführen]
        ! Zusammenführen
        ~ … Zusammenführen? … Bleibt: Anna Meier · #1 …
    """)


async def test_pairs_are_listed_looked_at_and_dismissed_for_good(chat):
    for line in (
        "/neu Anna Meier, Ort Köln", "/neu Anna Mayer, Ort Köln", "/neu Kurt Schmidt, Bau GmbH",
        "/neu Kurt Schmitt, Bau GmbH", "/neu Bert Braun",
    ):  # fmt: skip
        answers = await chat.answers(f"> {line}")
        if "Noch ist nichts angelegt" in "".join(answers):
            await chat.answers("! Trotzdem")
    await chat.play("""
        > /dubletten
        < Vielleicht doppelt (2 Paare)
          1. Kurt Schmidt (Bau GmbH) #3 ZA – Kurt Schmitt (Bau GmbH) #4 ZA: klingt gleich, gleiche Firma
          2. Anna Meier #1 ZA – Anna Mayer #2 ZA: klingt gleich, gleicher Ort
        [1. Ansehen] [1. Kein Duplikat] [2. Ansehen] [2. Kein Duplikat]
        ! 2. Kein Duplikat
        ~ Vielleicht doppelt (1 Paar)
          1. Kurt Schmidt …
        ! 1. Ansehen
        < Zusammenführen? … Bleibt: Kurt Schmidt (Bau GmbH) · #3 …
        ! Zusammenführen
        …
        > /dubletten
        < Niemand sieht doppelt aus. …
    """)


async def test_many_pairs_come_page_by_page(chat):
    for number in range(1, 7):
        await chat.answers(f"> /neu Kunde{number} Probe, 0171 392001{number}")
        await chat.answers(f"> /neu Probe Kunde{number}, 0171 392001{number}")
        await chat.answers("! Trotzdem")
    await chat.play("""
        > /dubletten
        < Vielleicht doppelt (6 Paare)
          1. … 4. …
        [1. Ansehen] … [Weiter »]
        ! Weiter
        ~ Vielleicht doppelt (6 Paare)
          5. … 6. …
        [5. Ansehen] … [« Zurück]
    """)


async def test_leads_hear_of_doubles_in_different_hands_and_reps_dont(chat):
    await chat.play("""
        > /neu Anna Meier, Köln, 0171 3920012
        …
        2> /neu Anna Meyer, Köln, 0171 3920012
        2< Neu: Anna Meyer …
    """)
    await chat.answers("@ 2026-03-09 07:30")
    lead, rep = ("".join(m.text for m in chat.stage.standin.history(user) if m.by_bot) for user in (101, 102))
    assert "Wahrscheinlich doppelt, in verschiedenen Händen: 1 Paar" in lead
    assert "Deine Woche" in rep
    assert "doppelt" not in rep


@pytest.fixture
def pairs_of_a_job(chat):
    """Eleven pairs among so many that a job has to look for them."""
    with chat.work() as work:
        for number in range(AT_ONCE + 1):
            phone = f"+4930{number // 2 + 1000}" if number < 22 else ""
            work.contacts.add(NewContact(f"Kunde {number:03}", phone=phone), owner=1, now=chat.now)


@pytest.mark.usefixtures("pairs_of_a_job")
async def test_what_a_job_found_is_turned_and_settled_without_comparing_again(chat):
    await chat.play("""
        > /dubletten
        < Vielleicht doppelt (11 Paare)
          1. Kunde 000 #1 ZA – Kunde 001 #2 ZA: gleiche Nummer …
        …
        ! Weiter »
        ~ Vielleicht doppelt (11 Paare)
          5. Kunde 008 …
        ! 5. Kein Duplikat
        ~ Vielleicht doppelt (10 Paare)
          5. Kunde 010 …
        ! « Zurück
        ~ Vielleicht doppelt (10 Paare)
          1. Kunde 000 …
        > /dubletten Seite 3
        < Vielleicht doppelt (10 Paare)
          9. Kunde 018 …
    """)
    with chat.work() as work:
        jobs = [work.jobs.get(number) for number in (1, 2, 3)]
    assert [len(job.cursor["pairs"]) for job in jobs if job] == [11, 10]

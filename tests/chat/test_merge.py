"""`/zusammenfuehren`: a look first, then one contact of two, and two again as if nothing had been."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.playground.demo import playground
from bot.playground.stage import LEAD, Stage
from bot.rebuild import rebuild_all
from domain.first_buyers import Counts, change_of
from domain.profile import fold

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


async def test_the_preview_says_what_stays_what_is_gained_and_what_clashes(chat):
    await chat.play("""
        > /neu Anna Meier, Meier GmbH, 0171 3920012, Ort Köln
        …
        > /kauf Meier 200 Wartung gestern
        …
        > /neu A. Meyer, anna@meier.example, 0221 4710815, Ort Bonn
        …
        > /reaktion Meyer Web gestern
        …
        > /zusammenfuehren Meier + Meyer
        < Zusammenführen?
          Bleibt: Anna Meier (Meier GmbH) · #1 – EK, 1 Eintrag
          Geht darin auf: A. Meyer · #2 – II, 1 Eintrag
          Kommt dazu: Mail anna@meier.example
          Beide haben: Name Anna Meier bleibt (A. Meyer → Notiz); … Telefon 2); Ort Köln bleibt (Bonn → Notiz)
          Status: EK + II → EK, 1 Kauftag
          Alle Einträge kommen mit. Aufheben kannst du das 30 Tage lang.
        [Zusammenführen] [Umgekehrt] [Abbrechen]
        ! Abbrechen
        ~ Abgebrochen, nichts gespeichert.
        > /kontakt #2
        < A. Meyer · #2 …
    """)


async def test_merged_contacts_are_one_under_both_numbers(chat):
    await chat.play("""
        > /neu Anna Meier, Ort Köln
        …
        > /kauf Meier 200 Wartung am 10.1.
        …
        > /neu Bert Meyer, info@meyer.example, Ort Bonn
        …
        > /kauf Meyer 100 Öl am 12.2.
        …
        > /zusammenfuehren #1 und #2
        …
        ! Zusammenführen
        ~ Zusammengeführt: Bert Meyer · #2 ist in Anna Meier · #1 aufgegangen.
          Kommt dazu: Mail info@meyer.example
          Beide haben: …
          EK → SK, weil 2 Käufe: …
        [Karte] [Verlauf] [Zusammenführung aufheben]
        > /kontakt #2
        < Anna Meier · #1 … 2 Käufe, zusammen 300,00 € … #2 ist in #1 aufgegangen.
        > /kontakt Bert
        < „Bert“ finde ich nicht. …
        > /notiz #2: mag Tee
        < Notiz: Anna Meier – mag Tee …
        > /verlauf #1
        < … Notiz – Von #2 Bert Meyer: Name: Bert Meyer; Ort: Bonn …
    """)


async def test_purchases_of_one_day_are_one_occasion(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 200 Wartung am 10.1.
        …
        > /neu Bert Braun
        …
        > /kauf Braun 100 Öl am 10.1.
        …
        > /zusammenfuehren Meier + Braun
        < … Status: EK + EK → EK, 1 Kauftag …
        ! Zusammenführen
        ~ Zusammengeführt: …
        > /kontakt Meier
        < … Status EK … 1 Kauf, zusammen 300,00 € …
    """)


async def test_taking_it_apart_gives_both_their_own_back_but_new_entries_stay(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Braun, bert@braun.example, 0171 3920012
        …
        > /kauf Braun 100 Öl gestern
        …
        > /aendern Braun Stichwort +VIP
        …
        > /zusammenfuehren Meier + Braun
        …
        ! Zusammenführen
        …
        > /notiz Meier mag Tee
        …
        > /aendern Meier Mail anna@meier.example
        …
        + 20d
        …
        > /zusammenfuehren Meier
        < In Anna Meier ist Mo 2.3. Bert Braun (#2) aufgegangen. Aufheben – oder …
        ! aufheben
        ~ … Zurückgenommen: Anna Meier – zusammengeführt mit Bert Braun, …
          Bert Braun – wieder ein eigener Kontakt
          … Mail wurde seitdem geändert und bleibt: anna@meier.example.
        [Wieder zusammenführen]
        > /kontakt #2
        < Bert Braun · #2
          Status EK …
        > /kontakt #1
        < Anna Meier · #1
          Status ZA … anna@meier.example … mag Tee …
    """)
    with chat.work() as work:
        assert (work.contacts.any(1).phone, work.tags.of(1)) == ("", [])
        assert (work.contacts.any(2).phone, work.tags.of(2)) == ("+491713920012", ["VIP"])


async def test_the_button_under_the_reply_works_for_weeks(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Braun
        …
        > /zusammenfuehren Meier + Braun
        …
        ! Zusammenführen
        …
        + 29d
        …
    """)
    assert "Bert Braun – wieder ein eigener Kontakt" in await press(chat, "unmerge", turn=3)


async def test_undo_takes_a_merge_back_and_offers_it_again(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Braun
        …
        > /zusammenfuehren Meier + Braun
        …
        ! Zusammenführen
        …
        > /rueckgaengig
        …
        < Zurückgenommen: Anna Meier – zusammengeführt mit Bert Braun, … wieder ein eigener Kontakt …
        [Wieder zusammenführen]
        ! Wieder
        ~ … Zusammenführen? … Bleibt: Anna Meier · #1 …
    """)


async def test_after_thirty_days_it_stays_merged(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Braun
        …
        > /zusammenfuehren Meier + Braun
        …
        ! Zusammenführen
        …
        + 30d
        …
        + 2h
        ! aufheben
        ~ … Anna Meier wurde Mo 2.3. zusammengeführt; nach 30 Tagen trenne ich das nicht mehr. …
        > /kontakt #2
        < Anna Meier · #1 …
    """)


async def test_a_merge_over_a_merge_comes_apart_first(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Braun
        …
        > /neu Cem Can
        …
        > /zusammenfuehren #1 + #2
        …
        ! Zusammenführen
        …
        > /zusammenfuehren #3 + #1
        …
        ! Zusammenführen
        …
        > /kontakt #2
        < Cem Can · #3 … #2 ist in #3 aufgegangen.
    """)
    told = await press(chat, "unmerge", turn=4)
    assert "Auf dieser Zusammenführung steht eine spätere: Anna Meier in Cem Can." in told
    await chat.play("""
        ! Die spätere
        ~ Zusammengeführt: … Zurückgenommen.
        ~ Zurückgenommen: Cem Can – zusammengeführt mit Anna Meier, … Anna Meier – wieder ein eigener Kontakt …
        > /kontakt #2
        < Anna Meier · #1 … #2 ist in #1 aufgegangen.
    """)


async def press(chat, action, *, turn):
    """Press the button of this action under the reply of an entry; what is said then."""
    with chat.work() as work:
        said = work.outbox.message(work.turns.get(turn).reply)
    place = next(i for i, (name, _) in enumerate(said.actions) if name == action)
    standin = chat.stage.standin
    before = len(standin.journal)
    standin.press(101, said.message, f"{said.id}.{said.version}.{place}")
    await chat.stage.settle()
    return "\n".join(entry.text for entry in standin.did(101, after=before))


async def test_what_stayed_with_the_one_that_went_is_not_undone_beneath_the_merge(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Braun
        …
        > /aendern Braun Ort Köln
        …
        > /zusammenfuehren #1 + #2
        …
        ! Zusammenführen
        …
    """)
    for turn in (3, 2):
        assert "Bert Braun ist inzwischen in #1 aufgegangen" in await press(chat, "undo", turn=turn)
    with chat.work() as work:
        assert work.contacts.any(1).town == "Köln"


async def test_contacts_in_different_hands_are_merged_by_leads_who_say_who_keeps_it(chat):
    await chat.play("""
        2> /neu Anna Meier
        …
        > /neu Bert Braun
        …
        2> /zusammenfuehren Meier + Braun
        2< „Braun“ finde ich nicht; es wurde nichts geändert. …
        2> /zusammenfuehren Meier + #2
        2< Einen Kontakt #2 gibt es bei dir nicht. …
    """)
    answers = await chat.answers("> /zusammenfuehren Braun + Meier")
    keepers = [line for line in answers if "behält" in line]
    assert keepers
    assert "[Zusammenführen]" not in "".join(answers)
    with chat.work() as work:
        rep = work.contacts.any(1).owner
        name = work.members.get(rep).name
    await chat.play(f"""
        ! {name} behält
        ~ Zusammengeführt: Anna Meier · #1 ist in Bert Braun · #2 aufgegangen. …
        2> /kontakt Braun
        2< Bert Braun · #2 …
        ! aufheben
        …
        2> /kontakt #2
        2< Einen Kontakt #2 gibt es bei dir nicht. …
        2> /kontakt #1
        2< Anna Meier · #1 …
    """)


async def test_who_loses_a_contact_to_other_hands_is_told(chat):
    await chat.play("""
        2> /neu Anna Meier
        …
        > /neu Bert Braun
        …
        > /zusammenfuehren Braun + Meier
        …
    """)
    with chat.work() as work:
        keeper = work.members.get(work.contacts.any(2).owner).name
    await chat.play(f"""
        ! {keeper} behält
        2< Anna Meier (#1) ist jetzt bei {keeper}: zusammengeführt mit einem Kontakt von dort. …
        …
        2> /kontakt #1
        2< Einen Kontakt #1 gibt es bei dir nicht. …
    """)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Meier + Meier", "Beides ist Anna Meier (#1); es wurde nichts geändert."),
        ("#1 + #1", "Beides ist Anna Meier (#1); es wurde nichts geändert."),
        ("Meier + Braun + Can", "Zusammenführen kann ich immer nur zwei, es wurde nichts geändert."),
        ("Meier + Xaver", "„Xaver“ finde ich nicht; es wurde nichts geändert."),
        ("Xaver + Meier", "„Xaver“ finde ich nicht; es wurde nichts geändert."),
        ("Meier", "Mit wem soll ich Anna Meier zusammenführen?"),
        ("Meier +", "Mit wem soll ich Anna Meier zusammenführen?"),
        ("", "Um wen geht es?"),
        ("#99 + #1", "Einen Kontakt #99 gibt es bei dir nicht."),
    ],
)
async def test_what_cannot_be_merged_is_said(chat, said, answer):
    for line in ("> /neu Anna Meier", "> /neu Bert Braun"):
        await chat.answers(line)
    assert answer in "\n".join(await chat.answers(f"> /zusammenfuehren {said}"))


async def test_the_other_half_waits_while_one_is_asked_for(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Clara Meier
        …
        > /neu Bert Braun
        …
        > /zusammenfuehren Meier + Braun
        < „Meier“ passt auf mehrere. Wer ist gemeint?
        [Anna Meier · ZA] [Clara Meier · ZA] [Abbrechen]
        ! Clara
        ~ Zusammenführen? … Bleibt: Clara Meier · #2 … Geht darin auf: Bert Braun · #3 …
        > /zusammenfuehren Braun + Xaver
        < „Xaver“ finde ich nicht; …
        > Anna
        …
        < Zusammenführen? … Bleibt: Bert Braun · #3 … Geht darin auf: Anna Meier · #1 …
        > /zusammenfuehren Anna Meier + Meier
        < Zusammenführen? … Bleibt: Anna Meier · #1 … Geht darin auf: Clara Meier · #2 …
        > /neu Müller und Söhne
        …
        > /zusammenfuehren Müller und Söhne und Braun
        < Zusammenführen? … Bleibt: Müller und Söhne · #4 … Geht darin auf: Bert Braun · #3 …
        > /kontakt Braun
        …
        r> /zusammenfuehren Anna
        < Zusammenführen? … Bleibt: Bert Braun · #3 … Geht darin auf: Anna Meier · #1 …
    """)


async def test_a_push_of_the_one_that_went_says_so_and_reads_as_before_when_it_is_back(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Braun
        …
        @ 2026-03-09 09:00
        …
        < Bert Braun ist seit Mo 2.3. ZA ohne Ansprache. …
        > /zusammenfuehren #1 + #2
        …
        ! Zusammenführen
        ~ Bert Braun ist seit Mo 2.3. ZA ohne Ansprache. Ziel: eine Reaktion bekommen (§2 ZA)
          hinfällig: Kontakt zusammengeführt
        ~ Zusammengeführt: …
        ! aufheben
        ~ Bert Braun ist seit Mo 2.3. ZA ohne Ansprache. Ziel: eine Reaktion bekommen (§2 ZA)
        [Erledigt] [Später] …
        ~ Zurückgenommen: …
    """)


async def test_what_was_pushed_for_the_one_that_went_is_not_pushed_again(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Braun
        …
        > /kauf Braun 100 Öl
        …
        @ 2026-03-05 09:00
        < Bert Braun hat zum ersten Mal gekauft (Mo 2.3.) – bedank dich …
        > /zusammenfuehren #1 + #2
        …
        ! Zusammenführen
        …
        + 1d
    """)


# Whatever happened to two contacts: merged and taken apart they are what they were, and merged nothing is miscounted.

LINES = (
    "/reaktion {} Infomaterial", "/reaktion {} Angebot gewünscht", "/reaktion {} Web vor 8 Tagen",
    "/kauf {} 100 Wartung", "/kauf {} 50 Filter vor 90 Tagen", "/kauf {} 60 Öl gestern", "/retoure {} 50",
    "/termin {} morgen 14:00", "/ergebnis {} war gut", "/nachgefasst {} angerufen", "/absage {} zu teuer",
    "/angebot {} 300 Filter bis in 9 Tagen", "/schritt {} anrufen morgen", "/spaeter {} in 3 Tagen",
    "/zurueckstellen {} in 10 Tagen", "/status {} SK weil alter Kunde", "/notiz {} spielt Handball",
    "/aendern {} Ort Köln", "/aendern {} Telefon 0171 392001{place}", "/aendern {} Stichwort +VIP",
    "/aendern {} Schmerz zu teuer", "/rueckgaengig",
)  # fmt: skip
SAY = st.tuples(st.just("say"), st.sampled_from(LINES), st.integers(1, 2))
TIME = st.tuples(st.just("wait"), st.sampled_from((1, 24, 24 * 8)))
HISTORIES = st.lists(st.one_of(SAY, SAY, SAY, TIME), min_size=2, max_size=12)
EVENTFUL = settings(
    max_examples=40, deadline=None, derandomize=True, database=None, phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


class Two:
    """A lead with two contacts."""

    def __init__(self, loop):
        self._loop = loop
        self.stage = Stage(playground("sqlite://"), MONDAY)

    def furnish(self):
        self._loop.run(self.stage.nachfass.open())
        with self.stage.nachfass.store.work() as work:
            work.members.admit(LEAD, name="Jana", lead=True, now=MONDAY)
        for name in ("Anna Meier", "Bert Braun"):
            self.type(f"/neu {name}")

    def type(self, text):
        self.stage.standin.say(LEAD, text)
        self._loop.run(self.stage.settle())

    def say(self, text, place):
        self.type(text.format(f"#{place}", place=place))

    def wait(self, hours):
        self._loop.run(self.stage.advance(self.stage.clock.now() + timedelta(hours=hours)))

    def press(self, label):
        self.stage.standin.press(LEAD, *self.stage.standin.find_button(LEAD, label))
        self._loop.run(self.stage.settle())

    def merge(self):
        self.type("/zusammenfuehren #1 + #2")
        self.press("Zusammenführen")

    @property
    def store(self):
        return self.stage.nachfass.store

    @property
    def raw(self):
        return self.store.engine.raw_connection().driver_connection

    def rows(self, query):
        cursor = self.raw.execute(query)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def derived(self):
        """Profiles, columns, reminders, words, keywords and counts as far as anybody can see them."""
        contacts = self.rows("SELECT * FROM contact ORDER BY id")
        reminders = self.rows("SELECT * FROM reminder WHERE state != 3 ORDER BY contact, key")
        with self.store.work() as work:
            histories = [work.events.history(number) for number in (1, 2)]
            profiles = [fold(history, rules=work.policy.rules) for history in histories]
        hidden = ("id", "used_at", "push_at", "rule")  # a push put off by a quiet hour is put off again
        return [
            *profiles,
            *({k: v for k, v in row.items() if k != "used_at"} for row in contacts),
            *({k: v for k, v in row.items() if k not in hidden} for row in reminders),
            *self.rows("SELECT * FROM word ORDER BY 1, 2, 3"),
            *self.rows("SELECT * FROM tag ORDER BY 1, 2"),
            *self.rows("SELECT * FROM first_buyer WHERE people != 0 ORDER BY 1, 2, 3"),
        ]

    def counts(self):
        with self.store.work() as work:
            return work.first_buyers.counts()

    def counted_anew(self):
        with self.store.work() as work:
            rules = work.policy.rules
            profiles = [fold(work.events.history(n), rules=rules) for n in work.contacts.after(0, most=10)]
        return Counts.of(
            row for profile in profiles for row in change_of(None, profile) if not row[0].product
        )


@pytest.fixture(scope="module")
def two():
    logging.disable(logging.INFO)
    with asyncio.Runner() as loop:
        opened = Two(loop)
        opened.furnish()
        yield opened
        loop.run(opened.stage.close())
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def begin(two):
    """The same morning for every example."""
    database, standin, morning = two.raw.serialize(), two.stage.standin, two.stage.clock.now()
    messages = dict(standin.messages)

    def again():
        two.raw.deserialize(database)
        standin.messages = dict(messages)
        two.stage.clock.set(morning)
        two.stage._nightly_at = two.stage._next_nightly()  # noqa: SLF001 – its clock was set back
        return two

    return again


def live(two, history):
    for name, *rest in history:
        getattr(two, name)(*rest)
    two.stage.nachfass.ticker.tick()


def both_stand(two):
    """Undo may have taken one of them away."""
    with two.store.work() as work:
        return not any(work.contacts.any(number).hidden for number in (1, 2))


@EVENTFUL
@given(history=HISTORIES)
def test_merged_and_taken_apart_they_are_what_they_were(begin, history):
    two = begin()
    live(two, history)
    if not both_stand(two):
        return
    before = two.derived()
    two.merge()
    assert two.derived() != before
    two.press("aufheben")
    assert two.derived() == before


@EVENTFUL
@given(history=HISTORIES, later=HISTORIES)
def test_merged_contacts_count_once_and_a_rebuild_changes_nothing(begin, history, later):
    two = begin()
    live(two, history)
    if not both_stand(two):
        return
    two.merge()
    live(two, [step for step in later if "rueckgaengig" not in str(step)])
    assert two.counts() == two.counted_anew()
    before = two.derived()
    rebuild_all(two.store, now=two.stage.clock.now())
    assert two.derived() == before


async def three_in_a_row(chat):
    for name in ("Anna Meier", "Bert Kunz", "Cleo Vogel"):
        await chat.answers(f"> /neu {name}")
    await chat.answers("> /empfehlung Meier hat Kunz geworben")
    await chat.answers("> /empfehlung Kunz hat Vogel geworben")


def recruiters(chat):
    with chat.work() as work:
        return [work.referrals.recruiter(number) for number in (1, 2, 3)]


async def test_a_recommendation_that_a_merge_would_bend_to_a_circle_is_dropped(chat):
    await three_in_a_row(chat)
    await chat.play("""
        > /zusammenfuehren Meier + Vogel
        < … Die Empfehlung „Bert Kunz hat Cleo Vogel geworben“ fällt weg: sonst hätte der Kontakt sich …
        ! Zusammenführen
        ~ … Die Empfehlung „Bert Kunz hat Cleo Vogel geworben“ ist weggefallen: …
    """)
    assert recruiters(chat) == [None, 1, None]
    await chat.play("""
        > /empfehlung Kunz hat Meier geworben
        < Das wäre ein Kreis: …
        > /verlauf Kunz
        < … hat Anna Meier geworben (zurückgenommen) …
    """)


async def test_apart_again_the_recommendation_stands_again(chat):
    await three_in_a_row(chat)
    await chat.answers("> /zusammenfuehren Meier + Vogel")
    await chat.answers("! Zusammenführen")
    await chat.answers("! Zusammenführung aufheben")
    assert recruiters(chat) == [None, 1, 2]
    assert "zurückgenommen" not in "\n".join(await chat.answers("> /verlauf Kunz"))


async def test_who_recruited_the_one_it_is_merged_with_recruited_nobody(chat):
    await three_in_a_row(chat)
    await chat.play("""
        > /zusammenfuehren Kunz + Meier
        < … Die Empfehlung „Anna Meier hat Bert Kunz geworben“ fällt weg: …
        ! Zusammenführen
        ~ …
    """)
    assert recruiters(chat)[1:] == [None, 2]


async def test_a_merge_beside_recommendations_drops_none(chat):
    await three_in_a_row(chat)
    await chat.answers("> /neu Anna Mayer")
    assert "Empfehlung" not in "\n".join(await chat.answers("> /zusammenfuehren #1 + #4"))
    await chat.answers("! Zusammenführen")
    assert recruiters(chat) == [None, 1, 2]

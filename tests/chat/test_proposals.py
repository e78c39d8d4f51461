"""Lines without a command: what they may mean as buttons; nothing is stored before a tap."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events import Kind
from domain.gist import Facts, Meaning, meanings


async def events(chat, number):
    with chat.work() as work:
        return sorted(work.events.history(number).events, key=lambda event: event.id)


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("Meier will ein Angebot", "Reaktion: Angebot"),
        ("Meier hat angerufen", "Reaktion: Anruf"),
        ("Anna Meier hat 1.299 für Wartung bezahlt", "Kauf 1.299,00 €"),
        ("Meier hat gekauft", "Kauf"),
        ("Morgen 14 Uhr Termin mit Meier", "Termin morgen 14:00"),
        ("Termin Meier Do 10:00 Video", "Termin Do 5.3. 10:00"),
        ("Meier anrufen Do 10:00", "Schritt: anrufen Do 5.3. 10:00"),
        ("meier zurückrufen", "Schritt: zurückrufen"),
        ("Meier nicht erreicht", "Nachgefasst: nicht erreicht"),
        ("gestern mit Frau Meier telefoniert", "Nachgefasst: angerufen"),
        ("Angebot an Meier geschickt 12.000 Wartung", "Angebot 12.000,00 €"),
        ("Meier spielt Handball", "Reaktion"),
        ("#1 will eine Probefahrt", "Reaktion: Probe"),
    ],
)
async def test_the_likeliest_meaning_comes_first(chat, line, first):
    await chat.answers("> /neu Anna Meier")
    answer = await chat.answers(f"> {line}")
    assert answer[2].startswith(f"[{first}]")
    assert any("[Notiz]" in row for row in answer)
    assert len(await events(chat, 1)) == 1


async def test_a_tap_carries_the_line_out_as_its_command(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > Anna Meier hat gestern 1.299 für Wartung bezahlt
        < „Anna Meier hat gestern 1.299 für Wartung bezahlt“ – was soll ich damit tun?
          Es geht um Anna Meier. Gespeichert ist noch nichts.
        [Kauf 1.299,00 €] [Reaktion] [Notiz]
        ! Kauf 1.299
        ~ Kauf notiert: Anna Meier – 1.299,00 € Wartung, gestern …
        > Morgen 14 Uhr Termin mit Meier
        …
        ! Termin morgen
        ~ Termin: Anna Meier – morgen, Di 3.3. 14:00 …
        > Meier anrufen Do 10:00
        …
        ! Schritt: anrufen
        ~ Schritt: Anna Meier – anrufen, Do 5.3. 10:00 …
        > Meier nicht erreicht
        …
        ! Nachgefasst
        ~ Nachgefasst: Anna Meier – nicht erreicht, heute 09:00 …
    """)
    assert [e.kind for e in await events(chat, 1)][1:] == [
        Kind.PURCHASE, Kind.APPOINTMENT, Kind.STEP, Kind.TOUCH,
    ]  # fmt: skip


async def test_a_note_keeps_the_sentence_word_for_word(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > Der Parkplatz bei Meier ist im Hof
        …
        ! Notiz
        ~ Notiz: Anna Meier – Der Parkplatz bei Meier ist im Hof …
    """)


async def test_a_tap_a_day_later_means_the_day_of_the_line(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > Meier hat gestern 200 bezahlt
        …
        + 20h
        …
        kill
        ! Kauf 200
        ~ Kauf notiert: Anna Meier – 200,00 €, …
    """)
    assert (await events(chat, 1))[-1].day == date(2026, 3, 1)


async def test_after_a_day_the_proposals_are_gone_and_nothing_is_stored(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > Meier will ein Angebot
        …
        + 25h
        ~ Die Frage ist nach 24 Stunden abgelaufen, nichts wurde gespeichert. Getippt war: Meier will ein Angebot
        ! Reaktion: Angebot
        ? kein Knopf „Reaktion: Angebot“
    """)
    assert len(await events(chat, 1)) == 1


async def test_who_of_several_is_asked_after_the_tap(chat):
    await chat.play("""
        > /neu Anna Meier, Ort Köln
        …
        > /neu Bert Meier
        …
        > Meier will ein Angebot
        < … „Meier“ passt auf mehrere; wer gemeint ist, frage ich danach. Gespeichert ist noch nichts.
        ! Reaktion: Angebot
        ~ „Meier“ passt auf mehrere. Wer ist gemeint? …
        ! Bert
        ~ Reaktion notiert: Bert Meier – will ein Angebot, heute 09:00 …
        > Meier aus Köln will ein Angebot
        < … Es geht um Anna Meier. …
    """)


async def test_a_misspelt_name_is_asked_about(chat):
    await chat.play("""
        > /neu Anna Schneider
        …
        > Schnieder will ein Angebot
        < … „Schnieder“ kenne ich so nicht; wer gemeint ist, frage ich danach. …
        ! Reaktion: Angebot
        ~ … Meintest du Anna Schneider?
        ! Ja, Anna
        ~ Reaktion notiert: Anna Schneider – will ein Angebot, heute 09:00 …
    """)


async def test_somebody_new_is_created_by_a_tap_and_the_line_goes_on(chat):
    await chat.play("""
        > Schulze will ein Angebot
        < „Schulze will ein Angebot“ – was soll ich damit tun? Um wen geht es? …
        [Neu: Schulze] [Abbrechen]
        ! Neu: Schulze
        ~ Neu: Schulze – ZA, Nummer #1
          „will ein Angebot“ – was soll ich damit tun?
          Es geht um Schulze. Gespeichert ist nichts weiter.
        [Reaktion: Angebot] [Schritt] [Notiz] [Rückgängig]
        ! Reaktion: Angebot
        ~ Reaktion notiert: Schulze – will ein Angebot, heute 09:00 …
    """)


async def test_where_nobody_is_named_one_of_the_last_used_is_tapped_or_named(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > will ein Angebot
        < „will ein Angebot“ – was soll ich damit tun? Um wen geht es? …
        [Anna Meier · ZA] [Abbrechen]
        ! Anna
        ~ „will ein Angebot“ – was soll ich damit tun?
          Es geht um Anna Meier. …
        > will einen Termin
        …
        > Meier
        ~ „will einen Termin“ …
        < „Meier: will einen Termin“ – was soll ich damit tun?
          Es geht um Anna Meier. …
        [Reaktion: Termin] …
    """)
    assert len(await events(chat, 1)) == 1


async def test_a_name_alone_opens_the_card(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > Meier
        < Anna Meier · #1 …
    """)


async def test_a_phone_number_is_as_good_as_a_name(chat):
    await chat.play("""
        > /neu Anna Meier, 0171 3920012
        …
        > +49 171 3920012
        < Anna Meier · #1…
        …
        > bitte 0171/3920012 zurückrufen morgen
        < „bitte 0171/3920012 zurückrufen morgen“ – was soll ich damit tun?
          Es geht um Anna Meier. Gespeichert ist noch nichts.
        [Schritt: zurückrufen morgen] [Notiz]
        > 0171 3920099
        < „0171 3920099“ – was soll ich damit tun? Um wen geht es? …
        …
    """)


async def test_a_reply_to_a_card_needs_no_name(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Braun
        …
        > /kontakt Meier
        …
        r> hat 300 für Zubehör bezahlt
        < … Es geht um Anna Meier. …
        [Kauf 300,00 €] [Reaktion] [Notiz]
        ! Kauf 300
        ~ Kauf notiert: Anna Meier – 300,00 € Zubehör, heute 09:00 …
    """)


async def test_a_colleagues_contact_is_nobody_to_a_rep(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        2> Meier will ein Angebot
        2< „Meier will ein Angebot“ – was soll ich damit tun? Um wen geht es? …
        2[Neu: Meier]
        2[Abbrechen]
        2> #1 will ein Angebot
        2< „#1 will ein Angebot“ – was soll ich damit tun? Gespeichert ist nichts. …
    """)
    assert len(await events(chat, 1)) == 1


@pytest.mark.parametrize(
    "line", ["hallo", "200", "?!", "👍", "Meier: ", "#99 will", "morgen", "ok danke", "a" * 3000]
)
async def test_what_means_nothing_is_answered_with_an_example(chat, line):
    answer = await chat.answers(f"> {line}")
    assert "was soll ich damit tun?" in answer[0]
    assert any("/reaktion" in row for row in answer)


async def test_a_second_line_leaves_the_first_proposals_to_be_tapped(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > Meier will ein Angebot
        …
        > Meier anrufen Do 10:00
        …
        ! Schritt: anrufen
        ~ Schritt: Anna Meier – anrufen, Do 5.3. 10:00 …
        ! Reaktion: Angebot
        ~ Reaktion notiert: Anna Meier – will ein Angebot, heute 09:00 …
    """)


@given(st.text(), st.booleans(), st.booleans(), st.booleans())
def test_any_sentence_may_be_a_note_and_means_each_thing_once(text, amount, ahead, timed):
    found = meanings(text, Facts(amount=amount, ahead=ahead, timed=timed))
    assert found[-1] is Meaning.NOTE
    assert len(set(found)) == len(found)


def test_a_no_is_no_reaction():
    assert Meaning.REACTION not in meanings("hat kein Interesse an Wartung", Facts())

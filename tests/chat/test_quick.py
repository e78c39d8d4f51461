"""Buttons that save typing: times, the calendar, usual amounts, one-tap results, number and way."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from bot.commands.usual import MOST
from bot.views import quick
from domain.events import Kind
from storage.events import WORDING

DAYS = st.dates(date(2025, 1, 1), date(2032, 12, 31))


async def events(chat, number=1):
    with chat.work() as work:
        return sorted(work.events.history(number).events, key=lambda event: event.id)


def buttons(message):
    return [button for row in message.buttons for button in row]


async def test_a_time_that_is_still_to_come_is_one_tap(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /termin Meier
        < Wann ist der Termin mit Anna Meier? …
        [Heute 17:00] [Morgen 9:00] [Morgen 14:00] [Mi 4.3. 9:00] [Do 5.3. 9:00] [Kalender …]
        ! Morgen 14:00
        ~ Termin: Anna Meier – morgen, Di 3.3. 14:00 …
        + 9h
        …
        > /termin Meier
        < …
        [Morgen 9:00] [Morgen 14:00] [Mi 4.3. 9:00] [Do 5.3. 9:00] [Kalender …]
    """)


async def test_a_day_and_an_hour_from_the_calendar(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /termin Meier Video
        < Wann ist der Termin mit Anna Meier? …
        ! Kalender
        ~ Wann ist der Termin mit Anna Meier? …
        [·] [März 2026] [›] … [30] [31] …
        ! März 2026
        ! ›
        ~ …
        [‹] [April 2026] [›] …
        kill
        ! 15
        ~ …
          Mi 15.4. Um wie viel Uhr?
        [8:00] [8:30] … [18:00] [‹ Kalender]
        ! ‹ Kalender
        ~ Wann ist der Termin mit Anna Meier? Tippe oder antworte, zum Beispiel Di 14:00
        [‹] [April 2026] [›] …
        ! 16
        ~ …
        ! 9:30
        ~ Termin: Anna Meier – Do 16.4. 09:30 – Video …
    """)


async def test_today_only_the_hours_to_come_are_shown(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        + 7h
        > /termin Meier
        …
        ! Kalender
        …
        ! 2
        ~ …
          heute, Mo 2.3. Um wie viel Uhr?
        [16:30] [17:00] [17:30] [18:00] [‹ Kalender]
    """)


async def test_a_step_needs_no_time(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /schritt Meier Angebot schicken
        < Bis wann soll das bei Anna Meier erledigt sein? …
        [Heute] [Morgen] [In 3 Tagen] [Mo 9.3.] [Kalender …]
        ! Kalender
        …
        ! 20
        …
        ! Ohne Uhrzeit
        ~ Schritt: Anna Meier – Angebot schicken, Fr 20.3. …
    """)


async def test_a_day_without_a_time_asks_for_the_hour(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /termin Meier Do vor Ort
        < Um wie viel Uhr ist der Termin mit Anna Meier? …
        [9:00] [11:00] [14:00] [16:00] [Andere Uhrzeit …]
        ! Andere
        ~ …
        [8:00] … [18:00]
        ! 10:30
        ~ Termin: Anna Meier – Do 5.3. 10:30 – vor Ort …
    """)


async def test_a_reminder_is_put_off_to_a_day_of_the_calendar(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        @ 2026-03-09 08:00
        …
        @ 2026-03-09 09:00
        < Anna Meier ist seit … ZA ohne Ansprache. …
        ! Später
        ~ …
        [in 1 Stunde] [heute 17 Uhr] [morgen] [in 3 Tagen] [in 1 Woche] [Datum …]
        ! Datum
        ~ …
          Wann soll ich wieder an Anna Meier erinnern? Tippe oder antworte mit einem Tag.
        [·] [März 2026] [›] …
        ! 25
        …
        ! Ohne Uhrzeit
        ~ Später: Anna Meier – Erinnerungen ruhen bis Mi 25.3. …
    """)


async def test_a_calendar_opened_yesterday_offers_no_day_that_is_past(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /termin Meier
        …
        ! Kalender
        …
        + 20h
        …
        ! 2
        ~ …
        [·] [März 2026] [›] [Mo] [Di] [Mi] [Do] [Fr] [Sa] [So] [·] [3] [4] …
    """)
    assert len(await events(chat)) == 1


@given(DAYS, DAYS, st.booleans())
def test_every_page_fits_telegram_and_shows_each_day_to_come_once(today, shown, timed):
    local = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    page = quick.month("?", "/termin #1:", shown, local, timed=timed)
    assert sum(map(len, page.buttons)) <= 100
    assert all(len(row) <= 8 for row in page.buttons)
    days = [b.args["day"] for row in page.buttons for b in row if b.action == "hours"]
    month = [shown.replace(day=1) + timedelta(days=n) for n in range(31)]
    assert days == [d.isoformat() for d in month if d.month == shown.month and d >= today]


@given(DAYS, st.times())
def test_quick_times_lie_ahead(day, at):
    local = datetime.combine(day, at, UTC)
    assert all(datetime.combine(d, t, UTC) > local for d, t in quick.moments(local))
    assert all(d >= day for d, _ in quick.days(local))


async def test_what_was_bought_before_is_one_tap(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Braun
        …
        > /kauf Braun 49,90 Zubehör
        …
        > /kauf Meier 1.299,00 Wartungsvertrag
        …
        > /kauf Meier 200 CHF Öl
        …
        > /kauf Meier 1.299,00 Wartungsvertrag
        …
        > /kauf Meier
        < Um wie viel geht es bei Anna Meier? Tippe oder antworte mit dem Betrag, zum Beispiel 1.299,00
        [1.299,00 € Wartungsvertrag] [200,00 CHF Öl] [49,90 € Zubehör]
        ! 1.299
        ~ Kauf notiert: Anna Meier – 1.299,00 € Wartungsvertrag, heute 09:00 …
        > /kauf Braun Sonderposten
        < …
        [49,90 €] [1.299,00 €] [200,00 CHF]
        ! 49,90
        ~ Kauf notiert: Bert Braun – 49,90 € Sonderposten, heute 09:00 …
    """)


async def test_goods_that_would_be_read_otherwise_are_not_offered(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 77 Wartung
        …
        > /kauf Meier 88 Abo
        …
    """)
    with chat.work() as work:  # as an import may bring it
        goods = update(WORDING).where(WORDING.c.product == "Abo").values(product="Abo bis 3.11.")
        work._connection.execute(goods)  # noqa: SLF001
    await chat.play("""
        > /kauf Meier
        < Um wie viel geht es bei Anna Meier? …
        [77,00 € Wartung]
    """)


async def test_a_colleagues_prices_are_not_offered(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 77 Geheimes
        …
        2> /neu Bert Braun
        …
        2> /kauf Braun
        2< Um wie viel geht es bei Bert Braun? Antworte einfach mit dem Betrag, zum Beispiel 1.299,00
    """)


async def test_purchases_taken_back_are_no_usual_ones(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 77 Wartung
        …
        > /rueckgaengig
        …
        > /kauf Meier
        < Um wie viel geht es bei Anna Meier? Antworte einfach …
    """)


async def test_no_more_amounts_than_fit_a_screen(chat):
    await chat.answers("> /neu Anna Meier")
    for amount in range(100, 110):
        await chat.answers(f"> /kauf Meier {amount} Ware")
    answer = await chat.answers("> /kauf Meier")
    assert len(answer) == 1 + MOST


async def test_number_and_way_are_on_the_card_and_on_the_push_of_an_appointment(chat):
    await chat.play("""
        > /neu Anna Meier, 0171 3920012, Ort Köln
        …
        > /aendern Meier Straße Am Hof 3 & 4
        …
        > /kontakt Meier
        < Anna Meier · #1 … +491713920012 …
        [Nachgefasst] [Termin setzen] [Reaktion] [Kauf] [Warum?] … [Nummer kopieren] [Navigation] …
        > /termin Meier Mi 14:00
        …
        @ 2026-03-03 17:00
        < Termin mit Anna Meier: morgen 14:00 …
        [Ergebnis eintragen] [Verschieben] [Erledigt] [Später] [Karte] [Nummer kopieren] [Navigation]
    """)
    push = chat.stage.standin.history(101)[-1]
    copied, way = buttons(push)[-2:]
    assert copied["copy_text"] == {"text": "+491713920012"}
    assert way["url"] == "https://www.google.com/maps/dir/?api=1&destination=Am+Hof+3+%26+4%2C+K%C3%B6ln"


async def test_without_number_and_town_there_is_nothing_to_copy_and_no_way(chat):
    await chat.answers("> /neu Anna Meier")
    assert not any("kopieren" in row or "Navigation" in row for row in await chat.answers("> /kontakt Meier"))


async def test_a_seen_appointment_says_so_and_stays(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /termin Meier Mi 14:00
        …
        @ 2026-03-03 17:00
        …
        ! Erledigt
        ~ Termin mit Anna Meier: morgen 14:00 …
          ✓ gesehen
        [Ergebnis eintragen] [Verschieben] [Später] [Karte]
        > /kontakt Meier
        < … Nächster Schritt: Termin morgen 14:00 …
    """)


@pytest.fixture
async def after_appointment(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 49,90 Zubehör vor 2 Jahren
        …
        > /termin Meier morgen 14:00
        …
        @ 2026-03-04 08:00
        …
        @ 2026-03-04 09:00
        < … Wie war der Termin mit Anna Meier …
        [Angebot gewünscht] [Kauf] [Nächster Termin] [Kein Interesse] [Nicht erschienen] [Erledigt] …
        …
    """)
    return chat


async def test_one_tap_stores_the_result_and_asks_only_what_is_missing(after_appointment):
    chat = after_appointment
    await chat.play("""
        ! Angebot gewünscht
        ~ Ergebnis notiert: Anna Meier – Angebot gewünscht …
          Bis wann geht das Angebot raus?
        [Heute] [Morgen] [In 3 Tagen] [Mo 9.3.] [Kalender …] [Schritt ändern] [Rückgängig]
        ! In 3 Tagen
        ~ Schritt: Anna Meier – Angebot schicken, Sa 7.3. …
    """)
    assert [e.kind for e in await events(chat)][-2:] == [Kind.RESULT, Kind.STEP]


async def test_a_purchase_at_the_appointment_is_two_taps(after_appointment):
    await after_appointment.play("""
        ! Kauf
        ~ Ergebnis notiert: Anna Meier – Kauf …
          Um wie viel ging es? …
        [49,90 € Zubehör] [Schritt ändern] [Rückgängig]
        > 300 Wartung
        …
        < Kauf notiert: Anna Meier – 300,00 € Wartung, heute 09:00 …
    """)


async def test_the_next_appointment_is_two_taps(after_appointment):
    await after_appointment.play("""
        ! Nächster Termin
        ~ Ergebnis notiert: Anna Meier – Nächster Termin …
        ! Morgen 14:00
        ~ Termin: Anna Meier – morgen, Do 5.3. 14:00 …
    """)


async def test_no_interest_offers_to_keep_still(after_appointment):
    await after_appointment.play("""
        ! Kein Interesse
        ~ Ergebnis notiert: Anna Meier – Kein Interesse …
        ! 180 Tage
        ~ Zurückgestellt: Anna Meier – bis … …
    """)


async def test_a_second_tap_on_a_result_stores_no_second_one(after_appointment):
    chat = after_appointment
    found = chat.stage.standin.find_button(101, "Angebot gewünscht")
    for _ in range(2):
        chat.stage.standin.press(101, *found)
    await chat.stage.settle()
    assert [e.kind for e in await events(chat)].count(Kind.RESULT) == 1


async def test_a_result_that_was_given_meanwhile_is_not_given_again(after_appointment):
    chat = after_appointment
    await chat.answers("> /ergebnis Meier Bedenkzeit")
    chat.said.clear()
    chat.stage.standin.press(101, *chat.stage.standin.find_button(101, "Angebot gewünscht"))
    await chat.stage.settle()
    assert [e.kind for e in await events(chat)].count(Kind.RESULT) == 1

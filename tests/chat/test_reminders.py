"""What makes the phone ring, when it may, and what the buttons under a push do (R1–R10)."""

import pytest


async def test_a_push_goes_to_the_owner_alone(chat):
    await chat.play("""
        2> /neu Bert Braun
        …
        > /notiz Braun vom Lead
        …
        @ 2026-03-09 09:00
        …
        2< Bert Braun ist seit Mo 2.3. ZA ohne Ansprache. …
        …
    """)
    assert not [m for m in chat.stage.standin.history(101) if "ohne Ansprache" in m.text]


async def test_quiet_hours_hold_a_derived_push_but_not_an_own_time(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /schritt Meier anrufen Di 6:30
        …
        @ 2026-03-03 06:29
        @ 2026-03-03 06:30
        < Anna Meier: anrufen – heute 06:30 (§2) …
        > /spaeter Meier in 1 Woche 6:00
        …
    """)


@pytest.mark.parametrize(
    ("now", "step", "held", "pushed"),
    [
        ("2026-03-02 09:00", "Sa", "2026-03-07 23:00", "2026-03-09 09:00"),
        ("2026-06-01 09:00", "4.6.", "2026-06-04 23:00", "2026-06-05 08:00"),  # Fronleichnam in NW
        ("2026-12-21 09:00", "25.12.", "2026-12-27 23:00", "2026-12-28 08:00"),
        ("2026-03-26 09:00", "30.3.", "2026-03-30 08:59", "2026-03-30 09:00"),  # summer time since the 29th
    ],
)
async def test_weekends_holidays_and_summer_time(chat, step, held, pushed):
    await chat.answers("> /neu Anna Meier")
    await chat.answers(f"> /schritt Meier anrufen {step}")
    await chat.answers(f"@ {held}")
    assert not pushes(chat)
    await chat.answers(f"@ {pushed}")
    assert len(pushes(chat)) == 1


def pushes(chat, user=101):
    return [m for m in chat.stage.standin.history(user) if m.by_bot and "anrufen –" in m.text]


LATER = {
    "in 1 Stunde": "heute, Mo 9.3. 10:00",
    "heute 17 Uhr": "heute, Mo 9.3. 17:00",
    "morgen": "morgen, Di 10.3.",
    "in 3 Tagen": "Do 12.3.",
    "in 1 Woche": "Mo 16.3.",
}


@pytest.mark.parametrize(("button", "until"), LATER.items())
async def test_later_offers_moments_and_the_push_comes_again_then(chat, button, until):
    await chat.play(f"""
        > /neu Anna Meier
        …
        @ 2026-03-09 09:00
        …
        < Anna Meier ist seit Mo 2.3. ZA ohne Ansprache. Ziel: eine Reaktion bekommen (§2 ZA)
        [Erledigt] [Später] [Ergebnis eintragen] [Karte]
        ! Später
        ~ … Wann soll ich wieder an Anna Meier erinnern? …
        [in 1 Stunde] [heute 17 Uhr] [morgen] [in 3 Tagen] [in 1 Woche] [Datum …]
        ! {button}
        ~ Später: Anna Meier – Erinnerungen ruhen bis {until} …
        + 1w
        …
        < Anna Meier ist seit Mo 2.3. ZA ohne Ansprache. …
        …
    """)


async def test_moments_already_past_are_not_offered(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        @ 2026-03-09 18:00
        …
        ! Später
        ~ …
        [in 1 Stunde] [morgen] [in 3 Tagen] [in 1 Woche] [Datum …]
    """)


async def test_a_day_may_be_typed_up_to_a_year_ahead(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        @ 2026-03-09 09:00
        …
        ! Später
        …
        > am 9.3.2028
        …
        < So weit im Voraus erinnere ich nicht – höchstens bis Di 9.3.2027. …
        > 20.4.
        …
        < Später: Anna Meier – Erinnerungen ruhen bis Mo 20.4. …
    """)


async def test_later_on_a_timed_own_step_moves_that_step(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /schritt Meier anrufen morgen 10:00
        …
        @ 2026-03-03 10:00
        < Anna Meier: anrufen – heute 10:00 (§2)
        [Erledigt] [Später] [Ergebnis eintragen] [Karte]
        ! Später
        …
        ! 1 Stunde
        ~ Schritt: Anna Meier – anrufen, heute, Di 3.3. 11:00 …
        @ 2026-03-03 11:00
        < Anna Meier: anrufen – heute 11:00 (§2) …
    """)


async def test_done_logs_the_touch_it_asked_for_and_the_stage_does_not_return(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        @ 2026-03-09 09:00
        …
        ! Erledigt
        ~ Erledigt: Anna Meier – erste Ansprache (angerufen)
          Nächster Schritt: wieder ansprechen bis Mi 8.4.
        [Nachgefasst] [Schritt ändern] [Rückgängig]
        > /heute
        < Heute ist nichts fällig. …
    """)


async def test_what_is_done_on_the_list_leaves_it_in_place(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Braun
        …
        > /schritt Braun Angebot heute
        …
        @ 2026-03-09 10:00
        …
        > /heute
        < Heute dran (2)
          1. Bert Braun ZA: Angebot – seit 7 Tagen überfällig
          2. Anna Meier ZA: erste Ansprache – heute
        [1. Bert Braun] [✓ 1] [2. Anna Meier] [✓ 2]
        ! ✓ 1
        ~ Erledigt: Bert Braun – Angebot
          Heute dran (1)
          1. Anna Meier ZA: erste Ansprache – heute
        [1. Anna Meier] [✓ 1] [Rückgängig]
        ! ✓ 1
        ~ Erledigt: Anna Meier – erste Ansprache (angerufen)
          Heute ist nichts fällig. …
    """)


async def test_up_to_three_of_a_minute_ring_singly_more_are_one_message(chat):
    for number in range(10):
        await chat.answers(f"> /neu Kunde{number}")
        await chat.answers(f"> /schritt Kunde{number} anrufen morgen")
    await chat.play("""
        @ 2026-03-03 09:00
        < Jetzt dran (10)
          1. …
          8. …
          und 2 weitere → /heute
        [1. Kunde… [8. Kunde…]
    """)


async def test_after_downtime_one_summary_comes_at_the_next_allowed_minute(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /neu Bert Braun
        …
        > /schritt Meier anrufen morgen 10:00
        …
        > /schritt Braun anrufen morgen 11:00
        …
        off 36h
        @ 2026-03-04 07:59
        @ 2026-03-04 08:00
        < Während ich weg war, wurde fällig (2)
          1. Anna Meier ZA: anrufen – gestern 10:00 (§2)
          2. Bert Braun ZA: anrufen – gestern 11:00 (§2)
        …
    """)


async def test_a_state_that_is_gone_takes_its_reminder_along(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /reaktion Meier Angebot
        …
        > /termin Meier 20.4. 10:00
        …
        @ 2026-03-20 12:00
        …
    """)
    assert not [m for m in chat.stage.standin.history(101) if "ohne Termin, KI" in m.text]


async def test_no_appointment_rings_twice_and_never_again(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /reaktion Meier Angebot
        …
        @ 2026-03-31 12:00
        …
    """)
    sent = [m for m in chat.stage.standin.history(101) if "ist KI ohne Termin" in m.text]
    assert len(sent) == 2


async def test_an_import_of_old_purchases_fills_lists_never_phones(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 100 Wartung am 2.1.
        …
        @ 2026-03-06 20:00
    """)


@pytest.mark.parametrize("now", ["2026-03-27 09:00"])
async def test_nine_o_clock_stays_nine_o_clock_after_the_change_of_time(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /schritt Meier anrufen 30.3.
        …
        @ 2026-03-30 08:59
        …
    """)
    assert not pushes(chat)
    await chat.play("""
        @ 2026-03-30 09:00
        < Anna Meier: anrufen – heute (§2) …
    """)

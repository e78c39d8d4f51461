"""The rules of status, steps and pushes on the day and at the minute where each turns (§§1, 2, 11)."""

import pytest

from bot.playground.stage import LEAD


async def rung(chat, move, user=LEAD):
    """Move the clock; when the phone rang, and the first words of what it said."""
    before = len(chat.stage.standin.journal)
    await chat.answers(move)
    told = [e for e in chat.stage.standin.did(user, after=before) if e.kind == "sent"]
    return [
        f"{e.at.astimezone(chat.stage.zone):%d.%m. %H:%M} {e.text.splitlines()[0]}"
        for e in told
        if "Deine Woche" not in e.text
    ]


async def times(chat, move):
    return [line[:12] for line in await rung(chat, move)]


async def said(chat, line):
    return "\n".join(await chat.answers(line))


# §2: the ladder


@pytest.mark.parametrize(("day", "moved"), [("3.9.2025", True), ("2.9.2025", False)])
async def test_two_reactions_180_days_apart_count_and_181_do_not(chat, day, moved):
    await chat.answers("> /neu Anna Meier")
    await chat.answers(f"> /reaktion Meier Web am {day}")
    assert ("II → KI" in await said(chat, "> /reaktion Meier Anruf")) is moved


async def test_a_third_reaction_counts_with_the_nearest_not_with_the_first(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /reaktion Meier Web am 1.9.2025")
    await chat.answers("> /reaktion Meier Anruf")
    assert "II → KI, weil 2 Reaktionen in 180 Tagen: gestern Mail, heute Anruf (S3)" in await said(
        chat, "> /reaktion Meier Mail gestern"
    )


@pytest.mark.parametrize("rules", [{"sk_counts": "products"}])
@pytest.mark.parametrize(
    ("second", "status"),
    [("50 Zubehör", "SK"), ("50 WARTUNG", "EK"), ("50 Wartung gestern", "EK"), ("50", "EK")],
)
async def test_where_products_count_two_names_make_a_regular_also_on_one_day(chat, second, status):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /kauf Meier 100 Wartung")
    await chat.answers(f"> /kauf Meier {second}")
    assert f"Status {status} seit" in await said(chat, "> /kontakt Meier")


async def test_what_is_returned_leads_down_as_far_as_the_rest_of_the_evidence_holds(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /reaktion Meier Web am 10.2.
        < … ZA → II …
        > /kauf Meier 100 Wartung am 20.2.
        < … II → EK (KI übersprungen) …
        > /kauf Meier 200 Zubehör am 25.2.
        < … EK → SK …
        > /retoure Meier 50 Zubehör
        < Retoure notiert: …
          Nächster Schritt: …
        > /retoure Meier 150 Zubehör
        < … SK → EK …
        > /retoure Meier 100 Wartung
        < … EK → II …
        > /rueckgaengig
        …
        < … II → EK …
        > /rueckgaengig
        …
        < … EK → SK …
    """)


async def test_a_status_by_hand_holds_when_what_came_after_is_taken_back(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /reaktion Meier Web am 20.2.
        < … ZA → II …
        > /status Meier KI weil Budget bestätigt
        < … II → KI …
        > /kauf Meier 100 Wartung
        < … KI → EK …
        > /retoure Meier 100 Wartung
        < … EK → KI …
        > /status Meier II weil Budget gestrichen
        < … KI → II …
        > /reaktion Meier Anruf
        < … II → KI, weil 2 Reaktionen in 180 Tagen: 20.2. Web, heute Anruf (S3) …
    """)


async def test_a_regular_by_hand_is_not_lowered_by_undo_and_has_no_window(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /status Meier SK weil Altkunde")
    await chat.answers("> /kauf Meier 100 Wartung")
    await chat.answers("> /rueckgaengig")
    assert "Status SK seit" in await said(chat, "> /kontakt Meier")
    assert await times(chat, "@ 2026-10-01 12:00") == []


async def test_an_appointment_is_a_signal_only_below_ki(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /kauf Meier 100 Wartung am 1.2.")
    assert "→" not in await said(chat, "> /termin Meier Do 10:00")


# §2: next steps and when


async def test_a_serious_prospect_is_reminded_of_twice_and_once_after_thirty_days(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /reaktion Meier Angebot")
    assert await times(chat, "@ 2026-05-31 12:00") == ["04.03. 09:00", "09.03. 09:00", "01.04. 09:00"]


async def test_a_note_does_not_put_off_the_thirty_days_and_a_call_does(chat):
    for name in ("Anna", "Bert"):
        await chat.answers(f"> /neu {name}")
        await chat.answers(f"> /reaktion {name} Angebot")
    await chat.answers("@ 2026-03-20 10:00")
    await chat.answers("> /notiz Anna spielt Handball")
    await chat.answers("> /nachgefasst Bert angerufen")
    told = await rung(chat, "@ 2026-05-31 12:00")
    assert [line[:17] for line in told] == ["01.04. 09:00 Anna", "20.04. 09:00 Bert"]  # 19.4. is a Sunday


async def test_addresses_are_touched_a_month_apart_and_after_four_are_to_be_parked(chat):
    await chat.answers("> /neu Anna Meier")
    days = []
    for until in ("2026-03-20", "2026-04-20", "2026-05-20", "2026-06-20", "2026-07-20"):
        days += await rung(chat, f"@ {until} 08:00")
        day = days[-1][:6]
        await chat.answers(f"> /nachgefasst Meier nicht erreicht {day}")
    assert [line[:12] for line in days] == [
        "09.03. 09:00",
        "08.04. 09:00",
        "08.05. 09:00",
        "08.06. 09:00",  # 7.6. is a Sunday
        "08.07. 09:00",
    ]
    assert "Zurückstellen?" in days[-1]
    assert "Zurückstellen?" not in days[-2]


async def test_an_older_touch_entered_late_does_not_move_the_clock(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("@ 2026-03-09 10:00")
    await chat.answers("> /nachgefasst Meier nicht erreicht")
    await chat.answers("> /nachgefasst Meier nicht erreicht am 4.3.")
    assert await times(chat, "@ 2026-04-20 08:00") == ["08.04. 09:00"]


async def test_a_first_buyer_is_thanked_asked_and_reminded_of_on_the_two_days_of_the_window(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /kauf Meier 100 Wartung")
    told = await times(chat, "@ 2026-12-31 12:00")
    assert told == ["05.03. 09:00", "16.03. 09:00", "01.06. 09:00", "31.08. 09:00"]


async def test_a_second_purchase_ends_the_window_and_its_return_opens_the_old_one(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /kauf Meier 100 Wartung")
    await chat.answers("@ 2026-03-20 10:00")
    await chat.answers("> /kauf Meier 200 Zubehör")
    await chat.answers("@ 2026-03-25 10:00")
    await chat.answers("> /retoure Meier 200 Zubehör")
    assert await times(chat, "@ 2026-12-31 12:00") == ["01.06. 09:00", "31.08. 09:00"]


async def test_a_regular_is_reminded_of_after_the_usual_time(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /kauf Meier 100 Wartung")
    await chat.answers("@ 2026-03-20 10:00")
    await chat.answers("> /kauf Meier 200 Zubehör")
    assert await times(chat, "@ 2026-12-31 12:00") == ["18.09. 09:00"]


async def test_an_interested_one_gets_information_and_is_asked_a_week_after_it_went_out(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /reaktion Meier Web")
    assert await times(chat, "@ 2026-03-05 10:00") == ["04.03. 09:00"]
    await chat.answers("> /nachgefasst Meier Info gesendet")
    assert await times(chat, "@ 2026-04-30 10:00") == ["12.03. 09:00"]


# §1: backdating


@pytest.mark.parametrize(
    ("bought", "rings"),
    [
        ("20.2.", ["03.03. 09:00 Anna Meier hat", "06.03. 09:00 Wie zufrieden"]),  # due 23.2., seven days ago
        ("17.2.", ["03.03. 09:00 Wie zufrieden"]),  # due 20.2.: stale, the next stage applies
    ],
)
async def test_a_thank_you_seven_days_late_is_still_told_and_a_later_one_gives_way(chat, bought, rings):
    await chat.answers("> /neu Anna Meier")
    await chat.answers(f"> /kauf Meier 100 Wartung am {bought}")
    told = await rung(chat, "@ 2026-03-31 12:00")
    assert len(told) == len(rings)
    assert all(
        line.startswith(begin) or begin[13:17] in line for line, begin in zip(told, rings, strict=True)
    )
    assert [line[:12] for line in told] == [line[:12] for line in rings]


# §11: appointments


@pytest.mark.parametrize(
    ("appointment", "rings"),
    [
        ("7.4. 11:00", ["02.04. 17:00", "07.04. 10:00"]),  # Good Friday and Easter Monday between
        ("7.4. 8:30", ["02.04. 17:00", "02.04. 19:59"]),
        ("7.4. 9:00", ["02.04. 17:00", "07.04. 08:00"]),
        ("2.4. 20:30", ["01.04. 17:00", "02.04. 19:30"]),
        ("2.4. 21:00", ["01.04. 17:00", "02.04. 19:59"]),
        ("4.4. 10:00", ["02.04. 17:00", "02.04. 19:59"]),  # a Saturday
    ],
)
async def test_an_appointment_is_told_at_the_last_allowed_minutes_before_it(chat, appointment, rings):
    await chat.answers("@ 2026-03-30 10:00")
    await chat.answers("> /neu Anna Meier")
    await chat.answers(f"> /termin Meier {appointment}")
    told = [
        line
        for line in await rung(chat, "@ 2026-04-07 11:00")
        if " Termin mit" in line and "Wie war" not in line
    ]
    assert [line[:12] for line in told] == rings


@pytest.mark.parametrize(
    ("typed", "rings"),
    [
        ("2026-03-02 16:59", ["02.03. 17:00", "03.03. 13:00"]),
        ("2026-03-02 17:01", ["03.03. 13:00"]),
        ("2026-03-03 12:59", ["03.03. 13:00"]),
        ("2026-03-03 13:01", []),
        ("2026-03-03 13:10", []),
    ],
)
async def test_a_push_is_told_unless_its_moment_had_passed_when_the_appointment_was_typed(chat, typed, rings):
    await chat.answers(f"@ {typed}")
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /termin Meier 3.3. 14:00")
    assert await times(chat, "@ 2026-03-03 14:00") == rings


async def test_moving_between_the_pushes_and_undoing_it_tells_nothing_twice(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /termin Meier Mi 14:00")
    assert await times(chat, "@ 2026-03-03 18:00") == ["03.03. 17:00"]
    await chat.answers("> /termin_verschieben Meier Fr 10:00")
    await chat.answers("> /rueckgaengig")
    assert await times(chat, "@ 2026-03-04 14:00") == ["04.03. 13:00"]


async def test_cancelling_between_the_pushes_drops_the_second_and_undoing_brings_it_back(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /termin Meier Mi 14:00")
    await chat.answers("@ 2026-03-03 18:00")
    await chat.answers("! Absagen")
    assert await times(chat, "@ 2026-03-04 12:00") == []
    await chat.answers("> /rueckgaengig")
    assert await times(chat, "@ 2026-03-04 14:00") == ["04.03. 13:00"]


async def test_an_appointment_edited_after_its_push_withdraws_it_and_rings_anew(chat):
    await chat.answers("@ 2026-03-03 10:00")
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /termin Meier Mi 14:00")
    assert await times(chat, "@ 2026-03-03 18:00") == ["03.03. 17:00"]
    assert "hinfällig: Eintrag zurückgenommen" in await said(chat, "e> /termin Meier Do 10:00")
    assert await times(chat, "@ 2026-03-05 10:00") == ["04.03. 17:00", "05.03. 09:00"]


async def test_the_result_is_asked_for_on_the_next_working_day(chat):
    await chat.answers("@ 2026-04-01 10:00")
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /termin Meier 2.4. 15:00")
    told = [line for line in await rung(chat, "@ 2026-04-08 08:00") if "Wie war" in line]
    assert [line[:12] for line in told] == ["07.04. 09:00"]


async def test_a_result_entered_with_yesterdays_date_answers_the_question(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /termin Meier Di 14:00")
    await chat.answers("@ 2026-03-04 08:30")
    await chat.answers("> /ergebnis Meier will Bedenkzeit gestern")
    assert not [line for line in await rung(chat, "@ 2026-03-05 12:00") if "Wie war" in line]


# §11: quiet on purpose


async def test_a_snooze_to_a_saturday_ends_on_monday_at_nine(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /spaeter Meier 14.3.")
    assert await times(chat, "@ 2026-03-20 12:00") == ["16.03. 09:00"]


async def test_a_parked_contact_rests_and_its_clock_begins_anew_when_it_wakes(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /zurueckstellen Meier bis 1.4.")
    assert await times(chat, "@ 2026-04-20 12:00") == ["08.04. 09:00"]


async def test_a_reaction_wakes_a_parked_contact(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /zurueckstellen Meier bis 1.9.")
    await chat.answers("@ 2026-03-10 12:00")
    await chat.answers("> /reaktion Meier Web")
    assert await times(chat, "@ 2026-03-13 12:00") == ["12.03. 09:00"]


async def test_after_a_no_nothing_rings_for_180_days_and_after_never_not_at_all(chat):
    for name in ("Anna", "Bert"):
        await chat.answers(f"> /neu {name}")
        await chat.answers(f"> /reaktion {name} Angebot")
        await chat.answers(f"> /absage {name} zu teuer")
        if name == "Bert":
            await chat.answers("! nie wieder")
    assert await times(chat, "@ 2026-08-29 12:00") == []
    told = await rung(chat, "@ 2027-01-31 12:00")
    assert told
    assert not [line for line in told if "Bert" in line]


async def test_twelve_in_a_minute_name_eight_and_count_the_rest(chat):
    for number in range(1, 13):
        await chat.answers(f"> /neu Kunde{number:02}")
        await chat.answers(f"> /schritt Kunde{number:02} anrufen morgen")
    await chat.answers("@ 2026-03-03 08:59")
    assert "und 4 weitere" in await said(chat, "@ 2026-03-03 09:00")


@pytest.mark.parametrize("now", ["2026-12-30 10:00"])
async def test_new_years_day_and_the_weekend_after_it_hold_a_push(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /schritt Meier anrufen 1.1.")
    assert await times(chat, "@ 2027-01-05 12:00") == ["04.01. 08:00"]

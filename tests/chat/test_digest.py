"""The week in one message: when it comes, to whom, once – and whether its figures are those one counts by hand."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.playground.stage import LEAD, REP
from domain.contact import NewContact
from domain.events import Event, Kind, Money


async def digests(chat, move, user=LEAD):
    """Move the clock; the digests that came to a phone, with the local time at which each came."""
    before = len(chat.stage.standin.journal)
    for line in move.splitlines():
        await chat.answers(line)
    zone = chat.stage.zone
    told = [e for e in chat.stage.standin.did(user, after=before) if e.text.startswith("Deine Woche")]
    return [(f"{e.at.astimezone(zone):%a %d.%m. %H:%M}", e.text) for e in told]


async def days(chat, move, user=LEAD):
    return [at for at, _ in await digests(chat, move, user)]


async def week_of(chat, who=""):
    return "\n".join(await chat.answers(f"{who}> /woche")).replace("2< ", "< ")


@pytest.fixture
async def something_due(chat):
    """A step that stays undone, so that every week has something to say."""
    for who, name in (("", "Anna Meier"), ("2", "Bert Braun")):
        await chat.answers(f"{who}> /neu {name}")
        await chat.answers(f"{who}> /schritt {name}: anrufen morgen")


# when


@pytest.mark.usefixtures("something_due")
async def test_it_comes_on_monday_at_half_past_seven_without_a_sound(chat):
    assert await days(chat, "+ 2w") == ["Mon 09.03. 07:30", "Mon 16.03. 07:30"]
    sent = [m for m in chat.stage.standin.history(LEAD) if m.text.startswith("Deine Woche")]
    assert all(message.silent for message in sent)


@pytest.mark.usefixtures("something_due")
@pytest.mark.parametrize(
    ("now", "weeks"),
    [
        ("2026-03-30 12:00", ["Tue 07.04. 07:30", "Mon 13.04. 07:30"]),  # Easter Monday
        ("2026-05-18 12:00", ["Tue 26.05. 07:30", "Mon 01.06. 07:30"]),  # Whit Monday
        ("2026-10-19 12:00", ["Mon 26.10. 07:30", "Mon 02.11. 07:30"]),  # winter time since the 25th
    ],
)
async def test_a_holiday_gives_way_to_the_next_working_day(chat, weeks):
    assert await days(chat, "+ 2w") == weeks


@pytest.mark.usefixtures("something_due")
async def test_each_gets_it_at_their_own_half_past_seven(chat):
    await chat.answers("> /einstellungen Zone London")
    await chat.answers("2> /einstellungen Zone Helsinki")
    await chat.answers("@ 2026-03-09 12:00")
    for user, zone in ((LEAD, "Europe/London"), (REP, "Europe/Helsinki")):
        (at,) = [e.at for e in chat.stage.standin.did(user) if e.text.startswith("Deine Woche")]
        assert f"{at.astimezone(ZoneInfo(zone)):%a %H:%M}" == "Mon 07:30"


@pytest.mark.usefixtures("something_due")
async def test_what_is_set_meanwhile_brings_no_second_one_in_a_week(chat):
    moves = """@ 2026-03-09 08:00
        > /einstellungen Woche Mo 9:00
        + 1d
        > /einstellungen Woche Fr 7:00
        @ 2026-03-15 20:00
        > /einstellungen zurücksetzen
        + 1d"""
    assert await days(chat, moves) == ["Mon 09.03. 07:30", "Mon 16.03. 07:30"]


@pytest.mark.usefixtures("something_due")
async def test_put_forward_within_the_week_it_comes_later_that_week(chat):
    moves = """> /einstellungen Woche So 18:00
        @ 2026-03-16 12:00"""
    assert await days(chat, moves) == ["Sun 08.03. 18:00", "Sun 15.03. 18:00"]


@pytest.mark.usefixtures("something_due")
async def test_a_restart_neither_repeats_nor_forgets_it(chat):
    moves = """kill
        @ 2026-03-09 07:29
        kill
        + 1m
        kill
        + 10m
        off 20m
        + 1d"""
    assert await days(chat, moves) == ["Mon 09.03. 07:30"]


@pytest.mark.usefixtures("something_due")
async def test_weeks_of_silence_bring_one_and_then_the_usual_ones(chat):
    moves = """@ 2026-03-06 12:00
        off 20d
        @ 2026-03-30 12:00"""
    assert await days(chat, moves) == ["Thu 26.03. 12:00", "Mon 30.03. 07:30"]


# to whom


@pytest.mark.usefixtures("something_due")
async def test_who_blocked_the_bot_gets_none_and_the_other_does(chat):
    chat.stage.standin.block(REP)
    await chat.stage.settle()
    assert await days(chat, "+ 1w", REP) == []
    chat.stage.standin.block(REP, blocked=False)
    await chat.stage.settle()
    assert await days(chat, "+ 1w", REP) == ["Mon 16.03. 07:30"]


async def test_nothing_to_say_is_nothing_sent_but_the_command_answers(chat):
    assert await days(chat, "+ 3w") == []
    assert await chat.answers("> /woche") == [
        "< Diese Woche ist nichts offen, und in den letzten 7 Tagen ist nichts passiert.",
        "[Neuer Kontakt: so geht’s]",
    ]


async def test_a_lead_alone_has_no_team_part(chat):
    for line in ("> /neu Anna Meier", "> /reaktion Meier Angebot"):
        await chat.answers(line)
    assert "Dein Team" not in await week_of(chat)
    for line in ("2> /neu Bert Braun", "2> /reaktion Braun Angebot"):
        await chat.answers(line)
    assert "Dein Team" in await week_of(chat)
    assert "Dein Team" not in await week_of(chat, "2")


# what


@pytest.mark.parametrize("now", ["2026-03-01 12:00"])
async def test_every_figure_is_what_one_counts_by_hand(chat):
    for line in (
        "> /neu Anna Meier", "> /kauf Meier 400 Wartung am 5.2.", "> /kauf Meier 100,40 Filter am 27.2.",
        "> /neu Bert Braun", "> /reaktion Braun Angebot am 24.2.", "> /neu Cem Can",
        "> /kauf Can 200 Wartung am 1.9.2025", "> /neu Dora Doll", "> /kauf Doll 300 Wartung am 24.2.",
        "> /retoure Doll 300 Wartung am 26.2.", "> /neu Eva Ernst", "> /absage Ernst kein Bedarf",
        "2> /neu Fritz Frey", "2> /kauf Frey 1.000 Wartung am 23.2.", "2> /kauf Frey 10 Filter am 22.2.",
        "2> /neu Gabi Gut", "2> /reaktion Gut Angebot am 20.2.",
    ):  # fmt: skip
        await chat.answers(line)
    ((_, text),) = await digests(chat, "+ 1d")
    own, team, tip = text.split("\n\n")
    assert own.splitlines() == [
        "Deine Woche (KW 10)",
        "Bis So 8.3. dran: 3 Schritte",
        (
            "Zuerst: Cem Can – Zweitkauf überfällig: nachfassen (heute); "
            "Bert Braun – Termin vereinbaren (heute); Dora Doll – erste Ansprache (Do 5.3.)"
        ),
        "KI ohne Termin: 1 – Bert Braun",
        "Zweitkauf-Fenster: läuft ab bei 1 (Cem Can)",
        "W50 91, W80 182 Tage (Standardwert, n = 3); nie wieder: Plan 20 %; Abwanderung im Jahr: Plan 18 %",
        "Neu erreicht: 1 × KI, 1 × SK",
        "Zurückgefallen: 1 × EK → ZA",
        "Quote je Stufe: ZA→II 60 % (n = 5)",
        "Umsatz in 7 Tagen: 100,40 € (n = 2 Käufe); 4 Wochen davor im Schnitt 100,00 € (n = 1)",
        "Bewusst zurückgestellt: 1",
    ]
    assert team.splitlines()[:3] == [
        "Dein Team",
        "Bis So 8.3. dran: 4 Schritte",
        "KI ohne Termin: 2 (Kim Berger 1, Jan Vogt 1)",
    ]
    assert "Umsatz in 7 Tagen: 1.100,40 € (n = 3 Käufe); 4 Wochen davor im Schnitt 102,50 € (n = 2)" in team
    assert tip.startswith("Tipp: ")


async def test_revenue_counts_returns_and_currencies_apart(chat):
    for line in (
        "> /neu Anna Meier", "> /kauf Meier 400 Wartung am 5.2.", "> /kauf Meier 100,40 Filter am 27.2.",
        "> /neu Cem Can", "> /kauf Can 200 Wartung am 25.2.", "> /kauf Can CHF 70 Filter am 27.2.",
        "> /neu Dora Doll", "> /kauf Doll 300 Wartung am 24.2.", "> /retoure Doll 120 Wartung am 26.2.",
    ):  # fmt: skip
        await chat.answers(line)
    assert (
        "Umsatz in 7 Tagen: 480,40 €, dazu 70,00 CHF (n = 4 Käufe); 4 Wochen davor im Schnitt 100,00 € (n = 1)"
    ) in await week_of(chat)


async def test_undone_purchases_and_their_returns_count_nothing(chat):
    for line in ("/neu Anna Meier", "/kauf Meier 400 Wartung", "/rueckgaengig"):
        await chat.answers(f"> {line}")
    assert "Umsatz" not in await week_of(chat)


async def test_who_came_down_did_not_go_up(chat):
    for line in (
        "/neu Anna Meier", "/kauf Meier 100 Wartung am 10.2.", "/kauf Meier 200 Filter am 27.2.",
        "/retoure Meier 200 Filter gestern", "/neu Bert Braun", "/reaktion Braun Web",
    ):  # fmt: skip
        await chat.answers(f"> {line}")
    said = await week_of(chat)
    assert "Neu erreicht: 1 × II\n" in said
    assert "Zurückgefallen: 1 × SK → EK" in said


async def test_a_share_needs_five(chat):
    for number in range(4):
        await chat.answers(f"> /neu Kunde{number}")
    await chat.answers("> /reaktion Kunde1 Web")
    assert "Quote" not in await week_of(chat)
    await chat.answers("> /neu Kunde5")
    assert "Quote je Stufe: ZA→II 20 % (n = 5)" in await week_of(chat)


@pytest.mark.parametrize("now", ["2026-02-23 12:00"])
async def test_satisfaction_is_told_with_its_n(chat):
    for number, grade in enumerate((1, 2, 3, 5)):
        await chat.answers(f"> /neu Kunde{number}")
        await chat.answers(f"> /kauf Kunde{number} 100 Wartung am {10 + number}.2.")
        await chat.answers(f"@ 2026-02-{24 + number} 12:00")
        await chat.answers(f"! {grade}")
    assert "Zufriedenheit ≤ 2: 2 von 4" in await week_of(chat)


async def test_ki_without_appointment_stay_in_the_digest_when_the_pushes_have_ended(chat):
    for line in ("/neu Anna Meier", "/reaktion Meier Angebot"):
        await chat.answers(f"> {line}")
    weeks = await digests(chat, "+ 36d")  # Easter Monday's comes on Tuesday
    assert len(weeks) == 5
    assert all("KI ohne Termin: 1 – Anna Meier" in text for _, text in weeks)
    await chat.answers("> /termin Meier morgen 10:00")
    assert "KI ohne Termin: " not in await week_of(chat)


@pytest.mark.parametrize(
    ("bought", "line"),
    [
        ("1.12.2025", "rückt näher bei 1 (Anna Meier)"),  # 91 d: 2 March
        ("7.12.2025", "rückt näher bei 1 (Anna Meier)"),
        ("1.9.2025", "läuft ab bei 1 (Anna Meier)"),  # 182 d
        ("7.9.2025", "läuft ab bei 1 (Anna Meier)"),
        ("31.8.2025", "Zweitkauf-Fenster abgelaufen: 1 (Anna Meier)"),
    ],
)
@pytest.mark.parametrize("now", ["2026-03-01 12:00"])
async def test_who_falls_into_the_window_this_week_is_named_and_past_it_for_ever(chat, bought, line):
    await chat.answers("> /neu Anna Meier")
    await chat.answers(f"> /kauf Meier 100 Wartung am {bought}")
    await chat.answers("+ 1d")
    said = await week_of(chat)
    assert line in said
    assert "W50 91, W80 182 Tage (Standardwert, n = 1); nie wieder: Plan 20 %" in said


@pytest.mark.parametrize("bought", ["30.11.2025", "8.12.2025", "8.9.2025"])
async def test_the_day_before_and_the_week_after_are_not_this_week(chat, bought):
    await chat.answers("> /neu Anna Meier")
    await chat.answers(f"> /kauf Meier 100 Wartung am {bought}")
    assert "Zweitkauf-Fenster" not in await week_of(chat)


async def test_whom_it_names_opens_as_a_card_and_the_digest_stays(chat):
    for line in (
        "/neu Anna Meier",
        "/reaktion Meier Angebot",
        "/neu Bert Braun",
        "/schritt Braun anrufen heute",
    ):
        await chat.answers(f"> {line}")
    await chat.play("""
        > /woche
        < Deine Woche (KW 10)
          Bis So 8.3. dran: 2 Schritte
          Zuerst: Bert Braun – anrufen (heute); Anna Meier – Termin vereinbaren (Mi 4.3.)
          KI ohne Termin: 1 – Anna Meier
          Neu erreicht: 1 × KI …
        [Bert Braun] [Anna Meier] [Heute] [KI ohne Termin]
        ! Anna Meier
        < Anna Meier · #1 …
        ! Bert Braun
        < Bert Braun · #2 …
        ! KI ohne Termin
        < Liste „KI ohne Termin“: 1 …
    """)


# how much


def furnish(work, now, count):
    """So many first buyers with long names, past the window, each with something overdue."""
    for number in range(count):
        owner = work.members.by_telegram(LEAD if number % 2 else REP)
        name = f"Wolfeschlegelsteinhausenbergerdorff & <Söhne> {number:05} Gesellschaft für Wartung"
        contact = work.contacts.add(NewContact(name=name), owner=owner.id, now=now)
        turn = work.turns.begin(owner.id, "kauf", now=now, typed_at=now, chat=None, message=None)
        facts = {"contact": 0, "rep": owner.id, "turn": turn, "logged_at": now}
        day = now.date() - timedelta(days=91 * (1 + number % 3) - number % 5)
        at = datetime.combine(day, now.time(), UTC)
        created = Event(id=0, kind=Kind.CREATED, at=at, day=day, **facts)
        bought = Event(id=0, kind=Kind.PURCHASE, at=at, day=day, money=Money(10_000_00, "EUR"), **facts)
        work.record(contact, (created, bought) if number % 4 else (created,), now=now)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_two_thousand_contacts_with_long_names_fit_into_one_message(chat):
    await chat.answers("2> /start")
    with chat.work() as work:
        furnish(work, chat.stage.clock.now(), 2000)
    for user in (LEAD, REP):
        ((_, text),) = await digests(chat, "+ 1w", user) if user == LEAD else [seen(chat, user)]
        assert len(text) <= 3500
        for block in text.split("\n\n"):
            assert len(block.splitlines()) <= 1 + 3 * 7
    newest = [m for m in chat.stage.standin.history(LEAD) if m.text.startswith("Deine Woche")][-1]
    assert sum(len(row) for row in newest.buttons) <= 16


def seen(chat, user):
    return next(("", e.text) for e in chat.stage.standin.did(user) if e.text.startswith("Deine Woche"))

"""`/fenster`: what it says while the team's own data don't suffice, and once they do (§5)."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.playground.stage import LEAD
from domain.contact import NewContact
from domain.events import Event, Kind, Money


def bought(work, now, name, *days_ago):
    """A contact of the lead's that bought so many days ago, each."""
    owner = work.members.by_telegram(LEAD)
    contact = work.contacts.add(NewContact(name=name), owner=owner.id, now=now)
    turn = work.turns.begin(owner.id, "kauf", now=now, typed_at=now, chat=None, message=None)
    facts = {"id": 0, "contact": 0, "rep": owner.id, "turn": turn, "logged_at": now}
    events = [Event(kind=Kind.CREATED, at=now, day=now.date(), **facts)]
    for ago in days_ago:
        at = datetime.combine(now.date() - timedelta(days=ago), now.time(), UTC)
        events.append(
            Event(kind=Kind.PURCHASE, at=at, day=at.date(), money=Money(10000, "EUR"), product="x", **facts)
        )
    work.record(contact, events, now=now)


@pytest.fixture
async def hundred_and_twenty(chat):
    """Watched for 400 days: three in ten came back after 20 days, two after 60, half of them never."""
    now = chat.stage.clock.now()
    with chat.work() as work:
        for number in range(120):
            gap = (20, 20, 20, 60, 60, None, None, None, None, None)[number % 10]
            bought(work, now, f"Kunde{number:03}", 400, *([400 - gap] if gap else []))


async def test_without_own_data_the_defaults_stand_and_say_so(chat):
    assert await chat.answers("> /fenster") == [
        "< Zweitkauf-Fenster (Standardwert)",
        "  W50 91 Tage, W80 182 Tage – Standardwerte, denn eigene Daten reichen noch nicht:",
        "  0 Erstkäufer, 0 kamen wieder; gemessen wird ab 100 Erstkäufern mit genug Beobachtungszeit (W2).",
        "  Nie wieder kaufen: Plan 20 %; eigene Zahl erst ab 20 Erstkäufern, die älter als ein Jahr sind (W6).",
        "  Jetzt steht niemand im Fenster.",
    ]


@pytest.mark.usefixtures("hundred_and_twenty")
async def test_with_enough_own_data_it_is_measured(chat):
    said = await chat.answers("> /fenster")
    assert said[:6] == [
        "< Zweitkauf-Fenster (gemessen)",
        "  Die Hälfte derer, die wiederkommen, kauft binnen 20 Tagen (W50), vier von fünf binnen 60 (W80).",
        "  n = 120 Erstkäufer (Erstkäufe seit Sa 2.3.2024), 60 kamen wieder; binnen 365 Tagen 50 % (Kaplan–Meier, W1).",
        "  Nie wieder kaufen: Plan 20 %, eigene Zahl 50 % (n = 120, W6).",
        "  Jetzt: 60 warten nach dem Fenster (nach W80): Kunde005, Kunde006, Kunde007, …",
        "[Kunde005] [Kunde006]",
    ]


@pytest.mark.usefixtures("hundred_and_twenty")
async def test_reminders_and_the_digest_go_by_the_measured_window(chat):
    with chat.work() as work:
        bought(work, chat.stage.clock.now(), "Anna Meier", 16)
    await chat.answers("> /fenster")
    before = len(chat.stage.standin.journal)
    await chat.answers("+ 8d")
    told = [e.text for e in chat.stage.standin.did(LEAD, after=before)]
    (near,) = [text for text in told if "rückt näher –" in text]
    assert near.startswith("Anna Meier: ")
    assert "W50 20 d, W80 60 d, gemessen, n = 121, 50 % kamen binnen 365 d wieder (W4)" in near
    (week,) = [text for text in told if text.startswith("Deine Woche")]
    assert "W50 20 d, W80 60 d (gemessen, n = 121); nie wieder: Plan 20 %, eigene 50 % (n = 120)" in week


@pytest.mark.usefixtures("hundred_and_twenty")
async def test_what_is_expected_of_the_next_four_weeks_follows_from_the_curve(chat):
    """After 40 days seven of ten still wait; two of these seven come back on day 60, the others never."""
    with chat.work() as work:
        for number in range(7):
            bought(work, chat.stage.clock.now(), f"Jung{number}", 40)
    await chat.answers("+ 1d")  # measured at night
    said = "".join(await chat.answers("> /woche"))
    assert "Zweitkäufe in 4 Wochen: etwa 2,0 erwartet (n = 67 Erstkäufer)" in said


async def test_who_waits_is_named_and_a_tap_opens_the_card(chat):
    with chat.work() as work:
        for name, ago in (("Anna Meier", 91), ("Bert Braun", 92), ("Cem Can", 182), ("Dora Doll", 183)):
            bought(work, chat.stage.clock.now(), name, ago)
    await chat.play("""
        > /fenster
        < …
          4 Erstkäufer, 0 kamen wieder; …
          Jetzt: 2 warten im Fenster (nach W50): Bert Braun, Cem Can; 1 wartet nach dem Fenster (nach W80): Dora Doll
        [Bert Braun] [Cem Can] [Dora Doll] [Alle EK]
        ! Dora
        < Dora Doll …
        ! Alle EK
        < Liste „EK“: 4 …
    """)


async def test_a_rep_sees_only_their_own_people_but_the_teams_window(chat):
    with chat.work() as work:
        bought(work, chat.stage.clock.now(), "Anna Meier", 100)
    said = await chat.answers("2> /fenster")
    assert "1 Erstkäufer" in said[2]
    assert "Jetzt steht niemand im Fenster." in said[4]

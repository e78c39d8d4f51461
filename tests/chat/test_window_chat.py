"""`/fenster`: what it says while the team's own data don't suffice, and once they do (§5)."""

# ruff: noqa: E501 – what the bot says stays in one piece

from datetime import UTC, datetime, timedelta

import pytest

from bot.playground.stage import LEAD
from domain.contact import NewContact
from domain.events import Event, Kind, Money


def bought(work, now, name, *days_ago, product="x"):
    """A contact of the lead's that bought so many days ago, each."""
    owner = work.members.by_telegram(LEAD)
    contact = work.contacts.add(NewContact(name=name), owner=owner.id, now=now)
    turn = work.turns.begin(owner.id, "kauf", now=now, typed_at=now, chat=None, message=None)
    facts = {"id": 0, "contact": 0, "rep": owner.id, "turn": turn, "logged_at": now}
    events = [Event(kind=Kind.CREATED, at=now, day=now.date(), **facts)]
    for ago in days_ago:
        at = datetime.combine(now.date() - timedelta(days=ago), now.time(), UTC)
        events.append(
            Event(
                kind=Kind.PURCHASE, at=at, day=at.date(), money=Money(10000, "EUR"), product=product, **facts
            )
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
        "  0 Erstkäufer, 0 kamen wieder, 0 warten noch; eine Schätzung gibt es ab 20 Erstkäufern und 10 Zweitkäufen (W2).",
        "  Nie wieder kaufen: Plan 20 %; eigene Zahl erst ab 20 Erstkäufern, die älter als ein Jahr sind (W6).",
        "  Abwanderung von Stammkunden im Jahr: Plan 18 %; eigene Zahl erst ab 20 Stammkunden von vor einem Jahr (W6).",
        "  Jetzt steht niemand im Fenster.",
    ]


@pytest.fixture
async def young(chat):
    """Open for 90 days: forty first buyers, sixteen back after 1 to 40 days, the others watched for 5 to 90."""
    now = chat.stage.clock.now()
    with chat.work() as work:
        for number in range(40):
            begun, gap = 5 + 85 * number // 39, (1, 3, 12, 40)[number % 4]
            back = number >= 20 and number % 5
            bought(work, now, f"Kunde{number:03}", begun, *([begun - gap] if back else []))


@pytest.mark.usefixtures("young")
async def test_in_a_young_shop_it_is_an_estimate_and_says_so_everywhere(chat):
    said = await chat.answers("> /fenster")
    assert said[:7] == [
        "< Zweitkauf-Fenster (Schätzung)",
        "  Die Hälfte derer, die wiederkommen, kauft binnen etwa 19 Tagen (W50), vier von fünf binnen etwa 92 (W80).",
        "  n = 40 Erstkäufer (alle Erstkäufe), 16 kamen wieder, 24 warten noch; binnen 365 Tagen werden es etwa 67 %.",
        "  Hochgerechnet nach dem bisherigen Verlauf (Lomax-Gesetz, W2); gemessen wird ab 100 Erstkäufern mit genug Beobachtungszeit.",
        "  Noch ohne Zweitkauf beobachtet: 16 bei Tag 30, 2 bei Tag 60.",
        "  Nie wieder kaufen: Plan 20 %; eigene Zahl erst ab 20 Erstkäufern, die älter als ein Jahr sind (W6).",
        "  Abwanderung von Stammkunden im Jahr: Plan 18 %; eigene Zahl erst ab 20 Stammkunden von vor einem Jahr (W6).",
    ]
    with chat.work() as work:
        bought(work, chat.stage.clock.now(), "Anna Meier", 16)
    before = len(chat.stage.standin.journal)
    await chat.answers("+ 8d")
    told = [e.text for e in chat.stage.standin.did(LEAD, after=before)]
    near = next(text for text in told if "rückt näher –" in text)
    assert "Schätzung, n = 4" in near
    assert "% kommen voraussichtlich binnen 365 Tagen wieder (W4)" in near
    assert any("(Schätzung, n = 4" in text for text in told if text.startswith("Deine Woche"))


@pytest.mark.usefixtures("hundred_and_twenty")
async def test_with_enough_own_data_it_is_measured(chat):
    said = await chat.answers("> /fenster")
    assert said[:8] == [
        "< Zweitkauf-Fenster (gemessen)",
        "  Die Hälfte derer, die wiederkommen, kauft binnen 20 Tagen (W50), vier von fünf binnen 60 (W80).",
        "  n = 120 Erstkäufer (Erstkäufe seit Sa 2.3.2024), 60 kamen wieder, 60 warten noch; binnen 365 Tagen 50 % (Kaplan–Meier, W1).",
        "  Noch ohne Zweitkauf beobachtet: 84 bei Tag 30, 84 bei Tag 60, 60 bei Tag 91, 60 bei Tag 182, 60 bei Tag 365.",
        "  Nie wieder kaufen: Plan 20 %, eigene Zahl 50 % (n = 120, W6).",
        "  Abwanderung von Stammkunden im Jahr: Plan 18 %, eigene Zahl 100 % (n = 36, W6).",
        "  Jetzt: 60 warten nach dem Fenster (nach W80): Kunde005, Kunde006, Kunde007, …",
        "[Kurve als Bild]",
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
    assert "W50 20, W80 60 Tage, gemessen, n = 121, 50 % kamen binnen 365 Tagen wieder (W4)" in near
    (week,) = [text for text in told if text.startswith("Deine Woche")]
    assert "W50 20, W80 60 Tage (gemessen, n = 121); nie wieder: Plan 20 %, eigene 50 % (n = 120)" in week
    assert "Abwanderung im Jahr: Plan 18 %, eigene 100 % (n = 36)" in week


@pytest.mark.usefixtures("hundred_and_twenty")
async def test_what_is_expected_of_the_next_four_weeks_follows_from_the_curve(chat):
    """After 40 days seven of ten still wait; two of these seven come back on day 60, the others never."""
    with chat.work() as work:
        for number in range(7):
            bought(work, chat.stage.clock.now(), f"Jung{number}", 40)
    await chat.answers("+ 1d")  # measured at night
    said = "".join(await chat.answers("> /woche"))
    assert "Zweitkäufe in 4 Wochen: etwa 2,0 erwartet" in said
    assert "(n = 67 Erstkäufer)" in said


async def test_who_waits_is_named_and_a_tap_opens_the_card(chat):
    with chat.work() as work:
        for name, ago in (("Anna Meier", 91), ("Bert Braun", 92), ("Cem Can", 182), ("Dora Doll", 183)):
            bought(work, chat.stage.clock.now(), name, ago)
    await chat.play("""
        > /fenster
        < …
          4 Erstkäufer, 0 kamen wieder, 4 warten noch; …
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
    assert "Jetzt steht niemand im Fenster." in said[-1]


@pytest.fixture
async def two_products(chat):
    """Who begins with toner is soon back, for service it takes a year; of a printer there are too few."""
    now = chat.stage.clock.now()
    with chat.work() as work:
        for number in range(120):
            soon, late = (
                (([460], [180]) if number % 8 == 3 else ([490], [200])) if number % 8 < 4 else ([], [])
            )
            bought(work, now, f"Toner{number:03}", 500, *soon, product="Toner")
            bought(work, now, f"Service{number:03}", 500, *late, product="Große Wartung")
        for number in range(5):
            bought(work, now, f"Drucker{number}", 500, 400, product="Drucker")


@pytest.mark.usefixtures("two_products")
async def test_products_with_enough_first_buyers_have_their_own_window(chat):
    await chat.play("""
        > /fenster
        < Zweitkauf-Fenster (gemessen) … n = 245 Erstkäufer …
          Eigene Fenster nach erstem Produkt (W3):
          • Große Wartung: W50 300, W80 320 Tage (gemessen, n = 120)
          • Toner: W50 10, W80 40 Tage (gemessen, n = 120)
          Nie wieder … Jetzt: …
        …
        > /fenster TONER
        < Zweitkauf-Fenster Toner (gemessen)
          Die Hälfte derer, die wiederkommen, kauft binnen 10 Tagen (W50), vier von fünf binnen 40 (W80).
          n = 120 Erstkäufer (Erstkäufe seit Sa 2.3.2024), 60 kamen wieder, 60 warten noch; …
          Gezählt wird, wer mit diesem Produkt angefangen hat, bis zum zweiten Kauf von irgendetwas (W3).
        [Kurve als Bild]
        [Fenster des Teams]
        > /fenster Drucker
        < Zweitkauf-Fenster (gemessen) …
          Drucker hat noch kein eigenes Fenster: n = 5, 5 kamen wieder; ab 20 Erstkäufern und 10 Zweitkäufen (W3). Bis dahin gilt das des Teams.
        [Fenster des Teams]
        > /fenster <b>Papier
        < Mit „<b>Papier“ hat noch niemand angefangen. Erste Käufe gab es von: Große Wartung, Toner und Drucker.
        [Große Wartung] [Toner] [Drucker]
        ! Große Wartung
        < Zweitkauf-Fenster Große Wartung (gemessen) …
    """)


@pytest.mark.usefixtures("two_products")
async def test_a_first_buyer_is_reminded_by_the_window_of_what_they_began_with(chat):
    await chat.answers("> /fenster")
    for line in (
        "/neu Anna Meier",
        "/kauf Meier 100 Toner",
        "/neu Bert Braun",
        "/kauf Braun 100 Große Wartung",
    ):
        await chat.answers(f"> {line}")
    before = len(chat.stage.standin.journal)
    await chat.answers("+ 11d")
    near = [e.text for e in chat.stage.standin.did(LEAD, after=before) if "rückt näher –" in e.text]
    assert [text.partition(":")[0] for text in near] == ["Anna Meier"]
    assert (
        "Für Toner: W50 10, W80 40 Tage, gemessen, n = 121, 50 % kamen binnen 365 Tagen wieder (W4)"
        in near[0]
    )


async def test_before_the_first_purchase_no_product_is_known(chat):
    await chat.play("""
        > /fenster Wartung
        < Mit „Wartung“ hat noch niemand angefangen.
    """)


ALL_KEPT_BACK = pytest.mark.parametrize("rules", [{"control_share": 1.0}])


@ALL_KEPT_BACK
async def test_a_reminder_kept_back_for_comparison_says_so_and_stays_on_the_list(chat):
    with chat.work() as work:
        bought(work, chat.stage.clock.now(), "Anna Meier", 90)
    before = len(chat.stage.standin.journal)
    await chat.answers("+ 1d")
    assert not [e.text for e in chat.stage.standin.did(LEAD, after=before) if "rückt näher –" in e.text]
    await chat.play("""
        > /warum_nicht
        < Zurückgehalten
          • Anna Meier: Angebot zum Zweitkauf machen (Di 3.3.) – Vergleichsgruppe: bleibt aus, damit ihr seht, was Erinnerungen bringen (W6a)
          …
    """)
    assert "Anna Meier" in "".join(await chat.answers("> /heute"))


@ALL_KEPT_BACK
async def test_both_groups_stand_beside_each_other_with_n_and_no_early_verdict(chat):
    with chat.work() as work:
        bought(work, chat.stage.clock.now(), "Anna Meier", 90)
        bought(work, chat.stage.clock.now(), "Bert Braun", 90)
    await chat.answers("+ 1d")
    await chat.answers("> /kauf Braun 100 Wartung")
    await chat.answers("+ 61d")
    line = "Fenster-Erinnerungen, binnen 60 Tagen zurück: erinnert 0 von 0, nicht erinnert 1 von 2, 50 % – noch nicht entscheidbar (n = 2) (W6a)"
    assert line in "\n".join(await chat.answers("> /fenster"))
    assert line in "\n".join(await chat.answers("> /woche"))


async def test_a_team_that_keeps_nothing_back_hears_nothing_of_it(chat):
    assert "W6a" not in "".join([*await chat.answers("> /fenster"), *await chat.answers("> /woche")])


@pytest.mark.usefixtures("hundred_and_twenty")
async def test_the_curve_comes_as_a_picture_of_its_own_that_says_its_numbers(chat):
    await chat.answers("> /fenster")
    drawn = await chat.answers("! Kurve")
    assert drawn[0] == "<picture: Zweitkauf-Fenster (gemessen)"
    assert "W80" in "".join(drawn)
    assert "~" not in {line[0] for line in drawn}

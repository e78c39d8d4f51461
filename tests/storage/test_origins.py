"""Who was lost in a month, of how many; what touches brought; how long a first purchase took."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.customer import NO_BUYER
from domain.events import Event, Kind, Money
from storage.customers import MOVEMENT
from storage.words import Scope

TEAM = Scope(None)
JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
NONE = (NO_BUYER, "A4")


@pytest.fixture
def log(work, jana, now):
    """Log events of a day with a contact, as of a moment."""

    def logged(contact, *kinds, day, at=None, **facts):
        moment = datetime(day.year, day.month, day.day, 11, tzinfo=UTC)
        turn = work.turns.begin(jana.id, "kauf", now=now, typed_at=now, chat=None, message=None)
        for kind in kinds:
            event = Event(0, kind, 0, jana.id, moment, day, moment, turn=turn, **facts)
            change = work.record(contact, [event], now=at or moment)
        return change

    return logged


@pytest.fixture
def customer(jana, add, log):
    """Somebody who bought on these days."""

    def bought(name, *days, at=None):
        contact = add(name, jana, source="Messe")
        log(contact, Kind.CREATED, day=days[0], at=at)
        for day in days:
            log(contact, Kind.PURCHASE, day=day, money=Money(1000, "EUR"), at=at)
        return contact

    return bought


def looked(work, day):
    """Every night up to a day."""
    while work.looks.some(now=datetime(day.year, day.month, day.day, 8, tzinfo=UTC)):
        pass


def night_by_night(work, first, last):
    for days in range((last - first).days + 1):
        looked(work, first + timedelta(days=days))


def test_lost_ones_are_of_those_who_were_customers_at_the_beginning(work, customer):
    """Lost after 364 days: one in February, one in March; one is lost and comes back; one was lost long ago."""
    spans = {
        "Februar": date(2025, 2, 10),
        "März": date(2025, 3, 5),
        "Zurück": date(2025, 2, 12),
        "Lange": date(2024, 1, 2),
    }
    people = {name: customer(name, last - timedelta(days=30), last) for name, last in spans.items()}
    night_by_night(work, date(2025, 12, 20), date(2026, 2, 27))
    customer_again = people["Zurück"]
    work.record(
        customer_again,
        [again(work, customer_again, date(2026, 2, 27))],
        now=datetime(2026, 2, 27, 12, tzinfo=UTC),
    )
    night_by_night(work, date(2026, 2, 28), date(2026, 3, 20))
    assert work.origins.lost(scope=TEAM, begin=FEBRUARY, end=MARCH) == (1, 3)
    assert work.origins.lost(scope=TEAM, begin=JANUARY, end=FEBRUARY) == (0, 3)


def again(work, contact, day):
    moment = datetime(day.year, day.month, day.day, 11, tzinfo=UTC)
    turn = work.turns.begin(contact.owner, "kauf", now=moment, typed_at=moment, chat=None, message=None)
    return Event(0, Kind.PURCHASE, 0, contact.owner, moment, day, moment, turn=turn, money=Money(100, "EUR"))


def test_who_is_entered_as_lost_was_not_lost_this_month(work, customer, now):
    customer("Verloren", date(2023, 1, 2), date(2023, 2, 2), at=now)
    customer("Lebt", date(2025, 12, 2), date(2026, 1, 2), at=now)
    assert work.origins.lost(scope=TEAM, begin=MARCH, end=date(2026, 4, 1)) == (0, 1)
    assert work.origins.lost(scope=TEAM, begin=FEBRUARY, end=MARCH) == (0, 1)


def test_a_touch_that_may_still_be_answered_does_not_count_yet(work, jana, add, log):
    contact = add("Anna Meier", jana)
    for ago in (5, 30, 31, 40):
        log(contact, Kind.TOUCH, day=MARCH - timedelta(days=ago), detail="mail")
    log(contact, Kind.REACTION, day=MARCH - timedelta(days=35), detail="anruf")
    found = work.origins.answered(scope=TEAM, since=JANUARY, today=MARCH, within_days=30)
    assert found == {"mail": (1, 2)}


def test_who_bought_before_being_entered_says_nothing_about_how_long_it_takes(work, jana, add, log):
    for name, created, bought in (("Alt", MARCH, JANUARY), ("Neu", JANUARY, MARCH), ("Sofort", MARCH, MARCH)):
        contact = add(name, jana, source="Messe")
        log(contact, Kind.CREATED, day=created)
        log(contact, Kind.PURCHASE, day=bought, money=Money(1000, "EUR"), at=datetime(2026, 3, 2, tzinfo=UTC))
    assert sorted(work.origins.days_to_buy(scope=TEAM)["Messe"]) == [0, 59]


def test_nobody_is_taken_for_a_business_only_because_nobody_said_private(work, jana, add):
    add("Anna Meier", jana)
    add("Bert Braun", jana, private=True)
    found = {(t.field, t.value): t.of_all for t in work.origins.traits(scope=TEAM)}
    assert found["private", "ja"] == 1
    assert ("private", "nein") not in found


moves = st.lists(st.tuples(st.sampled_from(["buy", "undo", "wait"]), st.integers(0, 300)), max_size=12)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=moves)
def test_each_movement_begins_where_the_one_before_ended(work, jana, add, steps):
    """Bought, taken back, kept silent in any order: the rows tell one way, which ends where the contact stands."""
    contact, day, turns = add("Anna Meier", jana), date(2023, 1, 2), []
    for step, days in steps:
        moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        if step == "wait":
            day += timedelta(days=days)
            looked(work, day)
        elif step == "buy":
            bought = again(work, contact, day - timedelta(days=days))
            turns.append(work.record(contact, [bought], now=moment).events)
        elif turns:
            before = work.profile(contact)[1]
            work.events.void(turns.pop(days % len(turns)), by=jana.id, turn=None, at=moment)
            work.settle(contact, before, now=moment)
    rows = work._connection.execute(  # noqa: SLF001
        MOVEMENT.select().where(MOVEMENT.c.contact == contact.id).order_by(MOVEMENT.c.id)
    ).all()
    way = [NO_BUYER, *(row.after for row in rows)]
    assert [row.before for row in rows] == way[:-1]
    assert all(row.before != row.after for row in rows)
    assert work.customers.place(contact.id) == way[-1]

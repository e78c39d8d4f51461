"""What pictures are drawn from, summed by the database: within what a member may see, of what stands."""

from datetime import date, timedelta

import pytest

from domain.contact import NewContact
from domain.events import Event, Kind, Money
from storage.trends import DayOfTrade
from storage.words import Scope

TEAM = Scope(None)
BEGIN, END = date(2026, 2, 2), date(2026, 3, 9)


@pytest.fixture
def otto(work, now):
    return work.members.admit(102, name="Otto", lead=False, now=now)


@pytest.fixture
def log(work, now):
    """Enter a contact of a member with these events: a kind, a day, and what else is known of it."""

    def log(member, *facts, entered=now):
        contact = work.contacts.add(NewContact("Anna Meier"), owner=member.id, now=entered)
        turn = work.turns.begin(member.id, "test", now=now, typed_at=now, chat=None, message=None)
        events = [event(member, turn, kind, day, **more) for kind, day, more in facts]
        return contact, work.record(contact, events, now=now).events

    def event(member, turn, kind, day, **more):
        return Event(0, kind, 0, member.id, now, day, now, turn=turn, **more)

    return log


def bought(day, minor, currency="EUR"):
    return Kind.PURCHASE, day, {"money": Money(minor, currency)}


def day_of(number):
    return date(2026, 2, number)


def test_trade_is_summed_by_day_currency_and_kind(work, log, jana):
    facts = [
        bought(day_of(3), 500),
        bought(day_of(3), 700),
        bought(day_of(3), 20, "CHF"),
        bought(day_of(9), 900),
    ]
    _, events = log(jana, *facts, bought(date(2026, 2, 1), 1), bought(END, 1))
    log(jana, (Kind.RETURN, day_of(9), {"money": Money(100, "EUR")}))
    assert events
    found = work.figures.trends.trade(TEAM, [(BEGIN, END)])
    assert sorted(found, key=lambda each: (each.day, each.currency, each.returned)) == [
        DayOfTrade(day_of(3), "CHF", returned=False, minor=20, entries=1),
        DayOfTrade(day_of(3), "EUR", returned=False, minor=1200, entries=2),
        DayOfTrade(day_of(9), "EUR", returned=False, minor=900, entries=1),
        DayOfTrade(day_of(9), "EUR", returned=True, minor=100, entries=1),
    ]


def test_what_was_taken_back_is_no_trade_nor_is_what_was_given_back_of_it(work, log, jana, now):
    contact, events = log(jana, bought(day_of(3), 500))
    purchase = next(event for event in events if event.kind is Kind.PURCHASE)
    turn = work.turns.begin(jana.id, "test", now=now, typed_at=now, chat=None, message=None)
    given_back = Event(
        0,
        Kind.RETURN,
        contact.id,
        jana.id,
        now,
        day_of(4),
        now,
        turn=turn,
        money=Money(100, "EUR"),
        refers_to=purchase.id,
    )
    work.record(contact, [given_back], now=now)
    assert len(work.figures.trends.trade(TEAM, [(BEGIN, END)])) == 2
    work.events.void([purchase], by=jana.id, turn=turn, at=now)
    assert work.figures.trends.trade(TEAM, [(BEGIN, END)]) == []


def test_a_rep_sees_own_trade_and_contacts_a_lead_all(work, log, jana, otto):
    log(jana, bought(day_of(3), 500))
    log(otto, bought(day_of(3), 700), bought(day_of(5), 100))
    trends = work.figures.trends
    assert sum(day.minor for day in trends.trade(TEAM, [(BEGIN, END)])) == 1300
    assert sum(day.minor for day in trends.trade(Scope((otto.id,)), [(BEGIN, END)])) == 800
    assert trends.standing(TEAM) == {"EK": 1, "SK": 1}
    assert trends.standing(Scope((jana.id,))) == {"EK": 1}
    assert trends.climbers(Scope((jana.id,)), of=1, most=10) == [1]


def test_hidden_contacts_count_nowhere_and_old_ones_not_among_the_new(work, log, jana, now):
    gone, _ = log(jana, bought(day_of(3), 500))
    work.contacts.hide(gone, hidden=True)
    log(jana, bought(day_of(3), 700), entered=now - timedelta(days=400))
    trends = work.figures.trends
    assert trends.standing(TEAM) == {"EK": 1}
    assert trends.standing(TEAM, since=now - timedelta(days=365)) == {}
    assert [day.minor for day in trends.trade(TEAM, [(BEGIN, END)])] == [700]


def test_of_many_climbers_an_even_choice_is_looked_at(work, log, jana):
    for _ in range(40):
        log(jana, bought(day_of(3), 500))
    chosen = work.figures.trends.climbers(TEAM, of=40, most=10)
    assert chosen == list(range(4, 41, 4))
    assert len(work.figures.trends.climbers(TEAM, of=40, most=40)) == 40

"""What is kept beside a contact of its purchases: the same as its history says, in SQL as in the domain."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from domain.events import Event, Kind, Money
from domain.matrix import Group, Tag, TeamFigures, grouping
from domain.profile import fold
from domain.rules import Rules
from storage.customers import FIGURES, MOVEMENT
from storage.derived import count_on, derive
from storage.groups import CONTACT, endangered, group, irregular
from storage.team import figures_for

RULES = Rules()
FIRST = date(2023, 1, 2)
days_apart = st.lists(st.integers(0, 400), max_size=9).filter(lambda gaps: sum(gaps) < 1100)  # before `now`
amounts = st.integers(0, 50_000)
SQL = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def bought(day, minor, turn, rep):
    at = datetime(day.year, day.month, day.day, 11, tzinfo=UTC)
    return Event(
        0, Kind.PURCHASE, 0, rep, at, day, at, money=Money(minor, "EUR"), turn=turn, product="Wartung"
    )


def days(gaps):
    day, found = FIRST, []
    for gap in gaps:
        day += timedelta(days=gap)
        found.append(day)
    return found


@pytest.fixture
def buyer(work, jana, add, now):
    """Someone who bought on these days, as of a moment."""

    def made(gaps, minor=1000, *, at=None):
        contact = add("Anna Meier", jana)
        turn = work.turns.begin(jana.id, "kauf", now=now, typed_at=now, chat=None, message=None)
        work.record(contact, [bought(day, minor, turn, jana.id) for day in days(gaps)], now=at or now)
        return contact

    return made


def asked(work, contact, expression):
    return work._connection.execute(select(expression).where(CONTACT.c.id == contact.id)).scalar_one()  # noqa: SLF001


@SQL
@given(gaps=days_apart, minor=amounts, later=st.integers(0, 900), cut=st.none() | amounts)
def test_groups_in_sql_are_those_of_the_domain(work, buyer, now, gaps, minor, later, cut):
    moment = now + timedelta(days=later)
    contact = buyer(gaps, minor, at=moment)
    today, team = work.team_day(moment), TeamFigures(60, 140, cut)
    profile = fold(work.events.history(contact.id), rules=RULES)
    found = grouping(work.looks.customer(profile, now=moment).buying, team=team, today=today, rules=RULES)
    frame = {"today": today, "rules": RULES}
    assert asked(work, contact, group(team, **frame)) == found.group.value
    assert bool(asked(work, contact, endangered(team, **frame))) == (Tag.ENDANGERED in found.tags)
    assert bool(asked(work, contact, irregular(team, **frame))) == (Tag.IRREGULAR in found.tags)


@SQL
@given(gaps=days_apart.filter(bool), later=st.integers(1, 900))
def test_looking_only_when_it_is_due_misses_nothing(work, buyer, now, gaps, later):
    """Day by day only those are looked at whose day it is; at the end everything is as if reckoned anew."""
    contact, moment = buyer(gaps, 5000, at=now), now + timedelta(days=later)
    while due := next_look(work, contact, until=work.team_day(moment)):
        assert work.looks.some(now=datetime(due.year, due.month, due.day, 8, tzinfo=UTC))
    profile = fold(work.events.history(contact.id), rules=RULES)
    anew = work.looks.customer(profile, now=moment)
    stored = work._connection.execute(select(CONTACT).where(CONTACT.c.id == contact.id)).mappings().one()  # noqa: SLF001
    assert stored["place"] == anew.place
    assert (stored["quarters"], stored["year_revenue"]) == (anew.quarters, anew.year_revenue)
    assert stored["look_on"] == anew.look_on
    assert stored["revenue"] == anew.buying.revenue


def next_look(work, contact, *, until):
    due = asked(work, contact, CONTACT.c.look_on)
    return due if due is not None and due <= until else None


def test_a_movement_is_noted_once_by_a_purchase_and_by_the_clock(work, buyer, now):
    contact = buyer([0, 300, 60], at=now)
    assert movements(work, contact) == [("A0", "A4")]  # bought long ago: lost today
    work.record(contact, [bought(date(2026, 3, 1), 100, turn_of(work), contact.owner)], now=now)
    assert movements(work, contact)[1:] == [("A4", "A6")]
    work.record(contact, [bought(date(2026, 3, 1), 100, turn_of(work), contact.owner)], now=now)
    assert len(movements(work, contact)) == 2
    while due := next_look(work, contact, until=date(2030, 1, 1)):
        work.looks.some(now=datetime(due.year, due.month, due.day, 8, tzinfo=UTC))
    assert movements(work, contact)[2:] == [("A6", "A6!"), ("A6!", "A4")]


def test_a_movement_begins_where_the_last_one_ended(work, buyer, now):
    """What the clock has changed since, and nobody looked at, is part of it."""
    contact = buyer([1130], at=now)
    later = now + timedelta(days=250)
    work.record(contact, [bought(work.team_day(later), 100, turn_of(work), contact.owner)], now=later)
    assert movements(work, contact) == [("A0", "A1"), ("A1", "A6")]


def turn_of(work):
    moment = datetime(2026, 3, 2, 8, tzinfo=UTC)
    return work.turns.begin(1, "kauf", now=moment, typed_at=moment, chat=None, message=None)


def movements(work, contact):
    query = select(MOVEMENT.c.before, MOVEMENT.c.after).where(MOVEMENT.c.contact == contact.id)
    return [tuple(row) for row in work._connection.execute(query.order_by(MOVEMENT.c.id))]  # noqa: SLF001


def test_the_teams_cuts_come_from_its_customers(work, buyer, jana, add, now):
    for minor in (100, 200, 300, 400, 90_000):
        buyer([0, 400, 300, 300, 100], minor, at=now)
    add("Nie gekauft", jana)
    team = work.looks.measure_team(now=now)
    assert team.customers == 5
    assert team.vip_cut == 90_000 * 2  # two of its purchases in the year, alone in the top fifth
    assert len(team.royals) == 1
    assert figures_for(team, (60, 140)) == TeamFigures(60, 140, 180_000)
    assert work.customers.team() == team


def test_a_rebuild_leaves_to_the_night_what_the_night_is_to_find(work, buyer, now):
    """It runs on the day of a look, before the look: no movement is lost, no figure comes early."""
    contact = buyer([0, 300, 500, 60, 90], at=now)
    due = next_look(work, contact, until=date(2030, 1, 1))
    while not turns_group(work, contact, due):
        work.looks.some(now=noon(due))
        due = next_look(work, contact, until=date(2030, 1, 1))
    before, noted = figures_of(work, contact), movements(work, contact)
    derive(work, [contact.id], now=noon(due))
    assert figures_of(work, contact) == before
    work.looks.some(now=noon(due))
    assert len(movements(work, contact)) == len(noted) + 1


def turns_group(work, contact, day):
    profile = fold(work.events.history(contact.id), rules=RULES)
    return work.looks.customer(profile, now=noon(day)).place != figures_of(work, contact)["place"]


def noon(day):
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def figures_of(work, contact):
    query = select(*(CONTACT.c[name] for name in FIGURES)).where(CONTACT.c.id == contact.id)
    return work._connection.execute(query).mappings().one()  # noqa: SLF001


def test_a_rebuild_mends_a_look_that_nobody_will_take(work, buyer, now):
    """As a migration leaves it: a day long past only asks to be looked at."""
    contact = buyer([0, 300, 500, 60, 90], at=now)
    before = figures_of(work, contact)
    work._connection.execute(CONTACT.update().values(look_on=date(1970, 1, 1), revenue=0))  # noqa: SLF001
    derive(work, [contact.id], now=now)
    assert figures_of(work, contact) == before


def test_a_rebuild_that_changes_nothing_writes_nothing(work, buyer, now):
    contact = buyer([0, 300, 60], at=now)
    work.first_buyers.recount()
    derive(work, [contact.id], now=now)
    while count_on(work):
        pass
    if work._connection.dialect.name == "sqlite":  # noqa: SLF001 – it counts
        before = changes(work)
        derive(work, [contact.id], now=now)
        assert changes(work) == before


def changes(work):
    return work._connection.connection.driver_connection.total_changes  # noqa: SLF001


def test_without_customers_nobody_stands_out(work, jana, add, now):
    add("Nie gekauft", jana)
    team = work.looks.measure_team(now=now)
    assert (team.vip_cut, team.royals, team.mean_per_year, team.customers) == (None, frozenset(), 0, 0)


def test_a_purchase_taken_back_leaves_no_figures(work, buyer, now):
    contact = buyer([1100], at=now)
    events = list(work.events.history(contact.id).standing(Kind.PURCHASE))
    work.events.void(events, by=contact.owner, turn=turn_of(work), at=now)
    before = fold(work.events.history(contact.id), rules=RULES)
    assert before.occasions == ()
    derive(work, [contact.id], now=now)
    row = work._connection.execute(select(CONTACT).where(CONTACT.c.id == contact.id)).mappings().one()  # noqa: SLF001
    assert (row["place"], row["revenue"], row["first_bought"], row["look_on"]) == ("A0", 0, None, None)
    assert Group(row["place"]) is Group.NO_BUYER

"""Merges as rows: what goes along, what stays, and that all of it comes back; on both databases."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations

import pytest
from sqlalchemy import select

from domain.events import Event, Kind, Money
from domain.likeness import Traits, signs
from storage.agenda import REMINDER
from storage.duplicates import COMPARED, similar
from storage.words import Scope

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
TEAM = Scope(None)


@pytest.fixture
def entry(work, jana):
    """A turn to hang events on."""
    return work.turns.begin(jana.id, "test", now=NOW, typed_at=NOW, chat=None, message=None)


@pytest.fixture
def tell(work, jana, entry):
    def told(contact, kind, **facts):
        event = Event(0, kind, contact.id, jana.id, NOW, NOW.date(), NOW, turn=entry, **facts)
        return work.record(contact, [event], now=NOW).events[0]

    return told


@pytest.fixture
def two(jana, add, tell):
    """Anna and Bert, who bought something."""
    anna, bert = add("Anna Meier", jana), add("Bert Braun", jana)
    for contact in (anna, bert):
        tell(contact, Kind.CREATED)
    tell(bert, Kind.PURCHASE, money=Money(10_000, "EUR"), product="Wartung")
    return anna, bert


def merge(work, jana, one, other):
    """As the bot does it."""
    turn = work.turns.begin(jana.id, "merged", now=NOW, typed_at=NOW, chat=None, message=None)
    work.merges.move(turn, other, one)
    event = Event(0, Kind.MERGED, one.id, jana.id, NOW, NOW.date(), NOW, turn=turn, detail=str(other.id))
    work.events.add([event])
    return work.merges.of_turn(turn)


def test_events_and_reminders_go_along_and_what_the_record_was_made_of_stays(work, jana, two):
    anna, bert = two
    keys = reminders(work, bert.id)
    assert keys
    merge(work, jana, anna, bert)
    assert [e.kind for e in work.events.history(bert.id).events] == [Kind.CREATED]
    assert Kind.PURCHASE in [e.kind for e in work.events.history(anna.id).events]
    assert reminders(work, bert.id) == set()
    assert keys <= reminders(work, anna.id)


def reminders(work, contact):
    found = work._connection.execute(select(REMINDER.c.key).where(REMINDER.c.contact == contact))  # noqa: SLF001
    return {row[0] for row in found}


def test_the_number_of_the_one_that_went_leads_to_the_survivor_also_over_two_merges(
    work, jana, add, tell, two
):
    anna, bert = two
    cem = add("Cem Can", jana)
    tell(cem, Kind.CREATED)
    merge(work, jana, anna, bert)
    assert work.contacts.get(bert.id, scope=TEAM).id == anna.id
    merge(work, jana, cem, anna)
    assert work.contacts.get(bert.id, scope=TEAM).id == cem.id
    assert work.contacts.get(bert.id, scope=Scope((jana.id + 99,))) is None
    assert work.contacts.words.having(["braun"], scope=TEAM, exact=True) == []


def test_going_back_takes_along_what_was_entered_since_about_a_moved_event(work, jana, tell, two):
    anna, bert = two
    bought = work.events.history(bert.id).last(Kind.PURCHASE)
    found = merge(work, jana, anna, bert)
    tell(anna, Kind.NOTE, text="mag Tee")
    tell(anna, Kind.RETURN, money=Money(10_000, "EUR"), refers_to=bought.id)
    work.merges.back(found)
    kinds = {n: [e.kind for e in work.events.history(n).events] for n in (anna.id, bert.id)}
    assert Kind.NOTE in kinds[anna.id]
    assert Kind.RETURN not in kinds[anna.id]
    assert kinds[bert.id] == [Kind.CREATED, Kind.PURCHASE, Kind.RETURN]
    assert work.contacts.get(bert.id, scope=TEAM) == bert
    assert work.contacts.words.having(["braun"], scope=TEAM, exact=True) == [bert.id]


def test_the_newest_merge_that_stands_is_found(work, jana, entry, two):
    anna, bert = two
    assert work.merges.last_into(anna.id) is None
    found = merge(work, jana, anna, bert)
    assert work.merges.last_into(anna.id) == found
    assert (found.survivor, found.lost, found.rep) == (anna.id, bert.id, jana.id)
    merged = work.events.of_turn(found.turn)
    work.events.void(merged, by=jana.id, turn=entry, at=NOW)
    assert work.merges.last_into(anna.id) is None
    assert work.merges.of_turn(found.turn) is None


def test_both_are_held_and_come_in_the_order_asked_for(work, two):
    anna, bert = two
    assert [c.id for c in work.merges.hold(bert.id, anna.id)] == [bert.id, anna.id]


def test_a_contact_in_other_hands_is_found_there(work, jana, bert, two):
    anna, _ = two
    given = work.merges.give(anna, bert.id)
    assert given == replace(anna, owner=bert.id)
    assert work.contacts.words.having(["anna"], scope=Scope((bert.id,)), exact=True) == [anna.id]
    assert work.contacts.words.having(["anna"], scope=Scope((jana.id,)), exact=True) == []


def test_keywords_are_one_whatever_their_case_and_found_within_sight(work, bert, two):
    anna, _ = two
    assert work.tags.add(anna.id, "VIP  Köln")
    assert not work.tags.add(anna.id, "vip koeln")
    assert work.tags.of(anna.id) == ["VIP Köln"]
    assert work.tags.having("Vip köln", scope=TEAM) == [anna.id]
    assert work.tags.having("Vip köln", scope=Scope((bert.id,))) == []
    assert work.tags.remove(anna.id, "VIP KÖLN")
    assert not work.tags.remove(anna.id, "VIP KÖLN")


def test_how_a_name_sounds_is_nothing_that_can_be_typed(work, jana, add):
    add("Anna Meier", jana)
    mine = Scope((jana.id,))
    assert work.contacts.words.having(["^67"], scope=mine, exact=True)
    assert not [word for word in work.contacts.words.known(scope=mine) if word.startswith("^")]
    assert not [word for word in work.contacts.words.known(scope=TEAM) if word.startswith("^")]


def test_a_new_contact_is_compared_with_those_in_sight_only(work, jana, bert, add):
    known = add("Anna Meier", jana, town="Köln")
    alike = replace(known, id=0, name="Anna Maier")
    assert [one.contact for one in work.duplicates.like(alike, scope=TEAM)] == [known.id]
    assert work.duplicates.like(alike, scope=Scope((bert.id,))) == []
    assert work.duplicates.like(known, scope=TEAM) == []


def test_pairs_that_were_told_apart_are_not_proposed_again(work, jana, add):
    one, other = add("Anna Meier", jana), add("Meier Anna", jana)
    assert [(pair.one, pair.other) for pair in work.duplicates.pairs(scope=TEAM)] == [(one.id, other.id)]
    work.duplicates.keep_apart(other.id, one.id)
    assert work.duplicates.pairs(scope=TEAM) == []


def test_pairs_are_the_same_as_by_comparing_everyone_with_everyone(work, jana, add):
    """Sorting into blocks leaves nobody out."""
    names = (
        "Anna Meier",
        "Anna Mayer",
        "Meier Anna",
        "A. Meier",
        "Kurt Schmidt",
        "Kurt Schmitt",
        "Bergmann",
        "Bermann",
    )
    people = [add(name, jana, town=town) for name in names for town in ("Ulm", "Köln")]
    traits = {person.id: Traits.of(person) for person in people}
    every = {(a, b) for a, b in combinations(sorted(traits), 2) if signs(traits[a], traits[b], similar)}
    assert {(pair.one, pair.other) for pair in work.duplicates.pairs(scope=TEAM)} == every
    assert len(people) < COMPARED

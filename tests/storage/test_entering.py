"""Contacts that come all at once stand as if each had been recorded by itself, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from domain.calendar import Calendar, Rhythm
from domain.contact import NewContact
from domain.events import Due, Event, Kind, Money
from domain.rules import Rules
from storage.entering import Entrant, enter
from storage.tables import metadata
from storage.words import Scope
from storage.work import Policy, Store

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
CREATED = Event(0, Kind.CREATED, 0, 1, NOW, NOW.date(), NOW)
NOTE = replace(CREATED, kind=Kind.NOTE, text="mag Kaffee aus Äthiopien")


def bought(day, minor, product="Wartung", **more):
    at = datetime.combine(day, datetime.min.time(), UTC)
    return replace(
        CREATED, kind=Kind.PURCHASE, at=at, day=day, money=Money(minor, "EUR"), product=product, **more
    )


def people():
    """Of every sort a file brings, and some of a sort it doesn't."""
    recent, old = date(2026, 2, 20), date(2024, 5, 3)
    due = Due(date(2026, 3, 9), datetime(2026, 3, 9, 10, tzinfo=UTC))
    lives = [
        [CREATED],
        [CREATED],
        [CREATED, NOTE],
        [CREATED, bought(old, 5000)],
        [CREATED, bought(old, 5000), bought(recent, 7000, "Anlage", flags=frozenset({"rabatt"}))],
        [CREATED, bought(recent, 100), bought(recent, 900, "Filter"), NOTE],
        [CREATED, *(bought(old + timedelta(days=90 * n), 1000 * n + 1) for n in range(6))],
        [CREATED, replace(CREATED, kind=Kind.STATUS, detail="SK", text="Import")],
        [CREATED, replace(CREATED, kind=Kind.STATUS, detail="KI", text="Import"), NOTE],
        [CREATED, replace(CREATED, kind=Kind.APPOINTMENT, due=due, text="Besuch")],
        [CREATED, replace(CREATED, kind=Kind.STEP, due=due, text="anrufen")],
        [CREATED],
    ]
    facts = {"company": "Häuser GmbH", "town": "Köln", "phone": "+4917155500", "email": "a@b.example"}
    for n, events in enumerate(lives):
        given = {**facts, "details": {"role": "Chef"}} if n % 2 else {}
        yield Entrant(NewContact(f"Anna Müller{n}", **given), 1 + n % 2, events)


@pytest.fixture
def policy():
    """Two members who live by different clocks."""
    rhythms = [
        Rhythm(ZoneInfo("Europe/Berlin"), Calendar()),
        Rhythm(ZoneInfo("America/New_York"), Calendar()),
    ]
    return Policy(Rules(), rhythms[0].zone, lambda member: rhythms[member.id % 2])


def admitted(store):
    with store.work() as work:
        for user in (101, 102):
            work.members.admit(user, name=str(user), lead=True, now=NOW)
        return work.turns.begin(1, "import", now=NOW, typed_at=NOW, chat=None, message=None)


def picture(store):
    """Every row of the tables an import touches."""
    names = (
        "contact",
        "event",
        "wording",
        "word",
        "vocab",
        "mention",
        "reminder",
        "movement",
        "first_buyer",
        "first_buyer_of",
    )
    with store.work() as work:
        connection = work._connection  # noqa: SLF001 – all of it, whatever lists ask for
        return {
            name: sorted(map(tuple, connection.execute(select(metadata.tables[name]))), key=str)
            for name in names
        }


def one_by_one(store, entrants):
    with store.work() as work:
        for entrant in entrants:
            contact = work.contacts.add(entrant.contact, owner=entrant.owner, now=NOW)
            work.record(contact, entrant.events, now=NOW)


def test_all_at_once_is_as_one_by_one(store, bare_urls, policy):
    other = Store(bare_urls[0], policy)
    other.prepare()
    entrants = []
    for each in (store, other):
        turn = admitted(each)
        entrants = [replace(p, events=[replace(e, turn=turn) for e in p.events]) for p in people()]
    one_by_one(other, entrants)
    with store.work() as work:
        enter(work, entrants, now=NOW)
    found, wanted = picture(store), picture(other)
    other.close()
    assert {len(rows) > 0 for rows in found.values()} == {True}
    for name, rows in wanted.items():
        assert found[name] == rows, name


def test_numbers_go_on_behind_those_there_are(store):
    turn = admitted(store)
    entrants = [Entrant(NewContact(name), 1, [replace(CREATED, turn=turn)]) for name in ("Anna", "Bert")]
    for _ in range(2):
        with store.work() as work:
            contact = work.contacts.add(NewContact("Carla"), owner=1, now=NOW)
            work.record(contact, [replace(CREATED, turn=turn)], now=NOW)
        with store.work() as work:
            assert [c.id for c in enter(work, entrants, now=NOW)] == [contact.id + 1, contact.id + 2]
    with store.work() as work:
        assert work.contacts.count() == 6
        assert len(work.contacts.words.having(["bert"], scope=Scope((1,)), exact=True)) == 2


def test_nobody_enters_nothing(store):
    with store.work() as work:
        assert enter(work, [], now=NOW) == []


def test_all_or_none(store):
    turn = admitted(store)
    good = Entrant(NewContact("Anna"), 1, [replace(CREATED, turn=turn)])
    bad = Entrant(NewContact("Bert"), 1, [replace(CREATED, turn=turn, at=datetime(2026, 3, 2))])  # noqa: DTZ001 – that breaks it
    with store.work() as work:
        with pytest.raises(ValueError, match="without a zone"), work.savepoint():
            enter(work, [good, bad], now=NOW)
        assert work.contacts.count() == 0
    assert picture(store)["mention"] == picture(store)["vocab"] == []


@pytest.mark.parametrize("many", [3, 60])
def test_statements_are_as_many_for_few_as_for_many(store, many, monkeypatch):
    from storage.prepared import Prepared  # noqa: PLC0415

    turn, statements = admitted(store), []
    run = Prepared._for  # noqa: SLF001 – every prepared statement asks it once
    monkeypatch.setattr(Prepared, "_for", lambda self, c: statements.append(self) or run(self, c))
    entrants = [Entrant(NewContact(f"Anna {n}"), 1, [replace(CREATED, turn=turn)]) for n in range(many)]
    with store.work() as work:
        enter(work, entrants, now=NOW)
    assert len(statements) <= 20

"""What one process derives of many contacts while another is at one of them: nothing is lost, nothing counts twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from domain.contact import NewContact
from domain.events import Event, Kind, Money
from storage.contacts import CONTACT
from storage.derived import count_on, derive

WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.fixture
def rep(ours, now):
    with ours.work() as work:
        return work.members.admit(101, name="Jana", lead=True, now=now)


def buys(work, rep, now, ago, contact=None):
    """A contact, or a new one, bought for ten euros so many days ago."""
    contact = contact or work.contacts.add(NewContact(name="Anna"), owner=rep.id, now=now)
    turn = work.turns.begin(rep.id, "kauf", now=now, typed_at=now, chat=None, message=None)
    day = now.date() - timedelta(days=ago)
    at = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    bought = Event(0, Kind.PURCHASE, 0, rep.id, at, day, now, money=Money(1000, "EUR"), turn=turn)
    return work.record(contact, [bought], now=now).contact


@pytest.fixture
def begin():
    """Something goes on in another process until it is done or has to wait for what is in hand here."""
    with ThreadPoolExecutor() as process:

        def begun(store, held, do):
            doing = process.submit(in_its_own, store, do)
            while not doing.done() and not held._connection.execute(WAITING).scalar():  # noqa: SLF001
                pass
            return doing

        yield begun


def in_its_own(store, do):
    with store.work() as work:
        return do(work)


def kept(store, contact):
    query = select(CONTACT.c.occasions, CONTACT.c.revenue).where(CONTACT.c.id == contact.id)
    with store.work() as work:
        return tuple(work._connection.execute(query).one())  # noqa: SLF001


def counted(store):
    with store.work() as work:
        return sum(work.first_buyers.counts().table.values())


def test_a_rebuild_sees_what_is_being_entered(ours, other, rep, begin, now):
    with ours.work() as work:
        contact = buys(work, rep, now, 50)
    with other.work() as entering:
        buys(entering, rep, now, 20, contact)
        doing = begin(ours, entering, lambda work: derive(work, [contact.id], now=now))
    doing.result()
    assert kept(ours, contact) == (2, 2000)


def test_the_nights_look_sees_what_is_being_entered(ours, other, rep, begin, now):
    later = now + timedelta(days=500)
    with ours.work() as work:
        contact = buys(work, rep, now, 50)
    with other.work() as entering:
        buys(entering, rep, later, 20, contact)
        doing = begin(ours, entering, lambda work: work.looks.some(now=later))
    doing.result()
    assert kept(ours, contact) == (2, 2000)


def recount(store):
    with store.work() as work:
        work.first_buyers.recount()


def count_to_the_end(store):
    with store.work() as work:
        while count_on(work):
            pass


def test_who_is_entered_while_a_count_passes_is_counted(ours, other, rep, now):
    """The count can't see them yet, so it is their own part."""
    recount(ours)
    with other.work() as entering:
        buys(entering, rep, now, 50)
        count_to_the_end(ours)
    assert counted(ours) == 1


def test_a_count_waits_for_who_has_been_left_to_it(ours, other, rep, begin, now):
    recount(ours)
    with other.work() as entering:
        buys(entering, rep, now, 50)
        entering.write()
        doing = begin(ours, entering, count_on)
    doing.result()
    count_to_the_end(ours)
    assert counted(ours) == 1


def test_who_counted_before_a_count_began_isnt_counted_twice(ours, other, rep, begin, now):
    with ours.work() as work:
        first = buys(work, rep, now, 50)

    def begin_with_the_first(work):
        work.first_buyers.recount()
        work.first_buyers.count_all({first.id: work.profile(first)[1]})

    with other.work() as entering:
        buys(entering, rep, now, 40)
        entering.write()
        doing = begin(ours, entering, begin_with_the_first)
    doing.result()
    count_to_the_end(ours)
    assert counted(ours) == 2

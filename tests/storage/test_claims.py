"""What several processes on one database may and may not take from each other."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic, sleep

import pytest

from bot.alone import GRACE, LOOK, alone
from domain.contact import NewContact
from domain.events import Event, Kind
from domain.status import Status
from storage.database import StoreUnavailable
from storage.locks import Role
from storage.words import Scope
from storage.work import Store


def arrive(store, now, *chats):
    """An update of each chat in turn; what they say is their number."""
    with store.work() as work:
        updates = [(number, chat, {"n": number}) for number, chat in enumerate(chats, 1)]
        work.inbox.store(updates, received_at=now)


def taken(work, now, most=50):
    return [letter.update for letter in work.inbox.waiting(now=now, most=most)]


def test_open_updates_come_in_order_and_once_they_are_done_no_more(store, now):
    arrive(store, now, 7, 8, 7)
    with store.work() as work:
        letters = work.inbox.waiting(now=now, most=50)
        assert [letter.update for letter in letters] == [1, 2, 3]
        work.inbox.done([letter.seq for letter in letters[:2]])
    with store.work() as work:
        assert taken(work, now) == [3]


def test_a_chat_that_waits_its_minute_waits_as_a_whole_and_keeps_its_order(store, now):
    arrive(store, now, 7, 8)
    with store.work() as work:
        work.inbox.wait(7, until=now + timedelta(seconds=30))
        work.inbox.store([(9, 7, {})], received_at=now)
    with store.work() as work:
        assert taken(work, now) == [2]
        assert taken(work, now + timedelta(seconds=30)) == [1, 2, 9]


def test_a_chat_in_one_process_hands_is_not_given_to_another_until_the_commit(ours, other, now):
    arrive(ours, now, 7, 8, 7)
    with ours.work() as mine:
        (first,) = mine.inbox.waiting(now=now, most=1)
        with other.work() as theirs:
            assert taken(theirs, now) == []  # both chats were looked at
        mine.inbox.done([first.seq])
    with other.work() as theirs:
        assert taken(theirs, now) == [2, 3]


def test_of_many_chats_one_process_takes_some_and_the_next_others(ours, other, now):
    arrive(ours, now, *range(100, 120))
    with ours.work() as mine, other.work() as theirs:
        first, then = taken(mine, now), taken(theirs, now)
    assert first == list(range(1, 9))
    assert then == list(range(9, 17))


def test_a_role_is_one_process_at_a_time_until_that_ends(ours, other):
    assert ours.lead(Role.SENDER)
    assert ours.lead(Role.SENDER)
    assert not other.lead(Role.SENDER)
    assert other.lead(Role.TICKER)
    ours.close()
    assert soon(lambda: other.lead(Role.SENDER))


def soon(happened, seconds=10):
    """The server notices a closed connection when it gets round to it."""
    until = monotonic() + seconds
    while not (it := happened()) and monotonic() < until:
        sleep(0.01)
    return it


def test_a_lost_connection_loses_its_roles_and_the_next_transaction_has_a_new_one(ours, other, now):
    arrive(ours, now, 7)
    assert ours.lead(Role.SENDER)
    with pytest.raises(StoreUnavailable), ours.work() as work:
        assert taken(work, now) == [1]
        cut_off_all_but(other)
        taken(work, now)
    assert not ours.leads(Role.SENDER)
    with ours.work() as work:
        assert taken(work, now) == [1]
    assert ours.lead(Role.SENDER)


def test_a_connection_lost_in_a_savepoint_is_an_outage_whatever_the_handler_made_of_it(ours, other, now):
    with pytest.raises(StoreUnavailable), ours.work() as work, work.savepoint():
        cut_off_all_but(other)
        raise ValueError
    with ours.work() as work:
        assert taken(work, now) == []


def cut_off_all_but(store):
    """As a server that is shut down does."""
    with store.work() as work:
        work._connection.exec_driver_sql(  # noqa: SLF001
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_server_that_isnt_there_is_an_outage(policy):
    away = Store("postgresql://nobody@127.0.0.1:1/nothing", policy)
    with pytest.raises(StoreUnavailable), away.work():
        pass
    with pytest.raises(StoreUnavailable):
        away.prepare()


def test_of_two_who_use_an_invite_at_the_same_time_one_comes_in(ours, other, now):
    with ours.work() as work:
        work.members.invite("code", lead=False, expires_at=now + timedelta(hours=1))

    def claim(process, telegram):
        with process.work() as work:
            return work.members.claim("code", telegram, name="", now=now)

    with ThreadPoolExecutor() as threads, ours.work() as work:
        assert work.members.claim("code", 101, name="Jana", now=now)
        late = threads.submit(claim, other, 102)
        with pytest.raises(TimeoutError):
            late.result(0.2)
    assert late.result() is None
    with ours.work() as work:
        assert [member.telegram for member in work.members.all()] == [101]


def test_two_who_change_one_contact_come_one_after_the_other(ours, other, now):
    """Reactions on two days make a KI (S3), also where neither turn had seen the other's when it began."""
    with ours.work() as work:
        jana = work.members.admit(101, name="Jana", lead=True, now=now)
        anna = work.contacts.add(NewContact(name="Anna Meier"), owner=jana.id, now=now)
        turn = work.turns.begin(jana.id, "reaction", now=now, typed_at=now, chat=None, message=None)

    def reaction(at):
        return Event(0, Kind.REACTION, anna.id, jana.id, at, at.date(), now, detail="anruf", turn=turn)

    def react(process):
        with process.work() as work:
            return work.record(anna, [reaction(now)], now=now)

    with ThreadPoolExecutor() as threads, ours.work() as work:
        yesterday = reaction(now - timedelta(days=1))
        assert work.record(anna, [yesterday], now=now).after.standing.status is Status.II
        second = threads.submit(react, other)
        with pytest.raises(TimeoutError):
            second.result(0.2)
    assert second.result().after.standing.status is Status.KI
    with ours.work() as work:
        assert work.contacts.listed(anna.id).status == Status.KI


def test_shared_rows_are_written_at_the_end_and_not_for_turns_that_failed(store, now):
    with store.work() as work:
        jana = work.members.admit(101, name="Jana", lead=True, now=now)
        work.contacts.add(NewContact(name="Anna"), owner=jana.id, now=now)
        with pytest.raises(ValueError, match="broken"), work.savepoint():
            work.contacts.add(NewContact(name="Berta"), owner=jana.id, now=now)
            raise ValueError("broken")
    with store.work() as work:
        assert list(work.contacts.words.known(scope=Scope(None))) == ["anna"]


async def test_who_waited_for_a_role_begins_in_time_but_lets_a_predecessor_note_what_it_did(ours, other):
    begun = asyncio.Event()

    async def part():
        begun.set()
        await asyncio.Event().wait()

    assert ours.lead(Role.SENDER)
    waiting = asyncio.create_task(alone(other, Role.SENDER, part))
    await asyncio.sleep(LOOK)
    assert not begun.is_set()
    ours.close()
    lost = time.monotonic()
    async with asyncio.timeout(10):
        await begun.wait()
    assert time.monotonic() - lost >= GRACE
    waiting.cancel()


async def test_nobody_waits_for_a_role_that_is_free(ours):
    async with asyncio.timeout(GRACE / 2):
        await alone(ours, Role.SENDER, lambda: asyncio.sleep(0))

"""What reads long reads beside the turns; what nobody waits for needn't wait for the disk."""

import threading

from storage.work import Store


def test_turns_write_while_somebody_reads_aside(store, now):
    with store.aside() as reading:
        before = reading.looks.team_measured(now=now)
        with store.work() as work:
            work.members.admit(7, name="Jana", lead=True, now=now)
        assert reading.contacts.count() == 0
    with store.work() as work:
        assert work.customers.take(before) == before
        assert [member.name for member in work.members.all()] == ["Jana"]


def test_what_is_read_aside_is_of_one_moment(store, now):
    with store.aside() as reading:
        assert reading.members.all() == []
        with store.work() as work:
            work.members.admit(7, name="Jana", lead=True, now=now)
        assert reading.members.all() == []


def test_a_thread_may_read_aside(store, now):
    found = []

    def read():
        with store.aside() as work:
            found.append(work.windows.measured(now=now))

    thread = threading.Thread(target=read)
    with store.work() as work:
        thread.start()
        thread.join()
        assert found == [work.windows.measured(now=now)]


def test_in_memory_there_is_nothing_beside(policy, now):
    store = Store("sqlite://", policy)
    store.prepare()
    assert not store.has_aside
    with store.aside() as work:
        assert work.looks.team_measured(now=now).customers == 0
    store.close()


def test_what_was_written_in_a_hurry_is_there(store, now):
    store.hurry()
    with store.work() as work:
        work.members.admit(7, name="Jana", lead=True, now=now)
    with store.aside() as work:
        assert [member.name for member in work.members.all()] == ["Jana"]

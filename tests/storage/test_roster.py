"""Somebody always leads: of two leads who remove each other at once one is too late."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from storage.work import Store

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def attempt(store, who, whom, waiting, *, go_on=None):
    """As the command does it: hold the leads, look, write. Returns whether it did."""
    with store.work() as work:
        waiting.set()
        leads = work.roster.leads()
        if go_on:
            go_on.wait(1)
        if who not in leads or leads == [whom]:
            return False
        work.roster.remove(work.members.get(whom), now=NOW)
        return True


def test_two_leads_who_remove_each_other_leave_one(database_url, policy, tmp_path):
    url = f"sqlite:///{tmp_path}/team.db" if database_url.startswith("sqlite") else database_url
    one, other = Store(url, policy), Store(url, policy)
    one.prepare()
    with one.work() as work:
        kim, ute = (work.members.admit(user, name="", lead=True, now=NOW).id for user in (101, 103))
    begun, second = threading.Event(), threading.Event()
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(attempt, one, kim, ute, begun, go_on=second)
        begun.wait(5)
        late = threads.submit(attempt, other, ute, kim, second)
        assert [first.result(20), late.result(20)] in ([True, False], [False, True])
    with one.work() as work:
        assert len(work.members.leads()) == 1
    one.close()
    other.close()

"""One unit of work on an empty database, with two members."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.calendar import Calendar, Rhythm
from domain.contact import NewContact
from domain.rules import Rules
from storage.work import Policy, Store

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def policy():
    rhythm = Rhythm(BERLIN, Calendar())
    return Policy(Rules(), BERLIN, lambda _member: rhythm)


@pytest.fixture
def store(database_url, policy):
    opened = Store(database_url, policy)
    yield opened
    opened.close()


@pytest.fixture
def ours(postgres, policy):
    """One of two processes on the same database; only PostgreSQL has several."""
    opened = Store(postgres.emptied(), policy)
    yield opened
    opened.close()


@pytest.fixture
def other(postgres, ours, policy):  # noqa: ARG001 – emptied before
    opened = Store(postgres.prepared, policy)
    yield opened
    opened.close()


@pytest.fixture
def work(store):
    with store.work() as opened:
        yield opened


@pytest.fixture
def jana(work):
    """A lead."""
    return work.members.admit(101, name="Jana", lead=True, now=NOW)


@pytest.fixture
def bert(work):
    return work.members.admit(102, name="Bert", lead=False, now=NOW)


@pytest.fixture
def add(work):
    """Put a contact into somebody's hands."""

    def added(name, owner, **facts):
        return work.contacts.add(NewContact(name=name, **facts), owner=owner.id, now=NOW)

    return added

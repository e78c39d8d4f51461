"""Whatever is typed is answered and kept, even what no database takes: NUL, and half a surrogate."""

import pytest

from bot.access import Access
from bot.clock import SystemClock
from bot.policies import office, policy
from bot.settings import load
from bot.worker import Worker
from storage.columns import Json
from storage.filters import Filter
from storage.words import Scope
from storage.work import Store

REP = 101
SETTINGS = load(None, {"NACHFASS_LIMITS__COMMANDS_PER_MINUTE": "0"})
LINES = (
    "/neu Anna Me\0ier, Fir\ud800ma GmbH, Quelle Mes\udfffse",
    "/notiz Meier fuhr ein \ud83e\udd8a-Rad, dann \udd8a und \0",
    "/aendern Meier Interessen War\ud800tung\0",
    "/aendern Meier Stichwort +Mes\ud800se",
    "/kauf Meier 100 Fil\ud83eter",
    "Meier \ud800 \0 rief an",
    "/suche dann \udd8a",
    "/liste Interesse War\ud800tung",
)


@pytest.fixture
def chat(database_url):
    store = Store(database_url, policy(SETTINGS))
    with store.work() as work:
        work.members.admit(REP, name="Jana", lead=True, now=SystemClock().now())
    yield store
    store.close()


def say(store, text, number):
    person = {"id": REP, "is_bot": False, "first_name": "Ja\0na\ud800"}
    message = {"message_id": number, "date": 1772438400 + number, "text": text, "from": person}
    update = {"update_id": number, "message": {**message, "chat": {"id": REP, "type": "private"}}}
    with store.work() as work:
        work.inbox.store([(number, REP, update)], received_at=SystemClock().now())


def work_off(store):
    nothing = lambda *_: None  # noqa: E731 – neither a sender nor taps here
    worker = Worker(
        store, Access(office(SETTINGS)), SystemClock(), per_minute=0, stored=nothing, courtesy=nothing
    )
    while worker.work_off():
        pass


def test_lines_that_no_database_can_hold_are_answered_all_the_same(chat):
    for number, line in enumerate(LINES, 1):
        say(chat, line, number)
    work_off(chat)
    with chat.work() as work:
        assert work.inbox.counts() == {}  # neither waiting nor parked
        contact = work.contacts.any(1)
        said = " ".join(event.text for event in work.events.history(1).events)
    assert (contact.name, contact.company, contact.source) == (
        "Anna Meier",
        "Fir\ufffdma GmbH",
        "Mes\ufffdse",
    )
    assert contact.detail("interests") == "War\ufffdtung"
    assert "\N{FOX FACE}-Rad, dann \ufffd und" in said


def test_what_was_typed_is_found_among_the_interests(work, add, jana, now):
    contact = work.contacts.change(add("Anna Meier", jana), {})
    work.contacts.change(contact, {"interests": "War\ud800tung\0"})
    asked = {"scope": Scope(None), "now": now, "today": now.date()}
    assert work.contacts.count_by(Filter(interest="tung"), **asked) == 1


@pytest.mark.parametrize("value", ["", "a\\u0000b", {"ä": ["ö", 1, None, True, 1.5]}, ["\N{FOX FACE}"], None])
def test_all_other_values_come_back_as_they_were(value):
    column = Json()
    assert column.process_result_value(column.process_bind_param(value, None), None) == value

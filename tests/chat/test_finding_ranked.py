"""Whom a line means: a table of what is typed and who is found, over some three hundred contacts."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.commands.who import contact_and_rest
from bot.desk import Desk, Office
from bot.errors import ContactAmbiguous, ContactUnknown, ContactUnsure, NumberUnknown
from bot.turn import Turn
from domain.calendar import Calendar, Rhythm
from domain.contact import NewContact
from domain.rules import Rules
from storage.work import Policy, Store

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
BOOK, *_TABLES = Path(__file__).with_name("finding.txt").read_text(encoding="utf-8").split("\n\n", 1)
PEOPLE = [line for line in BOOK.splitlines() if line and not line.startswith("# ")]
ASKED = [
    line.split(" = ")
    for table in _TABLES
    for line in table.splitlines()
    if " = " in line and not line.startswith("# ")
]
# People whom nobody asks for, to be in the way.
FIRST = ("Bruno", "Carla", "David", "Emil", "Fritz", "Greta", "Hanna", "Irma", "Jakob", "Kurt", "Lotte")
LAST = (
    "Arnold", "Binder", "Cramer", "Dietz", "Engel", "Förster", "Geiger", "Heller", "Imhof", "Jäger", "Kunz", "Lutz",
    "Moser", "Naumann", "Oswald", "Pohl", "Reuter", "Sauer", "Thiel", "Ullrich",
)  # fmt: skip
OTHERS = [f"{first} {last}" for first in FIRST for last in LAST]


def fill(store, now):
    """The book; its last ones were used last, all others before."""
    with store.work() as work:
        jana = work.members.admit(101, name="Jana", lead=True, now=now)
        for place, line in enumerate([*PEOPLE, *OTHERS]):
            name, company, town, phone, email = [part.strip() for part in f"{line}{' |' * 4}".split("|")[:5]]
            new = NewContact(name=name, company=company, town=town, phone=phone, email=email)
            used = now + timedelta(minutes=place if place < len(PEOPLE) else -place)
            work.contacts.add(new, owner=jana.id, now=used)


def meant(desk, line):
    """As the table says it: who or a question, and what is left of the line."""
    try:
        contact, content = contact_and_rest(desk, line)
    except (ContactAmbiguous, ContactUnsure) as refusal:
        sign = "*" if isinstance(refusal, ContactAmbiguous) else "?"
        who, content = f"{sign} {refusal.found[0].contact.name}", refusal.line.rpartition("\ue000")[2].strip()
    except (ContactUnknown, NumberUnknown):
        return "-"
    else:
        who = contact.name
    return f"{who} / {content}" if content else who


@contextmanager
def opened(url):
    """A desk of the lead with the book before it."""
    rhythm = Rhythm(BERLIN, Calendar())
    store = Store(url, Policy(Rules(), BERLIN, lambda _member: rhythm))
    store.prepare()
    fill(store, NOW)
    with store.work() as work:
        turn = Turn(work.members.all()[0], "", NOW, NOW)
        yield Desk(turn, work, Office("Team", "DE", "EUR", Rules()), rhythm, command="notiz")
    store.close()


@pytest.fixture(scope="module")
def desk():
    with opened("sqlite://") as desk:
        yield desk


def test_the_table_is_as_long_as_it_should_be():
    assert len(ASKED) >= 150
    assert len(PEOPLE) + len(OTHERS) >= 290


@pytest.mark.parametrize(("line", "expected"), ASKED, ids=[line for line, _ in ASKED])
def test_a_line_finds_whom_it_means(desk, line, expected):
    assert meant(desk, line) == expected


def test_a_rep_finds_the_same_as_a_lead(desk):
    rep = replace(desk.turn.member, lead=False)
    as_rep = replace(desk, turn=replace(desk.turn, member=rep))
    assert {line: meant(as_rep, line) for line, _ in ASKED} == {line: meant(desk, line) for line, _ in ASKED}


def test_postgresql_finds_the_same(postgres):
    with opened(postgres.emptied()) as desk:
        assert {line: meant(desk, line) for line, _ in ASKED} == dict(ASKED)

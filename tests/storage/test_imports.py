"""Imports that are killed on their way: nothing is lost, nothing twice, on both databases."""

import asyncio
import gc
from datetime import UTC, datetime

import pytest

from bot.imports.applying import apply
from bot.imports.checking import Terms, check
from bot.imports.pace import Pace, rarely_collected
from bot.imports.reverting import revert
from bot.imports.source import Limits, Source
from bot.imports.staging import stage
from domain.profile import fold
from storage.words import Scope

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
HEAD = "Name;Telefon;Ort;Datum;Betrag;Produkt;Notiz"


class Killed(Exception):
    """The process is no more."""


@pytest.fixture(autouse=True)
def small_slices(monkeypatch):
    """So that a small file takes many transactions."""
    init = Pace.__init__
    monkeypatch.setattr(Pace, "__init__", lambda self, *_args, **_more: init(self, 3, 3))


@pytest.fixture
def jana(store):
    with store.work() as work:
        return work.members.admit(101, name="Jana", lead=True, now=NOW)


def terms(**more):
    def phone(typed):
        return f"+49{typed.lstrip('0')}" if typed.isdecimal() else ""

    return Terms(**{"scope": None, "today": NOW.date(), "currency": "EUR", "phone": phone, **more})


def file_of(people):
    """Each bought twice, some stand in the file twice over."""
    lines = [HEAD]
    for n in range(people):
        lines += [
            f"Anna Nr{n:03}x;01715550{n:03};Köln;0{n % 9 + 1}.1{d}.2025;{n + 1},50;Wartung;" for d in (0, 2)
        ]
        if n % 3 == 0:
            lines.append(f"Anna Nr{n:03}x;01715550{n:03};Bonn;;;;mag Kaffee")
    return "\n".join(lines).encode()


def stocked(store, member):
    """Somebody of the file is there already."""
    from domain.contact import NewContact  # noqa: PLC0415
    from domain.events import Event, Kind  # noqa: PLC0415

    with store.work() as work:
        turn = work.turns.begin(member.id, "neu", now=NOW, typed_at=NOW, chat=None, message=None)
        contact = work.contacts.add(
            NewContact("Anna Nr004x", phone="+491715550004"), owner=member.id, now=NOW
        )
        begun = Event(0, Kind.CREATED, contact.id, member.id, NOW, NOW.date(), NOW, turn=turn)
        work.record(contact, [begun], now=NOW)


async def prepared(store, member, data):
    with store.work() as work:
        number = work.imports.begin(member.id, "kunden.csv", now=NOW)
    await stage(store, number, Source(data, "kunden.csv", Limits()), "")
    with store.work() as work:
        batch = work.imports.get(number)
    counts = await check(store, batch, terms())
    with store.work() as work:
        turn = work.turns.begin(member.id, "import", now=NOW, typed_at=NOW, chat=None, message=None)
        work.imports.save(number, turn=turn, state="applying", counts=counts)
    return number


def killer(after):
    """Told of progress, it dies the n-th time."""
    told = iter(range(1, 10_000))

    def tell(_done):
        if next(told) == after:
            raise Killed

    return tell


async def until_done(run, *, killed_each):
    """Again and again, as a job is after a restart."""
    for _ in range(1000):
        try:
            return await run(killer(killed_each))
        except Killed:
            continue
    raise AssertionError


def picture(store):
    """All that counts, without the numbers that only tell the order."""
    with store.work() as work:
        found = []
        for number in work.contacts.after(0, most=1000):
            contact = work.contacts.any(number)
            history = work.events.history(number)
            events = [(e.kind.value, e.day, e.money, e.product, e.text, e.detail) for e in history.standing()]
            listed = None if contact.hidden else work.contacts.listed(number)
            steps = listed and (listed.status, listed.since, listed.step, listed.step_day)
            found.append(
                (contact.name, contact.phone, contact.town, contact.hidden, sorted(map(str, events)), steps)
            )
        return sorted(found, key=str), work.first_buyers.counts().table, work.reminders.waiting()


async def test_killed_after_every_slice_it_ends_as_if_nothing_had_been(store, jana):
    stocked(store, jana)
    number = await prepared(store, jana, file_of(12))
    counts = await until_done(lambda tell: apply(store, number, terms(), NOW, tell), killed_each=2)
    assert counts["people"] == 11
    names = [contact[0] for contact in picture(store)[0]]
    assert sorted(names) == [f"Anna Nr{n:03}x" for n in range(12)]
    with store.work() as work:
        bought = [
            len(list(work.events.history(n).standing("purchase"))) for n in work.contacts.after(0, most=99)
        ]
        assert bought == [2] * 12
        assert work.imports.get(number).state == "done"
        assert work.imports.rows(number, after=0, most=9) == []


async def test_killed_or_not_all_is_the_same(store, jana, bare_urls, policy):
    from storage.work import Store  # noqa: PLC0415

    other = Store(bare_urls[0], policy)
    other.prepare()
    with other.work() as work:
        work.members.admit(101, name="Jana", lead=True, now=NOW)
    for where, each in ((store, 1000), (other, 3)):
        stocked(where, jana)
        number = await prepared(where, jana, file_of(10))
        await until_done(lambda tell, w=where, n=number: apply(w, n, terms(), NOW, tell), killed_each=each)
    assert picture(store) == picture(other)
    other.close()


async def test_cancelled_in_the_middle_of_a_slice_nothing_of_it_is_there(store, jana):
    number = await prepared(store, jana, file_of(9))
    running = asyncio.create_task(apply(store, number, terms(), NOW))
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await apply(store, number, terms(), NOW)
    assert len(picture(store)[0]) == 9


async def test_what_is_derived_is_what_a_rebuild_would_derive(store, jana):
    stocked(store, jana)
    number = await prepared(store, jana, file_of(8))
    await apply(store, number, terms(), NOW)
    before = picture(store)
    with store.work() as work:
        for contact in work.contacts.after(0, most=99):
            work.settle(work.contacts.any(contact), None, now=NOW)
    assert picture(store) == before
    with store.work() as work:
        profile = fold(work.events.history(2), rules=work.policy.rules)
        assert work.contacts.listed(2).status == profile.status.value == "SK"


async def test_everybody_entered_is_found(store, jana):
    number = await prepared(store, jana, file_of(5))
    await apply(store, number, terms(), NOW)
    with store.work() as work:
        assert len(work.contacts.words.having(["anna"], scope=Scope(None), exact=True)) == 5
        assert work.contacts.words.having(["nr003x"], scope=Scope((jana.id,)), exact=True) != []


async def test_a_revert_that_is_killed_goes_on(store, jana):
    stocked(store, jana)
    before = picture(store)
    number = await prepared(store, jana, file_of(9))
    await apply(store, number, terms(), NOW)
    with store.work() as work:
        undo = work.turns.begin(jana.id, "import_revert", now=NOW, typed_at=NOW, chat=None, message=None)
        counts = {**work.imports.get(number).counts, "undo": undo}
        work.imports.save(number, state="reverting", counts=counts)
    counts = await until_done(lambda tell: revert(store, number, NOW, tell), killed_each=2)
    assert (counts["gone"], counts["kept"]) == (8, 0)
    standing = [contact for contact in picture(store)[0] if not contact[3]]
    assert (standing, picture(store)[1]) == (before[0], before[1])
    with store.work() as work:
        assert work.contacts.words.having(["nr003x"], scope=Scope(None), exact=True) == []


async def test_a_file_twice_brings_nothing_the_second_time(store, jana):
    for again in (False, True):
        number = await prepared(store, jana, file_of(7))
        with store.work() as work:
            counts = work.imports.get(number).counts
        assert (counts.get("new", 0), counts.get("more", 0)) == ((0, 0) if again else (7, 10))
        await apply(store, number, terms(), NOW)


async def test_who_was_merged_away_is_met_as_the_one_who_stayed(store, jana):
    from domain.contact import NewContact  # noqa: PLC0415
    from storage.tables import metadata  # noqa: PLC0415

    with store.work() as work:
        kept = work.contacts.add(NewContact("Anna Maier", phone="+49221123"), owner=jana.id, now=NOW)
        gone = work.contacts.add(NewContact("Anna Nr000x", phone="+491715550000"), owner=jana.id, now=NOW)
        contact = metadata.tables["contact"]
        merged = contact.update().where(contact.c.id == gone.id).values(hidden=True, merged_into=kept.id)
        work._connection.execute(merged)  # noqa: SLF001 – as a merge leaves it
    number = await prepared(store, jana, file_of(1))
    with store.work() as work:
        assert work.imports.get(number).counts["people"] == 0
        rows = work.imports.rows(number, after=0, most=9)
    assert {row.contact for row in rows} == {kept.id}


async def test_a_row_that_breaks_us_is_left_out_alone(store, jana, monkeypatch):
    from storage.tags import Tags  # noqa: PLC0415

    def broken(_self, _contact, _tag):
        raise ZeroDivisionError

    data = b"Name;Tags\nAnna Eins;\nBert Zwei;Messe\nCarla Drei;\n"
    number = await prepared(store, jana, data)
    monkeypatch.setattr(Tags, "add", broken)
    counts = await apply(store, number, terms(), NOW)
    assert (counts["new"], counts["bad"]) == (2, 1)
    assert [contact[0] for contact in picture(store)[0]] == ["Anna Eins", "Carla Drei"]
    with store.work() as work:
        (left_out,) = work.imports.rows(number, after=0, most=9)
    assert (left_out.place, left_out.reason) == (3, "broken\t")


def test_the_collector_rests_only_while_rows_are_read():
    before = gc.get_threshold()
    with pytest.raises(Killed), rarely_collected():
        assert gc.get_threshold()[:2] == before[:2]
        assert gc.get_threshold()[2] > before[2]
        raise Killed
    assert gc.get_threshold() == before


async def test_of_many_at_once_the_broken_one_alone_is_left_out(store, jana, monkeypatch):
    """Ten of one slice: together they break, one by one only the tenth does."""
    from storage.mentions import Mentions  # noqa: PLC0415

    note = Mentions.note

    def broken(self, event):
        if event.text == "mag nichts":
            raise ZeroDivisionError
        note(self, event)

    def fifty(self, *_args, **_more):
        self.size = self._most = 50

    monkeypatch.setattr(Pace, "__init__", fifty)
    lines = [f"Anna Nr{n};mag Kaffee" for n in range(9)] + ["Bert Zehn;mag nichts"]
    number = await prepared(store, jana, "\n".join(["Name;Notiz", *lines]).encode())
    monkeypatch.setattr(Mentions, "note", broken)
    counts = await apply(store, number, terms(), NOW)
    assert (counts["new"], counts["bad"]) == (9, 1)
    assert [contact[0] for contact in picture(store)[0]] == [f"Anna Nr{n}" for n in range(9)]
    with store.work() as work:
        assert [row.place for row in work.imports.rows(number, after=0, most=9)] == [11]
        assert len(work.contacts.words.having(["anna"], scope=Scope(None), exact=True)) == 9

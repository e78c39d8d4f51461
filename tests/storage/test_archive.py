"""The archive is the whole state: out, into an empty database of either kind, and out again is the same to the byte."""

import asyncio
import io
import json
import shutil
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.exports.files import WRITERS
from bot.exports.maker import make
from bot.playground.demo import playground
from bot.playground.sample import sample
from bot.playground.script import Player
from bot.playground.stage import LEAD, REP, Stage
from bot.policies import policy
from bot.rebuild import rebuild_all
from domain.contact import NewContact
from storage.archive import (
    ArchiveBroken,
    ArchiveForeign,
    ArchiveNewer,
    NotEmpty,
    restore_archive,
    rows_in,
    write_archive,
)
from storage.archived import COLUMNS_LEFT_OUT, LEFT_OUT, TABLES
from storage.reading import NoDatabase, reading
from storage.tables import metadata
from storage.work import Store

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
DERIVED = ("contact", "reminder", "first_buyer", "first_buyer_of", "word", "mention")
LINES = (
    "> /neu Jörg Groß, Groß & Söhne GmbH, 0171 3920012, Quelle Messe – „sucht“ \\ Wartung <b>",
    "> /kauf Groß 1.299,00 Wartungsvertrag vor 90 Tagen Rabatt",
    "> /termin Groß morgen 14:00 Video",
    "> /notiz Groß doch nicht",
    "> /rueckgaengig",
    "> /neu Ver Sehen",
    "> /rueckgaengig",
    "> /aendern Groß Funktion Meister, Stichwort VIP",
    "> /neu Zwi Lling, 0171 3920012",
    "! trotzdem",
    "> /notiz Zwi Lling: zieht um",
    "> /zusammenfuehren Jörg Groß + Zwi Lling",
    "! Zusammenführen",
    "^ team.csv",
    "! Importieren",
    "2> /einstellungen Ruhe 19:00-7:30",
    "> /einladen",
    "x> /start",
    "2> /heute",
    "> /uebergabe #1 an Jan",
    "! Übergeben",
    "+ 3d",
)
IMPORTED = "Name;Firma;Telefon;Datum;Betrag;Produkt;Stichwörter\n" + "\n".join(
    f"Import {place};Firma {place} GmbH;0171 39200{20 + place};{place + 1}.2.2026;{place}00,50;Öl;a, b"
    for place in range(1, 9)
)


@pytest.fixture(scope="module")
def team(tmp_path_factory):
    """A team with eighteen months behind it, an import and a merge; its database and the moment."""
    folder = tmp_path_factory.mktemp("team")
    (folder / "team.csv").write_text(IMPORTED)
    url = f"sqlite:///{folder / 'team.db'}"
    return url, asyncio.run(lived(url, folder))


async def lived(url, folder):
    stage = Stage(playground(url), MONDAY)
    await stage.open(sample)
    player = Player(stage, lambda _line: None, folders=(folder,))
    for line in LINES:
        await player.play_line(line)
    assert not player.slips
    stage.nachfass.ticker.tick()
    await stage.close()
    return stage.clock.now()


def store_of(url):
    store = Store(url, policy(playground(url)))
    store.prepare()
    return store


def archive_of(url):
    out = io.BytesIO()
    with reading(url) as connection:
        write_archive(connection, out)
    return out.getvalue()


def restored(url, archive, now):
    store = store_of(url)
    restore_archive(store, io.StringIO(archive.decode()), now)
    store.close()


def derived_of(url):
    """Every row of the derived tables, whatever kept them in what order."""
    with reading(url) as connection:
        return {name: _all(connection, name) for name in DERIVED}


def _all(connection, name):
    table = metadata.tables[name]
    where = table.c.people != 0 if name.startswith("first_buyer") else True
    return sorted(map(repr, connection.execute(select(table).where(where))))


def test_back_in_it_is_the_same_on_every_database(team, database_url):
    url, now = team
    archive = archive_of(url)
    restored(database_url, archive, now)
    assert archive_of(database_url) == archive


@pytest.fixture(scope="module")
def rebuilt(team, tmp_path_factory):
    """The same with all that is derived as of now."""
    url, now = team
    file = tmp_path_factory.mktemp("rebuilt") / "team.db"
    shutil.copy(url.removeprefix("sqlite:///"), file)
    rebuild(f"sqlite:///{file}", now)
    return f"sqlite:///{file}", now


def test_what_is_derived_is_as_it_was(rebuilt, database_url):
    url, now = rebuilt
    before = derived_of(url)
    restored(database_url, archive_of(url), now)
    assert derived_of(database_url) == before
    rebuild(database_url, now)
    assert derived_of(database_url) == before


def rebuild(url, now):
    store = store_of(url)
    rebuild_all(store, now=now)
    store.close()


def test_a_later_day_restores_the_same_archive(team, database_url):
    url, now = team
    archive = archive_of(url)
    restored(database_url, archive, now + timedelta(days=40))
    assert archive_of(database_url) == archive


def test_what_is_new_gets_numbers_of_its_own(team, database_url):
    url, now = team
    archive = archive_of(url)
    restored(database_url, archive, now)
    numbers = [row["id"] for row in json.loads(archive)["contact"]]
    store = store_of(database_url)
    with store.work() as work:
        new = work.contacts.add(NewContact("Neu Ling"), owner=1, now=now)
        turn = work.turns.begin(1, "neu", now=now, typed_at=now, chat=None, message=None)
        sent = work.outbox.add(LEAD, {"text": "hallo"}, now=now)
    store.close()
    facts = json.loads(archive)
    assert new.id == max(numbers) + 1
    assert turn == max(row["id"] for row in facts["turn"]) + 1
    assert sent == facts["outbox"] + 1  # no button of an old message names it


def test_it_is_one_document_with_a_line_for_every_row(team):
    url, _ = team
    archive = archive_of(url)
    found = json.loads(archive)
    assert list(found) == ["nachfass", *TABLES, "outbox", "rows"]
    assert found["rows"] == {name: len(found[name]) for name in TABLES}
    assert len(archive.splitlines()) == sum(found["rows"].values()) + 2 * len(TABLES) + 2
    with reading(url) as connection:
        assert rows_in(connection) == sum(found["rows"].values())


def test_voided_marks_taken_back_contacts_and_wishes_go_along(team):
    found = json.loads(archive_of(team[0]))
    assert sum(1 for row in found["event"] if "voided_at" in row) >= 2
    assert [row["name"] for row in found["contact"] if row.get("hidden")] == ["Ver Sehen", "Zwi Lling"]
    assert {row["tag"] for row in found["tag"]} == {"VIP", "a", "b"}
    assert found["moved"]
    assert [row["name"] for row in found["batch"]] == ["team.csv"]
    assert {row["telegram"]: row.get("wishes") for row in found["member"]}[REP] == {"quiet": "19:00-07:30"}
    assert {row["name"] for row in found["fact"]} >= {"last_tick"}


def test_no_secret_goes_along(team):
    url, _ = team
    with reading(url) as connection:
        invites = [row.code_hash for row in connection.execute(select(metadata.tables["invite"]))]
        names = [row.name for row in connection.execute(select(metadata.tables["fact"]))]
    assert invites
    assert "stranger_key" in names
    archive = archive_of(url).decode()
    assert not [code for code in invites if code in archive]
    assert '"stranger_key"' not in archive


def test_every_table_is_in_the_archive_or_left_out_for_a_reason():
    """Whoever adds a table decides."""
    assert {*TABLES, *LEFT_OUT} == set(metadata.tables)
    for name, columns in COLUMNS_LEFT_OUT.items():
        assert columns <= set(metadata.tables[name].c.keys())


def test_the_columns_of_a_contact_are_facts_or_derived():
    """Whoever adds a column decides: what is derived belongs to `COLUMNS_LEFT_OUT`."""
    kept = set(metadata.tables["contact"].c.keys()) - COLUMNS_LEFT_OUT["contact"]
    assert kept == {
        "id", "owner", "name", "company", "email", "phone", "town", "industry", "source", "private", "hidden",
        "details", "merged_into", "created_at", "used_at", "place",
    }  # fmt: skip


def refused(url, archive, now=MONDAY):
    """The refusal; and nothing of the archive has stayed."""
    store = store_of(url)
    before = archive_of(url)
    try:
        with pytest.raises((NotEmpty, ArchiveForeign, ArchiveNewer, ArchiveBroken)) as caught:
            restore_archive(store, io.StringIO(archive), now)
    finally:
        store.close()
    assert archive_of(url) == before
    return caught.value


def test_a_database_with_data_is_refused(team, database_url):
    url, now = team
    archive = archive_of(url).decode()
    restored(database_url, archive.encode(), now)
    assert isinstance(refused(database_url, archive), NotEmpty)


@pytest.mark.parametrize(
    "text",
    ["", "{}", "Name;Firma\nA;B", "[]", '{"nachfass":1}', "null\n", "\x00", '{"nachfass":{"format":"x"}'],
)
def test_something_else_is_no_archive(database_url, text):
    assert isinstance(refused(database_url, text), ArchiveForeign)


def test_an_archive_of_a_newer_version_is_named_so(team, database_url):
    lines = archive_of(team[0]).decode().splitlines(keepends=True)
    for newer in ('"format":2,"schema":"0002"', '"format":1,"schema":"9999"'):
        head = '{"nachfass":{' + newer + "}\n"
        assert isinstance(refused(database_url, "".join([head, *lines[1:]])), ArchiveNewer)


@pytest.mark.parametrize(
    ("pattern", "instead"),
    [
        ('"kind":"purchase"', '"kind":7'),
        ('"kind":"purchase"', '"kind":"gossip"'),
        ('"phone":"+49', '"phone":["+49"],"x":"'),
        ('"owner":1,', '"owner":77,'),
        ('"owner":1,', '"owner":"1",'),
        ('"name":"Ver Sehen"', '"naem":"Ver Sehen"'),
        ('"amount":129900', '"amount":1e400'),
        ('"amount":129900', '"amount":99999999999999999999999'),
        ('"day":"2026-', '"day":"2026-13-'),
        (',"wording":[', ',"gossip":['),
        (',"event":[\n{"id":1,', ',"event":[\n{"id":2,'),
        (',{"id":3,', ',{"id":3'),
    ],
)
def test_a_changed_archive_is_refused_whole(team, database_url, pattern, instead):
    archive = archive_of(team[0]).decode()
    assert pattern in archive
    assert isinstance(refused(database_url, archive.replace(pattern, instead, 1)), ArchiveBroken)


def test_a_row_that_is_missing_is_noticed_though_nothing_names_it(team, database_url):
    lines = archive_of(team[0]).decode().splitlines(keepends=True)
    place = next(place for place, line in enumerate(lines) if line.startswith(',{"event":'))
    del lines[place]
    assert isinstance(refused(database_url, "".join(lines)), ArchiveBroken)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
)
@given(share=st.floats(0, 0.9999), drop=st.booleans())
def test_a_cut_or_thinned_archive_is_refused_whole(team, tmp_path, blank, share, drop):
    file = shutil.copy(blank, tmp_path / "cut.db")
    archive = archive_of(team[0]).decode()
    lines = archive.splitlines(keepends=True)
    place = 1 + int(share * (len(lines) - 2))
    cut = "".join(lines[:place] + lines[place + 1 :]) if drop else archive[: int(share * len(archive))]
    assert isinstance(refused(f"sqlite:///{file}", cut), ArchiveBroken | ArchiveForeign)


def test_who_reads_holds_nobody_up_and_sees_one_moment(bare_urls):
    url = bare_urls[0]
    store = store_of(url)
    with reading(url) as connection:
        before = rows_in(connection)
        with store.work() as work:
            work.members.admit(5, name="Ute", lead=False, now=MONDAY)
        assert rows_in(connection) == before
    store.close()
    with reading(url) as connection:
        assert rows_in(connection) == before + 1


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///nowhere.db"])
def test_a_database_that_is_not_there_is_not_made(url, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NoDatabase), reading(url):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("file", sorted(WRITERS))
def test_every_file_is_read_from_every_database(rebuilt, database_url, file):
    url, now = rebuilt
    restored(database_url, archive_of(url), now)
    facts = {"owners": None, "team": True, "zone": "Europe/Berlin", "file": file}
    here, there = (contents(make({**facts, "database": found})) for found in (database_url, url))
    assert here == there


def contents(data):
    """A workbook carries the moment it was made beside its sheets."""
    if not data.startswith(b"PK"):
        return data
    book = zipfile.ZipFile(io.BytesIO(data))
    return [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets")]

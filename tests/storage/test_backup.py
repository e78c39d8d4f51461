"""Copies that can be trusted, and the way back."""

import sqlite3
from datetime import UTC, datetime

import pytest

from storage import backup as copies
from storage.database import connect
from storage.migrate import prepare

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def url_of(file):
    return f"sqlite:///{file}"


@pytest.fixture
def database(tmp_path):
    file = tmp_path / "nachfass.db"
    engine = connect(url_of(file))
    prepare(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO fact VALUES ('greeting', 'hallo')")
    engine.dispose()
    return file


def greeting(file):
    with sqlite3.connect(file) as connection:
        return connection.execute("SELECT value FROM fact WHERE name = 'greeting'").fetchone()[0]


def test_a_copy_holds_what_the_database_holds_and_only_its_owner_reads_it(database, tmp_path):
    made = copies.backup(url_of(database), tmp_path / "copies", now=NOW)
    assert greeting(made) == "hallo"
    assert made.stat().st_mode & 0o077 == 0
    assert [file.name for file in made.parent.iterdir()] == ["nachfass-20260302-030000.db"]


def test_only_the_newest_copies_are_kept(database, tmp_path):
    for day in range(1, 6):
        copies.backup(url_of(database), tmp_path / "copies", now=NOW.replace(day=day), keep=2)
    assert sorted(f.name[9:17] for f in (tmp_path / "copies").iterdir()) == ["20260304", "20260305"]


def test_a_copy_goes_back_into_a_missing_database(database, tmp_path):
    made = copies.backup(url_of(database), tmp_path / "copies", now=NOW)
    copies.restore(made, url_of(tmp_path / "new.db"))
    assert greeting(tmp_path / "new.db") == "hallo"


def test_data_are_never_overwritten(database, tmp_path):
    made = copies.backup(url_of(database), tmp_path / "copies", now=NOW)
    with sqlite3.connect(database) as connection:
        connection.execute(
            "INSERT INTO member (telegram, name, lead, removed, unreachable, joined_at) VALUES (1,'K',1,0,0,0)"
        )
        connection.execute(
            "INSERT INTO contact (owner, name, company, email, phone, town, industry, source, private, hidden, "
            "created_at, used_at, status, step, parked, occasions) VALUES (1,'A','','','','','','',0,0,0,0,'ZA','',0,0)"
        )
    with pytest.raises(copies.NotEmpty):
        copies.restore(made, url_of(database))


def test_a_broken_copy_is_refused(tmp_path):
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"SQLite format 3\x00" + b"\x00" * 5000)
    with pytest.raises(copies.BackupBroken):
        copies.restore(broken, url_of(tmp_path / "new.db"))


def test_postgresql_has_its_own_tools(tmp_path):
    with pytest.raises(copies.NoFile):
        copies.backup("postgresql://localhost/x", tmp_path, now=NOW)

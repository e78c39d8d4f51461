"""Made-up customers and their purchases, always the same ones, by SQL alone: ten million in minutes (SQLite)."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from storage.columns import EPOCH
from storage.database import connect
from storage.migrate import prepare

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)  # a Monday
EACH = 500  # contacts of a rep
LEAD = 1  # the first member; the reps come after
DAY = 86_400 * 1_000_000  # as columns.Moment keeps it
NOON = (NOW - EPOCH).days * DAY + DAY // 2
LOGGED = NOON - 3 * DAY  # all entered three days ago, as by an import
TABLES = ("contact", "event", "wording", "word")

MEMBERS = """
INSERT INTO member (id, telegram, name, lead, removed, unreachable, joined_at)
SELECT value, value, 'Rep ' || value, value = 1, 0, 0, :logged FROM numbers WHERE value <= :members
"""
CONTACTS = """
INSERT INTO contact (id, owner, name, company, email, phone, town, industry, source, private, hidden, created_at,
                     used_at, status, step, parked, occasions)
SELECT value, 2 + (value - 1) / :each, 'Kunde' || value % :each, '', '', '', '', '', '', 0, 0, :logged,
       :logged - value % 500000 * 1000000, 'ZA', '', 0, 0
FROM numbers WHERE value <= :contacts
"""
WORDS = """
INSERT INTO word (rep, word, contact)
SELECT owner, lower(name), id FROM contact ORDER BY owner, lower(name), id
"""
# One, three, nine or twenty-seven purchases; the first one up to three years ago, every third customer then fell
# silent half-way to today.
CUSTOMERS = """
CREATE TEMP TABLE customer AS
SELECT value AS contact, CASE value % 4 WHEN 0 THEN 1 WHEN 1 THEN 3 WHEN 2 THEN 9 ELSE 27 END AS n,
       5 + value * 7919 % 1090 AS age, 1 + (value % 3 = 0) AS silent
FROM numbers WHERE value <= :customers
"""
CREATED = """
INSERT INTO event (contact, rep, turn, kind, at, day, timed, logged_at, detail, signal, flags)
SELECT contact.id, owner, 1, 'created', :logged, date(:logged / 1000000, 'unixepoch'), 1, :logged, '', '', ''
FROM contact ORDER BY contact.id
"""
PURCHASES = """
INSERT INTO event (contact, rep, turn, kind, at, day, timed, logged_at, detail, signal, amount, currency, flags)
SELECT contact, rep, 1, 'purchase', :noon - back * :day, date((:noon - back * :day) / 1000000, 'unixepoch'), 0, :logged,
       '', '', 1000 + (contact * 31 + number * 1777) % 49000, 'EUR', ''
FROM (SELECT contact, number, 2 + (contact - 1) / :each AS rep,
             max(0, age - number * age / (n * silent) - (contact * 17 + number * 29) % 9) AS back
      FROM customer JOIN (SELECT value - 1 AS number FROM numbers WHERE value <= 27) ON number < n)
"""
PRODUCTS = """
INSERT INTO wording (event, product, text, file)
SELECT id, CASE contact % 3 WHEN 0 THEN 'Wartung' WHEN 1 THEN 'Filter' ELSE 'Öl' END, '', ''
FROM event WHERE kind = 'purchase' AND id % 4 = 0
"""


class Size(NamedTuple):
    """`contacts` in all, of whom `customers` buy ten times each on average."""

    contacts: int
    customers: int

    @property
    def members(self) -> int:
        return 2 + (self.contacts - 1) // EACH


def build(file: Path, size: Size) -> None:
    """A fresh database in which nothing is derived yet; without statistics, as any fresh one."""
    url = f"sqlite:///{file}"
    engine = connect(url)
    prepare(engine)
    engine.dispose()
    raw = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-500000", "temp_store=MEMORY"):
        raw.execute(f"PRAGMA {pragma}")
    _fill(raw, size)
    raw.close()


def _fill(raw: sqlite3.Connection, size: Size) -> None:
    """Indexes are made at the end."""
    marks = ", ".join("?" * len(TABLES))
    found = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    indexes = raw.execute(f"{found} AND tbl_name IN ({marks})", TABLES).fetchall()
    for name, _ in indexes:
        raw.execute(f"DROP INDEX {name}")
    raw.execute("CREATE TEMP TABLE numbers (value INTEGER PRIMARY KEY)")
    counted = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ?) SELECT i FROM n"
    raw.execute(f"INSERT INTO numbers {counted}", (max(size.contacts, size.members, 27),))
    facts = {
        **size._asdict(),
        "members": size.members,
        "each": EACH,
        "logged": LOGGED,
        "noon": NOON,
        "day": DAY,
    }
    for statement in (MEMBERS, CONTACTS, WORDS, CUSTOMERS):
        raw.execute(statement, facts)
    raw.execute(
        "INSERT INTO turn (id, rep, at, typed_at, what) VALUES (1, 1, ?, ?, 'import')", (LOGGED, LOGGED)
    )
    for statement in (CREATED, PURCHASES, PRODUCTS):
        raw.execute(statement, facts)
    for _, sql in indexes:
        raw.execute(sql)

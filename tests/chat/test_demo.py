"""The demo: the made-up team, and the page with the real bot behind it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy

from bot.playground.demo import demo, playground
from bot.playground.sample import sample
from bot.policies import policy
from bot.settings import ConfigError
from storage.database import connect
from storage.work import Store

START = datetime(2026, 3, 2, 8, tzinfo=UTC)  # Monday 9:00 in Berlin
KIM, JAN = 101, 102


def rows(url, query):
    engine = connect(url)
    with engine.connect() as connection:
        found = connection.execute(sqlalchemy.text(query)).all()
    engine.dispose()
    return found


def filled(url, start=START):
    settings = playground(url)
    store = Store(settings.database.url, policy(settings))
    store.prepare()
    with store.work() as work:
        sample(work, start)
    store.close()


@pytest.fixture
def team(tmp_path):
    """The address of a database with the made-up team in it."""
    url = f"sqlite:///{tmp_path / 'team.db'}"
    filled(url)
    return url


def test_the_team_has_two_reps_and_sixty_contacts_in_every_status(team):
    assert rows(team, "SELECT name, lead FROM member ORDER BY id") == [("Kim Berger", 1), ("Jan Vogt", 0)]
    statuses = Counter(status for (status,) in rows(team, "SELECT status FROM contact"))
    assert set(statuses) == {"ZA", "II", "KI", "EK", "SK"}
    assert sum(statuses.values()) == 60
    assert min(statuses.values()) >= 8


def test_its_history_covers_eighteen_months_and_ends_before_the_start(team):
    ((first, last),) = rows(team, "SELECT min(day), max(day) FROM event")
    assert (
        timedelta(days=530) < START.date() - datetime.fromisoformat(str(first)).date() < timedelta(days=570)
    )
    assert datetime.fromisoformat(str(last)).date() <= START.date()
    assert rows(team, "SELECT count(*) FROM event WHERE at <> logged_at") == [(0,)]


def test_there_is_something_to_do_today_and_tomorrow_for_both(team):
    query = "SELECT owner, count(*) FROM contact WHERE step_day <= '2026-03-02' GROUP BY owner"
    assert all(count >= 5 for _, count in rows(team, query))
    appointments = "SELECT step_day FROM contact WHERE step = 'appointment' ORDER BY step_day"
    days = [str(day) for (day,) in rows(team, appointments)]
    assert days[:2] == ["2026-03-02", "2026-03-03"]


def test_first_buyers_are_of_all_ages(team):
    query = (
        "SELECT day FROM event JOIN contact ON contact.id = contact WHERE kind = 'purchase' AND status = 'EK'"
    )
    ages = [(START.date() - datetime.fromisoformat(str(day)).date()).days for (day,) in rows(team, query)]
    for youngest, oldest in ((0, 30), (31, 91), (92, 182), (183, 365), (366, 560)):
        assert any(youngest <= age <= oldest for age in ages)


def test_nothing_old_waits_for_a_push(team):
    micros = int(START.timestamp() * 1_000_000)
    assert rows(team, f"SELECT count(*) FROM reminder WHERE state = 0 AND push_at < {micros}") == [(0,)]  # noqa: S608


def test_the_team_is_the_same_for_the_same_start(team, tmp_path):
    again = f"sqlite:///{tmp_path / 'again.db'}"
    filled(again)
    for table in ("member", "contact", "event", "wording", "turn", "reminder"):
        assert rows(team, f"SELECT * FROM {table}") == rows(again, f"SELECT * FROM {table}")  # noqa: S608


@pytest.mark.parametrize(
    "start", ["2026-01-01 00:00", "2026-03-29 03:30", "2026-08-15 23:59", "2024-02-29 06:00"]
)
def test_it_can_begin_at_any_moment(start, tmp_path):
    filled(f"sqlite:///{tmp_path / 'any.db'}", datetime.fromisoformat(start).replace(tzinfo=UTC))


def test_the_numbers_belong_to_films(team):
    free = re.compile(r"(\+4917139200\d\d|\+49(3023125|6990009|4066969|2214710|8999998)\d{3})?")
    contacts = rows(team, "SELECT phone, email FROM contact")
    assert all(
        free.fullmatch(phone) and re.fullmatch(r"([a-z.-]+@[a-z]+\.example)?", mail)
        for phone, mail in contacts
    )


class Page:
    """The demo as its page sees it."""

    def __init__(self, process):
        self.process = process
        self.address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())[0]

    def post(self, path, **body):
        data = json.dumps(body).encode()
        asked = urllib.request.Request(self.address + path, data, {"Content-Type": "application/json"})  # noqa: S310
        with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 – loopback
            return json.load(answer)

    def entries(self):
        """The journal so far."""
        with urllib.request.urlopen(self.address + "/ui/events", timeout=10) as stream:  # noqa: S310 – loopback
            return list(told(stream))

    def heard(self, chat, text):
        """Wait until the bot has said this."""
        for _ in range(100):
            if any(e["by_bot"] and e["chat"] == chat and text in e["text"] for e in self.entries()):
                return True
            time.sleep(0.05)
        return False


def told(stream):
    kind = ""
    for line in map(bytes.decode, stream):
        name, _, value = line.strip().partition(": ")
        if name == "event":
            kind = value
        if name == "data" and kind == "ready":
            return
        if name == "data" and kind == "entry":
            yield json.loads(value)


@contextmanager
def served(folder, *argv):
    environ = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "TMPDIR": str(folder)}
    command = [sys.executable, "-m", "bot", "demo", *argv]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, env=environ, cwd=folder, encoding="utf-8") as process:  # noqa: S603
        try:
            yield Page(process)
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == 0


def test_the_page_talks_to_the_real_bot_and_its_clock_can_be_moved(tmp_path):
    with served(tmp_path, "--now", "2026-03-02 10:00") as page:
        assert page.heard(KIM, "Kim Berger")  # greeted: nobody begins with an empty chat
        assert page.heard(JAN, "Jan Vogt")
        page.post("/ui/say", user=KIM, text="/kontakt Iris Kern")
        assert page.heard(KIM, "Kern Labor GmbH")
        state = page.post("/ui/clock", move="+1d")
        assert state["local"].startswith("2026-03-03T10:0")
        assert any(e["push"] and e["chat"] == JAN and "Bernd Lorenz" in e["text"] for e in page.entries())
        assert list(tmp_path.glob("nachfass-*/nachfass.db"))
    assert list(tmp_path.iterdir()) == []  # temporary unless --keep


def test_with_empty_the_second_phone_belongs_to_a_stranger(tmp_path):
    with served(tmp_path, "--empty", "--keep", "data") as page:
        page.post("/ui/say", user=JAN, text="/heute")
        assert page.heard(JAN, "noch nicht dabei")
    assert rows(f"sqlite:///{tmp_path / 'data' / 'nachfass.db'}", "SELECT name FROM member") == [
        ("Kim Berger",)
    ]


def test_a_kept_demo_goes_on_where_its_clock_stood(tmp_path):
    for _ in range(2):
        with served(tmp_path, "--empty", "--keep", "data") as page:
            page.post("/ui/say", user=KIM, text="/neu Anna Meier")
            assert page.heard(KIM, "Anna Meier")
            later = page.post("/ui/clock", move="+1w")["now"]
    assert later > time.time() + timedelta(days=13.9).total_seconds()


def test_a_taken_port_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ConfigError, match="ist belegt"):
            demo(empty=True, port=taken.getsockname()[1])


def test_one_place_for_the_data_is_enough(tmp_path):
    with pytest.raises(ConfigError, match="schließen einander aus"):
        demo(database="sqlite:///x.db", keep=tmp_path)


def test_what_is_no_database_is_told_before_anything_starts():
    with pytest.raises(ConfigError, match="ist keine Datenbankadresse"):
        demo(database="x.db")


def test_a_missing_script_is_named():
    with pytest.raises(ConfigError, match=r"„fehlt\.txt“ lässt sich nicht lesen"):
        demo(script="fehlt.txt")


def test_a_reader_who_leaves_ends_the_script():
    script = "> /neu Anna Meier\n" * 3
    command = f"{sys.executable} -m bot demo --script - --empty --now '2026-03-02 09:00' | head -1"
    ended = subprocess.run(  # noqa: S602 – the pipe is the point
        command, shell=True, input=script, capture_output=True, text=True, timeout=30, check=False
    )
    assert ended.stdout == "> /neu Anna Meier\n"
    assert "WARNING" not in ended.stderr

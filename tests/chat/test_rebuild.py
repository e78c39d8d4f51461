"""What is derived follows from the events: a rebuild changes nothing, and undoing everything leads back to before."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.playground.demo import playground
from bot.playground.stage import LEAD, REP, Stage
from bot.rebuild import rebuild_all

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
CONTACTS = ("Anna Meier", "Bert Kunz", "Cleo Vogel", "Dora Sander")
LINES = (
    "/reaktion {} Infomaterial", "/reaktion {} Angebot gewünscht", "/reaktion {} Web vor 8 Tagen",
    "/kauf {} 100 Wartung", "/kauf {} 50 Filter vor 90 Tagen", "/kauf {} 50 Filter vor 400 Tagen",
    "/kauf {} 60 Öl gestern", "/retoure {} 50", "/retoure {} 100", "/termin {} morgen 14:00",
    "/termin {} in 3 Tagen 8:30", "/termin {} heute 12:00", "/termin_verschieben {} in 4 Tagen 9:00",
    "/ergebnis {} war gut", "/ergebnis {} Angebot bis Freitag", "/ergebnis {} nicht erschienen",
    "/nachgefasst {} angerufen", "/nachgefasst {} Info gesendet gestern", "/angebot {} 300 Filter bis in 9 Tagen",
    "/absage {} zu teuer", "/schritt {} anrufen morgen", "/schritt {} anrufen heute 15:00",
    "/spaeter {} in 3 Tagen", "/zurueckstellen {} in 10 Tagen", "/zurueckstellen {} zurück",
    "/status {} SK weil alter Kunde", "/status {} KI weil Budget", "/notiz {} spielt Handball", "/neu {} Neu",
    "/rueckgaengig",
)  # fmt: skip
WHO = st.sampled_from((LEAD, REP))
SAY = st.tuples(st.just("say"), WHO, st.sampled_from(LINES), st.integers(0, len(CONTACTS) - 1))
PRESS = st.tuples(st.just("press"), WHO, st.integers(0, 30))
TIME = st.tuples(st.just("advance"), st.sampled_from((1, 5, 24, 70, 24 * 8, 24 * 40)))
SETTLE = st.tuples(
    st.just("set"), WHO, st.sampled_from(("Ruhe 18-9:30", "Zone London", "Pushes 1", "zurücksetzen"))
)
EVENTFUL = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


class Team:
    """A lead, a rep and four contacts, two each."""

    def __init__(self, loop: asyncio.Runner) -> None:
        self._loop = loop
        self.stage = Stage(playground("sqlite://"), MONDAY)

    def furnish(self) -> None:
        self._loop.run(self.stage.nachfass.open())
        with self.stage.nachfass.store.work() as work:
            for user in (LEAD, REP):
                work.members.admit(user, name=str(user), lead=user == LEAD, now=MONDAY)
        for place, name in enumerate(CONTACTS):
            self._type((LEAD, REP)[place % 2], f"/neu {name}")
            self._type((LEAD, REP)[place % 2], "/einstellungen Pushes 1")
        self.advance(24 * 7 + 4)  # of two first touches one was pushed, one held back by the cap

    def say(self, user, text, contact):
        self._type(user, text.format(CONTACTS[contact]))

    def set(self, user, wish):
        self._type(user, f"/einstellungen {wish}")

    def _type(self, user, text):
        self.stage.standin.say(user, text)
        self._loop.run(self.stage.settle())

    def press(self, user, pick):
        """One of the newer buttons on this phone."""
        keys = [
            (message.id, key["callback_data"])
            for message in reversed(self.stage.standin.history(user))
            for row in message.buttons
            for key in row
            if "callback_data" in key
        ]
        if keys:
            self.stage.standin.press(user, *keys[pick % len(keys)])
            self._loop.run(self.stage.settle())

    def advance(self, hours):
        self._loop.run(self.stage.advance(self.stage.clock.now() + timedelta(hours=hours)))

    def undo(self, user):
        """Whether there was something to take back."""
        self._type(user, "/rueckgaengig")
        return "Zurückgenommen" in self.stage.standin.last(user, by_bot=True).text

    @property
    def store(self):
        return self.stage.nachfass.store

    @property
    def raw(self):
        return self.store.engine.raw_connection().driver_connection

    def derived(self, but="", contacts="true", reminders="true"):
        """All that is derived, row by row, column by column; counts of nobody are no counts."""
        return [
            *self._rows("contact", f"WHERE {contacts} ORDER BY id", but),
            *self._rows("reminder", f"WHERE {reminders} ORDER BY contact, key", but),
            *self._rows("first_buyer", "WHERE people != 0 ORDER BY 1, 2, 3"),
            *self._rows("first_buyer_of", "WHERE people != 0 ORDER BY 1, 2, 3, 4"),
            *self._rows("word", "ORDER BY 1, 2, 3"),
        ]

    def told(self):
        """What a rebuild only reads: who moved between groups when, and what was measured of the team."""
        measured = "WHERE name IN ('window', 'windows', 'team') ORDER BY 1"
        return [*self._rows("movement", "ORDER BY id"), *self._rows("fact", measured)]

    def standing(self):
        """What a person could see of it: neither contacts taken back nor closed reminders, nor when one was used."""
        return self.derived("id used_at", "NOT hidden", "state != 3")

    def _rows(self, table, which, but=""):
        found = self.raw.execute(f"SELECT * FROM {table} {which}")  # noqa: S608 – our own names
        names = [column[0] for column in found.description]
        return [
            {"table": table} | {n: v for n, v in zip(names, row, strict=True) if n not in but.split()}
            for row in found
        ]


@pytest.fixture(scope="module")
def team():
    logging.disable(logging.INFO)
    with asyncio.Runner() as loop:
        opened = Team(loop)
        opened.furnish()
        yield opened
        loop.run(opened.stage.close())
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def begin(team):
    """The same evening for every example."""
    database, standin, evening = team.raw.serialize(), team.stage.standin, team.stage.clock.now()
    messages = dict(standin.messages)

    def again():
        team.raw.deserialize(database)
        standin.messages = dict(messages)
        team.stage.clock.set(evening)
        team.stage._nightly_at = team.stage._next_nightly()  # noqa: SLF001 – its clock was set back
        return team

    return again


def play(team, acts):
    for name, *rest in acts:
        getattr(team, name)(*rest)


@EVENTFUL
@given(acts=st.lists(st.one_of(SAY, SAY, SAY, PRESS, SETTLE, TIME), min_size=4, max_size=16))
def test_a_rebuild_changes_nothing(begin, acts):
    team = begin()
    play(team, acts)
    team.stage.nachfass.ticker.tick()
    before, told = team.derived(), team.told()
    rebuild_all(team.store, now=team.stage.clock.now())
    assert team.derived() == before
    assert team.told() == told


@EVENTFUL
@given(acts=st.lists(st.one_of(SAY, SAY, SAY, PRESS), min_size=3, max_size=12))
def test_undoing_everything_leads_back(begin, acts):
    team = begin()
    before = team.standing()
    play(team, acts)
    for user in (LEAD, REP, LEAD, REP):  # whom a colleague's entry hangs on goes when that has gone
        while team.undo(user):
            pass
    team.stage.nachfass.ticker.tick()  # sees to what a change of settings asked for
    assert team.standing() == before

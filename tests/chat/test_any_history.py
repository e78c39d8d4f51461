"""Whatever two reps do in whatever order: no phone rings when it may not, and no hint gets lost (R1–R10)."""

import asyncio
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.commands.hints import SENTENCES
from bot.playground.demo import playground
from bot.playground.script import Player
from bot.playground.stage import LEAD, REP, Stage, one_lead
from domain.quiet import is_allowed
from storage.agenda import Progress
from storage.tables import metadata

REMINDER = metadata.tables["reminder"]
KINDS_TOUCHED = (
    "/reaktion {} Infomaterial", "/reaktion {} Angebot gewünscht", "/reaktion {} Web vor 8 Tagen",
    "/kauf {} 100 Wartung", "/kauf {} 50 Filter vor 90 Tagen", "/kauf {} 50 Filter vor 182 Tagen",
    "/kauf {} 50 Filter vor 10 Tagen", "/retoure {} 50", "/retoure {} 100",
    "/termin {} morgen 14:00", "/termin {} in 3 Tagen 8:30", "/termin {} Sa 7:00", "/termin {} heute 23:00",
    "/termin_verschieben {} in 4 Tagen 9:00", "/ergebnis {} war gut", "/ergebnis {} nicht erschienen",
    "/nachgefasst {} angerufen", "/nachgefasst {} nicht erreicht", "/nachgefasst {} Info gesendet gestern",
    "/angebot {} 300 Filter", "/angebot {} 300 Filter bis in 9 Tagen", "/absage {} zu teuer",
    "/schritt {} anrufen morgen", "/schritt {} anrufen morgen 6:30", "/schritt {} anrufen So 22:00",
    "/schritt {} anrufen in 2 Stunden", "/spaeter {} in 3 Tagen", "/spaeter {} morgen 21:00",
    "/zurueckstellen {} in 10 Tagen", "/zurueckstellen {} zurück", "/status {} SK weil alter Kunde",
    "/status {} KI weil Budget", "/notiz {} spielt Handball",
)  # fmt: skip
SAID = (
    "/rueckgaengig", "/einstellungen Zone London", "/einstellungen Zone New York", "/einstellungen Pushes 0",
    "/einstellungen Pushes 1", "/einstellungen Pushes 3", "/einstellungen Ruhe 18-9:30",
    "/einstellungen Ruhe aus", "/einstellungen Woche So 18:00", "/einstellungen zurücksetzen", "/woche",
)  # fmt: skip
TIME = ("+ 1h", "+ 1d", "+ 1d", "+ 4d", "+ 2w", "+ 14w", "off 2h", "off 3d", "kill")

who = st.sampled_from((LEAD, REP))
about = st.tuples(who, st.sampled_from(KINDS_TOUCHED), st.integers(1, 6))
acts = st.one_of(
    about, about, about, st.tuples(who, st.sampled_from(SAID)), st.sampled_from(TIME), st.sampled_from(TIME)
)


@dataclass
class Watch:
    """Looks at the rows after every move of the clock, while nobody's settings have changed since."""

    stage: Stage
    pushed: dict[int, datetime] = field(default_factory=dict)
    held: dict[int, date] = field(default_factory=dict)

    def rows(self):
        with self.stage.nachfass.store.engine.connect() as connection:
            return connection.execute(select(REMINDER)).all()

    def look(self):
        rows = self.rows()
        for row in rows:
            if row.id in self.pushed:
                assert row.pushed_at == self.pushed[row.id], "rang twice"
        fresh = [row for row in rows if row.pushed_at and row.id not in self.pushed]
        assert not [row for row in fresh if self.held.get(row.id) == row.day], (
            "held back, and rang all the same"
        )
        self.held |= {row.id: row.day for row in rows if row.state == Progress.SILENT and row.rule == "R3"}
        self.pushed |= {row.id: row.pushed_at for row in fresh}
        with self.stage.nachfass.store.work() as work:
            rhythms = {m.id: work.policy.rhythm(m) for m in work.members.all()}
            self.within_allowed_minutes(fresh, rhythms)
            self.within_the_cap(rows, fresh, rhythms)
            self.nothing_lost(work, rows, rhythms)

    def within_allowed_minutes(self, fresh, rhythms):
        for row in fresh:
            assert row.exempt or is_allowed(row.pushed_at, rhythm=rhythms[row.owner]), row

    def within_the_cap(self, rows, fresh, rhythms):
        for new in (row for row in fresh if not row.uncapped):
            rhythm = rhythms[new.owner]
            day = rhythm.local(new.pushed_at).date()
            begin = datetime.combine(day, time.min, rhythm.zone).astimezone(UTC)
            messages = {
                row.push
                for row in rows
                if row.owner == new.owner and row.pushed_at and begin <= row.pushed_at <= new.pushed_at
                and not row.uncapped
            }  # fmt: skip
            assert len(messages) <= rhythm.daily_cap, messages

    def nothing_lost(self, work, rows, rhythms):
        """Pushed, waiting for a moment to come, or listed with a rule – and all that is planned is there."""
        now = self.stage.clock.now()
        for row in (row for row in rows if row.state != Progress.CLOSED):
            match row.state:
                case Progress.PUSHED:
                    assert row.pushed_at
                case Progress.WAITING:
                    assert row.push_at > now, row
                case Progress.SILENT:
                    assert row.rule in SENTENCES, row
        for owner in rhythms:
            silent = {(r.contact, r.kind) for r in rows if r.state == Progress.SILENT and r.owner == owner}
            listed = {(h.contact, h.kind) for h in work.reminders.held_back(owner, most=10_000)}
            assert silent <= listed
        for number in work.contacts.after(0, most=100):
            contact = work.contacts.any(number)
            planned = () if contact.hidden else work.profile(contact)[2]
            stored = {r.key for r in rows if r.contact == number and r.state != Progress.CLOSED}
            assert stored == {item.key for item in planned}


async def lived(database, history):
    config = playground(f"sqlite:///{database}")
    stage = Stage(config, datetime(2026, 3, 24, 9, tzinfo=config.team.timezone))
    player = Player(stage, lambda _line: None)
    await stage.open(one_lead)
    try:
        for number in range(1, 7):
            await player.play_line(f"{'2' if number > 3 else ''}> /neu Kunde{number}")
        watch = Watch(stage)
        for act in history:
            await player.play_line(line(act))
            if isinstance(act, str) or len(act) == 2:
                await stage.advance(stage.clock.now())  # settings count from the next tick on
                watch.look()
    finally:
        await stage.close()


def line(act):
    if isinstance(act, str):
        return act
    user, said, *contact = act
    return f"{'2' if user == REP else ''}> {said.format(*(f'#{n}' for n in contact))}"


@settings(
    deadline=None, max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)  # fmt: skip
@given(st.lists(acts, min_size=5, max_size=25))
def test_whatever_two_reps_do_no_push_is_wrong_and_none_is_lost(blank, history):
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(lived(shutil.copy(blank, Path(folder) / "chat.db"), [*history, "+ 2w"]))


@pytest.mark.parametrize("now", ["2026-03-28 12:00", "2026-10-24 12:00"])
async def test_the_nights_the_clock_changes_ring_once_and_at_nine(chat):
    for line in (
        "> /neu Anna Meier", "> /schritt Meier anrufen So 2:30", "2> /neu Bert Braun", "> /neu Cem Can",
        "> /schritt Can anrufen So 3:00", "2> /schritt Braun anrufen Mo", "+ 3d",
    ):  # fmt: skip
        await chat.answers(line)
    told = [e for e in chat.stage.standin.did() if "anrufen –" in e.text and e.kind == "sent"]
    rung = {e.text.split(":")[0]: f"{e.at.astimezone(chat.stage.zone):%a %H:%M}" for e in told}
    assert len(told) == 3
    assert (rung["Cem Can"], rung["Bert Braun"]) == ("Sun 03:00", "Mon 09:00")
    assert rung["Anna Meier"] in {"Sun 02:30", "Sun 03:30"}  # spring has no half past two

"""Any order of lines, taps, hours, troubles of the network and deaths: nothing is lost, doubled, late or another's.

A process may die at any commit (before it: rolled back; after it: done) and around any request. Seen to fail on
these defects, put into a copy of the code one at a time, each with what went red and how many days it took:

* no recovery of claimed rows (`Outbox.recover` touches none) – "push 38 waits", still SENDING; 147
* claim ignored: a push isn't marked SENDING before its request (`Sender._deliver`) – it comes twice; 3. Due rows are
  found whatever their state (`_DUE` in storage/reminders.py) – "pushed again"; while the house is furnished. Inbox
  rows aren't marked done (`Worker._take_all`) – 240 replies to 3 lines; 1. An unanswered push is sent again
  (`Sender._deliver`) – it comes twice; 195
* no fence (`Outbox.sent` notes an edit whatever its version) – "row 39 reads otherwise on the phone"; 63
* held-back rule ignored (`hold_back` returns None, or skips R3) – "push 3 of 2"; while the house is furnished. It
  skips R2 – "window_near:1:2 rings at 07:00"; 593
"""

import logging
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from machine_day import JAN, UTE, Day, House

from bot.views import texts
from storage.inbox import DONE, PARKED
from storage.outbox import Lane, State

LINES = (
    "/notiz #{contact}: zettel{n}",
    "/schritt #{contact}: anrufen in 2 Stunden",
    "/schritt #{contact}: anrufen morgen 21:30",
    "/schritt #{contact}: anrufen morgen",
    "/termin #{contact}: morgen 10:00",
    "/reaktion #{contact}: Mail",
    "/kauf #{contact}: 100",
    "/nachgefasst #{contact}: angerufen",
    "/spaeter #{contact}: morgen",
    "/rückgängig",
    "/einstellungen Ruhe 10:00-9:00",
    "/einstellungen Ruhe aus",
    "/einstellungen Pushes 1",
    "/einstellungen Woche Di 9:00",
    "/einstellungen zurücksetzen",
    "/neu Zettel{n}",
    "/heute",
    "Zettel{n}",
)
TROUBLES = ("", "", "lost before", "lost after", "unconnected", "busy", "forbidden", "meanwhile")
REPS = st.sampled_from((JAN, UTE))
SMALL = st.integers(0, 9)
SENDING = st.lists(st.sampled_from(TROUBLES), max_size=6)
LINE = st.tuples(st.just("line"), REPS, st.sampled_from(LINES), SMALL)
ROUND = st.tuples(st.just("round"), REPS, st.sampled_from(LINES), SMALL, SENDING)
AHEAD = st.tuples(st.just("ahead"), SENDING)
LATER = st.tuples(st.just("later"), st.sampled_from((1, 20, 90, 300, 900, 3000)))
EVENTS = st.one_of(
    LINE,
    ROUND,
    ROUND,
    AHEAD,
    AHEAD,
    LATER,
    st.tuples(st.just("burst"), REPS, st.integers(3, 6)),
    st.tuples(st.just("tap"), REPS, SMALL),
    st.tuples(st.just("change_mind"), REPS, SENDING),
    st.tuples(st.just("again"), SMALL),
    st.tuples(st.sampled_from(("poison", "vanish")), REPS),
    st.tuples(st.sampled_from(("work", "tick"))),
    st.tuples(st.just("send"), SENDING),
    st.tuples(st.just("lock"), st.integers(1, 3)),
)
DOOM = st.one_of(st.none(), st.integers(0, 20))  # at which edge within an event the process dies, if at all
DAYS = st.lists(st.tuples(EVENTS, DOOM), min_size=3, max_size=12)


@pytest.fixture(scope="module")
def house():
    logging.disable(logging.CRITICAL)  # a traceback for each parked update takes longer than its day
    opened = House()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("bot.worker.TURNS_PER_COMMIT", 3)
        patched.setattr(
            "bot.worker.SECONDS_PER_COMMIT", 60
        )  # what a commit holds doesn't hang on the machine
        yield opened
    opened.close()
    logging.disable(logging.NOTSET)


CI = settings(
    max_examples=3000,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


@CI
@given(events=DAYS)
def test_nothing_is_lost_doubled_late_or_anothers(house, events):
    day = house.day()
    for event, doom in events:
        day.happen(event, doom)
    day.quieten()
    every_update_is_settled_once(day)
    every_line_has_one_effect_and_one_reply(day)
    replies_come_in_order_and_again_only_with_an_excuse(day)
    pushes_come_once_or_are_unclear(day)
    the_phones_show_what_the_rows_say(day)
    nothing_waits(day)


def every_update_is_settled_once(day: Day):
    settled = day.ask("SELECT update_id, state FROM inbox WHERE update_id >= ? ORDER BY 1", day.first)
    assert [number for number, _ in settled] == [update["update_id"] for update in day.updates]
    for number, state in settled:
        poison = day.updates[number - day.first].get("message", {}).get("text") == 5
        assert state == (PARKED if poison else DONE)


def every_line_has_one_effect_and_one_reply(day: Day):
    told = Counter(text for (text,) in day.ask("SELECT text FROM wording"))
    for update in day.updates:
        text = str(update.get("message", {}).get("text"))
        if text.startswith("/notiz"):
            assert told[text.partition(": ")[2]] == 1, text
    turns = Counter(day.ask("SELECT message FROM turn WHERE message IS NOT NULL AND chat IS NOT NULL"))
    assert set(turns.values()) <= {1}
    for who in (JAN, UTE):
        rows = day.ask(
            "SELECT body FROM outbox WHERE chat = ? AND lane = 0 AND edits IS NULL AND id > ?", who, day.known
        )
        replies = sum(texts.SLOW_DOWN not in body for (body,) in rows)
        assert day.typed[who] <= replies <= day.typed[who] + day.tapped[who]


def replies_come_in_order_and_again_only_with_an_excuse(day: Day):
    written = day.ask("SELECT chat, reply FROM turn WHERE message IS NOT NULL ORDER BY message")
    for who in (JAN, UTE):
        rows = [reply for chat, reply in written if chat == who]
        assert rows == sorted(rows), f"{who}'s turns out of order"
        sent = [s.parcel for s in day.phones.sent if s.chat == who and s.parcel.lane == Lane.REPLY]
        first = list(dict.fromkeys(p.id for p in sent if p.edits is None and p.id not in day.phones.refused))
        assert first == sorted(first), f"replies to {who} out of order"
    for row in {s.parcel.id for s in day.phones.sent if s.parcel.edits is None}:
        copies = [s for s in day.phones.sent if s.parcel.id == row]
        for one, next_one in pairwise(copies):
            assert not one.told or one.life < next_one.life, f"reply {row} sent again for no reason"


def pushes_come_once_or_are_unclear(day: Day):
    copies = Counter(
        s.parcel.id for s in day.phones.sent if s.parcel.lane != Lane.REPLY and s.parcel.edits is None
    )
    assert set(copies.values()) <= {1}
    rows = day.ask(
        "SELECT id, chat, state, lane FROM outbox WHERE lane > 0 AND edits IS NULL AND id > ?", day.known
    )
    for row, _, state, _ in rows:
        assert state in (State.SENT, State.UNCLEAR, State.FAILED), f"push {row} waits"
        assert state != State.UNCLEAR or row in day.phones.unsure, f"push {row} isn't unclear at all"
        assert state != State.SENT or copies[row], f"push {row} never came"
    digests = Counter(chat for _, chat, _, lane in rows if lane == Lane.DIGEST)
    done = dict(
        day.ask("SELECT telegram, count(*) FROM digest JOIN member ON id = member WHERE done GROUP BY 1")
    )
    assert all(number <= done[chat] for chat, number in digests.items()), "a digest twice"


def the_phones_show_what_the_rows_say(day: Day):
    rows = day.ask(
        "SELECT id, chat, state, message, json_extract(body, '$.text') FROM outbox WHERE edits IS NULL AND id > ?",
        day.known,
    )
    stale = {edits for row, edits in day.ask("SELECT id, edits FROM outbox") if row in day.phones.refused}
    for row, chat, state, message, text in rows:
        shown = day.phones.shown.get(message)  # None: the rep deleted it
        if state == State.SENT and row not in stale and shown:
            assert shown[:2] == (chat, text), f"row {row} reads otherwise on the phone"


def nothing_waits(day: Day):
    states = dict(day.ask("SELECT state, count(*) FROM outbox GROUP BY state"))
    assert set(states) <= {State.SENT, State.UNCLEAR, State.FAILED}, states
    given_up = {row for (row,) in day.ask("SELECT id FROM outbox WHERE state = ?", State.FAILED)}
    assert given_up <= day.phones.refused
    now = int(day.clock.now().timestamp() * 1_000_000)
    assert not day.ask("SELECT * FROM reminder WHERE state = 0 AND push_at <= ?", now)
    assert not day.ask("SELECT * FROM contact WHERE reconsider_at <= ?", now)
    assert not day.ask("SELECT * FROM digest WHERE NOT done AND due_at <= ?", now)

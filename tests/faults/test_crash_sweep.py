"""SIGKILL between any two steps of the event loop and around every commit: the day ends with the same books.

Each day is lived by a dozen bots in a row, every one killed where its plan says (see `mortal.py`), some while
they still recover. `ledger.wrong` compares every table and every phone with a day nobody disturbed. Seen to fail
on these defects, put into a copy of the code one at a time, and on what it said:

* updates confirmed before they are stored (another poll between the two) – a button is missing
* the reply written in a second transaction – turns too much, without a reply
* pushes left SENDING by a kill are sent again, or not marked before their request – pushed more than once
* a double of an update becomes a row of its own – events too much
* turns committed before their rows are marked done – turns and events too much
* replies noted before they are sent – a button is missing
* an edit that doesn't know of the send before it in the same batch – copies on an undisturbed day
"""

import random
from collections import Counter

import pytest
from keeper import Keeper, Telegram, nursery
from ledger import wrong

from bot.playground.standin import Fault

RECOVERY = {"step": 12, "begin": 3, "commit": 3, "committed": 3}  # points that every start passes
A_WHILE = {"step": (60, 140), "begin": (10, 24), "commit": (10, 24), "committed": (10, 24)}


@pytest.fixture(scope="module")
def warm():
    with nursery() as opened:
        yield opened


@pytest.fixture(scope="module")
def undisturbed(warm, tmp_path_factory):
    """The books of a day without kills and faults."""
    keeper = Keeper(warm, tmp_path_factory.mktemp("calm") / "nachfass.db", Telegram())
    books = keeper.play()
    assert keeper.passed["committed"] > 100
    assert keeper.passed["step"] > 500
    assert books.copies == {}
    assert {shown.state.name for shown in books.messages} == {"SENT"}
    assert all(shown.phone[0] == shown.chat for shown in books.messages)
    assert len(books.pushes) >= 5
    return books


def kills(seed):
    """Where each life of a day ends; every third is followed by one that doesn't survive its recovery."""
    dice = random.Random(seed)  # noqa: S311 – repeatable, not secret
    yield "step", 5 + seed * 11 % 100  # the first start, the first lines
    while True:
        edge = dice.choice(list(A_WHILE))
        yield edge, dice.randint(*A_WHILE[edge])
        if dice.random() < 1 / 3:
            edge = dice.choice(list(RECOVERY))
            yield edge, dice.randint(1, RECOVERY[edge])


def test_killed_anywhere_nothing_is_lost_doubled_or_sent_astray(warm, undisturbed, tmp_path):
    found, deaths = {}, Counter()
    for seed in range(20):
        keeper = Keeper(warm, tmp_path / f"{seed}.db", Telegram(), kills(seed))
        books = keeper.play()
        deaths.update(keeper.deaths)
        if lines := wrong(books, undisturbed, unclear=True, excused=keeper.gap):
            found[seed] = lines
    assert found == {}
    assert deaths.total() >= 250
    edges = Counter(edge for edge, number in deaths.elements())
    assert min(edges[edge] for edge in A_WHILE) >= 50
    assert sum(number <= RECOVERY[edge] for edge, number in deaths.elements()) >= 50


def sometimes(*faults, share=0.2):
    """One of these faults with every so manieth call, whatever it asks."""
    return lambda dice, _method: dice.choice(faults) if dice.random() < share else None


DROPPED = Fault(lost="before"), Fault(lost="after")  # the answer; before and after Telegram has done as asked
REFUSED, BUSY, BROKEN, GATEWAY = Fault(lost="refused"), Fault.too_many(2), Fault(500), Fault(502)
HARMLESS = {
    "no connection": {"faults": sometimes(REFUSED)},
    "429": {"faults": sometimes(BUSY)},
    "500 and 502": {"faults": sometimes(BROKEN, GATEWAY)},
    "doubled updates": {"doubles": 0.9},
}
WEATHERS = HARMLESS | {
    "dropped answers": {"faults": sometimes(*DROPPED)},
    "everything": {"faults": sometimes(REFUSED, BUSY, BROKEN, GATEWAY, *DROPPED), "doubles": 0.3},
}


@pytest.mark.parametrize("weather", HARMLESS)
def test_what_is_refused_is_tried_again_until_every_phone_shows_it(warm, undisturbed, tmp_path, weather):
    telegram = Telegram(**HARMLESS[weather])
    books = Keeper(warm, tmp_path / "nachfass.db", telegram).play()
    assert wrong(books, undisturbed, unclear=False, excused=set()) == []
    assert telegram.trouble > 10


def test_a_push_whose_answer_was_dropped_is_unclear_and_a_reply_is_sent_again(warm, undisturbed, tmp_path):
    telegram = Telegram(sometimes(*DROPPED, share=0.4), seed=3)
    books = Keeper(warm, tmp_path / "nachfass.db", telegram).play()
    assert wrong(books, undisturbed, unclear=True, excused=set(telegram.unanswered)) == []
    assert {shown.state.name for shown in books.pushes} == {"SENT", "UNCLEAR"}
    assert {shown.state.name for shown in books.replies} == {"SENT"}


@pytest.mark.parametrize("weather", WEATHERS)
def test_killed_in_bad_weather_nothing_is_lost_doubled_or_sent_astray(warm, undisturbed, tmp_path, weather):
    deaths = 0
    for seed in range(2):
        telegram = Telegram(**WEATHERS[weather], seed=seed)
        keeper = Keeper(warm, tmp_path / f"{seed}.db", telegram, kills(seed))
        books = keeper.play()
        excused = keeper.gap | set(telegram.unanswered)
        assert wrong(books, undisturbed, unclear=True, excused=excused) == []
        assert telegram.trouble > 10
        deaths += len(keeper.deaths)
    assert deaths >= 20

"""What is kept for how long: bodies a week, rows a month, update ids until Telegram may use them again."""

from datetime import timedelta

import pytest
from led import JAN, KIM, START, Desk


@pytest.fixture
async def desk(tmp_path):
    async with Desk(f"sqlite:///{tmp_path}/nachfass.db") as opened:
        yield opened


async def nights(desk, days):
    """The clock moves on a day at a time."""
    for _ in range(days):
        await desk.tick(days=1)
        desk.bot.ticker.nightly()


def bodies(desk, table):
    return desk.column(BODIES[table], DAY_ONE)


def rows(desk, table):
    return desk.column(ROWS[table], DAY_ONE)


DAY_ONE = int((START + timedelta(hours=1)).timestamp() * 1_000_000)
ROWS = {
    "inbox": "SELECT count(*) FROM inbox WHERE received_at <= ?",
    "outbox": "SELECT count(*) FROM outbox WHERE created_at <= ?",
}
BODIES = {table: f"{query} AND body IS NOT NULL" for table, query in ROWS.items()}


@pytest.mark.parametrize("table", ROWS)
async def test_bodies_go_after_a_week_and_rows_after_a_month(desk, table):
    await desk.says(KIM, "/neu Anna Meier", "/reaktion Meier Anruf")
    await nights(desk, 6)
    assert bodies(desk, table) == [2]
    await nights(desk, 2)
    assert bodies(desk, table) == [0]
    assert rows(desk, table) == [2]
    await nights(desk, 23)
    assert rows(desk, table) == [0]
    assert "Anna Meier" in (await desk.says(KIM, "/kontakt Meier"))[-1]


async def test_edits_are_kept_no_longer_than_their_bodies(desk):
    await desk.says(KIM, "/neu Anna Meier", "/reaktion Meier Anruf", "/rückgängig")
    assert desk.column("SELECT count(*) FROM outbox WHERE edits IS NOT NULL") != [0]
    await nights(desk, 9)
    old = "SELECT count(*) FROM outbox WHERE edits IS NOT NULL AND created_at <= ?"
    assert desk.column(old, DAY_ONE) == [0]


async def test_what_waits_is_kept_however_old_it_is(desk):
    desk.say(KIM, "/neu Anna Meier")
    await desk.bot.intake.poll(seconds=0)
    with desk.work() as work:
        work.outbox.add(JAN, {"text": "wartet"}, now=START)
    desk.clock.set(START + timedelta(days=40))
    desk.bot.ticker.nightly()
    await desk.bot.settle()
    assert "Neu: Anna Meier" in desk.standin.did(KIM)[0].text
    assert [entry.text for entry in desk.standin.did(JAN)] == ["wartet"]


async def test_a_double_is_dropped_within_the_week(desk):
    update = desk.standin.say(KIM, "/neu Anna Meier")["update_id"]
    await desk.bot.settle()
    await nights(desk, 6)
    desk.standin.updates.again(update)
    await desk.bot.settle()
    assert desk.column("SELECT count(*) FROM contact") == [1]


@pytest.mark.parametrize("restarted", [False, True])
async def test_after_a_quiet_week_telegram_may_count_anew(desk, restarted):
    await desk.says(KIM, "/neu Anna Meier", "/neu Bert Bach")
    await nights(desk, 8)
    if restarted:
        await desk.again()
    desk.standin.updates.next_id = 1000  # the first id of the week before
    assert "Neu: Cora Czech" in "".join(await desk.says(KIM, "/neu Cora Czech"))


async def test_a_button_that_is_a_month_old_says_so(desk):
    await desk.says(KIM, "/neu Anna Meier")
    found = desk.standin.find_button(KIM, "Rückgängig")
    await nights(desk, 31)
    desk.standin.press(KIM, *found)
    await desk.bot.settle()
    assert desk.standin.did(KIM)[-1].kind == "alert"
    assert desk.column("SELECT count(*) FROM inbox WHERE state = 2") == [0]

"""The window's count tables, its stored summaries, and what reminders bring: on both databases (§5)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.contact import NewContact
from domain.control import Comparison, Group
from domain.events import Due, Event, Kind, Money
from domain.first_buyers import Counts, change_of
from domain.planned import Planned, ReminderKind
from domain.reasons import Reason
from domain.rules import Rules
from domain.window import FirstBuyer, Level
from storage.contacts import CONTACT
from storage.control import KEPT_BACK, salt
from storage.derived import count_on, derive


@pytest.fixture
def today(now):
    return now.date()


@pytest.fixture
def buys(work, jana, now):
    """A new contact of Jana's that bought so many days ago, each; `product` on the first of these days."""

    def bought(*days_ago, product="", name="Anna"):
        contact = work.contacts.add(NewContact(name=name), owner=jana.id, now=now)
        turn = work.turns.begin(jana.id, "kauf", now=now, typed_at=now, chat=None, message=None)
        facts = {"id": 0, "contact": 0, "rep": jana.id, "turn": turn, "logged_at": now}
        events = [Event(kind=Kind.CREATED, at=now, day=now.date(), **facts)]
        for place, ago in enumerate(days_ago):
            at = datetime.combine(now.date() - timedelta(days=ago), now.time(), UTC)
            sold = {"money": Money(10_000, "EUR"), "product": product if place == 0 else "anderes"}
            events.append(Event(kind=Kind.PURCHASE, at=at, day=at.date(), **sold, **facts))
        return work.record(contact, events, now=now).contact

    return bought


def last_purchase(work, contact):
    return work.events.history(contact.id).last(Kind.PURCHASE)


def counted(work, product=""):
    return dict(work.first_buyers.counts(product).table)


def test_purchases_are_counted_for_all_and_for_the_product_they_began_with(work, buys, today):
    buys(50, 20, product="Wartung")
    buys(50, product="WARTUNG")
    buys(40, product="Toner")
    day = today - timedelta(50)
    assert counted(work, "wartung") == {FirstBuyer(day, 30): 1, FirstBuyer(day): 1}
    assert counted(work, "Toner") == {FirstBuyer(today - timedelta(40)): 1}
    assert sum(counted(work).values()) == 3
    assert counted(work, "anderes") == {}


def test_they_equal_what_a_recount_finds(work, buys, now):
    """Event by event, and all at once from the histories as they stand."""
    contacts = [buys(*days, product=what) for days, what in (((90, 30), "A"), ((9,), "B"), ((7, 3), "A"))]
    turn = work.turns.begin(contacts[0].owner, "kauf", now=now, typed_at=now, chat=None, message=None)
    last = last_purchase(work, contacts[0])
    back = Event(0, Kind.RETURN, 0, contacts[0].owner, now, now.date(), now, refers_to=last.id, turn=turn)
    work.record(contacts[0], [replace(back, money=last.money)], now=now)
    kept = {what: counted(work, what) for what in ("", "A", "B")}
    changes = [row for c in contacts for row in change_of(None, work.profile(c)[1])]
    for what, found in kept.items():
        anew = ((b._replace(product=""), by) for b, by in changes if b.product == what)
        assert found == Counts.of(anew).table


def test_a_product_keeps_the_name_it_was_typed_with_and_the_busiest_comes_first(work, buys):
    for _ in range(3):
        buys(9, product="Große Wartung")
    buys(9, product="Toner")
    assert work.first_buyers.products(fewest=1) == ["Große Wartung", "Toner"]
    assert work.first_buyers.products(fewest=2) == ["Große Wartung"]
    assert work.first_buyers.product_named("grosse  WARTUNG") == "Große Wartung"
    assert work.first_buyers.product_named("Papier") is None


def test_a_rollback_takes_what_was_counted_along(work, buys):
    with pytest.raises(RuntimeError), work.savepoint():
        buys(9, product="Toner")
        raise RuntimeError
    assert counted(work, "Toner") == {}
    buys(9, product="Papier")
    assert work.first_buyers.products(fewest=1) == ["Papier"]


@pytest.fixture
def shop(buys):
    """Two products, one of whose buyers come back after a week, the others' after fifty days."""
    for _ in range(15):
        buys(70, 63, product="Toner")
        buys(70, product="Toner")
        buys(70, 20, product="Drucker")
        buys(70, product="Drucker")
    buys(70, 63, product="Papier")


@pytest.mark.usefixtures("shop")
def test_a_product_with_enough_first_buyers_has_its_own_window(work, now):
    work.windows.remeasure(now=now)
    own = work.windows.own()
    assert sorted(own) == ["drucker", "toner"]
    assert {window.level for window in own.values()} == {Level.ESTIMATED}
    assert own["toner"].w50 < work.windows.team().w50 < own["drucker"].w50
    assert (own["toner"].n, own["toner"].returned, own["toner"].product) == (30, 15, "Toner")


@pytest.mark.usefixtures("shop")
def test_what_is_stored_is_what_was_measured(work, now):
    work.windows.remeasure(now=now)
    stored = work.first_buyers.summaries()
    assert {w.product: w for w in stored} == {w.product: w for w in work.windows.own().values()}
    assert work.first_buyers.summary() == work.windows.team()
    assert work.windows.team().law is not None


@pytest.mark.usefixtures("shop")
def test_first_buyers_are_reminded_by_their_products_window(work, buys, now):
    work.windows.remeasure(now=now)
    due = {}
    for product in ("Toner", "Papier"):
        _, _, planned = work.profile(buys(1, product=product))
        due[product] = next(item.nominal_day for item in planned if item.kind == "window_near")
    assert due["Toner"] < due["Papier"]
    assert (due["Papier"] - now.date()).days >= work.windows.team().w50 - 1


def test_windows_stored_before_there_were_laws_and_products_are_still_read(work):
    work.remember(
        "window",
        '{"day": "2026-03-01", "level": "gemessen", "w50": 20, "w60": 30, "w80": 60, "w90": 90, "n": 120,'
        ' "returned": 60, "share_returned_by_horizon": 0.5, "horizon": 365, "since": null}',
    )
    assert (work.windows.team().w50, work.windows.team().law, work.windows.team().product) == (20, None, "")
    assert work.windows.own() == {}


def test_a_product_counted_only_in_part_is_nothing_to_stumble_over(work, today):
    """What was sold before products were counted: its second purchase takes away a row that isn't there."""
    begun = FirstBuyer(today - timedelta(50), product="Toner")
    work.first_buyers.apply(((begun, -1), (begun._replace(back=30), 1)), contact=1)
    assert sum(counted(work, "Toner").values()) == 1
    assert work.first_buyers.measured("Toner", today=today, rules=Rules()).n == 1


def test_the_salt_is_drawn_once(work):
    first = salt(work.recall, work.remember)
    assert len(first) >= 32
    assert salt(work.recall, work.remember) == first


SHARE = Rules(control_share=0.5)


def test_nobody_is_compared_while_none_is_kept_back(work, now):
    assert work.outlook(now=now).comparison is None


def test_both_groups_count_those_watched_long_enough(work, buys, now):
    """Reminded 100 days ago or kept back then; some bought again soon after, one too late, one only yesterday."""
    cases = [(True, 90), (True, None), (False, 80), (False, None), (False, 10), (True, 60), (None, 95)]
    for number, (told, back) in enumerate(cases):
        contact = buys(*([191] if back is None else [191, back]), name=f"Kunde{number}")
        remind(work, contact, now, days_ago=100, told=told)
    remind(work, buys(100, name="jung"), now, days_ago=9, told=False)
    found = compared(work, now)
    assert found == Comparison(reminded=Group(3, 2), kept=Group(3, 1), days=60)


def test_what_rang_before_the_first_was_kept_back_isnt_compared(work, buys, now):
    remind(work, buys(300), now, days_ago=200, told=True)
    remind(work, buys(191), now, days_ago=100, told=False)
    assert compared(work, now) == Comparison(Group(), Group(1, 0), days=60)


def compared(work, now):
    work.policy = replace(work.policy, rules=SHARE)
    return work.outlook(now=now).comparison


def test_what_was_kept_back_stays_so_when_a_changed_window_moves_its_day(work, buys, now):
    contact = buys(191)
    remind(work, contact, now, days_ago=100, told=False)
    later = now + timedelta(days=3)
    work.agenda.sync(contact.id, contact.owner, [(near(later), later)], today=now.date())
    assert work.reminders.claim_due(contact.owner, now=later) == []
    held = [h for h in work.reminders.held_back(contact.owner, most=9) if h.rule == KEPT_BACK]
    assert [h.day for h in held] == [now.date() - timedelta(days=100)]
    assert compared(work, now).kept == Group(1, 0)


def near(at):
    due = Due(at.date())
    return Planned("window_near:1:1", ReminderKind.WINDOW_NEAR, 1, 1, due, due.day, Reason("W4", (1,)), at)


def remind(work, contact, now, *, days_ago, told):
    """As if the window reminder had rung (True), been kept back (False), or nothing of it (None)."""
    work.agenda.sync(contact.id, contact.owner, (), today=now.date())
    at = now - timedelta(days=days_ago)
    planned = near(at)
    work.agenda.sync(contact.id, contact.owner, [(planned, at)], today=at.date())
    (row,) = work.reminders.claim_due(contact.owner, now=now)
    if told is None:
        work.reminders.hold(row, rule="R3")
    elif told:
        work.reminders.pushed([row], 1, at=at)
    else:
        work.reminders.hold(row, rule=KEPT_BACK)


def tables(work):
    return {what: counted(work, what) for what in ("", "Toner", "Papier")}


def some(buys):
    return [
        buys(*days, product=what)
        for days, what in (((90, 30), "Toner"), ((60,), "Papier"), ((50, 3), "Papier"), ((9,), "Toner"))
    ]


def test_a_count_that_was_begun_is_finished_and_finds_the_same(work, buys):
    some(buys)
    before = tables(work)
    assert not count_on(work)
    work.first_buyers.recount()
    assert tables(work)[""] == {}
    while count_on(work):
        pass
    assert tables(work) == before
    assert work.first_buyers.counted_to is None


def test_what_happens_during_a_count_is_counted_once(work, buys, jana, now):
    """To one who is in already, to one who isn't yet, and somebody new."""
    first, second, *_ = contacts = some(buys)
    work.first_buyers.recount()
    work.first_buyers.count_all({first.id: work.profile(first)[1]})
    turn = work.turns.begin(jana.id, "kauf", now=now, typed_at=now, chat=None, message=None)
    again = Event(0, Kind.PURCHASE, 0, jana.id, now, now.date(), now, money=Money(100, "EUR"), turn=turn)
    work.record(second, [again], now=now)
    back = Event(
        0, Kind.RETURN, 0, jana.id, now, now.date(), now, refers_to=last_purchase(work, first).id, turn=turn
    )
    work.record(first, [back], now=now)
    contacts.append(buys(20, product="Toner"))
    while count_on(work):
        pass
    changes = [row for contact in contacts for row in change_of(None, work.profile(contact)[1])]
    for what, found in tables(work).items():
        anew = ((buyer._replace(product=""), by) for buyer, by in changes if buyer.product == what)
        assert found == Counts.of(anew).table


@pytest.mark.parametrize("ended", [False, True])
def test_two_who_count_count_nobody_twice(work, buys, now, ended):
    """A night begins where a rebuild hasn't ended; the rebuild's own place in it is behind then."""
    numbers = [contact.id for contact in some(buys)]
    before = tables(work)
    work.first_buyers.recount()
    assert count_on(work)
    while ended and count_on(work):
        pass
    for number in numbers:
        derive(work, [number], now=now)
    while count_on(work):
        pass
    assert tables(work) == before


def test_whom_a_changed_window_concerns_is_seen_to_bit_by_bit(work, buys, now):
    """Who bought once or twice, and not too long ago; all of those are looked at, even who was to be no more."""
    numbers = [buys(*bought).id for bought in ((40,), (300,), (200, 90), (300, 200, 90), (), (800,))]
    work._connection.execute(CONTACT.update().values(reconsider_at=None))  # noqa: SLF001
    assert next_look(work, numbers[-1]) is None
    work.windows.take((shorter(work, 30),), now=now)
    assert waiting(work, numbers) == set()
    seen = []
    while work.windows.replan(now=now, most=2):
        seen.append(len(waiting(work, numbers)))
    few = {(numbers[0], True), (numbers[1], False), (numbers[2], True), (numbers[5], False)}
    assert waiting(work, numbers) == few
    assert seen == [2, 3, 4]  # the numbers two by two
    assert not work.windows.replanning


def test_a_window_that_changes_again_meanwhile_leaves_nobody_out(work, buys, now):
    """The longer window's day was still to be moved for one whom the shorter ones don't concern."""
    numbers = [buys(1).id, buys(190).id]
    work._connection.execute(CONTACT.update().values(reconsider_at=None))  # noqa: SLF001
    work.windows.take((shorter(work, 60),), now=now)
    assert work.windows.replan(now=now, most=1)
    work.windows.take((shorter(work, 30),), now=now)
    while work.windows.replan(now=now, most=1):
        pass
    assert {number for number, again in waiting(work, numbers) if again} == set(numbers)


def shorter(work, days):
    team = work.windows.team()
    return replace(team, w50=team.w50 - days, w80=team.w80 - days)


def next_look(work, number):
    query = select(CONTACT.c.look_on).where(CONTACT.c.id == number)
    return work._connection.execute(query).scalar()  # noqa: SLF001


def waiting(work, numbers):
    """Who is looked at today, and whether they are planned anew as well."""
    query = select(CONTACT.c.id, CONTACT.c.reconsider_at).where(CONTACT.c.look_on == date(2026, 3, 2))
    rows = work._connection.execute(query.where(CONTACT.c.id.in_(numbers)))  # noqa: SLF001
    return {(number, at is not None) for number, at in rows}


def test_half_counted_nothing_is_measured(work, buys, now):
    for _ in range(15):
        buys(70, 63)
        buys(70)
    measured = work.windows.remeasure(now=now)
    work.first_buyers.recount()
    assert work.windows.remeasure(now=now) == measured
    while count_on(work):
        pass
    assert work.windows.remeasure(now=now) == measured


def test_regular_customers_who_left_are_counted_on_their_own_base(work, buys, jana, now):
    """W6: two purchase days a year ago, one of them in the year before; nothing since."""
    buys(700, 400)  # left
    buys(700, 400, 20)  # stayed
    buys(900, 800)  # had left long before
    buys(400)  # a first buyer then, no customer yet
    buys(400, 300)  # a customer only since
    regular = buys(500, 370)  # the second purchase was given back: one is left
    last = last_purchase(work, regular)
    turn = work.turns.begin(jana.id, "retoure", now=now, typed_at=now, chat=None, message=None)
    back = Event(0, Kind.RETURN, 0, jana.id, now, now.date(), now, refers_to=last.id, turn=turn)
    work.record(regular, [back], now=now)
    seen = work.outlook(now=now)
    assert (seen.customers, seen.defected, seen.percent_defected) == (2, 1, None)
    for _ in range(18):
        buys(700, 400)
    assert work.outlook(now=now).percent_defected == 95

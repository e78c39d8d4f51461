"""Piercy's types from an evidence ledger: what speaks, what doesn't yet, and what to ask (§6)."""

from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events import Kind
from domain.evidence import HINTS, WEIGHTS, Axis, Evidence, Habits, Item, habits, ledger, weight
from domain.matrix import Group, Grouping
from domain.psychotype import ASKABLE, Override, Side, Tip, Type, psychotype, reading, side
from domain.rfm import Spent, buying
from domain.rules import Rules

TODAY = date(2026, 3, 2)
RULES = Rules()


def ago(days):
    return TODAY - timedelta(days=days)


def seen(*items, axis=Axis.HORIZON, days=0):
    return reading(axis, [Evidence(item, ago(days)) for item in items], today=TODAY, rules=RULES)


def typed(*items):
    return psychotype([Evidence(item, TODAY) for item in items], today=TODAY, rules=RULES)


def derived(*days_ago, group=Group.GROWING, hints=(), **habit):
    found = buying([Spent(ago(days)) for days in days_ago], today=TODAY)
    given = [Evidence(item, TODAY) for item in hints]
    return {
        line.item for line in ledger(found, Grouping(group), Habits(**habit), given, today=TODAY, rules=RULES)
    }


@pytest.mark.parametrize(
    ("items", "type_"),
    [
        ((Item.CONTRACT, Item.VIP, Item.PROJECT, Item.IDEA), Type.SEEKER),
        ((Item.CONTRACT, Item.VIP, Item.REFUSED, Item.ORDERS_ONLY), Type.LOYAL),
        ((Item.LEFT, Item.DISCOUNT, Item.REWARD, Item.FEEDBACK), Type.USER),
        ((Item.LEFT, Item.LOST, Item.REFUSED, Item.UNANSWERED), Type.ARMS_LENGTH),
        ((Item.CONTRACT, Item.VIP), None),
        ((), None),
    ],
)
def test_both_axes_together_make_a_type(items, type_):
    assert typed(*items).type is type_


def test_one_item_never_speaks_however_heavy_or_often():
    assert seen(Item.CONTRACT).side is None
    assert seen(Item.CONTRACT, Item.CONTRACT).side is None
    assert (
        seen(Item.CONTRACT, Item.CONTRACT, Item.LOST).side is None
    )  # what speaks against it isn't a second one
    assert seen(Item.CONTRACT, Item.FORGAVE).side is Side.LONG


def test_a_sum_below_two_is_open():
    assert (seen(Item.STAYED, Item.LOST).total, seen(Item.STAYED, Item.LOST).side) == (1, None)
    assert seen(Item.VIP, Item.OLD).side is Side.LONG
    assert seen(Item.LOST, Item.LEFT).side is Side.SHORT


def test_older_than_two_years_counts_half():
    assert seen(Item.VIP, Item.OLD, days=730).total == 2
    assert (seen(Item.VIP, Item.OLD, days=731).total, seen(Item.VIP, Item.OLD, days=731).side) == (1, None)


def test_the_question_is_the_one_that_would_settle_it():
    assert seen(Item.OLD).ask is Item.CONTRACT  # +1 and +2
    assert seen(Item.OLD, Item.CONTRACT).ask is None  # settled
    assert seen(Item.LOST).ask is Item.LEFT  # towards short, and that settles it
    assert seen(Item.CONTRACT).ask is Item.STAYED
    assert seen(axis=Axis.CLOSENESS).ask is Item.PROJECT  # nothing known: the heaviest
    assert seen(Item.FEEDBACK, axis=Axis.CLOSENESS).ask is Item.PROJECT
    assert seen(Item.UNANSWERED, axis=Axis.CLOSENESS).ask is Item.REFUSED
    assert typed().ask is Item.CONTRACT  # one question, horizon first
    assert typed(Item.CONTRACT, Item.VIP).ask is Item.PROJECT


def test_a_type_set_by_hand_holds_180_days_and_then_the_ledger_speaks_again():
    override = Override(Type.LOYAL, "kennt ihn seit Jahren", ago(180), 5)
    held = psychotype([], today=TODAY, rules=RULES, override=override)
    assert (held.type, held.override, held.ask) == (Type.LOYAL, override, None)
    later = psychotype([], today=TODAY + timedelta(days=1), rules=RULES, override=override)
    assert (later.type, later.override) == (None, None)
    early = psychotype([], today=ago(181), rules=RULES, override=override)
    assert early.type is None


def test_every_type_has_tips_and_an_open_one_none():
    given = {
        type_: psychotype([], today=TODAY, rules=RULES, override=Override(type_, "", TODAY)) for type_ in Type
    }
    assert set().union(*(found.tips for found in given.values())) == set(Tip)
    assert all(found.tips for found in given.values())
    assert typed().tips == ()


def test_what_purchases_say_of_the_horizon():
    assert derived() == set()
    assert derived(400, 100, 35) == {Item.YEARS}
    assert derived(399, 100, 35) == set()  # 364 days
    assert derived(730, 10) == {Item.OLD}
    assert derived(729, 10) == set()
    assert derived(900, 800, 400, group=Group.LOST) == {Item.YEARS, Item.LOST}
    assert derived(100, 50, group=Group.VIP) == {Item.VIP}
    assert derived(400, group=Group.ONE_TIME) == {Item.PAST_WINDOW}
    assert derived(100, group=Group.SECOND_DUE) == set()


def test_half_of_three_purchases_at_a_discount_say_short():
    assert Item.DISCOUNT in derived(9, 8, 7, purchases=3, discounted=(ago(9), ago(8)))
    assert Item.DISCOUNT in derived(9, 8, 7, 6, purchases=4, discounted=(ago(9), ago(8)))
    assert Item.DISCOUNT not in derived(9, 8, 7, purchases=3, discounted=(ago(9),))
    assert Item.DISCOUNT not in derived(9, 8, purchases=2, discounted=(ago(9), ago(8)))


def test_what_a_contact_does_besides_buying_says_how_close_it_is():
    assert derived(9, own_contacts=(ago(364), ago(3))) == {Item.CONTACTS}
    assert derived(9, own_contacts=(ago(365), ago(3))) == set()
    assert derived(9, unanswered=(ago(30), ago(20), ago(10))) == {Item.UNANSWERED}
    assert derived(9, unanswered=(ago(30), ago(20))) == set()
    assert derived(9, unanswered=(ago(30), ago(20)), hints=[Item.UNANSWERED]) == {Item.UNANSWERED}
    assert derived(9, extra_field=ago(3)) == {Item.DATA}


def test_data_known_and_data_logged_is_one_fact():
    found = buying([Spent(ago(9))], today=TODAY)
    habit, hint = Habits(extra_field=ago(3)), Evidence(Item.DATA, ago(1), 4)
    lines = ledger(found, Grouping(Group.NEWCOMER), habit, [hint], today=TODAY, rules=RULES)
    assert lines == (hint,)


def test_three_purchases_and_nothing_else_are_orders_only():
    assert Item.ORDERS_ONLY in derived(9, 8, 7, purchases=3)
    assert Item.ORDERS_ONLY not in derived(9, 8, purchases=2)
    assert Item.ORDERS_ONLY not in derived(9, 8, 7, purchases=3, own_contacts=(ago(900),))
    assert Item.ORDERS_ONLY not in derived(9, 8, 7, purchases=3, hints=[Item.FEEDBACK])
    assert Item.ORDERS_ONLY in derived(9, 8, 7, purchases=3, hints=[Item.CONTRACT])


def test_habits_are_read_off_the_events(story):
    told = story().reaction("messe").on(1).purchase().event(Kind.PURCHASE, flags=frozenset({"rabatt"}))
    told.on(1).reaction("mail").on(5).reaction("web").on(6).touch("dank").touch("anruf").touch("info")
    found = habits(tuple(told.history.standing()))
    assert (found.purchases, len(found.discounted)) == (2, 1)
    assert [day.day for day in found.own_contacts] == [
        2,
        7,
    ]  # the one on the day of the purchase is part of it
    assert len(found.unanswered) == 2  # a call sells
    assert habits(tuple(told.on(7).reaction("anruf").history.standing())).unanswered == ()


def test_a_purchase_wholly_given_back_is_no_habit(story):
    told = story().event(Kind.PURCHASE, flags=frozenset({"rabatt"})).on(1)
    told.event(Kind.RETURN, refers_to=2)
    assert habits(tuple(told.history.standing())) == Habits()


def test_every_item_has_a_weight_that_is_a_setting():
    assert set(WEIGHTS) == set(Item)
    assert {found.setting for found in WEIGHTS.values()} <= {field.name for field in fields(Rules)}
    assert [weight(item, RULES) for item in (Item.YEARS, Item.LEFT, Item.IDEA, Item.REFUSED)] == [
        2,
        -2,
        1,
        -2,
    ]


def test_every_word_of_hinweis_is_known():
    spelled = "feedback idee interview projekt daten vertrag treu panne abgewandert verweigert belohnung unbeantwortet"
    assert set(HINTS) == set(spelled.split())
    assert {WEIGHTS[item].axis for item in ASKABLE} == set(Axis)


@given(st.lists(st.sampled_from(sorted(Item)), max_size=8))
def test_a_side_always_rests_on_two_items_and_the_short_way_agrees(items):
    lines = [Evidence(item, TODAY) for item in items]
    for axis in Axis:
        found = reading(axis, lines, today=TODAY, rules=RULES)
        assert found.side is side(axis, lines, today=TODAY, rules=RULES)
        if found.side:
            assert abs(found.total) >= 2
            assert len({line.evidence.item for line in found.lines}) >= 2
            assert found.ask is None

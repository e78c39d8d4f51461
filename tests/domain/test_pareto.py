"""ABC by cumulative revenue, and how much hangs on how few (Q5)."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.pareto import Class, begins, concentration, pareto
from domain.rules import Rules

RULES = Rules()


def classes(*minors):
    found = pareto(enumerate(minors, 1), rules=RULES)
    return "".join(customer.class_ for customer in found.customers)


def test_who_crosses_a_cut_belongs_to_the_class_above():
    assert classes(50, 29, 14, 5, 2) == "AAABC"  # before them 0, 50, 79 | 93 | 98
    assert classes(80, 15, 5) == "ABC"  # exactly on the cuts: who comes next is below


def test_a_single_customer_is_class_a_and_a_risk():
    found = pareto([(7, 500)], rules=RULES)
    assert (found.customers[0].class_, found.for_most, found.share_of_top) == (Class.A, 1, 1.0)
    assert [customer.who for customer in found.large] == [7]


def test_more_than_a_quarter_is_a_risk_a_quarter_is_not():
    found = pareto([(1, 25), (2, 26), (3, 24), (4, 25)], rules=RULES)
    assert [(customer.who, customer.share) for customer in found.large] == [(2, 0.26)]


def test_without_revenue_all_are_class_c_and_nothing_is_divided():
    assert classes(0, 0) == "CC"
    found = pareto([(1, 0)], rules=RULES)
    assert (found.share_of_top, found.large, found.revenue) == (0, (), 0)
    assert pareto([], rules=RULES).customers == ()
    assert concentration([]).share_for_most == 0


def test_the_same_revenue_stands_in_the_order_of_the_keys():
    found = pareto([("b", 10), ("c", 10), ("a", 10)], rules=RULES)
    assert [customer.who for customer in found.customers] == ["a", "b", "c"]


def test_the_real_share_of_the_top_fifth_is_of_people_rounded_up():
    assert pareto(enumerate([60, 10, 10, 10, 10, 0]), rules=RULES).share_of_top == 0.7
    assert concentration([10, 60, 10, 10, 10, 0]).share_of_top == 0.7


def test_the_period_ends_today_and_has_365_days():
    assert begins(date(2026, 3, 2), rules=RULES) == date(2025, 3, 3)
    assert begins(date(1, 1, 5), rules=RULES) == date(1, 1, 1)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60))
def test_classes_and_shares_agree_with_the_definition(minors):
    found = pareto(enumerate(minors), rules=RULES)
    total = sum(minors)
    before = 0
    for customer in found.customers:
        wanted = "A" if 100 * before < 80 * total else "B" if 100 * before < 95 * total else "C"
        assert customer.class_ == wanted
        before += customer.minor
    assert "".join(c.class_ for c in found.customers) == "".join(sorted(c.class_ for c in found.customers))
    assert found.for_most == (found.size(Class.A) if total else 0)
    whole = concentration(minors)
    assert (whole.for_most, whole.share_of_top) == (found.for_most, found.share_of_top)
    assert whole.share_for_most == found.share_for_most

"""What regular customers have in common: only what tells them from the others."""

from domain.persona import Fit, Trait, criteria, needed
from domain.rules import Rules

RULES = Rules()


def chosen(*traits, regulars=20, contacts=100):
    return [c.trait.value for c in criteria(traits, regulars=regulars, contacts=contacts, rules=RULES)]


def test_what_is_more_frequent_among_regular_customers_is_a_criterion():
    assert chosen(Trait("industry", "Handel", 15, 30), Trait("town", "Köln", 10, 50)) == ["Handel"]


def test_at_the_bounds_of_share_and_lift_it_still_counts():
    assert chosen(Trait("town", "Köln", 6, 25)) == ["Köln"]  # 30 % of the SK, 1.2 times as often
    assert chosen(Trait("town", "Köln", 5, 10)) == []
    assert chosen(Trait("town", "Köln", 6, 26)) == []


def test_one_criterion_a_field_and_seven_at_most():
    fields = [Trait(f"field{n}", "x", 20, 20 + n) for n in range(9)]
    assert len(chosen(*fields)) == 7
    assert chosen(Trait("town", "Köln", 12, 20), Trait("town", "Bonn", 8, 10)) == ["Köln"]


def test_fewer_than_ten_regular_customers_say_nothing():
    assert chosen(Trait("town", "Köln", 9, 9), regulars=9) == []
    assert chosen(Trait("town", "Köln", 10, 10), regulars=10) == ["Köln"]


def test_half_of_the_criteria_describe_somebody():
    assert [needed(n) for n in (1, 2, 3, 7)] == [1, 1, 2, 4]


def test_a_persona_that_fits_everybody_or_hardly_anybody_better_is_warned_of():
    broad = Fit(1, 20, 20, 61, 100)
    assert broad.too_broad(RULES)
    assert not Fit(1, 20, 20, 60, 100).too_broad(RULES)
    assert Fit(1, 11, 20, 50, 100).too_weak(RULES)
    assert not Fit(1, 12, 20, 50, 100).too_weak(RULES)

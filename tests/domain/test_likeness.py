"""How names sound, and what makes two contacts likely the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.contact import NewContact
from domain.folding import folded
from domain.likeness import Sign, Traits, cologne, signs, sounds


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("muller", "657"),
        ("wikipedia", "3412"),
        ("breschnew", "17863"),
        ("ludenscheidt", "52682"),
        ("heinz", "068"),
        ("classen", "4586"),
        ("xaver", "4837"),
        ("philipp", "351"),
        ("filiale1", "355#1"),
        ("h", ""),
    ],
)
def test_the_cologne_code_of_a_word(word, code):
    assert cologne(word) == code


@pytest.mark.parametrize(
    "alike",
    [("Meier", "Meyer", "Maier", "Mayr"), ("Schmidt", "Schmitt", "Schmid"), ("Christian", "Kristian")],
)
def test_names_that_sound_alike_have_one_code(alike):
    assert len({cologne(folded(name)) for name in alike}) == 1


def test_titles_and_legal_forms_say_nothing_unless_they_are_all():
    assert sounds("Frau Dr. Meier GmbH") == sounds("Meier")
    assert Traits.of(NewContact("Dr. Prof")).name == ("dr", "prof")


def never_alike(_one, _other):
    return 0.0


def test_a_sound_alone_is_not_enough_a_number_is():
    one, other = NewContact("Anna Meier"), NewContact("Anna Mayer")
    assert signs(Traits.of(one), Traits.of(other), never_alike) == ()
    one, other = NewContact("Anna", phone="+491713920012"), NewContact("Bert", phone="+491713920012")
    assert signs(Traits.of(one), Traits.of(other), never_alike) == (Sign.NUMBER,)


def test_a_second_number_is_a_number_too():
    one = NewContact("Anna", phone="+491713920012")
    other = NewContact("Bert", phone="+4922147", details={"phone2": "+491713920012"})
    assert signs(Traits.of(one), Traits.of(other), never_alike) == (Sign.NUMBER,)


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_goes_both_ways(one, other):
    pair = Traits.of(NewContact(one, town="Ulm")), Traits.of(NewContact(other, town="Ulm"))
    assert signs(*pair, never_alike) == signs(*reversed(pair), never_alike)


@given(st.text(max_size=20))
def test_a_code_has_figures_only_and_no_vowel_but_the_first(word):
    code, _, _ = cologne(folded(word)).partition("#")
    assert set(code) <= set("012345678")
    assert "0" not in code[1:]

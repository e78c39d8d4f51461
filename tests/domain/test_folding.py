"""How words are compared, however they are written."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.folding import digits, folded, without_country, words

TEXT = st.text(st.sampled_from("aeouäöüßAEOUÄÖéhx "), max_size=12) | st.text(max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "Mueller"), ("Müller", "MULLER"), ("Häusler", "haeusler"), ("Goethe", "Göthe"), ("Groß", "gross"),
        ("Łódź", "lodz"), ("Kjær", "kjar"), ("Kjær", "Kjaer"), ("Çelik", "celik"), ("Yılmaz", "yilmaz"),
        ("Ærø", "aero"), ("İnan", "inan"), ("Maeest", "Mäest"),
    ],
)  # fmt: skip
def test_these_are_the_same(one, other):
    assert folded(one) == folded(other)
    assert folded(unicodedata.normalize("NFD", one)) == folded(one)


@pytest.mark.parametrize(("one", "other"), [("Meier", "Maier"), ("Michel", "Michael"), ("Weiß", "Weis")])
def test_these_are_not(one, other):
    assert folded(one) != folded(other)


def test_letters_that_come_in_two_parts_stay_one_word():
    assert words(unicodedata.normalize("NFD", "Müller-Öz & Söhne")) == ["muller", "oz", "sohne"]


@given(TEXT)
@example("Maee")
@example("Müee")
def test_folding_again_changes_nothing(text):
    assert folded(folded(text)) == folded(text)


@given(st.text(st.sampled_from("aeouäöümnr"), max_size=10), st.integers(0, 10))
def test_a_beginning_stays_a_beginning(text, length):
    assert folded(text).startswith(folded(text[:length]))


@pytest.mark.parametrize(
    "typed",
    ["0171 2345678", "+49 171 2345678", "+49 (0)171/23456-78", "0049 171 2345678", "0049 (0) 171 2345678",
     "(+49) 171 2345678", "171 2345678", "(0171) 2345678", "0171–2345678"],
)  # fmt: skip
def test_every_notation_of_a_number_is_the_same(typed):
    assert digits(typed) == "1712345678"


def test_a_country_code_without_its_sign_may_be_one():
    assert without_country("491712345678") == "1712345678"
    assert without_country("4917") == ""
    assert without_country("1712345678") == ""

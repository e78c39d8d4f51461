"""By which words a contact is found, and by whom."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.folding import words
from storage.typos import near
from storage.words import Scope, index_words

TEAM = Scope(None)
TYPED = st.characters(exclude_categories=["Cs"], exclude_characters="\0")


@pytest.mark.parametrize(
    "typed", ["meier", "mei", "müller", "mueller", "koln", "anna meier", "gmbh anna", "anna@x.example"]
)
def test_names_companies_towns_and_addresses_are_found_by_words_and_beginnings(work, jana, add, typed):
    contact = add("Anna Meier", jana, company="Müller GmbH", town="Köln", email="anna@x.example")
    terms = [typed] if "@" in typed else words(typed)
    assert work.contacts.words.having(terms, scope=TEAM, exact=False) == [contact.id]


def test_whole_words_leave_beginnings_out(work, jana, add):
    add("Anna Maier", jana)
    assert work.contacts.words.having(["mai"], scope=TEAM, exact=True) == []


@pytest.mark.parametrize(
    "typed", ["0171 2345678", "+491712345678", "0049 171 234-5678", "(0171) 2345678", "345678", "0171 23"]
)
def test_a_number_is_found_in_any_notation_by_its_beginning_or_its_end(work, jana, add, typed):
    contact = add("Anna", jana, phone="+491712345678")
    assert work.contacts.words.having_number(typed, scope=TEAM) == [contact.id]


def test_three_figures_are_no_number(work, jana, add):
    add("Anna", jana, phone="+491712345678")
    assert work.contacts.words.having_number("678", scope=TEAM) == []


def test_a_hundred_words_are_one_search_like_any_other(work, jana, add):
    add("Anna Meier", jana)
    assert work.contacts.words.having(["anna", "meier", *map(str, range(100))], scope=TEAM, exact=True) == []


def test_hidden_contacts_are_found_by_nobody_until_they_come_back(work, jana, add):
    contact = add("Anna Meier", jana)
    work.contacts.hide(contact, hidden=True)
    assert work.contacts.words.having(["anna"], scope=TEAM, exact=True) == []
    assert work.contacts.get(contact.id, scope=TEAM) is None
    work.contacts.hide(contact, hidden=False)
    assert work.contacts.words.having(["anna"], scope=TEAM, exact=True) == [contact.id]


def test_a_slip_of_the_thumb_is_near_a_known_word_of_ones_own(work, jana, bert, add):
    add("Anna Mayer", jana)
    add("Clara Schneider", bert)
    index = work.contacts.words
    assert near("mayr", index, scope=TEAM) == ["mayer"]
    assert near("schnieder", index, scope=Scope((jana.id,))) == []
    assert near("may", index, scope=TEAM) == []


def test_number_words_and_names_go_into_the_index_folded(jana, add):
    contact = add("Ännchen O'Neill-Groß 4711", jana)
    assert {"annchen", "o", "neill", "gross", "4711"} <= index_words(contact)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(
    people=st.lists(st.tuples(st.text(TYPED, min_size=1, max_size=12), st.booleans()), min_size=1, max_size=8)
)
def test_a_rep_never_finds_a_colleagues_contact(work, jana, bert, add, people):
    for name, janas in people:
        add(name, jana if janas else bert)
    for term in {term for name, _ in people for term in words(name)}:
        hits = work.contacts.words.having([term], scope=Scope((bert.id,)), exact=False)
        assert {work.contacts.any(hit).owner for hit in hits} <= {bert.id}

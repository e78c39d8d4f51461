"""What events say is found again, by those whose it is and as long as it stands."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.events import Event, Kind
from domain.folding import words
from domain.mentioned import MOST, mentioned
from storage.finding import SHOWN, Finding
from storage.words import Scope

TEAM = Scope(None)
SAID = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@pytest.fixture
def note(work, now):
    """Let a contact's owner note something."""

    def noted(contact, text, kind=Kind.NOTE, product=""):
        turn = work.turns.begin(contact.owner, "notiz", now=now, typed_at=now, chat=None, message=None)
        event = Event(
            0, kind, contact.id, contact.owner, now, now.date(), now, text=text, product=product, turn=turn
        )
        return work.record(contact, [event], now=now).events[0]

    return noted


@pytest.fixture
def found(work):
    def anywhere(query, scope=TEAM):
        hits, _ = Finding(work.contacts, work.events.mentions, scope).anywhere(query)
        return [hit.listed.contact.name for hit in hits]

    return anywhere


def test_records_come_before_notes_and_whole_words_before_beginnings(jana, add, note, found):
    note(add("Anna Huber", jana), "kennt Herrn Segler")
    add("Carl Seglermann", jana)
    add("Bert Segler", jana)
    assert found("segler") == ["Bert Segler", "Carl Seglermann", "Anna Huber"]


def test_every_word_has_to_stand_somewhere(jana, add, note, found):
    anna = add("Anna Huber", jana, town="Köln")
    note(anna, "mag Segeln")
    note(anna, "", kind=Kind.PURCHASE, product="Wartungsvertrag")
    assert found("wartung segeln huber köl") == ["Anna Huber"]
    assert found("wartung tennis") == []


def test_little_words_of_a_query_are_passed_over(jana, add, note, found):
    note(add("Anna Huber", jana), "spielt gern Tennis")
    assert found("wer spielt Tennis und so") == ["Anna Huber"]


def test_little_words_are_not_kept_and_long_texts_not_whole(now):
    def said(text):
        return mentioned(Event(1, Kind.NOTE, 1, 1, now, now.date(), now, text=text))

    assert said("Er hat die Übergabe nicht für den 3. im Mai") == ["ubergabe", "mai"]
    assert len(said(" ".join(f"wort{number}" for number in range(500)))) == MOST


def test_a_voided_entry_is_passed_over_and_comes_back(work, jana, add, note, found, now):
    event = note(add("Anna Huber", jana), "mag Segeln")
    work.events.void([event], by=jana.id, turn=event.turn, at=now)
    assert found("segeln") == []
    work.events.restore([event])
    assert found("segeln") == ["Anna Huber"]


def test_what_is_dropped_is_found_no_more(work, jana, add, note, found):
    anna, bert = add("Anna Huber", jana), add("Bert Braun", jana)
    for contact in (anna, bert):
        note(contact, "mag Segeln")
    assert found("segeln") == ["Anna Huber", "Bert Braun"]
    note(anna, "mag Tennis")
    work.events.mentions.drop(anna.id)
    work.events.mentions.write()
    assert found("segeln") == ["Bert Braun"]
    assert found("tennis") == []


def test_who_gets_anothers_events_is_found_by_what_they_say(work, jana, add, note, found):
    anna, bert = add("Anna Huber", jana), add("Bert Braun", jana)
    note(bert, "mag Segeln")
    note(anna, "mag Segeln und Tennis")
    work.merges.move(
        work.turns.begin(
            jana.id, "x", now=anna.created_at, typed_at=anna.created_at, chat=None, message=None
        ),
        anna,
        bert,
    )
    work.events.mentions.share(anna.id, bert.id)
    assert found("segeln") == ["Bert Braun"]
    assert found("tennis") == ["Bert Braun"]


def test_a_turn_that_failed_mentions_nothing(work, jana, add, note):
    anna = add("Anna Huber", jana)
    with pytest.raises(ValueError, match="broken"), work.savepoint():
        note(anna, "mag Segeln")
        raise ValueError("broken")
    assert not work.events.mentions.unwritten


def test_a_hidden_contact_is_not_found_by_its_notes(work, jana, add, note, found):
    anna = add("Anna Huber", jana)
    note(anna, "mag Segeln")
    work.contacts.hide(anna, hidden=True)
    assert found("segeln") == []


def test_a_rare_and_a_frequent_word_are_found_on_either_way(jana, bert, add, note, found, monkeypatch):
    """Rare ones by way of the word, frequent ones by way of the owner's contacts."""
    for owner in (jana, bert):
        for number in range(4):
            note(add(f"{owner.name} Kunde{number}", owner), "mag Segeln")
    for rare in (500, 3):
        monkeypatch.setattr("storage.finding._RARE", rare)
        monkeypatch.setattr("storage.finding._CAPS", (2, rare))
        assert sorted(found("segeln", Scope((bert.id,)))) == [f"Bert Kunde{number}" for number in range(4)]
        assert len(found("segeln")) == 8


def test_the_many_hits_of_colleagues_dont_crowd_out_ones_own(jana, bert, add, note, found):
    for number in range(SHOWN + 5):
        note(add(f"Kunde{number}", jana), "mag Segeln")
    note(add("Meins", bert), "mag Segeln")
    assert found("segeln", Scope((bert.id,))) == ["Meins"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(notes=st.lists(st.tuples(SAID, st.booleans()), min_size=1, max_size=6))
def test_a_rep_never_finds_what_a_colleague_noted(jana, bert, add, note, found, notes):
    for said, janas in notes:
        note(add("Kundin" if janas else "Kunde", jana if janas else bert), said)
    for term in {term for said, _ in notes for term in [said, *words(said)]}:
        assert "Kundin" not in found(term, Scope((bert.id,)))

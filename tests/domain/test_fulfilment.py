"""An own step is done by the entry that does what it says."""

from datetime import time

import pytest

from domain.events import Due, Kind


def wished(story, wording: str, due: Due | int = 9):
    return story().on(1).reaction().event(Kind.STEP, due=due, text=wording)


@pytest.mark.parametrize(
    "wording", ["Angebot", "Angebot schicken", "angebot raus!", "Angebote fertig machen"]
)
def test_an_offer_settles_the_step_to_make_one_even_before_its_day(story, wording):
    assert wished(story, wording).on(2).event(Kind.OFFER).profile.own_step is None


@pytest.mark.parametrize(
    "wording", ["Angebot nachfassen", "wegen Angebot nachhaken", "Angebot, Termin", "anrufen", ""]
)
def test_an_offer_settles_nothing_else(story, wording):
    assert wished(story, wording).on(9).event(Kind.OFFER).profile.own_step is not None


@pytest.mark.parametrize(
    ("wording", "way"),
    [
        ("anrufen", "anruf"),
        ("zurückrufen", "anruf"),
        ("Rückruf wegen Preis", "anruf"),
        ("nachfassen", "mail"),
        ("nachfassen", "messenger"),
        ("E-Mail schreiben", "mail"),
        ("Unterlagen schicken", "info"),
        ("vorbeifahren", "besuch"),
        ("bedanken", "dank"),
    ],
)
def test_a_touch_of_that_way_settles_the_step_from_its_day_on(story, wording, way):
    assert wished(story, wording).on(9).touch(way).profile.own_step is None
    assert wished(story, wording).on(10).touch(way).profile.own_step is None


def test_a_touch_before_its_day_doesnt(story):
    """Who calls today may have promised to call again in December."""
    assert wished(story, "anrufen").on(8).touch().profile.own_step is not None


@pytest.mark.parametrize("way", ["mail", "info", "nicht_erreicht", "mailbox"])
def test_another_way_or_nobody_reached_doesnt(story, way):
    assert wished(story, "anrufen").on(9).touch(way).profile.own_step is not None


@pytest.mark.parametrize(("at", "stands"), [(time(12, 59), True), (time(13), False), (time(18), False)])
def test_a_step_with_a_time_is_done_from_an_hour_before_it(story, at, stands):
    told = story().on(1).reaction().step(9, time(14))
    told.events[-1] = story().on(1).event(Kind.STEP, due=told.events[-1].due, text="anrufen").events[-1]
    assert (told.on(9, at).touch().profile.own_step is not None) is stands


@pytest.mark.parametrize(
    ("wording", "stands"),
    [("Termin", False), ("Termin vereinbaren", False), ("Termin vorbereiten", True), ("Katalog", True)],
)
def test_an_appointment_settles_the_step_to_arrange_one(story, wording, stands):
    assert (wished(story, wording).on(2).appointment(5).profile.own_step is not None) is stands


@pytest.mark.parametrize(
    ("wording", "stands"), [("kauft", False), ("Bestellung holen", False), ("nach dem Kauf anrufen", True)]
)
def test_a_purchase_settles_the_step_to_close_it(story, wording, stands):
    assert (wished(story, wording).on(2).purchase().profile.own_step is not None) is stands


def test_the_result_of_a_call_settles_the_call(story):
    assert wished(story, "anrufen").on(9).event(Kind.RESULT).profile.own_step is None
    assert wished(story, "anrufen").on(8).event(Kind.RESULT).profile.own_step is not None


def test_what_was_entered_before_the_step_doesnt_count(story):
    assert (
        story().on(1).event(Kind.OFFER).event(Kind.STEP, due=3, text="Angebot").profile.own_step is not None
    )


def test_voiding_the_entry_brings_the_step_back(story):
    told = wished(story, "Angebot schicken").on(2).event(Kind.OFFER)
    assert told.void().profile.own_step is not None


def test_what_is_logged_in_the_minute_of_the_step_still_calls_for_more(story):
    told = story().on(1).step(9).purchase()
    assert told.events[-1].logged_at == told.events[-2].logged_at
    assert "thanks 1 +4" in told.due

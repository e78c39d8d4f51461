"""Days from rung to rung: steps count, jumps and falls don't (V15)."""

from domain.climbs import climbs
from domain.events import Kind
from domain.status import Status


def test_each_step_up_took_its_days(story):
    told = story().on(10).reaction("web").on(30).reaction("mail").on(75).purchase()
    found = list(climbs(told.standing.moves))
    assert found == [(Status.II, 10), (Status.KI, 20), (Status.EK, 45)]


def test_a_jump_is_no_step(story):
    assert list(climbs(story().on(10).purchase().standing.moves)) == []


def test_a_fall_is_no_step_and_the_way_back_up_is_one(story):
    told = story().on(10).reaction("web").event(Kind.STATUS, "ZA").on(15).event(Kind.STATUS, "II")
    assert list(climbs(told.standing.moves)) == [(Status.II, 10), (Status.II, 5)]

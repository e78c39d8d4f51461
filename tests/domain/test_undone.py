"""What an undo took back stays told (S9)."""

from dataclasses import replace
from datetime import timedelta

from domain.events import Voided
from domain.undone import undone


def _take_back(told, *numbers, days):
    at = told.events[0].at + timedelta(days=days)
    for number in numbers:
        told.events[number - 1] = replace(told.events[number - 1], voided=Voided(at, 8, 99))


def test_an_undone_purchase_is_told_with_who_and_what_fell(story):
    told = story().on(1).purchase().on(2).purchase()
    _take_back(told, 3, days=3)
    (one,) = undone(told.history, rules=told.rules)
    assert (one.before, one.after, one.by, one.reason.events) == ("SK", "EK", 8, (3,))
    assert [move.reason.rule for move in one.lost] == ["S6"]
    assert told.status == "EK"


def test_each_undo_is_told_as_things_stood_then(story):
    told = story().on(1).purchase().on(2).purchase()
    _take_back(told, 3, days=3)
    _take_back(told, 2, days=4)
    assert [(u.before, u.after) for u in undone(told.history, rules=told.rules)] == [
        ("SK", "EK"),
        ("EK", "ZA"),
    ]


def test_an_undo_that_moved_nothing_isnt_told(story):
    told = story().on(1).note()
    _take_back(told, 2, days=2)
    assert undone(told.history, rules=told.rules) == ()

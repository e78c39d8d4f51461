"""Motivation, money, realism: what is known, what it means, what to ask next (Q1–Q3)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events import Due, Kind
from domain.pareto import Class
from domain.profile import Parking
from domain.qualification import (
    Answer,
    Consequence,
    Criterion,
    Finding,
    Question,
    Verdict,
    asked_sooner,
    consequence,
    most_pressing,
    prepaid,
    put_back_by_no,
    qualification,
    questions,
)
from domain.rules import Rules
from domain.status import Status

TODAY = date(2026, 3, 2)
RULES = Rules()
MOTIVATION, MONEY, REALISM = Criterion


def ago(days):
    return TODAY - timedelta(days=days)


def known(*answers, days=0):
    found = zip(Criterion, answers, strict=False)
    return qualification(Finding(criterion, answer, "sagte er", ago(days)) for criterion, answer in found)


def asked(found, *, first=False, today=TODAY):
    return questions(found, first=first, today=today, rules=RULES)


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ((), Verdict.OPEN),
        ((Answer.YES, Answer.YES), Verdict.OPEN),
        ((Answer.YES, Answer.YES, Answer.PARTLY), Verdict.OPEN),
        ((Answer.YES, Answer.YES, Answer.UNKNOWN), Verdict.OPEN),
        ((Answer.YES, Answer.YES, Answer.YES), Verdict.QUALIFIED),
        ((Answer.YES, Answer.NO, Answer.YES), Verdict.PARKED),
        ((Answer.NO,), Verdict.PARKED),
    ],
)
def test_one_no_parks_and_three_yes_qualify(answers, verdict):
    assert known(*answers).verdict is verdict


def test_the_newest_finding_of_a_criterion_counts():
    found = qualification(
        [Finding(MONEY, Answer.NO, "pleite", ago(9), 4), Finding(MONEY, Answer.YES, "geerbt", ago(9), 5)]
    )
    assert found.finding(MONEY).evidence == "geerbt"
    assert found.parks == ()
    assert [f.evidence for f in qualification([Finding(MONEY, Answer.NO, "pleite", ago(9))]).parks] == [
        "pleite"
    ]


def test_the_unknown_is_asked_first_and_who_is_parked_is_left_alone():
    assert asked(known(Answer.YES)) == (Question(MONEY), Question(REALISM))
    assert asked(known(Answer.YES, Answer.UNKNOWN, Answer.YES)) == (Question(MONEY),)
    assert asked(known(Answer.NO, Answer.UNKNOWN)) == ()


def test_evidence_ages_sooner_for_those_who_matter_most():
    found = known(Answer.YES, Answer.YES, Answer.PARTLY)
    assert asked(found, today=TODAY + timedelta(days=179)) == ()
    assert asked(found, today=TODAY + timedelta(days=180))[0] == Question(MOTIVATION, 180)
    assert asked(found, first=True, today=TODAY + timedelta(days=89)) == ()
    assert len(asked(found, first=True, today=TODAY + timedelta(days=90))) == 3


def test_the_oldest_evidence_is_asked_before_the_younger():
    found = qualification([Finding(c, Answer.YES, "", ago(200 + 10 * n)) for n, c in enumerate(Criterion)])
    assert [question.criterion for question in asked(found)] == [REALISM, MONEY, MOTIVATION]


def test_money_paid_in_advance_proves_that_there_is_money(story):
    told = story().on(3).event(Kind.PURCHASE, flags=frozenset({"anzahlung"})).on(4).purchase()
    (found,) = prepaid(tuple(told.history.standing()))
    assert (found.criterion, found.answer, found.event) == (MONEY, Answer.YES, 2)
    told.event(Kind.RETURN, refers_to=2)
    assert list(prepaid(tuple(told.history.standing()))) == []


findings = st.builds(
    Finding, st.sampled_from(Criterion), st.sampled_from(Answer), st.just(""), st.integers(0, 400).map(ago)
)


@given(st.lists(findings, max_size=8), st.booleans())
def test_nothing_is_asked_twice_and_all_that_is_unknown_is(found, first):
    qualified = qualification(found)
    criteria = [question.criterion for question in asked(qualified, first=first)]
    assert len(criteria) == len(set(criteria))
    if qualified.verdict is not Verdict.PARKED:
        assert {c for c in Criterion if qualified.answer(c) is Answer.UNKNOWN} <= set(criteria)


FOR_GOOD, FOR_NOW = Parking(9, TODAY, None), Parking(9, TODAY, Due(TODAY + timedelta(days=30)))


@pytest.mark.parametrize(
    ("answers", "last", "parking", "by_no", "does"),
    [
        ((Answer.NO,), Answer.NO, None, False, Consequence.PARKS),
        ((Answer.NO,), Answer.NO, FOR_NOW, False, Consequence.PARKS),
        ((Answer.NO,), Answer.NO, FOR_GOOD, False, None),
        ((Answer.NO, Answer.YES), Answer.YES, None, False, None),
        ((Answer.NO, Answer.YES), Answer.YES, FOR_GOOD, True, None),
        ((Answer.YES,), Answer.YES, FOR_GOOD, True, Consequence.RESUMES),
        ((Answer.YES,), Answer.YES, FOR_GOOD, False, None),
        ((Answer.YES,), Answer.YES, None, False, None),
    ],
)
def test_a_no_puts_back_without_end_and_the_last_no_lifted_brings_back(answers, last, parking, by_no, does):
    assert consequence(known(*answers), last, parking, by_no=by_no) is does


def test_only_a_parking_of_the_answers_own_entry_was_put_there_by_it(story):
    told = story().on(1).event(Kind.QUALIFIED, "geld", signal="nein").event(Kind.PARKED)
    assert not put_back_by_no(told.history, Parking(3, TODAY, None))
    told.events[-1] = replace(told.events[-1], turn=told.events[-2].turn)
    assert put_back_by_no(told.history, Parking(3, TODAY, None))
    assert not put_back_by_no(told.history, None)


def test_an_a_customer_or_a_ki_is_asked_sooner():
    assert asked_sooner(Status.KI, None)
    assert asked_sooner(Status.SK, Class.A)
    assert not asked_sooner(Status.SK, Class.B)


def test_what_aged_longest_is_the_most_pressing_and_the_unknown_comes_last():
    open_ = [
        ("neu", (Question(MONEY),)), ("alt", (Question(MONEY), Question(REALISM, 200))), ("nichts", ()),
        ("älter", (Question(MOTIVATION, 300),)),
    ]  # fmt: skip
    order = [("älter", Question(MOTIVATION, 300)), ("alt", Question(REALISM, 200)), ("neu", Question(MONEY))]
    assert most_pressing(open_, most=9) == order
    assert most_pressing(open_, most=1) == order[:1]
    assert most_pressing(open_, most=9, aged_only=True) == order[:2]
    assert most_pressing(open_, most=-1) == []

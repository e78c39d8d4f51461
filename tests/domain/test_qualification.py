"""Motivation, money, realism: what is known, what it means, what to ask next (Q1–Q3)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events import Kind
from domain.qualification import (
    Answer,
    Criterion,
    Finding,
    Question,
    Verdict,
    prepaid,
    qualification,
    questions,
)
from domain.rules import Rules

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

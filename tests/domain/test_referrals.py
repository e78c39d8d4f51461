"""Who recruited whom (V11): no self, no circles."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.referrals import (
    AlreadyReferred,
    OwnReferral,
    Referral,
    ReferralCircle,
    ancestors,
    check,
    reward_due,
)
from domain.status import Status

TODAY = date(2026, 3, 2)


def test_nobody_recruits_himself():
    with pytest.raises(OwnReferral):
        check(1, 1, recruiter_of={})


def test_nobody_recruits_who_brought_him_here():
    with pytest.raises(ReferralCircle) as caught:
        check(3, 1, recruiter_of={2: 1, 3: 2})
    assert caught.value.chain == (3, 2, 1)


def test_only_one_recruits_someone_but_may_be_named_again():
    check(1, 2, recruiter_of={2: 1})
    with pytest.raises(AlreadyReferred) as caught:
        check(3, 2, recruiter_of={2: 1})
    assert caught.value.by == 1


def test_a_stored_circle_ends():
    assert list(ancestors(1, {1: 2, 2: 1})) == [2]


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=20))
def test_what_is_let_in_never_makes_a_circle(pairs):
    known = {}
    for giver, taker in pairs:
        with contextlib.suppress(OwnReferral, AlreadyReferred, ReferralCircle):
            check(giver, taker, recruiter_of=known)
            known[taker] = giver
    for person, giver in known.items():
        above, steps = giver, 0
        while above in known:
            above, steps = known[above], steps + 1
            assert steps <= 6
            assert above != person


def test_a_promised_reward_is_due_when_the_recruited_one_buys():
    promised = Referral(1, 2, TODAY, rewarded=True)
    assert [reward_due(promised, status=status) for status in Status] == [False, False, False, True, True]
    assert not reward_due(Referral(1, 2, TODAY), status=Status.EK)

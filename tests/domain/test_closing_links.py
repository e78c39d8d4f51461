"""Two contacts that become one: no recommendation may lead from them back to themselves (V11)."""

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from domain.referrals import AlreadyReferred, OwnReferral, ReferralCircle, ancestors, check, closing

LINKS = st.dictionaries(st.integers(1, 8), st.integers(1, 8), max_size=8)


def circles(recruiter_of):
    return any(contact in ancestors_or_self(contact, recruiter_of) for contact in recruiter_of)


def ancestors_or_self(contact, recruiter_of):
    above = recruiter_of.get(contact)
    return {above, *ancestors(above, recruiter_of)} if above is not None else set()


@given(LINKS, st.integers(1, 8), st.integers(1, 8))
def test_without_the_closing_links_two_contacts_become_one_without_a_circle(links, one, other):
    chain = {}
    for taker, giver in links.items():
        with contextlib.suppress(OwnReferral, AlreadyReferred, ReferralCircle):
            check(giver, taker, recruiter_of=chain)
            chain[taker] = giver
    dropped = closing(one, other, recruiter_of=chain) if one != other else ()
    left = {t: g for t, g in chain.items() if (g, t) not in dropped}
    merged = {one if t == other else t: one if g == other else g for t, g in left.items()}
    assert not circles(merged)


def test_only_links_that_close_are_dropped():
    assert closing(1, 3, recruiter_of={2: 1, 3: 2}) == ((2, 3),)
    assert closing(1, 2, recruiter_of={2: 1, 3: 2}) == ((1, 2),)
    assert closing(1, 4, recruiter_of={2: 1, 3: 2}) == ()
    assert closing(3, 4, recruiter_of={2: 1, 3: 2, 4: 1}) == ()

"""What an event changes in the window's counts: always the same as counting anew (W1)."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.events import Kind
from domain.kaplan_meier import Spell
from domain.window import Counts, FirstBuyer, change_of


def day(told, offset):
    return told.events[0].day + timedelta(days=offset)


def test_a_first_purchase_is_one_more_waiting(story):
    told = story()
    before = told.profile
    assert change_of(before, told.on(3).purchase().profile) == ((FirstBuyer(day(told, 3)), 1),)


def test_the_second_purchase_day_moves_them_to_those_who_came_back(story):
    told = story().on(3).purchase()
    before = told.profile
    assert change_of(before, told.on(13).purchase().profile) == (
        (FirstBuyer(day(told, 3)), -1),
        (FirstBuyer(day(told, 3), 10), 1),
    )


def test_more_on_the_same_day_and_every_third_purchase_change_nothing(story):
    told = story().on(3).purchase()
    before = told.profile
    assert change_of(before, told.on(3).purchase().profile) == ()
    before = told.on(13).purchase().profile
    assert change_of(before, told.on(40).purchase().touch().profile) == ()


def test_a_purchase_returned_in_full_was_none(story):
    told = story().on(3).purchase().on(13).purchase()
    before = told.profile
    assert change_of(before, told.on(14).returned(told.last).profile) == (
        (FirstBuyer(day(told, 3), 10), -1),
        (FirstBuyer(day(told, 3)), 1),
    )


def test_a_customer_by_hand_is_no_first_buyer(story):
    told = story()
    assert change_of(told.profile, told.on(1).by_hand("SK").profile) == ()
    assert change_of(None, told.profile) == ()


def test_deleted_or_banned_they_are_out_of_sight_from_that_day(story):
    told = story().on(3).purchase()
    profile = told.profile
    gone = change_of(profile, profile, gone_after=day(told, 20))
    assert gone == ((FirstBuyer(day(told, 3)), -1), (FirstBuyer(day(told, 3), gone=17), 1))
    assert change_of(profile, profile, gone_before=day(told, 20)) == tuple(
        (b, -by) for b, by in reversed(gone)
    )


def test_out_of_sight_after_the_second_purchase_they_came_back(story):
    profile = (told := story().on(3).purchase().on(13).purchase()).profile
    assert change_of(profile, profile, gone_after=day(told, 13)) == ()
    gone = ((FirstBuyer(day(told, 3), 10), -1), (FirstBuyer(day(told, 3), gone=9), 1))
    assert change_of(profile, profile, gone_after=day(told, 12)) == gone
    assert change_of(profile, profile, gone_after=day(told, 2)) == ((FirstBuyer(day(told, 3), 10), -1),)


def test_each_is_watched_until_back_out_of_sight_or_today(story):
    begun = story().day
    counts = Counts.of([(FirstBuyer(begun, 7), 2), (FirstBuyer(begun, gone=5), 1), (FirstBuyer(begun), 4)])
    today = begun + timedelta(days=9)
    assert list(counts.spells(today=today)) == [Spell(7, True, 2), Spell(5, False, 1), Spell(9, False, 4)]
    assert list(counts.spells(today=today, since=today)) == []
    assert [s.days for s in counts.spells(today=begun + timedelta(days=4))] == [4, 4, 4]


happenings = st.lists(
    st.tuples(
        st.sampled_from(["purchase", "return", "void", "gone", "touch"]),
        st.integers(0, 2),  # whom it happens to
        st.integers(0, 60),  # the day
        st.integers(0, 9),  # picks the event that is returned or voided
    ),
    max_size=30,
)


def _happen(told, what, offset, pick):
    if what == "purchase":
        return told.on(offset).purchase()
    if what == "return":
        return told.on(offset).about(Kind.RETURN, 1 + pick % told.last)
    return told.void(1 + pick % told.last) if what == "void" else told.on(offset).touch()


def _recounted(told, gone):
    """The definition, word for word."""
    days = [occasion.day for occasion in told.profile.occasions]
    if not days or (gone and gone < days[0]):
        return
    if len(days) > 1 and (gone is None or days[1] <= gone):
        yield FirstBuyer(days[0], (days[1] - days[0]).days), 1
    else:
        yield FirstBuyer(days[0], None, (gone - days[0]).days if gone else None), 1


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings)
def test_counting_event_by_event_equals_counting_anew(story, found):
    people, gone, changes = [story() for _ in range(3)], [None] * 3, []
    for what, who, offset, pick in found:
        told, was_gone, before = people[who], gone[who], people[who].profile
        if what == "gone":
            gone[who] = None if was_gone else day(told, offset)
        else:
            _happen(told, what, offset, pick)
        changed = change_of(before, told.profile, gone_before=was_gone, gone_after=gone[who])
        assert len(changed) <= 2
        changes += changed
    anew = [row for told, day_gone in zip(people, gone, strict=True) for row in _recounted(told, day_gone)]
    assert Counts.of(changes) == Counts.of(anew)
    assert all(people > 0 for people in Counts.of(changes).table.values())

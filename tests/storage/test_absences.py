"""An absence beside a member's wishes: kept, taken along, and forgotten when it is over."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.absence import Absence
from storage import away
from storage.members import Wishes

ABSENCE = Absence(date(2026, 8, 3), date(2026, 8, 14), stand_in=7)


@pytest.mark.parametrize(
    "absence",
    [
        ABSENCE,
        Absence(date(2026, 8, 3), date(2026, 8, 3)),
        replace(ABSENCE, ended=datetime(2026, 8, 5, 9, tzinfo=UTC), begun=True, over=True),
        replace(ABSENCE, back=True),
    ],
)
def test_what_is_kept_of_it_reads_the_same_again(absence):
    kept = away.changed({"quiet": "19:00-07:30"}, absence)
    assert away.read(kept)[0] == absence
    assert away.without(kept) == {"quiet": "19:00-07:30"}


def test_who_stood_in_stays_known_when_it_is_over():
    over = away.changed(away.changed({}, ABSENCE), None)
    assert away.read(over) == (None, (7,))
    assert away.read(away.changed(over, replace(ABSENCE, stand_in=3)))[1] == (3, 7)


def test_only_those_with_an_absence_are_looked_at(work, jana):
    assert work.members.absent() == []
    work.members.leave(jana.id, ABSENCE)
    assert [member.id for member in work.members.absent()] == [jana.id]
    work.members.wish(jana.id, Wishes(cap=3))
    assert work.members.get(jana.id).absence == ABSENCE
    assert work.members.get(jana.id).wishes == Wishes(cap=3)
    work.members.leave(jana.id, None)
    assert work.members.absent() == []
    assert work.members.get(jana.id).stood_in == (7,)

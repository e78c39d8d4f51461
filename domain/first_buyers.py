"""First buyers as the window counts them: kept up to date event by event, never recounted (W1)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from domain.kaplan_meier import Spell
from domain.profile import Profile


class FirstBuyer(NamedTuple):
    """Bought first on `first`; `back` again after so many days, or `gone` out of sight after so many, or waiting.

    Days, not purchases: one purchase occasion is one customer-day.
    """

    first: date
    back: int | None = None
    gone: int | None = None


Changes = tuple[tuple[FirstBuyer, int], ...]


def change_of(
    before: Profile | None,
    after: Profile | None,
    *,
    gone_before: date | None = None,
    gone_after: date | None = None,
) -> Changes:
    """Say what the counts lose and gain by an event, a void or a return: at most one of each, O(1).

    `gone_…`: the day the contact was deleted or banned, as it stood before and stands after; None as a
    profile where there is no such contact (its creation was undone).
    """
    was, now = _first_buyer(before, gone_before), _first_buyer(after, gone_after)
    if was == now:
        return ()
    return tuple((buyer, by) for buyer, by in ((was, -1), (now, 1)) if buyer is not None)


def _first_buyer(profile: Profile | None, gone: date | None) -> FirstBuyer | None:
    """EK or SK by hand without a logged purchase is none (S8)."""
    if profile is None or not profile.occasions:
        return None
    first = profile.occasions[0].day
    until = (gone - first).days if gone else None
    if until is not None and until < 0:
        return None  # out of sight before the first purchase: nothing of the wait was ever seen
    back = (profile.occasions[1].day - first).days if len(profile.occasions) > 1 else None
    if back is not None and (until is None or back <= until):
        return FirstBuyer(first, back)
    return FirstBuyer(first, gone=until)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many first buyers of each sort there are.

    W1's two tables – the waiting by first day, the second purchases by gap – with the first day kept beside
    the gap, because only so the first purchases of the last 24 months can be told from all. Rows: at most one
    for each day with waiting buyers, and never more than buyers.
    """

    table: Mapping[FirstBuyer, int]

    @classmethod
    def of(cls, rows: Iterable[tuple[FirstBuyer, int]]) -> "Counts":
        """Add up rows or changes, in any order; what comes to nothing is dropped."""
        table: dict[FirstBuyer, int] = {}
        for buyer, people in rows:
            table[buyer] = table.get(buyer, 0) + people
        return cls({buyer: people for buyer, people in table.items() if people})

    def spells(self, *, today: date, since: date | None = None) -> Iterator[Spell]:
        """Tell how long each was watched; who bought first before `since` or after today doesn't count.

        What comes after today hasn't happened yet, so a past day can be asked about, too.
        """
        begin, end = since.toordinal() if since else 0, today.toordinal()
        for (first, back, gone), people in self.table.items():
            day = first.toordinal()
            if begin <= day <= end:
                seen = back is not None and day + back <= end
                known = back if seen else gone
                watched = end - day if known is None else min(known, end - day)
                yield Spell(watched, seen, people)

    def followed(self, share: float, horizon: int, *, today: date, since: date | None = None) -> int:
        """Count those who could be watched for this share of the horizon, back or not (W2)."""
        begin, end = since.toordinal() if since else 0, today.toordinal()
        return sum(
            people
            for (first, _, gone), people in self.table.items()
            if begin <= (day := first.toordinal()) <= end
            # dividing rounds correctly: 511 of 730 days are 0.7, but 0.7 · 730 needn't be 511
            and (end - day if gone is None else min(gone, end - day)) / horizon >= share
        )

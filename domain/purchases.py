"""What a contact bought and kept: purchases less returns, gathered into occasions (§1)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from domain.events import Event, Kind, Money


class Purchase(NamedTuple):
    """A purchase that wasn't returned in full. `returned` in minor units of what was paid."""

    id: int
    day: date
    at: datetime
    logged_at: datetime
    product: str
    paid: Money | None
    returned: int = 0

    @property
    def left(self) -> Money | None:
        return self.paid and Money(self.paid.minor - self.returned, self.paid.currency)


class Occasion(NamedTuple):
    """All purchases of one day: they count once (§1)."""

    day: date
    purchases: tuple[Purchase, ...]

    @property
    def events(self) -> tuple[int, ...]:
        return tuple(purchase.id for purchase in self.purchases)

    @property
    def logged_at(self) -> datetime:
        return self.purchases[0].logged_at


def occasions(events: Iterable[Event]) -> tuple[Occasion, ...]:
    """Gather by day what was bought and not wholly given back, oldest first."""
    days: dict[date, list[Purchase]] = {}
    for purchase in kept(events):
        if (bought := days.get(purchase.day)) is not None:
            bought.append(purchase)
        else:
            days[purchase.day] = [purchase]
    return tuple([Occasion(day, tuple(bought)) for day, bought in days.items()])


def kept(events: Iterable[Event]) -> tuple[Purchase, ...]:
    """Purchases that still stand, in the order of the events given (no voided ones among them)."""
    found = tuple(events)
    bought = [e for e in found if e.kind is Kind.PURCHASE]
    if not bought:
        return ()
    if not (back := _given_back(found)):  # nearly always
        return tuple([Purchase(e.id, e.day, e.at, e.logged_at, e.product, e.money) for e in bought])
    return tuple(
        Purchase(e.id, e.day, e.at, e.logged_at, e.product, e.money, _minor(back, e))
        for e in bought
        if not _gone(back, e)
    )


def returned_in_full(events: Sequence[Event]) -> frozenset[int]:
    back = _given_back(events)
    if not back:
        return frozenset()
    return frozenset(e.id for e in events if e.kind is Kind.PURCHASE and _gone(back, e))


def revenue(bought: Iterable[Occasion]) -> tuple[Money, ...]:
    """Sum up what is left after returns, apart for each currency: nothing is converted (§1)."""
    sums: dict[str, int] = {}
    for money in (p.left for occasion in bought for p in occasion.purchases):
        if money is not None:
            sums[money.currency] = sums.get(money.currency, 0) + money.minor
    return tuple(Money(minor, currency) for currency, minor in sums.items())


def median_gap(days: Sequence[date]) -> int:
    """Take the median of the intervals between at least two days; a half day counts up."""
    gaps = sorted((later - earlier).days for earlier, later in pairwise(days))
    middle = len(gaps) // 2
    return gaps[middle] if len(gaps) % 2 else (gaps[middle - 1] + gaps[middle] + 1) // 2


def _given_back(events: Iterable[Event]) -> dict[int, list[Event]]:
    back: dict[int, list[Event]] = {}
    for event in events:
        if event.kind is Kind.RETURN and event.refers_to is not None:
            back.setdefault(event.refers_to, []).append(event)
    return back


def _gone(back: dict[int, list[Event]], purchase: Event) -> bool:
    returns = back.get(purchase.id, ())  # one without an amount gives all back, another currency nothing
    if any(r.money is None for r in returns):
        return True
    return bool(returns) and purchase.money is not None and _minor(back, purchase) >= purchase.money.minor


def _minor(back: dict[int, list[Event]], purchase: Event) -> int:
    money = purchase.money
    returns = back.get(purchase.id, ())
    return sum(r.money.minor for r in returns if money and r.money and r.money.currency == money.currency)

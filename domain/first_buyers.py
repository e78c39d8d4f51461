"""First buyers as the window counts them: kept up to date event by event, never recounted (W1)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from domain.folding import words
from domain.kaplan_meier import Spell
from domain.profile import Profile
from domain.purchases import Occasion

LONGEST_PRODUCT = 80  # characters of a name


class FirstBuyer(NamedTuple):
    """Bought first on `first`; `back` again after so many days, or `gone` out of sight after so many, or waiting.

    Days, not purchases: one purchase occasion is one customer-day. `product`: the same buyer once more, as one
    of those who bought this product on their first day (W3); "" = as one of all.
    """

    first: date
    back: int | None = None
    gone: int | None = None
    product: str = ""


Changes = tuple[tuple[FirstBuyer, int], ...]


def change_of(
    before: Profile | None,
    after: Profile | None,
    *,
    gone_before: date | None = None,
    gone_after: date | None = None,
) -> Changes:
    """Say what the counts lose and gain by an event, a void or a return: one of each, and per product; O(1).

    `gone_…`: the day the contact was deleted or banned, as it stood before and stands after; None as a
    profile where there is no such contact (its creation was undone).
    """
    if _seen(before, gone_before) == _seen(after, gone_after):
        return ()
    was, now = set(_first_buyers(before, gone_before)), set(_first_buyers(after, gone_after))
    lost, gained = sorted(was - now, key=_order), sorted(now - was, key=_order)
    return (*((buyer, -1) for buyer in lost), *((buyer, 1) for buyer in gained))


def _seen(profile: Profile | None, gone: date | None) -> tuple[FirstBuyer | None, Sequence[Occasion]]:
    """All that counts: most events leave it as it is, and no name need be folded."""
    return _first_buyer(profile, gone), profile.occasions[:1] if profile else ()


def _order(buyer: FirstBuyer) -> str:
    return buyer.product


def _first_buyers(profile: Profile | None, gone: date | None) -> Iterator[FirstBuyer]:
    """One of all, and one of those who began with the same product, for each they bought that day.

    W3's group is who *began* with a product, and what is waited for is their second purchase of anything:
    that is what a W4 reminder is about and what ends it. Of a printer, which nobody buys twice, it still says
    when its buyers come back, for toner perhaps.
    """
    buyer = _first_buyer(profile, gone)
    if buyer is None or profile is None:
        return
    yield buyer
    for product in products_of(profile.occasions[0]):
        yield buyer._replace(product=product)


def products_of(occasion: Occasion) -> tuple[str, ...]:
    """What was bought that day, each product once, as it was first typed; a long name is cut."""
    named: dict[str, str] = {}
    for purchase in occasion.purchases:
        name = " ".join(purchase.product.split())[:LONGEST_PRODUCT].strip()
        if key := product_key(name):
            named.setdefault(key, name)
    return tuple(named.values())


def product_key(name: str) -> str:
    """How product names are compared: words alone, folded; "" where there is none."""
    return " ".join(words(name))[:LONGEST_PRODUCT]


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
        for (first, back, gone, _), people in self.table.items():
            day = first.toordinal()
            if begin <= day <= end:
                seen = back is not None and day + back <= end
                known = back if seen else gone
                watched = end - day if known is None else min(known, end - day)
                yield Spell(watched, seen, people)

    def waiting(self, *, today: date, since: date | None = None) -> int:
        """Count those who neither came back nor went out of sight by today."""
        begin, end = since.toordinal() if since else 0, today.toordinal()
        return sum(
            people
            for (first, back, gone, _), people in self.table.items()
            if begin <= (day := first.toordinal()) <= end
            and (back is None or day + back > end)
            and (gone is None or day + gone > end)
        )

    def followed(self, share: float, horizon: int, *, today: date, since: date | None = None) -> int:
        """Count those who could be watched for this share of the horizon, back or not (W2)."""
        begin, end = since.toordinal() if since else 0, today.toordinal()
        return sum(
            people
            for (first, _, gone, _), people in self.table.items()
            if begin <= (day := first.toordinal()) <= end
            # dividing rounds correctly: 511 of 730 days are 0.7, but 0.7 · 730 needn't be 511
            and (end - day if gone is None else min(gone, end - day)) / horizon >= share
        )

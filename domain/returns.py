"""Which purchase a return gives back (§1), where no button named it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.events import History, Money
from domain.folding import words
from domain.purchases import Purchase, kept


@dataclass(frozen=True, slots=True)
class NothingToReturn(Exception):
    """No purchase is left that this could give back."""

    asked: Money
    product: str


@dataclass(frozen=True, slots=True)
class MoreThanRemains(Exception):
    asked: Money
    purchase: Purchase


@dataclass(frozen=True, slots=True)
class BoughtLater(Exception):
    """All that could go back was bought after the day of the return; `purchase` is the first of them."""

    purchase: Purchase


def to_return(
    history: History, asked: Money, *, product: str = "", named: int | None = None, on: date | None = None
) -> Purchase:
    """Take the one named, else the youngest of that product, else the youngest that covers the amount.

    `on`: the day of the return; nothing goes back before it was bought. Raises MoreThanRemains where the one meant
    has less left, NothingToReturn where there is none, BoughtLater where there is none yet.
    """
    left = [p for p in kept(history.standing()) if p.left and p.left.currency == asked.currency]
    open_ = [p for p in left if on is None or p.day <= on]
    if left and not open_:
        raise BoughtLater(left[0])
    meant = _meant(open_, product, named)
    if meant is None:
        meant = next((p for p in reversed(open_) if p.left and p.left.minor >= asked.minor), None)
    if meant is None and open_:
        raise MoreThanRemains(asked, open_[-1])
    if meant is None:
        raise NothingToReturn(asked, product)
    if meant.left is None or meant.left.minor < asked.minor:
        raise MoreThanRemains(asked, meant)
    return meant


def _meant(candidates: Sequence[Purchase], product: str, named: int | None) -> Purchase | None:
    if named is not None:
        return next((p for p in candidates if p.id == named), None)
    same = [p for p in candidates if product and words(p.product) == words(product)]
    return same[-1] if same else None

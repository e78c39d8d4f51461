"""Returns in a file: each names the purchase it gives back, among what was bought up to its day (§1)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import count

from bot.imports.row import Row
from bot.imports.unread import Unread
from domain.events import Event, History, Kind, Money
from domain.purchases import Purchase
from domain.returns import BoughtLater, MoreThanRemains, NothingToReturn, to_return

NOON = time(12)
TRADE = (Kind.PURCHASE, Kind.RETURN)


def amount_of(row: Row) -> Money:
    return Money(abs(row.minor or 0), row.currency)


def purchase_of(events: Iterable[Event], row: Row) -> Purchase:
    """Raises Unread where none fits."""
    assert row.day is not None  # noqa: S101 – that is what makes it a return
    asked = amount_of(row)
    try:
        return to_return(History.of(events), asked, product=row.product, on=row.day)
    except MoreThanRemains as error:
        raise Unread("return_too_much", _said(asked)) from error
    except (NothingToReturn, BoughtLater) as error:
        raise Unread("return_nothing", _said(asked)) from error


def matched(
    known: Sequence[Event], bought: Sequence[Row], back: Sequence[tuple[int, Row]]
) -> tuple[list[tuple[int, Row]], dict[int, Unread]]:
    """The returns that find their purchase, oldest first, and why the others don't, by their places."""
    numbers = count(max((event.id for event in known), default=0) + 1)
    events = [*known, *(_event(next(numbers), Kind.PURCHASE, row) for row in bought)]
    found: list[tuple[int, Row]] = []
    refused: dict[int, Unread] = {}
    for place, row in sorted(back, key=lambda one: (one[1].day or date.min, one[0])):
        try:
            meant = purchase_of(events, row)
        except Unread as unread:
            refused[place] = unread
        else:
            found.append((place, row))
            events.append(replace(_event(next(numbers), Kind.RETURN, row), refers_to=meant.id))
    return found, refused


def _event(number: int, kind: Kind, row: Row) -> Event:
    """As it will be, near enough to tell which purchase is meant."""
    assert row.day is not None  # noqa: S101 – that is what makes it one
    at = datetime.combine(row.day, row.at or NOON, UTC)
    timed = row.at is not None
    return Event(number, kind, 0, 0, at, row.day, at, money=amount_of(row), product=row.product, timed=timed)


def _said(asked: Money) -> str:
    return f"{asked.minor / 100:.2f} {asked.currency}".replace(".", ",")

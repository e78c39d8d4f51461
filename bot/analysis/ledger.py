"""What each customer bought and gave back, gathered while the file is read: sixteen bytes a row, no row objects.

A purchase is one number: its day, and below it the amount. Numbers of that kind sort by day.
"""

from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.analysis.cells import Currencies, Days, Names
from bot.analysis.table import Columns, Table
from bot.imports.money import Amounts, Cell
from bot.imports.unread import Unread

SHIFT = 41  # 22 bits for the day and 41 for the amount are what a signed machine word holds
MASK = (1 << SHIFT) - 1
_UNCLEAR_MOST = 100_000  # so many amounts may wait for the first one that shows the decimal mark
Shelf = defaultdict[str, "array[int]"]


@dataclass(slots=True)
class Notes:
    """What didn't go into the figures, to be said aloud. `unread`: why → rows, `first`: where first, and what."""

    unread: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)
    too_large: int = 0  # returns larger than any purchase before them has left …
    too_large_minor: int = 0  # … and what they add up to
    later: int = 0  # rows after the day we look at
    guessed: str = ""  # the decimal mark that was assumed

    def refuse(self, minor: int) -> None:
        self.too_large += 1
        self.too_large_minor += minor

    def skip(self, unread: Unread, line: int) -> None:
        self.unread[unread.why] += 1
        said = f": „{unread.said[:30]}“" if unread.said else ""
        self.first.setdefault(unread.why, f"Zeile {line}{said}")


class Trade:
    """`bought[currency][customer]` and `back[…]`; the empty currency is the file's own."""

    def __init__(self) -> None:
        self.bought: defaultdict[str, Shelf] = defaultdict(_shelf)
        self.back: defaultdict[str, Shelf] = defaultdict(_shelf)
        self.notes = Notes()

    def add(self, customer: str, day: int, minor: int, currency: str) -> None:
        if minor < 0:
            self.back[currency][customer].append((day << SHIFT) - minor)
        else:
            self.bought[currency][customer].append((day << SHIFT) + minor)

    def rows(self) -> Counter[str]:
        """How many there are in each currency."""
        shelves = (*self.bought.items(), *self.back.items())
        return Counter({code: sum(map(len, shelf.values())) for code, shelf in shelves})

    def last_day(self, today: date) -> date | None:
        """The last day on which something was bought or given back; the future hasn't happened."""
        end = (today.toordinal() + 1) << SHIFT
        kept = (max((one for one in packed if one < end), default=0) for packed in self._packed())
        last = max(kept, default=0)
        return date.fromordinal(last >> SHIFT) if last else None

    def _packed(self) -> Iterator["array[int]"]:
        shelves = (*self.bought.values(), *self.back.values())
        return (packed for shelf in shelves for packed in shelf.values())


def _shelf() -> Shelf:
    return defaultdict(_row)


def _row() -> "array[int]":
    return array("q")


@dataclass(slots=True)
class _Waiting:
    """A row whose amount is unclear until another one shows the file's decimal mark."""

    line: int
    customer: str
    day: int
    cell: Cell
    currency: str


class Reader:
    """Rows into a Trade."""

    def __init__(self, table: Table, *, today: date) -> None:
        self._table = table
        self._names, self._days, self._amounts, self._currencies = (
            Names(),
            Days(today),
            Amounts(),
            Currencies(),
        )
        self._waiting: list[_Waiting] = []
        self._settled = ""  # the mark, once it had to be assumed
        self.trade = Trade()

    def read(self, progress: Callable[[int], None]) -> Trade:
        columns, take, skip = self._table.columns, self._take, self.trade.notes.skip
        for line, row in self._table.rows(progress):
            try:
                take(line, row, columns)
            except IndexError:
                skip(Unread("short"), line)
            except Unread as unread:
                skip(unread, line)
        self._settle()
        return self.trade

    def _take(self, line: int, row: list[str], columns: Columns) -> None:
        at_customer, at_day, at_amount, at_currency, at_first = columns
        customer, day = row[at_customer], self._days[row[at_day]]
        if at_first is not None:
            customer = f"{row[at_first]} {customer}"
        if not customer.isalnum():
            customer = self._names[customer]
        minor, currency, *_ = cell = self._amounts[row[at_amount]]
        if at_currency is not None and not currency:
            currency = self._currencies[row[at_currency]]
        if minor is None:
            self._wait(_Waiting(line, customer, day, cell, currency))
        else:
            self.trade.add(customer, day, minor, currency)

    def _wait(self, row: _Waiting) -> None:
        self._waiting.append(row)
        if self._settled or self._amounts.marks or len(self._waiting) >= _UNCLEAR_MOST:
            self._settle()

    def _settle(self) -> None:
        for row in self._waiting:
            try:
                minor = self._amounts.settle(row.cell, self._mark())
            except Unread as unread:
                self.trade.notes.skip(unread, row.line)
            else:
                self.trade.add(row.customer, row.day, minor, row.currency)
        self._waiting.clear()

    def _mark(self) -> str:
        """No amount showed it: a file that divides its cells by commas isn't German, all others are."""
        if not self._amounts.marks and not self._settled:
            self._settled = "." if self._table.point else ","
            self.trade.notes.guessed = self._settled
        return self._settled


def settled(bought: Sequence[int], back: Sequence[int], notes: Notes) -> list[int]:
    """Take the returns off: each gives back the youngest purchase before it that covers it (§1), or is refused.

    Within a day purchases come first and keep the file's order. What is wholly given back doesn't stand.
    """
    kept = sorted(bought, key=day_of)
    gone = set[int]()
    for packed in sorted(back, key=day_of):
        minor = packed & MASK
        youngest = range(bisect_right(kept, day_of(packed), key=day_of) - 1, -1, -1)
        place = next((i for i in youngest if kept[i] & MASK >= minor), None)
        if place is None:
            notes.refuse(minor)
            continue
        kept[place] -= minor
        if not kept[place] & MASK:
            gone.add(place)
    return [packed for place, packed in enumerate(kept) if place not in gone]


def day_of(packed: int) -> int:
    return packed >> SHIFT

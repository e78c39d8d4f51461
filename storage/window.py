"""The second-purchase windows: their counts, kept up event by event, and the stored summaries (§5)."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select

from domain.first_buyers import Changes, Counts, FirstBuyer, change_of, product_key
from domain.profile import Profile
from domain.rules import Rules
from domain.window import Level, Window, measure
from storage import recount
from storage.facts import Facts
from storage.inserts import adding_up
from storage.tables import metadata
from storage.unwritten import Unwritten

FIRST_BUYER = metadata.tables["first_buyer"]
FIRST_BUYER_OF = metadata.tables["first_buyer_of"]
FACT = "window"
PRODUCTS = "windows"  # the fact that keeps the products' own windows
NOT_YET = -1
_KEY = "first,back,gone"
_Row = tuple[str, date, int, int]  # product, first day, back, gone


class FirstBuyers:
    """The count tables, and the summaries measured on them, which are kept as facts."""

    def __init__(self, connection: Connection, facts: Facts) -> None:
        self._connection = connection
        self._facts = facts
        self.unwritten: Unwritten[tuple[int, _Row]] = Unwritten()  # by the contact
        self._names: dict[str, str] = {}  # of the products among them, as typed

    def apply(self, changes: Changes, *, contact: int) -> None:
        """What an event changed: one row less, one more, for all and for each product."""
        for buyer, by in changes:
            self.unwritten[contact, self._row(buyer)] += by

    def _row(self, buyer: FirstBuyer) -> _Row:
        key = product_key(buyer.product)
        self._names.setdefault(key, buyer.product)
        return key, buyer.first, _stored(buyer.back), _stored(buyer.gone)

    def write(self) -> None:
        """Add up what was applied, unless a count that is under way is still to find it."""
        if not self.unwritten:
            return
        counted = recount.held(self._connection)
        known: Counter[_Row] = Counter()
        for (contact, row), by in self.unwritten.items():
            if counted is None or contact <= counted:
                known[row] += by
        self._add_up(known)
        self.unwritten.clear()

    def _add_up(self, found: Counter[_Row]) -> None:
        rows: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
        for (product, first, back, gone), by in sorted(found.items()):
            row = {"first": first, "back": back, "gone": gone, "people": by}
            own = {"product": product, "name": self._names[product]} if product else {}
            if by:
                rows[bool(product)].append(row | own)
        adding_up(self._connection, FIRST_BUYER, _KEY, "people").many(self._connection, rows[False])
        adding_up(self._connection, FIRST_BUYER_OF, f"product,{_KEY}", "people").many(
            self._connection, rows[True]
        )

    def counts(self, product: str = "") -> Counts:
        """All first buyers, or those who began with a product."""
        self.write()
        if not product:
            return self._counts(FIRST_BUYER)
        return self._counts(FIRST_BUYER_OF, FIRST_BUYER_OF.c.product == product_key(product))

    def _counts(self, table: Table, *conditions: Any) -> Counts:
        # a product of which the table doesn't know all (counted before it was kept) is no reason to stumble
        wanted = select(table.c.first, table.c.back, table.c.gone, table.c.people)
        rows = self._connection.execute(wanted.where(table.c.people > 0, *conditions))
        return Counts.of(
            (FirstBuyer(first, _read(back), _read(gone)), people) for first, back, gone, people in rows
        )

    def products(self, *, fewest: int) -> list[str]:
        """Names of products with at least so many first buyers, most first."""
        self.write()
        people = func.sum(FIRST_BUYER_OF.c.people)
        query = (
            select(func.max(FIRST_BUYER_OF.c.name))
            .where(FIRST_BUYER_OF.c.people > 0)
            .group_by(FIRST_BUYER_OF.c.product)
            .having(people >= fewest)
            .order_by(people.desc(), FIRST_BUYER_OF.c.product)
        )
        return [row[0] for row in self._connection.execute(query)]

    def product_named(self, product: str) -> str | None:
        """The product as it was typed; None where nobody began with it."""
        self.write()
        query = select(func.max(FIRST_BUYER_OF.c.name)).where(
            FIRST_BUYER_OF.c.product == product_key(product), FIRST_BUYER_OF.c.people > 0
        )
        found: str | None = self._connection.execute(query).scalar()
        return found

    def recount(self) -> None:
        """Begin to count anew: from here on `count_all` takes in contact by contact, in order of their numbers."""
        recount.alone(self._connection)
        self.unwritten.clear()
        self._connection.execute(delete(FIRST_BUYER))
        self._connection.execute(delete(FIRST_BUYER_OF))
        self._facts.remember(recount.COUNTED, "0")

    def begin(self) -> int | None:
        """How far the count has come; until the commit it is ours alone. None = there is none under way."""
        self.write()
        return recount.alone(self._connection)

    def count_all(self, found: Mapping[int, Profile]) -> None:
        """Take in those next in order, who are all there are up to the last of them; nobody = all are in."""
        rows: Counter[_Row] = Counter()
        for profile in found.values():
            for buyer, by in change_of(None, profile):
                rows[self._row(buyer)] += by
        self._add_up(rows)
        recount.counted(self._connection, max(found, default=None))

    @property
    def counted_to(self) -> int | None:
        """None unless a count is under way, and the tables tell only a part."""
        return recount.counted_to(self._connection)

    def summary(self) -> Window | None:
        """The team's stored window; None before the first measuring."""
        stored = self._facts.recall(FACT)
        return _window(stored) if stored else None

    def summaries(self) -> tuple[Window, ...]:
        """The stored windows of products that have their own (W3), most first buyers first."""
        stored = self._facts.recall(PRODUCTS)
        return _windows(stored) if stored else ()

    def measure(self, *, today: date, rules: Rules) -> tuple[Window, ...]:
        """The team's, then that of every product that has its own (W3), most first buyers first."""
        names = self.products(fewest=max(1, rules.window_min_first))
        measured = (self.measured(name, today=today, rules=rules) for name in names)
        own = (window for window in measured if window.level is not Level.DEFAULT)
        return (measure(self.counts(), today=today, rules=rules), *own)

    def take(self, team: Window, products: Iterable[Window]) -> None:
        """Keep what was measured."""
        self._facts.remember(FACT, _text(asdict(team)))
        self._facts.remember(PRODUCTS, _text([asdict(window) for window in products]))

    def measured(self, product: str, *, today: date, rules: Rules) -> Window:
        """One product's, whether or not it has enough to be used."""
        return measure(self.counts(product), today=today, rules=rules, product=product)


def _stored(days: int | None) -> int:
    return NOT_YET if days is None else days


def _read(days: int) -> int | None:
    return None if days == NOT_YET else days


def _text(facts: Any) -> str:
    return json.dumps(facts, default=date.isoformat)


@lru_cache(maxsize=4)
def _window(text: str) -> Window:
    return _read_window(json.loads(text))


@lru_cache(maxsize=4)
def _windows(text: str) -> tuple[Window, ...]:
    return tuple(_read_window(facts) for facts in json.loads(text))


def _read_window(stored: dict[str, Any]) -> Window:
    since, law = stored["since"], stored.get("law")
    facts = {
        **stored,
        "day": date.fromisoformat(stored["day"]),
        "level": Level(stored["level"]),
        "since": date.fromisoformat(since) if since else None,
        "law": tuple(law) if law else None,
    }
    return Window(**facts)

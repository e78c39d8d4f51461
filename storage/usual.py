"""What was bought before: by a contact, and of a rep – the most frequent of the last ones first."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from domain.events import Kind, Money
from storage.prepared import Prepared
from storage.tables import metadata

EVENT = metadata.tables["event"]
WORDING = metadata.tables["wording"]
TURN = metadata.tables["turn"]
LAST_TURNS = 400  # of a rep that are looked at: what they sell nowadays


@dataclass(frozen=True, slots=True)
class Bought:
    money: Money
    product: str


def _most_frequent(purchases: Select[Any]) -> Prepared:
    bought = purchases.subquery()
    what = (bought.c.amount, bought.c.currency, bought.c.product)
    last = func.max(bought.c.id)
    ordered = select(*what).group_by(*what).order_by(func.count().desc(), last.desc())
    return Prepared(ordered.limit(bindparam("most")))


_PURCHASES = (
    select(
        EVENT.c.id, EVENT.c.amount, EVENT.c.currency, func.coalesce(WORDING.c.product, "").label("product")
    )
    .select_from(EVENT.outerjoin(WORDING, WORDING.c.event == EVENT.c.id))
    .where(EVENT.c.kind == Kind.PURCHASE.value, EVENT.c.voided_at.is_(None), EVENT.c.amount.is_not(None))
)
_turns = (
    select(TURN.c.id).where(TURN.c.rep == bindparam("b_rep")).order_by(TURN.c.id.desc()).limit(LAST_TURNS)
)
_BY_CONTACT = _most_frequent(_PURCHASES.where(EVENT.c.contact == bindparam("b_contact")))
_BY_REP = _most_frequent(_PURCHASES.where(EVENT.c.turn.in_(_turns)))


class Usual:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_contact(self, contact: int, *, most: int) -> list[Bought]:
        return [_bought(row) for row in _BY_CONTACT.all(self._connection, b_contact=contact, most=most)]

    def by_rep(self, rep: int, *, most: int) -> list[Bought]:
        """Among what the rep stored last."""
        return [_bought(row) for row in _BY_REP.all(self._connection, b_rep=rep, most=most)]


def _bought(row: tuple[Any, ...]) -> Bought:
    amount, currency, product = row
    return Bought(Money(amount, currency), product)

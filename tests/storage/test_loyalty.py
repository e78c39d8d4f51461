"""What was given back is no purchase: the same in SQL as in the domain."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from domain.events import Event, Kind, Money
from domain.purchases import returned_in_full
from storage.loyalty import EVENT, given_back

MONEY = st.none() | st.builds(Money, st.integers(0, 3), st.sampled_from(("EUR", "CHF")))
PURCHASES = st.lists(st.tuples(MONEY, st.lists(MONEY, max_size=3)), min_size=1, max_size=3)
SQL = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
EUR = "EUR"


@SQL
@given(purchases=PURCHASES)
@example([(Money(3, EUR), [Money(1, EUR), Money(2, EUR)])])  # bit by bit
@example([(Money(3, EUR), [Money(3, "CHF")])])
@example([(Money(0, EUR), [])])
def test_purchases_given_back_are_those_of_the_domain(work, jana, add, now, purchases):
    contact = add("Anna Meier", jana)
    turn = work.turns.begin(jana.id, "kauf", now=now, typed_at=now, chat=None, message=None)
    facts = {"contact": 0, "rep": jana.id, "at": now, "day": now.date(), "logged_at": now, "turn": turn}
    for paid, returns in purchases:
        bought = Event(0, Kind.PURCHASE, money=paid, **facts)
        number = work.record(contact, [bought], now=now).events[0].id
        back = [Event(0, Kind.RETURN, money=money, refers_to=number, **facts) for money in returns]
        work.record(contact, back, now=now)
    query = select(EVENT.c.id).where(
        EVENT.c.contact == contact.id, EVENT.c.kind == Kind.PURCHASE, given_back()
    )
    found = {row[0] for row in work._connection.execute(query)}  # noqa: SLF001
    assert found == returned_in_full(tuple(work.events.history(contact.id).standing()))

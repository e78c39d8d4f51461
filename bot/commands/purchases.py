"""`/kauf`: amount, product, day, discount, deposit, user – in any order."""

import re

from bot.commands.pricing import is_vague, price
from bot.commands.reading import bounded, past
from bot.commands.registry import command
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import AmountMissing
from bot.turn import Reply
from bot.views import eventwords, recorded, words
from domain.amounts import Amount
from domain.events import Event, Kind, Money

EXAMPLE = "/kauf Meier 1.299,00 Wartungsvertrag am 3.11."
_FLAGS = {
    "rabatt": re.compile(r"\b(?:mit\s+)?rabatt\b", re.IGNORECASE),
    "anzahlung": re.compile(r"\banzahlung\b", re.IGNORECASE),
}
_USER = re.compile(r"\bfür\s+((?:[A-ZÄÖÜ][\w.-]+)(?:\s+[A-ZÄÖÜ][\w.-]+)?)\s*$")
LONGEST_PRODUCT = 200


@command(
    "kauf",
    topic="Erfassen",
    does="Kauf eintragen",
    examples=(EXAMPLE, "/kauf Meier 200 Zubehör Rabatt", "/kauf Meier 49,90 € gestern"),
    menu=3,
)
def purchase(desk: Desk, rest: str) -> Reply:
    contact, content = contact_and_rest(desk, rest)
    said = past(desk, content, what="Der Kauf", example=EXAMPLE)
    paid = price(desk, contact, content, said)
    if paid is None:
        kept = said.phrase if is_vague(said.text) else content  # `viel` is no product
        raise AmountMissing(f"/kauf #{contact.id}: {kept}".strip(), words.name(contact), said.text)
    event = desk.event(Kind.PURCHASE, said.when, **_facts(desk, said.blanked, paid))
    change = desk.record(contact, event)
    return recorded.recorded(desk, "Kauf notiert", _details(desk, change.events[0]), change)


def _facts(desk: Desk, blanked: str, paid: Amount) -> dict[str, object]:
    """What is left of the line without date and amount is the product."""
    product = f"{blanked[: paid.start]} {blanked[paid.end :]}"
    flags = frozenset(name for name, pattern in _FLAGS.items() if pattern.search(product))
    for pattern in _FLAGS.values():
        product = pattern.sub(" ", product)
    user = _USER.search(product.strip())
    product = _USER.sub("", product.strip())
    if is_vague(product):
        product = ""
    return {
        "money": Money(paid.minor, paid.currency or desk.office.currency),
        "product": bounded(" ".join(product.split()).strip(" ,;-–"), "Produkt", LONGEST_PRODUCT),
        "flags": flags,
        "text": f"für {user[1]}" if user else "",
    }


def _details(desk: Desk, event: Event) -> str:
    what = eventwords.what(event, today=desk.today, local=desk.local).removeprefix("Kauf ")
    user = f" {words.shown(event.text)}" if event.text else ""
    return f"{what}{user}, {eventwords.happened(event, today=desk.today, local=desk.local)}"

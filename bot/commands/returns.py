"""`/retoure`: a return names its purchase; more than remains is refused (§1)."""

from bot.commands.reading import bounded, money_in, past
from bot.commands.registry import command
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import AmountMissing, NothingBought, ReturnTooMuch
from bot.turn import Reply
from bot.views import eventwords, recorded, words
from domain.contact import Contact
from domain.events import Kind, Money
from domain.purchases import Purchase
from domain.returns import MoreThanRemains, NothingToReturn, to_return

EXAMPLE = "/retoure Meier 200 Wartungsvertrag"


@command(
    "retoure",
    topic="Erfassen",
    does="Rückgabe eintragen",
    examples=(EXAMPLE, "/retoure Meier 49,90 gestern", "/retoure #12 200"),
)
def give_back(desk: Desk, rest: str) -> Reply:
    contact, content = contact_and_rest(desk, rest)
    said = past(desk, content, what="Die Retoure", example=EXAMPLE)
    paid = money_in(said.blanked)
    if paid is None:
        raise AmountMissing(f"/retoure #{contact.id}: {content}".strip(), words.name(contact), said.text)
    asked = Money(paid.minor, paid.currency or desk.office.currency)
    product = bounded(" ".join(f"{said.blanked[: paid.start]} {said.blanked[paid.end :]}".split()), "Produkt")
    meant = _meant(desk, contact, asked, product, said.blanked[paid.start : paid.end])
    event = desk.event(Kind.RETURN, said.when, money=asked, refers_to=meant.id, product=meant.product)
    change = desk.record(contact, event)
    at = eventwords.happened(change.events[0], today=desk.today, local=desk.local)
    of = f" vom Kauf {words.dated(meant.day, desk.today)}" + (
        f" ({words.shown(meant.product, most=60)})" if meant.product else ""
    )
    return recorded.recorded(desk, "Retoure notiert", f"{words.money(asked)}{of}, {at}", change)


def _meant(desk: Desk, contact: Contact, asked: Money, product: str, phrase: str) -> Purchase:
    history = desk.work.events.history(contact.id)
    try:
        return to_return(history, asked, product=product)
    except MoreThanRemains as error:
        left, bought = error.purchase.left, error.purchase.product
        raise ReturnTooMuch(phrase, words.name(contact), asked, left, bought) from error
    except NothingToReturn as error:
        raise NothingBought(words.name(contact), product) from error

"""`/retoure`: a return names its purchase; more than remains is refused (§1)."""

from dataclasses import replace

from bot.commands.pricing import is_vague, price
from bot.commands.reading import bounded, past
from bot.commands.registry import command
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import AmountMissing, NothingBought, ReturnTooEarly, ReturnTooMuch
from bot.turn import Reply
from bot.views import eventwords, recorded, words
from domain.contact import Contact
from domain.events import Event, Kind, Money
from domain.purchases import Purchase, kept
from domain.returns import BoughtLater, MoreThanRemains, NothingToReturn, to_return

MOST_OFFERED = 6
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
    open_ = _open(desk, contact)
    paid = price(desk, contact, content, said)
    if paid is None:
        goods = said.phrase if is_vague(said.text) else content
        line = f"/retoure #{contact.id}: {goods}".strip()
        raise AmountMissing(line, words.name(contact), said.text, _whole(open_, named=bool(goods)))
    asked = Money(paid.minor, paid.currency or desk.office.currency)
    product = bounded(" ".join(f"{said.blanked[: paid.start]} {said.blanked[paid.end :]}".split()), "Produkt")
    event = desk.event(Kind.RETURN, said.when, money=asked, product=product)
    meant = _meant(desk, contact, event, said.blanked[paid.start : paid.end])
    change = desk.record(contact, replace(event, refers_to=meant.id, product=meant.product))
    at = eventwords.happened(change.events[0], today=desk.today, local=desk.local)
    of = f" vom Kauf {words.dated(meant.day, desk.today)}" + (
        f" ({words.shown(meant.product, most=60)})" if meant.product else ""
    )
    return recorded.recorded(desk, "Retoure notiert", f"{words.money(asked)}{of}, {at}", change)


def _open(desk: Desk, contact: Contact) -> list[Purchase]:
    """What can still be given back, the youngest first; a contact that has nothing is refused at once."""
    found = [one for one in kept(desk.work.events.history(contact.id).standing()) if one.left]
    if not found:
        raise NothingBought(words.name(contact), "")
    return found[::-1][:MOST_OFFERED]


def _whole(open_: list[Purchase], *, named: bool) -> list[tuple[str, str]]:
    """A tap gives back all that is left of a purchase; where the line names the goods, it only adds the amount."""
    said = [f"{words.money(one.left)} {'' if named else one.product}".strip() for one in open_]
    return [(one[:40], one) for one in dict.fromkeys(said)]


def _meant(desk: Desk, contact: Contact, event: Event, phrase: str) -> Purchase:
    history, asked, product = desk.work.events.history(contact.id), event.money, event.product
    assert asked is not None  # noqa: S101 – just given
    try:
        return to_return(history, asked, product=product, on=event.day)
    except BoughtLater as error:
        bought = words.dated(error.purchase.day, desk.today)
        raise ReturnTooEarly(words.name(contact), words.dated(event.day, desk.today), bought) from error
    except MoreThanRemains as error:
        left, bought = error.purchase.left, error.purchase.product
        raise ReturnTooMuch(phrase, words.name(contact), asked, left, bought) from error
    except NothingToReturn as error:
        raise NothingBought(words.name(contact), product) from error

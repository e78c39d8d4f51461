"""How a contact is reached from the phone in one's hand: the number copied, the way there."""

from urllib.parse import urlencode

from bot.turn import Button
from domain.contact import Contact
from domain.record import Field

MAP = "https://www.google.com/maps/dir/?"
LONGEST = 200  # characters of an address


def keys(contact: Contact) -> list[Button]:
    """As far as there is a number and a place."""
    found = [Button("Nummer kopieren", copy=contact.phone)] if contact.phone else []
    return [*found, *way(contact)]


def way(contact: Contact) -> list[Button]:
    """Opens the map with the route; a street without a town leads nowhere."""
    place = " ".join(part for part in (contact.detail(Field.POSTCODE), contact.town) if part)
    if not place:
        return []
    parts = (contact.detail(Field.STREET), place, contact.detail(Field.COUNTRY))
    address = ", ".join(part for part in parts if part)[:LONGEST]
    return [Button("Navigation", url=MAP + urlencode({"api": 1, "destination": address}))]

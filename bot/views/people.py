"""Events that name another contact: by its name where the reader may see it, never by a bare number."""

from dataclasses import replace

from bot.desk import Desk
from bot.views import eventwords
from domain.events import Event, Kind

_UNSEEN = {Kind.REFERRAL: "jemanden", Kind.REFERRED: "jemandem"}  # taken back, deleted, or a colleague's


def told(desk: Desk, event: Event) -> str:
    """An event in words; see `eventwords.what`."""
    return eventwords.what(named(desk, event), today=desk.today, local=desk.local)


def named(desk: Desk, event: Event) -> Event:
    """With a name in the place of the other one's number, as far as it is in sight; merged ones as who they are now."""
    if event.kind is Kind.HANDED:
        return replace(event, product=_handed(desk, event))
    if event.kind not in {*_UNSEEN, Kind.MERGED} or not event.detail.isdecimal():
        return event
    if event.kind is Kind.MERGED:
        return replace(event, detail=_name(desk, int(event.detail), hidden=True) or event.detail)
    number = desk.work.referrals.now(int(event.detail))
    return replace(event, detail=_name(desk, number, hidden=False) or _UNSEEN[event.kind])


def _handed(desk: Desk, event: Event) -> str:
    """`von Bert an Carla, durch Kim`: who did it, unless they gave or took it themselves."""
    hands = [int(number) for number in event.detail.split(">")]
    names = [desk.work.members.get(number).label for number in (*hands, event.rep)]
    return f"von {names[0]} an {names[1]}" + ("" if event.rep in hands else f", durch {names[2]}")


def _name(desk: Desk, number: int, *, hidden: bool) -> str:
    contact = desk.work.contacts.any(number)
    if contact is None or not desk.scope.admits(contact.owner) or (contact.hidden and not hidden):
        return ""
    return contact.name

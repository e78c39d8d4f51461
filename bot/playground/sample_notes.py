"""What the made-up reps found out about some of their customers besides what happened: evidence, answers, referrals."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from domain.contact import Contact
from domain.events import Event, Kind
from storage.contacts import Listed
from storage.work import Work


class Noted(NamedTuple):
    """So many days before the start; `facts` as the event has them, `about` another customer by name."""

    who: str
    ago: int
    kind: Kind
    facts: dict[str, Any]
    about: str = ""


NOTES = (
    Noted("Achim Keller", 90, Kind.HINT, {"detail": "vertrag", "text": "um zwei Jahre verlängert"}),
    Noted("Achim Keller", 60, Kind.HINT, {"detail": "feedback", "text": "lobt den Kundendienst"}),
    Noted("Achim Keller", 20, Kind.HINT, {"detail": "idee", "text": "Filter im Abo"}),
    Noted("Xaver Lang", 45, Kind.HINT, {"detail": "treu"}),
    Noted("Xaver Lang", 44, Kind.HINT, {"detail": "verweigert", "text": "kein Interview"}),
    Noted("Achim Keller", 70, Kind.REFERRAL, {}, about="Carla Winter"),
    Noted("Achim Keller", 15, Kind.MENTION, {"detail": "2500", "product": "LinkedIn"}),
    Noted("Carla Winter", 8, Kind.QUALIFIED, {"detail": "motivation", "signal": "ja", "text": "alte Presse fällt aus"}),
    Noted("Carla Winter", 8, Kind.QUALIFIED, {"detail": "realismus", "signal": "ja", "text": "kennt die Maschine"}),
)  # fmt: skip


def noted(work: Work, now: datetime) -> None:
    """Log them; whoever isn't among the customers is left out."""
    people = {one.contact.name: one.contact for one in _everybody(work)}
    for note in NOTES:
        other = people.get(note.about)
        if (who := people.get(note.who)) and (other or not note.about):
            _log(work, note, who, other, now)


def _everybody(work: Work) -> Iterator[Listed]:
    return (work.contacts.listed(number) for number in work.contacts.after(0, most=500))


def _log(work: Work, note: Noted, who: Contact, other: Contact | None, now: datetime) -> None:
    """A referral is known on both sides."""
    at = now - timedelta(days=note.ago)
    turn = work.turns.begin(who.owner, note.kind.value, now=at, typed_at=at, chat=None, message=None)
    event = Event(0, note.kind, 0, who.owner, at, work.team_day(at), logged_at=at, turn=turn)
    for contact, kind, facts in _sides(note, who, other):
        work.record(contact, [replace(event, kind=kind, **facts)], now=now)


def _sides(note: Noted, who: Contact, other: Contact | None) -> list[tuple[Contact, Kind, dict[str, Any]]]:
    if other is None:
        return [(who, note.kind, note.facts)]
    return [
        (other, Kind.REFERRED, {"detail": str(who.id)}),
        (who, Kind.REFERRAL, {"detail": str(other.id)}),
    ]

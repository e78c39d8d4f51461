"""Recommendations that a merge would turn into a circle: dropped with it, and back again when it is taken back (V11)."""

from collections.abc import Iterator, Sequence

from bot.desk import Desk
from domain.contact import Contact
from domain.events import Event, Kind
from domain.referrals import closing as closing_links
from storage.merges import Merge

Link = tuple[int, int]  # who recruited whom


def closing(desk: Desk, survivor: Contact, lost: Contact) -> tuple[Link, ...]:
    one, other, known = survivor.id, lost.id, desk.work.referrals
    above = known.recruiters_above(one, other) | known.recruiters_above(other, one)
    return closing_links(one, other, recruiter_of=above)


def told(desk: Desk, links: Sequence[Link]) -> list[tuple[str, str]]:
    """Names of who recruited whom; empty where the reader may not see it."""
    return [(_name(desk, giver), _name(desk, taker)) for giver, taker in links]


def _name(desk: Desk, number: int) -> str:
    contact = desk.work.contacts.any(number)
    return contact.name if contact and desk.scope.admits(contact.owner) else ""


def cut(desk: Desk, links: Sequence[Link], turn: int) -> None:
    """Voided on both sides by the merge's own entry: so it is known what to bring back."""
    for giver, taker in links:
        events = [event for event in _of(desk, giver, taker) if event.voided is None]
        desk.work.events.void(events, by=desk.turn.member.id, turn=turn, at=desk.turn.now)


def mend(desk: Desk, merge: Merge) -> None:
    """What the merge had dropped stands again."""
    referrals, histories = desk.work.referrals, desk.work.events.history
    for taker in (merge.survivor, merge.lost):
        cut_here = [e for e in histories(taker).events if e.kind is Kind.REFERRED and _by(e, merge.turn)]
        givers = {referrals.now(int(event.detail)) for event in cut_here}
        others = (e for giver in givers for e in _of(desk, giver, taker) if _by(e, merge.turn))
        desk.work.events.restore(list({event.id: event for event in (*cut_here, *others)}.values()))


def _by(event: Event, turn: int) -> bool:
    return event.voided is not None and event.voided.turn == turn


def _of(desk: Desk, giver: int, taker: int) -> Iterator[Event]:
    """A recommendation as it is told by either one's history."""
    for here, there, kind in ((taker, giver, Kind.REFERRED), (giver, taker, Kind.REFERRAL)):
        for event in desk.work.events.history(here).events:
            if event.kind is kind and desk.work.referrals.now(int(event.detail)) == there:
                yield event

"""Two contacts become one, and two again: what is written for it. The talk about it stands in bot/commands/merge.py."""

from dataclasses import replace

from bot.commands import circles, putback
from bot.desk import Desk
from bot.errors_record import MergedOver, MergeGone, MergeTooOld
from bot.views import changing, words
from bot.views.merging import Joined
from domain.changes import TAG
from domain.contact import Contact
from domain.events import Event, Kind
from domain.merging import Union, united
from domain.profile import Profile, fold
from storage.merges import REVERSIBLE, Merge
from storage.work import Change

FROM, TO = "von:", "an:"  # marks of a MERGED event: whose the survivor was, and whose it became


def join(desk: Desk, survivor: Contact, lost: Contact, owner: int) -> Joined:
    """Carry out: events, reminders and keywords go to the survivor, and what it lacks in its record."""
    work, now = desk.work, desk.turn.now
    survivor, lost = work.merges.hold(survivor.id, lost.id)
    if survivor.hidden or lost.hidden:
        raise MergeGone
    before, gone = folded(desk, survivor.id), folded(desk, lost.id)
    union, links = united(survivor, lost), circles.closing(desk, survivor, lost)
    turn = desk.begin(Kind.MERGED.value)
    circles.cut(desk, links, turn)
    work.merges.move(turn, lost, survivor)
    work.events.mentions.share(lost.id, survivor.id)
    given = _told(desk, survivor, lost, union, owner)
    _heard_of(desk, survivor.id, lost.id)
    lost_change = work.settle(_any(desk, lost.id), gone, now=now)
    change = work.settle(given, before, now=now)
    work.turns.concerns(turn, survivor.id)
    work.contacts.used(survivor.id, now=now)
    return Joined(change, lost_change, union, circles.told(desk, links))


def _told(desk: Desk, survivor: Contact, lost: Contact, union: Union, owner: int) -> Contact:
    """Its history tells of the merge and of each field it filled; what has no place there becomes a note."""
    merged = desk.event(Kind.MERGED, detail=str(lost.id), flags=_owners(survivor, owner))
    changed = _changes(desk, survivor, lost, union)
    events = (merged, *changed, *_note(desk, lost, union))
    desk.work.events.add(replace(event, contact=survivor.id) for event in events)
    given = survivor if survivor.owner == owner else desk.work.merges.give(survivor, owner)
    return putback.written(desk, given, changed)


def _owners(survivor: Contact, owner: int) -> frozenset[str]:
    return frozenset({f"{FROM}{survivor.owner}", f"{TO}{owner}"} if survivor.owner != owner else set())


def _changes(desk: Desk, survivor: Contact, lost: Contact, union: Union) -> list[Event]:
    """What the record gains, as changes like any other: so they can go back."""
    present = set(desk.work.tags.of(survivor.id))
    tags = [tag for tag in desk.work.tags.of(lost.id) if tag not in present]
    facts = [(field.value, value) for field, value in union.gains.items()] + [(TAG, tag) for tag in tags]
    return [desk.event(Kind.CHANGED, detail=detail, text=value) for detail, value in facts]


def _note(desk: Desk, lost: Contact, union: Union) -> list[Event]:
    """What has no place in the survivor's record isn't lost."""
    if not union.noted:
        return []
    told = "; ".join(f"{changing.label(clash.field)}: {clash.other}" for clash in union.noted)
    return [desk.event(Kind.NOTE, text=f"Von #{lost.id} {lost.name}: {told}")]


def apart(desk: Desk, merge: Merge, taken: list[Event]) -> tuple[list[Change], list[str]]:
    """Take a merge back: what it moved goes back, what it filled in goes unless changed since."""
    undo = desk.begin("undo")
    _refuse_if_late(desk, merge)
    work = desk.work
    survivor, _ = work.merges.hold(merge.survivor, merge.lost)
    before = {number: folded(desk, number) for number in (merge.survivor, merge.lost)}
    work.turns.undone(merge.turn, at=desk.turn.now)
    work.merges.back(merge)
    circles.mend(desk, merge)
    work.events.mentions.share(merge.survivor, merge.lost)
    work.events.void(taken, by=desk.turn.member.id, turn=undo, at=desk.turn.now)
    told = putback.back(desk, merge.survivor, taken)
    _owner_back(desk, survivor, taken)
    _heard_of(desk, merge.survivor, merge.lost)
    return [work.settle(_any(desk, n), profile, now=desk.turn.now) for n, profile in before.items()], told


def _owner_back(desk: Desk, survivor: Contact, taken: list[Event]) -> None:
    """Unless it was handed on since."""
    marks = [mark for event in taken if event.kind is Kind.MERGED for mark in event.flags]
    was = next((int(mark.removeprefix(FROM)) for mark in marks if mark.startswith(FROM)), None)
    if was is not None and f"{TO}{survivor.owner}" in marks:
        desk.work.merges.give(_any(desk, survivor.id), was)


def _heard_of(desk: Desk, *numbers: int) -> None:
    """`/suche` finds a contact by what its events say, wherever they have gone."""
    for number in numbers:
        desk.work.events.mentions.drop(number)
        for event in desk.work.events.history(number).events:
            desk.work.events.mentions.note(event)


def _refuse_if_late(desk: Desk, merge: Merge) -> None:
    """In reverse order only, and for thirty days."""
    survivor = _any(desk, merge.survivor)
    into = desk.work.contacts.into(survivor.id)
    later = desk.work.merges.last_into(into if into is not None else survivor.id)
    if later is not None and later.turn != merge.turn:
        one, other = (words.name(_any(desk, number)) for number in (later.survivor, later.lost))
        raise MergedOver(words.name(survivor), later.turn, f"{other} in {one}")
    if desk.turn.now - merge.at > REVERSIBLE:
        raise MergeTooOld(words.name(survivor), desk.local(merge.at).date())


def folded(desk: Desk, number: int) -> Profile:
    return fold(desk.work.events.history(number), rules=desk.office.rules)


def _any(desk: Desk, number: int) -> Contact:
    contact = desk.work.contacts.any(number)
    assert contact is not None  # noqa: S101 – its events name it
    return contact

"""Staged rows are read by the mapping, matched and judged; nothing outside of staging is touched."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.imports.crowd import Crowd, Person
from bot.imports.pace import Pace, Tell, breathe, nobody
from bot.imports.person import Known, Verdict, Woven, fields_of, weave
from bot.imports.row import Reader, Row
from bot.imports.unread import Unread
from domain.record import Field
from storage.imports import Batch, Staged
from storage.work import Store, Work

MOST_EXAMPLES = 3
AT_ONCE = 1000  # persons looked at between two breaths


@dataclass(frozen=True, slots=True)
class Terms:
    """By whose lights an import is read. `owners`: who may be named as one, by name; empty: nobody is asked."""

    scope: int | None  # whose contacts are compared: one member's, or the team's
    today: date
    currency: str
    phone: Callable[[str], str]
    owners: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Seen:
    """What the check knows of the file, in memory while it lasts."""

    crowd: Crowd = field(default_factory=Crowd)
    rows: dict[int, tuple[int, ...]] = field(default_factory=dict)  # a person's rows by their first
    merged: dict[int, int] = field(default_factory=dict)
    inside: set[int] = field(default_factory=set)  # contacts in scope that somebody of the file may be


async def check(store: Store, batch: Batch, terms: Terms, tell: Tell = nobody) -> dict[str, Any]:
    """A verdict for every row; returns the counts, which are kept with the batch."""
    seen = Seen()
    await _read(store, batch, terms, seen, tell)
    with store.work() as work:
        highest = work.imports.highest()
    await _meet_stock(store, terms, seen)
    groups = await _united(seen)
    counts = await _judge(store, batch, groups)
    counts |= {"seen": highest}
    with store.work() as work:
        for verdict, count in work.imports.counts(batch.id).items():
            counts[verdict] = count
        work.imports.save(batch.id, state="staged", counts=counts)
    return counts


async def _read(store: Store, batch: Batch, terms: Terms, seen: Seen, tell: Tell) -> None:
    meanings, marks = batch.mapping["meanings"], batch.mapping.get("marks")
    reader = Reader(meanings, today=terms.today, currency=terms.currency, phone=terms.phone, marks=marks)
    pace, after, done = Pace(60), 0, 0
    while True:
        with pace.slice(), store.work() as work:
            rows = work.imports.rows(batch.id, after=after, most=pace.size)
            work.imports.understood(batch.id, [_understood(row, reader, terms, seen) for row in rows])
        if not rows:
            return
        after, done = rows[-1].place, done + len(rows)
        tell(done)
        await breathe()


def _understood(staged: Staged, reader: Reader, terms: Terms, seen: Seen) -> Staged:
    cells = staged.body["c"]
    try:
        row = reader.read(cells)
        leader = _placed(row, staged.place, terms, seen)
    except Unread as unread:
        return replace(staged, verdict=Verdict.BAD, reason=f"{unread.why}\t{unread.said}", body={"c": cells})
    return replace(staged, verdict="", reason="", body={"c": cells, "r": row.out(), "l": leader})


def _placed(row: Row, place: int, terms: Terms, seen: Seen) -> int:
    """Whose row it is, named by their first one; raises Unread."""
    if not row.fields:
        raise Unread("nobody")
    if row.owner and terms.owners and row.owner.casefold() not in terms.owners:
        raise Unread("owner", row.owner)
    person = seen.crowd.place(row.fields, place)
    if person is None:
        raise Unread("several", row.name)
    seen.rows[person.place] = (*seen.rows.get(person.place, ()), place)
    return person.place


async def _meet_stock(store: Store, terms: Terms, seen: Seen) -> None:
    """Go through what there is once, whatever its size: only what the file names is kept in mind."""
    pace, after = Pace(100), 0
    while True:
        with pace.slice(), store.work() as work:
            stock = work.imports.stock(terms.scope, after=after, most=pace.size)
        for contact, merged_into in stock:
            seen.crowd.meet(contact.id, fields_of(contact))
            if merged_into is not None:
                seen.merged[contact.id] = merged_into
            elif not contact.hidden:
                seen.inside.add(contact.id)
        if not stock:
            return
        after = stock[-1][0].id
        await breathe()


@dataclass(slots=True)
class Group:
    """A person's rows, the first one first, and the contact they are."""

    rows: list[int]
    contact: int | None = None
    several: bool = False
    regrouped: bool = False


async def _united(seen: Seen) -> list[Group]:
    """Persons who turned out to be the same contact become one."""
    by_contact: dict[int, Group] = {}
    groups = []
    for place, person in enumerate(seen.crowd.persons):
        if place % AT_ONCE == 0:
            await breathe()
        contact = _standing(person, seen)
        group = Group(list(seen.rows[person.place]), contact, person.several and person.rank == 1)
        if contact is not None and (known := by_contact.get(contact)):
            known.rows, known.regrouped = sorted(known.rows + group.rows), True
            continue
        groups.append(group)
        if contact is not None:
            by_contact[contact] = group
    return groups


def _standing(person: Person, seen: Seen) -> int | None:
    """The contact, or whom it was merged into; one that is out of sight by now is none."""
    contact, steps = person.contact, 0
    while contact in seen.merged and steps < len(seen.merged):
        contact, steps = seen.merged[contact], steps + 1
    return contact if contact in seen.inside else None


async def _judge(store: Store, batch: Batch, groups: Sequence[Group]) -> dict[str, Any]:
    counts: dict[str, Any] = {"people": 0, "bought": 0, "returned": 0, "examples": []}
    pace, at = Pace(40), 0
    while at < len(groups):
        some = groups[at : at + pace.size]
        with pace.slice(), store.work() as work:
            _judge_some(work, batch, some, counts)
        at += len(some)
        await breathe()
    return counts


def _judge_some(work: Work, batch: Batch, groups: Sequence[Group], counts: dict[str, Any]) -> None:
    places = [place for group in groups for place in group.rows]
    staged = work.imports.of(batch.id, places)
    known = known_of(work, [group.contact for group in groups if group.contact is not None])
    verdicts: list[tuple[int, str, int | None, str]] = []
    left: list[Group] = []
    for group in groups:
        rows = [(place, Row.back(staged[place].body["r"])) for place in group.rows]
        if why := _refused(group, rows):
            verdicts += [(place, Verdict.BAD, None, f"{why}\t{rows[0][1].name}") for place in group.rows]
            continue
        woven = weave(_of(known, group), rows)
        if woven.refused:
            verdicts += [
                (place, Verdict.BAD, None, f"{unread.why}\t{unread.said}")
                for place, unread in woven.refused.items()
            ]
            left.append(_without(group, woven.refused))
            continue
        verdicts += [(place, verdict, group.contact, "") for place, verdict in woven.verdicts.items()]
        _count(counts, group, rows, woven)
        _keep_together(work, batch, group, staged)
    work.imports.judge(batch.id, verdicts)
    if left := [group for group in left if group.rows]:
        _judge_some(work, batch, left, counts)


def _of(known: dict[int, Known], group: Group) -> Known | None:
    return known.get(group.contact) if group.contact is not None else None


def _without(group: Group, refused: Container[int]) -> Group:
    """The others of the group; who led them may be gone."""
    return replace(group, rows=[place for place in group.rows if place not in refused], regrouped=True)


def _refused(group: Group, rows: Sequence[tuple[int, Row]]) -> str:
    if group.several:
        return "several"
    return "nameless" if group.contact is None and not any(row.name for _, row in rows) else ""


def _keep_together(work: Work, batch: Batch, group: Group, staged: dict[int, Staged]) -> None:
    """The first row names the others: they are applied in one go."""
    if len(group.rows) == 1 and not group.regrouped:
        return
    leader = group.rows[0]
    changed = [replace(staged[leader], body={**staged[leader].body, "l": leader, "g": group.rows})]
    if group.regrouped:
        others = (staged[place] for place in group.rows[1:])
        changed += [replace(row, body={**row.body, "l": leader}) for row in others]
    work.imports.understood(batch.id, changed)


def _count(counts: dict[str, Any], group: Group, rows: Sequence[tuple[int, Row]], woven: Woven) -> None:
    counts["people"] += group.contact is None
    counts["bought"] += len(woven.bought)
    counts["returned"] += len(woven.returned)
    if len(counts["examples"]) < MOST_EXAMPLES and (group.contact is None or woven.anything):
        counts["examples"].append(_example(rows, woven, fresh=group.contact is None))


def _example(rows: Sequence[tuple[int, Row]], woven: Woven, *, fresh: bool) -> dict[str, Any]:
    name = next((row.name for _, row in rows if row.name), "")
    shown = {code: value for code, value in woven.filled.items() if code != Field.NAME}
    return {
        "name": name,
        "fresh": fresh,
        "fields": dict(list(shown.items())[:4]),
        "bought": len(woven.bought),
    }


def known_of(work: Work, numbers: Sequence[int]) -> dict[int, Known]:
    """What is known of these contacts, as they stand."""
    found = work.imports.contacts(numbers)
    histories = work.events.of_contacts(list(found))
    return {
        number: Known.of(contact, histories[number], work.tags.of(number))
        for number, (contact, _) in found.items()
    }

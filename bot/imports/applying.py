"""What was confirmed is entered, person by person, and goes on where a kill left it; then the window is measured."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from bot.imports.cells import CUSTOMER
from bot.imports.checking import Terms, known_of
from bot.imports.crowd import Crowd
from bot.imports.givenback import NOON, amount_of, purchase_of
from bot.imports.pace import Pace, Tell, breathe, nobody
from bot.imports.person import Known, Verdict, Woven, fields_of, weave
from bot.imports.row import Row
from bot.imports.staging import clear
from bot.imports.unread import Unread
from domain.contact import Contact, NewContact
from domain.events import Event, History, Kind
from domain.record import DETAILS, Field
from domain.status import Status, advance
from storage.database import StoreUnavailable, is_outage
from storage.entering import Entrant, enter
from storage.imports import Batch, Staged
from storage.work import Store, Work

log = logging.getLogger(__name__)

T = TypeVar("T")
CAREFULLY = 50  # rows at once where each may break us and is entered by itself
TAGGED = "tagged"  # the verdict of a row that is kept after its keywords were added
REASON = "Import"  # of a status set by hand (S8)


@dataclass(slots=True)
class Applied:
    """Where it is. `looked`: contacts up to this number were compared; `newcomers`: who came since the check."""

    batch: Batch
    at: int
    looked: int
    counts: dict[str, Any]
    newcomers: Crowd = field(default_factory=Crowd)


async def apply(
    store: Store, number: int, terms: Terms, now: datetime, tell: Tell = nobody
) -> dict[str, Any]:
    """To the end; each transaction says how far it got. Returns the counts."""
    with store.work() as work:
        batch = work.imports.get(number)
    assert batch is not None  # noqa: S101 – its job names it
    counts = dict(batch.counts)
    if "tail" not in counts:
        applied = Applied(batch, counts.get("at", 0), counts["seen"], counts)
        await _enter_all(store, applied, terms, now, tell)
        counts = applied.counts
    await replan(store, number, counts, now)
    await clear(store, number, keep=(Verdict.BAD, TAGGED))
    with store.work() as work:
        work.imports.save(number, state="done", counts=counts)
    return counts


async def _enter_all(store: Store, applied: Applied, terms: Terms, now: datetime, tell: Tell) -> None:
    pace, one_by_one, until = Pace(50), Pace(10, most=CAREFULLY), 0
    while "tail" not in applied.counts:
        careful = applied.at < until
        some = one_by_one if careful else pace
        try:
            with some.slice(), store.work() as work:
                at, counts = _slice(work, applied, some.size, terms, now, careful=careful)
                work.imports.count(applied.batch.id, counts)
        except StoreUnavailable:
            raise
        except Exception as broken:  # one row nobody foresaw: once more, and only that one is left out
            if careful or is_outage(broken):
                raise
            until = max(applied.at, applied.batch.mapping["first"] - 1) + pace.size
            continue
        applied.at, applied.counts = at, counts
        tell(at - applied.batch.mapping["first"] + 1)
        await breathe()


def _slice(
    work: Work, applied: Applied, most: int, terms: Terms, now: datetime, *, careful: bool
) -> tuple[int, dict[str, Any]]:
    """Some persons; returns how far it got, and the counts."""
    _look_around(work, applied, terms)
    rows = work.imports.rows(applied.batch.id, after=applied.at, most=most)
    counts = {**applied.counts, **({"at": rows[-1].place} if rows else {"tail": 0})}
    _enter_some(_Maker(work, applied.batch, terms, now, counts), applied.newcomers, rows, careful=careful)
    applied.looked = work.imports.highest()
    return (rows[-1].place if rows else applied.at), counts


def _look_around(work: Work, applied: Applied, terms: Terms) -> None:
    """Contacts that came since the check, by others: whoever was entered meanwhile isn't entered twice."""
    highest = work.imports.highest()
    while applied.looked < highest:
        turn = applied.batch.turn or 0
        found = work.imports.newcomers(terms.scope, turn, after=applied.looked)
        for contact, _ in found:
            applied.newcomers.place(fields_of(contact), contact.id)
        applied.looked = found[-1][0].id if found else highest


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes contacts and events of this import: happened when the row says, logged now."""

    work: Work
    batch: Batch
    terms: Terms
    now: datetime
    counts: dict[str, Any]

    def create(self, people: Sequence[Woven]) -> None:
        """All at once, their keywords last."""
        contacts = enter(self.work, [self._entrant(woven) for woven in people], now=self.now)
        for contact, woven in zip(contacts, people, strict=True):
            self._give_back(contact, woven)
            for tag in woven.tags:
                self.work.tags.add(contact.id, tag)

    def _entrant(self, woven: Woven) -> Entrant:
        columns: dict[str, Any] = {
            code: value for code, value in woven.filled.items() if code not in _DETAILS
        }
        details = {code: value for code, value in woven.filled.items() if code in _DETAILS}
        new = NewContact(**{**columns, "private": bool(columns.get("private"))}, details=details or None)
        named = self.terms.owners.get(woven.owner.casefold()) if woven.owner else None
        events = [self.event(Kind.CREATED), *self.facts(woven)]
        if status := _status(woven.status, events, self.work):
            events.append(self.event(Kind.STATUS, detail=status, text=REASON))
        return Entrant(new, named or self.batch.rep, events)

    def add_to(self, contact: Contact, woven: Woven) -> None:
        """Only where something is missing; every filled field leaves a trace, by which it can be emptied again."""
        changes = [self.event(Kind.CHANGED, detail=code, text=value) for code, value in woven.filled.items()]
        if woven.filled:
            values: dict[str, Any] = {Field(code): value for code, value in woven.filled.items()}
            if Field.PRIVATE in values:
                values[Field.PRIVATE] = True
            contact = self.work.contacts.change(contact, values)
        if events := [*changes, *self.facts(woven)]:
            self.work.record(contact, events, now=self.now)
        self._give_back(contact, woven)
        for tag in woven.tags:
            self.work.tags.add(contact.id, tag)

    def event(self, kind: Kind, **facts: Any) -> Event:
        given = {"at": self.now, "day": self.work.team_day(self.now), **facts}
        return Event(0, kind, 0, self.batch.rep, logged_at=self.now, turn=self.batch.turn or 0, **given)

    def facts(self, woven: Woven) -> Iterator[Event]:
        for row in woven.bought:
            yield self._purchase(row)
        for note in woven.notes:
            yield self.event(Kind.NOTE, text=note)

    def _purchase(self, row: Row) -> Event:
        flags = {"flags": frozenset({"rabatt"})} if row.discount else {}
        return self._traded(Kind.PURCHASE, row, product=row.product, **flags)

    def _traded(self, kind: Kind, row: Row, **facts: Any) -> Event:
        assert row.day is not None  # noqa: S101 – that is what makes it one
        at = datetime.combine(row.day, row.at or NOON, self.work.policy.zone).astimezone(UTC)
        facts |= {"money": amount_of(row), "timed": row.at is not None}
        return self.event(kind, at=min(at, self.now), day=row.day, **facts)

    def _give_back(self, contact: Contact, woven: Woven) -> None:
        """Each names its purchase, which has its number by now; one that has lost it since the check is left out."""
        for place, unread in woven.refused.items():
            self._leave_out_at(place, unread)
        for place, row in woven.returned:
            history = self.work.events.history(contact.id)
            try:
                meant = purchase_of(history.standing(), row)
            except Unread as unread:
                self._leave_out_at(place, unread)
                continue
            event = self._traded(Kind.RETURN, row, product=meant.product, refers_to=meant.id)
            self.work.record(contact, [event], now=self.now)

    def _leave_out_at(self, place: int, unread: Unread) -> None:
        self.leave_out(list(self.work.imports.of(self.batch.id, [place]).values()), unread.why, unread.said)

    def leave_out(self, rows: Sequence[Staged], why: str, said: str = "") -> None:
        reason = f"{why}\t{said}"
        self.work.imports.judge(self.batch.id, [(row.place, Verdict.BAD, None, reason) for row in rows])
        for row in rows:
            self.counts[row.verdict] -= 1
        self.counts[Verdict.BAD.value] = self.counts.get(Verdict.BAD.value, 0) + len(rows)


_DETAILS = frozenset(code.value for code in DETAILS)


def _enter_some(maker: _Maker, newcomers: Crowd, rows: Sequence[Staged], *, careful: bool) -> None:
    work, batch = maker.work, maker.batch
    leaders = [row for row in rows if row.body.get("l") == row.place and row.verdict != Verdict.BAD]
    places = [place for row in leaders for place in row.body.get("g", ()) if place != row.place]
    others = work.imports.of(batch.id, places)
    contacts = _contacts(maker, newcomers, leaders)
    known = known_of(work, [contact.id for contact in contacts.values()])
    fresh: list[Woven] = []
    for leader in leaders:
        members = [leader, *(others[place] for place in leader.body.get("g", ()) if place != leader.place)]
        contact = contacts.get(leader.place)
        if leader.contact is not None and contact is None:
            maker.leave_out(members, "gone")
        elif careful:
            _carefully(maker, members, contact, known)
        elif contact is None:
            fresh.append(weave(None, _read(members)))
        else:
            _add(maker, members, contact, known[contact.id])
    maker.create(fresh)


def _read(members: Sequence[Staged]) -> list[tuple[int, Row]]:
    return [(row.place, Row.back(row.body["r"])) for row in members]


def _carefully(
    maker: _Maker, members: Sequence[Staged], contact: Contact | None, known: Mapping[int, Known]
) -> None:
    """A person that breaks us is left out and named, the others go on."""
    try:
        with maker.work.savepoint():
            if contact is None:
                maker.create([weave(None, _read(members))])
            else:
                _add(maker, members, contact, known[contact.id])
    except StoreUnavailable:
        raise
    except Exception as broken:
        if is_outage(broken):
            raise
        log.exception("import %s, row %s left out", maker.batch.id, members[0].place)
        maker.leave_out(members, "broken")


def _add(maker: _Maker, members: Sequence[Staged], contact: Contact, known: Known) -> None:
    woven = weave(known, _read(members))
    if woven.anything or woven.refused:
        maker.add_to(contact, woven)
    if woven.tags:
        maker.work.imports.understood(maker.batch.id, [_tagged(members[0], contact, woven)])


def _tagged(leader: Staged, contact: Contact, woven: Woven) -> Staged:
    """What is kept of a row so that its keywords can be taken away again: no event tells of them."""
    return replace(leader, verdict=TAGGED, reason="", body={"contact": contact.id, "tags": woven.tags})


def _contacts(maker: _Maker, newcomers: Crowd, leaders: Sequence[Staged]) -> dict[int, Contact]:
    """The contacts of persons that have one, by their first rows; those hidden or given away since are gone."""
    wanted = {row.place: row.contact for row in leaders if row.contact is not None}
    if newcomers.persons:
        for row in leaders:
            if row.contact is None and (number := newcomers.found(Row.back(row.body["r"]).fields)):
                wanted[row.place] = number
    known = maker.work.imports.contacts(list(set(wanted.values())))
    scope = maker.terms.scope
    found = {number: contact for number, (contact, _) in known.items() if scope in {None, contact.owner}}
    return {
        place: found[number]
        for place, number in wanted.items()
        if number in found and not found[number].hidden
    }


def _status(wanted: str, events: Sequence[Event], work: Work) -> str:
    """The status the file says, where what it tells of doesn't lead there by itself."""
    if not wanted:
        return ""
    numbered = History.of(_numbered(events))
    reached = advance(numbered, rules=work.policy.rules).status
    target = Status.EK if wanted == CUSTOMER else Status(wanted)
    return target.value if reached.below(target) else ""


def _numbered(events: Sequence[Event]) -> Iterator[Event]:
    return (replace(event, id=number) for number, event in enumerate(events, 1))


async def _aside(store: Store, read: Callable[[Work], T]) -> T:
    """What reads long, beside the turns."""

    def reading() -> T:
        with store.aside() as work:
            return read(work)

    return await asyncio.to_thread(reading) if store.has_aside else reading()


async def replan(store: Store, number: int, counts: dict[str, Any], now: datetime) -> None:
    """The window once for all, then the team's figures; whom a changed window concerns the ticks plan anew."""
    if counts["tail"] == 0:
        windows = await _aside(store, lambda work: work.windows.measured(now=now))
        with store.work() as work:
            work.windows.take(windows, now=now)
            counts["tail"] = 1
            work.imports.count(number, counts)
    if counts["tail"] == 1:
        team = await _aside(store, lambda work: work.looks.team_measured(now=now))
        with store.work() as work:
            work.customers.take(team)
            counts["tail"] = 2
            work.imports.count(number, counts)

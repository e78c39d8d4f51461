"""An import taken back, contact by contact: its events don't stand, its contacts go, its fields are empty again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.imports.applying import TAGGED, replan
from bot.imports.pace import Pace, Tell, breathe, nobody
from bot.imports.staging import clear
from domain.contact import Contact
from domain.events import Event, Kind
from domain.profile import fold
from domain.record import Field
from storage.imports import Batch
from storage.work import Store, Work

DAYS = 30  # so long an import can be taken back


@dataclass(frozen=True, slots=True)
class Undoing:
    """`turn`: what the voids name."""

    batch: Batch
    turn: int
    now: datetime


async def revert(store: Store, number: int, now: datetime, tell: Tell = nobody) -> dict[str, Any]:
    """To the end, also after a kill. Returns the counts: contacts `gone` and `kept`."""
    with store.work() as work:
        batch = work.imports.get(number)
    assert batch is not None  # noqa: S101 – its job names it
    counts = {"gone": 0, "kept": 0, "undone": 0, **batch.counts}
    undoing = Undoing(batch, counts["undo"], now)
    if "undone_tail" not in counts:
        await _take_back_all(store, undoing, counts, tell)
    counts["tail"] = counts.get("undone_tail", 0)
    await replan(store, number, counts, now)
    await clear(store, number)
    with store.work() as work:
        work.imports.save(number, state="reverted", counts=counts)
    return counts


async def _take_back_all(store: Store, undoing: Undoing, counts: dict[str, Any], tell: Tell) -> None:
    pace, done = Pace(10, most=100), 0
    while True:
        with pace.slice(), store.work() as work:
            turn = undoing.batch.turn or 0
            numbers = work.imports.touched(turn, after=counts["undone"], most=pace.size)
            for contact in numbers:
                _take_back(work, contact, undoing, counts)
            counts |= {"undone": numbers[-1]} if numbers else {"undone_tail": 0}
            if not numbers:
                _take_tags(work, undoing.batch)
            work.imports.count(undoing.batch.id, counts)
        if not numbers:
            return
        done += len(numbers)
        tell(done)
        await breathe()


def _take_back(work: Work, number: int, undoing: Undoing, counts: dict[str, Any]) -> None:
    contact = work.contacts.any(number)
    assert contact is not None  # noqa: S101 – its events name it
    history = work.events.history(number)
    standing = list(history.standing())
    mine = [event for event in standing if event.turn == undoing.batch.turn]
    created = any(event.kind is Kind.CREATED for event in mine)
    stays = created and (len(mine) < len(standing) or work.contacts.into(number) is not None)
    if stays:  # other entries hang on it, or a merge: it keeps its name and its beginning
        mine = [event for event in mine if event.kind is not Kind.CREATED]
    work.events.void(mine, by=undoing.batch.rep, turn=undoing.turn, at=undoing.now)
    contact = _emptied(work, contact, mine)
    if created and not stays:
        work.contacts.hide(contact, hidden=True)
    counts["gone"] += created and not stays
    counts["kept"] += stays
    if settled := work.contacts.any(number):
        work.settle(settled, fold(history, rules=work.policy.rules), now=undoing.now)


def _emptied(work: Work, contact: Contact, mine: list[Event]) -> Contact:
    """What the import filled in, as far as nobody changed it since."""
    values: dict[str, Any] = {}
    for event in mine:
        if event.kind is Kind.CHANGED and _still(contact, event):
            code = Field(event.detail)
            values[code] = False if code is Field.PRIVATE else event.product
    return work.contacts.change(contact, values) if values else contact


def _still(contact: Contact, event: Event) -> bool:
    if event.detail == Field.PRIVATE:
        return contact.private
    return bool(getattr(contact, event.detail, contact.detail(event.detail)) == event.text)


def _take_tags(work: Work, batch: Batch) -> None:
    after = 0
    while rows := work.imports.rows(batch.id, after=after, most=500, verdict=TAGGED):
        for row in rows:
            for tag in row.body["tags"]:
                work.tags.remove(row.body["contact"], tag)
        after = rows[-1].place

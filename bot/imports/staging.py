"""A file's rows into staging: read in a thread, kept a slice at a time, headings and meanings beside them."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

from bot.imports.headings import LONGEST_HEADING, guessed, headings_at
from bot.imports.money import mark_of
from bot.imports.pace import Pace, Tell, breathe, nobody
from bot.imports.source import Source, taken
from storage.work import Store

SAMPLE = 60  # rows that are looked at to tell what a column is


async def clear(store: Store, batch: int, *, keep: Sequence[str] = ()) -> None:
    """Forget what is staged, a slice at a time."""
    while True:
        with store.work() as work:
            gone = work.imports.drop(batch, keep=keep)
        if not gone:
            return
        await breathe()


async def stage(store: Store, batch: int, source: Source, sheet: str, tell: Tell = nobody) -> int:
    """Everything the sheet holds, from the beginning; returns how many rows. Raises what is wrong with the file."""
    await clear(store, batch)
    marks = _Marks()
    rows = marks.watched(source.rows(sheet))
    head = await asyncio.to_thread(taken, rows, SAMPLE)
    at = headings_at(head)
    first = 0 if at is None else at + 1
    mapping = {**_mapping(head, at), "sheet": sheet, "first": first + 1}
    with store.work() as work:
        work.imports.save(batch, mapping=mapping)
    pace, place, waiting = Pace(200), first + 1, head[first:]
    while waiting:
        with pace.slice(), store.work() as work:
            work.imports.stage(batch, place, waiting)
        place += len(waiting)
        tell(place - first - 1)
        await breathe()
        waiting = await asyncio.to_thread(taken, rows, pace.size)
    with store.work() as work:
        work.imports.save(batch, total=place - first - 1, mapping={**mapping, "marks": marks.of_columns})
    return place - first - 1


class _Marks:
    """Which marks stand before the cents of each column, by its place: `1.234` is read by what the others show."""

    def __init__(self) -> None:
        self.of_columns: dict[str, str] = {}

    def watched(self, rows: Iterator[list[str]]) -> Iterator[list[str]]:
        for row in rows:
            for place, cell in enumerate(row):
                if cell and (mark := mark_of(cell)) and mark not in self.of_columns.get(str(place), ""):
                    self.of_columns[str(place)] = self.of_columns.get(str(place), "") + mark
            yield row


def _mapping(head: list[list[str]], at: int | None) -> dict[str, Any]:
    """Headings and what each column is taken for; columns that hold nothing at all are left out of sight."""
    width = max(map(len, head), default=0)
    named = at is not None
    typed = head[at] if at is not None else []
    headings = [(typed[place] if place < len(typed) else "")[:LONGEST_HEADING] for place in range(width)]
    data = head[at + 1 :] if at is not None else head
    meanings = guessed(headings, data, named=named)
    shown = [heading or f"Spalte {place}" for place, heading in enumerate(headings, 1)]
    return {"headings": shown, "meanings": meanings, "named": named}

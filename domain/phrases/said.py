"""The things one phrase may say about when, before they are joined to a day and a time."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Literal

from domain.phrases.facts import DateImpossible, Lean
from domain.phrases.words import spelled


@dataclass(frozen=True, slots=True)
class Line:
    """A typed line, when it was typed (aware, the rep's zone), and where it leans."""

    text: str
    now: datetime
    lean: Lean

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def ahead(self) -> bool:
        return self.lean is Lean.FUTURE


@dataclass(frozen=True, slots=True)
class Day:
    """A day that needs no further reading: heute, 3.11.2026."""

    day: date


@dataclass(frozen=True, slots=True)
class OfYear:
    """A day of some year: 3.11., Ende Mai (`dom` 0 = the month's last)."""

    month: int
    dom: int
    whole: int = 0  # only a month or quarter was named: of so many months
    turn: int | None = None  # "nächsten Mai"


@dataclass(frozen=True, slots=True)
class OfMonth:
    """A day of some month: am 15., Monatsende (`dom` 0 = the last)."""

    dom: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """Di, nächsten Di (turn 1), letzten Di (-1). `sure` False: a lower-case "mi" that needs a neighbour."""

    number: int
    turn: int | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Frame:
    """A week, month or year a day may be named in: "nächste Woche Di". `vague`: names no day by itself."""

    kind: Literal["week", "month", "year"]
    first: date
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """In 3 Tagen, vor 2 Wochen, in einem Monat."""

    days: int = 0
    months: int = 0


@dataclass(frozen=True, slots=True)
class Moment:
    """In einer Stunde, vor 10 Minuten: day and time at once, local."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as it was said. `vague`: half a day is left open (um 3, halb drei)."""

    at: time
    vague: bool = False
    ends: time | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day, folded: fruh, abend. `loose`: means a time only beside a day or a clock."""

    name: str
    loose: bool = False


Saying = Day | OfYear | OfMonth | Weekday | Frame | Shift | Moment | Clock | Part
Reader = Callable[[re.Match[str], Line], Saying | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and how its match is read; the reader may say that it is nothing after all."""

    source: str
    read: Reader

    @property
    def pattern(self) -> re.Pattern[str]:
        return compiled(self.source)


def rule(source: str, read: Reader) -> Rule:
    return Rule(spelled(source), read)


@cache
def compiled(source: str) -> re.Pattern[str]:
    """Compiled when it is first needed: all of them take a third of the time in which the bot starts."""
    return re.compile(source, re.IGNORECASE)


def a_day(year: int, month: int, dom: int, phrase: str) -> date:
    try:
        return date(year, month, dom)
    except ValueError as impossible:
        raise DateImpossible(phrase) from impossible

"""What a phrase comes to: a day with or without a time, where it stood, or why it can't be read."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from zoneinfo import ZoneInfo

from domain.phrases.words import tidied

Span = tuple[int, int]


class Lean(Enum):
    """Where a phrase without a direction of its own leads: what happened, or what is to do."""

    PAST = "past"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class When:
    """A local wall clock in the rep's zone; `at` is None where only the day is known."""

    day: date
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """`start:end` is the phrase with its prepositions; `also` holds what stood apart ("Di Video 14:00").

    `ends` is the end of a span of time ("14:00–15:30").
    """

    when: When
    start: int
    end: int
    also: tuple[Span, ...] = ()
    ends: time | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(sorted(((self.start, self.end), *self.also)))

    def blanked(self, text: str) -> str:
        """Blank out the date, the line as long as before: nothing of it can be taken for an amount."""
        for start, end in self.spans:
            text = text[:start] + " " * (end - start) + text[end:]
        return text

    def rest(self, text: str) -> str:
        """Give the line without the date, tidied."""
        return tidied(self.blanked(text))


class DateUnreadable(ValueError):
    """Something that is meant as a date, and the words it was said in."""

    def __init__(self, phrase: str) -> None:
        super().__init__(phrase)
        self.phrase = phrase


class DateImpossible(DateUnreadable):
    """No calendar or clock has it: 31.2., 25:00, KW 54."""


class DateAmbiguous(DateUnreadable):
    """Two different days or times: "Mi und Do", "10 oder 11 Uhr", "Mo 3.11." on a Tuesday."""


class DateNotUnderstood(DateUnreadable):
    """Meant as a date, but it names no single day: "in ein paar Tagen", "am 3.11", "montags"."""


def local_moment(when: When, zone: ZoneInfo) -> datetime:
    """Aware UTC; without a time the day's beginning.

    A time the spring gap skips comes an hour later, of a doubled autumn hour the first is meant (R7).
    """
    return datetime.combine(when.day, when.at or time(), zone).astimezone(UTC)

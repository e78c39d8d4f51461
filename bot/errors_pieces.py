"""What a line's pieces can't be taken for without asking: facts, as in bot/errors.py; words in refusals_pieces.py."""

from dataclasses import dataclass
from datetime import date

from bot.errors import Misread
from bot.turn import Refusal
from storage.contacts import Listed

Choices = list[tuple[str, str]]  # labels, and the whole lines they stand for


@dataclass(eq=False)
class NameBehind(Refusal):
    """The line doesn't begin with a name, but somebody is named further on; `line` waits for who it is."""

    begins: str
    line: str
    found: list[Listed]


@dataclass(eq=False)
class AmountsSeveral(Misread):
    """More than one number may be the price."""

    phrases: list[str]
    choices: Choices
    phrase: str = ""
    line: str = ""


@dataclass(eq=False)
class DayOrAmount(Misread):
    """`3.11` without its second dot: a day, or 3,11 €?"""

    phrase: str
    choices: Choices
    line: str = ""


@dataclass(eq=False)
class TooLongAgo(Misread):
    """Before anything can have been logged: a slip of the year."""

    day: date
    oldest: date
    what: str
    example: str
    phrase: str

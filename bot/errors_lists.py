"""What can be wrong with a list's filters: facts, as in bot/errors.py; the sentences are in refusals_lists.py."""

from dataclasses import dataclass

from bot.turn import Refusal


@dataclass(eq=False)
class FilterEmpty(Refusal):
    """`/liste Quelle` without saying which."""

    label: str
    example: str


@dataclass(eq=False)
class SourceUnknown(Refusal):
    typed: str
    known: tuple[str, ...]


@dataclass(eq=False)
class OwnerUnknown(Refusal):
    typed: str
    known: tuple[str, ...]


@dataclass(eq=False)
class GroupUnknown(Refusal):
    """`/liste Gruppe` with what is no activity group."""

    typed: str


@dataclass(eq=False)
class ClassUnknown(Refusal):
    typed: str

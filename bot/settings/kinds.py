"""The kinds of value a setting can have, beyond text, numbers, paths and zones."""

from datetime import time
from typing import NamedTuple, NewType

Weekday = NewType("Weekday", int)  # 0 = Monday
Weekdays = NewType("Weekdays", frozenset[int])
Ids = NewType("Ids", tuple[int, ...])  # Telegram user ids
Port = NewType("Port", int)
Address = NewType("Address", str)  # http(s)://…
DatabaseUrl = NewType("DatabaseUrl", str)  # may hold a password
Currency = NewType("Currency", str)  # ISO 4217
Daytime = time  # a section may then have a key named `time`


class Span(NamedTuple):
    """From one time of day to another; over midnight where `end` is the earlier one."""

    start: time
    end: time


class Secret:
    """A token or password that shows itself only when asked to."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "***"

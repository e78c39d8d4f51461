"""Why a rule decided as it did: its id, its events, the numbers it compared. Views make German of it."""

from dataclasses import dataclass
from datetime import date

Fact = int | str | date


@dataclass(frozen=True, slots=True)
class Reason:
    """`rule` is an id of the specification ("S3", "R2"; "§2 KI" for a line of the status table)."""

    rule: str
    events: tuple[int, ...] = ()
    numbers: tuple[tuple[str, Fact], ...] = ()

    def number(self, name: str) -> Fact | None:
        return next((value for key, value in self.numbers if key == name), None)

"""German phrases that say when: `find_when` reads "Di Video 14:00" or "Ende des Monats" inside a free line.

An own small grammar (spec 5, "German dates"): `figures` 3.11. (`bare` 3.11), `daywords` heute and Mo … So, `shifts`
in 3 Tagen, `frames` KW 48 and Ende Mai, `clock` halb drei, `seasons` Silvester; `line` finds and joins them,
`settle` makes one day and time of what was said.
"""

from domain.phrases.facts import (
    DateAmbiguous,
    DateImpossible,
    DateNotUnderstood,
    DateUnreadable,
    Found,
    Lean,
    When,
    local_moment,
)
from domain.phrases.line import find_when

__all__ = [
    "DateAmbiguous",
    "DateImpossible",
    "DateNotUnderstood",
    "DateUnreadable",
    "Found",
    "Lean",
    "When",
    "find_when",
    "local_moment",
]

"""What each maker wants to know: plain JSON. Days are ISO dates, amounts minor units; texts are German and ready."""

from typing import NotRequired, TypedDict


class Mark(TypedDict):
    """Something that happened. `lane`: reaction, touch, appointment or purchase (whatever else is: other)."""

    day: str
    lane: str


class Timeline(TypedDict):
    """One contact. `moves`: from which day on it stood on which rung; `next`: the next step, its day and words."""

    name: str
    today: str
    moves: list[tuple[str, str]]
    marks: list[Mark]
    next: NotRequired[tuple[str, str]]


class Rung(TypedDict):
    """`code` ZA … SK; `count`: how many stand there now."""

    code: str
    count: int


class Climb(TypedDict):
    """From one rung to the next: `reached` of `of` got at least there; `days`: the median, of `n` contacts."""

    reached: int
    of: int
    days: NotRequired[float | None]
    n: NotRequired[int]


class Funnel(TypedDict):
    """`climbs` stand between the rungs: one fewer than those. `span`: which contacts, in words."""

    span: str
    rungs: list[Rung]
    climbs: list[Climb]


class Revenue(TypedDict):
    """Week by week, oldest first. `weeks`: each one's Monday; `sold`, `returned`, `before` (the same week a year
    ago, purchases less returns): minor units of `currency`. `running`: the last week isn't over.
    """

    currency: str
    weeks: list[str]
    sold: list[int]
    returned: list[int]
    before: list[int]
    running: bool


class Curve(TypedDict):
    """The second-purchase window, as `asdict(domain.curve.Curve)` has it."""

    level: str
    n: int
    returned: int
    waiting: int
    horizon: int
    w50: int
    w80: int
    days: list[int]
    shares: list[float]
    at_risk: list[tuple[int, int]]
    estimate: list[float]
    product: str


class Matrix(TypedDict):
    """Recency × frequency. `columns`: how long ago, best first; `rows`: how often, most first.

    `counts` and `revenue` (minor units of `currency`) are lists of rows, as wide as `columns`.
    """

    columns: list[str]
    rows: list[str]
    counts: list[list[int]]
    revenue: list[list[int]]
    currency: str


class Customer(TypedDict):
    name: str
    minor: int
    class_: str


class Pareto(TypedDict):
    """Customers by revenue, the largest first; `cuts`: where A and B end, as shares of `revenue`.

    `customers` may be only the first of `n`; `sizes`: how many are A, B and C in all.
    """

    currency: str
    revenue: int
    n: int
    customers: list[Customer]
    sizes: dict[str, int]
    cuts: tuple[float, float]

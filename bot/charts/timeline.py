"""One contact's way: the rungs as a staircase, what happened on lines below it, the next step marked."""

from datetime import date, timedelta
from typing import Any

from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from bot.charts import style
from bot.charts.axis import dated
from bot.charts.facts import Timeline

CODES = ("ZA", "II", "KI", "EK", "SK")
LANES = {  # from top to bottom: what it is called, its colour and its shape
    "purchase": ("Kauf", style.ORANGE, "D"),
    "appointment": ("Termin", style.PURPLE, "s"),
    "reaction": ("Reaktion", style.GREEN, "o"),
    "touch": ("von uns", style.BLUE, "^"),
    "other": ("Notizen", style.GREY, "|"),
}
LEAST_SPAN = timedelta(days=21)


def make(facts: Timeline) -> bytes:
    return style.png(draw(facts))


def draw(facts: Timeline) -> Figure:
    today = date.fromisoformat(facts["today"])
    figure, axes = style.canvas(
        style.short(facts["name"], 34), _subtitle(facts), left=180, bottom=90, top=170
    )
    first, last = _span(facts, today)
    _lanes(axes, facts)
    _stairs(axes, facts, today)
    axes.axvline(_at(today), ymax=0.98, color=style.INK, linewidth=2, linestyle=(0, (2, 2)), zorder=1)
    if "next" in facts:
        _next(axes, facts["next"])
    axes.set_xlim(_at(first), _at(last))
    axes.set_ylim(-len(LANES) - 0.6, len(CODES) - 0.4)
    dated(axes, first, last)
    late = (today - first) > 0.9 * (last - first)
    place = axes.get_xaxis_transform()
    said: dict[str, Any] = {"ha": "right" if late else "center", "va": "bottom", "transform": place}
    axes.text(_at(today), 1.0, "heute ", fontsize=style.px(style.SMALL), color=style.INK, **said)
    return figure


def _at(day: date | str) -> float:
    return float(date2num(date.fromisoformat(day) if isinstance(day, str) else day))  # type: ignore[no-untyped-call]


def _subtitle(facts: Timeline) -> str:
    count = len(facts["marks"])
    said = style.people(count, "Eintrag", "Einträge")
    if "next" not in facts:
        return said
    return f"{said} · ★ {style.short(facts['next'][1], 38)}"


def _span(facts: Timeline, today: date) -> tuple[date, date]:
    """All there is, with room at both ends."""
    days = [today, *(date.fromisoformat(mark["day"]) for mark in facts["marks"])]
    days += [date.fromisoformat(day) for day, _ in facts["moves"]]
    if "next" in facts:
        days.append(date.fromisoformat(facts["next"][0]))
    first, last = min(days), max(days)
    room = max(2, (last - first).days // 25)
    first = min(first, last - LEAST_SPAN)
    return first - timedelta(days=room), last + timedelta(days=room)


def _lanes(axes: Axes, facts: Timeline) -> None:
    for place, (lane, (_, colour, shape)) in enumerate(LANES.items(), 1):
        days = [_at(mark["day"]) for mark in facts["marks"] if _lane(mark["lane"]) == lane]
        axes.axhline(-place, color=style.GRID, linewidth=2, zorder=0)
        axes.scatter(
            days, [-place] * len(days), s=230, color=colour, marker=shape, alpha=0.85, linewidths=3, zorder=3
        )
    labels = [*(name for name, _, _ in LANES.values()), *CODES]
    axes.set_yticks([*(-place for place in range(1, len(LANES) + 1)), *range(len(CODES))], labels)


def _lane(said: str) -> str:
    return said if said in LANES else "other"


def _stairs(axes: Axes, facts: Timeline, today: date) -> None:
    moves = [(_at(day), CODES.index(code)) for day, code in facts["moves"]]
    if not moves:
        return
    days = [day for day, _ in moves] + [max(_at(today), moves[-1][0])]
    rungs = [rung for _, rung in moves] + [moves[-1][1]]
    axes.step(days, rungs, where="post", color=style.INK, linewidth=6, zorder=2, solid_capstyle="round")
    axes.fill_between(days, rungs, -0.4, step="post", color=style.BLUE, alpha=0.12, linewidth=0, zorder=1)
    for day, rung in moves:
        axes.plot(
            day, rung, "o", markersize=13, color=style.RUNGS[CODES[rung]], zorder=4, mec=style.CARD, mew=2
        )


def _next(axes: Axes, step: tuple[str, str]) -> None:
    """A star on the line of what we do."""
    lane = -1 - list(LANES).index("touch")
    axes.plot(_at(step[0]), lane, "*", markersize=30, color=style.RED, zorder=5, mec=style.CARD, mew=1.5)

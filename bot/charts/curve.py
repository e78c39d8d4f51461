"""The second-purchase window: which share is back after how many days, W50 and W80, how many are still watched (§5)."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from bot.charts import style
from bot.charts.facts import Curve

DASHED = (0, (3, 2))
ROOM = 0.36  # of the width, for the name of a mark


def make(facts: Curve) -> bytes:
    return style.png(draw(facts))


def draw(facts: Curve) -> Figure:
    title = "Zweitkauf-Fenster" + (f": {style.short(facts['product'], 18)}" if facts["product"] else "")
    if not facts["n"]:
        return style.nothing(title, "Noch keine Erstkäufer.")
    buyers = style.people(facts["n"], "Erstkäufer", "Erstkäufer")
    figure, axes = style.canvas(
        title,
        f"{facts['level']} · {buyers}, {facts['returned']} wieder da",
        left=170,
        bottom=120,
        right=50,
        top=220,
    )
    top = _top(facts)
    _marks(axes, facts)
    _curves(axes, facts)
    axes.set_xlim(0, facts["horizon"])
    axes.set_ylim(0, top)
    _scales(axes, facts)
    return figure


def _top(facts: Curve) -> float:
    return min(1.0, max(0.1, 1.3 * max((*facts["shares"], *facts["estimate"]), default=0.0)))


def _curves(axes: Axes, facts: Curve) -> None:
    """The staircase as far as anybody was watched; the fitted law dashed beside it."""
    if facts["estimate"]:
        axes.plot(facts["estimate"], color=style.ORANGE, linewidth=5, linestyle=DASHED, zorder=4)
    days, shares = [*facts["days"]], [*facts["shares"]]
    if days and not facts["estimate"]:
        days.append(facts["horizon"])
        shares.append(shares[-1])
    axes.step(days, shares, where="post", color=style.BLUE, linewidth=6, zorder=3)
    axes.fill_between(days, shares, step="post", color=style.BLUE, alpha=0.12, linewidth=0)


def _marks(axes: Axes, facts: Curve) -> None:
    """Their names stand above the chart, one above the other where they would meet."""
    marks = [
        (name, day) for name, day in (("W50", facts["w50"]), ("W80", facts["w80"])) if day <= facts["horizon"]
    ]
    sides = ["right" if day > (1 - ROOM) * facts["horizon"] else "left" for _, day in marks]
    needed = ROOM * len(set(sides)) * facts["horizon"]  # names that lean towards each other need it twice
    for (name, day), side in zip(marks, sides, strict=True):
        axes.axvline(day, color=style.INK, linewidth=3, linestyle=DASHED, zorder=2)
        high = 1.13 if name == "W50" and facts["w80"] - day < needed else 1.02
        _above(axes, day, high, f"{name}: {day} Tage", side)


def _above(axes: Axes, day: int, high: float, text: str, side: str) -> None:
    size = style.px(style.SMALL)
    place = axes.get_xaxis_transform()
    axes.text(day, high, text, ha=side, va="bottom", fontsize=size, fontweight="bold", transform=place)


def _scales(axes: Axes, facts: Curve) -> None:
    style.bare(axes)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: style.percent(value)))
    risk = _spread(facts)
    axes.set_xticks([day for day, _ in risk], [f"{day}\n{style.number(people)}" for day, people in risk])
    for tick in axes.get_xticklabels():
        tick.set_linespacing(1.5)
    said = {"fontsize": style.px(style.SMALL), "color": style.MUTED, "va": "top", "ha": "right"}
    axes.figure.text(135 / style.WIDTH, 110 / style.HEIGHT, "Tage\nwarten", linespacing=1.5, **said)  # type: ignore[arg-type]


def _spread(facts: Curve) -> list[tuple[int, int]]:
    """The days whose labels have room beside each other."""
    kept: list[tuple[int, int]] = []
    for day, people in sorted(facts["at_risk"], reverse=True):
        if not kept or kept[-1][0] - day >= 0.11 * facts["horizon"]:
            kept.append((day, people))
    return kept[::-1]

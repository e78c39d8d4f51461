"""20/80: customers by revenue as bars, what they make together as a line, where A and B end (Q5)."""

from itertools import accumulate

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from bot.charts import style
from bot.charts.facts import Pareto

COLOURS = {"A": style.BLUE, "B": style.ORANGE, "C": style.GREY}
NAMED = 3


def make(facts: Pareto) -> bytes:
    return style.png(draw(facts))


def draw(facts: Pareto) -> Figure:
    customers = facts["customers"]
    if not customers or facts["revenue"] <= 0:
        return style.nothing("20/80", "Im letzten Jahr gab es keinen Umsatz.")
    money, count = (
        style.money(facts["revenue"], facts["currency"]),
        style.people(facts["n"], "Kunde", "Kunden"),
    )
    figure, axes = style.canvas(
        "Wer bringt den Umsatz?", f"{count}, zusammen {money}", left=125, bottom=150, right=40
    )
    _bars(axes, facts)
    _line(axes, facts)
    _scales(axes, facts)
    _classes(axes, facts)
    return figure


def _shares(facts: Pareto) -> list[float]:
    return [max(0, customer["minor"]) / facts["revenue"] for customer in facts["customers"]]


def _bars(axes: Axes, facts: Pareto) -> None:
    """Each customer a bar; from many on they touch."""
    width = 0.8 if len(facts["customers"]) <= 60 else 1.0  # noqa: PLR2004 – thinner gaps flicker
    colours = [COLOURS.get(customer["class_"], style.GREY) for customer in facts["customers"]]
    axes.bar(range(1, len(colours) + 1), _shares(facts), width=width, color=colours, linewidth=0)


def _line(axes: Axes, facts: Pareto) -> None:
    """What the first so many make together; the ground below it in the colour of their class."""
    reached = list(accumulate(_shares(facts), initial=0.0))
    places = [place + 0.5 for place in range(len(reached))]
    for name, colour in COLOURS.items():
        mine = [place for place, customer in enumerate(facts["customers"]) if customer["class_"] == name]
        if mine:
            part = slice(mine[0], mine[-1] + 2)
            axes.fill_between(places[part], reached[part], color=colour, alpha=0.18, linewidth=0)
    axes.plot(places, reached, color=style.INK, linewidth=5, zorder=4)
    for cut, name in zip(facts["cuts"], "AB", strict=False):
        axes.axhline(cut, color=COLOURS[name], linewidth=2.5, linestyle=(0, (3, 2)), zorder=3)


def _scales(axes: Axes, facts: Pareto) -> None:
    style.bare(axes)
    axes.set_yticks([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: style.percent(value)))
    axes.set_ylim(0, 1.02)
    last = len(facts["customers"])
    axes.set_xlim(0.5, last + 0.5)
    between = [place for part in (0.2, 0.5) if 0 < (place := round(last * part)) < 0.75 * last]
    labels = [*map(style.number, between), style.people(last, "Kunde", "Kunden")]
    axes.set_xticks([*(place + 0.5 for place in between), last + 0.5], labels)
    axes.get_xticklabels()[-1].set_horizontalalignment("right")


def _classes(axes: Axes, facts: Pareto) -> None:
    """A, B and C in their colours, with how many they are."""
    right = 125.0
    for name, size in facts["sizes"].items():
        text = f"■ {name}: {style.people(size, 'Kunde', 'Kunden')}"
        shown = axes.figure.text(
            right / style.WIDTH, 36 / style.HEIGHT, text, fontsize=style.px(style.SMALL), color=COLOURS[name]
        )
        right += shown.get_window_extent().width + 36

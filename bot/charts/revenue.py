"""Revenue week by week as bars, returns below the line, the same weeks a year ago as a line."""

from datetime import date

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from bot.charts import style
from bot.charts.axis import MONTHS
from bot.charts.facts import Revenue


def make(facts: Revenue) -> bytes:
    return style.png(draw(facts))


def draw(facts: Revenue) -> Figure:
    if not any((*facts["sold"], *facts["returned"], *facts["before"])):
        return style.nothing("Umsatz", "In diesen Wochen wurde nichts gekauft.")
    figure, axes = style.canvas("Umsatz je Woche", "", left=190, bottom=80, top=175)
    _legend(axes, facts)
    _bars(axes, facts)
    if any(facts["before"]):
        axes.plot(facts["before"], color=style.INK, linewidth=4, marker="o", markersize=7, zorder=3)
    axes.axhline(0, color=style.MUTED, linewidth=2, zorder=2)
    _scales(axes, facts)
    return figure


def _bars(axes: Axes, facts: Revenue) -> None:
    places = range(len(facts["sold"]))
    drawn = axes.bar(places, facts["sold"], width=0.72, color=style.BLUE)
    if facts["running"] and drawn.patches:
        drawn.patches[-1].set_alpha(0.45)
    axes.bar(places, [-value for value in facts["returned"]], width=0.72, color=style.RED)


def _legend(axes: Axes, facts: Revenue) -> None:
    """Words in the colours of what they name, where the subtitle stands elsewhere."""
    words = [("■ verkauft", style.BLUE)]
    if any(facts["returned"]):
        words.append(("■ zurückgegeben", style.RED))
    if any(facts["before"]):
        words.append(("● Vorjahr", style.INK))
    figure, right = axes.figure, 40.0
    for text, colour in words:
        shown = figure.text(
            right / style.WIDTH,
            1 - 92 / style.HEIGHT,
            text,
            fontsize=style.px(style.SMALL),
            color=colour,
            va="top",
        )
        right += shown.get_window_extent().width + 36


def _scales(axes: Axes, facts: Revenue) -> None:
    style.bare(axes)
    axes.spines["bottom"].set_visible(False)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: style.money(value, facts["currency"])))
    months = _months([date.fromisoformat(week) for week in facts["weeks"]])
    axes.set_xticks([place for place, _ in months], [name for _, name in months])
    axes.set_xlim(-0.7, len(facts["weeks"]) - 0.3)


def _months(weeks: list[date]) -> list[tuple[int, str]]:
    """Where a month's first week stands; one whose weeks have begun before the picture isn't named."""
    return [
        (place, MONTHS[week.month - 1])
        for place, week in enumerate(weeks)
        if place < len(weeks) - 1 and week.day <= 7  # noqa: PLR2004 – a week has seven days
    ]

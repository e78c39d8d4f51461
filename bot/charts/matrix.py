"""Recency × frequency: how many customers stand in each cell, and what they brought (§4)."""

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from bot.charts import style
from bot.charts.facts import Matrix

SHADES = LinearSegmentedColormap.from_list("blues", ["#e8eef2", "#8fb8d6", style.BLUE, "#06385e"])
GAP = 0.05


def make(facts: Matrix) -> bytes:
    return style.png(draw(facts))


def draw(facts: Matrix) -> Figure:
    total = sum(map(sum, facts["counts"]))
    if not total:
        return style.nothing("Wer kauft wie oft?", "Noch keine Käufer.")
    subtitle = f"{style.people(total, 'Kunde', 'Kunden')} · Anzahl und Umsatz je Feld"
    figure, axes = style.canvas("Letzter Kauf × Zahl der Käufe", subtitle, left=130, bottom=90, top=160)
    most = max(map(max, facts["counts"]))
    for row, counts in enumerate(facts["counts"]):
        for column, count in enumerate(counts):
            _cell(axes, column, row, count, facts["revenue"][row][column], most, facts["currency"])
    _labels(axes, facts)
    return figure


def _cell(axes: Axes, column: int, row: int, count: int, minor: int, most: int, currency: str) -> None:
    share = (count / most) ** 0.6  # between one and many differences show, too
    box = FancyBboxPatch(
        (column - 0.5 + GAP, row - 0.5 + GAP), 1 - 2 * GAP, 1 - 2 * GAP,
        boxstyle="round,pad=0,rounding_size=0.06", facecolor=SHADES(share) if count else "#f1efe9", linewidth=0,
    )  # fmt: skip
    axes.add_patch(box)
    ink = style.CARD if share > 0.55 and count else style.INK if count else style.MUTED  # noqa: PLR2004 – legible on both
    if not count:
        _write(axes, (column, row), "–", 0, ink, style.NORMAL)
        return
    _write(axes, (column, row), style.number(count), 18, ink, style.LARGE, bold=True)
    _write(axes, (column, row), style.money(minor, currency), -24, ink, style.SMALL)


def _write(
    axes: Axes, cell: tuple[int, int], text: str, up: int, ink: str, size: int, *, bold: bool = False
) -> None:
    """In the middle of a cell, so many pixels above it."""
    axes.annotate(
        text, cell, xytext=(0, style.px(up)), textcoords="offset points", ha="center", va="center", color=ink,
        fontsize=style.px(size), fontweight="bold" if bold else "normal",
    )  # fmt: skip


def _labels(axes: Axes, facts: Matrix) -> None:
    axes.set_xlim(-0.5, len(facts["columns"]) - 0.5)
    axes.set_ylim(len(facts["rows"]) - 0.5, -0.5)
    axes.set_xticks(range(len(facts["columns"])), [style.short(label, 12) for label in facts["columns"]])
    axes.set_yticks(range(len(facts["rows"])), [style.short(label, 6) for label in facts["rows"]])
    axes.spines["bottom"].set_visible(False)

"""The window and the matrix as one picture."""

# ruff: noqa: PLC0415 – matplotlib takes half a second to load and is wanted only with --plot
from pathlib import Path
from typing import Any

from bot.analysis.cells import Unusable
from bot.analysis.figures import Findings
from bot.views.groups import GROUPS
from bot.why import why
from domain.matrix import Group

_INK, _MUTED = "#1f5f8b", "#8a8f98"


def draw(found: Findings, target: Path) -> None:
    """Write a PNG; raises Unusable where it can't be drawn or written."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise Unusable("Für --plot fehlt matplotlib.", "Installier es: pip install matplotlib") from None
    figure = Figure(figsize=(11, 4.5), layout="constrained")
    FigureCanvasAgg(figure)
    left, right = figure.subplots(1, 2)
    _curve(left, found)
    _groups(right, found)
    try:
        figure.savefig(target, dpi=120, format="png")
    except OSError as error:
        what = f"{target} lässt sich nicht schreiben: {why(error)}."
        raise Unusable(what, "Nimm einen Ordner, in den du schreiben darfst.") from None


def _curve(axes: Any, found: Findings) -> None:
    window, drawn = found.window, found.curve
    days, shares = (*drawn.days, window.horizon), (*drawn.shares, drawn.shares[-1])
    axes.step(days, [100 * share for share in shares], where="post", color=_INK)
    if drawn.estimate:
        axes.plot([100 * share for share in drawn.estimate], color=_INK, linestyle=":")
    for name, day in (("W50", window.w50), ("W80", window.w80)):
        axes.axvline(day, color=_MUTED, linestyle="--", linewidth=1)
        axes.annotate(
            f" {name}: {day} Tage", (day, 0.02), xycoords=("data", "axes fraction"), color="#555", fontsize=9
        )
    axes.set(
        xlim=(0, window.horizon), ylim=(0, None), xlabel="Tage seit dem Erstkauf", ylabel="wieder gekauft, %"
    )
    axes.set_title(f"Zweitkauf ({window.level}, n = {window.n})")
    axes.spines[["top", "right"]].set_visible(False)


def _groups(axes: Any, found: Findings) -> None:
    names = [GROUPS[group] for group in Group]
    bars = axes.barh(names, [found.groups[group] for group in Group], color=_INK)
    axes.bar_label(bars, padding=3, fontsize=9)
    axes.invert_yaxis()
    axes.margins(x=0.15)
    axes.set_title(f"Kundenmatrix ({found.customers} Kunden)")
    axes.spines[["top", "right"]].set_visible(False)

"""How many stand on each rung, and how many of those who got to one got to the next."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bot.charts import style
from bot.charts.facts import Climb, Funnel

THICK = 0.5
ENOUGH = 5  # V15: fewer say nothing


def make(facts: Funnel) -> bytes:
    return style.png(draw(facts))


def draw(facts: Funnel) -> Figure:
    rungs = facts["rungs"]
    total = sum(rung["count"] for rung in rungs)
    if not total:
        return style.nothing("Trichter", "Noch keine Kontakte.")
    subtitle = f"{style.people(total, 'Kontakt', 'Kontakte')} · {style.short(facts['span'], 40)}"
    figure, axes = style.canvas("Trichter", subtitle, left=120, bottom=30)
    axes.set_axis_off()
    most = max(rung["count"] for rung in rungs)
    for place, rung in enumerate(rungs):
        _rung(axes, place, rung["code"], rung["count"], rung["count"] / most)
    for place, climb in enumerate(facts["climbs"]):
        _climb(axes, place + 0.5, climb)
    axes.set_xlim(0, 1.26)  # room for a million behind the longest bar
    axes.set_ylim(len(rungs) - 0.55, -0.45)
    return figure


def _rung(axes: Axes, place: int, code: str, count: int, share: float) -> None:
    colour = style.RUNGS.get(code, style.GREY)
    axes.barh(place, share, height=THICK, color=colour)
    size = style.px(style.NORMAL + 2)
    axes.text(-0.02, place, code, ha="right", va="center", fontsize=size, fontweight="bold")
    axes.text(
        share + 0.015, place, style.number(count), ha="left", va="center", fontsize=size, fontweight="bold"
    )


def _climb(axes: Axes, place: float, climb: Climb) -> None:
    axes.text(
        0.0, place, said(climb), ha="left", va="center", fontsize=style.px(style.SMALL), color=style.MUTED
    )


def said(climb: Climb) -> str:
    """`↓ 42 % (36 von 85) · im Mittel 12 Tage`; of too few nothing is said."""
    if climb["of"] < ENOUGH:
        return f"↓ zu wenig (n = {climb['of']})"
    reached, of = style.number(climb["reached"]), style.number(climb["of"])
    share = f"↓ {style.percent(climb['reached'] / climb['of'])}  ({reached} von {of})"
    days = climb.get("days")
    if days is None or climb.get("n", 0) < ENOUGH:
        return share
    return f"{share}  ·  Median {style.number(days)} {'Tag' if round(days) == 1 else 'Tage'}"

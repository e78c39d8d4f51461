"""The house style: one canvas, a handful of colours, German numbers, letters that a phone can show.

1080 × 720 px; on a phone 390 wide a letter of 30 px is 11 high. An opaque light card reads in both of Telegram's
themes. The colours are Okabe and Ito's, darkened to at least 3:1 against the card; no two lie beside each other that
a colour-blind eye takes for one, and shapes or words say the same.
"""

from io import BytesIO

from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure

WIDTH, HEIGHT, DPI = 1080, 720, 100
CARD, INK, MUTED, GRID = "#fbfaf6", "#1d2730", "#5a6670", "#dcd9d0"
BLUE, ORANGE, GREEN, RED, PURPLE, GREY = "#0a5f9e", "#c75a00", "#00795a", "#a8324a", "#86508f", "#7b858d"
RUNGS = {"ZA": GREY, "II": "#4a86b4", "KI": BLUE, "EK": ORANGE, "SK": GREEN}
SMALL, NORMAL, LARGE = 28, 30, 40  # px

rcParams.update({
    "font.family": "DejaVu Sans",
    "text.color": INK, "axes.labelcolor": MUTED, "xtick.color": MUTED, "ytick.color": MUTED,
    "figure.facecolor": CARD, "axes.facecolor": CARD, "axes.edgecolor": GRID, "grid.color": GRID,
    "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False,
    "axes.axisbelow": True, "text.parse_math": False,
})  # fmt: skip


def px(size: float) -> float:
    """Pixels of the picture as points."""
    return size * 72 / DPI


def canvas(
    title: str, subtitle: str = "", *, left: int = 60, right: int = 40, bottom: int = 80, top: int = 150
) -> tuple[Figure, Axes]:
    """An empty chart under its headline; the margins are pixels around the axes."""
    figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI)
    place = (left / WIDTH, bottom / HEIGHT, (WIDTH - left - right) / WIDTH, (HEIGHT - bottom - top) / HEIGHT)
    axes = figure.add_axes(place)
    axes.tick_params(length=0, labelsize=px(SMALL), pad=10)
    figure.text(
        40 / WIDTH, 1 - 34 / HEIGHT, clean(title), fontsize=px(LARGE), fontweight="bold", va="top", ha="left"
    )
    figure.text(
        40 / WIDTH, 1 - 90 / HEIGHT, clean(subtitle), fontsize=px(SMALL), color=MUTED, va="top", ha="left"
    )
    return figure, axes


def png(figure: Figure) -> bytes:
    written = BytesIO()
    figure.savefig(written, format="png")
    return written.getvalue()


def nothing(title: str, said: str) -> Figure:
    """What a chart without data says."""
    figure, axes = canvas(title)
    axes.set_axis_off()
    axes.text(0.5, 0.55, said, ha="center", va="center", fontsize=px(NORMAL), color=MUTED)
    return figure


def clean(text: str) -> str:
    """What the font can show, on one line: the bundled one has no emoji, and boxes say nothing."""
    kept = "".join(letter if letter.isprintable() and ord(letter) < LAST else "" for letter in text)
    return " ".join(kept.split())


LAST = 0x2E80  # behind it lie scripts and pictures that the bundled font lacks


def short(text: str, most: int) -> str:
    text = clean(text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def number(value: float, places: int = 0) -> str:
    """`1.234,5`."""
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def percent(share: float) -> str:
    return f"{number(100 * share)} %"


def people(count: int, one: str, many: str) -> str:
    return f"{number(count)} {one if count == 1 else many}"


def money(minor: float, currency: str) -> str:
    """Short enough for an axis: `950 €`, `1,3 Tsd. €`, `12 Tsd. €`, `1,2 Mio. €`."""
    sign = {"EUR": "€", "USD": "$", "GBP": "£"}.get(currency, currency)
    value = abs(minor) / 100
    minus = "−" if minor < 0 else ""
    for floor, unit in ((1e6, "Mio. "), (1e4, "Tsd. ")):
        if value >= floor * 0.9995:
            scaled = value / (floor if floor == 1e6 else 1e3)  # noqa: PLR2004 – thousands from ten on
            told = number(scaled, 1).removesuffix(",0") if scaled < 10 else number(scaled)  # noqa: PLR2004 – where it tells
            return f"{minus}{told} {unit}{sign}"
    return f"{minus}{number(value)} {sign}"


def bare(axes: Axes, *, grid: str = "y") -> None:
    """Only what tells: thin lines along the values, no ticks."""
    axes.grid(axis=grid, linewidth=1.5)  # type: ignore[arg-type]  # matplotlib's literal
    axes.spines["bottom"].set_linewidth(2)

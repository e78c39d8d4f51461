"""Pictures: drawn from any facts, legible on a phone, never saying more than the caption under them."""

import io
import json
import subprocess
import sys
from datetime import date, timedelta
from importlib import import_module
from itertools import combinations

import pytest
from PIL import Image

from bot import workshop
from bot.charts import style
from bot.views.pictures import LONGEST

WEEKS = [(date(2025, 9, 8) + timedelta(weeks=week)).isoformat() for week in range(26)]
CODES = ("ZA", "II", "KI", "EK", "SK")
NASTY = "🚀 漢字 $a_{1}$ <b>& Söhne “≥ 5” GmbH & Co. KG Nordrhein-Westfalen"


def timeline(name="Anna Meier", moves=(), marks=(), upcoming=None):
    facts = {"name": name, "today": "2026-03-02", "moves": list(moves)}
    facts["marks"] = [{"day": day, "lane": lane} for day, lane in marks]
    return facts | ({"next": upcoming} if upcoming else {})


def funnel(counts, climbs, span="alle Kontakte"):
    return {
        "span": span,
        "rungs": [{"code": c, "count": n} for c, n in zip(CODES, counts, strict=True)],
        "climbs": climbs,
    }


def revenue(sold, returned=0, before=0, currency="EUR"):
    return {
        "currency": currency, "weeks": WEEKS, "sold": [sold * (week % 5) for week in range(26)],
        "returned": [returned if week == 9 else 0 for week in range(26)],
        "before": [before * (week % 7) for week in range(26)], "running": True,
    }  # fmt: skip


def curve(**more):
    facts = {
        "level": "gemessen", "n": 213, "returned": 97, "waiting": 116, "horizon": 365, "w50": 74, "w80": 168,
        "days": [0, 30, 60, 90, 200], "shares": [0.0, 0.1, 0.2, 0.3, 0.48], "estimate": [], "product": "",
        "at_risk": [(0, 213), (30, 190), (60, 160), (91, 140), (182, 88), (365, 31)],
    }  # fmt: skip
    return facts | more


def matrix(counts, currency="EUR", minor=12_345_600):
    columns = ["≤ 91 Tage", "≤ 182 Tage", "≤ 273 Tage", "≤ 364 Tage", "länger"][: len(counts[0])]
    return {
        "columns": columns, "rows": ["5 +", "3–4", "2", "1"][-len(counts) :], "counts": counts,
        "revenue": [[count * minor for count in row] for row in counts], "currency": currency,
    }  # fmt: skip


def pareto(minors):
    customers = [
        {"name": NASTY, "minor": minor, "class_": "ABC"[min(2, 3 * place // len(minors))]}
        for place, minor in enumerate(minors)
    ]
    sizes = {name: sum(c["class_"] == name for c in customers) for name in "ABC"}
    return {
        "currency": "EUR", "revenue": sum(minors), "n": len(minors), "customers": customers, "sizes": sizes,
        "cuts": (0.8, 0.95),
    }  # fmt: skip


FULL_WAY = [
    ("2025-03-10", "ZA"),
    ("2025-05-02", "II"),
    ("2025-06-01", "KI"),
    ("2025-09-20", "EK"),
    ("2026-01-15", "SK"),
]
LANES = ("reaction", "purchase", "appointment", "touch", "other", "complaint")
EVERYTHING = [(day, lane) for day, _ in FULL_WAY for lane in LANES]
CLIMBS = [
    {"reached": 586, "of": 1829, "days": 12.0, "n": 300},
    {"reached": 184, "of": 586, "days": 1.0, "n": 9},
]
CLIMBS += [{"reached": 99, "of": 184}, {"reached": 2, "of": 4}]
NOBODY = [{"reached": 0, "of": 0}] * 4
SAMPLES = {
    "timeline": [
        timeline(moves=FULL_WAY, marks=EVERYTHING, upcoming=("2026-03-20", "anrufen")),
        timeline(moves=[("2026-03-02", "ZA")], marks=[("2026-03-02", "other")]),
        timeline(name=NASTY, upcoming=("2026-12-20", NASTY)),
        timeline(moves=[("1998-01-05", "ZA"), ("2026-03-01", "EK")], marks=[("1998-01-05", "touch")]),
        timeline(),
    ],
    "funnel": [
        funnel((1243, 402, 85, 61, 38), CLIMBS), funnel((1, 0, 0, 0, 0), NOBODY), funnel((0, 0, 0, 0, 0), NOBODY),
        funnel((1_000_000, 999_999, 5, 4, 3), CLIMBS, "angelegt in den letzten 12 Monaten"),
    ],
    "revenue": [
        revenue(250_000, 300_000, 180_000), revenue(99_999_999_00), revenue(1, currency="CHF"), revenue(0),
        revenue(0, returned=5000), revenue(0, before=777),
    ],
    "curve": [
        curve(), curve(level="Schätzung", estimate=[day / 800 for day in range(366)], product=NASTY), curve(n=0),
        curve(days=[0], shares=[0.0], returned=0, n=1, level="Standardwert", w50=91, w80=182),
        curve(w50=300, w80=340), curve(w50=5, w80=9), curve(w50=182, w80=200), curve(horizon=730, w50=400, w80=729),
        curve(at_risk=[]), curve(w50=800, w80=900),
    ],
    "matrix": [
        matrix([[12, 3, 0, 1, 2], [8, 9, 4, 0, 3], [20, 11, 7, 2, 9], [44, 30, 21, 12, 80]]), matrix([[1]]),
        matrix([[0, 0], [0, 0]]), matrix([[99_999, 1, 0, 0, 0]], currency="CHF", minor=10),
    ],
    "pareto": [
        pareto([100_000 // (place + 1) for place in range(120)]), pareto([100]), pareto([]), pareto([0, 0]),
        pareto([500, 300, 150, 50]), pareto([5] * 1000),
    ],
}  # fmt: skip
CASES = [(maker, place) for maker, samples in SAMPLES.items() for place in range(len(samples))]


def sample(maker, place):
    """As the child process gets it: through JSON."""
    return json.loads(json.dumps(SAMPLES[maker][place]))


def texts(figure):
    """Each text that shows, with the pixels it covers."""
    figure.canvas.draw()
    found = (text for text in figure.findobj(lambda each: hasattr(each, "get_text")) if text.get_visible())
    return [(text, text.get_window_extent()) for text in found if text.get_text().strip()]


@pytest.mark.parametrize(("maker", "place"), CASES)
def test_any_facts_become_a_picture_whose_words_are_large_enough_inside_it_and_apart(maker, place):
    figure = import_module(f"bot.charts.{maker}").draw(sample(maker, place))
    shown = texts(figure)
    assert_legible(shown)
    made = style.png(figure)
    assert made.startswith(b"\x89PNG\r\n\x1a\n")
    image = Image.open(io.BytesIO(made)).convert("RGB")
    assert image.size == (1080, 720)
    colours = image.getcolors(maxcolors=1080 * 720)
    assert max(count for count, _ in colours) < 0.995 * 1080 * 720
    assert len(colours) > 20


def assert_legible(shown):
    assert shown
    for text, box in shown:
        assert text.get_fontsize() * style.DPI / 72 >= 27.9, text.get_text()
        assert min(box.x0, box.y0) >= 0, text.get_text()
        assert max(box.x1 - style.WIDTH, box.y1 - style.HEIGHT) <= 0, text.get_text()
    for (one, box), (other, another) in combinations(shown, 2):
        assert not overlap(box, another), f"{one.get_text()!r} over {other.get_text()!r}"


def overlap(box, another, slack=2):
    wide = min(box.x1, another.x1) - max(box.x0, another.x0)
    high = min(box.y1, another.y1) - max(box.y0, another.y0)
    return wide > slack and high > slack


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["INK", "MUTED", "BLUE", "ORANGE", "GREEN", "RED", "PURPLE", "GREY"])
def test_every_colour_stands_out_from_the_card(name):
    assert contrast(getattr(style, name), style.CARD) >= (4.5 if name in {"INK", "MUTED"} else 3)


@pytest.mark.parametrize(
    ("minor", "said"),
    [(0, "0 €"), (95_000, "950 €"), (129_900, "1.299 €"), (1_200_000, "12 Tsd. €"), (99_990_000, "1 Mio. €"),
     (125_000_000, "1,2 Mio. €"), (2_000_000_000, "20 Mio. €"), (-50_000, "−500 €")],
)  # fmt: skip
def test_money_is_short_and_german(minor, said):
    assert style.money(minor, "EUR") == said


async def test_the_child_process_draws_and_the_bot_never_loads_the_library():
    assert (await workshop.make("bot.charts.funnel", sample("funnel", 0))).startswith(b"\x89PNG")
    code = "import sys, bot.app, bot.playground.demo; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: ASYNC221, S603 – our own


async def test_a_contacts_way_comes_as_a_picture_off_the_card_and_the_history(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /reaktion Meier Infomaterial
        …
        > /kauf Meier 1.299 Wartung
        …
        > /kontakt Meier
        < Anna Meier · #1 …
        [… [Bild] …
        ! Bild
        <picture: Anna Meier
          ZA Mo 2.3. → II Mo 2.3. → EK Mo 2.3.
          Reaktionen: 1, Käufe: 1
          Zuletzt: Kauf 1.299,00 € Wartung, heute 09:00
          Nächster Schritt: für den Kauf bedanken bis Do 5.3.>
        [Karte] [Verlauf]
        ! Verlauf
        < Verlauf Anna Meier (3 Einträge) …
        [↩ Kauf 1.299,00 € Wartung] [↩ Reaktion Info – Infomate]
        [↩ angelegt]
        [Karte] [Bild] [Warum?]
        ! Bild
        <picture: Anna Meier …
        …
    """)


async def test_the_funnel_says_how_many_got_how_far_and_nothing_of_too_few(chat):
    for number in range(1, 11):
        await chat.answers(f"> /neu Kunde{number:02}")
    for number in range(1, 7):
        await chat.answers(f"> /reaktion #{number}: Web")
    await chat.answers("+ 3d")
    for number in range(1, 4):
        await chat.answers(f"> /kauf #{number}: 100 Wartung")
    await chat.play("""
        > /trichter
        <picture: Trichter des Teams: 10 Kontakte (alle Kontakte)
          ZA 4 · II 3 · KI 0 · EK 3 · SK 0
          ZA → II: 60 % (6 von 10), Median 0 Tage (n = 6)
          II → KI: 50 % (3 von 6)
          KI → EK: zu wenig (n = 3)
          EK → SK: zu wenig (n = 3)>
        [Letzte 12 Monate] [Umsatz]
        ! Letzte 12
        <picture: Trichter des Teams: 10 Kontakte (angelegt in den letzten 12 Monaten) …
        [Alle Kontakte] [Umsatz]
        2> /trichter
        2<picture: Trichter von dir: 0 Kontakte (alle Kontakte) …
        …
    """)


async def test_revenue_stands_beside_last_years_and_other_currencies_apart(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /kauf Meier 1.000 Wartung am 3.3.2025
        …
        > /kauf Meier 500 Filter am 9.9.2025
        …
        > /kauf Meier 700 Wartung gestern
        …
        > /kauf Meier CHF 200 Filter gestern
        …
        > /retoure Meier 100 Wartung
        …
        > /umsatz
        <picture: Umsatz des Teams, 26 Wochen seit Mo 8.9.: 1.100,00 € (n = 2 Käufe)
          verkauft 1.200,00 €, zurückgegeben 100,00 €
          dieselben Wochen im Vorjahr: 1.000,00 € (+10 %)
          stärkste Woche: ab Mo 23.2. mit 700,00 €
          Die letzte Woche läuft noch (heller).
          dazu 200,00 CHF>
        [12 Wochen] [Trichter]
        > /kauf Meier 50 Zubehör
        …
        > /rueckgaengig
        …
        > /umsatz
        <picture: Umsatz des Teams, 26 Wochen seit Mo 8.9.: 1.100,00 € (n = 2 Käufe) …
        …
        2> /umsatz
        2<picture: Umsatz von dir, 26 Wochen seit Mo 8.9.: 0,00 € (n = 0 Käufe)
          dieselben Wochen im Vorjahr: 0,00 €
          Die letzte Woche läuft noch (heller).>
        …
    """)


async def test_a_caption_stays_below_telegrams_end(chat):
    long = "Berta " + "Sehrlangername" * 7
    await chat.answers(f"> /neu {long}")
    for number in range(5):
        await chat.answers(f"> /notiz #1: {'Wort ' * 90}{number}")
    await chat.answers("> /verlauf #1:")
    said = "\n".join(await chat.answers("! Bild"))
    assert said.startswith("<picture: Berta")
    assert len(said) < LONGEST

"""Draw the curves the window is compared with: lifelines on made-up buyers and on ../shared/data (W2).

    pip install -e .[bench]
    python tests/load/window_oracle.py      # writes tests/domain/window_oracle.json

It shares no code with the domain on purpose.
"""

import csv
import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from random import Random

from lifelines import KaplanMeierFitter

REPO = Path(__file__).parents[2]
SHARED = REPO.parent / "shared" / "data"
TABLE = REPO / "tests" / "domain" / "window_oracle.json"
ENDS = {"cdnow_master": date(1998, 6, 30), "online_retail_ii": date(2011, 12, 9)}
HORIZON = 365
FIRST_DAY = date(2024, 1, 1)

# name: buyers, days the shop is open, share that comes back at all, mean wait, share that is deleted or banned
SHOPS = {
    "a young shop": (60, 90, 0.7, 60, 0.0),
    "an old shop": (150, 900, 0.6, 80, 0.0),
    "a shop that loses sight of many": (150, 600, 0.6, 80, 0.4),
    "a shop of few days and many ties": (200, 40, 0.8, 6, 0.1),
    "a shop where everybody comes back": (40, 3_000, 1.0, 50, 0.0),
    "a shop with yearly rhythms": (120, 2_000, 0.7, 420, 0.05),
}


def made_up(shop, dice):
    """Rows of first day, day of the second purchase, day out of sight (days since the shop opened), people."""
    buyers, open_days, returning, wait, leaving = shop
    rows = []
    for _ in range(buyers):
        first = dice.randrange(open_days)
        back = first + 1 + int(dice.expovariate(1 / wait)) if dice.random() < returning else None
        gone = first + dice.randrange(open_days) if dice.random() < leaving else None
        back = (
            back if back is not None and back <= min(open_days, open_days if gone is None else gone) else None
        )
        gone = gone if back is None and gone is not None and gone <= open_days else None
        rows.append([first, back, gone, dice.choice((1, 1, 1, 3))])
    return rows


def watched(row, today):
    first, back, gone, people = row
    until = next(day for day in (back, gone, today) if day is not None)
    return [(until - first, back is not None)] * people


def bought(name):
    """Rows of a published data set: one purchase occasion is one customer-day."""
    days = defaultdict(set)
    with (SHARED / f"{name}.csv").open(encoding="utf-8") as file:
        for order in csv.DictReader(file):
            days[order["customer_id"]].add(date.fromisoformat(order["date"][:10]).toordinal())
    firsts = [sorted(found)[:2] for found in days.values()]
    return [[first[0], first[1] if len(first) > 1 else None, None, 1] for first in firsts]


def curve(rows, today, at=None):
    """F(t) at these days (else wherever it steps) and W50, W60, W80, W90 of it."""
    spells = [spell for row in rows for spell in watched(row, today)]
    fitted = KaplanMeierFitter().fit([days for days, _ in spells], [seen for _, seen in spells])
    every = range(1, HORIZON + 1)
    shares = (1 - fitted.survival_function_at_times(every)).tolist()
    marks = [next(t for t in every if shares[t - 1] >= p * shares[-1] - 1e-12) for p in (0.5, 0.6, 0.8, 0.9)]
    steps = [t for t in every if t == HORIZON or shares[t - 1] != (shares[t - 2] if t > 1 else 0)]
    return {"share": [[t, shares[t - 1]] for t in at or steps], "w": marks}


def main():
    dice = Random(4)  # noqa: S311 – made-up buyers, no secret
    shops = []
    for name, shop in SHOPS.items():
        rows, today = made_up(shop, dice), shop[1]
        shops.append({"name": name, "today": today, "rows": rows, **curve(rows, today)})
    published = {
        name: curve(bought(name), end.toordinal(), at=range(5, HORIZON + 1, 5)) for name, end in ENDS.items()
    }
    table = {"horizon": HORIZON, "opened": FIRST_DAY.isoformat(), "shops": shops, "published": published}
    TABLE.write_text(
        json.dumps(table, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()

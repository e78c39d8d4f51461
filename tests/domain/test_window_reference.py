"""The window of two published purchase histories, against lifelines and the figures they are known by (W1)."""

import csv
import json
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from domain.kaplan_meier import kaplan_meier
from domain.rules import Rules
from domain.window import Counts, FirstBuyer, Level, measure

DATA = Path(__file__).parents[2].parent / "shared" / "data"
ORACLE = json.loads((Path(__file__).parent / "window_oracle.json").read_text(encoding="utf-8"))
HISTORIES = {  # end, first buyers, seen to buy again, not back within 365 d (%), W50, W60, W80, W90
    "cdnow_master": (date(1998, 6, 30), 23_570, 11_516, 54.1, 50, 77, 171, 250),
    "online_retail_ii": (date(2011, 12, 9), 5_878, 4_189, 26.3, 63, 86, 159, 234),
}

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no purchase histories in {DATA.parent.name}/data")


def first_buyers(name):
    """Count customers by first day and gap; several orders of a day are one purchase occasion."""
    days = defaultdict(set)
    with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
        for order in csv.DictReader(file):
            days[order["customer_id"]].add(date.fromisoformat(order["date"][:10]))
    for found in days.values():
        first, *later = sorted(found)
        yield FirstBuyer(first, (later[0] - first).days if later else None), 1


@pytest.fixture(scope="module", params=HISTORIES)
def known(request):
    return request.param, Counts.of(first_buyers(request.param)), HISTORIES[request.param]


def test_all_history_gives_the_figures_it_is_known_by(known):
    _, counts, (end, n, returned, not_back, *marks) = known
    window = measure(counts, today=end, rules=Rules(window_months=0))
    assert window.level is Level.MEASURED
    assert (window.n, window.returned) == (n, returned)
    assert round(100 * window.not_back_by_horizon, 1) == not_back
    assert [window.w50, window.w60, window.w80, window.w90] == marks


def test_the_curve_is_the_one_lifelines_draws(known):
    name, counts, (end, *_) = known
    curve = kaplan_meier(counts.spells(today=end), until=ORACLE["horizon"])
    drawn = ORACLE["published"][name]
    assert all(abs(curve.share(day) - share) < 1e-12 for day, share in drawn["share"])
    assert drawn["w"] == list(HISTORIES[name][4:])

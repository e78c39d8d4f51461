"""Does Kaufneigung rank next-period buyers as well as BG/NBD does? AUC of both, by hand (§4).

    pip install -e .[bench]
    python tests/load/inclination_goal.py      # exit code 1 where it is more than 0.01 behind

Each shop is cut in two: what was bought until the cut ranks the customers, who buys after it is what was asked.
Published histories are read from ../shared/data where they are; the made-up shops differ in what drives them.
"""

import csv
import sys
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from random import Random

from lifetimes import BetaGeoFitter
from numpy import array
from scipy.stats import rankdata

from domain.inclination import inclination
from domain.rules import Rules

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
BEHIND = 0.01
RULES = Rules()
OTHERS = [Rules(inclination_half_life=days) for days in (30, 180)]  # what another setting would bring
PUBLISHED = {  # the cut and the end; CDNOW by weeks 1–39 and 40–78
    "cdnow_master": (date(1997, 9, 30), date(1998, 6, 30)),
    "online_retail_ii": (date(2010, 12, 9), date(2011, 12, 9)),
}
OPENED = date(2023, 1, 1)
MADE_UP = {  # customers, purchases a day, spread of rates (shape), share that leaves a year, yearly season
    "steady, some leave": (4_000, 0.02, 1.0, 0.5, 0.0),
    "steady, nobody leaves": (4_000, 0.01, 1.0, 0.0, 0.0),
    "few large, many small": (4_000, 0.01, 0.3, 0.7, 0.0),
    "seasonal": (4_000, 0.02, 1.0, 0.4, 0.8),
    "quick to leave": (4_000, 0.05, 0.7, 2.0, 0.0),
}


def published(name):
    days = defaultdict(set)
    with (SHARED / f"{name}.csv").open(encoding="utf-8") as file:
        for order in csv.DictReader(file):
            days[order["customer_id"]].add(date.fromisoformat(order["date"][:10]))
    return list(days.values())


def made_up(shop, dice):
    """Buy at random with a rate of one's own until leaving; half a year to join, a year and a half in all."""
    customers, rate, shape, leaving, season = shop
    found = []
    for _ in range(customers):
        own = dice.gammavariate(shape, rate / shape)
        first = dice.randrange(180)
        stays = dice.expovariate(leaving / 365) if leaving else 10_000
        bought = {first}
        for day in range(first + 1, min(540, int(first + stays))):
            wave = 1 + season * (1 if day // 45 % 2 else -1)
            if dice.random() < own * wave:
                bought.add(day)
        found.append({OPENED + timedelta(days=day) for day in bought})
    return found


def auc(scores, bought):
    """The chance that one who buys stands before one who doesn't."""
    ranks = rankdata(scores)
    yes = sum(bought)
    over = sum(rank for rank, one in zip(ranks, bought, strict=True) if one) - yes * (yes + 1) / 2
    return over / (yes * (len(bought) - yes))


def expected(known, cut, end):
    """Expected purchases by BG/NBD, in weeks, and the same fit's p_alive."""
    weeks = [
        (len(days) - 1, (max(days) - min(days)).days / 7, max((cut - min(days)).days, 1) / 7)
        for days in known
    ]
    columns = list(zip(*weeks, strict=True))
    model = BetaGeoFitter(penalizer_coef=0.0)
    model.fit(*columns)
    ahead = (end - cut).days / 7
    arrays = [list(map(float, column)) for column in columns]
    return model.conditional_expected_number_of_purchases_up_to_time(ahead, *map(array, arrays))


def compared(customers, cut, end):
    known, bought = [], []
    for days in customers:
        before = sorted(day for day in days if day <= cut)
        if before:
            known.append(before)
            bought.append(any(cut < day <= end for day in days))
    ours = [auc(ranked(known, cut, rules), bought) for rules in (RULES, *OTHERS)]
    return len(known), sum(bought), auc(expected(known, cut, end), bought), *ours


def ranked(known, cut, rules):
    return [inclination(days, rules=rules).on(cut, rules=rules) for days in known]


def shops():
    for name, (cut, end) in PUBLISHED.items():
        if SHARED.is_dir():
            yield name, published(name), cut, end
    dice = Random(7)  # noqa: S311 – made-up buyers, no secret
    for name, shop in MADE_UP.items():
        yield name, made_up(shop, dice), OPENED + timedelta(days=270), OPENED + timedelta(days=540)


def main():
    behind = 0.0
    head = f"{'shop':<24}{'customers':>10}{'buy':>7}{'BG/NBD':>9}{'Kaufneigung':>13}{'ahead':>9}"
    print(head, *(f"{rules.inclination_half_life:>5} d" for rules in OTHERS))  # noqa: T201
    for name, customers, cut, end in shops():
        n, buyers, theirs, ours, *others = compared(customers, cut, end)
        behind = max(behind, theirs - ours)
        line = f"{name:<24}{n:>10}{buyers:>7}{theirs:>9.3f}{ours:>13.3f}{ours - theirs:>+9.3f}"
        print(line, *(f"{other:>7.3f}" for other in others), flush=True)  # noqa: T201
    return int(behind > BEHIND)


if __name__ == "__main__":
    sys.exit(main())

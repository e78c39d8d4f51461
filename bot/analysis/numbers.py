"""The figures for programs: one JSON object, its keys as the specification names them."""

import json

from bot.analysis.customers import Customers
from bot.analysis.figures import Findings
from domain.matrix import Group
from domain.pareto import Class
from domain.premium import Premium
from domain.psychotype import Side


def as_json(found: Findings, customers: Customers) -> str:
    overall, window = found.overall, found.window
    facts = {
        "customers": found.customers,
        "first_buyers": overall.n,
        "second_purchases": overall.returned,
        "not_back_by_horizon": overall.not_back_by_horizon,
        "window": {
            "level": window.level.value,
            "w50": window.w50,
            "w60": window.w60,
            "w80": window.w80,
            "w90": window.w90,
            "n": window.n,
            "horizon": window.horizon,
        },
        "matrix": {group.value: found.groups[group] for group in Group},
        "abc": {class_.value.lower(): found.abc[class_] for class_ in Class},
        "revenue_share_top20": found.whole.share_of_top,
        "customers_for_80pct_revenue": found.whole.share_for_most,
        "premium": {tag.value: found.premium[tag] for tag in Premium},
        "psychotype_horizon": {
            "long": found.horizons[Side.LONG],
            "short": found.horizons[Side.SHORT],
            "open": found.horizons[None],
        },
        "other_currencies": {code: minor / 100 for code, minor in sorted(customers.foreign.items())},
    }
    return json.dumps(facts, ensure_ascii=False, indent=2)

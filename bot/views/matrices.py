"""The customers as pictures: recency × frequency, 20/80; their captions say the numbers."""

from collections.abc import Mapping, Sequence

from bot.charts.facts import Customer, Matrix
from bot.charts.facts import Pareto as ParetoFacts
from bot.desk import Desk
from bot.turn import Button, Reply, rows
from bot.views import groups as group_words
from bot.views import pages, words
from bot.views.pictures import drawn
from domain.customer import NO_BUYER
from domain.events import Money
from domain.matrix import Group
from domain.pareto import Class, Pareto
from domain.window import Window
from storage.customers import Movement

COLUMNS = ("bis 90 T.", "bis 181 T.", "bis 272 T.", "bis 363 T.", "länger")
ROWS = ("ab 10", "5–9", "3–4", "2", "1")
NAMED = 8
LONGEST = 28  # characters of a name: all of them fit into a caption
DRAWN = 200  # customers in the picture; the others are too small to be seen
MOVED = 3
Place = tuple[str, bool, bool, int, int]


def matrix(
    desk: Desk,
    places: Sequence[Place],
    cells: Mapping[tuple[int, int], tuple[int, int]],
    moved: Sequence[Movement],
    window: Window,
    foreign: Sequence[Money],
) -> Reply:
    currency = desk.office.currency
    facts: Matrix = {
        "columns": list(COLUMNS),
        "rows": list(ROWS),
        "counts": [[cells.get((c, r), (0, 0))[0] for c in range(len(COLUMNS))] for r in range(len(ROWS))],
        "revenue": [[cells.get((c, r), (0, 0))[1] for c in range(len(COLUMNS))] for r in range(len(ROWS))],
        "currency": currency,
    }
    whose = "des Teams" if desk.turn.member.lead else "von dir"
    lines = [
        f"<b>Kundenmatrix</b> {whose}",
        *_groups(places, currency),
        *_tags(places),
        *_moved(moved, currency),
    ]
    lines.append(f"W50 {window.w50}, W80 {window.w80} Tage ({window.level})")
    lines += _apart(foreign)
    buyers = {code: sum(p[3] for p in places if p[0] == code) for code in _LISTED}
    keys = [
        Button(
            "Liste " + group_words.GROUPS[Group(code)], "listing", {"wanted": group_words.GROUPS[Group(code)]}
        )
        for code, count in buyers.items()
        if count
    ]
    return drawn("matrix", facts, "\n".join(lines), "matrix", rows(*pages.two_by_two(keys)))


_LISTED = [group.value for group in Group if group is not Group.NO_BUYER]


def _groups(places: Sequence[Place], currency: str) -> list[str]:
    """`A5 VIP: 4, 12.000,00 €`; groups nobody is in are left out."""
    lines = []
    for group in Group:
        count = sum(place[3] for place in places if place[0] == group.value)
        revenue = sum(place[4] for place in places if place[0] == group.value)
        if count:
            money = f", {words.amount(revenue, currency)}" if group is not Group.NO_BUYER else ""
            lines.append(f"{group.value} {group_words.GROUPS[group]}: {pages.number(count)}{money}")
    return lines


def _tags(places: Sequence[Place]) -> list[str]:
    endangered, irregular = (sum(place[3] for place in places if place[at]) for at in (1, 2))
    told = [
        f"{pages.number(count)} {word}"
        for count, word in ((endangered, "gefährdet"), (irregular, "unregelmäßig"))
        if count
    ]
    return [f"Davon {words.listing(told)}"] if told else []


def _moved(moved: Sequence[Movement], currency: str) -> list[str]:
    """Newly lost and endangered ones of the last 30 days, by value."""
    lines = []
    for wanted, said in (("A4", "Neu verloren"), ("A6!", "Neu gefährdet")):
        found = [
            one for one in moved if one.after == wanted and one.before != NO_BUYER
        ]  # not what was entered late
        if found:
            who = ", ".join(
                f"{words.shown(m.name, most=25)} ({words.amount(m.revenue, currency)})" for m in found[:MOVED]
            )
            more = f" und {len(found) - MOVED} weitere" if len(found) > MOVED else ""
            lines.append(f"{said} (30 Tage): {who}{more}")
    return lines


def pareto(desk: Desk, found: Pareto[int], names: Mapping[int, str], foreign: Sequence[Money]) -> Reply:
    if not found.customers:
        days = desk.office.rules.pareto_days
        return Reply(
            "\n".join([f"In den letzten {days} Tagen hat noch niemand etwas gekauft.", *_apart(foreign)])
        )
    currency, rules = desk.office.currency, desk.office.rules
    best = found.customers[:DRAWN]
    customers: list[Customer] = [
        {"name": names.get(c.who, ""), "minor": c.minor, "class_": c.class_.value} for c in best
    ]
    sizes = {class_.value: found.size(class_) for class_ in Class}
    facts: ParetoFacts = {
        "currency": currency,
        "revenue": found.revenue,
        "n": len(found.customers),
        "customers": customers,
        "sizes": sizes,
        "cuts": (rules.pareto_a, rules.pareto_b),
    }
    first = [c.who for c in found.customers[:NAMED] if c.who in names]
    keys = [pages.opening(names[number][:24], number) for number in first]
    return drawn(
        "pareto",
        facts,
        "\n".join([*_shares(desk, found, names), *_apart(foreign)]),
        "pareto",
        rows(*pages.two_by_two(keys)),
    )


def _apart(foreign: Sequence[Money]) -> list[str]:
    """Another currency is named apart, nothing is converted (§1)."""
    known = [words.money(money) for money in foreign if money.minor]
    return [f"Dazu {words.listing(known)}, nicht umgerechnet."] if known else []


def _shares(desk: Desk, found: Pareto[int], names: Mapping[int, str]) -> list[str]:
    rules, currency = desk.office.rules, desk.office.currency
    n = len(found.customers)
    head = f"<b>20/80</b> der letzten {rules.pareto_days} Tage: {words.amount(found.revenue, currency)} von {words.count(n, 'Kunden', 'Kunden')}"
    lines = [
        head,
        f"Die oberen 20 % bringen {_percent(found.share_of_top)}; 80 % kommen von {words.count(found.for_most, 'Kunden', 'Kunden')}.",
        " · ".join(f"{class_.value} {pages.number(found.size(class_))}" for class_ in Class)
        + f" (Schnitte bei {_percent(rules.pareto_a)} und {_percent(rules.pareto_b)}, Q5)",
    ]
    lines += [
        f"{place}. {words.shown(names.get(customer.who, '?'), most=LONGEST)} {customer.class_.value}: "
        f"{words.amount(customer.minor, currency)} ({_percent(customer.share)})"
        for place, customer in enumerate(found.customers[:NAMED], 1)
    ]
    lines += [
        f"Achtung: {words.shown(names.get(large.who, '?'), most=LONGEST)} allein bringt {_percent(large.share)} des Umsatzes."
        for large in found.large
    ]
    return lines


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"

"""`/fenster`: how long most take until the second purchase, and how sure that is (§5)."""

from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from bot.commands.registry import command, tap
from bot.desk import Desk
from bot.turn import Button, Reply, rows
from bot.views import pictures, words
from bot.views import windows as views
from bot.views.pages import listing, opening, two_by_two
from domain.curve import curve
from domain.window import Level, Window
from storage.figures import Named

LONG_AGO = date(1900, 1, 1)
MOST_NAMED = 3
MOST_PRODUCTS = 4  # as buttons
LONGEST_KEY = 24


@command(
    "fenster",
    topic="Nachsehen",
    does="wie lange es bis zum Zweitkauf dauert",
    examples=("/fenster", "/fenster Wartung"),
)
def window(desk: Desk, rest: str) -> Reply:
    """Measured when asked (W5): the team's, then the products' that have their own (W3)."""
    return _of_product(desk, rest.strip()) if rest.strip() else _of_team(desk)


def _of_team(desk: Desk) -> Reply:
    """Says n, the share that came back, W50, W80, how sure it is, and who is in it."""
    found = desk.work.windows.remeasure(now=desk.turn.now)
    seen = desk.work.outlook(now=desk.turn.now)
    own = tuple(w for w in desk.work.windows.own().values() if not _same(w, found))
    near = _buyers(desk, _ago(desk, found.w80), _ago(desk, found.w50 + 1))
    over = _buyers(desk, LONG_AGO, _ago(desk, found.w80 + 1))
    lines = [
        *_measured(desk, found),
        *views.own_windows(own),
        *views.plans(seen),
        *views.compared(seen.comparison, desk.office.rules),
        _people(near, over),
    ]
    keys = [opening(name[:LONGEST_KEY], number) for number, name in (*near.first, *over.first)]
    products = [_key(found) for found in own[:MOST_PRODUCTS]]
    all_of_them = [listing("Alle EK", "EK")] if near.count or over.count else []
    drawing = [] if found.level is Level.DEFAULT else [Button("Kurve als Bild", "curve", {"product": ""})]
    return Reply("\n".join(lines), rows(drawing, *two_by_two(keys), *two_by_two(products), all_of_them))


def _same(own: Window, team: Window) -> bool:
    """Where everybody began with one product, its window says nothing of its own."""
    return (own.n, own.w50, own.w80) == (team.n, team.w50, team.w80)


def _of_product(desk: Desk, asked: str) -> Reply:
    """A product's own window; where it has none, the team's holds for it, and it says why."""
    team = desk.work.windows.remeasure(now=desk.turn.now)
    back = [_opening("Fenster des Teams", "/fenster")]
    name = desk.work.first_buyers.product_named(asked)
    if name is None or (not desk.turn.member.lead and name not in _of_the_team(desk)):
        return _unknown(desk, asked) if desk.turn.member.lead else _none_of_its_own(desk, asked, team)
    found = desk.work.first_buyers.measured(name, today=team.day, rules=desk.office.rules)
    if found.level is Level.DEFAULT:
        return Reply("\n".join([*_measured(desk, team), _too_few(desk, found)]), rows(back))
    counted = (
        "Gezählt wird, wer mit diesem Produkt angefangen hat, bis zum zweiten Kauf von irgendetwas (W3)."
    )
    drawing = [Button("Kurve als Bild", "curve", {"product": name})]
    return Reply("\n".join([*_measured(desk, found), counted]), rows(drawing, back))


@tap("curve")
def drawn(desk: Desk, args: dict[str, Any]) -> Reply:
    """The share that came back over the days, with W50, W80 and who is still watched."""
    team = desk.work.windows.team()
    found = team
    if name := args["product"]:
        found = desk.work.first_buyers.measured(name, today=team.day, rules=desk.office.rules)
    seen = curve(desk.work.first_buyers.counts(found.product), found, today=found.day)
    caption = "\n".join(_measured(desk, found))
    return replace(pictures.drawn("curve", asdict(seen), caption, "fenster"), new=True)


def _none_of_its_own(desk: Desk, asked: str, team: Window) -> Reply:
    """For a rep no more than that: who began with what is a colleague's business."""
    least = desk.office.rules.window_min_first
    said = f"Ein eigenes Fenster hat „{words.shown(asked, most=40)}“ nicht (ab {least} Erstkäufern, W3); es gilt das des Teams."
    return Reply(
        "\n".join([*_measured(desk, team), said]), rows([Button.line("Fenster des Teams", "/fenster")])
    )


def _unknown(desk: Desk, asked: str) -> Reply:
    names = _of_the_team(desk)[:MOST_PRODUCTS]
    known = (
        f" Erste Käufe gab es von: {words.listing(words.shown(n, most=40) for n in names)}." if names else ""
    )
    return Reply(
        f"Mit „{words.shown(asked, most=40)}“ hat noch niemand angefangen.{known}",
        rows(*two_by_two([_opening(n, f"/fenster {n}") for n in names])),
    )


def _of_the_team(desk: Desk) -> list[str]:
    """What so many began with that it is the team's; what only a colleague's customers bought is for leads."""
    fewest = 1 if desk.turn.member.lead else desk.office.rules.window_min_first
    return desk.work.first_buyers.products(fewest=fewest)


def _too_few(desk: Desk, found: Window) -> str:
    rules, back = desk.office.rules, words.count(found.returned, "kam", "kamen")
    return (
        f"{views.product(found)} hat noch kein eigenes Fenster: n = {found.n}, {back} wieder; "
        f"ab {rules.window_min_first} Erstkäufern und {rules.window_min_second} Zweitkäufen (W3). Bis dahin gilt das des Teams."
    )


def _measured(desk: Desk, found: Window) -> list[str]:
    seen = curve(desk.work.first_buyers.counts(found.product), found, today=found.day)
    return [views.head(found), *views.lines(found, seen, desk.office.rules, desk.today)]


def _key(found: Window) -> Button:
    return _opening(found.product, f"/fenster {found.product}")


def _opening(label: str, line: str) -> Button:
    """Answers below; this message keeps its buttons."""
    return Button(label[:LONGEST_KEY], "run", {"line": line, "new": True})


def _people(near: Named, over: Named) -> str:
    told = [
        f"{words.count(found.count, 'wartet', 'warten')} {where}: {_names(found)}"
        for found, where in ((near, "im Fenster (nach W50)"), (over, "nach dem Fenster (nach W80)"))
        if found.count
    ]
    return f"Jetzt: {'; '.join(told)}" if told else "Jetzt steht niemand im Fenster."


def _names(found: Named) -> str:
    more = ["…"] if found.count > len(found.first) else []
    return ", ".join([*(words.shown(name, most=30) for _, name in found.first), *more])


def _buyers(desk: Desk, first: date, last: date) -> Named:
    owner = None if desk.turn.member.lead else desk.turn.member.id
    return desk.work.figures.in_window(owner, first=first, last=last, most=MOST_NAMED)


def _ago(desk: Desk, days: int) -> date:
    return desk.today - timedelta(days=days)

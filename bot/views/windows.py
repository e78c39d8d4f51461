"""The second-purchase window in German: how long it takes, how sure that is, plan and own figures (§5)."""

from collections.abc import Sequence
from datetime import date

from bot.views import words
from domain.control import Comparison, Group
from domain.curve import Curve
from domain.outlook import OWN_FROM, PLANNED_DEFECTION, PLANNED_NEVER, Outlook
from domain.rules import Rules
from domain.window import Level, Window

MOST_PRODUCTS = 6
LONGEST = 40  # characters of a product


def head(found: Window) -> str:
    of = f" {product(found)}" if found.product else ""
    return f"<b>Zweitkauf-Fenster{of}</b> ({found.level})"


def product(found: Window) -> str:
    return words.shown(found.product, most=LONGEST)


def lines(found: Window, seen: Curve, rules: Rules, today: date) -> list[str]:
    """W5: n, how many came back and how many still wait, the share back, W50 to W90, how sure it is."""
    said = {Level.DEFAULT: _default, Level.ESTIMATED: _estimated, Level.MEASURED: _measured}
    return [*said[found.level](found, rules, today), *_at_risk(seen)]


def _default(found: Window, rules: Rules, _today: date) -> list[str]:
    needed = f"{rules.window_min_first} Erstkäufern und {rules.window_min_second} Zweitkäufen"
    return [
        f"W50 {found.w50} Tage, W80 {found.w80} Tage – Standardwerte, denn eigene Daten reichen noch nicht:",
        f"{_people(found)}; eine Schätzung gibt es ab {needed} (W2).",
    ]


def _estimated(found: Window, rules: Rules, today: date) -> list[str]:
    measured = f"gemessen wird ab {rules.measured_min_first} Erstkäufern mit genug Beobachtungszeit"
    return [
        _marks(found, "etwa "),
        f"n = {_people(found, _since(found, today))}; binnen {found.horizon} Tagen werden es etwa {found.percent_returned} %.",
        f"Hochgerechnet nach dem bisherigen Verlauf (Lomax-Gesetz, W2); {measured}.",
    ]


def _measured(found: Window, _rules: Rules, today: date) -> list[str]:
    back = f"binnen {found.horizon} Tagen {found.percent_returned} %"
    return [
        _marks(found),
        f"n = {_people(found, _since(found, today))}; {back} (Kaplan–Meier, W1).",
    ]


def _marks(found: Window, about: str = "") -> str:
    return (
        f"Die Hälfte derer, die wiederkommen, kauft binnen {about}{found.w50} Tagen (W50), "
        f"vier von fünf binnen {about}{found.w80} (W80)."
    )


def _people(found: Window, since: str = "") -> str:
    back = words.count(found.returned, "kam", "kamen")
    waiting = words.count(found.waiting, "wartet", "warten")
    return f"{words.count(found.n, 'Erstkäufer', 'Erstkäufer')}{since}, {back} wieder, {waiting} noch"


def _since(found: Window, today: date) -> str:
    return f" (Erstkäufe seit {words.dated(found.since, today)})" if found.since else " (alle Erstkäufe)"


def _at_risk(seen: Curve) -> list[str]:
    """How many the curve rests on, as far as it reaches."""
    told = [f"{people} bei Tag {day}" for day, people in seen.at_risk if day and people]
    return [f"Noch ohne Zweitkauf beobachtet: {', '.join(told)}."] if told else []


def plan_and_own(seen: Outlook) -> str:
    """W6: two planned figures on different bases, the team's own beside each, with n."""
    never = _own(seen.percent_never, seen.old)
    defected = _own(seen.percent_defected, seen.customers)
    return f"nie wieder: Plan {PLANNED_NEVER} %{never}; Abwanderung im Jahr: Plan {PLANNED_DEFECTION} %{defected}"


def _own(percent: int | None, n: int) -> str:
    return "" if percent is None else f", eigene {percent} % (n = {n})"


def plans(seen: Outlook) -> list[str]:
    """The same in full sentences, and what is missing to an own figure."""
    never = f"Nie wieder kaufen: Plan {PLANNED_NEVER} %"
    left = f"Abwanderung von Stammkunden im Jahr: Plan {PLANNED_DEFECTION} %"
    return [
        f"{never}, eigene Zahl {seen.percent_never} % (n = {seen.old}, W6)."
        if seen.percent_never is not None
        else f"{never}; eigene Zahl erst ab {OWN_FROM} Erstkäufern, die älter als ein Jahr sind (W6).",
        f"{left}, eigene Zahl {seen.percent_defected} % (n = {seen.customers}, W6)."
        if seen.percent_defected is not None
        else f"{left}; eigene Zahl erst ab {OWN_FROM} Stammkunden von vor einem Jahr (W6).",
    ]


def own_windows(windows: Sequence[Window]) -> list[str]:
    """W3: the products that have one, each with its level and n."""
    if not windows:
        return []
    told = [
        f"• {product(w)}: W50 {w.w50}, W80 {w.w80} Tage ({w.level}, n = {w.n})"
        for w in windows[:MOST_PRODUCTS]
    ]
    more = len(windows) - MOST_PRODUCTS
    return [
        "Eigene Fenster nach erstem Produkt (W3):",
        *told,
        *([f"… und {more} weitere"] if more > 0 else []),
    ]


def compared(found: Comparison | None, rules: Rules) -> list[str]:
    """W6a: both groups with n, and a verdict only when it can be given."""
    if found is None:
        return []
    groups = f"erinnert {_group(found.reminded)}, nicht erinnert {_group(found.kept)}"
    return [
        f"Fenster-Erinnerungen, binnen {found.days} Tagen zurück: {groups} – {_verdict(found, rules)} (W6a)"
    ]


def _group(group: Group) -> str:
    share = f", {round(100 * group.share)} %" if group.n else ""
    return f"{group.back} von {group.n}{share}"


def _verdict(found: Comparison, rules: Rules) -> str:
    if not found.decidable(rules):
        return f"noch nicht entscheidbar (n = {found.reminded.n + found.kept.n})"
    p = f"p = {found.p:.3f}".replace(".", ",")
    if not found.significant:
        return f"kein Unterschied nachweisbar ({p})"
    return f"Unterschied {found.points:+.0f} Punkte ({p})"

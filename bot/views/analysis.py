"""What a file of purchases says, in German, with the numbers it rests on."""

from collections.abc import Iterator
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from bot.analysis.customers import Customers
from bot.analysis.figures import Findings
from bot.views.groups import GROUPS, PREMIUM
from bot.views.words import LOCALE, listing
from domain.matrix import Group, Tag
from domain.pareto import Class
from domain.premium import Premium
from domain.psychotype import Side
from domain.rules import Rules
from domain.window import Level, Window

_WHY = {  # the codes of bot/imports, and our own
    "short": "zu wenige Spalten",
    "nobody": "ohne Kunde",
    "letters": "unlesbare Zeichen",
    "no_day": "ohne Datum",
    "date": "Datum unklar",
    "date_impossible": "diesen Tag gibt es nicht",
    "date_ambiguous": "Tag und Monat nicht zu unterscheiden",
    "ancient": "vor 1950",
    "no_amount": "ohne Betrag",
    "amount": "Betrag unklar",
    "amount_unclear": "Betrag unklar (Tausender oder Nachkommastellen?)",
    "amount_large": "Betrag über einer Milliarde",
    "currency": "Währung unbekannt",
}
FROM_PURCHASES = (Premium.ROYAL, Premium.CANDIDATE, Premium.ADDICT)


def as_text(found: Findings, customers: Customers, *, rules: Rules) -> Iterator[str]:
    money = _Money(customers)
    yield f"Stand {_day(found.as_of)}: {_of(found.customers, 'Kunde', 'Kunden')}, {_of(found.occasions, 'Kauf', 'Käufe')} (mehrere an einem Tag zählen einmal), Umsatz {money(found.whole.revenue)}."
    if customers.foreign:
        others = listing(f"{code} {_amount(minor)}" for code, minor in sorted(customers.foreign.items()))
        yield f"Dazu {others}: zählt als Kauf, in den Umsätzen steht es nicht; umgerechnet wird nichts."
    yield from _window(found)
    yield from _matrix(found, money, rules)
    yield from _pareto(found, money, rules)
    yield from _premium(found, rules)
    yield from _psychotype(found)


def _window(found: Findings) -> Iterator[str]:
    window, overall = found.window, found.overall
    yield f"\nZweitkauf-Fenster ({window.level})"
    yield f"  {_marks(window)}"
    since = f"Erstkäufe seit {_day(window.since)}" if window.since else "alle Erstkäufe"
    yield f"  n = {_number(window.n)} ({since}), {_of(window.returned, 'kam', 'kamen')} wieder."
    yield f"  Im Ganzen {_number(overall.n)} Erstkäufer, {_of(overall.returned, 'kaufte', 'kauften')} noch einmal; nicht zurück binnen {window.horizon} Tagen: {_percent(overall.not_back_by_horizon)} ({_way(overall)})."


def _marks(window: Window) -> str:
    if window.level is Level.DEFAULT or window.w60 is None or window.w90 is None:
        return f"W50 {window.w50} Tage, W80 {window.w80} Tage – Standardwerte, denn eigene Daten reichen nicht (W2)."
    return (
        f"Von denen, die binnen {window.horizon} Tagen wiederkommen, kaufen 50 % binnen {window.w50} Tagen (W50), "
        f"60 % binnen {window.w60}, 80 % binnen {window.w80} (W80), 90 % binnen {window.w90}."
    )


def _way(window: Window) -> str:
    return "geschätzt, W2" if window.level is Level.ESTIMATED else "Kaplan–Meier, W1"


def _matrix(found: Findings, money: "_Money", rules: Rules) -> Iterator[str]:
    yield "\nKundenmatrix (n Käufe, r Tage seit dem letzten; die erste Zeile, die passt)"
    why = _reasons(found, money, rules)
    for group in Group:
        count = found.groups[group]
        part = _tenths(_share(count, found.customers))
        yield f"  {group.value} {GROUPS[group]:<16} {_number(count):>9} {part:>8}  {why[group]}"
    endangered, irregular = found.tags[Tag.ENDANGERED], found.tags[Tag.IRREGULAR]
    yield f"  Von A6 gefährdet: {_number(endangered)} (r > {_factor(rules.endangered_cycles)} eigene Abstände), unregelmäßig: {_number(irregular)} (Abstände schwanken um mehr als {_percent(rules.irregular_cv)})."


def _reasons(found: Findings, money: "_Money", rules: Rules) -> dict[Group, str]:
    w50, w80, cut = found.team.w50, found.team.w80, found.team.vip_cut
    return {
        Group.NO_BUYER: "n = 0, alles zurückgegeben",
        Group.NEWCOMER: f"n = 1, r ≤ {w50} (W50)",
        Group.SECOND_DUE: f"n = 1, {w50} < r ≤ {w80} (W80)",
        Group.ONE_TIME: f"n = 1, r > {w80}",
        Group.LOST: f"n ≥ 2, r > {_factor(rules.lost_cycles)} eigene Abstände, frühestens {rules.lost_days_least}, spätestens {rules.lost_days_most} Tage",
        Group.VIP: f"n ≥ 2, Käufe in mindestens {rules.vip_quarters} von 4 Quartalen, r ≤ {rules.vip_days} oder {_factor(rules.vip_cycles)} eigene Abstände, Umsatz des Jahres ab {money(cut)}"
        if cut is not None
        else "niemand kaufte im letzten Jahr",
        Group.GROWING: "alle anderen mit n ≥ 2",
    }


def _pareto(found: Findings, money: "_Money", rules: Rules) -> Iterator[str]:
    whole, abc = found.whole, found.abc
    needed, top = _percent(whole.share_for_most), _percent(whole.share_of_top)
    yield "\nUmsatz (20/80)"
    yield f"  Ganze Datei: {needed} der Kunden ({_number(whole.for_most)}) bringen 80 %, die oberen 20 % bringen {top}."
    sizes = ", ".join(f"{class_.value} {_number(abc[class_])}" for class_ in Class)
    cuts = f"Schnitte bei {_percent(rules.pareto_a)} und {_percent(rules.pareto_b)}"
    yield f"  Letzte {rules.pareto_days} Tage ({money(found.abc_revenue)}): {sizes} ({cuts}, Q5); die oberen 20 % bringen {_percent(found.abc_share_top)}."
    for large in found.large:
        yield f"  Achtung: Kunde {large.customer[:40]} allein bringt {_percent(large.share)} davon."


def _premium(found: Findings, rules: Rules) -> Iterator[str]:
    yield "\nPremiumkunden"
    irregular = f"ab {rules.impulse_purchases} Käufen in unregelmäßigen Abständen"
    why = {
        Premium.ROYAL: f"die oberen {_percent(rules.royal_share)} nach Umsatz je Kundenjahr, höchstens {rules.royal_most}",
        Premium.CANDIDATE: f"Umsatz je Kundenjahr über dem Schnitt, {irregular}",
        Premium.ADDICT: f"{irregular}, mindestens {_percent(rules.weekend_share)} am Wochenende und kein Zufall (p ≤ {_percent(rules.weekend_p)})",
    }
    for tag in FROM_PURCHASES:
        yield f"  {PREMIUM[tag]:<16} {_number(found.premium[tag]):>6}  {why[tag]}"
    yield "  Advokat und Influencer: davon steht nichts in Käufen."
    if found.factor is not None:
        yield f"  Sie bringen im Schnitt das {_factor(round(found.factor, 1))}-Fache eines Kunden (Richtwert: 20)."


def _psychotype(found: Findings) -> Iterator[str]:
    long, short = found.horizons[Side.LONG], found.horizons[Side.SHORT]
    yield "\nPsychotyp, Achse Horizont (Nähe sieht man an Käufen nicht)"
    yield f"  lang {_number(long)}, kurz {_number(short)}, noch unbestimmt {_number(found.horizons[None])}."


class _Money:
    """An amount with the file's currency, where it names one."""

    def __init__(self, customers: Customers) -> None:
        self._code = customers.shown_currency

    def __call__(self, minor: int) -> str:
        return f"{_amount(minor)} {self._code}".strip()


def notes(customers: Customers) -> Iterator[str]:
    """Say what isn't in the figures, and why."""
    found = customers.notes
    for why, rows in found.unread.most_common():
        yield f"Nicht gezählt, {_WHY[why]}: {_rows(rows)} (zuerst {found.first[why]})."
    if found.too_large:
        yield f"Nicht gezählt, Rückgabe größer als jeder Kauf davor: {_rows(found.too_large)} mit zusammen {_amount(found.too_large_minor)}."
    if found.later:
        yield f"Nicht gezählt, liegt nach dem {_day(customers.as_of)}: {_rows(found.later)}."
    if found.guessed:
        mark = "Komma" if found.guessed == "," else "Punkt"
        yield f"Angenommen: Nachkommastellen stehen hinter dem {mark}."


def _rows(count: int) -> str:
    return _of(count, "Zeile", "Zeilen")


def _of(count: int, one: str, many: str) -> str:
    return f"{_number(count)} {one if count == 1 else many}"


def _day(value: date) -> str:
    return str(format_date(value, "d.M.y", locale=LOCALE))


def _number(value: int) -> str:
    return str(format_decimal(value, locale=LOCALE))


def _amount(minor: int) -> str:
    return str(format_decimal(minor / 100, format="#,##0.00", locale=LOCALE))


def _percent(share: float) -> str:
    return f"{format_decimal(100 * share, format='#,##0.#', locale=LOCALE)} %"


def _tenths(share: float) -> str:
    return f"{format_decimal(100 * share, format='#,##0.0', locale=LOCALE)} %"


def _factor(value: float) -> str:
    return str(format_decimal(value, locale=LOCALE))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0

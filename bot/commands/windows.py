"""`/fenster`: how long most take until the second purchase, and how sure that is (§5)."""

from datetime import date, timedelta

from bot.commands.registry import command
from bot.desk import Desk
from bot.turn import Reply, rows
from bot.views import words
from bot.views.pages import listing, opening, two_by_two
from domain.outlook import PLANNED_NEVER, Outlook, outlook
from domain.window import Level, Window
from storage.figures import Named

LONG_AGO = date(1900, 1, 1)
MOST_NAMED = 3


@command("fenster", topic="Nachsehen", does="wie lange es bis zum Zweitkauf dauert", examples=("/fenster",))
def window(desk: Desk, _rest: str) -> Reply:
    """Measured when asked (W5); says n, the share that came back, W50, W80, how sure it is, and who is in it."""
    found = desk.work.remeasure(now=desk.turn.now)
    counts = desk.work.first_buyers.counts()
    seen = outlook(counts, found, today=desk.work.team_day(desk.turn.now), rules=desk.office.rules)
    near = _buyers(desk, _ago(desk, found.w80), _ago(desk, found.w50 + 1))
    over = _buyers(desk, LONG_AGO, _ago(desk, found.w80 + 1))
    lines = [
        f"<b>Zweitkauf-Fenster</b> ({found.level})",
        *_lines(desk, found),
        _never(seen),
        _people(near, over),
    ]
    keys = [opening(name[:24], number) for number, name in (*near.first, *over.first)]
    all_of_them = [listing("Alle EK", "EK")] if near.count or over.count else []
    return Reply("\n".join(lines), rows(*two_by_two(keys), all_of_them))


def _lines(desk: Desk, found: Window) -> list[str]:
    back = words.count(found.returned, "kam", "kamen")
    if found.level is Level.DEFAULT:
        first = words.count(found.n, "Erstkäufer", "Erstkäufer")
        return [
            f"W50 {found.w50} Tage, W80 {found.w80} Tage – Standardwerte, denn eigene Daten reichen noch nicht:",
            f"{first}, {back} wieder; gemessen wird ab {desk.office.rules.measured_min_first} Erstkäufern mit genug Beobachtungszeit (W2).",
        ]
    since = (
        f" (Erstkäufe seit {words.dated(found.since, desk.today)})" if found.since else " (alle Erstkäufe)"
    )
    return [
        f"Die Hälfte derer, die wiederkommen, kauft binnen {found.w50} Tagen (W50), vier von fünf binnen {found.w80} (W80).",
        f"n = {found.n} Erstkäufer{since}, {back} wieder; binnen {found.horizon} Tagen {found.percent_returned} % (Kaplan–Meier, W1).",
    ]


def _never(seen: Outlook) -> str:
    """W6: the plan until own data replace it, then both side by side."""
    plan = f"Nie wieder kaufen: Plan {PLANNED_NEVER} %"
    if seen.percent_never is None:
        return f"{plan}; eigene Zahl erst ab 20 Erstkäufern, die älter als ein Jahr sind (W6)."
    return f"{plan}, eigene Zahl {seen.percent_never} % (n = {seen.old}, W6)."


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

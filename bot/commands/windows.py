"""`/fenster`: how long most take until the second purchase, and how sure that is (§5)."""

from datetime import date, timedelta

from bot.commands.registry import command
from bot.desk import Desk
from bot.turn import Button, Reply, rows
from bot.views import words
from domain.window import Level, Window

LONG_AGO = date(1900, 1, 1)


@command("fenster", topic="Nachsehen", does="wie lange es bis zum Zweitkauf dauert", examples=("/fenster",))
def window(desk: Desk, _rest: str) -> Reply:
    """Measured when asked (W5); says n, the share that came back, W50, W80 and how sure it is."""
    found = desk.work.remeasure(now=desk.turn.now)
    near = _buyers(desk, found.w50 + 1, found.w80)
    over = desk.work.figures.in_window(_owner(desk), first=LONG_AGO, last=_ago(desk, found.w80 + 1))
    text = "\n".join(
        [f"<b>Zweitkauf-Fenster</b> ({found.level})", *_lines(desk, found), *_people(near, over)]
    )
    return Reply(text, rows([Button.line("EK", "/liste EK")]))


def _lines(desk: Desk, found: Window) -> list[str]:
    if found.level is Level.DEFAULT:
        rules = desk.office.rules
        return [
            f"W50 {found.w50} Tage, W80 {found.w80} Tage – Standardwerte, denn eigene Daten reichen noch nicht:",
            f"{found.n} Erstkäufer, {found.returned} kamen wieder; gemessen wird ab {rules.measured_min_first} Erstkäufern mit genug Beobachtungszeit (W2).",
        ]
    since = (
        f" (Erstkäufe seit {words.dated(found.since, desk.today)})" if found.since else " (alle Erstkäufe)"
    )
    return [
        f"Die Hälfte derer, die wiederkommen, kauft binnen {found.w50} Tagen (W50), vier von fünf binnen {found.w80} (W80).",
        f"n = {found.n} Erstkäufer{since}, {found.returned} kamen wieder; binnen {found.horizon} Tagen {found.percent_returned} % (Kaplan–Meier, W1).",
    ]


def _people(near: int, over: int) -> list[str]:
    return [
        f"Jetzt: bei {near} rückt der Zweitkauf näher (nach W50), bei {over} ist das Fenster abgelaufen (nach W80)."
    ]


def _owner(desk: Desk) -> int | None:
    return None if desk.turn.member.lead else desk.turn.member.id


def _buyers(desk: Desk, youngest: int, oldest: int) -> int:
    return desk.work.figures.in_window(_owner(desk), first=_ago(desk, oldest), last=_ago(desk, youngest))


def _ago(desk: Desk, days: int) -> date:
    return desk.today - timedelta(days=days)

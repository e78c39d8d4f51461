"""`/matrix` and `/pareto`: the team's customers by activity and by revenue, as pictures with their numbers (§4, Q5)."""

from datetime import timedelta

from bot.commands.registry import command
from bot.desk import Desk
from bot.turn import Reply
from bot.views import matrices as views
from bot.views.pictures import beside
from domain.pareto import pareto
from domain.rfm import QUARTER

DAYS = tuple(QUARTER * quarters - 1 for quarters in (1, 2, 3, 4))  # ages 0–90, 91–181, …
TIMES = (10, 5, 3, 2)
MONTH = timedelta(days=30)
MOST_LOOKS = 2  # batches of customers the clock has changed; the night looks at all of them


@command(
    "matrix",
    topic="Auswerten",
    does="Kunden nach Aktivität: wie lange her, wie oft",
    examples=("/matrix",),
)
def matrix(desk: Desk, rest: str) -> Reply:
    _looked(desk)
    today, work, rules = desk.work.team_day(desk.turn.now), desk.work, desk.office.rules
    groups = work.turnover.by_place(work.looks.team(), scope=desk.own, today=today, rules=rules)
    cells = work.turnover.cells(scope=desk.own, today=today, days=DAYS, times=TIMES)
    moved = work.customers.movements(scope=desk.own, since=today - MONTH)
    drawn = views.matrix(
        desk, groups, cells, moved, work.windows.team(), work.turnover.foreign(scope=desk.own)
    )
    return beside(drawn, rest, "matrix")


def _looked(desk: Desk) -> None:
    """What the clock changed since the last night."""
    for _ in range(MOST_LOOKS):
        if not desk.work.looks.some(now=desk.turn.now):
            return


@command(
    "pareto",
    topic="Auswerten",
    does="20/80: wer den Umsatz bringt, in Klassen A, B, C",
    examples=("/pareto",),
)
def revenue_classes(desk: Desk, rest: str) -> Reply:
    _looked(desk)
    rules = desk.office.rules
    today = desk.work.team_day(desk.turn.now)
    ranked = desk.work.turnover.ranked(scope=desk.own, today=today, days=rules.pareto_days)
    found = pareto(ranked, rules=rules)
    foreign = desk.work.turnover.foreign(scope=desk.own, since=today - timedelta(days=rules.pareto_days - 1))
    best = [customer.who for customer in found.customers[: views.NAMED]]
    names = {one.contact.id: one.contact.name for one in desk.work.contacts.many(best, scope=desk.own)}
    return beside(views.pareto(desk, found, names, foreign), rest, "pareto")

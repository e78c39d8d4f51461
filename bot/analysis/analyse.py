"""Read, reckon, tell: `python -m bot analyse FILE.csv`."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.analysis.cells import Unusable
from bot.analysis.customers import Customers
from bot.analysis.figures import Analysis, Findings
from bot.analysis.ledger import Reader
from bot.analysis.numbers import as_json
from bot.analysis.picture import draw
from bot.analysis.table import Table
from bot.cli.progress import progress
from bot.settings import Settings
from bot.views.analysis import as_text, notes
from domain.rules import Rules


@dataclass(frozen=True, slots=True)
class Asked:
    """`as_of` None: the last day of the file, or today where that is in the future. `months` 0: all history."""

    file: Path
    as_of: date | None = None
    horizon: int | None = None
    months: int | None = None
    json: bool = False
    plot: Path | None = None


def analyse(asked: Asked, settings: Settings, *, today: date) -> int:
    rules = _rules(settings.rules, asked)
    customers = _customers(asked, settings, today)
    weekends = settings.team.sells_at_weekends
    found = Analysis(customers, rules=rules, weekends=weekends, progress=progress).findings()
    if asked.plot:
        draw(found, asked.plot)
    _tell(asked, found, customers, rules)
    return 0


def _customers(asked: Asked, settings: Settings, today: date) -> Customers:
    table = Table(asked.file)
    with progress(f"Lese {asked.file.name}", table.size) as tell:
        trade = Reader(table, today=today).read(tell)
    as_of = asked.as_of or trade.last_day(today) or today
    customers = Customers(trade, as_of=as_of, currency=settings.team.currency)
    if not customers.held:
        _say_aside(customers)
        raise Unusable(f"In {asked.file.name} steht kein Kauf.", "Prüf Beträge, Daten und --as-of.")
    return customers


def _rules(rules: Rules, asked: Asked) -> Rules:
    horizon = rules.horizon if asked.horizon is None else asked.horizon
    months = rules.window_months if asked.months is None else asked.months
    return replace(rules, horizon=horizon, window_months=months)


def _tell(asked: Asked, found: Findings, customers: Customers, rules: Rules) -> None:
    """JSON stands alone on its stream, so what wasn't counted goes to the other one."""
    if asked.json:
        sys.stdout.write(as_json(found, customers) + "\n")
        _say_aside(customers)
        return
    lines = [*as_text(found, customers, rules=rules), *_apart(notes(customers))]
    if asked.plot:
        lines.append(f"\nBild: {asked.plot}")
    sys.stdout.write("\n".join(lines) + "\n")


def _say_aside(customers: Customers) -> None:
    for line in notes(customers):
        sys.stderr.write(line + "\n")


def _apart(lines: Iterable[str]) -> list[str]:
    found = list(lines)
    return ["", *found] if found else []

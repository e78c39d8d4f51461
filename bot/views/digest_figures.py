"""The digest's sections that are figures alone: status moves, revenue, satisfaction, parked on purpose."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from bot.turn import Button
from bot.views import words
from bot.views.digest_people import Section
from bot.views.pages import listing
from domain.events import Money
from domain.forecast import Forecast, forecast
from domain.outlook import Outlook
from domain.status import Status
from storage.figures import Week
from storage.work import Work

DOUBLES = "doubles"  # the fact under which a night keeps how many there are
FOUR_WEEKS = 28  # days
FEWEST = 5  # §12: a share is shown only from so many on
WEEK = timedelta(days=7)


def moves(work: Work, owner: int | None, begin: date) -> Section:
    """Up and down apart: who stands on a rung since this week may have come from above (S7)."""
    end = begin + WEEK
    down = _fallen(work, owner, begin)
    up = Counter(work.figures.reached(owner, begin=begin, end=end))
    up.subtract(after for _, after in down.elements())
    lines = [f"Neu erreicht: {', '.join(rungs)}"] if (rungs := _ladder(up)) else []
    if down:
        fell = (f"{count} × {before} → {after}" for (before, after), count in sorted(down.items()))
        lines.append(f"Zurückgefallen: {', '.join(fell)}")
    if lines and (shares := _conversion(work.figures.by_status(owner))):
        lines.append(f"Quote je Stufe: {', '.join(shares)}")
    return Section(tuple(lines))


def _fallen(work: Work, owner: int | None, begin: date) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for number in work.figures.maybe_fallen(owner, begin=begin, end=begin + WEEK):
        _, profile, _ = work.profile(work.contacts.listed(number).contact)
        for last in profile.standing.moves[-1:]:
            if last.before is not None and last.after.below(last.before):
                found[last.before.value, last.after.value] += 1
    return found


def _ladder(counts: Counter[str]) -> list[str]:
    return [f"{counts[code]} × {code}" for code in Status if counts[code] > 0]


def _conversion(counts: dict[str, int]) -> list[str]:
    """Of those who reached a rung, how many went on; shown from five on."""
    codes = list(Status)
    at_least = [sum(counts.get(code, 0) for code in codes[place:]) for place in range(len(codes))]
    pairs = zip(codes, codes[1:], at_least, at_least[1:], strict=False)
    return [f"{a}→{b} {round(100 * more / n)} % (n = {n})" for a, b, n, more in pairs if n >= FEWEST]


def revenue(work: Work, owner: int | None, week: Week, outlook: Outlook, begin: date) -> Section:
    """Beside the weeks before, and what the window lets expect."""
    lines = []
    if week.revenue or week.before:
        now = _sum(week.revenue) or "keiner"
        of = f" (n = {words.count(week.purchases, 'Kauf', 'Käufe')})" if week.revenue else ""
        before = f"; 4 Wochen davor im Schnitt {_sum(week.before)} (n = {week.purchases_before})"
        lines.append(f"Umsatz in 7 Tagen: {now}{of}{before if week.before else ''}")
    return Section((*lines, *_expected(work, owner, outlook, begin)))


def _expected(work: Work, owner: int | None, outlook: Outlook, begin: date) -> list[str]:
    """Second purchases to come, with a range; beside what was expected for the week that is over and what came."""
    found = expected(work, owner, outlook, days=FOUR_WEEKS)
    if found is None:
        return []
    said = f"etwa {_rounded(found.expected)} erwartet, {_range(found)} (n = {found.n} Erstkäufer)"
    lines = [f"Zweitkäufe in 4 Wochen: {said}"]
    if before := kept(work, owner, begin):
        came = work.figures.second_purchases(owner, begin=begin, end=begin + WEEK)
        lines.append(
            f"Letzte Woche: etwa {_rounded(before.expected)} erwartet ({_range(before)}), gekommen {came}"
        )
    return lines


def expected(work: Work, owner: int | None, outlook: Outlook, *, days: int) -> Forecast | None:
    """What the window lets expect of those who wait."""
    waiting = work.figures.waiting(owner) if outlook.shares else []
    return forecast(outlook, [((outlook.day - day).days, n) for day, n in waiting], days=days)


def keep(work: Work, owner: int | None, outlook: Outlook) -> None:
    """Remember what is expected of the coming week: the next digest compares it with what came.

    The week before is kept, too: the digests of several leads tell the team's one after the other.
    """
    found = expected(work, owner, outlook, days=WEEK.days)
    before, today = _forecasts(work, owner), outlook.day.isoformat()
    if found is not None and today not in before:
        last = dict(sorted(before.items())[-1:])
        work.remember(_fact(owner), json.dumps({**last, today: asdict(found)}))


def kept(work: Work, owner: int | None, begin: date) -> Forecast | None:
    """What was expected of the week that began on a day; None where nothing was."""
    stored = _forecasts(work, owner).get(begin.isoformat())
    return Forecast(**stored) if stored else None


def _forecasts(work: Work, owner: int | None) -> dict[str, dict[str, Any]]:
    """By the day on which the week began."""
    found: dict[str, dict[str, Any]] = json.loads(work.recall(_fact(owner)) or "{}")
    return found


def _fact(owner: int | None) -> str:
    return f"forecast {owner or 'team'}"


def _range(found: Forecast) -> str:
    low, high = found.low, found.high
    return f"meist {low}" if low == high else f"meist {low} bis {high}"


def _sum(amounts: Iterable[Money]) -> str:
    return ", dazu ".join(words.money(money) for money in amounts)


def _rounded(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")


def satisfaction(week: Week) -> Section:
    return Section((f"Zufriedenheit ≤ 2: {week.low_grades} von {week.grades}",)) if week.grades else Section()


def doubles(work: Work, owner: int | None) -> Section:
    """Leads hear of likely duplicates in different hands; who has them can't see each other's."""
    count = int(work.recall(DOUBLES) or 0) if owner is None else 0
    if not count:
        return Section()
    found = f"Wahrscheinlich doppelt, in verschiedenen Händen: {words.count(count, 'Paar', 'Paare')}"
    return Section((found,), key=Button.line("Dubletten", "/dubletten"))


def parked(work: Work, owner: int | None) -> Section:
    count = work.figures.parked(owner)
    key = listing("Zurückgestellt", "zurückgestellt")
    return Section((f"Bewusst zurückgestellt: {count}",), key=key) if count else Section()

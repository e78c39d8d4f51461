"""The digest's sections that are figures alone: status moves, revenue, satisfaction, parked on purpose."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from bot.views import words
from bot.views.digest_people import Section
from bot.views.pages import listing
from domain.events import Money
from domain.outlook import Outlook
from domain.status import Status
from storage.figures import Week
from storage.work import Work

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
    return [f"{a}→{b} {100 * more // n} % (n = {n})" for a, b, n, more in pairs if n >= FEWEST]


def revenue(work: Work, owner: int | None, week: Week, outlook: Outlook) -> Section:
    """Beside the weeks before, and what the window lets expect."""
    lines = []
    if week.revenue or week.before:
        now = _sum(week.revenue) or "keiner"
        of = f" (n = {words.count(week.purchases, 'Kauf', 'Käufe')})" if week.revenue else ""
        before = f"; 4 Wochen davor im Schnitt {_sum(week.before)} (n = {week.purchases_before})"
        lines.append(f"Umsatz in 7 Tagen: {now}{of}{before if week.before else ''}")
    waiting = work.figures.waiting(owner) if outlook.shares else []
    expected = outlook.expected([((outlook.day - day).days, n) for day, n in waiting])
    if expected is not None and waiting:
        of_all = sum(n for _, n in waiting)
        lines.append(f"Zweitkäufe in 4 Wochen: etwa {_rounded(expected)} erwartet (n = {of_all} Erstkäufer)")
    return Section(tuple(lines))


def _sum(amounts: Iterable[Money]) -> str:
    return ", dazu ".join(words.money(money) for money in amounts)


def _rounded(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")


def satisfaction(week: Week) -> Section:
    return Section((f"Zufriedenheit ≤ 2: {week.low_grades} von {week.grades}",)) if week.grades else Section()


def parked(work: Work, owner: int | None) -> Section:
    count = work.figures.parked(owner)
    key = listing("Zurückgestellt", "zurückgestellt")
    return Section((f"Bewusst zurückgestellt: {count}",), key=key) if count else Section()

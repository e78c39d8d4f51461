"""Pictures and what stands under them: a picture never says more than its caption's numbers can stand for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.charts.facts import Climb, Funnel, Mark, Revenue, Timeline
from bot.desk import Desk
from bot.turn import Button, Made, Reply, Rows, rows
from bot.views import eventwords, pages, people, steps, words
from domain.contact import Contact
from domain.events import Event, History, Kind
from domain.profile import Profile
from domain.status import Status
from domain.steps import Step
from storage.trends import DayOfTrade

LONGEST = 1024  # characters of a caption (Telegram)
ENOUGH = 5  # V15
WEEKS = 26
_LANES = {
    Kind.REACTION: "reaction",
    Kind.PURCHASE: "purchase",
    Kind.RETURN: "purchase",
    Kind.APPOINTMENT: "appointment",
    Kind.TOUCH: "touch",
    Kind.OFFER: "touch",
}
_SIGNS = {"reaction": "Reaktionen", "purchase": "Käufe", "appointment": "Termine", "touch": "von uns"}
_SHOWN_MARKS = 400


def drawn(
    maker: str, facts: object, caption: str, name: str, keys: Rows = (), contact: int | None = None
) -> Reply:
    """A picture with its caption; last lines that Telegram would refuse are left out whole."""
    made = Made("photo", f"bot.charts.{maker}", dict(facts), f"{name}.png")  # type: ignore[call-overload]  # a TypedDict
    return Reply(fitting(caption), keys, contact=contact, made=made)


def beside(reply: Reply, rest: str, command: str, *takes: str) -> Reply:
    """What a command shows although it can't read what stood behind it: said first, with what it does read."""
    if not rest.strip():
        return reply
    how = (
        f"es geht {words.listing([f'<code>{line}</code>' for line in takes])}"
        if takes
        else "der Befehl steht allein"
    )
    said = f"Mit „{words.shown(rest.strip(), most=40)}“ kann /{command} nichts anfangen, {how}."
    return replace(reply, text=fitting(f"{said}\n{reply.text}"))


def fitting(caption: str) -> str:
    lines = caption.split("\n")
    while len("\n".join(lines)) > LONGEST and len(lines) > 1:
        lines.pop()
    return "\n".join(lines)


def timeline(desk: Desk, contact: Contact, history: History, profile: Profile, step: Step | None) -> Reply:
    """One contact's way: rungs, what happened, the next step."""
    events = [event for event in history.standing() if event.kind is not Kind.CREATED]
    marks: list[Mark] = [_mark(event) for event in events[-_SHOWN_MARKS:]]
    facts: Timeline = {
        "name": contact.name,
        "today": desk.today.isoformat(),
        "moves": [(move.day.isoformat(), move.after.value) for move in profile.standing.moves],
        "marks": marks,
    }
    if step is not None:
        facts["next"] = (step.due.day.isoformat(), steps.words(step.kind, step.text))
    lines = [words.name(contact), _rungs(desk, profile), _counts(marks), _latest(desk, events)]
    caption = "\n".join([*filter(None, lines), steps.sentence(step, desk.today, desk.local)])
    of = f"#{contact.id}:"
    keys = rows([_anew("Karte", f"/kontakt {of}"), _anew("Verlauf", f"/verlauf {of}")])
    return drawn("timeline", facts, caption, "verlauf", keys, contact.id)


def _mark(event: Event) -> Mark:
    return {"day": event.day.isoformat(), "lane": _LANES.get(event.kind, "other")}


def _rungs(desk: Desk, profile: Profile) -> str:
    """`ZA Di 3.3. → II Mi 4.3.`, the last six."""
    moves = profile.standing.moves[-6:]
    return " → ".join(f"{move.after} {words.dated(move.day, desk.today)}" for move in moves)


def _counts(marks: Sequence[Mark]) -> str:
    counted = {lane: sum(mark["lane"] == lane for mark in marks) for lane in _SIGNS}
    return ", ".join(f"{_SIGNS[lane]}: {count}" for lane, count in counted.items() if count)


def _latest(desk: Desk, events: Sequence[Event]) -> str:
    if not events:
        return ""
    at = eventwords.happened(events[-1], today=desk.today, local=desk.local)
    return f"Zuletzt: {people.told(desk, events[-1])}, {at}"


def funnel(
    desk: Desk, counts: dict[str, int], days: Sequence[Sequence[float]], *, months: int | None
) -> Reply:
    """How many stand where, and what share of those who got so far got further; `days`: from rung to rung."""
    codes = [status.value for status in Status]
    reached = [sum(counts.get(code, 0) for code in codes[place:]) for place in range(len(codes))]
    climbs = [_climb(reached[n + 1], reached[n], days[n]) for n in range(len(codes) - 1)]
    span = f"angelegt in den letzten {months} Monaten" if months else "alle Kontakte"
    facts: Funnel = {
        "span": span,
        "rungs": [{"code": code, "count": counts.get(code, 0)} for code in codes],
        "climbs": climbs,
    }
    whose = "des Teams" if desk.turn.member.lead else "von dir"
    lines = [f"<b>Trichter</b> {whose}: {words.count(reached[0], 'Kontakt', 'Kontakte')} ({span})"]
    lines.append(" · ".join(f"{code} {pages.number(counts.get(code, 0))}" for code in codes))
    lines += [_climbed(codes[n], codes[n + 1], climb) for n, climb in enumerate(climbs)]
    other = ("Alle Kontakte", "/trichter") if months else ("Letzte 12 Monate", "/trichter 12 Monate")
    return drawn(
        "funnel", facts, "\n".join(lines), "trichter", rows([_anew(*other), _anew("Umsatz", "/umsatz")])
    )


def _anew(label: str, line: str) -> Button:
    """A picture can't become another: the answer is a message of its own."""
    return Button(label, "run", {"line": line, "new": True})


def _climb(reached: int, of: int, days: Sequence[float]) -> Climb:
    middle = sorted(days)[len(days) // 2] if days else None
    return {"reached": reached, "of": of, "days": middle, "n": len(days)}


def _climbed(before: str, after: str, climb: Climb) -> str:
    of, n, days = climb["of"], climb.get("n", 0), climb.get("days")
    if of < ENOUGH:
        return f"{before} → {after}: zu wenig (n = {of})"
    share = f"{before} → {after}: {round(100 * climb['reached'] / of)} % ({climb['reached']} von {of})"
    if days is None or n < ENOUGH:
        return share
    return f"{share}, Median {words.count(round(days), 'Tag', 'Tage')} (n = {n})"


def revenue(
    desk: Desk, found: Sequence[DayOfTrade], begin: date, currency: str, *, weeks: int = WEEKS
) -> Reply:
    """So many weeks beside the same weeks a year ago, of the team for a lead."""
    whose = "des Teams" if desk.turn.member.lead else "von dir"
    other = ("12 Wochen", "/umsatz 12 Wochen") if weeks == WEEKS else (f"{WEEKS} Wochen", "/umsatz")
    keys = rows([_anew(*other), _anew("Trichter", "/trichter")])
    drawn_ = weeks_of_revenue(found, begin, currency, today=desk.today, whose=whose, weeks=weeks)
    return replace(drawn_, buttons=keys)


def weeks_of_revenue(
    found: Sequence[DayOfTrade], begin: date, currency: str, *, today: date, whose: str, weeks: int = WEEKS
) -> Reply:
    """Other currencies only in words, nothing is converted (§1)."""
    mondays = [begin + timedelta(weeks=week) for week in range(weeks)]
    year_ago = timedelta(weeks=52)
    ours = [day for day in found if day.currency == currency]
    before = [day for day in ours if day.day < begin]
    now = [day for day in ours if day.day >= begin]
    facts: Revenue = {
        "currency": currency,
        "weeks": [monday.isoformat() for monday in mondays],
        "sold": _by_week([day for day in now if not day.returned], begin, weeks),
        "returned": _by_week([day for day in now if day.returned], begin, weeks),
        "before": _net(before, begin - year_ago, weeks),
        "running": today < mondays[-1] + timedelta(days=6),
    }
    return drawn("revenue", facts, _told(facts, found, begin, today, whose), "umsatz")


def _by_week(days: Sequence[DayOfTrade], begin: date, weeks: int) -> list[int]:
    sums = [0] * weeks
    for day in days:
        sums[(day.day - begin).days // 7] += day.minor
    return sums


def _net(days: Sequence[DayOfTrade], begin: date, weeks: int) -> list[int]:
    sold = _by_week([day for day in days if not day.returned], begin, weeks)
    returned = _by_week([day for day in days if day.returned], begin, weeks)
    return [plus - minus for plus, minus in zip(sold, returned, strict=True)]


def _told(facts: Revenue, found: Sequence[DayOfTrade], begin: date, today: date, whose: str) -> str:
    currency = facts["currency"]
    sold, returned, before = sum(facts["sold"]), sum(facts["returned"]), sum(facts["before"])
    bought = sum(
        day.entries for day in found if day.day >= begin and not day.returned and day.currency == currency
    )
    span = f"{words.count(len(facts['weeks']), 'Woche', 'Wochen')} seit {words.dated(begin, today)}"
    total = words.amount(sold - returned, currency)
    lines = [f"<b>Umsatz</b> {whose}, {span}: {total} (n = {words.count(bought, 'Kauf', 'Käufe')})"]
    if returned:
        lines.append(
            f"verkauft {words.amount(sold, currency)}, zurückgegeben {words.amount(returned, currency)}"
        )
    lines.append(
        f"dieselben Wochen im Vorjahr: {words.amount(before, currency)}{_change(sold - returned, before)}"
    )
    best = max(range(len(facts["weeks"])), key=lambda week: facts["sold"][week])
    if facts["sold"][best]:
        monday = words.dated(date.fromisoformat(facts["weeks"][best]), today)
        lines.append(f"stärkste Woche: ab {monday} mit {words.amount(facts['sold'][best], currency)}")
    if facts["running"]:
        lines.append("Die letzte Woche läuft noch (heller).")
    return "\n".join([*lines, *_others(found, begin, currency)])


def _change(now: int, before: int) -> str:
    return f" ({round(100 * (now - before) / before):+d} %)".replace("-", "−") if before > 0 else ""


def _others(found: Sequence[DayOfTrade], begin: date, currency: str) -> list[str]:
    """`dazu CHF 200,00`: what was sold in other currencies, less what came back."""
    sums: dict[str, int] = {}
    for day in found:
        if day.day >= begin and day.currency != currency:
            sums[day.currency] = sums.get(day.currency, 0) + (-day.minor if day.returned else day.minor)
    return (
        [f"dazu {', '.join(words.amount(minor, code) for code, minor in sorted(sums.items()))}"]
        if sums
        else []
    )

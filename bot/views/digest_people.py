"""The digest's sections that name people: what is due, who has no appointment, who is in the window."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.turn import Button
from bot.views import steps, windows, words
from bot.views.pages import listing
from domain.calendar import Rhythm
from domain.customer import ENDANGERED_MARK, NO_BUYER
from domain.events import Due
from domain.matrix import Group
from domain.outlook import Outlook
from domain.planned import ReminderKind
from domain.status import Status
from domain.urgency import urgency
from domain.window import Window
from storage.contacts import Listed
from storage.customers import Movement
from storage.figures import Named
from storage.team import Team
from storage.words import Scope
from storage.work import Work

Person = tuple[int, str]
MOST_NAMED = 3
LONGEST = 30  # characters of a name
LONG_AGO = date(1900, 1, 1)
WEEK = timedelta(days=6)  # today and six days on


@dataclass(frozen=True, slots=True)
class Section:
    """At most three lines (§12); whom they name; the button for the list behind them."""

    lines: tuple[str, ...] = ()
    named: tuple[Person, ...] = ()
    key: Button | None = None

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Part:
    """One rep's part of the digest, or the team's (`owner` None), which names reps rather than their contacts."""

    work: Work
    owner: int | None
    now: datetime
    today: date
    rhythm: Rhythm


def due(part: Part) -> Section:
    """How much is due within the week, and what comes first by Q6."""
    until = part.today + WEEK
    total, late = part.work.figures.due(part.owner, today=part.today, until=until)
    if not total:
        return Section()
    all_of_them = "überfällig" if total == 1 else "alle überfällig"
    overdue = all_of_them if late == total else f"davon {late} überfällig"
    head = f"Bis {words.dated(until, part.today)} dran: {words.count(total, 'Schritt', 'Schritte')}"
    head += f", {overdue}" if late else ""
    if part.owner is None:
        by_member = part.work.figures.late_by_member(today=part.today)
        whose = (f"Überfällig: {_members(by_member)}",) if by_member else ()
        return Section((head, *whose), key=listing("Überfällig", "überfällig") if late else None)
    first = _most_urgent(part, until)
    told = "; ".join(f"{_short(item.contact.name)} – {_step(part, item)}" for item in first)
    return Section((head, f"Zuerst: {told}"), _named(first), Button.line("Heute", "/heute"))


def _most_urgent(part: Part, until: date) -> list[Listed]:
    assert part.owner is not None  # noqa: S101 – the team's part names reps
    found = part.work.contacts.due(owner=part.owner, until=until)
    team = part.work.customers.team()
    return sorted(found, key=lambda item: _urgency(item, team))[:MOST_NAMED]


def _urgency(item: Listed, team: Team) -> tuple[object, ...]:
    assert item.step_day is not None  # noqa: S101 – listed because it is due
    return urgency(
        ReminderKind(item.step),
        Status(item.status),
        Due(item.step_day, item.step_at),
        team.class_of(item.year_revenue),
    )


def _step(part: Part, item: Listed) -> str:
    text = ""
    if item.step == ReminderKind.OWN_STEP:
        _, profile, _ = part.work.profile(item.contact)
        text = words.shown(profile.own_step.text, most=40) if profile.own_step else ""
    assert item.step_day is not None  # noqa: S101 – listed because it is due
    when = steps.when(Due(item.step_day, item.step_at), part.today, part.rhythm.local)
    return f"{text or steps.words(ReminderKind(item.step))} ({when})"


def drifting(part: Part, begin: date) -> Section:
    """Customers newly lost and newly endangered, by value: the most important sign (§4)."""
    scope = Scope(None if part.owner is None else (part.owner,))
    moved = part.work.customers.movements(scope=scope, since=begin)
    known = [one for one in moved if one.before != NO_BUYER]
    lines, named = [], list[Person]()
    for place, said in ((Group.LOST.value, "Neu verloren"), (_ENDANGERED, "Neu gefährdet")):
        found = [one for one in known if one.after == place]
        if found:
            lines.append(f"{said}: {len(found)} – {_valued(part, found)}")
            named += [(one.contact, one.name) for one in found[:MOST_NAMED]]
    lost = any(one.after == Group.LOST.value for one in known)
    key = listing("Verloren", Group.LOST.value) if lost else listing("Gefährdet", "gefährdet")
    return Section(tuple(lines), tuple(named), key if lines else None)


_ENDANGERED = Group.GROWING.value + ENDANGERED_MARK


def _valued(part: Part, found: Sequence[Movement]) -> str:
    """Names with what they brought; in the team's part the sum alone."""
    currency = part.work.policy.currency
    if part.owner is None:
        return f"zusammen {words.amount(sum(one.revenue for one in found), currency)} Umsatz"
    told = [f"{_short(one.name)} ({words.amount(one.revenue, currency)})" for one in found[:MOST_NAMED]]
    return ", ".join([*told, *(["…"] if len(found) > MOST_NAMED else [])])


def unarranged(part: Part) -> Section:
    """KI without an appointment: after two reminders they are named here every week (§2)."""
    found = part.work.figures.unarranged(part.owner, now=part.now, most=MOST_NAMED)
    if not found.count:
        return Section()
    key = listing("KI ohne Termin", "KI ohne Termin")
    if part.owner is None:
        by_member = part.work.figures.unarranged_by_member(now=part.now)
        return Section((f"KI ohne Termin: {found.count} ({_members(by_member)})",), key=key)
    return Section((f"KI ohne Termin: {found.count} – {_people(found)}",), found.first, key)


def window(part: Part, outlook: Outlook) -> Section:
    """§5: who falls due this week and who is past it (W4: then digest only), and what that rests on."""
    known = part.work.windows.team()
    near, over = _falling(part, known.w50), _falling(part, known.w80)
    past = _bought(part, LONG_AGO, part.today - timedelta(days=known.w80 + 1))
    if not (near.count or over.count or past.count):
        return Section()
    falls = [
        said.format(_counted(found, part))
        for found, said in ((near, "rückt näher bei {}"), (over, "läuft ab bei {}"))
        if found.count
    ]
    lines = [f"Zweitkauf-Fenster: {', '.join(falls)}"] if falls else []
    lines += [f"Zweitkauf-Fenster abgelaufen: {_counted(past, part)}"] if past.count else []
    named = dict.fromkeys((*near.first, *over.first, *past.first))
    return Section((*lines, _rests_on(known, outlook)), tuple(named), listing("EK", "EK"))


def _falling(part: Part, days: int) -> Named:
    """First buyers whose purchase is so many days old on one of the seven days from today."""
    first = part.today - timedelta(days=days)
    return _bought(part, first, first + WEEK)


def _bought(part: Part, first: date, last: date) -> Named:
    most = 0 if part.owner is None else MOST_NAMED
    return part.work.figures.in_window(part.owner, first=first, last=last, most=most)


def _rests_on(known: Window, outlook: Outlook) -> str:
    """W5, and the plan beside the own figure (W6)."""
    numbers = f"W50 {known.w50}, W80 {known.w80} Tage ({known.level}, n = {known.n})"
    return f"{numbers}; {windows.plan_and_own(outlook)}"


def _counted(found: Named, part: Part) -> str:
    """`3 (Anna, Bert, Cem)`; in the team's part the number alone."""
    return str(found.count) if part.owner is None else f"{found.count} ({_people(found)})"


def _people(found: Named) -> str:
    more = ["…"] if found.count > len(found.first) else []
    return ", ".join([*(_short(name) for _, name in found.first), *more])


def _members(counted: Sequence[tuple[str, int]]) -> str:
    more = ["…"] if len(counted) > MOST_NAMED else []
    return ", ".join([*(f"{_short(name) or 'ohne Namen'} {n}" for name, n in counted[:MOST_NAMED]), *more])


def _short(name: str) -> str:
    return words.shown(name, most=LONGEST)


def _named(items: Iterable[Listed]) -> tuple[Person, ...]:
    return tuple((item.contact.id, item.contact.name) for item in items)

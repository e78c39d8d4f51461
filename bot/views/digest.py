"""The week in one message: sections as far as there is something to say, each figure with its n, one tip."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.turn import Button, Reply, rows
from bot.views import words
from domain.calendar import Rhythm
from domain.status import Status
from domain.week import week_of
from domain.window import Window
from storage.members import Member
from storage.work import Work

LONGEST = 3500
FEWEST = 5  # §12: a share is shown only from so many on
TIPS = (
    "Ein Termin pro KI schlägt fünf Mails: /liste KI ohne Termin.",
    "Bedank dich auch für eine Absage – der nächste Auftrag kommt oft von dort.",
    "Vereinbarte Zeiten gleich eintragen: /termin Meier Di 14:00 – ich erinnere dich vorher.",
    "Wer zweimal gekauft hat, empfiehlt gern: frag nach einem Namen.",
    "Eine Notiz nach dem Gespräch spart dir zehn Minuten vor dem nächsten: /notiz.",
)


def digest(work: Work, member: Member, *, today: date, rhythm: Rhythm, window: Window | None) -> Reply | None:
    """The rep's own week, for leads a second part for the team; None where only the tip would remain."""
    own = _part(work, member.id, today, window)
    team = _part(work, None, today, window) if member.lead and len(work.members.all()) > 1 else []
    if not own and not team:
        return None
    first = rhythm.local(rhythm.moment(today, rhythm.digest_at)).date()
    head = f"<b>Deine Woche</b> ({week_of(first).partition('-')[2].replace('W', 'KW ')})"
    blocks = ["\n".join([head, *(own or ["Bei dir selbst ist nichts offen."])])]
    if team:
        blocks.append("\n".join(["<b>Dein Team</b>", *team]))
    tip = f"Tipp: {TIPS[first.isocalendar()[1] % len(TIPS)]}"
    text = "\n\n".join(blocks)[: LONGEST - len(tip) - 2] + f"\n\n{tip}"
    keys = [Button.line("Heute", "/heute"), Button.line("KI ohne Termin", "/liste KI ohne Termin")]
    return Reply(text, rows(keys))


def _part(work: Work, owner: int | None, today: date, window: Window | None) -> list[str]:
    """At most three lines a section; empty ones are left out."""
    sections = (
        _due(work, owner, today),
        _window(work, owner, today, window),
        _moves(work, owner, today),
        _revenue(work, owner, today),
        _parked(work, owner),
    )
    return ["\n".join(section[:3]) for section in sections if section]


def _due(work: Work, owner: int | None, today: date) -> list[str]:
    sunday = today + timedelta(days=6 - today.weekday())
    total, late = work.figures.due(owner, until=sunday)
    if not total:
        return []
    overdue = f", davon {late} überfällig" if late else ""
    return [f"Diese Woche fällig: {words.count(total, 'Schritt', 'Schritte')}{overdue}"]


def _window(work: Work, owner: int | None, today: date, window: Window | None) -> list[str]:
    """§5: who falls due this week, with the numbers the window rests on."""
    if window is None:
        return []
    near = _buyers(work, owner, today, window.w50)
    over = _buyers(work, owner, today, window.w80)
    if not near and not over:
        return []
    return [
        f"Zweitkauf-Fenster: bei {near} rückt es näher, bei {over} läuft es ab",
        f"W50 {window.w50} d, W80 {window.w80} d – {window.level}, n = {window.n}",
    ]


def _buyers(work: Work, owner: int | None, today: date, days: int) -> int:
    """First buyers whose purchase is `days` old within the seven days from today."""
    first = today - timedelta(days=days)
    return work.figures.in_window(owner, first=first, last=first + timedelta(days=6))


def _moves(work: Work, owner: int | None, today: date) -> list[str]:
    reached = work.figures.reached(owner, since=today - timedelta(days=7))
    lines = []
    if reached:
        lines.append("Neu erreicht: " + ", ".join(f"{count} × {code}" for code, count in _ladder(reached)))
    if steps := _conversion(work.figures.by_status(owner)):
        lines.append("Quote je Stufe: " + ", ".join(steps))
    return lines if reached else []


def _ladder(counts: dict[str, int]) -> Iterable[tuple[str, int]]:
    return ((code.value, counts[code]) for code in Status if code in counts)


def _conversion(counts: dict[str, int]) -> list[str]:
    """Of those who reached a rung, how many went on; shown from five on."""
    codes = list(Status)
    at_least = [sum(counts.get(code, 0) for code in codes[place:]) for place in range(len(codes))]
    pairs = zip(codes, codes[1:], at_least, at_least[1:], strict=False)
    return [f"{a}→{b} {100 * more // n} % (n = {n})" for a, b, n, more in pairs if n >= FEWEST]


def _revenue(work: Work, owner: int | None, today: date) -> list[str]:
    week = work.figures.week(owner, today=today)
    lines = []
    if week.purchases or week.before:
        now = ", dazu ".join(words.money(money) for money in week.revenue) or "0"
        before = ", dazu ".join(words.money(money) for money in week.before)
        mean = f" (Schnitt der vier Wochen davor: {before})" if before else ""
        lines.append(
            f"Umsatz der letzten 7 Tage: {now} aus {words.count(week.purchases, 'Kauf', 'Käufen')}{mean}"
        )
    if week.grades:
        lines.append(f"Zufriedenheit ≤ 2: {week.low_grades} von {week.grades}")
    return lines


def _parked(work: Work, owner: int | None) -> list[str]:
    parked = work.figures.parked(owner)
    return [f"Bewusst zurückgestellt: {parked}"] if parked else []

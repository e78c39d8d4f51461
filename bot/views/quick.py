"""Times for a tap: some computed from now, the others from a month's grid and the hours of a day.

Nothing is remembered: every button carries the line it completes.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from babel.dates import format_date

from bot.turn import Button, Reply, Rows, rows
from bot.views.words import LOCALE, dated

MOST_MONTHS = 12  # ahead
HOURS = range(8, 19)
WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
BLANK = "·"
_MORNING, _AFTERNOON, _EVENING = time(9), time(14), time(17)
_WEEKDAYS_AHEAD = 2
_WORKDAYS = 5

Moment = tuple[date, time | None]


def moments(local: datetime) -> list[Moment]:
    """Today 17:00, tomorrow 9:00 and 14:00, the next working days 9:00; none that is past."""
    today = local.date()
    evening = [(today, _EVENING)] if local.time() < _EVENING else []
    tomorrow = [(today + timedelta(days=1), at) for at in (_MORNING, _AFTERNOON)]
    return [*evening, *tomorrow, *((day, _MORNING) for day in _working_days(today + timedelta(days=2)))]


def days(local: datetime) -> list[Moment]:
    """The same where no time is needed."""
    today = local.date()
    near = [today, today + timedelta(days=1), today + timedelta(days=3)]
    monday = today + timedelta(days=7 - today.weekday())
    return [(day, None) for day in dict.fromkeys([*near, monday])]


def _working_days(first: date) -> list[date]:
    ahead = (first + timedelta(days=n) for n in range(7))
    return [day for day in ahead if day.weekday() < _WORKDAYS][:_WEEKDAYS_AHEAD]


def phrase(moment: Moment) -> str:
    """As a line says it, whatever day it is read on."""
    day, at = moment
    said = f"{day.day}.{day.month}.{day.year}"
    return f"{said} {at:%H:%M}" if at else said


def label(moment: Moment, today: date) -> str:
    """`Morgen 9:00`, `Mo 9.3. 9:00`."""
    day, at = moment
    near = {0: "Heute", 1: "Morgen"}.get((day - today).days) or dated(day, today)
    if at:
        return f"{near} {at.hour}:{at.minute:02}"
    return "In 3 Tagen" if (day - today).days == 3 else near  # noqa: PLR2004


def keys(line: str, offered: Sequence[Moment], local: datetime, *, timed: bool) -> Rows:
    """A button for each moment, and the calendar for all others."""
    found = [_typing(label(m, local.date()), f"{line} {phrase(m)}") for m in offered]
    other = Button("Kalender …", "month", {"line": line, "timed": timed})
    return rows(*(found[i : i + 2] for i in range(0, len(found), 2)), [other])


def _typing(label_: str, line: str) -> Button:
    return Button(label_, "run", {"line": line, "over": True})


def month(text: str, line: str, shown: date, local: datetime, *, timed: bool) -> Reply:
    """A month's grid: what is past is absent, ‹ › turn the page."""
    today = local.date()
    args = {"line": line, "timed": timed}
    first = shown.replace(day=1)
    weeks = [week for week in _weeks(first) if week[-1] >= today]
    grid = [[_day(day, first, today, args) for day in week] for week in weeks]
    head = [Button(name, "nothing") for name in WEEKDAYS]
    return Reply(text, rows(_turners(first, today, args), head, *grid), question=line)


def _weeks(first: date) -> list[list[date]]:
    """Whole weeks from Monday that hold the month."""
    start = first - timedelta(days=first.weekday())
    found = [[start + timedelta(days=7 * week + day) for day in range(7)] for week in range(6)]
    return [week for week in found if any(day.month == first.month for day in week)]


def _day(day: date, first: date, today: date, args: dict[str, object]) -> Button:
    if day.month != first.month or day < today:
        return Button(BLANK, "nothing")
    return Button(str(day.day), "hours", {**args, "day": day.isoformat()})


def _turners(first: date, today: date, args: dict[str, object]) -> list[Button]:
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    ahead = (first.year - today.year) * 12 + first.month - today.month
    back = (
        Button("‹", "month", {**args, "month": before.isoformat()}) if ahead > 0 else Button(BLANK, "nothing")
    )
    on = Button("›", "month", {**args, "month": after.isoformat()})
    title = Button(format_date(first, "MMMM y", locale=LOCALE), "nothing")
    return [back, title, on if ahead < MOST_MONTHS else Button(BLANK, "nothing")]


def hours(text: str, line: str, day: date | None, local: datetime, *, timed: bool) -> Reply:
    """The hours and half hours of a day that are still to come; without a day, of the one the line names."""
    times = [time(hour, minute) for hour in HOURS for minute in (0, 30)][:-1]
    coming = [at for at in times if day != local.date() or at > local.time()]
    found = [_typing(f"{at.hour}:{at.minute:02}", f"{line} {_at(day, at)}") for at in coming]
    back = Button(
        "‹ Kalender", "month", {"line": line, "timed": timed, "month": (day or local.date()).isoformat()}
    )
    whole = [_typing("Ohne Uhrzeit", f"{line} {phrase((day, None))}")] if day and not timed else []
    last = [back, *whole] if day else []
    return Reply(text, rows(*(found[i : i + 4] for i in range(0, len(found), 4)), last), question=line)


def _at(day: date | None, at: time) -> str:
    return phrase((day, at)) if day else f"{at:%H:%M} Uhr"

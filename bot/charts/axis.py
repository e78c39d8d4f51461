"""Time along the bottom: few dates, written as Germans write them, never two on top of each other."""

from datetime import date, timedelta

from matplotlib.axes import Axes
from matplotlib.dates import date2num

MONTHS = ("Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
MOST = 6  # labels that fit side by side
WEEKS_UP_TO = 100  # days; longer spans are told in months


def dated(axes: Axes, first: date, last: date) -> None:
    """At most six marks: days where the span is short, else months, the year where it begins."""
    days = _weekly(first, last) if (last - first).days <= WEEKS_UP_TO else _monthly(first, last)
    axes.set_xticks([date2num(day) for day, _ in days], [label for _, label in days])  # type: ignore[no-untyped-call]


def _weekly(first: date, last: date) -> list[tuple[date, str]]:
    monday = first + timedelta(days=-first.weekday() % 7)
    weeks = [monday + timedelta(weeks=week) for week in range((last - monday).days // 7 + 1)]
    return [(day, f"{day.day}.{day.month}.") for day in weeks[:: -(-len(weeks) // MOST) or 1]]


def _monthly(first: date, last: date) -> list[tuple[date, str]]:
    begin, end = (day.year * 12 + day.month - 1 for day in (first, last))
    every = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if (end - begin) / step <= MOST)
    months = [divmod(month, 12) for month in range(begin + 1, end + 1) if month % every == 0]
    marks = [(date(year, month + 1, 1), month) for year, month in months]
    return [(day, _month(day, alone=place == 0 or every >= 12)) for place, (day, _) in enumerate(marks)]  # noqa: PLR2004


def _month(day: date, *, alone: bool) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}" if alone or day.month == 1 else MONTHS[day.month - 1]

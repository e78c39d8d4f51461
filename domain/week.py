"""When the weekly digest comes (§12): local, once per ISO week, on a working day."""

from datetime import date, datetime, timedelta

from domain.calendar import Rhythm


def week_of(day: date) -> str:
    """The ISO week, e.g. `2026-W09`: what keeps a digest from coming twice."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def digest_day(week_begins: date, *, rhythm: Rhythm) -> date:
    """The day the digest of this week comes; a public holiday gives way to the next working day."""
    wanted = week_begins + timedelta(days=rhythm.digest_on)
    return rhythm.calendar.on_or_after(wanted) if wanted in rhythm.calendar.holidays else wanted


def next_digests(after: datetime, *, rhythm: Rhythm, weeks: int = 3) -> list[tuple[str, datetime]]:
    """The next digests after a moment: ISO week and when it is due, the earliest first."""
    begin = monday_of(rhythm.local(after).date()) - timedelta(days=7)
    found = []
    for ahead in range(weeks + 2):
        monday = begin + timedelta(days=7 * ahead)
        moment = rhythm.moment(digest_day(monday, rhythm=rhythm), rhythm.digest_at)
        if moment > after:
            found.append((week_of(monday), moment))
    return found

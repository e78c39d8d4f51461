"""The team's working days and hours as the domain wants them."""

from zoneinfo import ZoneInfo

from bot.settings.public_holidays import holidays_for
from bot.settings.sections import Settings
from domain.calendar import Calendar, Rhythm


def calendar(settings: Settings) -> Calendar:
    days = holidays_for(settings.team.country, settings.team.region)
    return Calendar(workdays=settings.reminders.workdays, holidays=days)


def rhythm(settings: Settings, zone: ZoneInfo | None = None) -> Rhythm:
    """Take the team's defaults for a rep in this zone; None = the team's."""
    wanted = settings.reminders
    return Rhythm(
        zone=zone or settings.team.timezone,
        calendar=calendar(settings),
        quiet_from=wanted.quiet_hours.start,
        quiet_until=wanted.quiet_hours.end,
        push_at=wanted.push_at,
        day_before_at=wanted.day_before_at,
        daily_cap=wanted.daily_cap,
        digest_on=settings.digest.weekday,
        digest_at=settings.digest.time,
        downtime_min=wanted.downtime_min,
    )

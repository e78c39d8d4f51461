"""When a phone may ring: working days outside quiet hours (§11 R2), in the rep's own zone (R7)."""

from datetime import datetime, time, timedelta

from domain.calendar import Rhythm

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


def is_quiet(at: time, *, rhythm: Rhythm) -> bool:
    """8:00 itself is allowed, 20:00 isn't; equal times mean no quiet hours."""
    if rhythm.quiet_from <= rhythm.quiet_until:
        return rhythm.quiet_from <= at < rhythm.quiet_until
    return at >= rhythm.quiet_from or at < rhythm.quiet_until


def is_allowed(moment: datetime, *, rhythm: Rhythm) -> bool:
    local = rhythm.local(moment)
    return rhythm.calendar.is_working(local.date()) and not is_quiet(local.time(), rhythm=rhythm)


def next_allowed(moment: datetime, *, rhythm: Rhythm) -> datetime:
    """Return the moment itself, or the first allowed minute after it (R2)."""
    while not is_allowed(moment, rhythm=rhythm):
        # an autumn night has its hour twice: go on by minutes rather than back
        moment = max(_opening(rhythm.local(moment), rhythm), moment + _MINUTE)
    return moment


def last_allowed(moment: datetime, *, rhythm: Rhythm) -> datetime:
    """Return the moment itself, or the last allowed minute before it (R2: appointments and promises)."""
    while not is_allowed(moment, rhythm=rhythm):
        moment = min(_closing(rhythm.local(moment), rhythm) - _MINUTE, moment - _MINUTE)
    return moment


def _opening(local: datetime, rhythm: Rhythm) -> datetime:
    day = rhythm.calendar.on_or_after(local.date())
    if day != local.date():
        return rhythm.moment(day, time.min)
    return rhythm.moment(day + _DAY * (local.time() >= rhythm.quiet_until), rhythm.quiet_until)


def _closing(local: datetime, rhythm: Rhythm) -> datetime:
    if not rhythm.calendar.is_working(local.date()):
        return rhythm.moment(rhythm.calendar.before(local.date()) + _DAY, time.min)
    return rhythm.moment(local.date() - _DAY * (local.time() < rhythm.quiet_from), rhythm.quiet_from)

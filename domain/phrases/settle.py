"""From the things said to one day and one time; two that differ are never decided by guess."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, time, timedelta

from domain.phrases.facts import DateAmbiguous, DateImpossible, DateNotUnderstood, Lean
from domain.phrases.said import Clock, Day, Frame, Line, OfMonth, OfYear, Part, Saying, Shift, Weekday

PART_TIMES = {
    "fruh": time(8), "fruhmorgen": time(8), "morgen": time(8), "vormittag": time(10), "mittag": time(12),
    "nachmittag": time(15), "abend": time(18),
}  # fmt: skip
# Hours a part of the day allows, in the first and the second half of the day as they are said.
_HOURS = {
    "fruh": range(4, 12), "fruhmorgen": range(4, 12), "morgen": range(4, 13), "vormittag": range(6, 13),
    "mittag": range(11, 15), "nachmittag": range(12, 19), "abend": range(17, 24),
    "nacht": (21, 22, 23, 0, 1, 2, 3, 4, 5),
}  # fmt: skip
_OFFICE = time(7, 30)
_HALF_DAY = 12
_MONTHS_A_YEAR = 12
_A_YEAR = timedelta(days=366)


def time_of(clocks: list[Clock], parts: list[Part], phrase: str) -> time | None:
    """One clock, one part of the day, or both in agreement."""
    if len(set(clocks)) > 1 or len({part.name for part in parts}) > 1:
        raise DateAmbiguous(phrase)
    if not clocks:
        return _time_of_part(parts[0], phrase) if parts else None
    if not parts:
        clock = clocks[0]
        return _later(clock.at) if clock.vague and clock.at < _OFFICE else clock.at
    return _within(clocks[0], parts[0], phrase)


def _time_of_part(part: Part, phrase: str) -> time:
    if part.name not in PART_TIMES:
        raise DateNotUnderstood(phrase)  # nachts: of which day, and when?
    return PART_TIMES[part.name]


def end_of(clock: Clock, at: time) -> time | None:
    """The end goes with its beginning: 2-3 Uhr is 14:00-15:00."""
    return _later(clock.ends) if clock.ends and at != clock.at else clock.ends


def _later(at: time) -> time:
    return at.replace(hour=(at.hour + _HALF_DAY) % 24)


def _within(clock: Clock, part: Part, phrase: str) -> time:
    """8 Uhr abends 20:00, früh um 7 7:00; "morgens 15 Uhr" contradicts itself."""
    if part.name == "nacht" and clock.at.hour == _HALF_DAY:
        raise DateNotUnderstood(phrase)  # 12 Uhr nachts: before or after that day?
    for at in (clock.at, _later(clock.at)):
        if at.hour in _HOURS.get(part.name, ()) and (at == clock.at or clock.at.hour <= _HALF_DAY):
            return at
    raise DateAmbiguous(phrase)


def day_of(said: list[Saying], line: Line, at: time | None, phrase: str) -> date:
    """Find the one day that all of it agrees on."""
    said = _shifted(_framed(said, phrase), line, at, phrase)
    bare = [each for each in said if isinstance(each, Weekday) and each.turn is None]
    others = [each for each in said if each not in bare]
    days = {_alone(each, line, at, phrase) for each in others or bare}
    if len(days) != 1 or any(day.weekday() != each.number for each in bare for day in days):
        raise DateAmbiguous(phrase)
    return days.pop()


def _framed(said: list[Saying], phrase: str) -> list[Saying]:
    """Put a day into the frame it is named in: nächste Woche + Di, 3.11. + nächstes Jahr."""
    for frame in [each for each in said if isinstance(each, Frame)]:
        inner = next((each for each in said if each is not frame and _fits(each, frame)), None)
        if inner is not None:
            said = [each for each in said if each not in (frame, inner)] + [_placed(inner, frame, phrase)]
    return said


def _fits(said: Saying, frame: Frame) -> bool:
    match frame.kind, said:
        case ("week", Weekday(turn=None)) | ("month", OfMonth()) | ("year", OfYear(turn=None)):
            return True
        case "week", Day(day):
            return frame.first <= day < frame.first + timedelta(days=7)
    return False


def _placed(said: Saying, frame: Frame, phrase: str) -> Saying:
    match said:
        case Weekday(number):
            return Day(frame.first + timedelta(days=number))
        case OfMonth(dom):
            return Day(_exact(frame.first.year, frame.first.month, dom, phrase))
        case OfYear(month, dom):
            return Day(_exact(frame.first.year, month, dom, phrase))
    return said


def _shifted(said: list[Saying], line: Line, at: time | None, phrase: str) -> list[Saying]:
    """Heute in 2 Wochen, Montag in einer Woche: counted from that day."""
    shifts = [each for each in said if isinstance(each, Shift)]
    if len(shifts) != 1 or len(said) != 2:  # noqa: PLR2004
        return said
    (shift,) = shifts
    base = next(each for each in said if each is not shift)
    if isinstance(base, Weekday):
        return [Day(_weekday_shifted(base, shift, line, at, phrase))]
    if isinstance(base, Day) and abs(base.day - line.today) <= timedelta(days=3):
        return [Day(_moved(base.day, shift, phrase))]
    return said


def _weekday_shifted(base: Weekday, shift: Shift, line: Line, at: time | None, phrase: str) -> date:
    """Montag in einer Woche is counted from the next Monday; "Di in 2 Wochen" may mean "in that week"."""
    line = replace(line, lean=Lean.FUTURE if shift.days > 0 else Lean.PAST)
    if abs(shift.days) == 8:  # noqa: PLR2004 – "Montag in acht Tagen" is a week
        shift = replace(shift, days=7 if shift.days > 0 else -7)
    counted = _moved(_alone(base, line, at, phrase), shift, phrase)
    there = _moved(line.today, shift, phrase)
    in_that_week = there + timedelta(days=base.number - there.weekday())
    if shift.days % 7 or shift.months or (counted != in_that_week and abs(shift.days) > 7):  # noqa: PLR2004
        raise DateAmbiguous(phrase)
    return counted


def _alone(said: Saying, line: Line, at: time | None, phrase: str) -> date:
    match said:
        case Day(day):
            return day
        case Shift():
            return _moved(line.today, said, phrase)
        case Weekday():
            return _weekday(said, line, at)
        case OfYear():
            return _of_year(said, line, phrase)
        case OfMonth(dom):
            return _of_month(dom, line)
        case Frame(first=first, vague=False):
            return first
    raise DateNotUnderstood(phrase)  # diese Woche: which day?


def _moved(day: date, shift: Shift, phrase: str) -> date:
    """Months keep the day of the month, or end with the month: 31.1. + 1 = 28.2."""
    try:
        day += timedelta(days=shift.days)
        months = day.year * _MONTHS_A_YEAR + day.month - 1 + shift.months
        year, month = months // _MONTHS_A_YEAR, months % _MONTHS_A_YEAR + 1
        return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))
    except (ValueError, OverflowError) as beyond:
        raise DateImpossible(phrase) from beyond


def _weekday(said: Weekday, line: Line, at: time | None) -> date:
    """Bare, today counts unless its time has passed (or is still to come); nächsten means after today."""
    on, now = (said.number - line.today.weekday()) % 7, line.now.time()
    if said.turn:
        on = (on or 7) + 7 * (said.turn - 1) if said.turn > 0 else on - 7 + 7 * (said.turn + 1)
    elif line.ahead:
        on = 7 if on == 0 and at is not None and at < now else on
    else:
        on = on - 7 if on or (at is not None and at > now) else 0
    return line.today + timedelta(days=on)


def _of_year(said: OfYear, line: Line, phrase: str) -> date:
    """Find the nearest one in the line's direction, today included, at most a year off (29.2.)."""
    ahead = said.turn > 0 if said.turn else line.ahead
    if said.whole and ahead and said.turn is None and line.today.day > 1 and _in_whole(said, line.today):
        raise DateNotUnderstood(phrase)  # "bis November" in November: a year on, or a slip?
    around = (line.today.year - 1, line.today.year, line.today.year + 1)
    days = [
        _exact(year, said.month, said.dom, phrase)
        for year in around
        if said.dom <= monthrange(year, said.month)[1]
    ]
    near = [day for day in days if abs(day - line.today) <= _A_YEAR]
    right = [day for day in near if (day >= line.today if ahead else day <= line.today)]
    if not right:
        raise DateImpossible(phrase)
    return min(right) if ahead else max(right)


def _in_whole(said: OfYear, today: date) -> bool:
    return said.month <= today.month < said.month + said.whole


def _exact(year: int, month: int, dom: int, phrase: str) -> date:
    try:
        return date(year, month, dom or monthrange(year, month)[1])
    except ValueError as impossible:
        raise DateImpossible(phrase) from impossible


def _of_month(dom: int, line: Line) -> date:
    """Find the nearest month that has the day."""
    month = line.today.year * _MONTHS_A_YEAR + line.today.month - 1
    while True:
        year, number = month // _MONTHS_A_YEAR, month % _MONTHS_A_YEAR + 1
        length = monthrange(year, number)[1]
        if dom <= length:
            day = date(year, number, dom or length)
            if (day >= line.today) if line.ahead else (day <= line.today):
                return day
        month += 1 if line.ahead else -1

"""`/einstellungen`: a rep's own quiet hours, zone, digest time and daily cap; the team's otherwise."""

import re
from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo, available_timezones

from bot.commands.registry import command
from bot.desk import Desk
from bot.errors import WishUnreadable
from bot.turn import Button, Reply, rows
from bot.views import words
from domain.calendar import Rhythm
from domain.folding import folded
from storage.members import Wishes

MOST_PUSHES = 50
_QUIET = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:uhr)?\s*(?:-|–|bis)\s*(\d{1,2})(?:[:.](\d{2}))?", re.IGNORECASE
)
_WEEK = re.compile(
    r"(?P<day>[a-zäöü]{2,10})?\.?\s*(?:um\s+)?(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?:uhr)?)?",
    re.IGNORECASE,
)
_DAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
_SHOWN_DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_CITIES = {
    "wien": "Europe/Vienna",
    "zurich": "Europe/Zurich",
    "berlin": "Europe/Berlin",
    "london": "Europe/London",
}


@command(
    "einstellungen",
    topic="Sonst",
    does="Ruhezeit, Zeitzone, Wochenblick, Pushes je Tag",
    examples=("/einstellungen", "/einstellungen Ruhe 19:00-7:30", "/einstellungen Pushes 8"),
)
def settings(desk: Desk, rest: str) -> Reply:
    word, _, value = rest.strip().partition(" ")
    if not word:
        return shown(desk.rhythm)
    setter = _SETTERS.get(folded(word).rstrip(":"))
    wishes = setter(desk.turn.member.wishes, value.strip()) if setter else None
    if wishes is None:
        raise WishUnreadable(rest)
    desk.work.members.wish(desk.turn.member.id, wishes)
    desk.work.digests.reschedule(desk.turn.member.id)
    desk.work.contacts.reconsider_all(desk.turn.member.id, now=desk.turn.now)
    desk.begin("einstellungen")
    member = desk.work.members.get(desk.turn.member.id)
    return shown(desk.work.policy.rhythm(member), head="Gespeichert.")


def shown(rhythm: Rhythm, head: str = "") -> Reply:
    lines = [
        f"{head} Deine Einstellungen:".strip(),
        f"Ruhezeit: {_quiet_hours(rhythm)}",
        f"Zeitzone: {words.shown(rhythm.zone.key)}",
        f"Wochenblick: {_SHOWN_DAYS[rhythm.digest_on]} {rhythm.digest_at:%H:%M}",
        _pushes(rhythm.daily_cap),
    ]
    choices = [
        [
            _key("Ruhe 19–8", "Ruhe 19:00-8:00"),
            _key("Ruhe 20–7", "Ruhe 20:00-7:00"),
            _key("Ruhe 22–6", "Ruhe 22:00-6:00"),
        ],
        [_key("Woche Mo 7:30", "Woche Mo 7:30"), _key("Woche So 18:00", "Woche So 18:00")],
        [_key("6 Pushes", "Pushes 6"), _key("12 Pushes", "Pushes 12"), _key("20 Pushes", "Pushes 20")],
        [_key("Wie das Team", "zurücksetzen")],
    ]
    return Reply("\n".join(lines), rows(*choices))


def _quiet_hours(rhythm: Rhythm) -> str:
    if rhythm.quiet_from == rhythm.quiet_until:
        return "keine"
    return f"{rhythm.quiet_from:%H:%M}–{rhythm.quiet_until:%H:%M}"


def _pushes(most: int) -> str:
    """R3; appointments and own steps with a time ring all the same."""
    if not most:
        return "Keine Pushes außer Terminen und Schritten mit Uhrzeit"
    return f"Höchstens {words.count(most, 'Push', 'Pushes')} je Tag"


def _key(label: str, value: str) -> Button:
    return Button(label, "run", {"line": f"/einstellungen {value}", "over": True})


def _quiet(wishes: Wishes, value: str) -> Wishes | None:
    if folded(value) in {"aus", "keine", "nie"}:
        return replace(wishes, quiet="00:00-00:00")
    found = _QUIET.search(value)
    ends = [_time(found[1], found[2]), _time(found[3], found[4])] if found else []
    if len(ends) < 2 or None in ends:  # noqa: PLR2004 – from and until
        return None
    return replace(wishes, quiet="-".join(f"{end:%H:%M}" for end in ends if end))


def _time(hour: str, minute: str | None) -> time | None:
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None


def _zone(wishes: Wishes, value: str) -> Wishes | None:
    name = _CITIES.get(folded(value), value)
    known = {
        folded(zone.rpartition("/")[2].replace("_", " ")): zone
        for zone in available_timezones()
        if "/" in zone
    }
    zone = name if name in available_timezones() else known.get(folded(value))
    return replace(wishes, zone=ZoneInfo(zone).key) if zone else None


def _week(wishes: Wishes, value: str) -> Wishes | None:
    """A day, a time or both."""
    found = _WEEK.fullmatch(value.strip())
    short = folded(found["day"] or "")[:2] if found else ""
    if found is None or not (short or found["hour"]) or (short and short not in _DAYS):
        return None
    if short:
        wishes = replace(wishes, digest_day=_DAYS.index(short))
    if not found["hour"]:
        return wishes
    at = _time(found["hour"], found["minute"])
    return replace(wishes, digest_at=f"{at:%H:%M}") if at else None


def _cap(wishes: Wishes, value: str) -> Wishes | None:
    number = value.split(maxsplit=1)[0] if value.split() else ""
    return replace(wishes, cap=int(number)) if number.isdecimal() and int(number) <= MOST_PUSHES else None


def _reset(_wishes: Wishes, _value: str) -> Wishes | None:
    return Wishes()


_SETTERS = {
    "ruhe": _quiet,
    "ruhezeit": _quiet,
    "zone": _zone,
    "zeitzone": _zone,
    "woche": _week,
    "wochenblick": _week,
    "pushes": _cap,
    "push": _cap,
    "zurucksetzen": _reset,
    "team": _reset,
}

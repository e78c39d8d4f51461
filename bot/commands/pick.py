"""The calendar under a question: a month's days, then the hours of one, in the message that asked."""

from datetime import date
from typing import Any

from bot.commands.asked import as_typed
from bot.commands.registry import tap
from bot.desk import Desk
from bot.turn import Reply
from bot.views import quick, words

_WHICH, _HOUR = "Welcher Tag?", "Um wie viel Uhr?"


@tap("month")
def month(desk: Desk, args: dict[str, Any]) -> Reply:
    as_typed(desk)
    local = desk.local(desk.turn.now)
    shown = date.fromisoformat(args["month"]) if args.get("month") else local.date()
    return quick.month(_text(desk), args["line"], max(shown, local.date()), local, timed=args["timed"])


@tap("hours")
def hours(desk: Desk, args: dict[str, Any]) -> Reply:
    """Without a day the line names it already."""
    as_typed(desk)
    local = desk.local(desk.turn.now)
    day = date.fromisoformat(args["day"]) if args.get("day") else None
    if day is not None and day < local.date():  # the calendar was opened yesterday
        return month(desk, {"line": args["line"], "timed": args["timed"]})
    said = _text(desk) + (f"\n{words.sentence(words.both_days(day, local.date()))} {_HOUR}" if day else "")
    return quick.hours(said, args["line"], day, local, timed=args["timed"])


def _text(desk: Desk) -> str:
    """The question as it stood, without the day that was chosen."""
    body = desk.turn.pressed.body if desk.turn.pressed else None
    said, _, last = (body["text"] if body else _WHICH).rpartition("\n")
    return said if said and last.endswith(_HOUR) else f"{said}\n{last}".strip()


@tap("nothing")
def nothing(_desk: Desk, _args: dict[str, Any]) -> Reply:
    """A weekday's name, a day that is past: tapping it changes nothing."""
    return Reply("", toast="")

"""`/urlaub`: away, and who stands in meanwhile (R1, R10)."""

from dataclasses import replace

from bot import standing_in
from bot.commands import absence_lines, colleagues
from bot.commands.absence_lines import Asked
from bot.commands.registry import command
from bot.desk import Desk
from bot.errors_absence import (
    StandInAmbiguous,
    StandInAway,
    StandInRemoved,
    StandInUnknown,
    StandInUnreachable,
    StandInYourself,
)
from bot.turn import Reply
from bot.views import absences as views
from domain.absence import Absence
from domain.folding import folded
from storage.members import Member

_END = frozenset(
    {
        "ende",
        "beenden",
        "beendet",
        "aus",
        "vorbei",
        "fertig",
        "zuruck",
        "abbrechen",
        "wieder da",
        "bin zuruck",
    }
)


@command(
    "urlaub",
    topic="Team",
    does="abwesend sein, mit Vertretung",
    examples=("/urlaub", "/urlaub bis 14.8.", "/urlaub ab Montag 2 Wochen", "/urlaub Ende"),
)
def leave(desk: Desk, rest: str) -> Reply:
    """Shows what holds; sets it, or ends it."""
    said = rest.strip().rstrip(".!")
    if not said:
        absence = _holding(desk)
        return views.shown(absence, _stand_in(desk, absence), desk.covered, desk.today)
    if folded(said) in _END:
        return _end(desk)
    return _set(desk, absence_lines.read(rest.strip(), desk.typed))


def _holding(desk: Desk) -> Absence | None:
    """What holds or is to come; what is over is only still to be told of."""
    absence = desk.turn.member.absence
    return absence if absence and desk.turn.now < absence.ends(desk.rhythm.zone) else None


def _stand_in(desk: Desk, absence: Absence | None) -> Member | None:
    return desk.work.members.get(absence.stand_in) if absence and absence.stand_in is not None else None


def _set(desk: Desk, asked: Asked) -> Reply:
    """Other days keep the stand-in, unless the line names one or wants none."""
    before = _holding(desk)
    goes_on = before is not None and before.first <= asked.first <= desk.today
    wanted = Absence(before.first if before and goes_on else asked.first, asked.last)
    stand_in = None
    if asked.stand_in is not None:
        stand_in = _named(desk, asked.stand_in, wanted)
    elif before and not asked.without:
        stand_in = _stand_in(desk, before)
    if stand_in is not None:
        _refuse_if_not_there(desk, stand_in, wanted)
        told = before is not None and before.stand_in == stand_in.id and before.begun
        wanted = replace(wanted, stand_in=stand_in.id, begun=told and wanted.first <= desk.today)
    _keep(desk, wanted)
    return views.kept(wanted, stand_in, desk.today, colleagues=_able(desk, wanted))


def _keep(desk: Desk, wanted: Absence) -> None:
    """Who stood in and does no longer hears of it, who does from today on at once."""
    work, member = desk.work, desk.turn.member
    if member.absence:
        standing_in.give_way(work, member, member.absence, wanted, now=desk.turn.now)
    desk.begin("urlaub")
    work.members.leave(member.id, wanted)
    work.reminders.release(member.id, views.WAITED, now=desk.turn.now)
    standing_in.tell_of(work, work.members.get(member.id), now=desk.turn.now)


def _named(desk: Desk, typed: str, wanted: Absence) -> Member:
    team = desk.work.members.everybody()
    found = colleagues.named(team, typed)
    found = [member for member in found if not member.removed] or found
    line = views.line_of(wanted)
    if not found:
        raise StandInUnknown(typed, _able(desk, wanted), line)
    others = [member for member in found if member.id != desk.turn.member.id]
    if len(others) > 1:
        raise StandInAmbiguous(typed, tuple(others), line)
    return (others or found)[0]


def _refuse_if_not_there(desk: Desk, stand_in: Member, wanted: Absence) -> None:
    if stand_in.id == desk.turn.member.id:
        raise StandInYourself
    if stand_in.removed:
        raise StandInRemoved(stand_in)
    if stand_in.unreachable:
        raise StandInUnreachable(stand_in)
    if _away_then(desk, stand_in, wanted):
        assert stand_in.absence is not None  # noqa: S101 – away then
        raise StandInAway(stand_in, stand_in.absence)


def _away_then(desk: Desk, member: Member, wanted: Absence) -> bool:
    absence, zone = member.absence, desk.work.absences.zone(member)
    return absence is not None and desk.turn.now < absence.ends(zone) and absence.meets(wanted)


def _able(desk: Desk, wanted: Absence) -> tuple[Member, ...]:
    """Colleagues who could stand in."""
    return tuple(
        member
        for member in desk.work.members.all()
        if member.id != desk.turn.member.id
        and not member.unreachable
        and not _away_then(desk, member, wanted)
    )


def _end(desk: Desk) -> Reply:
    """Back now: what was logged is told at once, what waited comes at the next allowed minute (R10)."""
    work, member, absence = desk.work, desk.turn.member, _holding(desk)
    if absence is None:
        return views.shown(None, None, desk.covered, desk.today)
    desk.begin("urlaub")
    if desk.turn.now < absence.begins(desk.rhythm.zone):
        standing_in.give_way(work, member, absence, None, now=desk.turn.now)
        work.members.leave(member.id, None)
        return Reply("Die geplante Abwesenheit ist gelöscht.")
    over = replace(absence, ended=desk.turn.now, back=True)
    work.members.leave(member.id, over)
    work.reminders.release(member.id, views.WAITED, now=desk.turn.now)
    standing_in.tell_of(work, work.members.get(member.id), now=desk.turn.now)
    return views.ended(standing_in.logged(work, member, over))

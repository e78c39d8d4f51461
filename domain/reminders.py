"""All reminders a contact's events call for, now and later, and the moment each is to be pushed (§2, §11)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time
from itertools import pairwise

from domain.arranged import around
from domain.calendar import Rhythm
from domain.case import Case, Stage
from domain.events import Due, History
from domain.offers import offers
from domain.planned import APPOINTMENT_PUSHES, Planned, ReminderKind, Silence, touch_for
from domain.profile import OwnStep, Profile, Snooze
from domain.quiet import last_allowed, next_allowed
from domain.reasons import Reason
from domain.rules import Rules
from domain.stages import case_of, stages
from domain.window import Window

__all__ = ["Planned", "ReminderKind", "Silence", "plan", "push_moment", "touch_for"]

_RULES = {
    ReminderKind.FIRST_TOUCH: "§2 ZA",
    ReminderKind.NEXT_TOUCH: "§2 ZA",
    ReminderKind.PARK_PROPOSAL: "§2 ZA",
    ReminderKind.SEND_INFO: "§2 II",
    ReminderKind.ASK_REACTION: "§2 II",
    ReminderKind.NO_APPOINTMENT: "§2 KI",
    ReminderKind.BUY_OR_PARK: "§2 KI",
    ReminderKind.RESULT_MISSING: "§2 KI",
    ReminderKind.THANKS: "§2 EK",
    ReminderKind.SATISFACTION: "§2 EK",
    ReminderKind.WINDOW_NEAR: "W4",
    ReminderKind.WINDOW_OVER: "W4",
    ReminderKind.OFFER_FOLLOW_UP: "§2",
    ReminderKind.OFFER_ENDS: "§2",
    ReminderKind.RHYTHM: "§2 SK",
    ReminderKind.LAST_PURCHASE: "S8",
}


def plan(
    history: History, profile: Profile, *, rules: Rules, rhythm: Rhythm, window: Window | None = None
) -> tuple[Planned, ...]:
    """Plan all that the events call for; what is answered or whose state is gone isn't there (R5).

    Without a `window` nobody is reminded of a second purchase.
    """
    case = case_of(history, profile, rules=rules, rhythm=rhythm, window=window)
    if case is None:
        return ()
    step = profile.own_step
    derived = [_derived(s, case) for s in stages(case) if step is None or not case.gives_way(s, step)]
    offered = [_derived(stage, case) for stage in offers(case)]
    asked, told = around(case)
    own = (_waiting(_own(step), case),) if step else ()
    return (
        *own,
        *told,
        *(_derived(stage, case) for stage in asked),
        *_chained(derived, rhythm),
        *_chained(offered, rhythm),
    )


def push_moment(planned: Planned, *, rhythm: Rhythm) -> datetime | None:
    """Say when it is to be pushed if nothing holds it; None where it never is (R2, R9)."""
    if not planned.pushes:
        return None
    if planned.exempt:
        return planned.due.at
    at = planned.due.at or rhythm.moment(planned.due.day, rhythm.push_at)
    if planned.kind not in APPOINTMENT_PUSHES:
        return next_allowed(at, rhythm=rhythm)
    told = last_allowed(at, rhythm=rhythm)
    return told if told >= planned.logged_at else None


def _derived(stage: Stage, case: Case) -> Planned:
    return _waiting(_called_for(stage, case), case)


def _called_for(stage: Stage, case: Case) -> Planned:
    return Planned(
        key=f"{stage.kind}:{stage.number}:{stage.basis}",
        kind=stage.kind,
        stage=stage.number,
        basis=stage.basis,
        due=Due(case.due_day(stage)),
        nominal_day=stage.nominal,
        reason=Reason(_RULES[stage.kind], (stage.clock.event,), stage.numbers),
        logged_at=stage.clock.logged_at,
        why_silent=_silence(stage, case),
    )


def _silence(stage: Stage, case: Case) -> Silence | None:
    if stage.kind is ReminderKind.LAST_PURCHASE:
        return Silence.ASKED
    return Silence.STALE if case.stale(stage) else None


def _waiting(planned: Planned, case: Case) -> Planned:
    """R4: what falls due before a snooze ends waits for its end, and is told again then."""
    snooze = case.profile.snooze
    return planned if snooze is None or planned.binding else _put_off(planned, snooze, case.rhythm)


def _put_off(planned: Planned, snooze: Snooze, rhythm: Rhythm) -> Planned:
    until = snooze.until if snooze.until.at else Due(rhythm.calendar.on_or_after(snooze.until.day))
    if _push_minute(planned.due, rhythm) >= _push_minute(until, rhythm):
        return planned
    return replace(planned, key=f"{planned.key}:s{snooze.event}", due=until, snoozed=True)


def _chained(stages_due: Sequence[Planned], rhythm: Rhythm) -> Iterator[Planned]:
    """Let a later stage replace an unanswered earlier one when it is due (§2), a stale one at once (§1)."""
    for planned, later in pairwise(stages_due):
        until = _begins(later.due, rhythm)
        # being without an appointment is a state: "buy or park" in 30 d doesn't make it go away
        stale = not planned.pushes and later.kind is not ReminderKind.BUY_OR_PARK
        superseded = stale or until <= _begins(planned.due, rhythm)
        if not superseded or not planned.pushes:
            yield replace(planned, until=until, superseded=superseded)
    yield from stages_due[-1:]


def _own(step: OwnStep) -> Planned:
    return Planned(
        key=f"{ReminderKind.OWN_STEP}:1:{step.event}",
        kind=ReminderKind.OWN_STEP,
        stage=1,
        basis=step.event,
        due=step.due,
        nominal_day=step.due.day,
        reason=Reason("§2", (step.event,)),
        logged_at=step.logged_at,
        uncapped=step.due.timed,
        binding=step.due.timed,
    )


def _push_minute(due: Due, rhythm: Rhythm) -> datetime:
    return due.at or rhythm.moment(due.day, rhythm.push_at)


def _begins(due: Due, rhythm: Rhythm) -> datetime:
    return due.at or rhythm.moment(due.day, time.min)

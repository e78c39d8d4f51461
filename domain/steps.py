"""The one next step of a contact (§2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from domain.appointments import Appointment
from domain.events import Due
from domain.planned import APPOINTMENT_PUSHES, Planned, ReminderKind
from domain.profile import OwnStep, Profile
from domain.reasons import Reason

_NO_STEPS = APPOINTMENT_PUSHES | {ReminderKind.OWN_STEP}


@dataclass(frozen=True, slots=True)
class Step:
    """`event` is what it rests on; `text` is the rep's own wording, empty for a derived step."""

    kind: ReminderKind
    due: Due
    event: int
    reason: Reason
    stage: int = 1
    text: str = ""


def next_step(
    profile: Profile, planned: Sequence[Planned], *, now: datetime | None = None, minutes: int = 60
) -> Step | None:
    """Own step, else the next appointment, else the earliest due of what is derived.

    With `now` an appointment that is over gives way to the question for its result, and an unanswered stage
    to the later one due by now; without it both stand as they were. `minutes`: length where no end is known.
    """
    if profile.own_step is not None:
        return _own(profile.own_step)
    ahead = [a for a in profile.open_appointments if now is None or a.over_at(minutes=minutes) > now]
    if ahead:
        return _appointment(ahead[0])
    return min((_derived(p) for p in planned if _stands(p, now)), key=_urgency, default=None)


def _stands(planned: Planned, now: datetime | None) -> bool:
    if planned.kind in _NO_STEPS or planned.superseded:
        return False
    return now is None or planned.until is None or planned.until > now


def _own(step: OwnStep) -> Step:
    return Step(ReminderKind.OWN_STEP, step.due, step.event, Reason("§2", (step.event,)), text=step.text)


def _appointment(appointment: Appointment) -> Step:
    reason = Reason("§2 KI", (appointment.arranged.id,))
    text = appointment.arranged.text
    return Step(ReminderKind.APPOINTMENT, appointment.start, appointment.id, reason, text=text)


def _derived(planned: Planned) -> Step:
    return Step(planned.kind, planned.due, planned.basis, planned.reason, planned.stage)


def _urgency(step: Step) -> datetime:
    # a day without a time counts from its beginning, in UTC: only days compare here
    return step.due.at or datetime.combine(step.due.day, time.min, UTC)

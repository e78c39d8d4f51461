"""What an appointment makes due: the evening before, the hour before, and its result (§2 KI, §11 R2)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from domain.appointments import Appointment
from domain.calendar import Rhythm
from domain.case import Case, Stage
from domain.clock import Clock
from domain.events import Due
from domain.planned import Planned, ReminderKind, Silence
from domain.quiet import last_allowed
from domain.reasons import Reason


def around(case: Case) -> tuple[tuple[Stage, ...], tuple[Planned, ...]]:
    """Results to be asked for, and pushes to be told, of all appointments nobody has answered."""
    waiting = case.profile.open_appointments
    asked = tuple(_result(a, case) for a in waiting if not _put_back(a, case))
    return asked, tuple(planned for a in waiting for planned in _pushes(a, case))


def _result(appointment: Appointment, case: Case) -> Stage:
    """Ask on the next working day after its end."""
    arranged = appointment.arranged
    over = Clock(arranged.id, _last_day(appointment, case), arranged.logged_at, arranged.order)
    nominal = case.working_after(over, 1)
    return Stage(ReminderKind.RESULT_MISSING, 1, over, nominal, arranged.id, (("day", appointment.day),))


def _put_back(appointment: Appointment, case: Case) -> bool:
    """Parked after it was over: no chasing (§3 Q2)."""
    parking = case.profile.parking
    return parking is not None and parking.since >= _last_day(appointment, case)


def _pushes(appointment: Appointment, case: Case) -> Iterator[Planned]:
    rhythm, start = case.rhythm, appointment.start
    day = rhythm.local(start.at).date() if start.at else start.day
    begins = start.at or rhythm.moment(day, time.min)
    eve = rhythm.moment(rhythm.calendar.before(day), rhythm.day_before_at)
    yield _told(ReminderKind.DAY_BEFORE, appointment, eve, begins, rhythm)
    if start.at:
        notice = timedelta(minutes=case.rules.appointment_notice_min)
        yield _told(ReminderKind.SOON, appointment, start.at - notice, begins, rhythm)


def _told(
    kind: ReminderKind, appointment: Appointment, at: datetime, begins: datetime, rhythm: Rhythm
) -> Planned:
    arranged = appointment.arranged
    day = rhythm.local(at).date()
    planned = Planned(
        key=f"{kind}:1:{arranged.id}",
        kind=kind,
        stage=1,
        basis=arranged.id,
        due=Due(day, at),
        nominal_day=day,
        reason=Reason("R2", (arranged.id,)),
        logged_at=arranged.logged_at,
        uncapped=True,
        binding=True,
        until=begins,
    )
    passed = last_allowed(at, rhythm=rhythm) < arranged.logged_at
    return replace(planned, why_silent=Silence.PASSED) if passed else planned


def _last_day(appointment: Appointment, case: Case) -> date:
    if appointment.start.at is None:
        return appointment.start.day
    over = appointment.over_at(minutes=case.rules.appointment_minutes)
    return case.rhythm.local(over).date()

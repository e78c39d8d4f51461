"""What the rules of one contact look at, and what they say: a stage with the day it names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.appointments import Appointment
from domain.calendar import Rhythm
from domain.clock import Clock
from domain.events import Event, History, Kind
from domain.planned import ReminderKind
from domain.profile import OwnStep, Profile, reached
from domain.reasons import Fact
from domain.rules import Rules
from domain.window import Window


@dataclass(frozen=True, slots=True)
class Stage:
    """One step: `nominal` is the day the rule names, before backdating lifts it; `basis` names it in keys."""

    kind: ReminderKind
    number: int
    clock: Clock
    nominal: date
    basis: int
    numbers: tuple[tuple[str, Fact], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One contact; `start`: when its status, or its life after a parking, began."""

    history: History
    profile: Profile
    rules: Rules
    rhythm: Rhythm
    start: Clock
    window: Window | None = None

    @property
    def last_event(self) -> Event:
        last = self.profile.last_event
        return last if last is not None else next(iter(self.history.standing()))

    def after(self, clock: Clock, days: int) -> date:
        """Count calendar days; one that isn't a working day moves to the next (§1)."""
        return self.rhythm.calendar.on_or_after(clock.day + timedelta(days=days))

    def working_after(self, clock: Clock, days: int) -> date:
        return self.rhythm.calendar.plus(clock.day, days)

    def once_awake(self, nominal: date) -> date:
        """Not before the end of a parking."""
        awake = self.profile.awake
        return nominal if awake is None else max(nominal, self.rhythm.calendar.on_or_after(awake.day))

    def reached_since(self, clock: Clock) -> list[Event]:
        return [t for t in self.profile.touches if reached(t) and clock.followed_by(t)]

    def answered(self, stage: Stage) -> bool:
        """Spoken to on the day it names or later (R4)."""
        return any(touch.day >= stage.nominal for touch in self.reached_since(stage.clock))

    def stale(self, stage: Stage) -> bool:
        """Due more than 7 d before anyone entered it (§1)."""
        known = self.rhythm.local(stage.clock.logged_at).date()
        return (known - stage.nominal).days > self.rules.stale_days

    def due_day(self, stage: Stage) -> date:
        """Never before the first working day after the entry, or after the own step it gave way to."""
        known = self.rhythm.local(self._known(stage)).date()
        return max(stage.nominal, self.rhythm.calendar.plus(known, 1))

    def _known(self, stage: Stage) -> datetime:
        step, known = self.profile.last_step, stage.clock.logged_at
        gave_way = step is not None and self.gives_way(stage, step)
        return max(known, step.done_at) if gave_way and step and step.done_at else known

    def gives_way(self, stage: Stage, step: OwnStep) -> bool:
        """Own steps replace what was derived when they were set; what happens later calls for more."""
        known = stage.clock.logged_at, stage.clock.event
        return stage.kind is not ReminderKind.RESULT_MISSING and known <= (step.logged_at, step.event)

    def appointments_over(self) -> Iterator[Clock]:
        """Where being without an appointment begins anew: over, called off, or not come."""
        return (_over(appointment) for appointment in self.profile.appointments)


def _over(appointment: Appointment) -> Clock:
    arranged, answer = appointment.arranged, appointment.answer
    over = Clock(
        arranged.id, appointment.day, arranged.logged_at, (appointment.day, True, *arranged.order[2:])
    )
    if answer is None or appointment.took_place:
        return over
    ended = Clock.of(answer)
    return ended if answer.kind is Kind.CANCELLED or ended.order > over.order else over

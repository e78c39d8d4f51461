"""All that one contact's events say today and tomorrow: no clock is read, so it can be stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.appointments import Appointment, appointments
from domain.clock import Clock
from domain.events import Due, Event, History, Kind, Money, Way
from domain.fulfilment import fulfils
from domain.purchases import Occasion, occasions, revenue
from domain.rules import Rules
from domain.status import Standing, Status, advance, is_positive

UNREACHED = frozenset({Way.NOT_REACHED, Way.VOICEMAIL})
_WAKES = (Kind.RESUMED, Kind.REACTION, Kind.PURCHASE, Kind.APPOINTMENT)
_NO_CONTACT = (  # §2 KI: "no event but notes"; putting a push off or tidying a record is none either
    Kind.NOTE, Kind.SNOOZE, Kind.CHANGED, Kind.MERGED, Kind.HANDED, Kind.FILE, Kind.HINT, Kind.TYPE,
    Kind.QUALIFIED, Kind.MENTION, Kind.REFERRAL, Kind.REFERRED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnStep:
    """What the rep wants to do next; it stands in the place of the derived step."""

    event: int
    due: Due
    text: str
    logged_at: datetime
    done_at: datetime | None = None  # when it was marked as settled


@dataclass(frozen=True, slots=True)
class Parking:
    """Put back on purpose, until a day or until something happens."""

    event: int
    since: date
    until: Due | None


@dataclass(frozen=True, slots=True)
class Snooze:
    event: int
    until: Due


@dataclass(frozen=True, slots=True)
class Profile:
    """`touches` are all of ours, oldest first; `awake` is where clocks begin anew after a parking."""

    standing: Standing
    occasions: tuple[Occasion, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    last_step: OwnStep | None = None  # settled or not
    touches: tuple[Event, ...] = ()
    touches_since_reaction: int = 0
    last_reaction: date | None = None
    parking: Parking | None = None
    awake: Clock | None = None
    snooze: Snooze | None = None  # the one in force: a later status change or purchase ends it (R4)
    satisfaction: int | None = None
    last_event: Event | None = None  # notes don't count

    @property
    def status(self) -> Status:
        return self.standing.status

    @property
    def own_step(self) -> OwnStep | None:
        return self.last_step if self.last_step and self.last_step.done_at is None else None

    @property
    def last_touch(self) -> date | None:
        return self.touches[-1].day if self.touches else None

    @property
    def last_event_day(self) -> date | None:
        return self.last_event.day if self.last_event else None

    @property
    def revenue(self) -> tuple[Money, ...]:
        return revenue(self.occasions)

    @property
    def open_appointments(self) -> tuple[Appointment, ...]:
        """Not cancelled and without a result: to come or to be asked about."""
        return tuple(appointment for appointment in self.appointments if appointment.open)


def fold(history: History, *, rules: Rules) -> Profile:
    events = tuple(history.standing())
    standing = advance(history, rules=rules)
    parking, awake = _parking(events)
    touches = tuple(e for e in events if e.kind is Kind.TOUCH)
    reactions = [e for e in events if e.kind is Kind.REACTION and is_positive(e)]
    return Profile(
        standing=standing,
        occasions=occasions(events),
        appointments=appointments(events),
        last_step=_last_step(events),
        touches=touches,
        touches_since_reaction=_since(touches, reactions[-1] if reactions else None, awake),
        last_reaction=reactions[-1].day if reactions else None,
        parking=parking,
        awake=awake,
        snooze=_snooze(events, standing),
        satisfaction=_grade(events),
        last_event=next((e for e in reversed(events) if e.kind not in _NO_CONTACT), None),
    )


def reached(touch: Event) -> bool:
    return touch.detail not in UNREACHED


def _since(touches: Sequence[Event], reaction: Event | None, awake: Clock | None) -> int:
    begin = Clock.of(reaction) if reaction else None
    return sum(all(c.followed_by(t) for c in (begin, awake) if c is not None) for t in touches)


def _last_step(events: Sequence[Event]) -> OwnStep | None:
    """Take the last one logged; settling it doesn't bring back those it replaced."""
    steps = [e for e in events if e.kind is Kind.STEP]
    if not steps:
        return None
    last = max(steps, key=_entered)
    done = next((e.logged_at for e in events if _settles(e, last)), None)
    return OwnStep(last.id, last.due, last.text, last.logged_at, done) if last.due else None


def _settles(event: Event, step: Event) -> bool:
    """Marked as done, done without saying so, or put back on purpose: what was planned goes with it (Q2, Q7)."""
    if event.kind is Kind.DONE:
        return event.refers_to == step.id
    if _entered(event) <= _entered(step) or step.due is None:
        return False
    return event.kind in {Kind.PARKED, Kind.REFUSAL} or fulfils(event, step.text, step.due)


def _parking(events: Sequence[Event]) -> tuple[Parking | None, Clock | None]:
    """Find the parking in force, and where the clocks run from after the last one (§3 Q2)."""
    parks = [e for e in events if e.kind in {Kind.PARKED, Kind.REFUSAL}]
    if not parks:
        return None, None
    last = max(parks, key=_entered)
    begun = Clock.of(last)
    woken = next((e for e in events if _wakes(e) and begun.followed_by(e)), None)
    if woken is not None:
        return None, Clock.of(woken)
    awake = Clock.on(last.due.day, last) if last.due else None
    return Parking(last.id, last.day, last.due), awake


def _wakes(event: Event) -> bool:
    return event.kind in _WAKES and (event.kind is not Kind.REACTION or is_positive(event))


def _snooze(events: Sequence[Event], standing: Standing) -> Snooze | None:
    snoozes = [e for e in events if e.kind is Kind.SNOOZE and e.due is not None]
    if not snoozes:
        return None
    last = max(snoozes, key=_entered)
    ended = any(e.kind is Kind.PURCHASE and _entered(e) > _entered(last) for e in events) or any(
        (move.logged_at, move.event) > _entered(last) for move in standing.moves[1:]
    )
    return None if ended or last.due is None else Snooze(last.id, last.due)


def _grade(events: Sequence[Event]) -> int | None:
    grades = [e.detail for e in events if e.kind is Kind.SATISFACTION and e.detail.isdecimal()]
    return int(grades[-1]) if grades else None


def _entered(event: Event) -> tuple[datetime, int]:
    return event.logged_at, event.id

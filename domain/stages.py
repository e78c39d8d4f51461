"""Which steps a contact's status calls for (the status table of §2), before snooze and own steps."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from domain.calendar import Rhythm
from domain.case import Case, Stage
from domain.clock import Clock
from domain.events import Event, History, Kind, Way
from domain.planned import ReminderKind
from domain.profile import Profile
from domain.purchases import Occasion, median_gap
from domain.rules import Rules
from domain.second_purchase import second_purchase
from domain.status import Status
from domain.window import Window

OCCASIONS_FOR_RHYTHM = 3  # §4: a rhythm of one's own needs so many


def case_of(
    history: History, profile: Profile, *, rules: Rules, rhythm: Rhythm, window: Window | None = None
) -> Case | None:
    """None where nothing was ever logged."""
    if (begun := _began(history, profile)) is None:
        return None
    start = max((clock for clock in (begun, profile.awake) if clock), key=lambda clock: clock.order)
    return Case(history, profile, rules, rhythm, start, window)


def stages(case: Case) -> tuple[Stage, ...]:
    """List what the status asks for, earliest first; answered stages are gone, parked contacts have none."""
    profile = case.profile
    if profile.parking is not None and profile.parking.until is None:
        return ()
    return tuple(sorted(_BY_STATUS[profile.status](case), key=lambda stage: stage.nominal))


def _began(history: History, profile: Profile) -> Clock | None:
    if not profile.standing.moves:
        return None
    move = profile.standing.moves[-1]
    event = next(e for e in history.events if e.id == move.event)
    return Clock.of(event, logged_at=move.logged_at)


def _cold(case: Case) -> Iterable[Stage]:
    """ZA: first touch after 7 d, then at least 30 d apart; after 4 without a reaction propose to park."""
    touches, rules = case.profile.touches, case.rules
    clock, nominal = case.start, case.after(case.start, rules.first_touch_days)
    kind = ReminderKind.NEXT_TOUCH if touches else ReminderKind.FIRST_TOUCH
    if touches and (again := case.after(last := Clock.of(touches[-1]), rules.touch_gap_days)) >= nominal:
        clock, nominal = last, again
    count = case.profile.touches_since_reaction
    if count >= rules.touches_before_parking:
        kind = ReminderKind.PARK_PROPOSAL
    yield Stage(kind, 1, clock, nominal, clock.event, (("touches", count),))


def _curious(case: Case) -> Iterable[Stage]:
    """II: information within 2 wd; ask for a reaction 7 d later."""
    answers = case.reached_since(case.start)
    if answers:
        info = [t for t in answers if t.detail == Way.INFO]
        sent = Clock.of((info or answers[:1])[-1])
        return () if _asked(case, answers, sent) else (_ask(case, sent),)
    within = case.rules.send_info_wd
    nominal = case.working_after(case.start, within)
    numbers = (("working_days", within),)
    send = Stage(ReminderKind.SEND_INFO, 1, case.start, nominal, case.start.event, numbers)
    if not case.stale(send):
        return (send,)
    owed = Clock(case.start.event, nominal, case.start.logged_at, case.start.order)
    return send, _ask(case, owed)  # §1: where a stage is stale the next one applies


def _ask(case: Case, sent: Clock) -> Stage:
    days = case.rules.ask_reaction_days
    nominal = case.after(sent, days)
    return Stage(ReminderKind.ASK_REACTION, 1, sent, nominal, sent.event, (("days", days),))


def _asked(case: Case, touches: Iterable[Event], sent: Clock) -> bool:
    """Spoken to on a later day, or they came back by themselves."""
    last = case.profile.last_reaction
    if last is not None and last > sent.day:
        return True
    return any(t.day > sent.day and t.detail != Way.INFO for t in touches)


def _serious(case: Case) -> Iterable[Stage]:
    """KI: an appointment, asked for twice; silent for 30 d: buy or park, once."""
    clock = max((case.start, *case.appointments_over()), key=lambda c: c.order)
    rules, touches = case.rules, case.reached_since(clock)
    for number, days in enumerate((rules.no_appointment_first_wd, rules.no_appointment_second_wd), start=1):
        nominal = case.working_after(clock, days)
        if not any(touch.day >= nominal for touch in touches):  # erledigt (R4)
            numbers = (("working_days", days), ("since", clock.day))
            yield Stage(ReminderKind.NO_APPOINTMENT, number, clock, nominal, clock.event, numbers)
    last = max((clock, Clock.of(case.last_event)), key=lambda c: c.order)
    nominal = case.after(last, rules.buy_or_park_days)
    numbers = (("days", rules.buy_or_park_days), ("since", last.day))
    yield Stage(ReminderKind.BUY_OR_PARK, 1, last, nominal, case.start.event, numbers)


def _bought(case: Case) -> Iterable[Stage]:
    """EK: the first weeks, then the second-purchase window; a word on its day settles what came before."""
    if not case.profile.occasions:
        return tuple(_once_bought(case))
    bought = _clock(case.profile.occasions[0], case)
    window = second_purchase(case, bought)
    settled = max((stage.nominal for stage in window if case.answered(stage)), default=date.min)
    return (s for s in (*_first_weeks(case, bought), *window) if s.nominal > settled)


def _first_weeks(case: Case, bought: Clock) -> Iterable[Stage]:
    """Thank you after 3 d, satisfaction after 14 d; any word that reached them is a thank-you."""
    clock = max((c for c in (bought, case.profile.awake) if c), key=lambda c: c.order)
    if any(bought.followed_by(e) for e in case.history.standing(Kind.SATISFACTION)):
        return
    if not case.reached_since(bought):
        yield _days_after(case, ReminderKind.THANKS, clock, case.rules.thanks_days)
    yield _days_after(case, ReminderKind.SATISFACTION, clock, case.rules.satisfaction_days)


def _days_after(case: Case, kind: ReminderKind, clock: Clock, days: int) -> Stage:
    return Stage(kind, 1, clock, case.after(clock, days), clock.event, (("days", days), ("since", clock.day)))


def _regular(case: Case) -> Iterable[Stage]:
    """SK: the own rhythm, once per purchase; after a parking not before its end."""
    bought = case.profile.occasions
    if not bought:
        yield from _once_bought(case)
        return
    own = len(bought) >= OCCASIONS_FOR_RHYTHM
    usual = case.window.w80 if case.window else case.rules.rhythm_days
    days = median_gap([occasion.day for occasion in bought]) if own else usual
    clock = _clock(bought[-1], case)
    numbers = (("days", days), ("since", clock.day), ("occasions", len(bought)))
    nominal = case.once_awake(case.after(clock, days))
    stage = Stage(ReminderKind.RHYTHM, 1, clock, nominal, clock.event, numbers)
    if not case.answered(stage):
        yield stage


def _once_bought(case: Case) -> Iterable[Stage]:
    """S8: set by hand without a logged purchase: one question for the last one."""
    if not case.reached_since(case.start):
        nominal = case.working_after(case.start, 1)
        yield Stage(ReminderKind.LAST_PURCHASE, 1, case.start, nominal, case.start.event)


def _clock(occasion: Occasion, case: Case) -> Clock:
    """Count from the purchase; the status it rests on may be known only since a later return."""
    first = occasion.purchases[0]
    known = max(first.logged_at, case.start.logged_at)
    return Clock(first.id, first.day, known, (first.day, False, first.at, first.logged_at, first.id))


_BY_STATUS: Mapping[Status, Callable[[Case], Iterable[Stage]]] = {
    Status.ZA: _cold,
    Status.II: _curious,
    Status.KI: _serious,
    Status.EK: _bought,
    Status.SK: _regular,
}

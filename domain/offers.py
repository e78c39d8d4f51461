"""An offer we sent: asked about once after some days, and once more before it ends."""

from domain.case import Case, Stage
from domain.clock import Clock
from domain.events import Event, Kind
from domain.planned import ReminderKind

_SETTLES = (Kind.PURCHASE, Kind.REFUSAL)


def offers(case: Case) -> tuple[Stage, ...]:
    """Both stages of the last offer, as far as no touch answered them; a purchase or a refusal ends them."""
    offer = case.history.last(Kind.OFFER)
    if offer is None or case.profile.parking is not None or _settled(case, offer):
        return ()
    clock = Clock.of(offer)
    within = case.rules.offer_follow_up_wd
    asked = case.working_after(clock, within)
    found = [Stage(ReminderKind.OFFER_FOLLOW_UP, 1, clock, asked, offer.id, (("working_days", within),))]
    if offer.due is not None and (ends := case.rhythm.calendar.on_or_before(offer.due.day)) > asked:
        found.append(Stage(ReminderKind.OFFER_ENDS, 1, clock, ends, offer.id, (("until", offer.due.day),)))
    answers = [t for t in case.reached_since(clock) if t.day > offer.day]
    return tuple(stage for stage in found if not any(touch.day >= stage.nominal for touch in answers))


def _settled(case: Case, offer: Event) -> bool:
    begun = Clock.of(offer)
    return any(begun.followed_by(event) for event in case.history.standing(*_SETTLES))

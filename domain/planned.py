"""What a planned reminder is: its kind, when it is due, why, and how it may be told (§11)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.events import Due, Way
from domain.reasons import Reason


class ReminderKind(StrEnum):
    """The status table of §2 from top to bottom, then what isn't derived from a status."""

    FIRST_TOUCH = "first_touch"
    NEXT_TOUCH = "next_touch"
    PARK_PROPOSAL = "park_proposal"
    SEND_INFO = "send_info"
    ASK_REACTION = "ask_reaction"
    NO_APPOINTMENT = "no_appointment"
    BUY_OR_PARK = "buy_or_park"
    THANKS = "thanks"
    SATISFACTION = "satisfaction"
    WINDOW_NEAR = "window_near"  # W4: W50, "rückt näher"
    WINDOW_OVER = "window_over"  # W4: W80, "abgelaufen"
    RHYTHM = "rhythm"
    LAST_PURCHASE = "last_purchase"  # S8: the one question an old customer leaves
    OFFER_FOLLOW_UP = "offer_follow_up"
    OFFER_ENDS = "offer_ends"
    RESULT_MISSING = "result_missing"
    DAY_BEFORE = "day_before"
    SOON = "soon"
    APPOINTMENT = "appointment"  # a next step only; its pushes are the two above
    OWN_STEP = "own_step"


class Silence(StrEnum):
    """Why something planned never makes a push."""

    STALE = "stale"  # §1: would have been due long before it was logged ("verjährt")
    PASSED = "passed"  # R2: the moment had passed when the appointment was logged
    ASKED = "asked"  # S8: asked in the reply at once, then only in the lists
    LATE = "late"  # W4: a changed window put its day into the past


APPOINTMENT_PUSHES = frozenset({ReminderKind.DAY_BEFORE, ReminderKind.SOON})
WINDOW_PUSHES = frozenset({ReminderKind.WINDOW_NEAR, ReminderKind.WINDOW_OVER})

_TOUCHES = {
    ReminderKind.FIRST_TOUCH: Way.CALL,
    ReminderKind.NEXT_TOUCH: Way.CALL,
    ReminderKind.PARK_PROPOSAL: Way.CALL,
    ReminderKind.SEND_INFO: Way.INFO,
    ReminderKind.ASK_REACTION: Way.CALL,
    ReminderKind.NO_APPOINTMENT: Way.CALL,
    ReminderKind.BUY_OR_PARK: Way.CALL,
    ReminderKind.THANKS: Way.THANKS,
    ReminderKind.WINDOW_NEAR: Way.CALL,
    ReminderKind.WINDOW_OVER: Way.CALL,
    ReminderKind.OFFER_FOLLOW_UP: Way.CALL,
    ReminderKind.OFFER_ENDS: Way.CALL,
    ReminderKind.RHYTHM: Way.CALL,
    ReminderKind.LAST_PURCHASE: Way.CALL,
}


def touch_for(kind: ReminderKind) -> Way | None:
    """R4: what *erledigt* logs. None where a touch is no answer (a grade, a result, an own step)."""
    return _TOUCHES.get(kind)


@dataclass(frozen=True, slots=True)
class Planned:
    """`key` is the same for the same events. `basis`: the event it counts from, known since `logged_at`.

    `until`: from then on it is of no more use (a later stage stands in its place, the appointment has begun).
    `superseded`: only kept to show why it was never told.
    """

    key: str
    kind: ReminderKind
    stage: int
    basis: int
    due: Due
    nominal_day: date | None
    reason: Reason
    logged_at: datetime
    uncapped: bool = False  # R3
    binding: bool = False  # R4: a snooze doesn't hold it
    why_silent: Silence | None = None
    until: datetime | None = None
    superseded: bool = False
    snoozed: bool = False

    @property
    def on_its_day(self) -> bool:
        """W4: pushed on its due day or not at all; one already past when planned stands in the lists only.

        A regular customer's rhythm may hang on the window, too.
        """
        return self.kind in WINDOW_PUSHES or self.kind is ReminderKind.RHYTHM

    @property
    def pushes(self) -> bool:
        return self.why_silent is None

    @property
    def exempt(self) -> bool:
        """R2: never held, an own step with a time."""
        return self.kind is ReminderKind.OWN_STEP and self.due.timed

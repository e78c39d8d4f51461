"""In which order a rep's work is named: on lists, in bundles, and who goes first under the daily cap (Q6)."""

from datetime import UTC, datetime, time

from domain.events import Due
from domain.planned import APPOINTMENT_PUSHES, WINDOW_PUSHES, ReminderKind
from domain.status import Status

_APPOINTMENTS = APPOINTMENT_PUSHES | WINDOW_PUSHES | {ReminderKind.APPOINTMENT, ReminderKind.RESULT_MISSING}
# Q6 "status goal": nearest to the next purchase first
_GOALS = (Status.KI, Status.EK, Status.SK, Status.II, Status.ZA)


def urgency(kind: ReminderKind, status: Status, due: Due) -> tuple[int, int, datetime]:
    """Sort key: appointments and windows, the rep's own word, then by the status' goal and age; smallest first.

    Promises, enquiries and the ABC class stand before or between these once they exist.
    """
    first = 0 if kind in _APPOINTMENTS else 1 if kind is ReminderKind.OWN_STEP else 2
    return first, _GOALS.index(status), due.at or datetime.combine(due.day, time.min, UTC)

"""In which order a rep's work is named: on lists, in bundles, and who goes first under the daily cap (Q6)."""

from datetime import UTC, datetime, time

from domain.events import Due
from domain.pareto import Class
from domain.planned import APPOINTMENT_PUSHES, WINDOW_PUSHES, ReminderKind
from domain.status import Status

_APPOINTMENTS = APPOINTMENT_PUSHES | WINDOW_PUSHES | {ReminderKind.APPOINTMENT, ReminderKind.RESULT_MISSING}
# Q6 "status goal": nearest to the next purchase first
_GOALS = (Status.KI, Status.EK, Status.SK, Status.II, Status.ZA)


_CLASSES = (Class.A, Class.B)  # C and who bought nothing in the year come after them


def urgency(
    kind: ReminderKind, status: Status, due: Due, class_: Class | None = None
) -> tuple[int, int, int, datetime]:
    """Sort key: appointments and windows, the rep's own word, then ABC class, the status' goal, age; smallest first.

    Promises and enquiries stand before these once they exist.
    """
    first = 0 if kind in _APPOINTMENTS else 1 if kind is ReminderKind.OWN_STEP else 2
    of_class = _CLASSES.index(class_) if class_ in _CLASSES else len(_CLASSES)
    return first, of_class, _GOALS.index(status), due.at or datetime.combine(due.day, time.min, UTC)

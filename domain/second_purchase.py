"""When a first buyer's second purchase is due: the window "rückt näher" at W50 and is "abgelaufen" at W80 (W4)."""

from domain.case import Case, Stage
from domain.clock import Clock
from domain.planned import ReminderKind
from domain.reasons import Fact
from domain.window import Window


def second_purchase(case: Case, bought: Clock) -> tuple[Stage, ...]:
    """Both days of the window, answered or not; a second purchase ends it."""
    window = case.window
    if window is None or len(case.profile.occasions) > 1:
        return ()
    days = ((ReminderKind.WINDOW_NEAR, window.w50), (ReminderKind.WINDOW_OVER, window.w80))
    return tuple(_stage(case, bought, window, kind, after) for kind, after in days)


def _stage(case: Case, bought: Clock, window: Window, kind: ReminderKind, days: int) -> Stage:
    nominal = case.once_awake(case.after(bought, days))
    since: tuple[tuple[str, Fact], ...] = (("days", days), ("since", bought.day))
    return Stage(kind, 1, bought, nominal, bought.event, (*since, *_told(window)))


def _told(window: Window) -> tuple[tuple[str, Fact], ...]:
    """W5: every reminder says what it rests on, and whose window it is (W3)."""
    told: tuple[tuple[str, Fact], ...] = (
        ("n", window.n),
        ("percent_returned", window.percent_returned),
        ("w50", window.w50),
        ("w80", window.w80),
        ("level", window.level.value),
    )
    return (*told, ("product", window.product)) if window.product else told

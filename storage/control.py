"""Which window reminders are kept back, and what became of both groups (W6a)."""

from collections.abc import Callable
from datetime import date, timedelta
from secrets import token_hex

from sqlalchemy import Connection, exists, func, or_, select

from domain.control import Comparison, Group
from domain.events import Kind
from domain.planned import WINDOW_PUSHES
from storage.tables import metadata

REMINDER = metadata.tables["reminder"]
EVENT = metadata.tables["event"]
CONTACT = metadata.tables["contact"]
KEPT_BACK = "W6a"
SALT = "control_salt"


def salt(recall: Callable[[str], str | None], remember: Callable[[str, str], None]) -> str:
    """The team's, drawn once and remembered: the same purchases stay in the same group for ever."""
    found = recall(SALT)
    if found is None:
        remember(SALT, found := token_hex(16))
    return found


def comparison(connection: Connection, *, today: date, days: int) -> Comparison | None:
    """Compare whom a reminder reached with whom it was kept back from; None while nobody's was.

    Each first buyer counts once, by their first window reminder since the first one kept back, and only when
    it is `days` days old, so that both groups are watched equally long.
    """
    kept = REMINDER.c.rule == KEPT_BACK
    window = REMINDER.c.kind.in_(sorted(WINDOW_PUSHES))
    begun = connection.execute(select(func.min(REMINDER.c.day)).where(window, kept)).scalar()
    if begun is None:
        return None
    query = (
        select(REMINDER.c.contact, REMINDER.c.day, REMINDER.c.pushed_at)
        .join(CONTACT, CONTACT.c.id == REMINDER.c.contact)
        .where(window, or_(kept, REMINDER.c.pushed_at.is_not(None)), ~CONTACT.c.hidden)
        .order_by(REMINDER.c.contact, REMINDER.c.id)
    )
    first: dict[int, tuple[date, bool]] = {}
    for contact, day, pushed_at in connection.execute(query):
        rang = pushed_at.date() if pushed_at else day  # a changed window moves the day of what has rung
        if begun <= rang <= today - timedelta(days=days):
            first.setdefault(contact, (rang, pushed_at is None))
    back = _bought_after(connection, begun)
    return Comparison(_group(first, back, days, held=False), _group(first, back, days, held=True), days)


def _bought_after(connection: Connection, begun: date) -> dict[int, list[date]]:
    """The purchase days since then of whoever had a window reminder."""
    told = exists().where(
        REMINDER.c.contact == EVENT.c.contact,
        REMINDER.c.kind.in_(sorted(WINDOW_PUSHES)),
        REMINDER.c.day >= begun,
    )
    query = select(EVENT.c.contact, EVENT.c.day).where(
        EVENT.c.kind == Kind.PURCHASE, EVENT.c.voided_at.is_(None), EVENT.c.day >= begun, told
    )
    found: dict[int, list[date]] = {}
    for contact, day in connection.execute(query):
        found.setdefault(contact, []).append(day)
    return found


def _group(
    first: dict[int, tuple[date, bool]], bought: dict[int, list[date]], days: int, *, held: bool
) -> Group:
    begun = {contact: day for contact, (day, was_held) in first.items() if was_held is held}
    came = sum(
        any(0 <= (again - day).days <= days for again in bought.get(contact, ()))
        for contact, day in begun.items()
    )
    return Group(len(begun), came)

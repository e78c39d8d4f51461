"""The reply to a logged event: what was stored and for whom, what changed and why, what comes next."""

from collections.abc import Sequence

from bot.desk import Desk
from bot.turn import Button, Reply, Rows, rows
from bot.views import reasons, steps, words
from storage.work import Change


def recorded(desk: Desk, title: str, details: str, change: Change, extra: Sequence[Button] = ()) -> Reply:
    """`Reaktion notiert: Anna Meier (Meier GmbH) – Infomaterial, heute 14:05` and what follows from it."""
    contact = change.contact
    lines = [
        f"{title}: {words.name(contact)}" + (f" – {details}" if details else ""),
        *consequences(desk, change),
    ]
    return Reply("\n".join(lines), buttons(desk, change, extra), contact=contact.id)


def consequences(desk: Desk, change: Change) -> list[str]:
    """The status line, only where it changed, and the next step."""
    events = {event.id: event for event in change.history.events}
    changed = reasons.change(change.before, change.after, events, desk.today)
    return [line for line in (changed, steps.sentence(change.step, desk.today, desk.local)) if line]


def buttons(desk: Desk, change: Change, extra: Sequence[Button] = ()) -> Rows:
    number = change.contact.id
    main = list(extra) or [steps.button(change.step, number, change.after.own_step)]
    standing = [Button.line("Schritt ändern", f"/schritt #{number}:")]
    if desk.entry is not None:
        standing.append(Button("Rückgängig", "undo", {"turn": desk.entry}))
    return rows(main, standing)

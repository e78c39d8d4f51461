"""The reply to a logged event: what was stored and for whom, what changed and why, what comes next."""

from collections.abc import Sequence

from bot.desk import Desk
from bot.turn import Button, Reply, Rows, rows
from bot.views import reasons, steps, words
from domain.events import Kind
from storage.work import Change

_SAYS_SO = {Kind.DONE, Kind.PARKED, Kind.REFUSAL}


def recorded(desk: Desk, title: str, details: str, change: Change, extra: Sequence[Button] = ()) -> Reply:
    """`Reaktion notiert: Anna Meier (Meier GmbH) – Infomaterial, heute 14:05` and what follows from it."""
    contact = change.contact
    lines = [
        f"{title}: {words.name(contact)}" + (f" – {details}" if details else ""),
        *consequences(desk, change),
    ]
    return Reply("\n".join(lines), buttons(desk, change, extra), contact=contact.id)


def consequences(desk: Desk, change: Change) -> list[str]:
    """The status line, only where it changed, the own step that was done along with it, and the next step."""
    events = {event.id: event for event in change.history.events}
    changed = reasons.change(change.before, change.after, events, desk.today)
    coming = steps.sentence(change.step, desk.today, desk.local)
    return [line for line in (changed, _done_along(change), coming) if line]


def _done_along(change: Change) -> str:
    """What was planned and is done by this entry, without anybody having said so."""
    was, now = change.before.own_step, change.after.last_step
    if was is None or now is None or now.event != was.event or now.done_at is None:
        return ""
    said = any(event.kind in _SAYS_SO for event in change.events)
    return "" if said else f"Schritt erledigt: {words.shown(was.text, most=80)}"


def buttons(desk: Desk, change: Change, extra: Sequence[Button] = ()) -> Rows:
    number = change.contact.id
    main = list(extra) or [steps.button(change.step, number, change.after.own_step)]
    standing = [Button.line("Schritt ändern", f"/schritt #{number}:")]
    if desk.entry is not None:
        standing.append(Button("Rückgängig", "undo", {"turn": desk.entry}))
    return rows(main, standing)

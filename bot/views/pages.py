"""Lists that turn in place: a page of events, a page of contacts, how many stand where."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from bot.desk import Desk
from bot.turn import Button, Reply, Rows, rows
from bot.views import absences, arrived, card, people, steps, words
from domain.contact import Contact
from domain.events import Due, Event
from domain.planned import ReminderKind
from domain.profile import OwnStep
from domain.status import Move, Status
from storage.contacts import COUNTED, Listed

PAGE = 8
UNDO_SHOWN = 4
_PAGE = re.compile(r"\bseite\s+(\d{1,4})\s*$", re.IGNORECASE)


def turning(label: str, line: str) -> Button:
    """A button that turns the page of the message it hangs on."""
    return Button(label, "run", {"line": line, "over": True})


def turners(line: str, page: int, *, last: bool, words_: tuple[str, str]) -> list[Button]:
    """To the page before and after, as far as there is one."""
    back = [turning(f"« {words_[0]}", f"{line} Seite {page}")] if page else []
    on = [] if last else [turning(f"{words_[1]} »", f"{line} Seite {page + 2}")]
    return [*back, *on]


@dataclass(frozen=True, slots=True)
class Told:
    """A page of a history. `moves`: which event changed the status; `undoable`: one event of each entry."""

    events: Sequence[Event]
    moves: Mapping[int, Move]
    undoable: Sequence[Event]


def history(desk: Desk, contact: Contact, told: Told, page: int, *, total: int) -> Reply:
    """Newest first; what was taken back stays, marked; what changed the status says to what, and by which rule."""
    head = f"Verlauf {words.name(contact)} ({words.count(total, 'Eintrag', 'Einträge')})"
    lines = [f"• {card.event_line(desk, e)}{_moved(told.moves.get(e.id))}" for e in told.events]
    last = (page + 1) * PAGE >= total
    turning_keys = turners(f"/verlauf #{contact.id}:", page, last=last, words_=("Neuer", "Älter"))
    keys = [Button.line("Karte", f"/kontakt #{contact.id}:"), picture(contact)]
    if any(event.id in told.moves for event in told.events):
        keys.append(Button.line("Warum?", f"/warum #{contact.id}:"))
    undo = [_undo(desk, event) for event in told.undoable[:UNDO_SHOWN]]
    return Reply(
        "\n".join([head, *(lines or ["Hier ist nichts mehr."])]),
        rows(arrived.files(told.events, desk), *two_by_two(undo), turning_keys, keys),
        contact=contact.id,
    )


def _moved(move: Move | None) -> str:
    """`→ KI (S3)`."""
    return f" → <b>{move.after}</b> ({move.reason.rule})" if move else ""


def _undo(desk: Desk, event: Event) -> Button:
    """Takes back the entry that the event belongs to; the list stays, the answer comes below it."""
    said = unescape(people.told(desk, event))
    return Button(f"↩ {said[:24].strip()}", "undo_listed", {"turn": event.turn})


def picture(contact: Contact) -> Button:
    """The contact's history as a picture."""
    return Button("Bild", "timeline", {"contact": contact.id})


def overview(desk: Desk, counts: dict[str, int]) -> Reply:
    """How many contacts stand on each rung; a tap lists them. Under "": those put back on purpose."""
    whose = "Alle Kontakte des Teams" if desk.turn.member.lead else "Deine Kontakte"
    total, parked = sum(counts.values()), counts.get("", 0)
    if not total:
        return Reply("Noch keine Kontakte.", rows([Button.line("Neuer Kontakt: so geht’s", "/hilfe neu")]))
    lines = [f"{whose}: {number(total)}", *(f"{code}: {number(counts.get(code, 0))}" for code in Status)]
    lines += [f"zurückgestellt: {number(parked)}"] if parked else []
    keys = [
        turning(f"{code} ({number(counts[code])})", f"/liste {code}") for code in Status if counts.get(code)
    ]
    hint = "Filter lassen sich verbinden: <code>/liste KI ohne Termin Ort Köln</code>"
    return Reply("\n".join([*lines, "", hint]), rows(keys, *two_by_two(_MORE)))


def number(value: int) -> str:
    """`1.234`."""
    return f"{value:,}".replace(",", ".")


def counted(total: int) -> str:
    """What a list has; it counts only so far."""
    return f"über {number(COUNTED)}" if total > COUNTED else number(total)


def contacts(desk: Desk, wanted: str, found: Sequence[Listed], page: int, total: int) -> Reply:
    """A page of contacts, each with its reason and a button; the list stays when one is opened."""
    said = words.shown(wanted, most=60)
    back = turning("Übersicht", "/liste")
    if not found:
        return Reply(f"Liste „{said}“: niemand.", rows([back]))
    return listed(desk, f"Liste „{said}“: {counted(total)}", f"/liste {wanted}", found, page, total, (back,))


def listed(
    desk: Desk,
    head: str,
    line: str,
    found: Sequence[Listed],
    page: int,
    total: int,
    further: Sequence[Button] = (),
) -> Reply:
    """Contacts under a headline, numbered through all pages; `line` and a page number turn to another."""
    first, owners = page * PAGE + 1, _colleagues(desk)
    lines = [
        f"{place}. {words.name(item.contact)} {item.status}: {reason(desk, item)}{owners.get(item.contact.owner, '')}"
        for place, item in enumerate(found, first)
    ]
    keys = [opening(f"{n}. {item.contact.name[:24]}", item.contact.id) for n, item in enumerate(found, first)]
    last = first + len(found) > min(total, COUNTED)
    turning_keys = turners(line, page, last=last, words_=("Zurück", "Weiter"))
    return Reply("\n".join([head, *lines]), rows(*two_by_two(keys), [*turning_keys, *further]))


def page_of(rest: str) -> tuple[str, int]:
    """A line without the page it asks for, and which that is; the first is 0."""
    found = _PAGE.search(rest)
    return (rest[: found.start()].strip(), max(0, int(found[1]) - 1)) if found else (rest.strip(), 0)


def within(page: int, total: int) -> int:
    """A page that is there; behind the last one it is the last one."""
    return min(page, max(0, min(total, COUNTED) - 1) // PAGE)


def opening(label: str, contact: int) -> Button:
    """A button that shows a card as a message of its own, so that the list it hangs on can be tapped again."""
    return Button(label, "open", {"contact": contact})


def listing(label: str, wanted: str) -> Button:
    """A button that shows a list as a message of its own."""
    return Button(label, "listing", {"wanted": wanted})


def two_by_two(keys: Sequence[Button]) -> Rows:
    return rows(*(keys[i : i + 2] for i in range(0, len(keys), 2)))


def _colleagues(desk: Desk) -> dict[int, str]:
    """What a list says behind a colleague's contact: whose it is, for whom one stands in."""
    covered = {member.id: f", {absences.whose(member)}" for member in desk.covered}
    if not desk.turn.member.lead:
        return covered
    others = (member for member in desk.work.members.all() if member.id != desk.turn.member.id)
    return {m.id: f", bei {words.shown(m.name, most=30)}" for m in others if m.name} | covered


def reason(desk: Desk, item: Listed) -> str:
    """The next step and when."""
    if not item.step or item.step_day is None:
        return "kein nächster Schritt"
    late = " (überfällig)" if item.step_day < desk.today else ""
    at = steps.when(Due(item.step_day, item.step_at), desk.today, desk.local)
    return f"{step(desk, item)} – {at}{late}"


def step(desk: Desk, item: Listed) -> str:
    """The next step in words; a rep's own wording where there is one."""
    kind = ReminderKind(item.step)
    own = own_step(desk, item) if kind is ReminderKind.OWN_STEP else None
    return steps.words(kind, own.text if own else "")


def own_step(desk: Desk, item: Listed) -> OwnStep | None:
    _, profile, _ = desk.work.profile(item.contact)
    return profile.own_step


_MORE = [
    turning("Überfällig", "/liste überfällig"),
    turning("KI ohne Termin", "/liste KI ohne Termin"),
    turning("Ergebnis fehlt", "/liste Ergebnis fehlt"),
    turning("Ohne Schritt", "/liste ohne Schritt"),
    turning("Zurückgestellt", "/liste zurückgestellt"),
]
